"""Bridging callers with agents, and parting them again.

1. An agent accepts: their leg is created as a participant of the contact's conference, and rings their softphone.
2. It joins: the caller's call is updated out of the queue and into the conference.
3. The caller joins: the two are speaking, and the engine is told that they are connected.
4. Whoever leaves first decides the rest: the caller's going ends the call; an agent who drops out unasked gives the
   caller back to their original place.
"""

import asyncio
from collections.abc import Callable
from functools import partial

import structlog

from centre.parts import Parts
from channels.phone import inbound, twiml
from channels.phone.inbound import ConferenceWord
from core.channel import Channel
from core.errors import Conflict, Refused, SwitchboardError, Unavailable
from records.rows import Contact
from records.tx import Tx
from router.engine.states import Contact as State
from router.engine.views import ContactState
from router.engine.words import Word

log = structlog.get_logger()

LAST = 1_000_000
"""After every sequence number that a call could have: what the carrier says of a call when asked is the last word."""

CUT_OFF = "I am sorry, we were cut off. You have kept your place, and somebody will be with you shortly."


class Calls:
    """Live calls: their legs at the carrier, and what the engine must know of them."""

    def __init__(self, parts: Parts, queue_again: Callable[..., str]) -> None:
        self._parts = parts
        self._queue_again = queue_again

    async def bridge(self, contact: Contact, agent: str, epoch: int) -> None:
        """Ring the winner's softphone. When that cannot be done the contact keeps its place, and the agent is told."""
        try:
            sid = await asyncio.to_thread(self._parts.phone.ring_agent, agent=agent, contact=contact.id, epoch=epoch)
        except SwitchboardError as error:
            log.warning("agent_leg_failed", contact=contact.id, agent=agent, error=str(error))
            await self._media_failed(contact.id, agent, epoch)
            raise Conflict("Your softphone could not be rung. The caller has kept their place.") from error
        await self._parts.sql.write(lambda tx: tx.legs.upsert(sid, contact.id, "agent", agent_id=agent, epoch=epoch))

    async def hold(self, contact: Contact, on: bool) -> None:
        """Music for the caller, or the agent's voice again."""
        await asyncio.to_thread(self._parts.phone.hold, contact=contact.id, call_sid=contact.provider_id, on=on)
        await self._parts.sql.write(lambda tx: tx.contacts.merge_facts(contact.id, {"held": on}))
        await self._parts.notices.tell("contact.held", contact=contact.id, agent=contact.agent_id)

    async def hang_up(self, contact: Contact) -> None:
        """The agent ends the call: first the wrap-up begins, so that no leg's end looks like an accident."""
        if await self._parts.engine.wrap(contact.id) is Word.WRAPPING:
            await self._parts.sql.write(lambda tx: tx.contacts.move(contact.id, "wrapping", at=tx.now))
        await self._end_leg(contact.provider_id, contact.id)
        await self._end_agents_legs(contact.id)

    async def withdraw(self, contact: Contact, outcome: str) -> None:
        """The caller is not waiting any more: the ring stops, and a leg that was being made is ended."""
        withdrawn = await self._parts.engine.withdraw(contact.id, outcome)
        await self._parts.sql.write(lambda tx: tx.contacts.move(contact.id, "closed", outcome=outcome, at=tx.now))
        if withdrawn.agent:
            await self._end_agents_legs(contact.id)

    async def leg_moved(self, event: inbound.StatusChange) -> None:
        """A status callback: idempotent, and in any order; only a leg's end matters to the contact."""
        sid, over = event.call.sid, event.call.status.over
        changed = await self._parts.sql.write(
            lambda tx: tx.legs.apply_status(sid, event.call.status.value, event.sequence or 0)
        )
        if not (changed and over):
            return
        contact = await self._parts.sql.read(lambda tx: tx.contacts.by_provider_id(Channel.PHONE, sid))
        if contact is not None:
            await self.caller_gone(contact)
            return
        leg = await self._parts.sql.read(lambda tx: tx.legs.by_sid(sid))
        if leg is not None and leg.contact_id and leg.agent_id:
            await self.agent_gone(leg.contact_id, leg.agent_id, leg.epoch)

    async def conference_moved(self, event: inbound.ConferenceChange) -> None:
        """Somebody joined or left."""
        label = event.label or ""
        match event.word:
            case ConferenceWord.JOINED if label == twiml.CALLER:
                await self._together(event.name)
            case ConferenceWord.JOINED if label.startswith("agent-"):
                await self._fetch_caller(event.name)
            case ConferenceWord.LEFT if label.startswith("agent-"):
                await self.agent_gone(event.name, label.removeprefix("agent-"), None)
            case ConferenceWord.LEFT if label == twiml.CALLER:
                await self._caller_left_conference(event.name)

    async def caller_gone(self, contact: Contact) -> None:
        """The caller's line is down. Where the contact stood decides what that means."""
        state = await self._state(contact.id)
        if state is not None and state.state in (State.ACTIVE, State.WRAPPING):
            await self._wrap(contact.id)
            await self._end_agents_legs(contact.id)
        elif state is not None and state.state is not State.CLOSED:
            await self.withdraw(contact, "abandoned")
        elif contact.state != "closed":
            await self._parts.sql.write(
                lambda tx: tx.contacts.move(contact.id, "closed", outcome="abandoned", at=tx.now)
            )

    async def agent_gone(self, contact_id: str, agent: str, epoch: int | None) -> None:
        """An agent's leg is down. Expected after a hang-up; otherwise the caller goes back to their place."""
        state = await self._state(contact_id)
        if state is None or state.agent != agent or (epoch is not None and state.epoch != epoch):
            return
        if state.state is State.CONNECTING and state.epoch is not None:
            await self._media_failed(contact_id, agent, state.epoch)
        elif state.state is State.ACTIVE:
            await self._give_back(contact_id)

    async def catch_up(self) -> int:
        """End what ended while we were not listening, by the carrier's own list of calls that are up."""
        up = {call.sid for call in await asyncio.to_thread(self._parts.phone.calls_up)}
        legs = await self._parts.sql.read(lambda tx: tx.legs.open())
        gone = [leg for leg in legs if leg.sid not in up and leg.contact_id]
        for leg in gone:
            status = await asyncio.to_thread(self._parts.phone.call_status, leg.sid)
            if not status.over:
                continue
            await self._parts.sql.write(partial(_over, leg.sid, status))
            if leg.party == "caller" and leg.contact_id:
                await self.caller_gone(await self._contact(leg.contact_id))
            elif leg.contact_id and leg.agent_id:
                await self.agent_gone(leg.contact_id, leg.agent_id, leg.epoch)
        return len(gone)

    async def _fetch_caller(self, contact_id: str) -> None:
        """The agent is in the conference: bring the caller."""
        state = await self._state(contact_id)
        if state is None or state.state is not State.CONNECTING:
            return
        contact = await self._contact(contact_id)
        document = twiml.into_conference(self._parts.addresses, contact=contact_id)
        try:
            await asyncio.to_thread(self._parts.phone.move, contact.provider_id, twiml=document)
        except Unavailable:
            log.warning("caller_not_fetched", contact=contact_id)
        except Refused:
            await self.caller_gone(contact)

    async def _together(self, contact_id: str) -> None:
        """The caller is in the conference: the two are speaking."""
        state = await self._state(contact_id)
        if state is None or state.state is not State.CONNECTING or not state.agent or state.epoch is None:
            return
        if await self._parts.engine.connect(contact_id, state.agent, state.epoch) is Word.CONNECTED:
            await self._parts.sql.write(
                lambda tx: tx.contacts.move(contact_id, "active", agent=state.agent, epoch=state.epoch, at=tx.now)
            )

    async def _caller_left_conference(self, contact_id: str) -> None:
        state = await self._state(contact_id)
        if state is not None and state.state is State.ACTIVE:
            await self._wrap(contact_id)
            await self._end_agents_legs(contact_id)

    async def _wrap(self, contact_id: str) -> None:
        if await self._parts.engine.wrap(contact_id) is Word.WRAPPING:
            await self._parts.sql.write(lambda tx: tx.contacts.move(contact_id, "wrapping", at=tx.now))

    async def _give_back(self, contact_id: str) -> None:
        if await self._parts.engine.give_back(contact_id, "agent_dropped") is not Word.RETURNED:
            return
        contact = await self._parts.sql.write(lambda tx: tx.contacts.move(contact_id, "waiting", at=tx.now))
        await self._back_to_queue(contact)

    async def _media_failed(self, contact_id: str, agent: str, epoch: int) -> None:
        if await self._parts.engine.media_failed(contact_id, agent, epoch) is not Word.RETURNED:
            return
        await self._parts.sql.write(lambda tx: tx.contacts.move(contact_id, "waiting", at=tx.now))
        await self._end_agents_legs(contact_id)

    async def _back_to_queue(self, contact: Contact) -> None:
        try:
            await asyncio.to_thread(
                self._parts.phone.move, contact.provider_id, twiml=self._queue_again(contact, CUT_OFF)
            )
        except Refused:
            await self.caller_gone(contact)
        except SwitchboardError:
            log.warning("caller_not_put_back", contact=contact.id)

    async def _end_agents_legs(self, contact_id: str) -> None:
        legs = await self._parts.sql.read(lambda tx: tx.legs.open_for(contact_id))
        for leg in legs:
            if leg.party == "agent":
                await self._end_leg(leg.sid, contact_id)

    async def _end_leg(self, sid: str, contact_id: str) -> None:
        try:
            await asyncio.to_thread(self._parts.phone.hang_up, sid)
        except SwitchboardError as error:
            # Most often it has ended by itself; the carrier's list is compared every five minutes for the rest.
            log.info("leg_not_ended", contact=contact_id, reason=type(error).__name__)

    async def _state(self, contact_id: str) -> ContactState | None:
        return await self._parts.engine.contact(contact_id)

    async def _contact(self, contact_id: str) -> Contact:
        return await self._parts.sql.read(lambda tx: tx.contacts.get(contact_id))


def _over(sid: str, status: inbound.CallStatus, tx: Tx) -> bool:
    return tx.legs.apply_status(sid, status.value, LAST)
