"""Whether the live state is as it must always be: looked at a part at a time, told to the supervisors and to the log.

1. The clock looks every half minute, at so much that no call waits for it; a large state takes several rounds.
2. What is wrong is kept in the live store for the board, and told in the log once. What has been mended goes.
3. A flush takes the alarms along with what they were about.
"""

from typing import Any

import structlog

from centre.parts import Parts
from core.clock import to_ms
from router.engine.check import problems

log = structlog.get_logger()

PART = 50
"""Contacts, or agents, of one part: the live store is busy with it for a few milliseconds."""
PARTS_AT_ONCE = 100
"""Some 5,000 contacts in one look of the clock."""
KEPT_S = 3600
TOLD = 20
"""Problems that the board and the log are told at once; thousands would say no more."""


class Checking:
    """The alarm. Any number of clocks may run it; each tells what it found last."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._key = f"check:{parts.settings.division}"
        self._after = ""
        self._found: dict[str, None] = {}
        self._last: tuple[str, ...] = ()

    async def look(self) -> list[str]:
        """Look at the next parts, and tell what was found. Answers what is known to be wrong in this round so far."""
        if await self._parts.engine.generation() is None:
            self._after, self._found = "", {}
            return []
        for _ in range(PARTS_AT_ONCE):
            await self._part()
            if not self._after:
                break
        found = tuple(self._found)
        done = not self._after
        if done or set(found) - set(self._last):
            await self._tell(found if done else tuple(dict.fromkeys((*self._last, *found))))
        if done:
            self._found = {}
        return list(found)

    async def whole(self) -> list[str]:
        """Everything that is wrong now, part by part, told to nobody else."""
        found: dict[str, None] = {}
        after, more = "", True
        while more:
            part = await self._parts.engine.slice(after, PART)
            found |= dict.fromkeys(problems(part))
            after = part["next"]
            more = after != ""
        return list(found)

    async def dump(self) -> dict[str, Any]:
        """The whole live state as plain values."""
        return await self._parts.engine.dump()

    async def broken(self) -> dict[str, Any] | None:
        """What was found last: `{problems, more, since_ms}`; None when all is well."""
        return await self._parts.live.sessions.get(self._key)

    async def _part(self) -> None:
        part = await self._parts.engine.slice(self._after, PART)
        self._found |= dict.fromkeys(problems(part))
        self._after = str(part["next"])

    async def _tell(self, found: tuple[str, ...]) -> None:
        before = await self.broken()
        if found:
            now = to_ms(self._parts.clock.now())
            since = before["since_ms"] if before else now
            kept = {"problems": list(found[:TOLD]), "more": max(0, len(found) - TOLD), "since_ms": since}
            await self._parts.live.sessions.put(self._key, kept, KEPT_S)
        elif before:
            await self._parts.live.sessions.drop(self._key)
        if found != self._last:
            self._log(found)
            await self._parts.notices.tell("check.changed")
        self._last = found

    @staticmethod
    def _log(found: tuple[str, ...]) -> None:
        if found:
            log.error("invariants_broken", count=len(found), problems=list(found[:TOLD]))
        else:
            log.info("invariants_hold_again")
