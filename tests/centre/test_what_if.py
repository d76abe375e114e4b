"""Recorded days once more: a house that lived is replayed from its record, decision by decision."""

from datetime import timedelta

import pytest

from core.errors import InvalidInput
from tests.centre.house import House
from tests.centre.test_calls import ringing


async def test_what_was_recorded_is_reproduced_offer_by_offer(house: House) -> None:
    await house.speaks("ben")
    await ringing(house)
    await house.drain()
    heard: list[float] = []
    now = house.clock.now()
    found = await house.centre.what_if.again(now - timedelta(days=1), now + timedelta(days=1), heard.append)
    assert [each.first for each in found] == [None] * len(found)
    assert sum(each.offers for each in found) >= 2
    assert heard[-1] == 1


async def test_a_flush_begins_another_log_that_stands_for_itself(house: House) -> None:
    await ringing(house)
    await house.drain()
    await house.flush()
    await house.centre.reconciling.reconcile()
    await house.queues("+447700900888")
    await house.drain()
    now = house.clock.now()
    found = await house.centre.what_if.again(now - timedelta(days=1), now + timedelta(days=1), lambda _: None)
    assert len(found) >= 2
    assert [each.first for each in found] == [None] * len(found)


async def test_days_of_which_nothing_is_recorded_are_told_so(house: House) -> None:
    long_ago = house.clock.now() - timedelta(days=3650)
    with pytest.raises(InvalidInput, match="nothing of those days"):
        await house.centre.what_if.again(long_ago, long_ago + timedelta(days=1), lambda _: None)
