"""What can be asked of the engine: a contact, an agent, a place, the board, its events. Changes nothing."""

import json
from collections.abc import Sequence
from typing import Any

from core.event import Event
from router.engine import estimate, events, views
from router.engine.base import Base
from router.engine.sound import sound_count
from router.engine.views import AgentState, Board, ContactState, OfferState, Place

CHUNK = 1000
LOOKED_AT = 200
"""Agents at most, of those whom one explanation looks at."""


class Reading(Base):
    """The questions."""

    async def contact(self, id: str) -> ContactState | None:
        """A contact, open or lately closed."""
        row = await self._ask("contact", contact=id)
        return views.contact_state(id, row) if row else None

    async def agent(self, id: str) -> AgentState | None:
        """An agent and what they hold."""
        answer = await self._ask("agent", agent=id)
        return views.agent_state(id, answer) if answer else None

    async def offers_for(self, agent: str) -> list[OfferState]:
        """What rings on this agent's desk now, oldest first."""
        answer = await self._ask("agent", agent=agent)
        rows = ((answer or {}).get("load") or {}).items()
        skills = (answer or {}).get("agent", {}).get("skills", "")
        offers = [views.offer_state(id, row, agent, skills) for id, row in rows if row["state"] == "offered"]
        return sorted(offers, key=lambda offer: offer.epoch)

    async def place(self, id: str) -> Place | None:
        """Where a waiting contact stands and how long it may yet be; None when it does not wait."""
        answer = await self._ask("place", contact=id)
        return estimate.place(**answer) if answer else None

    async def why(self, id: str, *, most: int = LOOKED_AT) -> dict[str, Any] | None:
        """All that explains where a contact is, as plain values for `router.explain.subject`; None when unknown.

        It looks at `most` agents at most, those who could serve it first, however many wait.
        """
        answer = await self._ask("why", contact=id, most=sound_count("most", most))
        return dict(answer) if answer else None

    async def queue(self, service: str, channel: str, most: int) -> list[tuple[str, int, int]]:
        """The first who wait for a service on a channel, as contact, due and arrival in ms, soonest due first."""
        rows = await self._ask("queue", queue=f"{service}|{channel}", most=sound_count("most", most))
        return [(contact, int(due), int(arrived)) for contact, due, arrived in rows or ()]

    async def board(self) -> Board:
        """Who waits for what, and what every agent does."""
        return views.board(await self._ask("board"))

    async def missing(self, contact_ids: Sequence[str]) -> set[str]:
        """Those of these contacts that the engine does not know, neither as open nor as lately closed."""
        found: set[str] = set()
        for start in range(0, len(contact_ids), CHUNK):
            chunk = contact_ids[start : start + CHUNK]
            found.update(await self._ask("missing", contacts=json.dumps(list(chunk))))
        return found

    async def dump(self) -> dict[str, Any]:
        """The whole state as plain values, for a person or for `check.problems`."""
        answer = await self._ask("dump")
        return dict(answer)

    async def slice(self, after: str = "", most: int = 50) -> dict[str, Any]:
        """A part of the state for `check.problems`, with `next`: what to give as `after` for the part behind it.

        Nobody waits for it noticeably, however large the state is; `next` is empty at the end.
        """
        return dict(await self._ask("slice", cursor=after, most=sound_count("most", most)))

    async def read_events(self, after: str = "0", count: int = 500, block_ms: int | None = None) -> list[Event]:
        """Events of up to `count` scripts after a sequence, oldest first; waits up to `block_ms` for the first.

        What one script did comes whole or not at all.
        """
        entries = await self._live.read_stream(
            self._keys.events, after=events.entry_of(after), count=count, block_ms=block_ms
        )
        return [event for entry, row in entries for event in events.of_entry(self.division, entry, row)]

    async def heard(self, after: str = "0", count: int = 500) -> tuple[list[Event], int | None]:
        """`read_events`, and when the next deadline falls, in one round trip: for whoever makes the time."""
        entries, deadline = await self._live.stream_and_lowest(
            self._keys.events, self._keys.timers, after=events.entry_of(after), count=count
        )
        return [event for entry, row in entries for event in events.of_entry(self.division, entry, row)], deadline

    async def has_event(self, sequence: str) -> bool:
        """Whether the log still has this event: the last that is in the record is there unless the store lost it."""
        return await self._live.has_entry(self._keys.events, events.entry_of(sequence))

    async def trim_events(self, up_to: str) -> int:
        """Forget events before `up_to` (it stays), once they are in the record. Returns how many went."""
        return await self._live.trim_stream(self._keys.events, events.entry_of(up_to))
