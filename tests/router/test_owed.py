"""What is owed to written work for time that was spent live, however that came to an end."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from core.channel import Band, Channel
from live.connection import Live
from router.engine.engine import Engine
from router.engine.replay import Moment, replay
from router.engine.words import Word
from router.rules.plan import Plan
from tests.router.floor import Floor, plan

LATER_MS = 10**12
APART: dict[str, Any] = {
    "capacity": {Channel.PHONE: 1, Channel.SMS: 1},
    "beside": {channel: frozenset[Channel]() for channel in Channel},
}


def text(id: str, **more: Any) -> Plan:
    return plan(id, channel=Channel.SMS, band=Band.STANDARD, rules_version=2, **more)


def call(id: str, asks: str = "highways:1", **more: Any) -> Plan:
    return plan(id, asks, rules_version=2, **more)


async def on_a_call(floor: Floor) -> None:
    """ann takes a call, and what is written keeps half of people's time."""
    assert await floor.engine.publish(2, share=0.5) is Word.MOVED
    await floor.agent("ann", **APART)
    await floor.engine.arrive(call("c1"))
    await floor.accept("c1", "ann")


async def owed_s(floor: Floor) -> float:
    return int((await floor.engine.dump())["owed"]) / 1000


async def is_closed(floor: Floor) -> None:
    assert await floor.engine.close("c1", "served") is Word.CLOSED


async def is_passed_on(floor: Floor) -> None:
    assert await floor.engine.transfer(call("c1", "second:1"), "ann", "second line") is Word.RETURNED


async def is_passed_on_as_no_call_to_hurry_for(floor: Floor) -> None:
    later = call("c1", "second:1", band=Band.BACKGROUND)
    assert await floor.engine.transfer(later, "ann", "no hurry") is Word.RETURNED


async def is_passed_on_in_wrap_up(floor: Floor) -> None:
    assert await floor.engine.wrap("c1") is Word.WRAPPING
    await is_passed_on(floor)


async def is_given_back(floor: Floor) -> None:
    assert await floor.engine.give_back("c1", "gone") is Word.RETURNED


async def is_put_aside(floor: Floor) -> None:
    assert await floor.engine.park("c1", floor.hands.now + LATER_MS, "to look into") is Word.PARKED


async def is_promised_a_call(floor: Floor) -> None:
    assert await floor.engine.call_back("c1", floor.hands.now + LATER_MS, "asked for it") is Word.CALLBACK


async def is_in_wrap_up_too_long(floor: Floor) -> None:
    assert await floor.engine.wrap("c1") is Word.WRAPPING
    # The notes took 60 s, and are of that time.
    assert await floor.after(60) == ["wrap"]


ENDS: dict[str, tuple[Callable[[Floor], Awaitable[None]], int]] = {
    "is closed": (is_closed, 300),
    "is closed by its wrap-up": (is_in_wrap_up_too_long, 330),
    "is passed on": (is_passed_on, 300),
    "is passed on as what is not live": (is_passed_on_as_no_call_to_hurry_for, 300),
    "is passed on in its wrap-up": (is_passed_on_in_wrap_up, 300),
    "is given back": (is_given_back, 300),
    "is put aside": (is_put_aside, 300),
    "is promised a call": (is_promised_a_call, 300),
}


@pytest.mark.parametrize(("ends", "owed"), ENDS.values(), ids=ENDS.keys())
async def test_the_time_of_a_call_is_owed_once_and_a_text_goes_before_the_next_caller_whether_it(
    floor: Floor, live: Live, ends: Callable[[Floor], Awaitable[None]], owed: int
) -> None:
    await on_a_call(floor)
    await floor.after(600)
    await floor.engine.arrive(call("next"))
    await floor.engine.arrive(text("text"))
    await ends(floor)
    assert (await owed_s(floor), await floor.rings("ann")) == (owed, ["text"])
    await floor.engine.withdraw("c1", "abandoned")
    assert await owed_s(floor) == owed, "once"
    await floor.sound()
    await replays(floor, live)


async def test_each_who_had_it_in_hand_owes_what_they_spent_on_it(floor: Floor) -> None:
    await on_a_call(floor)
    await floor.after(600)
    await is_passed_on(floor)
    await floor.after(100)
    await floor.agent("bob", "second:1", **APART)
    await floor.accept("c1", "bob")
    await floor.after(200)
    await is_closed(floor)
    assert await owed_s(floor) == 0.5 * (600 + 200)


async def test_a_colleague_owes_the_time_in_which_they_were_asked_and_the_call_owes_its_own_when_it_ends(
    floor: Floor, live: Live
) -> None:
    await on_a_call(floor)
    await floor.after(600)
    await floor.agent("bob", **APART)
    await floor.engine.arrive(call("asked", preferred="bob", preferred_ms=900_000, question=True))
    await floor.accept("asked", "bob")
    await floor.after(60)
    await floor.engine.arrive(call("next"))
    await floor.engine.arrive(text("text"))
    assert await floor.engine.hand_over("c1", "ann", "asked") is Word.ACCEPTED
    assert (await owed_s(floor), await floor.rings("ann")) == (30, ["text"])
    await floor.after(100)
    await is_closed(floor)
    assert await owed_s(floor) == 0.5 * (60 + 600 + 60 + 100)
    await replays(floor, live)


async def test_time_spent_on_what_is_written_is_off_what_is_owed_also_where_that_is_put_aside(floor: Floor) -> None:
    await on_a_call(floor)
    await floor.after(600)
    await floor.engine.arrive(text("text"))
    await is_closed(floor)
    await floor.engine.accept("text", "ann", await floor.epoch("text"))
    await floor.after(200)
    await floor.engine.park("text", floor.hands.now + LATER_MS, "waits for an answer")
    assert await owed_s(floor) == 0.5 * 600 - 0.5 * 200


async def test_nothing_is_owed_for_a_call_that_only_rang_or_never_came_up(floor: Floor) -> None:
    await on_a_call(floor)
    await is_closed(floor)
    for failed in (False, True):
        id = f"failed-{failed}"
        await floor.engine.arrive(call(id))
        epoch = await floor.epoch(id)
        if failed:
            await floor.engine.accept(id, "ann", epoch)
            await floor.after(10)
            assert await floor.engine.media_failed(id, "ann", epoch) is Word.RETURNED
        else:
            await floor.after(10)
            await floor.engine.decline(id, "ann", epoch, "busy")
    assert await owed_s(floor) == 0


async def replays(floor: Floor, live: Live) -> None:
    """The log makes the same decisions again."""
    await floor.events()
    await live.redis.flushall()
    differences = await replay(floor.seen, Engine(live, "westmere", virtual=Moment()))
    assert not differences, str(differences.first)
