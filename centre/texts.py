"""Texts, and what else the carrier brings as it brings texts: one conversation per resident's number and channel until
it is closed, in the same queue as the calls."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import structlog

from centre.alarms import Alarms
from centre.arrivals import TRIAGE, Arrivals, take_in
from centre.asides import Asides, back_in_queue
from centre.asking import is_command
from centre.auto_reply import KEY, is_answered
from centre.guessing import Guessing
from centre.late_texts import LateTexts
from centre.listed_texts import ListedTexts
from centre.lost import CAME_BACK, Lost
from centre.parts import Parts
from centre.places import place_from
from centre.promises import by_when
from centre.sending import AUTOMATIC, PICTURE, Sending
from centre.set_aside import kept_as_it_came, set_aside
from centre.shown import CALLS_THEMSELVES, SENDER, cut
from centre.telling import Telling
from centre.texting import Texting, number_of
from centre.ways import WAYS, way, way_to
from channels.media import called
from channels.messages import Media, Spot, Text, TextChange, TextStatus, bare
from channels.sms.failures import OPTED_OUT
from channels.sms.words import Command, command, stops
from core import address
from core.address import AddressKind
from core.channel import Channel
from core.errors import InvalidInput
from records.documents import REQUEST
from records.rows import Contact, Message, NewContact, OutboxRow
from records.tx import Tx

log = structlog.get_logger()

SENDER_SHOWN = 40
SPOT_SHOWN = 200
STATUS_SHOWN = 40
NOT_KNOWN = "The carrier says “{word}” of a message of ours. We do not know that word, so nothing follows from it."


class Texts:
    """The carrier's webhooks about texts, each of which may come twice."""

    def __init__(
        self,
        parts: Parts,
        arrivals: Arrivals,
        guessing: Guessing,
        sending: Sending,
        late: LateTexts,
        asides: Asides,
        telling: Telling,
        lost: Lost,
        alarms: Alarms,
    ) -> None:
        self._parts = parts
        self._alarms = alarms
        self._lost = lost
        self._telling = telling
        self._arrivals = arrivals
        self._guessing = guessing
        self._sending = sending
        self._late = late
        self._asides = asides

    async def incoming(self, event: Text) -> None:
        """A resident wrote: in the record first, then in the conversation that is open, or in a new one."""
        await self._take_in(event, self._parts.clock.now())

    async def _take_in(self, event: Text, at: datetime) -> None:
        original = await kept_as_it_came(self._parts, event.raw) if event.raw else None

        def kept(tx: Tx) -> tuple[tuple[Contact, bool, list[OutboxRow]], str]:
            # Of one that is delivered again with other words, those count that stand in the record.
            known = tx.messages.by_provider_id(event.sid)
            return keep(tx, event, at, original), event.body if known is None else known.text

        (contact, fresh, pictures), body = await self._parts.sql.write(kept)
        for row in pictures:
            await self._sending.ring(row)
        if not fresh:
            # The process may have ended before anybody had looked at what it means.
            await self._heard(contact, body)
            return
        if contact.state != "arrived":
            if contact.state == "waiting":
                await self._asides.resident_wrote(contact.id)
            await self._late.again_if_closed(contact.id)
            await self._parts.notices.tell("message.received", contact=contact.id, agent=contact.agent_id)
            await self._heard(contact, body)
            return
        if command(body) in (Command.STOP, Command.START):
            # An agent has nothing to do. Of a text the carrier tells them so, and would refuse what we sent.
            await self._parts.sql.write(
                lambda tx: tx.contacts.move(contact.id, "closed", outcome="withdrawn", at=tx.now)
            )
            return
        await self._queue(contact, body)

    async def status(self, event: TextChange) -> None:
        """One of ours moved on; a final failure is shown to whoever wrote it, and opens what was closed meanwhile."""
        if event.status is TextStatus.UNKNOWN:
            log.warning("message_status_not_known", sid=event.sid, status=event.told[:STATUS_SHOWN])
        why = way(self._parts, event.channel).why(event.error_code)
        told = await kept_as_it_came(self._parts, event.raw) if event.raw else None
        changed, message = await self._parts.sql.write(lambda tx: _moved_on(tx, event, why, told))
        if changed and message is not None:
            if message.status in CAME_BACK:
                await self._lost.again_if_closed(message.id)
            await self._parts.notices.tell("message.status", contact=message.contact_id)

    async def set_aside(self, request: str, form: Mapping[str, str], why: str) -> None:
        """A request of the carrier's that cannot be read, for a person to look at."""
        await set_aside(self._parts, request, form, why)

    async def catch_up(self) -> int:
        """Take in what webhooks missed, by the carrier's own list, at its original time. Returns how many.

        What may have been sent, and is on that list, was; and how ours fared is told by it where no callback did.
        """
        return await ListedTexts(self._parts, self._lost, take_in=self._take_in, status=self.status).compare()

    async def _heard(self, contact: Contact, body: str) -> None:
        if not self._is_command(contact, body):
            await self._alarms.heard(contact.id, body)

    def _is_command(self, contact: Contact, body: str) -> bool:
        return is_command(body, carrier_answers=way_to(self._parts, contact).carrier_answers)

    async def _queue(self, contact: Contact, body: str) -> None:
        verdict = None if self._is_command(contact, body) else await self._guessing.of(contact, body)
        named = await self._telling.of(contact, body)
        goes_to = verdict.goes_to if verdict else None
        guessed = self._parts.county.services.get(goes_to or "")
        theirs = named.case.service if named and named.theirs and not (guessed and guessed.hard) else None
        await self._arrivals.queue(contact, theirs or goes_to or TRIAGE)
        # Of two texts at once the first is queued, whichever of them it was that told of danger.
        if verdict is not None:
            await self._alarms.raised(contact.id, body, verdict)
        answers = way_to(self._parts, contact).carrier_answers
        if await self._parts.sql.read(
            lambda tx: self._sending.may_text(tx, contact) and is_answered(tx, contact, body, carrier_answers=answers)
        ):
            await self._answer(contact, named.written if named else "")

    async def _answer(self, contact: Contact, told: str) -> None:
        """Say when an agent will answer, in the service's own working time, and where the matter is that they name."""
        planned = await self._parts.sql.read(lambda tx: tx.contacts.get(contact.id))
        due = planned.due_at or planned.arrived_at
        when = by_when(due, self._parts.clock.now(), self._parts.county.zone)
        texts, wait = self._parts.county.council.texts, due - planned.arrived_at
        words = way_to(self._parts, contact).answer(texts, wait).format(when=when)
        await self._sending.text(contact, f"{words} {told}".strip(), author=AUTOMATIC, key=KEY)


