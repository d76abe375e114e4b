"""What a waiting resident is told gets no worse by the way of their route: at a step, and when it is everybody's."""

import pytest

from live.connection import Live
from router.engine.keys import Keys
from tests.router.floor import START_MS, Floor, plan


async def ends(floor: Floor, contact: str) -> tuple[int, int]:
    """What its resident is told now, from and until, in seconds."""
    place = await floor.engine.tell_place(contact)
    assert place is not None
    assert place.estimate_low_s is not None
    assert place.estimate_high_s is not None
    return place.estimate_low_s, place.estimate_high_s


@pytest.mark.parametrize("kept_s", [10, 60, 300])
async def test_whoever_waits_for_one_alone_is_told_no_worse_when_it_is_everybodys(floor: Floor, kept_s: int) -> None:
    for agent in ("ann", "bob", "cat"):
        await floor.agent(agent)
        await floor.engine.arrive(plan(f"{agent}-1"))
        await floor.accept(f"{agent}-1", agent)
    for number in range(30):
        await floor.engine.arrive(plan(f"w{number}", arrived=START_MS + number))
    await floor.engine.arrive(plan("kept", arrived=START_MS + 30, preferred="ann", preferred_ms=kept_s * 1000))
    told = [await ends(floor, "kept")]
    assert told[0][1] >= 1500, "thirty are before it, and soon it is everybody's"
    for _ in range(kept_s + 1):
        await floor.after(1)
        told.append(await ends(floor, "kept"))
    assert (await floor.engine.dump())["contacts"]["kept"]["place"] != "@phone@ann"
    for end in (0, 1):
        assert [each[end] for each in told] == sorted((each[end] for each in told), reverse=True)


async def test_a_step_by_which_more_may_serve_makes_nobody_wait_longer_though_that_bucket_learnt_nothing(
    floor: Floor, live: Live
) -> None:
    for agent, level in (("ann", 2), ("bob", 1)):
        await floor.agent(agent, f"highways:{level}")
        await floor.engine.arrive(plan(f"{agent}-1", f"highways:{level}"))
        await floor.accept(f"{agent}-1", agent)
    await floor.engine.arrive(plan("waits", "highways:2", then={60: "highways:1"}))
    (bucket,) = (await floor.engine.dump())["heads"]
    await live.redis.hset(Keys("westmere").prefix + "means", bucket, "100000 99")
    await live.redis.hset(Keys("westmere").prefix + "paces", bucket, "0.8 1")
    before = await ends(floor, "waits")
    assert await floor.after(61) == ["step"]
    assert list((await floor.engine.dump())["heads"]) != [bucket]
    after = await ends(floor, "waits")
    assert after[0] <= before[0]
    assert after[1] < before[1], "two could serve it now"


async def test_whoever_is_kept_for_another_counts_as_before_them_from_the_start(floor: Floor) -> None:
    for agent in ("ann", "bob"):
        await floor.agent(agent)
        await floor.engine.arrive(plan(f"{agent}-1"))
        await floor.accept(f"{agent}-1", agent)
    for number in range(3):
        await floor.engine.arrive(plan(f"k{number}", target_s=10, preferred="ann", preferred_ms=120_000))
    await floor.engine.arrive(plan("waits"))
    before = await floor.engine.tell_place("waits")
    assert before is not None
    assert before.ahead == 3
    told = await ends(floor, "waits")
    assert "step" in await floor.after(121)
    after = await ends(floor, "waits")
    assert (await floor.engine.dump())["contacts"]["k0"]["place"] != "@phone@ann"
    assert after[0] <= told[0]
    assert after[1] <= told[1]


async def test_whoever_is_kept_for_one_who_could_not_serve_them_is_before_nobody(floor: Floor) -> None:
    for agent, level in (("ann", 2), ("eve", 1)):
        await floor.agent(agent, f"highways:{level}")
        await floor.engine.arrive(plan(f"{agent}-1", f"highways:{level}"))
        await floor.accept(f"{agent}-1", agent)
    for number in range(5):
        await floor.engine.arrive(plan(f"k{number}", target_s=10, preferred="eve", preferred_ms=60_000))
    await floor.engine.arrive(plan("waits", "highways:2"))
    told = await ends(floor, "waits")
    await floor.after(61)
    after = await ends(floor, "waits")
    assert after[0] <= told[0]
    assert after[1] <= told[1]


async def test_calls_that_take_a_hair_longer_do_not_let_the_rise_of_a_step_through(floor: Floor, live: Live) -> None:
    for agent, skills in (("ann", "bsl:1"), ("bob", "highways:1"), ("cat", "highways:1")):
        await floor.agent(agent, skills)
        await floor.engine.arrive(plan(f"{agent}-1", skills))
        await floor.accept(f"{agent}-1", agent)
    for number in range(12):
        await floor.engine.arrive(plan(f"w{number}", "highways:1", target_s=5))
    await floor.engine.arrive(plan("waits", "bsl:1", then={60: ""}))
    before = await ends(floor, "waits")
    bucket = (await floor.engine.dump())["contacts"]["waits"]["bucket"]
    await live.redis.hset(Keys("westmere").prefix + "means", bucket, "242400 10")
    assert await floor.after(61) == ["step"]
    after = await ends(floor, "waits")
    assert after[1] <= before[1] * 1.01 + 1, "a hundredth longer, and no more"


@pytest.mark.parametrize("ends_by", ["close", "deadline"])
async def test_how_long_one_takes_is_learnt_of_the_bucket_its_route_began_in(
    floor: Floor, live: Live, ends_by: str
) -> None:
    await floor.engine.arrive(plan("c1", "highways:5", then={60: "highways:1"}))
    (bucket,) = (await floor.engine.dump())["heads"]
    await floor.after(60)
    await floor.agent("ann")
    await floor.accept("c1", "ann")
    await floor.after(100)
    if ends_by == "close":
        await floor.engine.close("c1", "served")
    else:
        await floor.engine.wrap("c1")
        assert "wrap" in await floor.after(3600)
    assert list((await floor.engine.dump())["means"]) == [bucket]
