"""The chat: somebody is at the other end and waits, as on the telephone, and reads what we write on our own page.

1. A chat is opened by the resident's first words. Their browser holds its token; the record keeps the token's hash.
2. It waits in the live band. The wait that is shown is the engine's own, and "nobody is here" is said when nobody is.
3. Whoever takes it answers from the desk. Words are in the record before either side is told of them.
4. Whether somebody is typing or has gone is kept for seconds, in the live store, and may be lost.
5. It ends when either side ends it, or when a resident who waits has been gone for a while. What they write within a
   minute of an agent's end has it wait again, as a late text does: they were writing when it ended.
"""

from datetime import timedelta
from typing import Any, Final

import structlog

from centre.alarms import Alarms
from centre.arrivals import ARRIVED, TRIAGE, Arrivals
from centre.chat_ends import LEFT, is_late, is_over, is_put_away, late_until, next_token, state_of
from centre.chat_presence import Presence
from centre.chat_words import IN_DANGER, wait_words
from centre.guessing import Guessing
from centre.late_texts import LateTexts
from centre.one_matter import FREE
from centre.parts import Parts
from centre.sending import AUTOMATIC, digest, hashed, same_words
from centre.shown import cut
from centre.telling import Telling
from channels.chat.inbound import Opening
from core.address import shown_phone
from core.channel import Channel
from core.errors import Conflict, InvalidInput, Unavailable
from records.rows import Contact, Message, NewContact
from records.tx import Tx
from router.engine.states import Ended
from router.engine.words import Word

log = structlog.get_logger()

OFFICE: Final = "office"
CLOSED: Final = "The chat is closed just now."
OVER: Final = "This chat has ended. You can begin another."
LEFT_WORDS: Final = "The resident ended the chat."
GONE_FOR: Final = timedelta(minutes=2)
"""How long somebody who waits may be gone (a tunnel, another page) before their place is given up."""


