"""A recorded log, replayed: every decision again, and a log that was tampered with is told at its first lie."""

import json
import random
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from core.errors import Conflict, InvalidInput
from core.event import Event
from live.connection import Live
from router.engine.engine import Engine
from router.engine.events import entry_of
from router.engine.replay import Differences, Moment, replay
from tests.router.deeds import LOT, Town
from tests.router.floor import Floor, plan
from tests.router.watch import Watch


async def again(events: list[Event], live: Live) -> tuple[Differences, Engine]:
    """Replayed on an emptied store."""
    await live.redis.flushall()
    engine = Engine(live, "westmere", virtual=Moment())
    return await replay(events, engine), engine


async def live_through(live: Live, seed: int, deeds: int) -> tuple[Floor, list[list[Event]]]:
    """A floor on which all kinds of things happened, and all that was told of it, a list a generation."""
    await live.redis.flushall()
    chance = random.Random(seed)
    floor = await Floor.open(live)
    town, watch, told = Town(floor.engine, chance.choice, floor.hands), Watch(), []
    for number in range(1, deeds + 1):
        await town.do(chance.choice(LOT))
        if number % 400 == 0:
            watch.see(await floor.events(), (await floor.engine.dump())["requirements"])
            told.append([*floor.seen])
            floor.seen.clear()
            await live.redis.flushall()
            floor.hands.now += 1_000
            await floor.engine.start_generation()
            await watch.put_back(floor.engine, chance.sample(sorted(watch.kept), len(watch.kept)))
            await floor.engine.resume()
    await floor.events()
    return floor, [*told, floor.seen]


def lasting(dump: dict[str, Any]) -> dict[str, Any]:
    """What of a dump a log can tell: no lease, and of a bucket what it requires, not when that was first seen. A plan
    that came to nothing is not in the log, and its route is known all the same."""
    timers = {name: at for name, at in dump["timers"].items() if not name.startswith("presence|")}
    agents = {id: {**agent, "lease": ""} for id, agent in dump["agents"].items()}
    text = json.dumps({**dump, "timers": timers, "agents": agents, "requirements": {}, "routes": {}, "at": ""})
    spelt = re.sub(r"(?<=[\"=])b\d+!?(?:\*[\d.]+)?(?=[\";])", lambda found: dump["requirements"][found[0]], text)
    return sorted_lists(json.loads(spelt))  # type: ignore[no-any-return]


def sorted_lists(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: sorted_lists(each) for name, each in value.items()}
    return sorted(value) if isinstance(value, list) else value


async def made_again(live: Live, seed: int, deeds: int) -> int:
    """Every generation of a random life, replayed; how many offers were made again."""
    floor, generations = await live_through(live, seed, deeds)
    before, offers = await floor.engine.dump(), 0
    for events in generations:
        differences, engine = await again(events, live)
        assert not differences, str(differences.first)
        assert differences.events == len(events)
        offers += differences.offers
    engine.virtual.now = floor.hands.now  # type: ignore[union-attr]
    assert lasting(await engine.dump()) == lasting(before), "I7: replaying the log gives the state"
    return offers


@pytest.mark.parametrize("seed", range(3))
async def test_every_decision_of_a_busy_day_is_made_again(live: Live, seed: int) -> None:
    assert await made_again(live, seed, 900) > 100


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 160))
async def test_every_decision_of_many_busy_days_is_made_again(live: Live, seed: int) -> None:
    assert await made_again(live, seed, 2000) > 200


Tampering = Callable[[list[Event], int], None]


def another_agent(events: list[Event], at: int) -> None:
    events[at] = replace(events[at], agent_id="zoe")


def another_moment(events: list[Event], at: int) -> None:
    events[at] = replace(events[at], facts={**events[at].facts, "expires": events[at].facts["expires"] + 1})


def another_bucket(events: list[Event], at: int) -> None:
    events[at] = replace(events[at], facts={**events[at].facts, "bucket": "b999"})


def one_too_many(events: list[Event], at: int) -> None:
    events.insert(at, events[at])


def one_too_few(events: list[Event], at: int) -> None:
    del events[at]


@pytest.mark.parametrize(
    "tamper",
    [
        pytest.param(another_agent, id="an offer to somebody else"),
        pytest.param(another_moment, id="an offer that runs out a millisecond later"),
        pytest.param(another_bucket, id="a bucket by a name that it has nowhere else"),
        pytest.param(one_too_many, id="an offer that was made twice"),
        pytest.param(one_too_few, id="an offer that is not told"),
    ],
)
async def test_a_log_that_was_tampered_with_is_told_at_its_first_lie(live: Live, tamper: Tampering) -> None:
    _, (events, *_) = await live_through(live, 1, 300)
    lasts = {entry_of(event.sequence): index for index, event in enumerate(events)}
    at = [index for index in lasts.values() if events[index].type == "offer.made" and "+" in events[index].sequence][9]
    tamper(events, at)
    differences, _ = await again(events, live)
    shown = at + 1 if tamper is one_too_many else at
    assert differences.events == shown
    assert differences.first is not None
    assert differences.first.recorded == (None if tamper is one_too_few else events[shown])
    assert (differences.first.replayed is None) is (tamper is one_too_many)
    assert "offer.made" in str(differences.first)


async def test_a_log_that_lacks_an_entry_is_told_where_that_first_shows(live: Live) -> None:
    _, (events, *_) = await live_through(live, 1, 300)
    gone = next(event for event in events if event.type == "offer.made")
    differences, _ = await again([event for event in events if event.contact_id != gone.contact_id], live)
    assert differences


async def test_only_a_whole_generation_is_replayed_on_an_engine_that_knows_nothing(floor: Floor, live: Live) -> None:
    await floor.engine.arrive(plan("c1"))
    await floor.events()
    with pytest.raises(Conflict):
        await replay(floor.seen, floor.engine)
    with pytest.raises(InvalidInput, match="from its beginning"):
        await again(floor.seen[1:], live)
    await live.redis.flushall()
    with pytest.raises(InvalidInput, match="virtual time"):
        await replay(floor.seen, Engine(live, "westmere"))
    other = [replace(event, generation="g1") for event in floor.seen[1:]]
    with pytest.raises(InvalidInput, match="one generation"):
        await again([floor.seen[0], *other], live)
    unheard = replace(floor.seen[1], type="agent.sang", sequence="9-9")
    with pytest.raises(InvalidInput, match=r"agent\.sang"):
        await again([floor.seen[0], unheard], live)
    unsaid = replace(floor.seen[0], type="rules.published", sequence="9-9")
    with pytest.raises(InvalidInput, match="does not say"):
        await again([floor.seen[0], unsaid], live)
    await Floor.open(live)
