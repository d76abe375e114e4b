"""Who is at either end of a chat: truths of some seconds, in the live store; what is lost of them is learned anew."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final

from centre.parts import Parts
from core.channel import Channel
from core.clock import from_ms, to_ms
from core.errors import Unavailable
from router.engine.views import InHand

HERE_S: Final = 20
"""A page says every five seconds that it is open."""
WRITING_S: Final = 600
"""A page that runs no script says nothing while its resident writes."""
TYPES_S: Final = 6
AWAY_S: Final = 3600


class Presence:
    """What is known of the two ends of a chat now."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def here(self, contact: str, *, writing: bool = False) -> bool:
        """The resident's page is open. Whether that is news."""
        known = await self._get(contact, "here")
        await self._put(contact, "here", WRITING_S if writing else HERE_S)
        await self._drop(contact, "away")
        return known is None

    async def gone(self, contact: str) -> None:
        """It was closed; what was typed in it is not being typed any more."""
        await self._drop(contact, "here")
        await self._drop(contact, "types")

    async def types(self, contact: str, *, typing: bool) -> None:
        """Whether the resident is typing."""
        await (self._put(contact, "types", TYPES_S) if typing else self._drop(contact, "types"))

    async def agent_types(self, contact: str, *, typing: bool) -> None:
        """Whether the agent is."""
        await (self._put(contact, "agent", TYPES_S) if typing else self._drop(contact, "agent"))

    async def agent_types_until(self, contact: str) -> str | None:
        """The moment until which the agent is shown as typing."""
        return self._until(await self._get(contact, "agent"))

    async def shown(self, contact: str) -> dict[str, Any]:
        """For the desk: `{here, typing_until}`."""
        here, types = await self._get(contact, "here"), await self._get(contact, "types")
        return {"here": here is not None, "typing_until": self._until(types)}

    async def gone_for(self, contact: str) -> timedelta:
        """How long the resident has certainly been gone: counted from when it was first seen."""
        if await self._get(contact, "here") is not None:
            return timedelta()
        away = await self._get(contact, "away")
        if away is None:
            await self._put(contact, "away", AWAY_S)
            return timedelta()
        return self._parts.clock.now() - from_ms(away["at_ms"])

    def _until(self, known: dict[str, Any] | None) -> str | None:
        return (from_ms(known["at_ms"]) + timedelta(seconds=TYPES_S)).isoformat() if known else None

    async def _put(self, contact: str, what: str, lasts_s: int) -> None:
        value = {"at_ms": to_ms(self._parts.clock.now())}
        try:
            await self._parts.live.sessions.put(f"chat:{contact}:{what}", value, lasts_s)
        except Unavailable:
            return

    async def _get(self, contact: str, what: str) -> dict[str, Any] | None:
        try:
            return await self._parts.live.sessions.get(f"chat:{contact}:{what}")
        except Unavailable:
            return None

    async def _drop(self, contact: str, what: str) -> None:
        try:
            await self._parts.live.sessions.drop(f"chat:{contact}:{what}")
        except Unavailable:
            return


async def chats_shown(parts: Parts, held: Iterable[InHand]) -> dict[str, dict[str, Any]]:
    """By contact, the resident's end of the chats that an agent holds."""
    chats = [each.contact for each in held if each.channel == Channel.CHAT]
    return {each: await Presence(parts).shown(each) for each in chats}
