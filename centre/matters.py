"""What an agent does about a matter that they have taken: notes, replies, who, where, whom it concerns, referring.

Who may do what with which contact is decided here, once, before anything happens.
"""

import asyncio
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import structlog

from centre.attached import document_of
from centre.chat_presence import Presence
from centre.chats import answer
from centre.parts import Parts
from centre.places import place_from
from centre.planning import Planning
from centre.put_right import put_right
from centre.referring import Referring, shown
from centre.sending import Sending, message_key, same_words, taken_back
from centre.whose import somebody_else as is_somebody_else
from core.channel import Channel
from core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from core.language import tag_of
from records.rows import Contact
from records.tx import Tx
from router.engine.words import Word
from router.rules.plan import Plan

log = structlog.get_logger()

AFTERWARDS = timedelta(minutes=10)
"""How long after its close a contact still takes notes and another outcome, from whoever closed it."""

PROMISED_AT_MOST = timedelta(days=366)
NEEDS_AT_MOST = 500
"""Characters of what somebody needs: what is said at the desk, not their file."""

NOT_YOURS = "This contact is not with you."
READ_ONLY = "This contact is closed: it can be read, and no longer changed."
SENDS_NO_MORE = "This contact is closed, so nothing more is sent from it. Use one that is open and with you."


