"""Ringing a resident about what an agent has in hand: a spoken message, a text, anything of somebody with a number.

1. The agent's phone is taken in the engine, so that no call is offered to them meanwhile; then the ring is on record.
2. Their softphone is rung into the contact's conference. It joins: the resident's number is dialled into it, once.
3. Every move of the ring (`rings`) is made under the contact's lock, so of two words about one thing only one acts.
4. However it ends, both lines end, the phone is free, and the contact is still the agent's to close.

Whether an attempt with a lost answer rang is looked up at the carrier, and never tried again by itself. A line that
comes up after its ring was over is ended.
"""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime

import structlog

from centre.call_backs import CallBacks
from centre.legs import Legs
from centre.matters import mine
from centre.parts import Parts
from centre.ring_record import begun, has_line, may_ring, moved, number, rung_by
from centre.rings import ENDS, Did, End, Ring, Stage, under_way
from channels.phone.inbound import CallStatus, ConferenceChange, ConferenceWord
from channels.phone.twiml import CALLER
from core.errors import Conflict, OutcomeUnknown, Refused, SwitchboardError, Unavailable
from records.rows import Contact
from records.tx import Tx
from router.engine.words import Word

log = structlog.get_logger()

NO_LINE = {
    Word.BUSY: "You have a call already, or one is ringing. Finish it first.",
    Word.ABSENT: "Your softphone is not connected, so you cannot ring anybody now.",
    Word.GONE: "It is no longer with you, so nobody was rung.",
}


