"""Callers on the line whose contact is closed: whoever hears music has a place, and an agent can take them."""

from datetime import timedelta

import pytest

from sandbox.carrier.line import Line
from sandbox.carrier.pages import Source
from tests.centre.house import House


async def _closed_while_up(house: House, outcome: str) -> tuple[Line, str]:
    """In the carrier's queue, and over for everybody here: five minutes ago, by the record."""
    line, contact = await house.queues()
    at = house.clock.now()
    house.do(lambda tx: tx.contacts.move(contact, "closed", outcome=outcome, at=at - timedelta(minutes=5)))
    await house.runtime.engine.withdraw(contact, outcome)
    await house.is_(contact, "closed")
    return line, contact


async def _is_taken(house: House, contact: str) -> None:
    """The same contact waits, and the caller can be spoken with."""
    house.robot("amina")
    await house.at_work("amina")
    offer = await house.accepts("amina")
    assert offer["contact"] == contact
    await house.is_(contact, "active")
    assert house.problems == []


@pytest.mark.parametrize("path", ["/phone/fallback", "/phone/incoming"])
@pytest.mark.parametrize("outcome", ["voicemail", "abandoned"])
async def test_whoever_is_told_that_they_are_put_through_can_be_taken(house: House, path: str, outcome: str) -> None:
    line, contact = await _closed_while_up(house, outcome)
    arrived = house.contact(line).arrived_at
    house.carrier.carrier.redirect(line, Source(url=house.url + path))
    await house.pass_(10)
    kept = await house.is_(contact, "waiting")
    assert kept.arrived_at == arrived
    await _is_taken(house, contact)


async def test_a_menu_that_puts_a_closed_call_into_the_queue_opens_it_again(house: House) -> None:
    line = await house.dial()
    contact = house.contact(line).id
    house.do(lambda tx: tx.contacts.move(contact, "closed", outcome="abandoned", at=tx.now))
    for key in ("1", "1", "2"):
        await house.press(line, key)
    await house.pass_(30)
    await house.is_(contact, "waiting")
    await _is_taken(house, contact)


async def test_the_clock_finds_callers_on_the_line_whom_the_record_believes_gone(house: House) -> None:
    _, contact = await _closed_while_up(house, "voicemail")
    assert await house.centre.phone.catch_up() == 1
    await house.is_(contact, "waiting")
    assert await house.centre.phone.catch_up() == 0
    await _is_taken(house, contact)


async def test_the_clock_lets_a_goodbye_be_heard_to_its_end(house: House) -> None:
    _, contact = await house.queues()
    house.do(lambda tx: tx.contacts.move(contact, "closed", outcome="voicemail", at=tx.now))
    await house.runtime.engine.withdraw(contact, "voicemail")
    assert await house.centre.phone.catch_up() == 0
    await house.is_(contact, "closed")


async def test_whoever_leaves_the_queue_for_a_reason_that_we_do_not_know_goes_back_to_it(house: House) -> None:
    line, contact = await house.queues()
    arrived = house.contact(line).arrived_at
    left = f"{house.url}/phone/queue-left?contact={contact}"
    told = (("QueueResult", "carried-off-by-owls"), ("QueueTime", "30"))
    house.carrier.carrier.redirect(line, Source(url=left, params=told))
    await house.pass_(30)
    assert (line.call.over, house.contact(line).arrived_at) == (False, arrived)
    await house.is_(contact, "waiting")
    await _is_taken(house, contact)


async def test_a_late_request_of_a_call_that_is_over_opens_nothing(house: House) -> None:
    line, contact = await house.queues()
    await house.hangs_up(line)
    await house.is_(contact, "closed")
    steps = [each for each in house.post.seen if each.scope["path"] in ("/phone/incoming", "/phone/step")]
    assert len(steps) == 4
    await house.post.hand_on_all(steps)
    assert (await house.is_(contact, "closed")).outcome == "abandoned"
