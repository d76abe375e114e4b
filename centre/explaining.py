"""Why: a contact, or one of its offers, explained from the live engine and from the record's events.

While a contact is open the engine says where it stands; the log says why each offer went where it went. Events that the
clock has not yet written to the record are read from the engine's own stream, so nothing is ever "not known yet".
"""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from centre.names import names_of
from centre.parts import Parts
from centre.planning import Planning
from centre.rings import has_no_line
from core.channel import Channel
from core.clock import to_ms
from core.errors import InvalidInput, NotFound, Unavailable
from core.event import Event
from records.rows import Contact
from records.staff_rows import Account
from records.tx import Tx
from router.explain.candidates import Choice, choices_at
from router.explain.contact import Beside, why_contact
from router.explain.history import kept_of
from router.explain.offering import why_offer
from router.explain.story import made_at, offers_of, story, told
from router.explain.subject import Subject, merged, recorded, told_now
from router.explain.words import Names, iso
from router.rules.document import Order

REFERENCE = re.compile(r"[\d\s-]+")
TAIL = 2000
"""Entries of the engine's stream at most that are read beside the record: the clock writes them at once."""
WAITS = "waiting"
WAITING = 20
"""Contacts of one service that a supervisor is shown at once."""


class Explaining:
    """The questions that begin with why. Nothing here changes anything."""

    def __init__(self, parts: Parts, planning: Planning) -> None:
        self._parts, self._planning = parts, planning

    async def why(self, id: str) -> dict[str, Any]:
        """A contact's id, a case's reference, or `contact@epoch` for one offer: its sentences and what they stand on.

        NotFound for a stranger, InvalidInput for a reference with a slip in it.
        """
        contact_id, _, epoch = id.strip().partition("@")
        if epoch and not epoch.isdigit():
            raise InvalidInput("An offer is asked for as contact@epoch, with a number.", field="id")
        contact, accounts, kept = await self._parts.sql.read(lambda tx: _read(tx, contact_id))
        names = names_of(self._parts.county, accounts)
        events = [*kept, *[each for each in await self._tail() if each.contact_id == contact.id]]
        if epoch:
            return await self._offer(contact, events, int(epoch), names)
        return await self._contact(contact, events, names)

    async def waiting(self, service: str) -> list[dict[str, Any]]:
        """The first who wait for a service, soonest due first: `{contact, channel, due, arrived, ring_back}`."""
        channels = list(Channel)
        queues = await asyncio.gather(*(self._parts.engine.queue(service, each, WAITING) for each in channels))
        ids = [contact for queue in queues for contact, _, _ in queue]
        without_line = await self._parts.sql.read(
            lambda tx: {each.id for each in tx.contacts.get_many(ids) if has_no_line(each)}
        )
        rows: list[dict[str, Any]] = [
            {
                "contact": contact,
                "channel": channel.value,
                "due": iso(due),
                "arrived": iso(arrived),
                "ring_back": contact in without_line,
            }
            for channel, queue in zip(channels, queues, strict=True)
            for contact, due, arrived in queue
        ]
        return sorted(rows, key=lambda row: (row["due"], row["contact"]))[:WAITING]

    async def _contact(self, contact: Contact, events: Sequence[Event], names: Names) -> dict[str, Any]:
        engine = self._parts.engine
        found = await engine.why(contact.id)
        place = await engine.place(contact.id) if found and found["contact"]["state"] == WAITS else None
        rule = Planning.of(contact).reason if contact.plan else ""
        now = to_ms(self._parts.clock.now())
        subject = told_now(contact.id, found, rule=rule) if found else _as_recorded(contact, now)
        if subject.state == "closed" and not subject.into:
            subject = replace(subject, into=next((e.facts["into"] for e in events[::-1] if "into" in e.facts), ""))
        choices = await self._choices(offers_of(events))
        beside = Beside(
            place=place,
            story=story(events, choices, names),
            kept=kept_of(events, contact.id),
            order=await self._order() if subject.state == WAITS else Order.DUE_FIRST,
        )
        return why_contact(subject, names, beside)

    async def _order(self) -> Order:
        try:
            return (await self._parts.sql.read(self._planning.in_force)).defaults.order
        except Unavailable:
            return Order.DUE_FIRST

    async def _offer(self, contact: Contact, events: Sequence[Event], epoch: int, names: Names) -> dict[str, Any]:
        made = made_at(events, epoch)
        if made is None:
            raise NotFound("There was no such offer of this contact.")
        choice = (await self._choices([made]))[made.sequence]
        became = told(made, events, choice, names)
        return {**why_offer(choice, names), **{name: became[name] for name in ("state", "ended", "reason", "says")}}

    async def _choices(self, offers: Sequence[Event]) -> dict[str, Choice]:
        """The moment of each offer, from the log of its generation up to the last of them."""
        found: dict[str, Choice] = {}
        for generation in dict.fromkeys(each.generation for each in offers):
            wanted = [each.sequence for each in offers if each.generation == generation]
            found |= choices_at(await self._floor(generation, wanted[-1]), set(wanted))
        return found

    async def _floor(self, generation: str, up_to: str) -> list[Event]:
        def kept(tx: Tx) -> list[Event]:
            found = tx.events.floor(generation, up_to)
            last = tx.events.last_sequence(generation)
            return found or (tx.events.floor(generation, last) if last else [])

        events = await self._parts.sql.read(kept)
        if events and events[-1].sequence == up_to:
            return events
        return [*events, *await self._tail(generation)]

    async def _tail(self, generation: str | None = None) -> list[Event]:
        """What the engine has logged, of its present generation, and the record does not have yet."""
        now = await self._parts.engine.generation()
        if now is None or generation not in (None, now):
            return []
        last = await self._parts.sql.read(lambda tx: tx.events.last_sequence(now))
        return await self._parts.engine.read_events(last or "0", TAIL)


def _read(tx: Tx, id: str) -> tuple[Contact, list[Account], list[Event]]:
    contact = _of_case(tx, id) if REFERENCE.fullmatch(id) else tx.contacts.get(id)
    return contact, tx.accounts.list(), tx.events.of_contact(contact.id)


def _of_case(tx: Tx, reference: str) -> Contact:
    """The contact that a case's reference means: the newest that is open, or the newest."""
    contacts = tx.contacts.of_case(tx.cases.by_reference(reference).id)
    if not contacts:
        raise NotFound("That case has no contacts.")
    return next((each for each in reversed(contacts) if each.state != "closed"), contacts[-1])


def _as_recorded(contact: Contact, at_ms: int) -> Subject:
    """A contact that the engine does not know: it has closed, is in its menu, or the live store was just flushed."""
    state = contact.state if contact.state in ("closed", "arrived") else "lost"
    since = to_ms(contact.closed_at or contact.moved_at)
    if contact.plan is not None:
        return recorded(
            Planning.of(contact),
            at_ms=at_ms,
            state=state,
            since_ms=since,
            agent=contact.agent_id or "",
            epoch=contact.epoch,
            outcome=contact.outcome or "",
        )
    arrived = to_ms(contact.arrived_at)
    return Subject(
        id=contact.id,
        at_ms=at_ms,
        state=state,
        channel=contact.channel.value,
        service=contact.service or "",
        band=contact.band.value,
        arrived_ms=arrived,
        due_ms=to_ms(contact.due_at or contact.arrived_at),
        since_ms=since,
        route=merged(()),
        outcome=contact.outcome or "",
    )
