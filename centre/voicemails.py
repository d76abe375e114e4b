"""Spoken messages: each becomes a contact of its own, in the same queue as all the others."""

from datetime import datetime

from centre.arrivals import TRIAGE, Arrivals
from centre.parts import Parts
from centre.sending import RECORDING, Sending
from core.channel import Channel
from records.rows import Contact, NewContact, OutboxRow
from records.tx import Tx
from router.engine.states import Ended

MESSAGE = "recording"
"""The fact that a call has by the message that was left in it."""
UNHEARD = (Ended.ABANDONED, Ended.VOICEMAIL)
"""How a call ends in which nobody spoke with the caller, be it after they were cut off."""


def gone_as(call: Contact) -> Ended:
    """How a call ended whose caller has gone: a message is one that was kept, not one that was asked for."""
    return Ended.VOICEMAIL if call.facts.get(MESSAGE) else Ended.ABANDONED


def ended(tx: Tx, call_id: str, outcome: str) -> Contact:
    """The call is closed. The word of its message may come before its end or after: both give one outcome."""
    call = tx.contacts.move(call_id, "closed", outcome=outcome, at=tx.now)
    if call.outcome in UNHEARD and call.outcome != gone_as(call):
        return tx.contacts.set_outcome(call_id, gone_as(call))
    return call


class Voicemails:
    """Messages that callers leave."""

    def __init__(self, parts: Parts, arrivals: Arrivals, sending: Sending) -> None:
        self._parts = parts
        self._arrivals = arrivals
        self._sending = sending

    async def keep(self, call: Contact, sid: str, url: str, seconds: int, *, at: datetime | None = None) -> Contact:
        """A recording of a call, left at `at` (now). The same recording twice is one message."""
        left_at = at or self._parts.clock.now()
        contact, row, created = await self._parts.sql.write(lambda tx: _keep(tx, call, sid, url, seconds, left_at))
        if created:
            await self._sending.ring(row)
        if contact.state == "arrived":
            await self._arrivals.queue(contact, call.service or TRIAGE)
        return contact


def _keep(tx: Tx, call: Contact, sid: str, url: str, seconds: int, at: datetime) -> tuple[Contact, OutboxRow, bool]:
    new = NewContact(
        channel=Channel.VOICEMAIL,
        provider_id=sid,
        from_address=call.from_address,
        to=call.to,
        received_at=at,
        person_id=call.person_id,
        service=call.service,
        facts={"call": call.id, "seconds": seconds},
    )
    contact, created = tx.contacts.take_in(new)
    if created:
        if call.case_id:
            contact = tx.contacts.link(contact.id, case_id=call.case_id)
        known = tx.contacts.merge_facts(call.id, {MESSAGE: contact.id})
        if known.outcome is not None:
            ended(tx, call.id, known.outcome)
        tx.messages.add(
            contact.id, "in", f"Spoken message, {seconds} seconds.", "caller", key=f"voicemail:{sid}", at=at
        )
    row = tx.outbox.add(RECORDING, contact.id, {"sid": sid, "url": url}, f"recording:{sid}")
    return contact, row, created
