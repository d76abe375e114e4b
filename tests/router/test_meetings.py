"""Verbs that meet in practice, each against the other: one outcome, once, and replaying the log decides the same."""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from functools import partial

import pytest

from live.connection import Live
from router.engine.engine import Engine
from router.engine.states import Contact
from tests.router.floor import START_MS, plan
from tests.router.many import CONNECTIONS, afresh, plainly, replays
from tests.router.standing import VERBS, Stand, standing
from tests.router.watch import Watch

ROUNDS = 4


def verb_of(name: str) -> Callable[[Engine, Stand], Awaitable[object]]:
    return VERBS[name][1]


async def ticks(engine: Engine, _: Stand) -> object:
    return await engine.tick()


async def new_rules(engine: Engine, _: Stand) -> object:
    await engine.publish(2)
    return await engine.replan(plan("c1", "safeguarding:3!", rules_version=2))


async def back_from_tea(engine: Engine, _: Stand) -> object:
    return await engine.ready("ann")


MEETINGS = [
    pytest.param(
        Contact.OFFERED, "accept", verb_of("withdraw"), 0, {"contact.ended": 1}, id="accept, and the caller goes"
    ),
    pytest.param(
        Contact.OFFERED,
        "accept",
        ticks,
        20_000,
        {"offer.accepted|offer.expired": 1},
        id="accept, and the ring runs out",
    ),
    pytest.param(
        Contact.OFFERED, "accept", new_rules, 0, {"offer.accepted|offer.withdrawn": 1}, id="accept, and other rules"
    ),
    pytest.param(Contact.WRAPPING, "close", ticks, 60_000, {"contact.closed": 1}, id="close, and the wrap-up runs out"),
    pytest.param(
        Contact.ACTIVE,
        "hand_over",
        verb_of("give_back"),
        0,
        {"contact.returned": 1},
        id="hand over, and the call drops",
    ),
    pytest.param(
        Contact.ACTIVE,
        "transfer",
        verb_of("withdraw"),
        0,
        {"contact.transferred": 1},
        id="transfer, and the caller goes",
    ),
    pytest.param(
        Contact.WAITING, "park", back_from_tea, 0, {"contact.parked|offer.made": 1}, id="park, and somebody gets free"
    ),
    pytest.param(
        Contact.ACTIVE, "close", verb_of("transfer"), 0, {"contact.closed|contact.transferred": 1}, id="close, transfer"
    ),
    pytest.param(Contact.PARKED, "take_up", ticks, 60_000, {"contact.waiting": 1}, id="take up, and its time comes"),
    pytest.param(
        Contact.CONNECTING,
        "connect",
        verb_of("media_failed"),
        0,
        {"contact.connected|offer.media_failed": 1},
        id="connect, and the leg fails",
    ),
]


@pytest.mark.parametrize(("state", "verb", "against", "after_ms", "told"), MEETINGS)
async def test_two_that_meet_have_one_outcome(
    live: Live,
    state: str,
    verb: str,
    against: Callable[[Engine, Stand], Awaitable[object]],
    after_ms: int,
    told: dict[str, int],
) -> None:
    for round in range(ROUNDS):
        floor = await afresh(live)
        stand = await standing(floor, state)
        if against is back_from_tea:
            await floor.engine.take_break("ann", "tea")
            await floor.sign_in("ann", "highways:3")
            await floor.events()
        floor.hands.now += after_ms
        async with AsyncExitStack() as stack:
            lives = [await stack.enter_async_context(await Live.connect(live.url)) for _ in range(CONNECTIONS)]
            engines = [Engine(each, "westmere", virtual=floor.hands) for each in lives]
            calls = [
                partial(call, engine, stand)
                for engine in engines
                for call in (VERBS[verb][1], against)
                for _ in range(2)
            ]
            random.Random(round).shuffle(calls)
            await asyncio.gather(*(call() for call in calls))
        events = Counter(event.type for event in await floor.events() if event.contact_id == "c1")
        for types, count in told.items():
            assert sum(events[type] for type in types.split("|")) == count, events
        assert all(events[type] <= 1 for type in events if type != "offer.withdrawn"), events
        await floor.sound()
        await replays(floor, live)


async def test_two_rebuilds_at_once_put_everybody_back_once(live: Live) -> None:
    floor = await afresh(live)
    for index in range(60):
        await floor.engine.arrive(plan(f"c{index:02}", f"skill{index % 3}:1", arrived=START_MS + index))
    for index in range(5):
        await floor.agent(f"a{index}", "skill0:1")
        await floor.accept((await floor.rings(f"a{index}"))[0], f"a{index}")
    watch = Watch()
    watch.see([*floor.seen, *await floor.events()], (await floor.engine.dump())["requirements"])
    before = await floor.engine.dump()
    await live.redis.flushall()
    floor.seen.clear()
    floor.hands.now += 1000

    async def rebuild(engine: Engine, seed: int) -> str:
        name = await engine.start_generation()
        ids = sorted(watch.kept)
        await watch.put_back(engine, random.Random(seed).sample(ids, len(ids)))
        await engine.resume()
        return name

    async with AsyncExitStack() as stack:
        lives = [await stack.enter_async_context(await Live.connect(live.url)) for _ in range(4)]
        engines = [Engine(each, "westmere", virtual=floor.hands) for each in lives]
        names = await asyncio.gather(*(rebuild(engine, seed) for seed, engine in enumerate(engines)))
    assert len(set(names)) == 1
    after = await floor.engine.dump()
    assert after["queues"] == before["queues"], "order is kept exactly"
    assert after["load"] == before["load"], "what was confirmed is in the same hands"
    told = Counter(plainly(await floor.events()))
    assert set(told.values()) == {1}
    await floor.sound()
    await replays(floor, live)
