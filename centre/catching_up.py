"""Comparing calls with the carrier's own lists: what ended, who rang, what they said, while nobody here was listening.

1. Lines that we believe up and the carrier does not are over.
2. Calls whose line is over and whose contact is still open end as they would have then.
3. Agents' lines that belong to no conversation are ended.
4. Callers who are on the line, and whom the record believes gone, wait again at their place.
5. Calls to our number that we never heard of become contacts, at the time when they rang (docs/decisions/0010).
6. So do messages that callers left, with us or with what answers in our place, at the time when they spoke.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

import structlog

from centre.arrivals import TRIAGE, Arrivals, take_in
from centre.calls import Calls
from centre.consultations import call_of
from centre.legs import Legs
from centre.line_ends import LAST, LineEnds
from centre.looking_back import missed_since
from centre.one_by_one import one_by_one
from centre.parts import Parts
from centre.voicemails import UNHEARD, Voicemails
from channels.phone.inbound import CallStatus
from channels.phone.outbound import CallSummary, RecordingSummary
from core import address
from core.channel import Channel
from core.errors import NotFound
from records.rows import Contact, Leg, NewContact
from records.tx import Tx
from router.engine.states import Contact as State
from router.engine.states import Ended
from router.engine.views import ContactState

log = structlog.get_logger()

LEFT_BEHIND_AFTER = timedelta(minutes=2)
"""Longer than any goodbye: a call whose contact is closed is up for as long as that takes to say."""
INBOUND = "inbound"
IN_A_CALL = ("arrived", "waiting", "offered", "connecting", "active")


class CatchingUp:
    """What intake asks for at start and every five minutes."""

    def __init__(
        self, parts: Parts, arrivals: Arrivals, calls: Calls, legs: Legs, ends: LineEnds, voicemails: Voicemails
    ) -> None:
        self._parts = parts
        self._arrivals = arrivals
        self._calls = calls
        self._legs = legs
        self._ends = ends
        self._voicemails = voicemails

    async def calls(self) -> int:
        """Put right whatever differs. Returns how many lines and calls had been missed."""
        up = {call.sid for call in await asyncio.to_thread(self._parts.phone.calls_up)}
        ended = await self._ended(up)
        await self._left_open(up)
        await self._strays(up)
        since = await self._parts.sql.read(lambda tx: missed_since(tx, self._parts.clock.now()))
        left = await asyncio.to_thread(self._parts.phone.messages_since, since)
        missed = await self._missed(since, {each.call_sid for each in left if each.duration_s})
        return ended + await self._left_behind(up) + missed + await self._unheard(left)

    async def lines_of(self, agent: str) -> int:
        """How many lines of an agent are up, by the carrier's own word; one that is over is acted on at once."""
        legs = await self._parts.sql.read(lambda tx: [leg for leg in tx.legs.open() if leg.agent_id == agent])
        return len(legs) - await self._over(legs)

    async def _ended(self, up: set[str]) -> int:
        legs = await self._parts.sql.read(lambda tx: tx.legs.open())
        return await self._over([leg for leg in legs if leg.sid not in up])

    async def _over(self, legs: Sequence[Leg]) -> int:
        async def ends(leg: Leg) -> int:
            status = await self._status(leg.sid)
            if status.over:
                await self._ends.is_now(leg.sid, status, LAST, {})
            return int(status.over)

        return await one_by_one(legs, ends, what="a line that may be over")

    async def _left_open(self, up: set[str]) -> None:
        async def ends(contact: Contact) -> int:
            if contact.provider_id not in up and await self._legs.is_over(contact.provider_id):
                await self._calls.caller_gone(contact)
            return 0

        await one_by_one(await self._parts.sql.read(_dead), ends, what="a call that may be over")

    async def _strays(self, up: set[str]) -> None:
        async def ends(leg: Leg) -> int:
            if leg.party == "agent" and leg.contact_id and leg.sid in up:
                state = await self._parts.engine.contact(leg.contact_id)
                if state is not None and _is_stray(leg, state):
                    await self._legs.end(leg.sid, leg.contact_id)
            return 0

        await one_by_one(await self._parts.sql.read(lambda tx: tx.legs.open()), ends, what="an agent's stray line")

    async def _left_behind(self, up: set[str]) -> int:
        before = self._parts.clock.now() - LEFT_BEHIND_AFTER
        callers = await self._parts.sql.read(lambda tx: _left_behind(tx, up, before))

        async def waits_again(contact: Contact) -> int:
            log.warning("caller_left_behind", contact=contact.id)
            await self._arrivals.queue_caller(contact, contact.service or TRIAGE)
            return 1

        return await one_by_one(callers, waits_again, what="a caller who was left behind")

    async def _missed(self, since: datetime, spoke: set[str]) -> int:
        """`spoke` are the calls in which a message was left, which says more than that they rang."""
        listed = await asyncio.to_thread(self._parts.phone.calls_since, since)
        over = [call for call in listed if call.direction == INBOUND and call.status.over]

        async def take_in(call: CallSummary) -> int:
            return await self._take_in(call, call.started_at or since, asks=call.sid not in spoke)

        in_turn = sorted(over, key=lambda each: each.started_at or since)
        return await one_by_one(in_turn, take_in, what="a call that was missed")

    async def _take_in(self, call: CallSummary, at: datetime, *, asks: bool) -> int:
        known = await self._parts.sql.read(lambda tx: tx.contacts.by_provider_id(Channel.PHONE, call.sid))
        if known is not None:
            return 0
        ring_back = await self._parts.sql.write(lambda tx: _take_in(tx, call, at, asks=asks))
        if ring_back is not None:
            await self._arrivals.queue(ring_back, TRIAGE)
        return 1

    async def _unheard(self, left: Sequence[RecordingSummary]) -> int:
        """Messages of calls that are known by now. How many had been missed."""

        async def keep(each: RecordingSummary) -> int:
            call = await self._parts.sql.read(partial(_unheard, each))
            if call is None:
                return 0
            log.warning("message_had_been_missed", contact=call.id)
            await self._voicemails.keep(call, each.sid, each.url, each.duration_s, at=each.started_at)
            return 1

        return await one_by_one(sorted(left, key=lambda each: each.sid), keep, what="a message that was left")

    async def _status(self, sid: str) -> CallStatus:
        try:
            return await asyncio.to_thread(self._parts.phone.call_status, sid)
        except NotFound:
            # The carrier has forgotten it: whatever it was, it is over.
            return CallStatus.COMPLETED


