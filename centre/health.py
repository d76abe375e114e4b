"""How each part is, in a word and a sentence, for /health. Never raises, and never takes long."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any

from centre.parts import Parts
from channels.carrier import Outcome
from core.clock import to_ms
from core.errors import SwitchboardError

LONGEST_S = 1.5
BEAT_KEPT_S = 30
CARRIER_KEPT_S = 3600
PARTS = ("worker", "clock", "intake")


class Health:
    """The parts of one installation."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._told: Outcome | None = None

    async def parts(self) -> dict[str, dict[str, Any]]:
        """`{state, detail}` by part."""
        names = ["sql", "redis", "jobs", *PARTS, "carrier"]
        checks = [
            self._asked(self._parts.sql.ping, "The record answers."),
            self._asked(self._parts.live.ping, "The live store answers."),
            self._asked(self._parts.live.jobs.ping, "The doorbell answers."),
            *(self._beat(name) for name in PARTS),
            self._carrier(),
        ]
        return dict(zip(names, await asyncio.gather(*checks), strict=True))

    async def beat(self, part: str, *, failing: Sequence[str] = ()) -> None:
        """A process says that it lives, and what of its work is failing; again at least every ten seconds."""
        kept = {"at": to_ms(self._parts.clock.now()), "failing": list(failing)}
        await self._parts.live.sessions.put(f"beat:{part}", kept, BEAT_KEPT_S)
        last = self._parts.carrier.last
        if last is not None and last is not self._told:
            await self._parts.live.sessions.put("carrier:last", self._told_as(last), CARRIER_KEPT_S)
            self._told = last

    async def _asked(self, ask: Callable[[], Awaitable[None]], fine: str) -> dict[str, Any]:
        try:
            await asyncio.wait_for(ask(), LONGEST_S)
        except (SwitchboardError, TimeoutError):
            return {"state": "down", "detail": "It does not answer."}
        return {"state": "up", "detail": fine}

    async def _beat(self, part: str) -> dict[str, Any]:
        try:
            kept = await asyncio.wait_for(self._parts.live.sessions.get(f"beat:{part}"), LONGEST_S)
        except (SwitchboardError, TimeoutError):
            return {"state": "degraded", "detail": "Its last sign of life cannot be read."}
        if kept is None:
            return {"state": "down", "detail": f"It gave no sign of life for {BEAT_KEPT_S} seconds."}
        if failing := kept.get("failing"):
            return {"state": "degraded", "detail": f"It lives, but this fails: {', '.join(failing)}. Its log says why."}
        return {"state": "up", "detail": "It gave a sign of life lately."}

    async def _carrier(self) -> dict[str, Any]:
        """By what the last request of any process came to. The intake makes some every five minutes."""
        which = "sandbox carrier" if self._parts.settings.sandbox else "Twilio account"
        if self._parts.settings.sandbox:
            await asyncio.to_thread(self._parts.carrier.look)
        here = self._parts.carrier.last
        told = [self._told_as(here)] if here else []
        with suppress(SwitchboardError, TimeoutError):
            elsewhere = await asyncio.wait_for(self._parts.live.sessions.get("carrier:last"), LONGEST_S)
            told += [elsewhere] if elsewhere else []
        problem = max(told, key=lambda each: each["at"])["problem"] if told else ""
        if problem:
            return {"state": "down", "detail": f"The {which}: {problem}"}
        return {"state": "up", "detail": f"Calls and texts go through the {which}."}

    def _told_as(self, last: Outcome) -> dict[str, Any]:
        ago_ms = round((time.monotonic() - last.at) * 1000)
        return {"at": to_ms(self._parts.clock.now()) - ago_ms, "problem": last.problem}