def _moved_on(
    tx: Tx, event: TextChange, why: str | None, original: tuple[str, str, int] | None = None
) -> tuple[bool, Message | None]:
    changed = tx.messages.set_status(event.sid, event.status.value, why)
    message = tx.messages.by_provider_id(event.sid)
    to = _reached(tx, event, message)
    about = message.contact_id if message is not None else _written_to(tx, event, to)
    if original is not None and about is not None:
        digest, path, size = original
        tx.documents.told(about, event.sid, event.told[:STATUS_SHOWN], size, digest, path)
    if message is not None and event.status is TextStatus.UNKNOWN:
        words, key = NOT_KNOWN.format(word=event.told[:STATUS_SHOWN]), f"word:{event.sid}:{event.told[:STATUS_SHOWN]}"
        tx.messages.add(message.contact_id, "note", words, AUTOMATIC, key=key)
    if event.error_code == OPTED_OUT and to is not None:
        changed = tx.opt_outs.say(to, event.sender, stopped=True, at=tx.now) or changed
    return changed, message


def _reached(tx: Tx, event: TextChange, message: Message | None) -> str | None:
    """To whom it went; by the carrier's word, while its worker has yet to write down the name of it."""
    if message is not None:
        return number_of(tx.contacts.get(message.contact_id))
    told = address.caller(bare(event.to))
    return told.value if told is not None else None


