"""What has run out happens in the engine, once; this is what the rest of the house has to do about it."""

import structlog

from centre.calls import Calls
from centre.parts import Parts
from core.errors import SwitchboardError

log = structlog.get_logger()

CONNECTING = "connecting"


class Deadlines:
    """The clock's first verb. Any number of clocks may call it."""

    def __init__(self, parts: Parts, calls: Calls) -> None:
        self._parts = parts
        self._calls = calls

    async def tick(self, limit: int) -> int:
        """Act on up to `limit` deadlines that have passed. Returns how many fired here, not at another clock."""
        fired = await self._parts.engine.tick(limit)
        for each in fired:
            if each.kind == CONNECTING and each.contact and each.agent:
                await self._not_connected(each.contact, each.agent)
        return len(fired)

    async def _not_connected(self, contact: str, agent: str) -> None:
        try:
            await self._calls.not_connected(contact, agent)
        except SwitchboardError as error:
            # The comparison with the carrier's list finds what is left of it.
            log.warning("late_call_not_cleared", contact=contact, error=type(error).__name__)
