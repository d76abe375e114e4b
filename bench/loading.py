"""Many contacts arrive, through the engine's own `arrive`."""

from collections.abc import Sequence
from dataclasses import replace

from bench.ground import Ground, together
from router.rules.plan import Plan

CHUNK = 5_000


async def load(ground: Ground, plans: Sequence[Plan], *, count: int) -> None:
    """So many contacts like these, by turns, a millisecond apart, each with an id of its own."""
    for start in range(0, count, CHUNK):
        rows = range(start, min(start + CHUNK, count))
        await together(ground.engine.arrive(_like(ground, plans[row % len(plans)], row)) for row in rows)
        await ground.trim()


def _like(ground: Ground, plan: Plan, row: int) -> Plan:
    return replace(plan, contact_id=ground.ids.new("con"), arrived_ms=plan.arrived_ms + row, due_ms=plan.due_ms + row)
