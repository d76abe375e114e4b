"""Many contacts arrive, through the engine's own `arrive`, looped on the server."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import replace

from bench.ground import LUA, Ground
from live.library import Library
from router.engine.base import REDIS_TIME, library, plan_text
from router.engine.keys import Keys
from router.rules.plan import Plan

CHUNK = 500
"""A few tens of milliseconds of the server, and little enough to be on the wire at once."""
TRIM_EVERY = 20


async def load(ground: Ground, plans: Sequence[Plan], *, count: int) -> None:
    """So many contacts like these, by turns, a millisecond apart, each with an id of its own."""
    verbs = library(ground.live, REDIS_TIME, LUA / "verbs")
    on_its_way: asyncio.Task[None] | None = None
    for number, start in enumerate(range(0, count, CHUNK)):
        rows = range(start, min(start + CHUNK, count))
        texts = [plan_text(_like(ground, plans[row % len(plans)], row)) for row in rows]
        # The next are spelt while the server takes these in.
        if on_its_way:
            await on_its_way
        on_its_way = asyncio.create_task(_send(ground, verbs, texts))
        await asyncio.sleep(0)
        if number % TRIM_EVERY == 0:
            await ground.trim()
            ground.tell("contacts arrive", start / count)
    if on_its_way:
        await on_its_way
    await ground.trim()


async def _send(ground: Ground, verbs: Library, texts: list[str]) -> None:
    prefix = Keys(ground.engine.division).prefix
    await verbs.call("load", [{"prefix": prefix, "plans": json.dumps(texts)}])


def _like(ground: Ground, plan: Plan, row: int) -> Plan:
    return replace(plan, contact_id=ground.ids.new("con"), arrived_ms=plan.arrived_ms + row, due_ms=plan.due_ms + row)
