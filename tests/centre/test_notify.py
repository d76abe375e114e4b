"""Texts and letters that leave by GOV.UK Notify: once each, looked up when in doubt, their fate heard of later."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from centre.letter_writing import LetterDraft
from runtime.parts import Runtime, running
from sandbox.partner.notify import SECRET, SERVICE
from tests.centre.house import House

TEMPLATE = "11111111-2222-4333-8444-555555555555"
DRAFT = LetterDraft(
    name="Mr Pope", address="14 Mill Lane\nNether Wickham\nWM3 7QD", subject="The pothole", text="It is filled."
)


@pytest_asyncio.fixture(loop_scope="session")
async def by_notify(house: House) -> AsyncIterator[Runtime]:
    """A process of the house that uses Notify."""
    told = {
        "notify_api_key": f"live-{SERVICE}-{SECRET}",
        "notify_base_url": house.settings.sandbox_url,
        "notify_sms_template": TEMPLATE,
        "notify_letter_template": "paper",
    }
    house.carrier.carrier.store.put("notify mode", "now", {"mode": "up"})
    settings = house.settings.model_copy(update=told)
    async with running(settings, clock=house.clock, county=house.runtime.county) as runtime:
        yield runtime
    house.carrier.carrier.store.put("notify mode", "now", {"mode": "up"})


def behave(house: House, mode: str) -> None:
    house.carrier.carrier.store.put("notify mode", "now", {"mode": mode})


def kept(house: House, message: str) -> list[dict[str, Any]]:
    return [each for each in house.carrier.carrier.store.all("notification") if each["reference"] == message]


async def written(house: House, how: str) -> tuple[str, str]:
    """A text or a letter that waits to be sent: its message and its row."""
    await house.at_work("amina")
    await house.text("There is a pothole in Mill Lane")
    contact = str((await house.accepts("amina"))["contact"])
    await house.deliver_all()
    if how == "text":
        await house.centre.desk.reply(house.staff["amina"], contact, "We will fill it.", "k1", 0)
    else:
        await house.centre.posting.post(house.staff["amina"], contact, DRAFT, "k1", 0)
    message = house.ask(lambda tx: tx.messages.of_contact(contact))[-1]
    (row,) = house.ask(lambda tx: tx.outbox.of_subject(message.id))
    return message.id, row.id


HOW = ("text", "letter")


@pytest.mark.parametrize("how", HOW)
async def test_it_goes_once_and_its_fate_is_heard_of(how: str, house: House, by_notify: Runtime) -> None:
    message, row = await written(house, how)
    assert await by_notify.centre.outbox.deliver(row) == "done"
    (sent,) = kept(house, message)
    done = "delivered" if how == "text" else "received"
    house.carrier.carrier.store.put("notification", sent["id"], {**sent, "status": done})
    assert await by_notify.centre.notify.catch_up() == 0
    assert house.ask(lambda tx: tx.messages.get(message)).status == "delivered"
    assert await by_notify.centre.outbox.deliver(row) == "not mine"
    assert len(kept(house, message)) == 1


@pytest.mark.parametrize("how", HOW)
async def test_a_busy_notify_is_asked_again(how: str, house: House, by_notify: Runtime) -> None:
    message, row = await written(house, how)
    behave(house, "busy")
    assert await by_notify.centre.outbox.deliver(row) == "later"
    behave(house, "up")
    house.do(lambda tx: tx.outbox.try_again(row))
    assert await by_notify.centre.outbox.deliver(row) == "done"
    assert len(kept(house, message)) == 1


@pytest.mark.parametrize("how", HOW)
async def test_what_may_have_gone_is_looked_up_and_never_sent_twice(how: str, house: House, by_notify: Runtime) -> None:
    message, row = await written(house, how)
    behave(house, "drop")
    assert await by_notify.centre.outbox.deliver(row) == "unknown"
    assert "may have been sent" in str(house.ask(lambda tx: tx.messages.get(message)).problem)
    behave(house, "up")
    await by_notify.centre.notify.catch_up()
    assert await by_notify.centre.outbox.deliver(row) == "done"
    assert len(kept(house, message)) == 1
    assert house.ask(lambda tx: tx.messages.get(message)).provider_id is not None


async def test_what_never_arrived_there_stays_in_doubt(house: House, by_notify: Runtime) -> None:
    message, row = await written(house, "text")
    behave(house, "drop")
    assert await by_notify.centre.outbox.deliver(row) == "unknown"
    for each in kept(house, message):
        house.carrier.carrier.store.put("notification", each["id"], {**each, "reference": "somebody else's"})
    behave(house, "up")
    await by_notify.centre.notify.catch_up()
    assert house.ask(lambda tx: tx.outbox.get(row)).state == "unknown"


async def test_a_house_without_notify_asks_it_nothing(house: House) -> None:
    assert await house.centre.notify.catch_up() == 0
