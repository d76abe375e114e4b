"""What a waiting resident is told costs no more where many groups serve many buckets, and is nearly as right."""

import random
from collections.abc import Awaitable, Callable

import pytest

from bench.county import County
from core.channel import Channel
from live.connection import Live
from router.engine.keys import Keys
from tests.router.floor import START_MS, Floor, plan

COUNTY = County(agents=400, profiles=400, requirements=160, breadth=32)
WAITING = 600


def level(row: int) -> int:
    """Some are good at all that they do, and some are new to it."""
    return row % 5 + 1


def ahead_of_the_last(waits: list[int], staff: list[frozenset[str]], last: int) -> float:
    """Of those who ask for each of these requirements, how many the last one's own people will serve, and itself."""
    serve = {number: {row for row, skills in enumerate(staff) if f"s{number}" in skills} for number in set(waits)}
    own = {row for row in serve[waits[-1]] if level(row) >= last}
    return 1 + sum(len(serve[number] & own) / len(serve[number]) for number in waits[:-1])


@pytest.mark.parametrize(
    ("hard", "last"),
    [
        pytest.param("", 1, id="where anybody with the skill will do"),
        pytest.param("", 3, id="where the last one asks for those who are good at it"),
        pytest.param("!", 1, id="where the skill is never relaxed"),
    ],
)
async def test_a_sample_of_many_groups_tells_about_as_many_ahead_as_all_of_them(
    floor: Floor, hard: str, last: int
) -> None:
    chance = random.Random(7)  # nothing is kept secret by it
    staff = [frozenset(skills) for skills in COUNTY.profile_skills()]
    for row, skills in enumerate(staff):
        await floor.agent(f"a{row}", " ".join(f"{skill}:{level(row)}" for skill in skills), capacity={Channel.PHONE: 1})
    waits: list[int] = []
    for number in range(len(staff) + WAITING):
        asks = chance.randrange(COUNTY.requirements // 2)
        contact = f"c{number}"
        asked = f"s{asks}:{last if len(waits) == WAITING - 1 else 1}{hard}"
        waiting = await floor.engine.arrive(plan(contact, asked, arrived=START_MS + number)) == "waiting"
        waits += [asks] if waiting else []
        if waiting and len(waits) >= WAITING:
            break
    assert len(waits) == WAITING
    place = await floor.engine.tell_place(contact)
    assert place is not None
    assert place.ahead == WAITING - 1
    told = (await floor.engine.dump())["contacts"][contact]["told"].split()
    # Eighty buckets wait, each served by some eighty groups, of which twenty-five are looked at.
    exact = ahead_of_the_last(waits, staff, last)
    assert abs(float(told[2]) / exact - 1) < 0.1


async def servers(floor: Floor) -> tuple[int, int]:
    """How many could serve the caller who waits, as they are told and as "Why?" tells it."""
    place, why = await floor.engine.place("waits"), await floor.engine.why("waits")
    assert place is not None
    assert why is not None
    return place.servers, why["able"]


async def test_after_a_rebuild_whoever_is_on_a_call_is_still_among_those_who_could_serve(
    floor: Floor, live: Live
) -> None:
    calls = {f"c{number}": f"a{number}" for number in range(8)}
    for contact, agent in calls.items():
        await floor.agent(agent)
        await floor.engine.arrive(plan(contact))
        await floor.accept(contact, agent)
    await floor.engine.arrive(plan("waits"))
    assert await servers(floor) == (8, 8)
    await live.redis.flushall()
    await floor.engine.start_generation()
    for epoch, (contact, agent) in enumerate(calls.items(), 1):
        await floor.engine.restore(plan(contact), "active", agent=agent, epoch=epoch)
    await floor.engine.restore(plan("waits"), "waiting")
    for agent in calls.values():
        await floor.agent(agent)
    await floor.engine.resume()
    assert await servers(floor) == (8, 8)


async def test_whose_profile_changes_during_a_call_is_still_among_those_who_could_serve(floor: Floor) -> None:
    await floor.agent("ann", "highways:3")
    await floor.engine.arrive(plan("c1"))
    await floor.accept("c1", "ann")
    await floor.engine.arrive(plan("waits"))
    await floor.sign_in("ann", "highways:4", capacity={Channel.SMS: 0, Channel.PHONE: 1})
    assert await servers(floor) == (1, 1)


async def test_neither_end_of_what_was_told_rises_while_nothing_got_worse(floor: Floor, live: Live) -> None:
    await floor.agent("ann")
    await floor.engine.arrive(plan("c1"))
    await floor.accept("c1", "ann")
    for number in range(12):
        await floor.engine.arrive(plan(f"w{number}", arrived=START_MS + number))
    before = await floor.engine.tell_place("w11")
    assert before is not None
    assert before.estimate_low_s is not None
    # All waits ended inside of what was told: the next who asks is told a narrower interval, and they are not.
    (bucket,) = (await floor.engine.dump())["heads"]
    await live.redis.hset(Keys("westmere").prefix + "paces", bucket, "1 0.2")
    again, other = await floor.engine.tell_place("w11"), await floor.engine.tell_place("w10")
    assert again is not None
    assert other is not None
    assert again.estimate_low_s == before.estimate_low_s
    assert (other.estimate_low_s or 0) > before.estimate_low_s
    assert (again.estimate_high_s or 0) < (before.estimate_high_s or 0)


async def paces(live: Live) -> list[float]:
    """What was learnt of waits, of every bucket of which anything was."""
    learnt = await live.redis.hvals(Keys("westmere").prefix + "paces")
    return [float(pace.split()[0]) for pace in learnt]


async def one_talks_and_one_is_told(floor: Floor, **more: object) -> None:
    await floor.agent("ann")
    await floor.engine.arrive(plan("c1"))
    await floor.accept("c1", "ann")
    await floor.engine.arrive(plan("waits", **more))  # type: ignore[arg-type]
    assert await floor.engine.tell_place("waits") is not None


async def test_a_promised_call_is_no_long_wait(floor: Floor, live: Live) -> None:
    await one_talks_and_one_is_told(floor)
    await floor.engine.call_back("waits", START_MS + 86_400_000, "asked")
    assert await paces(live) == [1]
    await floor.engine.close("c1", "served")
    await floor.after(86_400)
    assert await floor.rings("ann") == ["waits"]
    assert await paces(live) == [1]


async def test_a_wait_is_learnt_once_however_often_they_are_offered(floor: Floor, live: Live) -> None:
    await one_talks_and_one_is_told(floor)
    await floor.after(60)
    await floor.engine.close("c1", "served")
    once = await paces(live)
    await floor.accept("waits", "ann")
    await floor.after(1200)
    await floor.engine.transfer(plan("waits"), "ann", "passed_on")
    await floor.engine.arrive(plan("c2"))
    await floor.accept("c2", "ann")
    await floor.after(70)
    await floor.engine.close("c2", "served")
    assert await floor.rings("ann") == ["waits"]
    assert await paces(live) == once != []


async def test_a_wait_that_ends_by_the_next_step_of_its_route_is_learnt(floor: Floor, live: Live) -> None:
    await one_talks_and_one_is_told(floor, then={60: ""})
    await floor.agent("bob", "libraries:1")
    await floor.after(60)
    assert await floor.rings("bob") == ["waits"]
    assert len(await paces(live)) == 1


async def test_a_wait_for_somebody_who_goes_on_a_break_is_learnt_when_another_is_asked(
    floor: Floor, live: Live
) -> None:
    await one_talks_and_one_is_told(floor, preferred="ann", preferred_ms=600_000)
    await floor.agent("bob")
    await floor.engine.take_break("ann", "lunch")
    assert await floor.rings("bob") == ["waits"]
    assert len(await paces(live)) == 1


async def no_phone(floor: Floor, agent: str) -> None:
    await floor.agent(agent)
    await floor.engine.beat(agent, phone_ready=False, lease_ms=10**9)


async def takes_no_calls(floor: Floor, agent: str) -> None:
    await floor.agent(agent, capacity={Channel.SMS: 3})


async def gives_calls_up(floor: Floor, agent: str) -> None:
    await floor.agent(agent)
    await floor.sign_in(agent, capacity={Channel.SMS: 3})


async def loses_a_call(floor: Floor, agent: str) -> None:
    await floor.agent(agent)
    await floor.engine.arrive(plan("lost"))
    await floor.accept("lost", agent)
    await floor.engine.give_back("lost", "line broke")
    await floor.engine.withdraw("lost", "abandoned")


@pytest.mark.parametrize(
    "happens",
    [
        pytest.param(no_phone, id="whose phone is gone"),
        pytest.param(takes_no_calls, id="who takes texts alone"),
        pytest.param(gives_calls_up, id="who gives calls up"),
        pytest.param(loses_a_call, id="who lost a call a moment ago"),
    ],
)
async def test_a_caller_counts_on_nobody(floor: Floor, happens: Callable[[Floor, str], Awaitable[None]]) -> None:
    await happens(floor, "bob")
    await one_talks_and_one_is_told(floor)
    assert await servers(floor) == (1, 1)
    await floor.sound()


async def test_a_phone_that_is_back_counts_again(floor: Floor) -> None:
    await no_phone(floor, "bob")
    await floor.engine.beat("bob", phone_ready=True, lease_ms=10**9)
    await floor.engine.arrive(plan("c2"))
    await one_talks_and_one_is_told(floor)
    assert await servers(floor) == (2, 2)


@pytest.mark.parametrize(
    ("kept_s", "low_s", "high_s"),
    [
        pytest.param(7_200, 20, 600, id="for the handling of one call, where that is long"),
        pytest.param(60, 10, 200, id="until it is everybody's, where that is sooner"),
    ],
)
async def test_whoever_waits_for_one_who_is_busy_is_told_how_long_that_one_takes(
    floor: Floor, kept_s: int, low_s: int, high_s: int
) -> None:
    await floor.agent("ann")
    await floor.engine.arrive(plan("c1"))
    await floor.accept("c1", "ann")
    for number in range(8):
        await floor.agent(f"b{number}")
    await floor.engine.arrive(plan("kept", preferred="ann", preferred_ms=kept_s * 1000))
    place = await floor.engine.place("kept")
    assert place is not None
    assert (place.ahead, place.servers) == (0, 1)
    assert place.estimate_low_s is not None
    assert place.estimate_high_s is not None
    assert place.estimate_low_s >= low_s
    assert high_s / 4 <= place.estimate_high_s <= high_s
