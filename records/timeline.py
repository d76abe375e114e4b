"""A person's story over every channel in one list: contacts, messages, notes, referrals and outcomes, newest first."""

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import CompoundSelect, Select, select, union

from core.channel import Channel
from records.family import Scope
from records.rows import TimelineItem
from records.tables import cases, contacts, messages, referrals

_ABOUT: Final = (contacts.c.channel, contacts.c.id.label("contact_id"), contacts.c.case_id)


class Timeline:
    """Reads each kind's newest `limit`, then merges: the newest `limit` of all are surely among them."""

    def __init__(self, scope: Scope) -> None:
        self._connection = scope.connection
        self._division = scope.division

    def of_person(self, person_id: str, limit: int) -> list[TimelineItem]:
        """What this person said to us, what concerned them, and what became of it."""
        theirs = self._contacts_of(person_id)
        items = [
            *self._arrivals(theirs, limit),
            *self._outcomes(theirs, limit),
            *self._messages(theirs, limit),
            *self._referrals(person_id, theirs, limit),
        ]
        # Of one moment, an arrival was before what it led to and an outcome after it: last and first in this list.
        items.sort(key=lambda item: (item.at, item.kind != "contact", item.kind == "outcome"), reverse=True)
        return items[:limit]

    def _contacts_of(self, person_id: str) -> CompoundSelect[Any]:
        """Two reads of an index each; one with an OR would go through every contact there is."""
        mine = select(contacts.c.id).where(contacts.c.division == self._division, contacts.c.consults.is_(None))
        return union(
            mine.where(contacts.c.person_id == person_id), mine.where(contacts.c.concerns_person_id == person_id)
        )

    def _arrivals(self, theirs: CompoundSelect[Any], limit: int) -> Iterator[TimelineItem]:
        columns = (contacts.c.arrived_at.label("at"), contacts.c.summary, contacts.c.service)
        who = (contacts.c.agent_id.label("author"), contacts.c.state.label("status"))
        query = select(*columns, *who, *_ABOUT).where(contacts.c.id.in_(theirs))
        for row in self._rows(query.order_by(contacts.c.arrived_at.desc()), limit):
            yield _item("contact", row, text=row["summary"] or row["service"] or "", direction="in")

    def _outcomes(self, theirs: CompoundSelect[Any], limit: int) -> Iterator[TimelineItem]:
        columns = (contacts.c.closed_at.label("at"), contacts.c.outcome.label("status"), contacts.c.facts)
        query = select(*columns, contacts.c.agent_id.label("author"), *_ABOUT)
        query = query.where(contacts.c.id.in_(theirs), contacts.c.closed_at.is_not(None))
        for row in self._rows(query.order_by(contacts.c.closed_at.desc()), limit):
            # What its agent chose says more than the few words under which the engine counts it.
            yield _item("outcome", row, text=(row["facts"] or {}).get("outcome") or row["status"] or "")

    def _messages(self, theirs: CompoundSelect[Any], limit: int) -> Iterator[TimelineItem]:
        said = messages.c
        query = select(said.at, said.text, said.direction, said.author, said.status, *_ABOUT)
        query = query.join_from(messages, contacts, said.contact_id == contacts.c.id)
        query = query.where(said.division == self._division, said.contact_id.in_(theirs))
        for row in self._rows(query.order_by(said.at.desc(), said.id.desc()), limit):
            kind = "note" if row["direction"] == "note" else "message"
            yield _item(kind, row, text=row["text"], direction=row["direction"])

    def _referrals(self, person_id: str, theirs: CompoundSelect[Any], limit: int) -> Iterator[TimelineItem]:
        made = referrals.c
        matters = select(cases.c.id).where(cases.c.division == self._division, cases.c.person_id == person_id)
        here = select(made.id).where(made.division == self._division)
        which = union(here.where(made.case_id.in_(matters)), here.where(made.contact_id.in_(theirs)))
        columns = (made.contact_id, made.case_id, made.service, made.partner_reference, contacts.c.channel)
        who = (made.created_at.label("at"), made.by.label("author"), made.state.label("status"))
        query = select(*columns, *who).outerjoin_from(referrals, contacts, made.contact_id == contacts.c.id)
        query = query.where(made.id.in_(which))
        for row in self._rows(query.order_by(made.created_at.desc(), made.id.desc()), limit):
            text = " ".join(filter(None, (row["service"], row["partner_reference"])))
            yield _item("referral", row, text=text, direction="out")

    def _rows(self, query: Select[Any], limit: int) -> list[Any]:
        return list(self._connection.execute(query.limit(limit)).mappings())


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
