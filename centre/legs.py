"""The lines of a call at the carrier: ringing an agent's softphone, fetching the caller, putting them back, ending.

Every act may be repeated. What the carrier cannot do now is left in the outbox, so that no line is forgotten.
"""

import asyncio
from datetime import datetime
from typing import Final

import structlog

from centre.parts import Parts
from centre.sending import HANG_UP, REQUEUE, Sending
from channels.phone import twiml
from core.errors import Conflict, OutcomeUnknown, Refused, SwitchboardError, Unavailable
from records.rows import Contact, Leg
from records.tx import Tx

log = structlog.get_logger()

FREE_AFTER_S: Final = (0.2, 0.4, 0.8)
"""How long to wait, time after time, for the carrier to be done with an earlier line before the next is rung."""


class Legs:
    """The carrier's side of live calls."""

    def __init__(self, parts: Parts, sending: Sending) -> None:
        self._parts = parts
        self._sending = sending

    async def ring(
        self, contact: str, agent: str, epoch: int, *, conference: str | None = None, since: datetime | None = None
    ) -> str:
        """The call sid of the agent's leg for this offer, rung once however often it is asked for.

        `conference` is the call's whose conference it joins, when that is not the contact's own. One that was rung
        before `since` is an earlier call's: it is ended first, for a softphone takes one call at a time.
        """
        known = await self._parts.sql.read(lambda tx: _rung(tx, contact, agent, epoch))
        if known is not None and not _earlier(known, since):
            return known.sid
        if known is not None and known.ended_at is None:
            await self.end(known.sid, contact)
        sid = await self._rung_when_free(contact, agent, epoch, conference or contact, since)
        try:
            await self._parts.sql.write(lambda tx: tx.legs.upsert(sid, contact, "agent", agent_id=agent, epoch=epoch))
        except Unavailable:
            # It rings, whatever the record says; when it joins, the carrier's word of that is kept instead.
            log.warning("agent_leg_not_kept", contact=contact, agent=agent)
        return sid

    async def fetch(self, contact: Contact) -> bool:
        """Bring the caller into the conference; False when their call is over. Raises Unavailable."""
        document = twiml.into_conference(self._parts.addresses, contact=contact.id)
        return await self._move(contact, document)

    async def to_queue(self, contact: Contact, document: str) -> bool:
        """Put the caller into the queue again, as soon as the carrier can; False when their call is over."""
        try:
            return await self._move(contact, document)
        except (Unavailable, OutcomeUnknown):
            await self._later(REQUEUE, contact.id, contact.provider_id, f"requeue:{contact.id}:{contact.epoch}")
            return True

    async def hold(self, contact: Contact, on: bool) -> None:
        """Music for the caller, or back. Raises what the carrier says."""
        await asyncio.to_thread(self._parts.phone.hold, contact=contact.id, call_sid=contact.provider_id, on=on)

    async def is_over(self, sid: str) -> bool:
        """Whether a call is over, by the carrier's own word; while it does not answer, calls are believed up."""
        try:
            return (await asyncio.to_thread(self._parts.phone.call_status, sid)).over
        except Refused:
            return True
        except SwitchboardError:
            return False

    async def end(self, sid: str, contact: str) -> None:
        """End a line, at once or as soon as the carrier can."""
        try:
            await asyncio.to_thread(self._parts.phone.hang_up, sid)
        except Refused as error:
            log.info("leg_not_ended", contact=contact, reason=type(error).__name__)
        except SwitchboardError:
            await self._later(HANG_UP, contact, sid, f"hang-up:{sid}")

    async def end_agents(self, contact: str, *, agent: str | None = None, epoch: int | None = None) -> None:
        """End the agents' lines of a contact; with `agent`, only theirs, and with `epoch` only that offer's."""
        legs = await self._parts.sql.read(lambda tx: tx.legs.open_for(contact))
        theirs = [leg for leg in legs if leg.party == "agent" and agent in (None, leg.agent_id)]
        for leg in theirs:
            if epoch in (None, leg.epoch):
                await self.end(leg.sid, contact)

    async def end_in_vain(self, contact: str, agent: str, *, but: int | None, conference: str) -> None:
        """End the lines of an agent who was not connected, `but` that of a later offer of theirs.

        Where there is no such offer, the carrier is asked as well: whoever rang them may have died before the line was
        written down, and nobody have heard it join.
        """
        for leg in await self._parts.sql.read(lambda tx: tx.legs.open_for(contact)):
            if leg.agent_id == agent and (but is None or leg.epoch != but):
                await self.end(leg.sid, contact)
        if but is None:
            await self._end_unwritten(contact, agent, conference)

    async def _end_unwritten(self, contact: str, agent: str, conference: str) -> None:
        try:
            sid = await asyncio.to_thread(self._parts.phone.leg_of, contact=conference, agent=agent)
        except SwitchboardError as error:
            log.info("leg_not_looked_for", contact=contact, reason=type(error).__name__)
            return
        known = await self._parts.sql.read(lambda tx: tx.legs.by_sid(sid or ""))
        if sid is not None and (known is None or known.contact_id is None):
            await self.end(sid, contact)

    async def _move(self, contact: Contact, document: str) -> bool:
        try:
            await asyncio.to_thread(self._parts.phone.move, contact.provider_id, twiml=document)
        except Refused:
            return False
        return True

    async def _rung_when_free(
        self, contact: str, agent: str, epoch: int, conference: str, since: datetime | None
    ) -> str:
        """As `_rung_once`, and again while the carrier still takes leave of an earlier line of theirs. Conflict when
        that has not gone.
        """
        for wait_s in FREE_AFTER_S if since else ():
            try:
                return await self._rung_once(contact, agent, epoch, conference, since)
            except Conflict:
                await asyncio.sleep(wait_s)
        return await self._rung_once(contact, agent, epoch, conference, since)

    async def _rung_once(self, contact: str, agent: str, epoch: int, conference: str, since: datetime | None) -> str:
        """Ring, or find the leg that an attempt with a lost answer, or one a moment ago, has made."""
        try:
            return await asyncio.to_thread(
                self._parts.phone.ring_agent, contact=contact, agent=agent, epoch=epoch, conference=conference
            )
        except (OutcomeUnknown, Conflict) as error:
            found = await asyncio.to_thread(self._parts.phone.leg_of, contact=conference, agent=agent)
            if found is None:
                raise
            older = await self._parts.sql.read(lambda tx: tx.legs.by_sid(found))
            if older is not None and (older.epoch not in (None, epoch) or _earlier(older, since)):
                await self.end(found, contact)
                raise Conflict("Your softphone is still busy with an earlier attempt.") from error
            return found

    async def _later(self, kind: str, contact: str, sid: str, key: str) -> None:
        log.warning("carrier_asked_later", contact=contact, act=kind)
        row = await self._parts.sql.write(
            lambda tx: tx.outbox.add(kind, contact, {"contact": contact, "sid": sid}, key)
        )
        await self._sending.ring(row)


def _earlier(leg: Leg, since: datetime | None) -> bool:
    """Whether it was rung for an earlier call than the one that began then."""
    return since is not None and leg.created_at < since


def _rung(tx: Tx, contact: str, agent: str, epoch: int) -> Leg | None:
    mine = [leg for leg in tx.legs.of_contact(contact) if leg.agent_id == agent and leg.epoch == epoch]
    return mine[-1] if mine else None
