"""Offers as the log tells them: to whom, when, and what became of each. Read for the trace; never decided upon."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import update

from core.clock import from_ms
from core.event import Event
from records import tables
from records.family import Family
from records.rows import Offer

_FROM: Final[dict[str, tuple[str, ...]]] = {
    "made": (),
    "accepted": ("made",),
    "connected": ("made", "accepted"),
    "declined": ("made",),
    "expired": ("made",),
    "unreachable": ("made",),
    "superseded": ("made",),
    "withdrawn": ("made", "accepted"),
    "media_failed": ("made", "accepted"),
}
"""Each state, and those it is reached from in the record. An event of a step that was lost is skipped over."""

_ENDS: Final = frozenset({"declined", "expired", "unreachable", "superseded", "withdrawn", "media_failed"})


class Offers(Family):
    """A projection of events, written with them in one transaction."""

    table = tables.offers

    def apply(self, event: Event) -> bool:
        """Keep what one event says of an offer; whether it said anything new."""
        state = _state(event)
        if state is None or event.contact_id is None or event.epoch is None:
            return False
        return self._move(event, state) or self._begin(event, state)

    def of_contact(self, contact_id: str) -> list[Offer]:
        """In the order they were made."""
        offer = self.table.c
        query = self._select(Offer).where(offer.contact_id == contact_id)
        return self._all(Offer, query.order_by(offer.made_at, offer.generation, offer.epoch))

    def lately(self, agent: str, since: datetime, limit: int = 50) -> list[Offer]:
        """What has rung at an agent's desk since then and is over, the newest first."""
        offer = self.table.c
        mine = (offer.agent_id == agent) & (offer.made_at >= since) & (offer.state != "made")
        query = self._select(Offer).where(mine).order_by(offer.made_at.desc(), offer.epoch.desc())
        return self._all(Offer, query.limit(limit))

    def _move(self, event: Event, state: str) -> bool:
        offer = self.table.c
        mine = (offer.contact_id == event.contact_id) & (offer.generation == event.generation)
        mine &= (offer.epoch == event.epoch) & (offer.division == self._division)
        statement = update(self.table).where(mine, offer.state.in_(_FROM[state]))
        return self._connection.execute(statement.values(**_changes(event, state))).rowcount == 1

    def _begin(self, event: Event, state: str) -> bool:
        if event.agent_id is None:
            return False
        values = {
            "contact_id": event.contact_id,
            "generation": event.generation,
            "epoch": event.epoch,
            "agent_id": event.agent_id,
            "made_at": from_ms(event.at_ms),
            **_changes(event, state),
        }
        return self._insert_unless(values, ("contact_id", "generation", "epoch"))


def _state(event: Event) -> str | None:
    if event.type == "contact.connected":
        return "connected"
    kind, _, state = event.type.partition(".")
    return state if kind == "offer" and state in _FROM else None


def _changes(event: Event, state: str) -> dict[str, Any]:
    at = from_ms(event.at_ms)
    changes: dict[str, Any] = {"state": state}
    if state in _ENDS:
        changes |= {"ended_at": at, "reason": event.facts.get("reason")}
    elif state == "accepted":
        changes |= {"answered_at": at}
    return changes
