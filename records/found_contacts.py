"""Contacts as they are looked for: by id, state, sender, person and case. What changes them is `records.contacts`."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import RowMapping, Select, select, tuple_

from core.address import Address, AddressKind
from core.channel import Band, Channel
from core.errors import NotFound
from records import statements, tables
from records.family import Family
from records.projection import ARRIVED, ASIDE, NO_OUTCOME, ROUTED, WAITING
from records.rows import Contact, Waiting

Place = tuple[datetime, str]
"""Where a contact stands among those that are open: when it arrived, and its id."""
_FIRST_COME: Final = (tables.contacts.c.arrived_at, tables.contacts.c.id)


class FoundContacts(Family):
    """The questions."""

    table = tables.contacts
    beside = ("from_kind", "from_value")

    def get(self, contact_id: str, *, lock: bool = False) -> Contact:
        """Raises NotFound. With `lock`, nobody else changes it until this transaction ends: for read, think, write."""
        return self._contact(self._found(Contact, lock=lock, id=contact_id))

    def by_provider_id(self, channel: Channel, provider_id: str) -> Contact | None:
        """The contact a provider means, if we have it."""
        found = self._found(Contact, channel=channel, provider_id=provider_id)
        return None if found is None else _contact(found)

    def routed_open(self) -> list[Contact]:
        """What the engine should be holding, in order of arrival: waiting, put aside, offered, connecting, active…"""
        return self._in_states(ROUTED)

    def routed_open_ids(self) -> list[str]:
        """The ids of `routed_open`, in order of arrival."""
        return [each.id for each in self._connection.execute(self._routed_places(_FIRST_COME))]

    def routed_open_page(self, after: Place | None, limit: int) -> tuple[list[str], Place | None]:
        """The next `limit` of `routed_open_ids` behind a place, and the place to go on from: None when that was all."""
        query = self._routed_places(_FIRST_COME).limit(limit)
        found = self._connection.execute(query if after is None else query.where(tuple_(*_FIRST_COME) > after)).all()
        return [each.id for each in found], tuple(found[-1]) if len(found) == limit else None

    def routed_open_newest(self, limit: int) -> list[str]:
        """The last `limit` of `routed_open_ids`, the newest first."""
        query = self._routed_places(each.desc() for each in _FIRST_COME).limit(limit)
        return [each.id for each in self._connection.execute(query)]

    def _routed_places(self, order: Iterable[Any]) -> Select[Any]:
        contact = self.table.c
        mine = (contact.division == self._division) & contact.state.in_(ROUTED)
        return select(*_FIRST_COME).where(tables.contact_is_open, mine).order_by(*order)

    def calls_in_hand(self) -> list[Contact]:
        """Calls that are with an agent, and whatever else is on its way to one as `consult:`, in order of arrival."""
        contact = self.table.c
        asked = contact.state.in_((ARRIVED, *ROUTED)) & contact.provider_id.like("consult:%")
        mine = (contact.channel == Channel.PHONE) & (contact.state.in_(("active", "wrapping")) | asked)
        query = self._query().where(tables.contact_is_open, mine)
        return self._contacts(query.order_by(contact.arrived_at, contact.id))

    def waiting(self, limit: int) -> list[Waiting]:
        """Of those who wait, what their plans ask for: whoever is due first, first."""
        row = self.table.c
        mine = (row.division == self._division) & (row.state == WAITING) & row.plan.is_not(None)
        mine &= row.consults.is_(None)
        query = select(row.service, row.channel, row.queued_at, row.plan).where(tables.contact_is_open, mine)
        found = self._connection.execute(query.order_by(row.due_at, row.id).limit(limit)).mappings()
        return [Waiting(**{**each, "channel": Channel(each["channel"])}) for each in found]

    def aside(self, by: str | None = None) -> list[Contact]:
        """What is put aside, by everybody or by one agent: whatever comes back first, first."""
        row = self.table.c
        query = self._query().where(tables.contact_is_open, row.state.in_(ASIDE))
        query = query if by is None else query.where(row.aside_by == by)
        return self._contacts(query.order_by(row.aside_until, row.id))

    def without_outcome(self, agent: str, since: datetime) -> list[Contact]:
        """What closed in this agent's hands since then and nobody has said how, in the order in which it closed."""
        row = self.table.c
        query = self._query().where(row.outcome == NO_OUTCOME, row.closed_at >= since, row.agent_id == agent)
        return self._contacts(query.where(row.consults.is_(None)).order_by(row.closed_at, row.id))

    def get_many(self, contact_ids: Sequence[str]) -> list[Contact]:
        """Those of these contacts that there are, in the order asked for."""
        found = {each.id: each for each in self._contacts(self._query().where(self.table.c.id.in_(contact_ids)))}
        return [found[id] for id in contact_ids if id in found]

    def open_from(self, channel: Channel, sender: Address, *, lock: bool = False) -> Contact | None:
        """The newest contact on this channel from this address that has not closed.

        With `lock`, they are `alone_with` the address, and nobody else changes the contact until this transaction ends.
        """
        if lock:
            self.alone_with(channel, sender)
        known = statements.its(division=self._division, channel=channel, from_kind=sender.kind, from_value=sender.value)
        found = self._connection.execute(_newest_open(lock), known).mappings().first()
        return None if found is None else _contact(found)

    def alone_with(self, channel: Channel, sender: Address) -> None:
        """Nobody else passes here for this address until this transaction ends: of two that would each make a contact
        where there is none, the second finds the first one's."""
        self._alone(f"{channel}:{sender.kind}:{sender.value}")

    def in_menu_open(self) -> list[Contact]:
        """Calls still in their menu, and whatever else was taken in and never handed to the engine."""
        return self._in_states((ARRIVED,))

    def recent(self, limit: int = 50) -> list[Contact]:
        """The newest arrivals first."""
        contact = self.table.c
        return self._contacts(self._query().order_by(contact.arrived_at.desc(), contact.id.desc()).limit(limit))

    def of_person(self, person_id: str, limit: int = 50) -> list[Contact]:
        """Contacts that this person made, newest first; what agents asked each other about them is none."""
        contact = self.table.c
        query = self._query().where(contact.person_id == person_id, contact.consults.is_(None))
        return self._contacts(query.order_by(contact.arrived_at.desc(), contact.id.desc()).limit(limit))

    def of_case(self, case_id: str) -> list[Contact]:
        """A case's contacts, oldest first."""
        contact = self.table.c
        query = self._query().where(contact.case_id == case_id)
        return self._contacts(query.order_by(contact.arrived_at, contact.id))

    def count(self) -> int:
        """How many contacts the division has ever had."""
        return self._count()

    def _in_states(self, states: Iterable[str]) -> list[Contact]:
        contact = self.table.c
        query = self._query().where(tables.contact_is_open, contact.state.in_(states))
        return self._contacts(query.order_by(contact.arrived_at, contact.id))

    def _query(self) -> Select[Any]:
        return self._select(Contact)

    def _contacts(self, query: Select[Any]) -> list[Contact]:
        return [_contact(row) for row in self._connection.execute(query).mappings()]

    @staticmethod
    def _contact(row: RowMapping | None) -> Contact:
        """Raises NotFound."""
        if row is None:
            raise NotFound("There is no such contact.")
        return _contact(row)


@cache
def _newest_open(lock: bool) -> Select[Any]:
    row = tables.contacts.c
    known = ("division", "channel", "from_kind", "from_value")
    query = statements.finding(tables.contacts, Contact, known, FoundContacts.beside, lock=lock)
    # Not `contact_is_open`: its index has them in this order, but everybody's, and a stranger's would be looked for
    # among all that are open. The sender's own index has few.
    return query.where(row.state != "closed").order_by(row.arrived_at.desc(), row.id.desc()).limit(1)


def _contact(found: RowMapping) -> Contact:
    row = dict(found)
    kind, value = row.pop("from_kind"), row.pop("from_value")
    sender = None if kind is None else Address(kind=AddressKind(kind), value=value)
    return Contact(**row | {"channel": Channel(row["channel"]), "band": Band(row["band"]), "from_address": sender})
