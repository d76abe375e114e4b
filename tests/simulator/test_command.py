"""The command, its documented example, and the files that are shipped with it."""

import json
import re
from pathlib import Path
from typing import Any, Final

import pytest

from simulator.remarks import remarked
from switchboard.simulating import count
from tests.house.command import environment, run

DOCS: Final = Path(__file__).parents[2] / "docs"
SHIPPED: Final = sorted(Path(__file__).parents[2].glob("simulator/scenarios/*.yaml"))
PAGE: Final = (DOCS / "scenario.md").read_text("utf-8")


def block(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    assert found
    return found[1]


def keys(value: Any) -> set[str]:
    """The names in a JSON object, but for those that a scenario gives."""
    found: set[str] = set()
    for name, each in value.items() if isinstance(value, dict) else ():
        found |= {name} | keys(each)
    return found


@pytest.fixture
def example(tmp_path: Path) -> Path:
    path = tmp_path / "example.yaml"
    path.write_text(block("yaml"), "utf-8")
    return path


def test_the_documented_example_gives_the_documented_object(example: Path, tmp_path: Path) -> None:
    done = run(f"simulate {example} --json --replications 2", environment(tmp_path, 8000))
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    names = {"council tax", "housing", "letter", "tax", "everything"}
    assert {name for name in keys(found) - names if not name.endswith("_ci")} == keys(json.loads(block("json"))) - names
    assert found["replications"] == 2
    tax = found["types"]["council tax"]
    assert 250 < tax["arrived"] < 500
    assert tax["arrived_ci"][0] < tax["arrived"] < tax["arrived_ci"][1]
    assert tax["served"] + tax["abandoned"] == pytest.approx(tax["arrived"])


def test_a_person_gets_a_table(example: Path, tmp_path: Path) -> None:
    done = run(f"simulate {example} --replications 1 --seed 3", environment(tmp_path, 8000))
    assert done.returncode == 0, done.stderr
    for word in ("A small office: 1 replication", "council tax", "everything", "in time"):
        assert word in done.stdout


def test_a_name_with_brackets_is_printed_as_it_is(example: Path, tmp_path: Path) -> None:
    example.write_text(example.read_text("utf-8").replace("A small office", "Desk [/blue] 2"), "utf-8")
    done = run(f"simulate {example} --replications 1", environment(tmp_path, 8000))
    assert done.returncode == 0, done.stderr
    assert "Desk [/blue] 2: 1 replication" in done.stdout


def test_whom_nobody_can_serve_is_seen_at_once(example: Path, tmp_path: Path) -> None:
    text = (
        block("yaml").replace("needs: {housing: 1}", "needs: {housing: 5}").replace("day: {open: 0, close: 14400}", "")
    )
    example.write_text(text.replace("replications: 4", "horizon: 2000"), "utf-8")
    done = run(f"simulate {example} --replications 1", environment(tmp_path, 8000))
    assert done.returncode == 0, done.stderr
    lines = [line.strip() for line in done.stdout.splitlines()]
    assert re.fullmatch(
        r"! housing: nobody who is ever at work has the skills for these\. All [\d.]+ wait in vain\.", lines[1]
    )
    assert any(line.startswith("! housing ") for line in lines[2:])
    assert sum("!" in line for line in lines) == 2, "and nobody else is marked"


OVERRUN: Final = """\
name: more than anybody can do
horizon: 100
contacts:
  - {type: council tax, channel: letter, rate: 1}
  - {type: housing, channel: phone, needs: {housing: 1}, rate: 0.1}
agents:
  - {group: few, count: 1, capacity: {letter: 1}, service: {deterministic: 50}}
  - {group: enough, count: 5, skills: {housing: 1}, capacity: {phone: 1}, service: {deterministic: 1}}
"""


def test_who_is_never_served_is_a_sentence_with_where_to_look(tmp_path: Path) -> None:
    path = tmp_path / "overrun.yaml"
    path.write_text(OVERRUN, "utf-8")
    done = run(f"simulate {path} --seed 2", environment(tmp_path, 8000, COLUMNS="250"))
    assert done.returncode == 0, done.stderr
    lines = [line.strip() for line in done.stdout.splitlines()]
    assert re.fullmatch(
        r"! council tax: \d+ of \d+ still waited when all was over\. Look at who may serve these: how many they are, "
        r"until when they are at work \(`count`, `breaks`\), and what offers come to \(`answer_after`, `decline`\)\.",
        lines[1],
    )
    assert sum("!" in line for line in lines) == 2, "the sentence and its row: housing is served"


UNITS: Final = [
    pytest.param("1e-300", r"[\d.]+e-300 ± [\d.]+e-30\d s", id="next to nothing"),
    pytest.param("1e-8", r"\d+(\.\d)? ± [\d.]+ ns", id="nanoseconds"),
    pytest.param("1e-5", r"\d+(\.\d)? ± [\d.]+ µs", id="microseconds"),
    pytest.param("1", r"\d\.\d\d ± [\d.]+ s", id="seconds"),
    pytest.param("3600", r"\d\.\d\d ± [\d.]+ h", id="hours"),
    pytest.param("120000", r"\d\.\d\d ± [\d.]+ days", id="days"),
]


@pytest.mark.parametrize(("unit", "told"), UNITS)
def test_a_wait_has_the_unit_that_fits(tmp_path: Path, unit: str, told: str) -> None:
    path = tmp_path / "unit.yaml"
    path.write_text(
        f"name: x\nhorizon: 200\ntime_unit: {unit}\ncontacts: [{{type: a, channel: phone, rate: 0.8}}]\n"
        "agents: [{group: g, count: 1, service: {exponential: 1}}]\n",
        "utf-8",
    )
    done = run(f"simulate {path}", environment(tmp_path, 8000))
    assert done.returncode == 0, done.stderr
    (row,) = (line for line in done.stdout.splitlines() if line.startswith(" a "))
    assert re.search(rf" {told} ", row), row


@pytest.mark.parametrize(("value", "told"), [(0.0, "0"), (0.04, "0.04"), (0.5, "0.5"), (12.0, "12"), (1234.5, "1,234")])
def test_a_few_in_many_replications_are_not_told_as_none(value: float, told: str) -> None:
    assert count(value) == told


def test_what_is_hardly_meant_is_told_and_the_rest_is_run(example: Path, tmp_path: Path) -> None:
    example.write_text(block("yaml").replace("{exponential: 4}", "{deterministic: 30}"), "utf-8")
    done = run(f"simulate {example} --json --replications 1", environment(tmp_path, 8000))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["replications"] == 1
    line = block("yaml").splitlines().index("    answer_after: {exponential: 4}") + 1
    told = "Warning: an offer stands for 20 s, so every offer here would lapse before anybody answers."
    assert done.stderr.splitlines()[0] == f"{example}:{line}:5: {told}"


def test_a_wrong_file_is_told_at_its_lines_and_nothing_is_run(example: Path, tmp_path: Path) -> None:
    example.write_text(block("yaml").replace("decline: 0.02", "declines: 0.02"), "utf-8")
    done = run(f"simulate {example} --json", environment(tmp_path, 8000))
    assert done.returncode == 2
    assert done.stdout == ""
    line = block("yaml").splitlines().index("    decline: 0.02") + 1
    assert done.stderr == f"{example}:{line}:5: There is no key `declines` here.\n"


def test_a_draft_without_days_to_try_it_on_is_told(example: Path, tmp_path: Path) -> None:
    done = run(f"simulate {example} --rules {example}", environment(tmp_path, 8000))
    assert done.returncode == 2
    assert "tried on recorded days" in done.stderr


@pytest.mark.parametrize("option", ["--seed 3", "--replications 2"])
def test_a_replay_that_is_to_be_left_to_chance_is_refused(option: str, tmp_path: Path) -> None:
    done = run(f"simulate --from 2026-11-20 --to 2026-11-20 {option}", environment(tmp_path, 8000))
    assert done.returncode == 2
    assert "left to chance" in done.stderr


@pytest.mark.parametrize("path", SHIPPED, ids=[path.name for path in SHIPPED])
def test_what_is_shipped_is_sound_and_on_the_page(path: Path) -> None:
    scenario, remarks = remarked(path)
    assert scenario.replications > 1
    # Its weights are for whoever changes its order.
    assert [each for each in remarks if "`weighted_wait`" not in each.message] == []
    assert f"`{path.name}`" in PAGE
