"""Over several menus, and by the time of day."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from ivr import Digits, HangUp, Menu, Say, Session, Started, walk
from ivr.checking import check_together
from ivr.interpreter import greeting

LONDON = ZoneInfo("Europe/London")
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def _menu(name: str, **nodes: Any) -> Menu:
    start, *_ = nodes
    return Menu.model_validate({"menu": name, "label": name, "start": start, "lost": start, "nodes": nodes})


ONE = _menu("one", hello={"kind": "say", "say": "One.", "then": "on"}, on={"kind": "goto", "menu": "two"})
TWO = _menu("two", on={"kind": "goto", "menu": "three"})
THREE = _menu("three", bye={"kind": "hang-up", "say": "Three for {council}."})
MENUS = {"one": ONE, "two": TWO, "three": THREE}


def test_a_call_goes_on_through_menus_and_keeps_what_is_known() -> None:
    step = walk(MENUS, Session(menu="one"), Started(facts={"council": "Westmere"}), NOON)
    assert step.prompts == (Say(text="One."), Say(text="Three for Westmere."))
    assert step.ask == HangUp()
    assert (step.session.menu, step.session.node) == ("three", "bye")


def test_turns_are_counted_on_from_menu_to_menu() -> None:
    session = Session(menu="two", node="on", turns=3)
    assert walk(MENUS, session, Digits(digits="1"), NOON).session.turns == 4


def test_menus_that_come_round_again_or_lead_nowhere_are_found() -> None:
    back = _menu("three", on={"kind": "goto", "menu": "one"})
    away = _menu("away", on={"kind": "goto", "menu": "nowhere"})
    faults = check_together({"one": ONE, "two": TWO, "three": back, "away": away})
    assert {name: [fault.message for fault in each] for name, each in faults.items()} == {
        "one": ["This menu can come back to itself through another."],
        "two": ["This menu can come back to itself through another."],
        "three": ["This menu can come back to itself through another."],
        "away": ["There is no menu `nowhere`."],
    }


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 1, 5, 11, 59, tzinfo=UTC), "Good morning"),
        (datetime(2026, 1, 5, 12, 0, tzinfo=UTC), "Good afternoon"),
        (datetime(2026, 7, 6, 11, 0, tzinfo=UTC), "Good afternoon"),
        (datetime(2026, 7, 6, 17, 0, tzinfo=UTC), "Good evening"),
    ],
    ids=["winter morning", "winter noon", "summer noon is eleven by Greenwich", "summer six is five by Greenwich"],
)
def test_the_greeting_follows_the_clock_of_the_time_it_is_given(moment: datetime, words: str) -> None:
    assert greeting(moment.astimezone(LONDON)) == words
