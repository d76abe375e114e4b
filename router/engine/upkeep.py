"""What keeps the engine honest: deadlines, generations, rebuilding after a flush, and publishing rules."""

import json
from collections.abc import AsyncIterator, Collection

from router.engine.base import Base, plan_text, spoken
from router.engine.sound import (
    sound_count,
    sound_epoch,
    sound_length,
    sound_moment,
    sound_requirements,
    sound_rules,
    sound_version,
)
from router.engine.states import Contact
from router.engine.words import Fired, Word
from router.rules.plan import Plan

REBUILD_MS = 5_000
BUCKETS_AT_ONCE, GROUPS_AT_ONCE = 100, 30
"""Compared with each other in one call: a few milliseconds. A small set of groups comes whole, of some 130 at most."""
PASSES = 3
"""Whoever is planned by old rules just while new ones are published is found by another pass."""


class Upkeep(Base):
    """What the clock, and a supervisor, do."""

    async def tick(self, limit: int = 200) -> list[Fired]:
        """Act on up to `limit` deadlines that have passed. Claiming and acting are one script: each fires once."""
        fired = await self._ask("tick", limit=sound_count("limit", limit))
        return [Fired(kind=kind, contact=contact or None, agent=agent or None) for kind, contact, agent in fired]

    async def next_deadline_ms(self) -> int | None:
        """When the next deadline falls, or None."""
        return await self._live.lowest_score(self._keys.timers)

    async def generation(self) -> str | None:
        """The name of the present generation; None when the store was flushed, or never started."""
        return (await self._meta())[0] or None

    async def rules_version(self) -> int:
        """The version of the rules in force; 0 before the first."""
        return int((await self._meta())[1] or 0)

    async def _meta(self) -> list[str]:
        """generation, rules, paused, order, pick, share, server: as texts, empty where not said yet."""
        return (await self._live.text(self._keys.meta) or "||||||").split("|")

    async def is_sure(self) -> bool:
        """Whether the store has run ever since its generation began.

        One that was started again, or that took over from another, may have lost what was decided last. Until somebody
        has compared it with the record, and `vouch`es for it or begins anew, every verb is Unavailable.
        """
        return bool(await self._call("is_sure"))

    async def vouch(self, generation: str) -> bool:
        """Say that it has lost nothing of this generation; False when another has begun."""
        return bool(await self._call("vouch", name=generation))

    async def start_generation(self, *, pause_ms: int = REBUILD_MS, over: str = "") -> str:
        """Begin a generation, unless there is one, and answer its name.

        One that is `over` is forgotten, in the same step, unless it is sure: then somebody has vouched for it since.
        Nothing is matched until `resume`, or until `pause_ms` have passed, so that a rebuild can put everybody back in
        their place before the first of them is offered. While contacts are put back (`restore`) the pause lasts, for
        two minutes at most.
        """
        sound_length("pause_ms", pause_ms)
        return str(await self._call("start_generation", pause_ms=pause_ms, over=over))

    async def resume(self) -> None:
        """Everybody is back in their place: match all who wait now."""
        await self._call("resume")

    async def clear(self) -> None:
        """Forget the division's whole live state, for a rebuild by hand. The record is untouched."""
        await self._live.clear(self._keys.every)

    async def restore(
        self,
        plan: Plan,
        state: Contact | str,
        *,
        agent: str | None = None,
        epoch: int | None = None,
        until_ms: int = 0,
        reason: str = "put back",
        paused: bool = False,
    ) -> Word:
        """Put a contact back as the record has it: `restored`, or `already` when it is known.

        `connecting`, `active` and `wrapping` come back with their agent and epoch, whether or not the agent has signed
        in again, and `paused` where a live contact had broken them off: unless that is gone once all are back.
        `parked` and `callback` come back until `until_ms`, with who put them aside and for what `reason`; everything
        else waits at its original place.
        """
        sound_moment("until_ms", until_ms)
        sound_epoch(epoch or 0)
        values: dict[str, str | int] = {
            "plan": plan_text(plan),
            "state": str(state),
            "agent": agent or "",
            "epoch": epoch or 0,
            "paused": int(paused),
        }
        return Word(await self._call("restore", **values, till=until_ms, reason=spoken(reason)))

    async def prepare(self, requirements: Collection[str]) -> int:
        """Compare requirements that rules are about to ask for with everybody, a few milliseconds at a time.

        They are in use once that is complete, so nothing waits in a bucket that half the staff does not know. Nothing
        of it depends on the rules in force. Answers how many were compared.
        Raises InvalidInput, before any of it, for a requirement that cannot be.
        """
        asked = await self._ask("announce", requirements=json.dumps(sound_requirements(requirements)))
        for start in range(0, len(asked), BUCKETS_AT_ONCE):
            buckets, cursor = json.dumps(asked[start : start + BUCKETS_AT_ONCE]), ""
            while cursor != "0":
                cursor = str(await self._call("compare", buckets=buckets, cursor=cursor or "0", count=GROUPS_AT_ONCE))
        return len(asked)

    async def publish(
        self, version: int, *, order: str = "due_first", pick: str = "fewest_skills", share: float = 0
    ) -> Word:
        """These rules hold from now: `moved`, or `stale` when the same or newer ones already do.

        `prepare` what they ask for first; then replan every contact of `planned_before(version)`, live band first.
        `order` is due_first, first_come, weighted_wait or longest_queue; `pick` fewest_skills, longest_idle or
        best_skilled; `share` of people's time, 0 to 0.9, is kept for what is not live. Anything else is InvalidInput.
        """
        sound_rules(version, order=order, pick=pick, share=share)
        return Word(await self._call("publish", version=version, order=order, pick=pick, share=f"{share:g}"))

    async def planned_before(self, version: int, *, chunk: int = 200) -> AsyncIterator[list[str]]:
        """Ids of the contacts that wait, or ring, under older rules, in chunks, first to be served first."""
        for _ in range(PASSES):
            found = False
            start, more = "", True
            while more:
                ids, start = await self.planned_page(version, start, count=chunk)
                more = start != ""
                if ids:
                    found = True
                    yield ids
            if not found:
                return

    async def planned_page(self, version: int, start: str = "", *, count: int = 200) -> tuple[list[str], str]:
        """The same of the next `count` who wait, with where to go on: what to give as `start` then, "" at the end."""
        sound_version("version", version)
        sound_count("chunk", count)
        start, ids = await self._ask("planned_before", version=version, start=start, count=count)
        return list(ids), start
