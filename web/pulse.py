"""The last known state of every part, asked for once at a time however many want to know."""

import asyncio
import time
from typing import Final

import structlog

from web.ports import Health
from web.views import View

log = structlog.get_logger(__name__)

NEEDED: Final = ("sql", "redis")
"""Without these a process can take nothing in."""
LONGEST_S: Final = 3.0
KEPT_S: Final = 0.5
"""Asked more often than this, the last answer is repeated: the address is open to everybody."""


class Pulse:
    """Asks the centre how it is."""

    def __init__(self, health: Health) -> None:
        self._health = health
        self._lock = asyncio.Lock()
        self._parts: dict[str, View] = {}
        self._at = float("-inf")

    async def parts(self) -> dict[str, View]:
        """Each part's state; when even asking fails, what is needed counts as down."""
        async with self._lock:
            if time.monotonic() - self._at > KEPT_S:
                self._parts = await self._ask()
                self._at = time.monotonic()
            return self._parts

    async def _ask(self) -> dict[str, View]:
        try:
            async with asyncio.timeout(LONGEST_S):
                return dict(await self._health.parts())
        except Exception as error:
            log.warning("health_not_known", error=type(error).__name__)
            unknown = {"state": "down", "detail": "It did not answer in time."}
            return dict.fromkeys(NEEDED, unknown)
