"""A call's states: every state with everything that can happen to it."""

import itertools

import pytest

from sandbox.carrier.states import MOVES, OVER, Did, Illegal, Status, advance


@pytest.mark.parametrize(("status", "did"), list(itertools.product(Status, Did)))
def test_a_call_moves_only_as_its_table_says(status: Status, did: Did) -> None:
    if did in MOVES.get(status, {}):
        assert advance(status, did) is MOVES[status][did]
    else:
        with pytest.raises(Illegal, match=rf"A call that is {status} cannot"):
            advance(status, did)


def test_what_is_over_stays_over() -> None:
    assert {str(status) for status in OVER} == {"completed", "busy", "failed", "no-answer", "canceled"}


def test_every_state_that_is_not_over_can_be_left() -> None:
    assert all(set(moves.values()) - {status} for status, moves in MOVES.items())
