"""Contacts: taken in once however often they are delivered, linked to people and cases, moved by acts and events."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, select, update

from core.channel import CHANNEL_BANDS, Band
from core.clock import from_ms
from core.errors import Conflict, InvalidInput
from core.event import Event
from records.found_contacts import FoundContacts
from records.living import living
from records.projection import ARRIVED, CLOSED, STATES, WAITING, Move, Standing, moved, of_event
from records.rows import Contact, NewContact

_MOVING: Final = tuple(field.name for field in fields(Standing))


class Contacts(FoundContacts):
    """One row for each thing a resident wants dealt with. How a row moves is `records.projection`'s to say."""

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
            "person_id": self._now_of(new.person_id),
            "service": new.service,
            "state": ARRIVED,
            "epoch": 0,
            "band": new.band or CHANNEL_BANDS[new.channel],
            "arrived_at": new.received_at,
            "moved_at": new.received_at,
            "consults": new.consults,
            "facts": new.facts,
        }
        created = self._inserted(Contact, values, ("channel", "provider_id"))
        known = created or self._found(Contact, channel=new.channel, provider_id=new.provider_id)
        return self._contact(known), created is not None

    def set_plan(
        self,
        contact_id: str,
        plan: dict[str, Any],
        *,
        rules_version: int | None = None,
        due_at: datetime | None = None,
        band: Band | None = None,
        held: Contact | None = None,
    ) -> Contact:
        """Keep the route plan. The first one hands the contact to the engine: it is now waiting, and counts from here.

        What is not given is read from the plan's own `rules_version`, `due_ms` and `band`. `held` is the contact as it
        is, from a transaction that has locked it.
        """
        contact = held or self.get(contact_id, lock=True)
        changes: dict[str, Any] = {"plan": plan}
        changes["rules_version"] = plan.get("rules_version") if rules_version is None else rules_version
        changes["due_at"] = due_at or (from_ms(plan["due_ms"]) if plan.get("due_ms") is not None else contact.due_at)
        changes["band"] = band or plan.get("band") or contact.band
        if contact.queued_at is None:
            changes["queued_at"] = self._now
        if contact.state == ARRIVED:
            changes |= {"state": WAITING, "moved_at": self._now}
        return self._with(contact_id, changes)

    def set_service(self, contact_id: str, service: str) -> Contact:
        """What it is about. Moving it to another queue is the router's."""
        return self._with(contact_id, {"service": service})

    def set_summary(self, contact_id: str, summary: str) -> Contact:
        """One line of what it was about, for the timeline."""
        return self._with(contact_id, {"summary": summary})

    def merge_facts(self, contact_id: str, facts: dict[str, Any]) -> Contact:
        """Add to what is known (a place, what was said…); a key that is there is replaced, the others stay."""
        contact = self.get(contact_id, lock=True)
        return self._with(contact_id, {"facts": {**contact.facts, **facts}})

    def set_provider_id(self, contact_id: str, provider_id: str) -> Contact:
        """The same contact goes on by another call of the resident's."""
        return self._with(contact_id, {"provider_id": provider_id})

    def set_outcome(self, contact_id: str, outcome: str) -> Contact:
        """What a closed contact came to, by what was heard of it later."""
        return self._with(contact_id, {"outcome": outcome})

    def link(self, contact_id: str, *, person_id: str | None = None, case_id: str | None = None) -> Contact:
        """Say who made it and which case it belongs to; what is not given stays."""
        given = {"person_id": self._now_of(person_id), "case_id": case_id}
        return self._with(contact_id, {name: value for name, value in given.items() if value is not None})

    def unlink(self, contact_id: str) -> Contact:
        """It is nobody's that we know, and in no case."""
        return self._with(contact_id, {"person_id": None, "case_id": None})

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
        changes = {"concerns_person_id": self._now_of(person_id), "relation": relation, "authority": authority}
        if organisation_id is not None:
            changes["organisation_id"] = organisation_id
        return self._with(contact_id, changes)

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
        return self._with(contact_id, {"outcome": outcome})

    def _with(self, contact_id: str, changes: dict[str, Any]) -> Contact:
        """The contact, with these changes."""
        return self._contact(self._changed(Contact, contact_id, changes))

    def _now_of(self, person_id: str | None) -> str | None:
        """Whoever that is by now."""
        return person_id and living(self._connection, self._division, person_id)

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
