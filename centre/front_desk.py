"""The front desk: a visitor is given a ticket, waits in the live band, is called to a desk, or does not come.

1. A ticket's number is the day's next. The contact is in the record before reception is shown the number.
2. The screen of the waiting room shows numbers and desks, and no names.
3. Whoever takes the visitor calls the ticket, as often as it needs; one who does not come is closed as such.
"""

import asyncio
from typing import Any, Final

import structlog

from centre.arrivals import ARRIVED, TRIAGE, Arrivals
from centre.chat_words import short_wait
from centre.guessing import Guessing
from centre.matters import mine
from centre.one_matter import FREE
from centre.parts import Parts
from centre.sending import digest
from centre.shown import ASKED, TICKET, cut
from centre.telling import Telling
from channels.walk_in.inbound import NEEDS, Visit
from core.channel import Channel
from core.errors import AlreadySent, Conflict, InvalidInput, NotFound, Unavailable
from records.rows import Contact, NewContact
from records.tx import Tx
from router.engine.states import Ended
from router.engine.words import Word

log = structlog.get_logger()

CALLED: Final = "called"
"""The fact that says to which desk a ticket was called, when, how often, and for which of its offers."""
OTHER_VISIT: Final = (
    "Ticket {ticket} was given for what you had written before your last change. If this is another visitor, ask for "
    "a ticket again."
)
WATCHED: Final = "front-desk"
"""What the screens of reception and of the waiting room listen for, as if it were a contact."""
LAST_CALLED: Final = 5
QUEUED_WITHIN_S: Final = 1.0
"""Nobody stands before reception for longer: the number is given, and the rest is on its way."""
LONGEST_DESK: Final = 8
NOT_HERE: Final = "whoever calls them tells them more, and asks first who they are."
TAKEN: Final = ("connecting", "active")
IN_HAND: Final = (*TAKEN, "wrapping")


