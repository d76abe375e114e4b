"""The alarm: a part at a time it finds what the whole look finds, and whatever is broken by hand on the real server."""

from collections.abc import Awaitable, Callable

import pytest

from core.channel import Band, Channel
from live.connection import Live
from router.engine.check import problems
from router.engine.keys import Keys
from tests.router.floor import Floor, plan
from tests.router.histories import Day

P = Keys("westmere").prefix


async def in_parts(floor: Floor, most: int = 3) -> list[str]:
    """What is found in parts of three."""
    found: list[str] = []
    part = await floor.engine.slice(most=most)
    found += problems(part)
    while part["next"]:
        part = await floor.engine.slice(part["next"], most)
        found += problems(part)
    return list(dict.fromkeys(found))


async def some_work(floor: Floor) -> None:
    """ann speaks with c0, a text waits for her, nine callers wait, one is put aside, bob is at his desk."""
    await floor.agent("ann")
    await floor.sign_in("bob", "libraries:1")
    for number in range(10):
        await floor.engine.arrive(plan(f"c{number}", arrived=floor.hands.now + number))
    await floor.accept("c0", "ann")
    await floor.engine.arrive(plan("t1", channel=Channel.SMS, band=Band.STANDARD, preferred="ann", preferred_ms=60_000))
    await floor.engine.park("c9", floor.hands.now + 60_000, "papers")


@pytest.mark.parametrize("seed", [5, 6], ids=["one day", "another day"])
async def test_a_random_day_is_sound_in_parts_as_in_the_whole(floor: Floor, seed: int) -> None:
    await Day(floor, seed).run(80)
    assert await in_parts(floor) == problems(await floor.engine.dump()) == []


async def test_the_parts_have_everybody(floor: Floor) -> None:
    await some_work(floor)
    whole, after, seen = await floor.engine.dump(), "", set()
    while True:
        part = await floor.engine.slice(after, 3)
        seen |= set(part["contacts"]) | set(part["agents"])
        after = part["next"]
        if not after:
            break
    assert seen == set(whole["contacts"]) | set(whole["agents"])


BREAKS: list[tuple[str, Callable[[Live], Awaitable[object]], str]] = [
    ("a contact's hash is gone", lambda live: live.redis.delete(P + "contact:c3"), "nothing is known of it"),
    ("a caller fell out of their bucket", lambda live: live.redis.zrem(P + "bucket:b0", "c3"), "I2: c3 is waiting"),
    ("a caller fell off the board", lambda live: live.redis.zrem(P + "queue:highways/pothole|phone", "c3"), "I2: "),
    (
        "a caller waits twice",
        lambda live: live.redis.hset(P + "agent:bob", "load", ",c3=taken:phone"),
        "I2: c3 is waiting",
    ),
    ("a stranger in a bucket", lambda live: live.redis.zadd(P + "bucket:b0", {"x": 9e15}), "I2: "),
    (
        "a caller waits, and is in hand too",
        lambda live: live.redis.hset(P + "agent:ann", "load", ",c0=taken:phone,c4=taken:phone"),
        "I2: c4 is waiting",
    ),
    ("a lease without an end", lambda live: live.redis.zrem(P + "timers", "presence||bob"), "I6: bob is present"),
    ("put aside for ever", lambda live: live.redis.zrem(P + "timers", "aside|c9|"), "I6: c9 is parked until"),
    ("a head that is not the first", lambda live: live.redis.zadd(P + "heads", {"b0": 5}), "The head of bucket b0"),
    ("a head is missing", lambda live: live.redis.zrem(P + "heads", "b0"), ""),
    (
        "kept for nobody who comes",
        lambda live: live.redis.hset(P + "agent:ann", "state", "break"),
        "I2: t1 waits for ann",
    ),
    ("an agent without a state", lambda live: live.redis.delete(P + "agent:bob"), "bob is an agent of whom nothing"),
]


