"""A session survives its store, and an address survives the store's loss."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as some

from ivr import Session

WORDS = some.text(min_size=1, max_size=8)
SESSIONS = some.builds(
    Session,
    menu=WORDS,
    node=some.text(max_size=8),
    tries=some.integers(0, 99),
    turns=some.integers(0, 99),
    facts=some.dictionaries(WORDS, some.text(max_size=20), max_size=4),
)


@given(SESSIONS)
def test_a_session_comes_back_from_json_as_it_was(session: Session) -> None:
    assert Session.from_dict(json.loads(json.dumps(session.to_dict()))) == session


@given(SESSIONS)
def test_an_address_carries_all_but_what_the_caller_told_us(session: Session) -> None:
    back = Session.from_query(session.to_query(), menu="main")
    assert (back.menu, back.node, back.tries, back.turns) == (
        session.menu,
        session.node,
        session.tries,
        session.turns,
    )
    assert back.facts == {}


@pytest.mark.parametrize(
    ("query", "tries"),
    [
        pytest.param({"tries": "2"}, 2, id="a count"),
        pytest.param({"tries": "-3"}, 0, id="a count below nought is none"),
        pytest.param({"tries": "many"}, 0, id="words are none"),
        pytest.param({"tries": "99999999999"}, 99, id="a count beyond reason is cut"),
        pytest.param({"tries": "²"}, 0, id="a digit that is no digit"),
        pytest.param({}, 0, id="none"),
    ],
)
def test_counts_in_an_address_are_not_trusted(query: dict[str, str], tries: int) -> None:
    assert Session.from_query(query, menu="main").tries == tries


def test_an_address_that_names_no_menu_starts_the_one_given() -> None:
    assert Session.from_query({}, menu="main") == Session(menu="main")
