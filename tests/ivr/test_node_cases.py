"""Every node kind does what its data file says, and every kind has one."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from ivr import (
    Answered,
    Ask,
    Collect,
    Digits,
    Event,
    HangUp,
    LookUp,
    Menu,
    Queue,
    Redirect,
    Say,
    SendText,
    Session,
    Silence,
    Speech,
    Started,
    Voicemail,
    step,
)
from ivr.asks import Fact
from ivr.checking import Fault, check
from ivr.nodes import KINDS

CASES = Path(__file__).parent / "cases"
MORNING = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
FILES = {path.stem: YAML(typ="safe").load(path) for path in sorted(CASES.glob("*.yaml"))}


def _rows(part: str) -> list[Any]:
    return [
        pytest.param(document["menu"], row, id=f"{kind}: {row['label']}")
        for kind, document in FILES.items()
        for row in document[part]
    ]


def _event(given: Any) -> Event:
    match given:
        case "started":
            return Started()
        case "silence":
            return Silence()
        case {"started": facts}:
            return Started(facts=facts)
        case {"digits": digits}:
            return Digits(digits=digits)
        case {"speech": text}:
            return Speech(text=text, confidence=given.get("confidence"))
        case {"answered": word}:
            return Answered(word=word, facts=given.get("facts", {}))
    raise AssertionError(given)


def _ask(given: dict[str, Any]) -> Ask:
    match given:
        case {"collect": fields}:
            return Collect(**{**fields, "hints": tuple(fields["hints"])})
        case {"look-up": [what, subject]}:
            return LookUp(what=Fact(what), subject=subject)
        case {"send-text": template}:
            return SendText(template=template)
        case {"queue": service}:
            return Queue(service=service)
        case {"redirect": menu}:
            return Redirect(menu=menu)
        case {"hang-up": outcome}:
            return HangUp(outcome=outcome)
    raise AssertionError(given)


def test_every_node_kind_has_its_cases() -> None:
    assert set(FILES) == set(KINDS)


@pytest.mark.parametrize(("menu", "row"), _rows("cases"))
def test_node(menu: Any, row: dict[str, Any]) -> None:
    session = Session(
        menu="test",
        node=row.get("at", ""),
        tries=row.get("tries", 0),
        turns=row.get("turns", 0),
        facts=row.get("facts", {}),
    )
    if row.get("broad"):
        menu = {**menu, "nodes": {**menu["nodes"], "main": {**menu["nodes"]["main"], "broad": True}}}
    result = step(Menu.model_validate(menu), session, _event(row["event"]), MORNING)
    if "says" in row:
        assert [prompt.text for prompt in result.prompts if isinstance(prompt, Say)] == row["says"]
    if "voicemail" in row.get("ask", {}):
        assert isinstance(result.ask, Voicemail)
        assert result.ask.service == row["ask"]["voicemail"]
    elif "ask" in row:
        assert result.ask == _ask(row["ask"])
    if "node" in row:
        assert result.session.node == row["node"]
    if "then_tries" in row:
        assert result.session.tries == row["then_tries"]
    if "knows" in row:
        assert result.session.facts == row["knows"]


@pytest.mark.parametrize(("menu", "row"), _rows("faults"))
def test_fault(menu: dict[str, Any], row: dict[str, Any]) -> None:
    changed = {**menu, **row["change"], "nodes": {**menu["nodes"], **row["change"].get("nodes", {})}}
    expected = Fault(path=tuple(row["path"]), message=row["message"])
    assert expected in check(Menu.model_validate(changed))


@pytest.mark.parametrize("kind", list(FILES))
def test_the_menu_of_the_cases_has_no_faults(kind: str) -> None:
    assert check(Menu.model_validate(FILES[kind]["menu"])) == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_and_each_of_its_keys_is_in_the_documentation(kind: str) -> None:
    lines = (Path(__file__).parents[2] / "docs" / "menus.md").read_text(encoding="utf-8").splitlines()
    (row,) = [line for line in lines if line.startswith(f"| `{kind}` |")]
    keys = set(KINDS[kind].model_fields) - {"kind"}
    assert {key for key in keys if f"`{key}`" not in row} == set()
