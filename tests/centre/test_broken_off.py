"""A text that a call broke off, and the live store forgets everything in the middle of the call."""

import pytest

from tests.centre.house import House
from tests.centre.test_asides import has_text
from tests.centre.test_ringing_back import stage

CALLER = "+447700900777"
KEPT, LOST = "the log was in the record", "the log was lost as well"


async def broken_off(house: House, log: str, *, connects: bool = True) -> tuple[str, str]:
    """Amina has a text in hand, which the call that she takes breaks off; the two contacts, and then the flush."""
    house.do(lambda tx: tx.accounts.set_interruptible(house.staff["amina"], ["sms"]))
    house.robot("amina", "answer" if connects else "ignore")
    text = await has_text(house)
    _, call = await house.queues(CALLER)
    await house.drain()
    house.clock_runs = log == KEPT
    await house.accepts("amina")
    await house.is_(call, "active" if connects else "connecting")
    assert await paused(house, text)
    await flushed(house)
    return text, call


async def flushed(house: House) -> None:
    await house.drain()
    await house.flush()
    house.clock_runs = True
    assert await house.centre.reconciling.reconcile() == 2


async def paused(house: House, contact: str) -> bool:
    """Whether it is broken off, as the desk shows it."""
    view = await house.centre.desk.view(house.staff["amina"])
    return bool(next(each["paused"] for each in view["in_hand"] if each["contact"] == contact))


@pytest.mark.parametrize("log", [KEPT, LOST])
async def test_it_is_broken_off_still_after_a_flush_and_goes_on_when_the_call_is_over(house: House, log: str) -> None:
    text, call = await broken_off(house, log)
    await house.at_work("amina")
    assert await paused(house, text)
    await house.drain()
    assert house.ask(lambda tx: tx.contacts.get(text)).paused_at is not None
    await flushed(house)
    await house.at_work("amina")
    assert await paused(house, text), "a second flush changes nothing either"
    await house.centre.desk.hang_up(house.staff["amina"], call)
    await house.centre.desk.close(house.staff["amina"], call, "settled", "")
    assert not await paused(house, text)
    await house.drain()
    assert house.ask(lambda tx: tx.contacts.get(text)).paused_at is None
    await house.is_(text, "active")
    assert house.problems == []


@pytest.mark.parametrize("log", [KEPT, LOST])
async def test_it_goes_on_when_the_call_did_not_come_back(house: House, log: str) -> None:
    text, call = await broken_off(house, log, connects=False)
    await house.is_(call, "waiting")
    await house.centre.desk.beat(house.staff["amina"], microphone=False, phone="none")
    assert not await paused(house, text)
    await house.drain()
    assert house.ask(lambda tx: tx.contacts.get(text)).paused_at is None


async def test_what_a_call_out_broke_off_is_so_after_a_flush_that_took_the_log_of_it(house: House) -> None:
    house.do(lambda tx: tx.accounts.set_interruptible(house.staff["amina"], ["sms"]))
    await house.at_work("amina")
    await house.text("There is a pothole in Mill Lane", CALLER)
    other = str((await house.accepts("amina"))["contact"])
    house.robot("amina")
    about = await has_text(house)
    await house.drain()
    house.clock_runs = False
    await house.centre.ringing.ring(house.staff["amina"], about)
    assert await paused(house, other)
    await flushed(house)
    await house.at_work("amina")
    assert (await paused(house, other), await paused(house, about)) == (True, False)
    await house.centre.desk.hang_up(house.staff["amina"], about)
    await stage(house, about, "over")
    assert not await paused(house, other)
    assert house.problems == []