def _written_to(tx: Tx, event: TextChange, to: str | None) -> str | None:
    """In which conversation a message is whose name its worker has yet to write down: the newest with its number."""
    newest = tx.joined.newest_from(event.channel, address.Address(kind=AddressKind.PHONE, value=to)) if to else None
    return newest.id if newest is not None else None


def keep(
    tx: Tx, event: Text, at: datetime, original: tuple[str, str, int] | None = None
) -> tuple[Contact, bool, list[OutboxRow]]:
    """The conversation of a text, with the text in it; whether this delivery put it there; its pictures to fetch.

    `original` is the request as it came, on disk: its SHA-256, its path and its size. The carrier's list has none.
    Of one that was joined to another contact, the one that goes on is answered.
    """
    sender, channel = address.caller(bare(event.from_)), event.channel
    standing = (tx.contacts.open_from(channel, sender, lock=True) or _joined(tx, channel, sender)) if sender else None
    known = tx.messages.by_provider_id(event.sid)
    if known is not None:
        contact = tx.contacts.get(known.contact_id)
        # Committed but not queued: the process ended in between, and the carrier asks again.
        return contact, contact.state == "arrived", []
    if sender is not None:
        WAYS.get(channel, Texting).heard(tx, sender.value)
    words = event.body if event.body.strip() else _wordless(event)
    written_in = standing or _new(tx, event, sender, words, at)
    message = tx.messages.add(written_in.id, "in", words, "resident", provider_id=event.sid, at=at)
    if original is not None:
        digest, path, size = original
        tx.documents.add(written_in.id, event.sid, REQUEST, size, digest, path)
    contact = back_in_queue(tx, tx.joined.survivor(written_in))
    place = place_of(event.spot) if event.spot else None
    if place is not None:
        contact = tx.contacts.merge_facts(contact.id, {"place": place})
    stopped = stops(event.body)
    if stopped is not None and sender is not None:
        tx.opt_outs.say(sender.value, event.to, stopped=stopped, at=at)
    return contact, True, [_to_fetch(tx, message, each) for each in event.media]


def _wordless(event: Text) -> str:
    return called(event.media[0].content_type) if event.media else "(an empty text)"


def place_of(spot: Spot) -> dict[str, Any] | None:
    """A place that was sent, as a contact's own; None for one abroad, which is nobody's here: its words stay."""
    try:
        return place_from({"kind": "pin", "lat": spot.lat, "lng": spot.lng, "note": spot.named[:SPOT_SHOWN]})
    except InvalidInput:
        return None


def _joined(tx: Tx, channel: Channel, sender: address.Address) -> Contact | None:
    """The conversation that was joined to another contact, while that one goes on."""
    newest = tx.joined.newest_from(channel, sender)
    return newest if newest and tx.joined.survivor(newest).state != "closed" else None


def _to_fetch(tx: Tx, message: Message, media: Media) -> OutboxRow:
    payload = {"contact": message.contact_id, "message": message.id, "sid": media.sid}
    payload |= {"url": media.url, "content_type": media.content_type}
    return tx.outbox.add(PICTURE, message.contact_id, payload, f"picture:{media.sid}")


def _new(tx: Tx, event: Text, sender: address.Address | None, words: str, at: datetime) -> Contact:
    facts = {"words": cut(words)} | ({} if sender else {SENDER: bare(event.from_).strip()[:SENDER_SHOWN]})
    facts |= {CALLS_THEMSELVES: event.name[:SENDER_SHOWN]} if event.name else {}
    new = NewContact(
        channel=event.channel,
        provider_id=event.sid,
        from_address=sender,
        to=event.to,
        received_at=at,
        facts=facts,
    )
    return take_in(tx, new)[0]