class Matters:
    """The verbs about a contact in hand. `agent` is an account's id."""

    def __init__(self, parts: Parts, planning: Planning, sending: Sending, referring: Referring) -> None:
        self._parts = parts
        self._planning = planning
        self._sending = sending
        self._referring = referring

    async def document(self, agent: str, contact: str, document: str) -> tuple[Path, str]:
        """Where a document of a contact is kept, and its content type; NotFound when it is another contact's."""
        await self._seen(agent, contact)
        found = await self._parts.sql.read(lambda tx: document_of(tx, contact, document, agent))
        path = self._parts.settings.documents_folder / found.path
        if not await asyncio.to_thread(path.is_file):
            raise NotFound("The file of this document is not here.")
        return path, found.content_type

    async def note(self, agent: str, contact: str, text: str, key: str | None = None) -> None:
        """A private note on the contact's case; for a while also when it has closed. The same `key` is one note.

        AlreadySent when other words were kept with it.
        """
        mine = await self._mine(agent, contact)
        if not text.strip():
            raise InvalidInput("Write something first.", field="text")

        def keep(tx: Tx) -> None:
            takes_words(tx.contacts.get(contact, lock=True), tx.now)
            named = message_key(mine, f"note:{key}") if key else None
            same_words(tx.messages.add(contact, "note", text.strip(), agent, key=named), text)

        await self._parts.sql.write(keep)
        if mine.state == "closed":
            log.info("noted_after_close", contact=contact, agent=agent)
        await self._changed(contact, agent)

    async def reply(self, agent: str, contact: str, text: str, key: str, undo_s: float = 0) -> None:
        """A text to the resident, which `take_back` stops for `undo_s` seconds; in a chat it is said at once."""
        mine = await self._sending_from(agent, contact)
        if mine.channel is Channel.CHAT:
            await answer(self._parts, mine, agent, text, key)
            return
        await self._sending.text(mine, text, author=agent, key=key, undo_s=undo_s)

    async def types(self, agent: str, contact: str) -> None:
        """The agent is writing in a chat."""
        await self._mine(agent, contact)
        await Presence(self._parts).agent_types(contact, typing=True)
        await self._parts.notices.tell("chat.typing", contact=contact)

    async def take_back(self, agent: str, contact: str, message: str) -> None:
        """A message of this agent's that has not left: it never will. Conflict when it has."""
        await self._mine(agent, contact)
        await self._parts.sql.write(lambda tx: taken_back(tx, agent, contact, message))
        await self._changed(contact, agent)

    async def set_service(self, agent: str, contact: str, service: str) -> None:
        """What it is really about; the case follows, and so does the queue in which it would wait again."""
        mine = await self._open(agent, contact)
        self._referring.service(service)

        def keep(tx: Tx) -> Plan:
            before = Planning.of(tx.contacts.get(contact, lock=True))
            plan = self._planning.plan(tx, tx.contacts.set_service(contact, service))
            # That this agent has it by now is no reason to keep it for them.
            plan = replace(plan, preferred=before.preferred, preferred_ms=before.preferred_ms)
            tx.contacts.set_plan(contact, plan.to_dict())
            put_right(tx, mine, service, agent)
            if mine.case_id:
                tx.cases.update(mine.case_id, service=service)
            return plan

        # Rules that were published in this very moment make another plan of it.
        while await self._parts.engine.replan(await self._parts.sql.write(keep)) is Word.STALE:
            log.info("service_planned_again", contact=contact)
        await self._changed(contact, agent)

    async def set_person(self, agent: str, contact: str, name: str, *, somebody_else: bool = False) -> None:
        """Who is calling: the known person's name is corrected, unless it is somebody else who uses their number.

        Somebody new at a shared number is a person of their own, with a case of their own, and nobody's history is
        renamed by it.
        """
        mine = await self._open(agent, contact)
        if not name.strip():
            raise InvalidInput("Write the resident's name.", field="name")
        known = None if somebody_else else mine.person_id

        def keep(tx: Tx) -> None:
            if known is not None:
                tx.people.update(known, name=name.strip())
            else:
                is_somebody_else(tx, contact, name.strip(), agent)

        await self._parts.sql.write(keep)
        await self._changed(contact, agent)

    async def set_needs(self, agent: str, contact: str, *, language: str, access_needs: str) -> None:
        """What the caller speaks, as a tag of BCP 47, and what they need to reach us; what is empty is taken back."""
        await self._open(agent, contact)
        speaks = tag_of(language) if language.strip() else None
        needs = access_needs.strip() or None
        if needs and len(needs) > NEEDS_AT_MOST:
            raise InvalidInput(f"Say it in {NEEDS_AT_MOST} characters.", field="access_needs")
        await self._parts.sql.write(
            lambda tx: tx.people.update(caller(tx, contact), language=speaks, access_needs=needs)
        )
        await self._changed(contact, agent)

    async def set_concerns(self, agent: str, contact: str, *, name: str, relation: str, authority: str) -> None:
        """Whom it concerns, when that is somebody else than who is calling; without a name, the caller after all."""
        mine = await self._open(agent, contact)

        def keep(tx: Tx) -> None:
            if not name.strip():
                tx.contacts.set_concerns(contact, None)
                return
            known = tx.people.get(mine.concerns_person_id) if mine.concerns_person_id else None
            # Another name is another person: the one before may have a history of their own.
            person = known if known and known.name == name.strip() else tx.people.create(name.strip())
            tx.contacts.set_concerns(contact, person.id, relation=relation or None, authority=authority or None)

        await self._parts.sql.write(keep)
        await self._changed(contact, agent)

    async def promise(self, agent: str, contact: str, next_action: str, by: date | None) -> None:
        """What happens next in the matter, and the day by whose end that is promised. Nothing takes it back."""
        mine = await self._open(agent, contact)
        if mine.case_id is None:
            raise Conflict("It is in no case yet, so nothing can be promised about it.")
        action = next_action.strip()
        if by is not None and not action:
            raise InvalidInput("Say what will happen by then.", field="next_action")
        end = self._end_of(by) if by else None

        def keep(tx: Tx) -> None:
            tx.cases.update(str(mine.case_id), next_action=action or None, promised_at=end)
            tx.messages.add(contact, "note", _promised(action, by), agent)

        await self._parts.sql.write(keep)
        await self._changed(contact, agent)

    def _end_of(self, day: date) -> datetime:
        """The last second of a day in the county, which has to be to come."""
        zone = self._parts.county.zone
        today = self._parts.clock.now().astimezone(zone).date()
        if not today <= day <= today + PROMISED_AT_MOST:
            raise InvalidInput("Choose a day from today on, within a year.", field="by")
        return datetime.combine(day, time(23, 59, 59), zone)

    async def set_place(self, agent: str, contact: str, place: dict[str, Any]) -> None:
        """Where it is."""
        await self._open(agent, contact)
        found = place_from(place)
        await self._parts.sql.write(lambda tx: tx.contacts.merge_facts(contact, {"place": found}))
        await self._changed(contact, agent)

    async def send_place_link(self, agent: str, contact: str, key: str) -> None:
        """Text the resident a page on which they can show where it is; once for each `key`."""
        await self._sending.place_link(await self._sending_from(agent, contact), author=agent, key=f"desk:{key}")

    async def refer(self, agent: str, contact: str, service: str, fields: dict[str, Any]) -> dict[str, Any]:
        """Pass the matter to its specialists."""
        mine = await self._sending_from(agent, contact)
        made = await self._referring.refer(agent, mine, service, fields)
        return shown(made, self._parts.county.services.get(service), mine)

    async def _seen(self, agent: str, contact_id: str) -> Contact:
        """A contact that this agent holds, is offered, or has had; NotAllowed otherwise."""
        return await seen(self._parts, agent, contact_id)

    async def _mine(self, agent: str, contact_id: str) -> Contact:
        """A contact that this agent has taken."""
        return await mine(self._parts, agent, contact_id)

    async def _open(self, agent: str, contact_id: str) -> Contact:
        """A contact that this agent has taken and not closed; Conflict when it has closed."""
        return await opened(self._parts, agent, contact_id)

    async def _sending_from(self, agent: str, contact_id: str) -> Contact:
        """A contact from which this agent may send: an open one, or a closed one whose case is in their hands still."""
        return await sends_from(self._parts, agent, contact_id)

    async def _changed(self, contact: str, agent: str) -> None:
        await self._parts.notices.tell("contact.changed", contact=contact, agent=agent)