class Chats:
    """The resident's verbs, and what the clock does. `token` is what the resident's browser holds."""

    def __init__(
        self,
        parts: Parts,
        arrivals: Arrivals,
        guessing: Guessing,
        late: LateTexts,
        telling: Telling,
        alarms: Alarms,
    ) -> None:
        self._parts = parts
        self._arrivals = arrivals
        self._guessing = guessing
        self._late = late
        self._telling = telling
        self._alarms = alarms
        self.presence = Presence(parts)

    def hours(self) -> dict[str, Any]:
        """`{open, hours, phone}`: whether somebody may answer, when they do, and whom to ring."""
        county, now = self._parts.county, self._parts.clock.now()
        return {
            "open": county.is_open(OFFICE, now),
            "hours": county.hours_spoken[OFFICE],
            "phone": shown_phone(county.council.phone),
            "urgent": [each.id for each in county.services.values() if each.hard and each.public],
        }

    async def begin(self, token: str, opening: Opening) -> str:
        """The token of the chat. The same twice is the same chat. Conflict when nobody answers at this hour.

        Other words with the same token (the page was gone back to) are said in it; where it is over, they begin anew.
        """
        if not self.hours()["open"]:
            raise Conflict(CLOSED)
        known = await self._parts.sql.read(lambda tx: tx.contacts.by_provider_id(Channel.CHAT, hashed(token)))
        if known is not None and is_over(known, opening.words, self._parts.clock.now()):
            token = next_token(token, opening.words)
        contact, is_other = await self._parts.sql.write(lambda tx: _begun(tx, hashed(token), opening))
        if contact.state == ARRIVED:
            await self.presence.here(contact.id)
            verdict = await self._guessing.of(contact, opening.words)
            await self._tell_where(contact, opening.words)
            await self._arrivals.queue(contact, verdict.goes_to or TRIAGE)
        if is_other:
            await self.say(contact.id, opening.words, f"again-{digest(opening.words)}")
        return token

    async def _tell_where(self, contact: Contact, words: str) -> None:
        """Where the matter is that they name, if nobody need be known to hear it."""
        named = await self._telling.of(contact, words)
        if named is None or not named.says:
            return
        written = f"{named.written} {IN_DANGER}"

        def keep(tx: Tx) -> None:
            tx.messages.add(contact.id, "out", written, AUTOMATIC, key=f"{contact.id}:told", status="delivered")

        await self._parts.sql.write(keep)

    async def known(self, token: str) -> str | None:
        """The contact of a token, while its chat may be read."""
        contact = await self._parts.sql.read(lambda tx: tx.contacts.by_provider_id(Channel.CHAT, hashed(token)))
        return None if contact is None or is_put_away(contact, self._parts.clock.now()) else contact.id

    async def view(self, contact_id: str) -> dict[str, Any]:
        """What the resident's page shows.

        `{state: waiting|talking|ended, says, agent, agent_typing_until, late_until, reference,
        messages: [{id, mine, who, text, at}]}`. Until `late_until` words still reach a chat that has ended.
        """
        contact, messages, names, reference = await self._parts.sql.read(lambda tx: _read(tx, contact_id))
        state, agent = state_of(contact), names.get(contact.agent_id or "")
        zone, council = self._parts.county.zone, self._parts.county.council.short_name
        typing = await self.presence.agent_types_until(contact_id) if state == "talking" else None
        return {
            "state": state,
            "says": await self._says(contact, state, agent),
            "agent": agent,
            "agent_typing_until": typing,
            "late_until": late.isoformat() if (late := late_until(contact)) else None,
            "reference": reference,
            "messages": [
                {
                    "id": each.id,
                    "mine": each.direction == "in",
                    "who": "You" if each.direction == "in" else names.get(each.author, council),
                    "text": each.text,
                    "at": each.at.astimezone(zone).isoformat(),
                }
                for each in messages
                if each.direction in ("in", "out")
            ],
        }

    async def say(self, contact_id: str, words: str, key: str) -> None:
        """The resident writes. The same `key` twice is one message. Conflict when the chat has ended.

        AlreadySent when other words were said with this `key`.
        """

        named = f"{contact_id}:said:{key}"

        def keep(tx: Tx) -> Contact | None:
            contact = tx.contacts.get(contact_id, lock=True)
            if state_of(contact) == "ended" and not is_late(contact, tx.now):
                known = tx.messages.by_key(named)
                if known is None or known.text != words:
                    raise Conflict(OVER)
                # They reached us before the end, and only our answer was lost.
                return None
            same_words(tx.messages.add(contact_id, "in", words, "resident", key=named), words)
            return tx.joined.survivor(contact)

        before = await self._parts.sql.read(lambda tx: tx.contacts.get(contact_id))
        if before.state == "closed":
            # Unavailable is said here: nobody would read what is kept in a chat that cannot wait again.
            await self._parts.engine.contact(contact_id)
        contact = await self._parts.sql.write(keep)
        if contact is None:
            return
        await self.presence.here(contact_id)
        await self.presence.types(contact_id, typing=False)
        await self._late.again_if_closed(contact.id)
        await self._tell(contact_id, contact.agent_id)
        await self._alarms.heard(contact.id, words)

    async def types(self, contact_id: str) -> None:
        """The resident is typing."""
        await self.presence.types(contact_id, typing=True)
        await self._parts.notices.tell("chat.typing", contact=contact_id)

    async def end(self, contact_id: str) -> None:
        """The resident ends it. Whoever has it in hand is told, and closes it with its outcome."""
        contact = await self._parts.sql.write(lambda tx: _ended(tx, contact_id))
        if contact.state in FREE:
            await self._give_up(contact)
        await self._tell(contact_id, contact.agent_id)

    async def gone(self, contact_id: str) -> None:
        """The resident's page was closed, or lost its line; it may come back at once."""
        await self.presence.gone(contact_id)
        await self._parts.notices.tell("chat.presence", contact=contact_id)

    async def here(self, contact_id: str, *, writing: bool = False) -> None:
        """The resident's page is open. `writing`: it is one that says nothing more until they have written."""
        if await self.presence.here(contact_id, writing=writing):
            await self._parts.notices.tell("chat.presence", contact=contact_id)

    async def sweep(self) -> int:
        """Give up the places of those who wait and have been gone for long. How many."""
        waiting = await self._parts.sql.read(
            lambda tx: [each for each in tx.present.open_on(Channel.CHAT) if each.state in FREE]
        )
        given_up = 0
        for contact in waiting:
            if await self.presence.gone_for(contact.id) > GONE_FOR:
                given_up += await self._give_up(contact)
        return given_up

    async def _give_up(self, contact: Contact) -> bool:
        withdrawn = await self._parts.engine.withdraw(contact.id, Ended.ABANDONED)
        if withdrawn.word is not Word.WITHDRAWN:
            return False
        await self._parts.sql.write(
            lambda tx: tx.contacts.move(contact.id, "closed", outcome=Ended.ABANDONED, at=tx.now)
        )
        log.info("chat_left_the_queue", contact=contact.id)
        await self._tell(contact.id, withdrawn.agent)
        return True

    async def _says(self, contact: Contact, state: str, agent: str | None) -> str:
        if state == "ended":
            return "This chat has ended."
        if state == "talking":
            return f"You are chatting with {agent}." if agent else "You are chatting with us."
        try:
            return wait_words(await self._parts.engine.tell_place(contact.id))
        except Unavailable:
            return "You are waiting. We cannot say just now how long it will be; you keep your place."

    async def _tell(self, contact_id: str, agent: str | None) -> None:
        await self._parts.notices.tell("message.received", contact=contact_id, agent=agent)


