"""How each kind of outbox row is done. What is raised says what becomes of the row: see `outbox`.

Once the outside has taken something, a failure on our own side must not look as if nothing had happened: `KeptLater`
leaves the row claimed, its lease runs out, and the next attempt looks it up instead of doing it again.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from typing import Any

from centre.calls import Calls
from centre.came_along import CameAlong, File, keep_document
from centre.following import Following
from centre.kept_later import kept
from centre.learning import LESSON, Learning
from centre.legs import Legs
from centre.letter_delivery import LetterDelivery
from centre.letter_writing import LetterWriting
from centre.letters import Letters
from centre.line_ends import LineEnds
from centre.lost import Lost
from centre.mail_delivery import MailDelivery
from centre.mailing import Mailing
from centre.parts import Parts
from centre.referring import Referring, subject
from centre.sending import (
    HANG_UP,
    LETTER,
    LINE_OVER,
    MAIL,
    PICTURE,
    PROMISED,
    RECORDING,
    REFERRAL,
    REQUEUE,
    SCAN,
    TEXT,
    WITHDRAWAL,
)
from centre.texting import Texting
from centre.ways import way
from channels.messages_out import TextSummary
from core.channel import Channel
from core.errors import NotFound, OptedOut, OutcomeUnknown, Unavailable
from records.rows import OutboxRow
from records.tx import Tx
from referrals.open311 import Open311
from referrals.partner import Receipt
from referrals.states import State

Result = dict[str, Any]
TO_BE_DELIVERED = frozenset({State.QUEUED, State.UNCONFIRMED, State.FAILED, State.REFUSED})
"""Of these a person may have asked for another attempt; all others the partner has, or nobody wants any more."""


class Deliveries:
    """One verb for each kind of row."""

    def __init__(
        self,
        parts: Parts,
        referring: Referring,
        calls: Calls,
        legs: Legs,
        ends: LineEnds,
        letters: Letters,
        mailing: Mailing,
        writing: LetterWriting,
        learning: Learning,
        lost: Lost,
        following: Following,
    ) -> None:
        self._parts = parts
        self._lost = lost
        self._referring = referring
        self._calls = calls
        self._legs = legs
        self._ends = ends
        self._by_kind: dict[str, Callable[[OutboxRow], Awaitable[Result]]] = {
            TEXT: self._text,
            RECORDING: self._recording,
            PICTURE: CameAlong(parts).deliver,
            REFERRAL: self._referral,
            PROMISED: self._promised,
            HANG_UP: self._hang_up,
            REQUEUE: self._requeue,
            LINE_OVER: self._line_over,
            SCAN: letters.read,
            MAIL: MailDelivery(parts, mailing).deliver,
            LETTER: LetterDelivery(parts, writing).deliver,
            LESSON: learning.deliver,
            WITHDRAWAL: following.finish,
        }

    async def deliver(self, row: OutboxRow) -> Result:
        """Do what the row asks for; what came of it."""
        act = self._by_kind.get(row.kind)
        if act is None:
            raise NotFound("Nobody here knows how to do this.")
        return await act(row)

    async def _text(self, row: OutboxRow) -> Result:
        message = await self._parts.sql.read(lambda tx: tx.messages.get(row.payload["message"]))
        if message.provider_id:
            await kept(self._lost.if_it_came_back(message.id))
            return {"sid": message.provider_id}
        if row.attempts > 1 or row.interrupted:
            found = await self._sent_before(row, message.text)
            if found is not None:
                await self._went(message.id, found)
                return {"sid": found, "found": True}
            if row.interrupted:
                raise OutcomeUnknown("The text may have been sent; the carrier's list does not show it yet.")
        sid = await self._send_text(row, message.text)
        await self._went(message.id, sid)
        return {"sid": sid}

    async def _went(self, message: str, sid: str) -> None:
        """The carrier has it under this name, under which it may have told already that it did not arrive."""
        await kept(self._parts.sql.write(partial(_sent_as, message, sid)))
        await kept(self._lost.if_it_came_back(message))

    async def _send_text(self, row: OutboxRow, text: str) -> str:
        """The sid. A STOP that came after the text was written holds; one that only the carrier knows is kept here."""
        to, by, template = row.payload["to"], self._way(row), row.payload.get("template", "")
        await self._parts.sql.read(lambda tx: by.check_at_last(tx, to, template))
        send = partial(by.out.send, to, text, reference=row.payload["message"], template=template)
        try:
            return await asyncio.to_thread(send)
        except OptedOut:
            await self._parts.sql.write(lambda tx: tx.opt_outs.say(to, by.sender, stopped=True, at=tx.now))
            raise OptedOut(by.stopped) from None

    async def _sent_before(self, row: OutboxRow, text: str) -> str | None:
        """The sid under which an earlier attempt went after all, by our own name for it, or by the carrier's list."""
        out = self._way(row).out
        named = await asyncio.to_thread(out.find, row.payload["message"])
        if named is not None:
            return named
        since = row.created_at - timedelta(minutes=1)
        listed = await asyncio.to_thread(out.sent_to, row.payload["to"], since)
        mine = [sent for sent in listed if not sent.inbound and sent.body == text]
        return await self._parts.sql.read(lambda tx: _not_yet_ours(tx, mine))

    def _way(self, row: OutboxRow) -> Texting:
        return way(self._parts, row.payload.get("by", Channel.SMS))

    async def _recording(self, row: OutboxRow) -> Result:
        """Fetch a spoken message and keep it beside the record, so that it outlives the carrier's copy."""
        sid = row.payload["sid"]
        sound = await asyncio.to_thread(self._parts.phone.recording, sid)
        file = File(name=f"{sid}.wav", content=sound, content_type="audio/wav", ending="wav")
        return await keep_document(self._parts, row, file)

    async def _referral(self, row: OutboxRow) -> Result:
        referral = await self._parts.sql.read(lambda tx: subject(tx, row))
        if referral.state not in TO_BE_DELIVERED:
            # The partner has it, and that is on record: what failed was only to tick it off.
            return {"reference": referral.partner_reference, "token": None, "found": True}
        place = row.payload.get("place")
        parcel = await self._parts.sql.read(lambda tx: self._referring.parcel(tx, referral, place))
        first = row.attempts == 1
        receipt = await asyncio.to_thread(
            self._parts.partners.deliver, parcel, first=first, interrupted=row.interrupted
        )
        await kept(self._referring.taken(referral, receipt))
        return {"reference": receipt.reference, "token": receipt.token, "found": receipt.found}

    async def _promised(self, row: OutboxRow) -> Result:
        """The partner promised a number: ask whether it has one yet."""
        referral = await self._parts.sql.read(lambda tx: subject(tx, row))
        parcel = await self._parts.sql.read(lambda tx: self._referring.parcel(tx, referral, None))
        partner = self._parts.partners.of(parcel.service)
        number = None
        if isinstance(partner, Open311):
            number = await asyncio.to_thread(partner.number_of, row.payload["token"])
        if number is None:
            raise Unavailable("The partner has not given its number yet.")
        await self._referring.taken(referral, Receipt(reference=number))
        return {"reference": number}

    async def _hang_up(self, row: OutboxRow) -> Result:
        return {"ended": await asyncio.to_thread(self._parts.phone.hang_up, row.payload["sid"])}

    async def _requeue(self, row: OutboxRow) -> Result:
        """A caller was cut off while the carrier did not answer: if they still wait, they go back to their place."""
        contact = await self._parts.sql.read(lambda tx: tx.contacts.get(row.payload["contact"]))
        if contact.state not in ("waiting", "offered"):
            return {"moved": False}
        document = self._calls.place_again(contact)
        await asyncio.to_thread(self._parts.phone.move, contact.provider_id, twiml=document)
        return {"moved": True}

    async def _line_over(self, row: OutboxRow) -> Result:
        await self._ends.again(row)
        return {}


def _sent_as(message: str, sid: str, tx: Tx) -> None:
    tx.messages.sent_as(message, sid)


def _not_yet_ours(tx: Tx, listed: list[TextSummary]) -> str | None:
    """The same words may have gone to the same number before, as another message of ours."""
    return next((sent.sid for sent in listed if tx.messages.by_provider_id(sent.sid) is None), None)