async def mine(parts: Parts, agent: str, contact_id: str) -> Contact:
    """A contact that this agent has taken; NotAllowed otherwise."""
    contact = await parts.sql.read(lambda tx: tx.contacts.get(contact_id))
    if contact.agent_id != agent:
        raise NotAllowed(NOT_YOURS)
    return contact


async def seen(parts: Parts, agent: str, contact_id: str) -> Contact:
    """A contact that this agent holds, is offered, or has had; NotAllowed otherwise."""
    contact, state = await asyncio.gather(
        parts.sql.read(lambda tx: tx.contacts.get(contact_id)), parts.engine.contact(contact_id)
    )
    if contact.agent_id == agent or (state is not None and state.agent == agent):
        return contact
    raise NotAllowed(NOT_YOURS)


async def opened(parts: Parts, agent: str, contact_id: str) -> Contact:
    """A contact that this agent has taken and not closed; Conflict when it has closed."""
    contact = await mine(parts, agent, contact_id)
    if contact.state == "closed":
        raise Conflict(READ_ONLY)
    return contact


async def sends_from(parts: Parts, agent: str, contact_id: str) -> Contact:
    """A contact from which this agent may send: an open one, or a closed one whose case is in their hands still."""
    contact = await mine(parts, agent, contact_id)
    if contact.state == "closed" and not await parts.sql.read(lambda tx: _holds_case(tx, contact, agent)):
        raise Conflict(SENDS_NO_MORE)
    return contact


def takes_words(contact: Contact, now: datetime) -> None:
    """Conflict when the contact closed so long ago that it only can be read."""
    if contact.state == "closed" and contact.closed_at is not None and now - contact.closed_at > AFTERWARDS:
        raise Conflict(READ_ONLY)


def _holds_case(tx: Tx, contact: Contact, agent: str) -> bool:
    """Whether another contact of the same case is open and with this agent."""
    others = tx.contacts.of_case(contact.case_id) if contact.case_id else []
    return any(each.agent_id == agent and each.state != "closed" for each in others)


def caller(tx: Tx, contact_id: str) -> str:
    """The person who is calling, who may have no name yet."""
    contact = tx.contacts.get(contact_id, lock=True)
    if contact.person_id:
        return contact.person_id
    person = tx.people.create(None, (contact.from_address,) if contact.from_address else ())
    tx.contacts.link(contact_id, person_id=person.id)
    return person.id


def _promised(action: str, by: date | None) -> str:
    if not action:
        return "What was promised next is taken back."
    return f"Next: {action}" + (f", promised by {by.day} {by:%B %Y}" if by else "")
