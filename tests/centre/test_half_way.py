"""An act that fails half way, because a store or the carrier is away just then: repeated, it comes to the same end."""

from contextlib import suppress
from typing import Any

import pytest

from core.errors import Conflict, OutcomeUnknown, Unavailable
from tests.centre.house import House
from tests.centre.test_calls import waiting


@pytest.mark.parametrize("writes", range(4))
async def test_an_accept_whose_record_fails_is_repeated_without_a_second_ring(house: House, writes: int) -> None:
    house.robot("amina")
    await house.at_work("amina")
    _, contact = await house.queues()
    epoch = (await house.offer("amina"))["epoch"]
    with house.record_away(after=writes), suppress(Unavailable, Conflict):
        await house.centre.desk.accept(house.staff["amina"], contact, epoch)
    if (await house.state(contact)).state == "waiting":  # type: ignore[union-attr]
        return  # given back to their place: nothing was promised
    again = await house.centre.desk.accept(house.staff["amina"], contact, epoch)
    assert again["result"] == "accepted"
    dialled = [line for line in house.carrier.carrier.lines.values() if line.call.direction.value == "outbound-api"]
    assert len(dialled) == 1


@pytest.mark.parametrize("writes", range(2))
async def test_a_hang_up_or_close_that_failed_half_way_is_repeated(house: House, writes: int) -> None:
    line, contact = await house.speaks("amina")
    amina = house.staff["amina"]
    with house.record_away(after=writes), suppress(Unavailable):
        await house.centre.desk.hang_up(amina, contact)
    await house.centre.desk.hang_up(amina, contact)
    await house.is_(contact, "wrapping")
    await house.until(lambda: line.call.over)
    with house.record_away(), pytest.raises(Unavailable):
        await house.centre.desk.close(amina, contact, "settled", "Kept.")
    await house.centre.desk.close(amina, contact, "settled", "Kept.")
    assert (await house.is_(contact, "closed")).summary == "Kept."


async def test_a_line_that_cannot_be_ended_now_is_ended_later(house: House) -> None:
    line, contact = await house.speaks("amina")
    with house.carrier_away():
        await house.centre.desk.hang_up(house.staff["amina"], contact)
    assert not line.call.over
    rows = house.ask(lambda tx: tx.outbox.due(house.clock.now(), 10))
    assert [await house.centre.outbox.deliver(row.id) for row in rows] == ["done"] * 2
    await house.until(lambda: line.call.over and house.leg(contact, "amina").call.over)


async def test_a_caller_who_goes_while_the_engine_is_away_is_not_offered_to_anybody(house: House) -> None:
    line, contact = await waiting(house)
    with house.engine_away():
        await house.hangs_up(line)
        (row,) = house.ask(lambda tx: tx.outbox.due(house.clock.now(), 10))
        assert await house.centre.outbox.deliver(row.id) == "later"
    house.do(lambda tx: tx.outbox.try_again(row.id))
    assert await house.centre.outbox.deliver(row.id) == "done"
    assert (await house.is_(contact, "closed")).outcome == "abandoned"


async def test_a_ring_whose_answer_was_lost_is_found_and_not_repeated(house: House) -> None:
    phone: Any = house.centre._parts.phone
    real = phone.ring_agent

    def ring_and_lose_the_answer(**how: Any) -> str:
        real(**how)
        raise OutcomeUnknown("The carrier did not answer in time: it may have been done.")

    phone.ring_agent = ring_and_lose_the_answer
    try:
        await house.speaks("amina")
    finally:
        del phone.ring_agent
    dialled = [line for line in house.carrier.carrier.lines.values() if line.call.direction.value == "outbound-api"]
    assert len(dialled) == 1
    assert house.problems == []
