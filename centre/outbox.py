"""Delivering what is in the outbox, one row at a time, wherever the bell rings.

Surely not sent: tried again later, ever more patiently. Refused: a person has to change something. Perhaps sent: looked
up where that can be done, else it waits for a person. Never twice by itself.
"""

import asyncio
import hashlib
import os
import secrets
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import structlog

from centre.parts import Parts
from centre.referring import PROMISED, Referring, subject
from centre.sending import RECORDING, REFERRAL, TEXT, Sending
from core.errors import Conflict, OutcomeUnknown, Refused, Unavailable
from records.rows import OutboxRow
from records.tx import Tx
from referrals.backoff import wait_s
from referrals.open311 import Open311
from referrals.partner import PartnerRefused, Receipt
from referrals.states import Did

log = structlog.get_logger()

LEASE_S = 90
"""Longer than any attempt may take, so that a row is not taken over from a worker that lives."""

SWEEP = 200
Result = dict[str, Any]


class Outbox:
    """Acts on the outside world."""

    def __init__(self, parts: Parts, sending: Sending, referring: Referring) -> None:
        self._parts = parts
        self._sending = sending
        self._referring = referring
        self._deliver: dict[str, Callable[[OutboxRow], Awaitable[Result]]] = {
            TEXT: self._text,
            RECORDING: self._recording,
            REFERRAL: self._referral,
            PROMISED: self._promised,
        }

    async def deliver(self, row_id: str) -> str:
        """Try one row, if it is due and nobody else has it: `done`, `later`, `dead`, `unknown` or `not mine`."""
        now = self._parts.clock.now()
        row = await self._parts.sql.write(lambda tx: tx.outbox.claim(row_id, now, LEASE_S))
        if row is None:
            return "not mine"
        try:
            result = await self._deliver[row.kind](row)
        except Unavailable as error:
            return await self._later(row, str(error))
        except OutcomeUnknown as error:
            return await self._doubt(row, str(error))
        except Refused as error:
            words = error.sentence if isinstance(error, PartnerRefused) else str(error)
            return await self._refused(row, words)
        await self._parts.sql.write(lambda tx: tx.outbox.done(row.id, result))
        log.info("outbox_delivered", row=row.id, kind=row.kind, attempts=row.attempts)
        await self._tell(row)
        return "done"

    async def sweep(self) -> int:
        """Ring again for what is due and was not heard. Returns how many bells rang."""
        due = await self._parts.sql.read(lambda tx: tx.outbox.due(self._parts.clock.now(), SWEEP))
        for row in due:
            await self._sending.ring(row)
        return len(due)

    async def try_again(self, by: str, item: str) -> None:
        """A person says so: whatever stood in the way, or whatever was in doubt, they have looked."""

        def keep(tx: Tx) -> OutboxRow:
            row = tx.outbox.get(item)
            if row.state in ("done", "claimed"):
                raise Conflict("It has just been sent, or is being sent now.")
            if row.kind == REFERRAL:
                tx.referrals.move(row.payload["referral"], "queued")
            return tx.outbox.try_again(item)

        row = await self._parts.sql.write(keep)
        log.info("outbox_tried_again", row=item, kind=row.kind, by=by)
        await self._sending.ring(row)
        await self._tell(row)

    async def _text(self, row: OutboxRow) -> Result:
        message = await self._parts.sql.read(lambda tx: tx.messages.get(row.payload["message"]))
        if message.provider_id:
            return {"sid": message.provider_id}
        if row.interrupted:
            return await self._sent_before(row, message.text)
        sid = await asyncio.to_thread(self._parts.sms.send, row.payload["to"], message.text)
        await self._parts.sql.write(lambda tx: tx.messages.sent_as(message.id, sid))
        return {"sid": sid}

    async def _sent_before(self, row: OutboxRow, text: str) -> Result:
        """An earlier attempt ended without a word: the carrier's own list says whether the text went."""
        since = row.created_at - timedelta(minutes=1)
        for sent in await asyncio.to_thread(self._parts.sms.recent, since):
            if not sent.inbound and sent.to == row.payload["to"] and sent.body == text:
                await self._parts.sql.write(partial(_sent_as, row.payload["message"], sent.sid))
                return {"sid": sent.sid, "found": True}
        raise OutcomeUnknown("The text may have been sent; the carrier's list does not show it yet.")

    async def _recording(self, row: OutboxRow) -> Result:
        """Fetch a spoken message and keep it beside the record, so that it outlives the carrier's copy."""
        sid = row.payload["sid"]
        sound = await asyncio.to_thread(self._parts.phone.recording, sid)
        digest = hashlib.sha256(sound).hexdigest()
        folder = self._parts.settings.switchboard_home / "documents"
        await asyncio.to_thread(_keep_file, folder, digest, sound)

        def keep(tx: Tx) -> None:
            known = {document.sha256 for document in tx.documents.of_contact(row.subject_id)}
            if digest not in known:
                tx.documents.add(row.subject_id, f"{sid}.wav", "audio/wav", len(sound), digest, f"{digest}.wav")

        await self._parts.sql.write(keep)
        await self._parts.notices.tell("contact.document", contact=row.subject_id)
        return {"sha256": digest}

    async def _referral(self, row: OutboxRow) -> Result:
        referral = await self._parts.sql.read(lambda tx: subject(tx, row))
        parcel = await self._parts.sql.read(lambda tx: self._referring.parcel(tx, referral))
        first = row.attempts == 1 and not row.interrupted
        receipt = await asyncio.to_thread(self._parts.partners.deliver, parcel, first=first)
        await self._referring.taken(referral, receipt)
        return {"reference": receipt.reference, "token": receipt.token, "found": receipt.found}

    async def _promised(self, row: OutboxRow) -> Result:
        """The partner promised a number: ask whether it has one yet."""
        referral = await self._parts.sql.read(lambda tx: subject(tx, row))
        parcel = await self._parts.sql.read(lambda tx: self._referring.parcel(tx, referral))
        partner = self._parts.partners.of(parcel.service)
        number = None
        if isinstance(partner, Open311):
            number = await asyncio.to_thread(partner.number_of, row.payload["token"])
        if number is None:
            raise Unavailable("The partner has not given its number yet.")
        await self._referring.taken(referral, Receipt(reference=number))
        return {"reference": number}

    async def _later(self, row: OutboxRow, error: str) -> str:
        wait = wait_s(row.attempts, secrets.randbelow(1000) / 1000)
        if wait is None:
            return await self._refused(row, f"{error} It was tried {row.attempts} times.", Did.GIVE_UP)
        at = self._parts.clock.now() + timedelta(seconds=wait)
        await self._parts.sql.write(lambda tx: tx.outbox.retry(row.id, error, at))
        log.warning("outbox_tried_in_vain", row=row.id, kind=row.kind, attempts=row.attempts, next_in_s=round(wait))
        if row.kind == REFERRAL:
            await self._referring.delayed(await self._parts.sql.read(lambda tx: subject(tx, row)), error)
        return "later"

    async def _refused(self, row: OutboxRow, error: str, did: Did = Did.REFUSE) -> str:
        await self._parts.sql.write(lambda tx: tx.outbox.dead(row.id, error))
        log.warning("outbox_refused", row=row.id, kind=row.kind)
        await self._mark(row, did, "failed", error)
        return "dead"

    async def _doubt(self, row: OutboxRow, error: str) -> str:
        await self._parts.sql.write(lambda tx: tx.outbox.unknown(row.id, error))
        log.warning("outbox_in_doubt", row=row.id, kind=row.kind)
        await self._mark(row, Did.LOSE_SIGHT, "sending", error)
        return "unknown"

    async def _mark(self, row: OutboxRow, did: Did, status: str, error: str) -> None:
        """Show it where somebody will see: on the referral, or on the message."""
        if row.kind == REFERRAL:
            await self._referring.failed(await self._parts.sql.read(lambda tx: subject(tx, row)), did, error)
        elif row.kind == TEXT:
            await self._parts.sql.write(lambda tx: tx.messages.mark(row.payload["message"], status, error))
        await self._tell(row)

    async def _tell(self, row: OutboxRow) -> None:
        contact = row.payload.get("contact")
        await self._parts.notices.tell("outbox.moved", contact=contact, agent=row.payload.get("author"))


def _sent_as(message: str, sid: str, tx: Tx) -> None:
    tx.messages.sent_as(message, sid)


def _keep_file(folder: Path, digest: str, content: bytes) -> None:
    """Write a file once, whole and on disk, under the name of its own content."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{digest}.wav"
    if target.exists():
        return
    part = target.with_suffix(f".{secrets.token_hex(4)}")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(target)
