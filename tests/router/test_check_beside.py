"""The alarm on what stands in no queue: who cools down, who is held, matters, who is at work, deadlines; and what the
whole look shows."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from core.channel import Band, Channel
from live.connection import Live
from router.engine.check import problems
from router.engine.keys import FAMILIES, SINGLE, Keys
from tests.router.floor import Floor, plan
from tests.router.test_check import in_parts, some_work

P = Keys("westmere").prefix


async def more_work(floor: Floor) -> None:
    """eva is held for a call, dan just declined another, and two texts of one matter wait."""
    alone: dict[str, Any] = {
        "capacity": {Channel.PHONE: 1, Channel.EMAIL: 2},
        "beside": {Channel.EMAIL: frozenset({Channel.EMAIL}), Channel.PHONE: frozenset()},
    }
    await floor.agent("eva", "safe:1", **alone)
    for id in ("e1", "e2"):
        await floor.engine.arrive(plan(id, "safe:1", channel=Channel.EMAIL, band=Band.STANDARD))
        await floor.accept(id, "eva")
    await floor.engine.arrive(plan("call", "safe:1"))
    await floor.engine.close("e1", "served")
    await floor.agent("dan", "libraries:1")
    await floor.engine.arrive(plan("cold", "libraries:1"))
    await floor.engine.decline("cold", "dan", await floor.epoch("cold"), "busy")
    for id in ("m1", "m2"):
        await floor.engine.arrive(plan(id, "bsl:1", channel=Channel.SMS, band=Band.STANDARD, bundle="matter"))


async def nobody_is_at_work(live: Live) -> object:
    return await live.redis.delete(*await live.redis.keys(P + "staff:*"))


LATER = 1_795_000_900_000
MORE_BREAKS: list[tuple[str, Callable[[Live], Awaitable[object]], str]] = [
    (
        "they cool down for ever",
        lambda live: live.redis.zrem(P + "timers", "cool|cold|dan"),
        "I6: cold and dan cool down until",
    ),
    (
        "only one of the two cools down",
        lambda live: live.redis.zrem(P + "cooling:dan", "cold"),
        "I6: cold and dan cool down until",
    ),
    (
        "only the other cools down",
        lambda live: live.redis.zrem(P + "cooled:cold", "dan"),
        "I6: cold and dan cool down until",
    ),
    (
        "nobody cools down until then",
        lambda live: live.redis.zadd(P + "timers", {"cool|call|dan": LATER}),
        "I6: the deadline cool|call|dan is of nothing.",
    ),
    (
        "a deadline of a stranger",
        lambda live: live.redis.zadd(P + "timers", {"offer|ghost|dan": LATER}),
        "I6: the deadline offer|ghost|dan is of nothing.",
    ),
    (
        "a deadline of an agent who is not held",
        lambda live: live.redis.zadd(P + "timers", {"hold||dan": LATER}),
        "I6: the deadline hold||dan is of nothing.",
    ),
    (
        "a bundle lacks one of it",
        lambda live: live.redis.srem(P + "bundle:matter", "m1"),
        "I2: m1 is of bundle matter, which lacks it.",
    ),
    (
        "a bundle has one that is not of it",
        lambda live: live.redis.sadd(P + "bundle:matter", "cold"),
        "I2: cold is in bundle matter, and is not open or not of it.",
    ),
    ("nobody is at work", nobody_is_at_work, "dan is ready and should be among the staff of"),
    ("held for ever", lambda live: live.redis.zrem(P + "timers", "hold||eva"), "I6: eva is held for call, without"),
    (
        "held for one that does not know of it",
        lambda live: live.redis.hdel(P + "contact:call", "hold"),
        "I6: eva is held for call until",
    ),
    (
        "held for longer than was meant",
        lambda live: live.redis.zadd(P + "timers", {"hold||eva": LATER}),
        "I6: eva is held until",
    ),
    (
        "one has somebody held for it who is not",
        lambda live: live.redis.hset(P + "contact:cold", "hold", "dan"),
        "I6: cold has dan held for it, who is not.",
    ),
]


@pytest.mark.parametrize(("breaks", "says"), [row[1:] for row in MORE_BREAKS], ids=[row[0] for row in MORE_BREAKS])
async def test_what_is_broken_beside_the_queues_is_found_in_parts_as_in_the_whole(
    live: Live, breaks: Callable[[Live], Awaitable[object]], says: str
) -> None:
    floor = await Floor.open(live)
    await more_work(floor)
    assert await in_parts(floor) == problems(await floor.engine.dump()) == []
    await breaks(live)
    for found in (await in_parts(floor), problems(await floor.engine.dump())):
        assert any(each.startswith(says) for each in found), found


async def test_a_hold_whose_call_has_ended_is_sound_until_its_deadline(floor: Floor) -> None:
    await more_work(floor)
    await floor.engine.withdraw("call", "abandoned")
    assert await in_parts(floor) == problems(await floor.engine.dump()) == []
    assert await floor.after(0.001) == ["hold"]
    assert await in_parts(floor) == problems(await floor.engine.dump()) == []


SHOWN = {
    "contact": "contacts",
    "agent": "agents",
    "bucket": "buckets",
    "group": "groups",
    "queue": "queues",
    "bundle": "bundles",
    "holders": "load",
}
LEFT_OUT = {"events", "notices", "bucket_names", "profile_names", "serves"}


async def test_the_whole_has_every_key_but_those_that_the_page_leaves_out(floor: Floor) -> None:
    await floor.engine.publish(2, share=0.25)
    await some_work(floor)
    assert await floor.engine.tell_place("c3") is not None
    whole = await floor.engine.dump()
    assert {SHOWN.get(name, name) for name in {*SINGLE, *FAMILIES} - LEFT_OUT} <= whole.keys()
    assert float(whole["meta"]["share"]) == 0.25
    assert {"generation", "rules", "paused", "order", "pick", "share", "server"} == whole["meta"].keys()
    assert whole["epoch"] == (await floor.engine.dump())["contacts"]["c0"]["epoch"]
    assert whole["routes"]["0=phone|highways:1"] in {f"0={bucket}" for bucket in whole["requirements"]}