async def answer(parts: Parts, contact: Contact, agent: str, words: str, key: str) -> None:
    """An agent writes: it is in the record, and the resident's page shows it. Conflict when the chat is over."""
    if not words.strip():
        raise InvalidInput("Write something first.", field="text")

    def keep(tx: Tx) -> None:
        now = tx.contacts.get(contact.id, lock=True)
        if now.state == "closed" or now.facts.get(LEFT):
            raise Conflict("The resident has ended the chat, so nothing more can be written to them in it.")
        said = tx.messages.add(contact.id, "out", words.strip(), agent, key=f"{contact.id}:{key}", status="delivered")
        same_words(said, words)

    await parts.sql.write(keep)
    await Presence(parts).agent_types(contact.id, typing=False)
    await parts.notices.tell("message.sent", contact=contact.id, agent=agent)


def _begun(tx: Tx, token_hash: str, opening: Opening) -> tuple[Contact, bool]:
    """The chat of a token, and whether it was there with other words."""
    new = NewContact(
        channel=Channel.CHAT,
        provider_id=token_hash,
        to="chat",
        received_at=tx.now,
        facts={"words": cut(opening.words)},
    )
    contact, created = tx.contacts.take_in(new)
    if created:
        tx.messages.add(contact.id, "in", opening.words, "resident", key=f"{contact.id}:opening")
        if opening.name:
            contact = tx.contacts.link(contact.id, person_id=tx.people.create(opening.name).id)
    began = tx.messages.by_key(f"{contact.id}:opening")
    return contact, began is not None and began.text != opening.words


def _read(tx: Tx, contact_id: str) -> tuple[Contact, list[Message], dict[str, str], str | None]:
    """The chat, what was written, the names of who wrote for us, and its reference once it has one."""
    contact, messages = tx.contacts.get(contact_id), tx.messages.of_contact(contact_id)
    ours = {each.author for each in messages if each.direction == "out"} | {contact.agent_id}
    names = {each.id: each.name for each in tx.accounts.list() if each.id in ours}
    return contact, messages, names, tx.cases.get(contact.case_id).reference if contact.case_id else None


def _ended(tx: Tx, contact_id: str) -> Contact:
    contact = tx.contacts.get(contact_id, lock=True)
    if contact.state != "closed" and not contact.facts.get(LEFT):
        contact = tx.contacts.merge_facts(contact_id, {LEFT: "yes"})
        tx.messages.add(contact_id, "note", LEFT_WORDS, AUTOMATIC, key=f"{contact_id}:left")
    return contact