class RingingBack:
    """Calls out. `agent` is an account's id. What the carrier tells of lines is heard here first."""

    def __init__(self, parts: Parts, legs: Legs, call_backs: CallBacks) -> None:
        self._parts = parts
        self._call_backs = call_backs
        self._legs = legs

    async def ring(self, agent: str, contact_id: str) -> None:
        """Ring the resident. Asked again while that is under way, it is done once. Conflict says why it cannot be."""
        contact = await mine(self._parts, agent, contact_id)
        await self._parts.sql.read(lambda tx: may_ring(tx, contact))
        word = await self._parts.engine.take_line(contact_id, agent)
        if word is not Word.TAKEN:
            raise Conflict(NO_LINE[word])
        try:
            broken_off = await self._broken_off(agent)
            ring = await self._parts.sql.write(lambda tx: begun(tx, contact_id, agent, broken_off=broken_off))
        except SwitchboardError:
            await self._parts.engine.free_line(contact_id, agent)
            raise
        if ring is None:
            return
        log.info("resident_rung", contact=contact_id, agent=agent)
        await self._tell(contact_id, ring)
        try:
            leg = await self._legs.ring(contact_id, agent, ring.epoch, since=datetime.fromisoformat(ring.began))
        except SwitchboardError as error:
            log.warning("agent_leg_failed", contact=contact_id, agent=agent, error=type(error).__name__)
            await self._over(contact_id, ring, End.NO_SOFTPHONE)
            raise Conflict("Your softphone could not be rung, so the resident was not rung either.") from error
        await self._line_known(contact_id, ring, leg=leg)

    async def ring_waiting(self, contact: Contact, agent: str, epoch: int, leg: str) -> None:
        """Whoever kept their place without a line has an agent now, who is in the conference: dial."""
        if await self._parts.engine.connect(contact.id, agent, epoch) is not Word.CONNECTED:
            return

        def begin(tx: Tx) -> Ring | None:
            tx.contacts.move(contact.id, "active", agent=agent, epoch=epoch, at=tx.now)
            return begun(tx, contact.id, agent, leg=leg)

        ring = await self._parts.sql.write(begin)
        if ring is not None:
            with suppress(Unavailable):
                # It only says what the agent does, who is on this call already; after a flush it is said again.
                await self._parts.engine.take_line(contact.id, agent)
            await self._tell(contact.id, ring)
            await self._dial(contact, ring)

    async def in_hand(self, contact: Contact, agent: str, epoch: int) -> None:
        """A call without a line that its agent rings when they choose: it is theirs at once, like a text."""
        if await self._parts.engine.connect(contact.id, agent, epoch) is Word.CONNECTED:
            await self._parts.sql.write(
                lambda tx: tx.contacts.move(contact.id, "active", agent=agent, epoch=epoch, at=tx.now)
            )

    async def hang_up(self, contact: Contact) -> None:
        """The agent ends the call. Conflict when there is none."""
        ring = under_way(contact)
        if ring is None:
            raise Conflict("There is no call to end.")
        await self._over(contact.id, ring, End.GIVEN_UP)

    async def hold(self, contact: Contact, on: bool) -> None:
        """Music for the resident, or the agent's voice again. Conflict while they are not speaking."""
        ring = under_way(contact)
        if ring is None or ring.stage is not Stage.TALKING or ring.sid is None:
            raise Conflict("There is no call to put on hold.")
        await asyncio.to_thread(self._parts.phone.hold, contact=contact.id, call_sid=ring.sid, on=on)
        await self._parts.sql.write(lambda tx: tx.contacts.merge_facts(contact.id, {"held": on}))
        await self._parts.notices.tell("contact.held", contact=contact.id, agent=contact.agent_id)

    async def conference_moved(self, event: ConferenceChange) -> bool:
        """Somebody joined or left; False when that was in no call of ours to a resident."""
        sid, label = event.call_sid or "", event.label or ""
        contact, ring, of_it = await self._parts.sql.read(lambda tx: rung_by(tx, sid, event.name, label))
        if contact is None:
            return False
        if event.word is ConferenceWord.JOINED:
            if ring is None or not (of_it and await self._joined(contact, ring, sid, label)):
                # A line whose ring is over has come up after all: nobody is left on a silent one.
                await self._legs.end(sid, contact.id)
        elif event.word is ConferenceWord.LEFT and ring is not None and of_it:
            await self._over(contact.id, ring, End.NO_ANSWER if label == CALLER else End.GIVEN_UP)
        return True

    async def line_over(self, sid: str, told: Mapping[str, str], status: CallStatus) -> bool:
        """A line is down; False when it was in no call of ours to a resident. `told` is what its address said.

        Raises Unavailable while the agent's phone cannot be freed.
        """
        about, party = told.get("contact"), told.get("party", "")
        contact, ring, of_it = await self._parts.sql.read(lambda tx: rung_by(tx, sid, about, party))
        if contact is None:
            return False
        if ring is not None and of_it:
            await self._over(contact.id, ring, _why(ring, sid, party, status), again=True)
        return True

    async def back_from_flush(self, contact: Contact) -> None:
        """The live store was lost while the two spoke: the agent's phone is taken again."""
        ring = under_way(contact)
        if ring is not None:
            await self._parts.engine.take_line(contact.id, ring.agent)

    async def _broken_off(self, agent: str) -> list[str]:
        state = await self._parts.engine.agent(agent)
        return [each.contact for each in (state.in_hand if state else ()) if each.paused]

    async def _joined(self, contact: Contact, ring: Ring, sid: str, label: str) -> bool:
        """Somebody of this ring is there; False when the ring is over. Who is told of twice has been heard of."""
        if label == CALLER:
            answered = await self._moved(contact.id, ring, Did.ANSWER, sid=sid)
            return answered is not None or ring.up
        fetched = await self._moved(contact.id, ring, Did.FETCH, leg=sid)
        if fetched is not None:
            await self._dial(contact, fetched)
        return fetched is not None or ring.up

    async def _dial(self, contact: Contact, ring: Ring) -> None:
        """The agent is in the conference: the resident's number is rung into it."""
        to, _ = await self._parts.sql.read(lambda tx: number(tx, contact))
        try:
            sid = await self._dialled_once(contact.id, to or "", ring.epoch)
        except OutcomeUnknown:
            await self._over(contact.id, ring, End.UNKNOWN)
        except Refused as error:
            await self._over(contact.id, ring, End.REFUSED, str(error))
        except Unavailable:
            await self._over(contact.id, ring, End.CARRIER_AWAY)
        else:
            await self._line_known(contact.id, ring, sid=sid)

    async def _dialled_once(self, contact: str, to: str, epoch: int) -> str:
        """Dial, or find the line that an attempt with a lost answer has made; OutcomeUnknown when none is found."""
        try:
            return await asyncio.to_thread(self._parts.phone.ring_resident, contact=contact, to=to, epoch=epoch)
        except (OutcomeUnknown, Conflict) as error:
            try:
                found = await asyncio.to_thread(self._parts.phone.resident_of, contact=contact)
            except SwitchboardError:
                found = None
            if found is None:
                raise OutcomeUnknown("It is not known whether the resident was rung.") from error
            return found

    async def _line_known(self, contact: str, ring: Ring, *, leg: str | None = None, sid: str | None = None) -> None:
        """The carrier has made a line. When the ring was over by then, so is the line."""
        if not await self._parts.sql.write(lambda tx: has_line(tx, contact, ring, leg=leg, sid=sid)):
            await self._legs.end(leg or sid or "", contact)

    async def _over(self, contact: str, ring: Ring, why: End, detail: str = "", *, again: bool = False) -> None:
        """It is over; `why` counts when nobody had spoken. All of it may be repeated.

        Lines first, for somebody may be listening; then the agent's phone. Only who asks `again` later is told that
        this could not be freed: the word of the lines that end here comes to `line_over`.
        """
        ended = await self._moved(contact, ring, Did.END, why=why, detail=detail)
        if ended is None and await self._parts.sql.read(lambda tx: under_way(tx.contacts.get(contact)) is not None):
            return  # a newer one has the lines and the phone
        for leg in await self._parts.sql.read(lambda tx: tx.legs.open_for(contact)):
            await self._legs.end(leg.sid, contact)
        try:
            await self._parts.engine.free_line(contact, ring.agent)
        except Unavailable:
            log.warning("line_not_freed_yet", contact=contact, agent=ring.agent)
            if again:
                raise

        if ended is not None:
            await self._call_backs.after_ring(contact, ended)

    async def _moved(
        self,
        contact: str,
        ring: Ring,
        did: Did,
        *,
        leg: str | None = None,
        sid: str | None = None,
        why: End | None = None,
        detail: str = "",
    ) -> Ring | None:
        """The ring after `did`, when it was this call that moved it."""
        after = await self._parts.sql.write(
            lambda tx: moved(tx, contact, ring, did, leg=leg, sid=sid, why=why, detail=detail)
        )
        if after is not None:
            log.info("ring_moved", contact=contact, agent=ring.agent, stage=after.stage.value)
            await self._tell(contact, after)
        return after

    async def _tell(self, contact: str, ring: Ring) -> None:
        await self._parts.notices.tell("contact.changed", contact=contact, agent=ring.agent)


def _why(ring: Ring, sid: str, party: str, status: CallStatus) -> End:
    """Why a ring is over of which a line is down."""
    if sid == ring.sid or party == CALLER:
        return ENDS.get(status, End.NO_ANSWER)
    return End.NO_SOFTPHONE if ring.stage is Stage.FETCHING else End.GIVEN_UP
