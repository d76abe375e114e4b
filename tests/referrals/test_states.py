"""The whole table of a referral's states: every state times everything that can happen."""

import itertools

import pytest

from core.errors import InvalidTransition
from referrals.states import LABELS, MOVES, NEED_A_PERSON, Did, State, advance


@pytest.mark.parametrize(("state", "did"), list(itertools.product(State, Did)))
def test_a_referral_moves_only_as_its_table_says(state: State, did: Did) -> None:
    if did in MOVES.get(state, {}):
        assert advance(state, did) is MOVES[state][did]
    else:
        with pytest.raises(InvalidTransition):
            advance(state, did)


def test_every_state_can_be_reached_and_has_words() -> None:
    reached = {State.DRAFT}
    for _ in State:
        reached |= {after for before in reached for after in MOVES.get(before, {}).values()}
    assert reached == set(State) == set(LABELS)


@pytest.mark.parametrize("state", sorted(NEED_A_PERSON))
def test_what_needs_a_person_can_be_sent_again_by_them(state: State) -> None:
    assert advance(state, Did.QUEUE) is State.QUEUED


def test_doubt_never_goes_straight_to_a_second_sending() -> None:
    assert Did.SEND not in MOVES[State.SENT]
    assert State.QUEUED not in {after for did, after in MOVES[State.UNCONFIRMED].items() if did is not Did.QUEUE}
