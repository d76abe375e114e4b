"""Contacts: taken in once however often they are delivered, linked to people and cases, moved by acts and events."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, bindparam, select, update

from core.address import Address, AddressKind
from core.channel import CHANNEL_BANDS, Band, Channel
from core.clock import from_ms
from core.errors import Conflict, InvalidInput, NotFound
from core.event import Event
from records import tables
from records.family import Family
from records.projection import (
    ARRIVED,
    ASIDE,
    CLOSED,
    NO_OUTCOME,
    ROUTED,
    STATES,
    WAITING,
    Move,
    Standing,
    moved,
    of_event,
)
from records.rows import Contact, NewContact, Waiting

_MOVING: Final = tuple(field.name for field in fields(Standing))


class Contacts(Family):
    """One row for each thing a resident wants dealt with. How a row moves is `records.projection`'s to say."""

    table = tables.contacts

    def take_in(self, new: NewContact) -> tuple[Contact, bool]:
        """The contact, and whether this delivery made it: the same channel and provider id are the same contact."""
        sender = new.from_address
        values = {
            "id": self._new_id("con"),
            "channel": new.channel,
            "provider_id": new.provider_id,
            "from_kind": sender and sender.kind,
            "from_value": sender and sender.value,
            "to": new.to,
            "person_id": new.person_id,
            "service": new.service,
            "state": ARRIVED,
            "epoch": 0,
            "band": new.band or CHANNEL_BANDS[new.channel],
            "arrived_at": new.received_at,
            "moved_at": new.received_at,
            "consults": new.consults,
            "facts": new.facts,
        }
        created = self._insert_unless(values, ("channel", "provider_id"))
        contact = self.by_provider_id(new.channel, new.provider_id)
        if contact is None:  # pragma: no cover  (the row we wrote, or lost to, is there)
            raise NotFound("There is no such contact.")
        return contact, created

    def get(self, contact_id: str, *, lock: bool = False) -> Contact:
        """Raises NotFound. With `lock`, nobody else changes it until this transaction ends: for read, think, write."""
        query = self._query().where(self.table.c.id == contact_id)
        found = self._contacts(query.with_for_update() if lock else query)
        if not found:
            raise NotFound("There is no such contact.")
        return found[0]

    def by_provider_id(self, channel: Channel, provider_id: str) -> Contact | None:
        """The contact a provider means, if we have it."""
        contact = self.table.c
        found = self._contacts(self._query().where(contact.channel == channel, contact.provider_id == provider_id))
        return found[0] if found else None

    def routed_open(self) -> list[Contact]:
        """What the engine should be holding, in order of arrival: waiting, put aside, offered, connecting, active…"""
        return self._in_states(ROUTED)

    def routed_open_ids(self) -> list[str]:
        """The ids of `routed_open`, in order of arrival."""
        contact = self.table.c
        mine = (contact.division == self._division) & contact.state.in_(ROUTED)
        query = select(contact.id).where(tables.contact_is_open, mine)
        return list(self._connection.execute(query.order_by(contact.arrived_at, contact.id)).scalars())

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

        With `lock`, nobody else asks so for this address, or changes the contact, until this transaction ends: of two
        that would each make a contact where there is none, the second finds the first one's.
        """
        contact = self.table.c
        if lock:
            self._alone(f"{channel}:{sender.kind}:{sender.value}")
        query = self._query().where(
            contact.channel == channel,
            contact.from_kind == sender.kind,
            contact.from_value == sender.value,
            tables.contact_is_open,
        )
        query = query.order_by(contact.arrived_at.desc(), contact.id.desc()).limit(1)
        found = self._contacts(query.with_for_update() if lock else query)
        return found[0] if found else None

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

    def set_plan(
        self,
        contact_id: str,
        plan: dict[str, Any],
        *,
        rules_version: int | None = None,
        due_at: datetime | None = None,
        band: Band | None = None,
    ) -> Contact:
        """Keep the route plan. The first one hands the contact to the engine: it is now waiting, and counts from here.

        What is not given is read from the plan's own `rules_version`, `due_ms` and `band`.
        """
        contact = self.get(contact_id, lock=True)
        changes: dict[str, Any] = {"plan": plan}
        changes["rules_version"] = plan.get("rules_version") if rules_version is None else rules_version
        changes["due_at"] = due_at or (from_ms(plan["due_ms"]) if plan.get("due_ms") is not None else contact.due_at)
        changes["band"] = band or plan.get("band") or contact.band
        if contact.queued_at is None:
            changes["queued_at"] = self._now
        if contact.state == ARRIVED:
            changes |= {"state": WAITING, "moved_at": self._now}
        self._change(contact_id, changes)
        return self.get(contact_id)

    def set_service(self, contact_id: str, service: str) -> Contact:
        """What it is about. Moving it to another queue is the router's."""
        self._change(contact_id, {"service": service})
        return self.get(contact_id)

    def set_summary(self, contact_id: str, summary: str) -> Contact:
        """One line of what it was about, for the timeline."""
        self._change(contact_id, {"summary": summary})
        return self.get(contact_id)

    def merge_facts(self, contact_id: str, facts: dict[str, Any]) -> Contact:
        """Add to what is known (a place, what was said…); a key that is there is replaced, the others stay."""
        contact = self.get(contact_id, lock=True)
        self._change(contact_id, {"facts": {**contact.facts, **facts}})
        return self.get(contact_id)

    def set_provider_id(self, contact_id: str, provider_id: str) -> Contact:
        """The same contact goes on by another call of the resident's."""
        self._change(contact_id, {"provider_id": provider_id})
        return self.get(contact_id)

    def set_outcome(self, contact_id: str, outcome: str) -> Contact:
        """What a closed contact came to, by what was heard of it later."""
        self._change(contact_id, {"outcome": outcome})
        return self.get(contact_id)

    def link(self, contact_id: str, *, person_id: str | None = None, case_id: str | None = None) -> Contact:
        """Say who made it and which case it belongs to; what is not given stays."""
        given = {"person_id": person_id, "case_id": case_id}
        self._change(contact_id, {name: value for name, value in given.items() if value is not None})
        return self.get(contact_id)

    def set_concerns(
        self,
        contact_id: str,
        person_id: str | None,
        *,
        relation: str | None = None,
        authority: str | None = None,
        organisation_id: str | None = None,
    ) -> Contact:
        """Whom it concerns when that is not the caller, how they are related, and by what authority they speak."""
        changes = {"concerns_person_id": person_id, "relation": relation, "authority": authority}
        if organisation_id is not None:
            changes["organisation_id"] = organisation_id
        self._change(contact_id, changes)
        return self.get(contact_id)

    def set_referred(self, contact_id: str, at: datetime) -> None:
        """A referral was made on it: the day's counts need to know."""
        self._change(contact_id, {"referred_at": at})

    def move(
        self,
        contact_id: str,
        state: str,
        *,
        agent: str | None = None,
        epoch: int | None = None,
        outcome: str | None = None,
        at: datetime | None = None,
        arrives_again: bool = False,
        until: datetime | None = None,
        why: str | None = None,
        into: str | None = None,
    ) -> Contact:
        """Keep a confirmed act. The event that tells of it, and older ones, may follow in any order and agree.

        A closed contact stays as it is, unless `arrives_again` and `at` is later than its end.
        One that is put aside says `until` when, by which `agent`, and `why`; a merged one, `into` which.
        """
        if state not in STATES:
            raise InvalidInput("A contact has no such state.", field="state")
        contact = self.get(contact_id, lock=True)
        step = Move(
            state=state,
            at=at or self._now,
            epoch=epoch,
            agent_id=agent,
            outcome=outcome,
            arrives=arrives_again,
            until=until,
            why=why,
            into=into,
        )
        before = self._standings([contact_id])[contact_id]
        self._keep({contact.id: before}, {contact.id: moved(before, step)})
        return self.get(contact_id)

    def break_off(self, by: str, contact_ids: Iterable[str]) -> None:
        """A live contact, or a call out, breaks these off: to be kept first of all in the act in which `by` is taken.

        The log tells of it as well, moments later.
        """
        row, broken_off = self.table.c, list(contact_ids)
        if not broken_off:
            return
        self._standings(sorted({by, *broken_off}))
        mine = (row.division == self._division) & row.id.in_(broken_off) & row.paused_at.is_(None)
        held = mine & row.state.in_(("active", "wrapping"))
        self._connection.execute(update(self.table).where(held).values(paused_at=self._now))

    def project(self, events: Iterable[Event]) -> int:
        """Move contacts as `events` tell, in their order; how many changed. For `tx.events.append` alone."""
        steps = [(event.contact_id, of_event(event)) for event in events if event.contact_id is not None]
        before = self._standings(sorted({contact_id for contact_id, _ in steps if contact_id is not None}))
        after = dict(before)
        for contact_id, step in steps:
            if step is not None and contact_id in after:
                after[contact_id] = moved(after[contact_id], step)
        return self._keep(before, after)

    def correct_outcome(self, contact_id: str, outcome: str) -> Contact:
        """Another end for a contact that has closed; its state and its times stay. Conflict when it has not."""
        if self.get(contact_id, lock=True).state != CLOSED:
            raise Conflict("It has not closed yet.")
        self._change(contact_id, {"outcome": outcome})
        return self.get(contact_id)

    def count(self) -> int:
        """How many contacts the division has ever had."""
        return self._count()

    def _standings(self, contact_ids: Sequence[str | None]) -> dict[str, Standing]:
        """The moving part of each, locked until the transaction ends (in the order of ids, so that none deadlock)."""
        if not contact_ids:
            return {}
        contact = self.table.c
        query = select(contact.id, *(contact[name] for name in _MOVING))
        query = query.where(contact.id.in_(contact_ids), contact.division == self._division)
        found = self._connection.execute(query.order_by(contact.id).with_for_update())
        return {row.id: Standing(**{name: row._mapping[name] for name in _MOVING}) for row in found}

    def _keep(self, before: dict[str, Standing], after: dict[str, Standing]) -> int:
        changed = {key: standing for key, standing in after.items() if standing != before[key]}
        if changed:
            statement = update(self.table).where(self.table.c.id == bindparam("contact"))
            rows = [{"contact": key, **asdict(standing)} for key, standing in changed.items()]
            self._connection.execute(statement.values({name: bindparam(name) for name in _MOVING}), rows)
        return len(changed)

    def _in_states(self, states: Iterable[str]) -> list[Contact]:
        contact = self.table.c
        query = self._query().where(tables.contact_is_open, contact.state.in_(states))
        return self._contacts(query.order_by(contact.arrived_at, contact.id))

    def _query(self) -> Select[Any]:
        return self._select(Contact).add_columns(self.table.c.from_kind, self.table.c.from_value)

    def _contacts(self, query: Select[Any]) -> list[Contact]:
        return [_contact(dict(row)) for row in self._connection.execute(query).mappings()]


def _contact(row: dict[str, Any]) -> Contact:
    kind, value = row.pop("from_kind"), row.pop("from_value")
    sender = None if kind is None else Address(kind=AddressKind(kind), value=value)
    return Contact(**row | {"channel": Channel(row["channel"]), "band": Band(row["band"]), "from_address": sender})