def _dead(tx: Tx) -> list[Contact]:
    """Open calls whose line we know to be over, or of whose line we know nothing. A question has no resident's line."""
    open_calls = [*tx.contacts.in_menu_open(), *tx.contacts.routed_open()]
    mine = [
        each for each in open_calls if each.channel is Channel.PHONE and each.state in IN_A_CALL and not call_of(each)
    ]
    return [each for each in mine if _is_dead(tx.legs.by_sid(each.provider_id))]


def _is_stray(leg: Leg, state: ContactState) -> bool:
    """Whether an agent's line is of an offer that is over. One whose call was handed over is about to be the call's."""
    over = state.state is State.CLOSED and state.outcome != Ended.MERGED
    return over or (state.agent, state.epoch) != (leg.agent_id, leg.epoch)


def _is_dead(leg: Leg | None) -> bool:
    return leg is None or leg.ended_at is not None


def _left_behind(tx: Tx, up: set[str], before: datetime) -> list[Contact]:
    """Of the calls that are up, those that ended without a conversation, longer ago than a goodbye takes."""
    known = (tx.contacts.by_provider_id(Channel.PHONE, sid) for sid in up)
    closed = [each for each in known if each is not None and each.closed_at is not None and each.closed_at < before]
    return [each for each in closed if each.answered_at is None or each.outcome in UNHEARD]


def _unheard(left: RecordingSummary, tx: Tx) -> Contact | None:
    """The call of a message that was left and that we do not have; None for any other."""
    if not left.duration_s or tx.contacts.by_provider_id(Channel.VOICEMAIL, left.sid) is not None:
        return None
    return tx.contacts.by_provider_id(Channel.PHONE, left.call_sid)


def _take_in(tx: Tx, call: CallSummary, at: datetime, *, asks: bool) -> Contact | None:
    """The call as it was, abandoned; and, once a number, a contact that asks to be rung back. The second, if made.

    Nothing of the kind is made unless it `asks`: a message that they left is a contact already.
    """
    caller = address.caller(call.from_)
    new = NewContact(
        channel=Channel.PHONE,
        provider_id=call.sid,
        from_address=caller,
        to=call.to,
        received_at=at,
        facts={"missed": True},
    )
    contact, created = take_in(tx, new)
    if not created:
        return None
    tx.contacts.move(contact.id, "closed", outcome=Ended.ABANDONED, at=at)
    if not asks or caller is None or tx.contacts.open_from(Channel.VOICEMAIL, caller) or _spoke_since(tx, contact, at):
        return None
    ring_back = NewContact(
        channel=Channel.VOICEMAIL,
        provider_id=f"missed:{call.sid}",
        from_address=caller,
        to=call.to,
        received_at=at,
        service=TRIAGE,
        facts={"call": contact.id, "missed": True, "words": "Rang while our lines were down. Please ring back."},
    )
    return take_in(tx, ring_back)[0]


def _spoke_since(tx: Tx, contact: Contact, at: datetime) -> bool:
    if contact.person_id is None:
        return False
    later = tx.contacts.of_person(contact.person_id, 20)
    return any(each.answered_at is not None and each.answered_at > at for each in later)
