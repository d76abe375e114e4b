"""The engine with its verbs called many in one go, so that the server is kept as busy as it is under load.

Python sends a call at a time at a fraction of what the server takes; in between the server sleeps, and what is measured
is how a machine wakes up.
"""

from collections.abc import Sequence
from typing import Any

from router.engine.base import plan_text
from router.engine.engine import Engine
from router.rules.plan import Plan


class Driven(Engine):
    """Each of these is the engine's own script, once for each of many."""

    async def arrive_many(self, plans: Sequence[Plan]) -> list[Any]:
        """Contacts come in."""
        return await self._call_many("arrive", [{"plan": plan_text(plan), "force": 0} for plan in plans])

    async def ready_many(self, agents: Sequence[str]) -> list[Any]:
        """These agents are ready, and are offered what waits for them."""
        return await self._call_many("agent_did", [{"agent": agent, "did": "ready", "reason": ""} for agent in agents])

    async def accept_many(self, offers: Sequence[tuple[str, str, int]]) -> list[Any]:
        """Agents take these offers: contact, agent, epoch."""
        return await self._call_many("accept", [_offer(each) for each in offers])

    async def connect_many(self, offers: Sequence[tuple[str, str, int]]) -> list[Any]:
        """The two of each are speaking."""
        return await self._call_many("connect", [_offer(each) for each in offers])

    async def tell_many(self, contacts: Sequence[str]) -> list[Any]:
        """Residents are told their place."""
        return await self._call_many("tell_place", [{"contact": contact} for contact in contacts])

    async def wrap_many(self, contacts: Sequence[str]) -> list[Any]:
        """These conversations are over."""
        return await self._call_many("wrap", [{"contact": contact, "agent": ""} for contact in contacts])

    async def close_many(self, contacts: Sequence[str]) -> list[Any]:
        """These are done with."""
        return await self._call_many(
            "close", [{"contact": contact, "outcome": "served", "by": "agent", "agent": ""} for contact in contacts]
        )


def _offer(offer: tuple[str, str, int]) -> dict[str, str | int]:
    contact, agent, epoch = offer
    return {"contact": contact, "agent": agent, "epoch": epoch}
