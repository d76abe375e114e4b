"""What an agent frees next is held for a live contact that only waits for empty hands, while that waits."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from core.channel import Band, Channel
from live.connection import Live
from router.engine.engine import Engine
from router.engine.replay import Moment, replay
from router.engine.words import Word
from router.rules.plan import Plan
from tests.router.asking import why
from tests.router.floor import Floor, plan
from tests.router.test_check import in_parts

ALONE: dict[str, Any] = {
    "capacity": {Channel.PHONE: 1, Channel.EMAIL: 2},
    "beside": {Channel.EMAIL: frozenset({Channel.EMAIL}), Channel.PHONE: frozenset[Channel]()},
}


def email(id: str, **more: Any) -> Plan:
    return plan(id, channel=Channel.EMAIL, band=Band.STANDARD, **more)


async def full(floor: Floor, *agents: str) -> None:
    """Agents with two emails each in hand, named after them."""
    for agent in agents:
        await floor.agent(agent, **ALONE)
        for id in (f"{agent}-1", f"{agent}-2"):
            await floor.engine.arrive(email(id))
            await floor.accept(id, agent)


async def held(floor: Floor) -> list[str]:
    """Who was held since this was last asked."""
    return [event.agent_id or "" for event in await floor.events() if event.type == "agent.held"]


async def test_the_next_free_unit_is_held_for_a_call_that_needs_empty_hands(floor: Floor) -> None:
    await full(floor, "ann")
    await floor.engine.arrive(plan("call"))
    await floor.engine.arrive(email("next"))
    await floor.engine.close("ann-1", "served")
    assert (await held(floor), await floor.rings("ann")) == (["ann"], [])
    await floor.sound()
    await floor.engine.close("ann-2", "served")
    assert await floor.rings("ann") == ["call"]
    await floor.sound()


async def test_behind_a_call_that_somebody_is_held_for_nobody_is_held_for_what_is_not_live(floor: Floor) -> None:
    await full(floor, "ann", "bob")
    await floor.engine.arrive(plan("call"))
    await floor.engine.arrive(plan("leisurely", band=Band.STANDARD))
    await floor.engine.close("ann-1", "served")
    assert await held(floor) == ["ann"]
    await floor.engine.close("bob-1", "served")
    assert await held(floor) == []
    await floor.sound()


async def test_it_is_held_for_two_minutes_at_most_and_then_as_long_not(floor: Floor) -> None:
    await full(floor, "ann")
    await floor.engine.arrive(plan("call"))
    await floor.engine.close("ann-1", "served")
    await floor.engine.arrive(email("next"))
    assert await floor.rings("ann") == []
    assert "hold" in await floor.after(120)
    assert await floor.rings("ann") == ["next"]
    await floor.accept("next", "ann")
    await floor.engine.arrive(email("more"))
    await floor.after(119)
    await floor.engine.close("next", "served")
    assert await floor.rings("ann") == ["more"]
    await floor.sound()


async def test_it_is_held_as_well_for_a_call_that_waits_for_nobody_else(floor: Floor, live: Live) -> None:
    await full(floor, "ann")
    for number in range(3):
        await floor.engine.arrive(email(f"next{number}"))
    await floor.engine.arrive(plan("call", preferred="ann", preferred_ms=120_000))
    await floor.engine.close("ann-1", "served")
    assert (await held(floor), await floor.rings("ann")) == (["ann"], []), (
        "no email by another, for as long as it waits"
    )
    assert any("held for it until" in sentence for sentence in (await why(floor, "call"))["sentences"])
    await floor.sound()
    assert await in_parts(floor) == []
    await floor.engine.close("ann-2", "served")
    assert await floor.rings("ann") == ["call"]
    await floor.sound()
    await floor.events()
    await live.redis.flushall()
    differences = await replay(floor.seen, Engine(live, "westmere", virtual=Moment()))
    assert not differences, str(differences.first)


async def test_nobody_is_held_for_a_call_that_is_kept_for_somebody_else(floor: Floor) -> None:
    await full(floor, "ann", "bob")
    await floor.engine.arrive(email("next"))
    await floor.engine.arrive(plan("call", preferred="bob", preferred_ms=120_000))
    await floor.engine.close("ann-1", "served")
    assert (await held(floor), await floor.rings("ann")) == ([], ["next"])
    await floor.engine.close("bob-1", "served")
    assert await held(floor) == ["bob"]
    await floor.sound()


@pytest.mark.parametrize(("kept_s", "first"), [(10, "kept"), (40, "anybodys")], ids=["is kept for them", "is not"])
async def test_whoever_is_due_first_is_whom_they_are_held_for_also_where_that_one(
    floor: Floor, kept_s: int, first: str
) -> None:
    await full(floor, "ann")
    await floor.engine.arrive(plan("kept", target_s=kept_s, preferred="ann", preferred_ms=120_000))
    await floor.engine.arrive(plan("anybodys", target_s=20))
    await floor.engine.close("ann-1", "served")
    assert (await floor.engine.dump())["agents"]["ann"]["hold_for"] == first
    await floor.sound()


async def test_it_goes_on_for_a_call_that_is_everybodys_from_then_on(floor: Floor) -> None:
    await full(floor, "ann")
    await floor.engine.arrive(plan("call", preferred="ann", preferred_ms=30_000))
    await floor.engine.arrive(email("next"))
    await floor.engine.close("ann-1", "served")
    assert "step" in await floor.after(30)
    await floor.after(0.001)
    assert await floor.rings("ann") == []
    await floor.sound()
    assert "hold" in await floor.after(90), "two minutes in all"
    assert await floor.rings("ann") == ["next"]


async def leaves(floor: Floor) -> None:
    await floor.engine.withdraw("call", "abandoned")


async def is_answered(floor: Floor) -> None:
    await floor.agent("bob", **ALONE)
    await floor.accept("call", "bob")


async def is_put_aside(floor: Floor) -> None:
    assert await floor.engine.call_back("call", floor.hands.now + 600_000, "asked") is Word.CALLBACK


async def needs_another(floor: Floor) -> None:
    assert await floor.engine.replan(plan("call", "libraries:1", rules_version=2)) is Word.MOVED


GOES: dict[str, Callable[[Floor], Awaitable[None]]] = {
    "leaves": leaves,
    "is answered by somebody else": is_answered,
    "is put aside": is_put_aside,
    "needs somebody else": needs_another,
}


@pytest.mark.parametrize("goes", GOES.values(), ids=GOES.keys())
async def test_nothing_is_held_any_more_as_soon_as_the_call(
    floor: Floor, goes: Callable[[Floor], Awaitable[None]]
) -> None:
    await full(floor, "ann")
    await floor.engine.arrive(plan("call"))
    await floor.engine.close("ann-1", "served")
    await floor.engine.arrive(email("next"))
    assert (await held(floor), await floor.rings("ann")) == (["ann"], [])
    await goes(floor)
    await floor.after(0.001)
    assert await floor.rings("ann") == ["next"]
    assert "agent.released" in await floor.told()
    await floor.sound()


async def test_nothing_is_held_any_more_once_the_call_was_taken(floor: Floor) -> None:
    await full(floor, "ann")
    await floor.engine.arrive(plan("call"))
    await floor.engine.close("ann-1", "served")
    await floor.engine.arrive(email("next"))
    await floor.engine.close("ann-2", "served")
    await floor.accept("call", "ann")
    await floor.after(10)
    await floor.engine.close("call", "served")
    assert await floor.rings("ann") == ["next"]
    await floor.sound()


async def test_it_goes_on_for_a_call_that_comes_to_another_step_of_its_route(floor: Floor) -> None:
    await full(floor, "ann")
    await floor.engine.arrive(plan("call", "highways:2", then={30: "highways:1"}))
    await floor.engine.arrive(email("next"))
    await floor.engine.close("ann-1", "served")
    await floor.after(30)
    await floor.after(0.001)
    assert await floor.rings("ann") == []
    await floor.sound()
    assert "hold" in await floor.after(90), "two minutes in all"
    assert await floor.rings("ann") == ["next"]


async def test_no_more_are_held_than_live_contacts_wait(floor: Floor) -> None:
    await full(floor, "ann", "bob", "eva")
    for id in ("call", "later"):
        await floor.engine.arrive(plan(id, target_s=20 if id == "call" else 60))
    for number in range(3):
        await floor.engine.arrive(email(f"next{number}"))
    for agent in ("ann", "bob", "eva"):
        await floor.engine.close(f"{agent}-1", "served")
    assert await held(floor) == ["ann", "bob"], "the second for the second call"
    assert await floor.rings("eva") == ["next0"]
    await floor.sound()


async def test_nothing_is_held_for_a_call_that_they_just_declined(floor: Floor) -> None:
    await full(floor, "ann")
    for id in ("ann-1", "ann-2"):
        await floor.engine.park(id, floor.hands.now + 1000, "waits")
    await floor.engine.arrive(plan("call"))
    await floor.engine.decline("call", "ann", await floor.epoch("call"), "busy")
    await floor.after(1)
    for _ in range(2):
        await floor.accept((await floor.rings("ann"))[0], "ann")
    await floor.engine.arrive(email("next"))
    await floor.engine.close("ann-1", "served")
    assert (await held(floor), await floor.rings("ann")) == ([], ["next"])
    await floor.sound()


async def test_whoever_goes_on_a_break_is_not_held_and_somebody_else_may_be(floor: Floor) -> None:
    await full(floor, "ann", "bob")
    await floor.engine.arrive(plan("call"))
    await floor.engine.close("ann-1", "served")
    await floor.engine.take_break("ann", "lunch")
    await floor.after(0.001)
    await floor.engine.close("bob-1", "served")
    assert await held(floor) == ["ann", "bob"]
    await floor.sound()


async def test_a_hold_whose_call_goes_by_a_deadline_is_let_go_at_the_next_moment_as_in_a_replay(floor: Floor) -> None:
    await full(floor, "ann")
    await floor.engine.arrive(plan("call", "highways:2", then={30: "highways:1"}))
    await floor.engine.close("ann-1", "served")
    assert await held(floor) == ["ann"]
    await floor.agent("cat", "highways:1", capacity={Channel.PHONE: 1})
    assert await floor.after(30) == ["step"]
    assert await floor.rings("cat") == ["call"]
    timers = (await floor.engine.dump())["timers"]
    assert int(timers["hold||ann"]) == floor.hands.now + 1
    assert await floor.engine.tick() == []
    await floor.sound()


async def test_whom_somebody_is_held_for_does_not_hang_on_which_needs_were_heard_of_first(
    floor: Floor, live: Live
) -> None:
    await floor.engine.prepare(["phone|libraries:1"])
    await full(floor, "ann")
    await floor.sign_in("ann", "highways:3 libraries:3", **ALONE)
    for id, asks in (("road", "highways:1"), ("book", "libraries:1")):
        await floor.engine.arrive(plan(id, asks))
    await floor.engine.close("ann-1", "served")
    assert (await floor.engine.dump())["agents"]["ann"]["hold_for"] == "book"
    await floor.engine.withdraw("book", "abandoned")
    await floor.after(1)
    await floor.events()
    await live.redis.flushall()
    differences = await replay(floor.seen, Engine(live, "westmere", virtual=Moment()))
    assert not differences, str(differences.first)
