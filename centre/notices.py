"""Telling the screens that something changed. The engine announces its own transitions; this is for all the rest."""

import json
from collections.abc import AsyncIterator
from typing import Any

from live.connection import Live
from live.notices import Notice
from router.engine.events import notices_of
from router.engine.keys import Keys


class Notices:
    """A division's notices: ids only, on the topic that the engine's scripts publish to as well."""

    def __init__(self, live: Live, division: str) -> None:
        self._live = live
        self._topic = Keys(division).notices

    async def tell(self, type: str, *, contact: str | None = None, agent: str | None = None) -> None:
        """Announce a change that is already in the record. Losing one costs a screen its haste, nothing else."""
        await self._live.publish(self._topic, {"type": type, "contact": contact, "agent": agent})

    async def listen(self) -> AsyncIterator[dict[str, Any]]:
        """Every notice from now on; `{"gap": True}` when some may have been missed."""
        async for notice in self._live.listen(self._topic, read=_told):
            yield dict(notice.data) if isinstance(notice, Notice) else {"type": "gap", "gap": True}


def _told(message: str) -> list[dict[str, Any]]:
    """A change of ours is JSON; the engine tells what one step did, a line an event."""
    return [json.loads(message)] if message.startswith("{") else notices_of(message)