class FrontDesk:
    """The verbs of reception and of the agent who has a visitor, and the two screens. `by` and `agent` are accounts."""

    def __init__(self, parts: Parts, arrivals: Arrivals, guessing: Guessing, telling: Telling) -> None:
        self._parts = parts
        self._arrivals = arrivals
        self._guessing = guessing
        self._telling = telling
        self._queueing: set[asyncio.Task[None]] = set()

    async def add(self, by: str, visit: Visit, key: str) -> dict[str, Any]:
        """A visitor: `{contact, ticket, service_label, wait, tells}`. The same `key` twice is one ticket.

        AlreadySent when it was given for something else: that may be the same visitor put right, or another.
        `tells` is what reception may say of a request that they name; None when they name none.
        """
        services = self._parts.county.services
        if visit.service and visit.service not in services:
            raise InvalidInput("There is no such service.", field="service")
        contact = await self._parts.sql.write(lambda tx: _added(tx, visit, by, key, self._day()))
        if contact.state == ARRIVED:
            queueing = asyncio.create_task(self._queue(contact, visit))
            self._queueing.add(queueing)
            queueing.add_done_callback(self._queueing.discard)
            await asyncio.wait([queueing], timeout=QUEUED_WITHIN_S)
        named = await self._telling.of(contact, visit.words)
        contact = await self._parts.sql.read(lambda tx: tx.contacts.get(contact.id))
        return {
            "tells": (named.written or f"Request {named.case.reference}: {NOT_HERE}") if named else None,
            "contact": contact.id,
            "ticket": contact.facts[TICKET],
            "service_label": self._label(contact),
            "wait": await self._wait(contact),
        }

    async def _queue(self, contact: Contact, visit: Visit) -> None:
        """By what they came for. Should this process end meanwhile, the clock queues whoever has a ticket."""
        about = self._parts.county.services.get(visit.service)
        words = f"{about.label}. {visit.words}" if about else visit.words
        verdict = await self._guessing.of(contact, words) if visit.words else None
        guessed = self._parts.county.services.get((verdict.goes_to if verdict else None) or "")
        chosen = guessed.id if guessed and (guessed.hard or not visit.service) else visit.service
        await self._arrivals.queue(contact, chosen or TRIAGE)
        log.info("ticket_given", contact=contact.id)
        await self._changed(contact.id)

    async def leave(self, contact_id: str) -> None:
        """A visitor who waits has gone home. Conflict when somebody has them already."""
        contact = await self._visitor(contact_id)
        if contact.state == "closed":
            return
        withdrawn = await self._parts.engine.withdraw(contact_id, Ended.ABANDONED)
        if withdrawn.word is not Word.WITHDRAWN:
            raise Conflict("Somebody is with them already, so the ticket stays.")
        await self._parts.sql.write(
            lambda tx: tx.contacts.move(contact_id, "closed", outcome=Ended.ABANDONED, at=tx.now)
        )
        await self._changed(contact_id)

    async def call(self, agent: str, contact_id: str, desk: str) -> None:
        """Show the ticket in the waiting room, with the desk to go to; again when nobody came."""
        place = " ".join(desk.split())
        if not 0 < len(place) <= LONGEST_DESK:
            raise InvalidInput("Say which desk they should come to, such as 3.", field="desk")
        visitor = await self._in_hand(agent, contact_id)
        times = int((_call(visitor) or {}).get("times", 0)) + 1
        called = {"desk": place, "at": self._parts.clock.now().isoformat(), "times": times, "epoch": visitor.epoch}
        await self._parts.sql.write(lambda tx: tx.contacts.merge_facts(contact_id, {CALLED: called}))
        await self._changed(contact_id, agent)

    async def no_show(self, agent: str, contact_id: str) -> None:
        """Called, and did not come: the ticket is over."""
        visitor = await self._in_hand(agent, contact_id)
        if _call(visitor) is None:
            raise Conflict("Call the ticket first, and give them a moment to come.")
        if await self._parts.engine.close(contact_id, Ended.ABANDONED, agent=agent) is Word.GONE:
            raise Conflict("It is no longer with you.")
        await self._parts.sql.write(lambda tx: _did_not_come(tx, contact_id, agent))
        await self._changed(contact_id, agent)

    async def reception(self) -> dict[str, Any]:
        """The day's visitors, for reception: those who wait first, then those who are with somebody, then the rest."""
        visits, names = await self._parts.sql.read(self._of_today)
        waiting = [each for each in visits if _waits(each)]
        waits = {each.id: await self._wait(each) for each in waiting}
        lines = [self._line(each, names, waits.get(each.id)) for each in visits]
        order = {"waiting": 0, "called": 1, "with": 1, "served": 2, "left": 2}
        return {"at": self._now(), "visits": sorted(lines, key=lambda line: order[line["state"]])}

    async def waiting_room(self) -> dict[str, Any]:
        """The screen on the wall: `{called: [{ticket, desk, at, times}], waiting}`, the newest call first."""
        visits, _ = await self._parts.sql.read(self._of_today)
        called = [
            {"ticket": each.facts[TICKET], **{name: call[name] for name in ("desk", "at", "times")}}
            for each in visits
            if (call := _call(each)) is not None
        ]
        called.sort(key=lambda each: each["at"], reverse=True)
        return {
            "at": self._now(),
            "council": self._parts.county.council.name,
            "called": called[:LAST_CALLED],
            "waiting": sum(_sits_there(each) for each in visits),
        }

    def _of_today(self, tx: Tx) -> tuple[list[Contact], dict[str, str]]:
        names = {each.id: each.name for each in tx.accounts.list()}
        return tx.present.of_day(Channel.WALK_IN, self._day()), names

    def _line(self, visit: Contact, names: dict[str, str], wait: str | None) -> dict[str, Any]:
        called = _call(visit)
        in_hand = visit.state in IN_HAND
        closed = "left" if visit.outcome == Ended.ABANDONED else "served"
        return {
            "contact": visit.id,
            "ticket": visit.facts[TICKET],
            "service_label": self._label(visit),
            "needs": [NEEDS[each] for each in visit.facts.get("needs", ())],
            "state": "called" if called else "with" if visit.state in TAKEN else "waiting" if _waits(visit) else closed,
            "with": names.get(visit.agent_id or "") if in_hand else None,
            "desk": called["desk"] if called else None,
            "since": visit.arrived_at.isoformat(),
            "wait": wait,
        }

    async def _wait(self, contact: Contact) -> str | None:
        """In words, from the engine; nothing while it does not wait."""
        try:
            place = await self._parts.engine.tell_place(contact.id)
        except Unavailable:
            return None
        return short_wait(place) if place else None

    async def _in_hand(self, agent: str, contact_id: str) -> Contact:
        visitor = await mine(self._parts, agent, contact_id)
        if visitor.channel is not Channel.WALK_IN or visitor.state not in IN_HAND:
            raise Conflict("There is no visitor here to call.")
        return visitor

    async def _visitor(self, contact_id: str) -> Contact:
        contact = await self._parts.sql.read(lambda tx: tx.contacts.get(contact_id))
        if contact.channel is not Channel.WALK_IN:
            raise NotFound("There is no such ticket.")
        return contact

    async def _changed(self, contact_id: str, agent: str | None = None) -> None:
        await self._parts.notices.tell("visit.changed", contact=contact_id, agent=agent)
        await self._parts.notices.tell("visit.changed", contact=WATCHED)

    def _label(self, contact: Contact) -> str | None:
        service = self._parts.county.services.get(contact.service or "")
        return service.label if service else None

    def _day(self) -> str:
        return self._parts.clock.now().astimezone(self._parts.county.zone).date().isoformat()

    def _now(self) -> str:
        return self._parts.clock.now().isoformat()


