"""What keeps the engine honest: deadlines, generations, rebuilding after a flush, and publishing rules."""

import json
from collections.abc import AsyncIterator

from router.engine.base import Base, plan_text
from router.engine.states import Contact
from router.engine.words import Fired, Word
from router.rules.plan import Plan

REBUILD_MS = 5_000
PASSES = 3
"""Whoever is replanned moves in the order that is being read, so it is read until nobody is found."""


class Upkeep(Base):
    """What the clock, and a supervisor, do."""

    async def tick(self, limit: int = 200) -> list[Fired]:
        """Act on up to `limit` deadlines that have passed. Claiming and acting are one script: each fires once."""
        fired = await self._ask("tick", limit=limit)
        return [Fired(kind=kind, contact=contact or None, agent=agent or None) for kind, contact, agent in fired]

    async def next_deadline_ms(self) -> int | None:
        """When the next deadline falls, or None."""
        return await self._live.lowest_score(self._keys.timers)

    async def generation(self) -> str | None:
        """The name of the present generation; None when the store was flushed, or never started."""
        return await self._live.hash_field(self._keys.meta, "generation")

    async def start_generation(self, *, pause_ms: int = REBUILD_MS) -> str:
        """Begin a generation, unless there is one, and answer its name.

        Nothing is matched until `resume`, or until `pause_ms` have passed, so that a rebuild can put everybody back in
        their place before the first of them is offered.
        """
        return str(await self._call("start_generation", pause_ms=pause_ms))

    async def resume(self) -> None:
        """Everybody is back in their place: match all who wait now."""
        await self._call("resume")

    async def clear(self) -> None:
        """Forget the division's whole live state, for a rebuild by hand. The record is untouched."""
        await self._live.clear(self._keys.prefix)

    async def restore(
        self, plan: Plan, state: Contact | str, *, agent: str | None = None, epoch: int | None = None
    ) -> Word:
        """Put a contact back as the record has it: `restored`, or `already` when it is known.

        `connecting`, `active` and `wrapping` come back with their agent and epoch, whether or not the agent has signed
        in again; everything else waits at its original place.
        """
        return Word(
            await self._call("restore", plan=plan_text(plan), state=str(state), agent=agent or "", epoch=epoch or 0)
        )

    async def publish(self, version: int) -> Word:
        """These rules hold from now: `moved`, or `stale` when the same or newer ones already do.

        Then replan every contact of `planned_before(version)`: those who wait move at once, live band first.
        """
        return Word(await self._call("publish", version=version))

    async def planned_before(self, version: int, *, chunk: int = 200) -> AsyncIterator[list[str]]:
        """Ids of the contacts that wait, or ring, under older rules, in chunks, first to be served first."""
        for _ in range(PASSES):
            found = False
            start = 0
            while start >= 0:
                start, ids = json.loads(await self._call("planned_before", version=version, start=start, count=chunk))
                if ids:
                    found = True
                    yield ids
            if not found:
                return
