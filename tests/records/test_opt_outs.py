"""Who wants no more texts from which of our numbers: the last word holds, in whatever order it is heard."""

import itertools
from datetime import timedelta

import pytest

from records.record import Record
from tests.records.conftest import NOON

NUMBER, OURS, ANOTHER = "+447700900123", "+441632960100", "+441632960101"
SAID = [(True, 0), (False, 1), (True, 2), (False, 3)]
"""Whether it was a STOP, and at which minute."""


@pytest.mark.parametrize("last", range(1, 5))
@pytest.mark.parametrize("twice", [False, True], ids=["once each", "twice each"])
def test_the_latest_word_holds_in_every_order(record: Record, last: int, twice: bool) -> None:
    for place, order in enumerate(itertools.permutations(SAID[:last])):
        number = f"+44770090{place:04}"
        with record.transaction() as tx:
            for stopped, minute in order * (2 if twice else 1):
                tx.opt_outs.say(number, OURS, stopped=stopped, at=NOON + timedelta(minutes=minute))
            assert (tx.opt_outs.stopped(number, OURS) is not None) is SAID[last - 1][0]


def test_only_a_change_is_one(record: Record) -> None:
    with record.transaction() as tx:
        said = [tx.opt_outs.say(NUMBER, OURS, stopped=each, at=NOON) for each in (False, True, True, False)]
        assert said == [False, True, False, True]


def test_each_of_our_numbers_is_stopped_by_itself(record: Record) -> None:
    with record.transaction() as tx:
        tx.opt_outs.say(NUMBER, OURS, stopped=True, at=NOON)
        assert tx.opt_outs.stopped(NUMBER, ANOTHER) is None
        assert [each.sender for each in tx.opt_outs.of(NUMBER)] == [OURS]
