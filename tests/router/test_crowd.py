"""Many at once: random deeds over several connections, after which every invariant holds and the log replays."""

import asyncio
import random
from contextlib import AsyncExitStack

import pytest

from live.connection import Live
from router.engine.engine import Engine
from router.engine.replay import Moment, replay
from tests.router.deeds import LOT, Town, in_peace, time_passes
from tests.router.floor import Floor
from tests.router.watch import Watch

CONNECTIONS = 5
AT_ONCE = [deed for deed in LOT if deed != "time_passes"]


async def crowded(live: Live, seed: int, rounds: int) -> Watch:
    """Rounds of deeds, a dozen at once; between them time passes, and now and then the store is flushed."""
    await live.redis.flushall()
    chance, floor, watch = random.Random(seed), await Floor.open(live), Watch()
    async with AsyncExitStack() as stack:
        lives = [await stack.enter_async_context(await Live.connect(live.url)) for _ in range(CONNECTIONS)]
        engines = [Engine(each, "westmere", virtual=floor.hands) for each in lives]
        towns = [Town(engine, chance.choice, floor.hands, marks=f"{mark}c") for mark, engine in enumerate(engines)]
        for town in towns:
            town.plans = towns[0].plans
        for number in range(1, rounds + 1):
            await asyncio.gather(*(in_peace(town.do(chance.choice(AT_ONCE))) for town in towns for _ in range(3)))
            if chance.random() < 0.5:
                await time_passes(towns[0])
            dump = await floor.engine.dump()
            watch.see(await floor.events(), dump["requirements"])
            watch.look(dump)
            assert watch.found == []
            if number % 20 == 0:
                await replays(floor, watch, live, chance)
    return watch


async def replays(floor: Floor, watch: Watch, live: Live, chance: random.Random) -> None:
    """The log so far makes the same decisions again; then everybody is put back in a new generation."""
    await live.redis.flushall()
    differences = await replay(floor.seen, Engine(live, "westmere", virtual=Moment()))
    assert not differences, str(differences.first)
    floor.seen.clear()
    await live.redis.flushall()
    floor.hands.now += 1_000
    await floor.engine.start_generation()
    await watch.put_back(floor.engine, chance.sample(sorted(watch.kept), len(watch.kept)))
    await floor.engine.resume()


@pytest.mark.parametrize("seed", range(2))
async def test_many_at_once_keep_every_invariant(live: Live, seed: int) -> None:
    # How many are taken differs with how the deeds meet; that some are shows that there was a crowd.
    assert len((await crowded(live, seed, 40)).accepted) > 10


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 130))
async def test_many_at_once_keep_every_invariant_for_long(live: Live, seed: int) -> None:
    assert len((await crowded(live, seed, 300)).accepted) > 100
