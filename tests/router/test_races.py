"""Fifty at once, over fifty connections of their own: one winner, and the others are told."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from functools import partial

from live.connection import Live
from router.engine.engine import Engine
from router.engine.words import Word
from tests.router.floor import Floor, plan

FIFTY = 50


async def test_of_fifty_desks_that_accept_one_epoch_only_its_own_wins(floor: Floor, live: Live) -> None:
    await floor.agent("ann")
    await floor.engine.arrive(plan("c1"))
    epoch = await floor.epoch("c1")
    racers = ["ann" if index % 10 == 0 else f"thief{index}" for index in range(FIFTY)]
    answers = await asyncio.gather(*(floor.engine.accept("c1", who, epoch) for who in racers))
    words = Counter((answer.word, who == "ann") for answer, who in zip(answers, racers, strict=True))
    assert words == {(Word.ACCEPTED, True): 5, (Word.LATE, False): 45}
    assert (await floor.told()).count("offer.accepted") == 1


async def test_accept_decline_expire_and_withdraw_at_once_have_one_outcome(floor: Floor) -> None:
    for round in range(10):
        id = f"c{round}"
        await floor.agent(f"ann{round}", f"skill{round}:1")
        await floor.engine.arrive(plan(id, f"skill{round}:1", offer_ms=1))
        epoch = await floor.epoch(id)
        floor.hands.now += 1
        await floor.told()
        verbs: list[Callable[[], Awaitable[object]]] = [
            partial(floor.engine.accept, id, f"ann{round}", epoch),
            partial(floor.engine.decline, id, f"ann{round}", epoch, "busy"),
            floor.engine.tick,
            partial(floor.engine.withdraw, id, "abandoned"),
        ]
        await asyncio.gather(*(verb() for verb in (verbs[round % 4 :] + verbs[: round % 4]) * 5))
        told = Counter(await floor.told())
        ends = ("offer.accepted", "offer.declined", "offer.expired", "offer.withdrawn")
        # An accepted offer may still be withdrawn: the caller hung up while it was being connected.
        assert sum(told[end] for end in ends[:3]) + (told["offer.accepted"] == 0) * told["offer.withdrawn"] == 1
        assert told["contact.ended"] <= 1
        await floor.sound()


async def test_fifty_free_agents_and_fifty_contacts_pair_off(floor: Floor) -> None:
    await asyncio.gather(
        *(floor.agent(f"a{index}") for index in range(FIFTY)),
        *(floor.engine.arrive(plan(f"c{index}")) for index in range(FIFTY)),
    )
    agents = (await floor.engine.board()).agents
    held = Counter(item.contact for agent in agents for item in agent.in_hand)
    assert len(held) == FIFTY
    assert set(held.values()) == {1}


async def test_fifty_arrivals_of_one_contact_are_one_arrival(floor: Floor, live: Live) -> None:
    engines = [Engine(live, "westmere", virtual=floor.hands) for _ in range(FIFTY)]
    answers = await asyncio.gather(*(engine.arrive(plan("c1")) for engine in engines))
    assert Counter(answers) == {Word.WAITING: 1, Word.ALREADY: FIFTY - 1}
    assert await floor.told() == ["contact.arrived"]
