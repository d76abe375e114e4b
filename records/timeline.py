"""A person's story over every channel in one list: contacts, messages, notes, referrals and outcomes, newest first."""

from typing import Any

from sqlalchemy import Select, or_, select

from core.channel import Channel
from records.family import Scope
from records.rows import TimelineItem
from records.tables import cases, contacts, messages, referrals


class Timeline:
    """Reads each kind's newest `limit`, then merges: the newest `limit` of all are surely among them."""

    def __init__(self, scope: Scope) -> None:
        self._connection = scope.connection
        self._division = scope.division

    def of_person(self, person_id: str, limit: int) -> list[TimelineItem]:
        """What this person said to us, what concerned them, and what became of it."""
        items = [
            *self._arrivals(person_id, limit),
            *self._outcomes(person_id, limit),
            *self._messages(person_id, limit),
            *self._referrals(person_id, limit),
        ]
        # At one moment an arrival goes before what it led to, so it comes after it in a list with the newest first.
        items.sort(key=lambda item: (item.at, item.kind != "contact", item.kind == "outcome"), reverse=True)
        return items[:limit]

    def _theirs(self, person_id: str) -> Any:
        theirs = or_(contacts.c.person_id == person_id, contacts.c.concerns_person_id == person_id)
        return (contacts.c.division == self._division) & theirs

    def _arrivals(self, person_id: str, limit: int) -> list[TimelineItem]:
        query = (
            select(
                contacts.c.arrived_at.label("at"),
                *_ABOUT,
                contacts.c.summary,
                contacts.c.service,
                contacts.c.agent_id.label("author"),
                contacts.c.state.label("status"),
            )
            .where(self._theirs(person_id))
            .order_by(contacts.c.arrived_at.desc())
        )
        return [
            _item("contact", row, text=row["summary"] or row["service"] or "", direction="in")
            for row in self._rows(query, limit)
        ]

    def _outcomes(self, person_id: str, limit: int) -> list[TimelineItem]:
        query = (
            select(
                contacts.c.closed_at.label("at"),
                *_ABOUT,
                contacts.c.outcome,
                contacts.c.agent_id.label("author"),
                contacts.c.outcome.label("status"),
            )
            .where(self._theirs(person_id), contacts.c.closed_at.is_not(None))
            .order_by(contacts.c.closed_at.desc())
        )
        return [_item("outcome", row, text=row["outcome"] or "") for row in self._rows(query, limit)]

    def _messages(self, person_id: str, limit: int) -> list[TimelineItem]:
        query = (
            select(messages.c.at, *_ABOUT, messages.c.text, messages.c.direction, messages.c.author, messages.c.status)
            .join_from(messages, contacts, messages.c.contact_id == contacts.c.id)
            .where(self._theirs(person_id))
            .order_by(messages.c.at.desc(), messages.c.id.desc())
        )
        return [
            _item(
                "note" if row["direction"] == "note" else "message", row, text=row["text"], direction=row["direction"]
            )
            for row in self._rows(query, limit)
        ]

    def _referrals(self, person_id: str, limit: int) -> list[TimelineItem]:
        query = (
            select(
                referrals.c.created_at.label("at"),
                contacts.c.channel,
                referrals.c.contact_id,
                referrals.c.case_id,
                referrals.c.service,
                referrals.c.partner_reference,
                referrals.c.by.label("author"),
                referrals.c.state.label("status"),
            )
            .join_from(referrals, cases, referrals.c.case_id == cases.c.id)
            .outerjoin(contacts, referrals.c.contact_id == contacts.c.id)
            .where(referrals.c.division == self._division, or_(cases.c.person_id == person_id, self._theirs(person_id)))
            .order_by(referrals.c.created_at.desc(), referrals.c.id.desc())
        )
        return [
            _item(
                "referral",
                row,
                text=" ".join(filter(None, (row["service"], row["partner_reference"]))),
                direction="out",
            )
            for row in self._rows(query, limit)
        ]

    def _rows(self, query: Select[Any], limit: int) -> list[Any]:
        return list(self._connection.execute(query.limit(limit)).mappings())


_ABOUT = (contacts.c.channel, contacts.c.id.label("contact_id"), contacts.c.case_id)


def _item(kind: str, row: Any, *, text: str, direction: str | None = None) -> TimelineItem:
    return TimelineItem(
        at=row["at"],
        kind=kind,
        channel=None if row["channel"] is None else Channel(row["channel"]),
        contact_id=row["contact_id"],
        case_id=row["case_id"],
        text=text,
        direction=direction,
        author=row["author"],
        status=row["status"],
    )