@pytest.mark.parametrize(("breaks", "says"), [row[1:] for row in BREAKS], ids=[row[0] for row in BREAKS])
async def test_what_is_broken_by_hand_is_found(
    live: Live, breaks: Callable[[Live], Awaitable[object]], says: str
) -> None:
    floor = await Floor.open(live)
    await some_work(floor)
    assert await in_parts(floor) == []
    await breaks(live)
    found = await in_parts(floor)
    assert any(says in each for each in found), found
    assert found


RINGS_OUT: list[tuple[str, Callable[[Live], Awaitable[object]], str]] = [
    (
        "their phone is not taken",
        lambda live: live.redis.hset(P + "agent:ann", "load", ",t1=taken:sms"),
        "I4: ann holds t1 as taken:sms, and it is active.",
    ),
    (
        "nobody knows since when",
        lambda live: live.redis.hdel(P + "contact:t1", "line"),
        "I4: ann holds t1 as taken:sms+phone, and it is active.",
    ),
    (
        "one that waits is rung about",
        lambda live: live.redis.hset(P + "contact:c1", "line", "1"),
        "I4: c1 is waiting, and its resident is being rung.",
    ),
    (
        "since a moment to come",
        lambda live: live.redis.hset(P + "contact:t1", "line", "9000000000000"),
        "I4: t1 has its resident rung since 9000000000000",
    ),
]


@pytest.mark.parametrize(("breaks", "says"), [row[1:] for row in RINGS_OUT], ids=[row[0] for row in RINGS_OUT])
async def test_what_is_wrong_with_somebody_who_is_rung_out_is_found(
    live: Live, breaks: Callable[[Live], Awaitable[object]], says: str
) -> None:
    floor = await Floor.open(live)
    await floor.agent("ann")
    await floor.engine.arrive(plan("t1", channel=Channel.SMS, band=Band.STANDARD))
    await floor.accept("t1", "ann")
    await floor.engine.take_line("t1", "ann")
    await floor.engine.arrive(plan("c1"))
    assert await in_parts(floor) == problems(await floor.engine.dump()) == []
    await breaks(live)
    for found in (await in_parts(floor), problems(await floor.engine.dump())):
        assert any(each.startswith(says) for each in found), found


@pytest.mark.parametrize(
    ("place", "says"),
    [
        pytest.param({"served-by:b0": 0}, "is listed for phone|highways:1 at 0, and belongs at", id="by another order"),
        pytest.param(
            {"served-by:b1": 89e14}, "is listed for phone|bsl:1, and cannot serve it.", id="for what it lacks"
        ),
    ],
)
async def test_a_group_that_is_listed_where_it_does_not_belong_is_found(
    live: Live, place: dict[str, float], says: str
) -> None:
    floor = await Floor.open(live)
    await floor.agent("ann")
    await floor.engine.arrive(plan("c1"))
    await floor.engine.decline("c1", "ann", await floor.epoch("c1"), "busy")
    await floor.engine.arrive(plan("c2", "bsl:1"))
    assert await in_parts(floor) == problems(await floor.engine.dump()) == []
    group = (await floor.engine.dump())["agents"]["ann"]["group"]
    for list_, tier in place.items():
        await live.redis.zadd(P + list_, {group: tier})
    for found in (await in_parts(floor), problems(await floor.engine.dump())):
        assert any(says in each for each in found), found


async def test_a_free_agent_beside_a_contact_that_fits_is_found(live: Live) -> None:
    floor = await Floor.open(live)
    await floor.engine.arrive(plan("c1"))
    await floor.sign_in("ann")
    till = floor.hands.now + 60_000
    await live.redis.zadd(P + "cooled:c1", {"ann": till})
    await live.redis.zadd(P + "cooling:ann", {"c1": till})
    await live.redis.zadd(P + "timers", {"cool|c1|ann": till})
    await live.redis.hset(P + "contact:c1", "cooled", "1")
    await live.redis.hset(P + "agent:ann", "cools", "1")
    await floor.engine.ready("ann")
    assert await in_parts(floor) == []
    await live.redis.delete(P + "cooled:c1", P + "cooling:ann")
    await live.redis.zrem(P + "timers", "cool|c1|ann")
    assert await in_parts(floor) == ["I9: c1 waits and ann could take it."]
