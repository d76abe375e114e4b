"""Whoever looks changes nothing: every question leaves the whole store as it was, and the server sees to it."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from core.channel import Band, Channel
from live.connection import Live
from router.engine.engine import Engine
from tests.router.floor import Floor, plan

Look = Callable[[Engine], Awaitable[Any]]


async def planned(engine: Engine) -> list[list[str]]:
    return [ids async for ids in engine.planned_before(9)]


LOOKS: dict[str, Look] = {
    "a contact": lambda engine: engine.contact("c1"),
    "an agent": lambda engine: engine.agent("ann"),
    "what rings": lambda engine: engine.offers_for("bob"),
    "a place": lambda engine: engine.place("c3"),
    "why": lambda engine: engine.why("c3"),
    "who waits": lambda engine: engine.queue("highways/pothole", "phone", 9),
    "the board": lambda engine: engine.board(),
    "what is missing": lambda engine: engine.missing(["c1", "nothing"]),
    "all of it": lambda engine: engine.dump(),
    "a part": lambda engine: engine.slice(),
    "who is planned by older rules": planned,
    "some of them": lambda engine: engine.planned_page(9, count=2),
}


async def some_work(floor: Floor) -> None:
    """ann speaks, something rings at bob's, two callers wait, of whom one was told a place, and a text is put aside."""
    for agent in ("ann", "bob"):
        await floor.agent(agent)
    for number in range(4):
        await floor.engine.arrive(plan(f"c{number}", arrived=floor.hands.now + number))
    await floor.accept("c0", "ann")
    await floor.engine.arrive(plan("t1", channel=Channel.SMS, band=Band.STANDARD))
    await floor.engine.park("t1", floor.hands.now + 60_000, "papers")
    assert await floor.engine.tell_place("c3") is not None
    await floor.after(5)


async def everything(live: Live) -> dict[Any, Any]:
    """Every key with what it holds, as the server would write it to a file."""
    ask: Callable[..., Awaitable[Any]] = live.redis.execute_command
    return {key: await ask("DUMP", key, NEVER_DECODE=True) for key in await live.redis.keys("*")}


@pytest.mark.parametrize("look", LOOKS)
async def test_a_look_leaves_everything_as_it_was(live: Live, floor: Floor, look: str) -> None:
    await some_work(floor)
    before, keys = await floor.engine.dump(), await everything(live)
    floor.hands.now += 20_000
    assert await LOOKS[look](floor.engine) is not None
    floor.hands.now -= 20_000
    assert await everything(live) == keys
    assert await floor.engine.dump() == before


async def test_who_is_told_a_place_is_told_no_worse_by_whoever_only_looked_in_between(floor: Floor) -> None:
    await some_work(floor)
    told = await floor.engine.tell_place("c3")
    assert await floor.engine.place("c3") == told, "a look tells what was told"
    dump = await floor.engine.dump()
    assert "told" in dump["contacts"]["c3"]
    assert "told" not in dump["contacts"]["c2"]