def _call(visit: Contact) -> dict[str, Any] | None:
    """How the ticket was called by whoever has the visitor now; one who had them before sits at another desk."""
    call: dict[str, Any] | None = visit.facts.get(CALLED)
    return call if call and call.get("epoch") == visit.epoch and visit.state in IN_HAND else None


def _sits_there(visit: Contact) -> bool:
    """Whoever waits; also one whom somebody has taken, and has not called yet."""
    return _waits(visit) or (visit.state in TAKEN and _call(visit) is None)


def _waits(visit: Contact) -> bool:
    return visit.state in (*FREE, ARRIVED)


def _added(tx: Tx, visit: Visit, by: str, key: str, day: str) -> Contact:
    """The day's next number, and the contact that has it. Of two at once, each has its own."""
    number = tx.present.next_number(Channel.WALK_IN, day)
    asked_before = [each for each in tx.present.of_day(Channel.WALK_IN, day) if each.facts.get("key") == key]
    asked = digest(repr(visit))
    if asked_before:
        if asked_before[0].facts.get(ASKED, asked) != asked:
            raise AlreadySent(OTHER_VISIT.format(ticket=asked_before[0].facts[TICKET]))
        return asked_before[0]
    facts: dict[str, Any] = {TICKET: number, "needs": list(visit.needs), "key": key, "by": by, ASKED: asked}
    if visit.words:
        facts["words"] = cut(visit.words)
    new = NewContact(
        channel=Channel.WALK_IN,
        provider_id=f"{day}:{number}",
        to="front desk",
        received_at=tx.now,
        service=visit.service or None,
        facts=facts,
    )
    contact, _ = tx.contacts.take_in(new)
    needs = ", ".join(NEEDS[each] for each in visit.needs)
    if visit.name or needs:
        person = tx.people.create(visit.name or None)
        if needs:
            tx.people.update(person.id, access_needs=needs)
        contact = tx.contacts.link(contact.id, person_id=person.id)
    if visit.words:
        tx.messages.add(contact.id, "in", visit.words, "reception", key=f"visit:{contact.id}")
    return contact


def _did_not_come(tx: Tx, contact_id: str, agent: str) -> None:
    contact = tx.contacts.move(contact_id, "closed", outcome=Ended.ABANDONED, at=tx.now)
    tx.messages.add(contact_id, "note", "Called, and did not come.", agent, key=f"no-show:{contact_id}")
    if contact.case_id and all(each.state == "closed" for each in tx.contacts.of_case(contact.case_id)):
        tx.cases.close(contact.case_id)
