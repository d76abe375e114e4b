"""Bridging callers with agents, and parting them again.

1. An agent accepts: their leg is created as a participant of the contact's conference, and rings their softphone.
2. It joins: the caller's call is updated out of the queue and into the conference.
3. The caller joins: the two are speaking, and the engine is told that they are connected.
4. Whoever leaves first decides the rest: the caller's going ends the call; an agent who drops out unasked gives the
   caller back to their original place.

Words of the carrier come twice, late and in any order. An agent's leg tells by its epoch which offer it belongs to,
and the conference that a contact is spoken with in is kept with that epoch, so that an old word is known as one.
"""

from collections.abc import Callable, Mapping

import structlog

from centre.conferences import TALKING, agent_joined, agent_named, bridge_of, holds, is_here, leg_of
from centre.consultations import LEFT, Consultations, asked, call_of, is_open
from centre.legs import Legs
from centre.parts import Parts
from centre.planning import WAS_CUT_OFF
from centre.ringing_back import RingingBack
from centre.rings import has_no_line
from centre.voicemails import ended, gone_as
from channels.phone import twiml
from channels.phone.inbound import ConferenceChange, ConferenceWord
from core.channel import Channel
from core.errors import Conflict, SwitchboardError, Unavailable
from records.rows import Contact, Leg
from router.engine.states import Contact as State
from router.engine.views import ContactState
from router.engine.words import Word

log = structlog.get_logger()

CUT_OFF = "I am sorry, we were cut off. You have kept your place, and somebody will be with you shortly."
PASSED_ON = "I am passing you to a colleague. You keep your place, and somebody will be with you shortly."
ATTEMPTS = 3
"""Between looking and acting a contact may move on; then it is looked at again."""


class Calls:
    """Live calls: who speaks with whom, and what the engine must know of it."""

    def __init__(
        self,
        parts: Parts,
        legs: Legs,
        ringing: RingingBack,
        consultations: Consultations,
        queue_again: Callable[..., str],
    ) -> None:
        self._parts = parts
        self._legs = legs
        self._ringing = ringing
        self._consultations = consultations
        self._queue_again = queue_again

    async def bridge(self, contact: Contact, agent: str, epoch: int) -> None:
        """Ring the winner's softphone. When that cannot be done the contact keeps its place, and the agent is told."""
        try:
            sid = await self._legs.ring(contact.id, agent, epoch, conference=call_of(contact))
        except SwitchboardError as error:
            log.warning("agent_leg_failed", contact=contact.id, agent=agent, error=type(error).__name__)
            await self._media_failed(contact.id, agent, epoch)
            raise Conflict("Your softphone could not be rung. The caller has kept their place.") from error
        state = await self._state(contact.id)
        if state is not None and not holds(state, agent, epoch):
            # The caller hung up while the leg was being made.
            await self._legs.end(sid, contact.id)

    async def hold(self, contact: Contact, on: bool) -> None:
        """Music for the caller, or the agent's voice again."""
        if asked(contact) or call_of(contact):
            raise Conflict("A colleague is being asked: go back to the caller, or speak together.")
        await self._legs.hold(contact, on)
        await self._parts.sql.write(lambda tx: tx.contacts.merge_facts(contact.id, {"held": on}))
        await self._parts.notices.tell("contact.held", contact=contact.id, agent=contact.agent_id)

    async def let_go(self, contact: Contact, agent: str, epoch: int) -> None:
        """An agent has passed a call on: the caller hears music at their place, and that agent's line ends."""
        await self._back_to_queue(contact, PASSED_ON)
        await self._legs.end_agents(contact.id, agent=agent, epoch=epoch)

    async def hang_up(self, contact: Contact) -> None:
        """The agent ends the call; the wrap-up begins first, so that no line's end looks like an accident."""
        if call_of(contact):
            await self._consultations.end(contact, LEFT)
            return
        if is_open(contact):
            raise Conflict("The caller is on the line with your colleague. Go back to them first, or hand over.")
        await self._wrap(contact.id)
        await self._legs.end(contact.provider_id, contact.id)
        await self._legs.end_agents(contact.id)

    async def withdraw(self, contact: Contact, outcome: str) -> bool:
        """Nobody is to be offered this any more: the ring stops, a leg that was being made is ended.

        False when it is in an agent's hands by now.
        """
        withdrawn = await self._parts.engine.withdraw(contact.id, outcome)
        if withdrawn.word is not Word.WITHDRAWN:
            state = await self._state(contact.id)
            if state is not None and state.state in TALKING:
                return False
        await self._end(contact.id, outcome)
        if withdrawn.agent:
            await self._legs.end_agents(contact.id)
        return True

    async def conference_moved(self, event: ConferenceChange) -> None:
        """Somebody joined or left."""
        label = event.label or ""
        agent = agent_named(label)
        match event.word:
            case ConferenceWord.JOINED if agent:
                if not await self._consultations.joined(event, agent):
                    await self._agent_joined(event, agent)
            case ConferenceWord.JOINED if label == twiml.CALLER:
                await self._together(event)
            case ConferenceWord.LEFT if agent:
                leg = await self._leg(event.call_sid)
                contact = (leg.contact_id if leg else None) or event.name
                await self.agent_gone(contact, agent, leg.epoch if leg else None)
            case ConferenceWord.LEFT if label == twiml.CALLER:
                await self._caller_left(event)

    async def line_over(self, sid: str, told: Mapping[str, str]) -> None:
        """A line is down, the caller's or an agent's. `told` is what we wrote into its address, should it be needed."""
        contact = await self._parts.sql.read(lambda tx: tx.contacts.by_provider_id(Channel.PHONE, sid))
        if contact is not None:
            await self.caller_gone(contact)
            return
        leg = await self._leg(sid)
        epoch = told.get("epoch", "")
        contact_id = (leg.contact_id if leg else None) or told.get("contact")
        agent = (leg.agent_id if leg else None) or agent_named(told.get("party", ""))
        if contact_id and agent:
            known = leg.epoch if leg else None
            await self.agent_gone(contact_id, agent, int(epoch) if known is None and epoch.isdigit() else known)

    async def caller_gone(self, contact: Contact) -> None:
        """The caller's line is down. Where the contact stands decides what that means."""
        outcome = gone_as(contact)
        for _ in range(ATTEMPTS):
            state = await self._state(contact.id)
            if has_no_line(await self._contact(contact.id)):
                # They keep their place, and are rung.
                return None
            if state is None:
                return await self._gone_unknown(contact, outcome)
            if state.state in TALKING:
                await self._wrap(contact.id)
                return await self._legs.end_agents(contact.id)
            if state.state is State.CLOSED:
                return await self._end(contact.id, state.outcome or outcome)
            if await self.withdraw(contact, outcome):
                return None
        return None

    async def agent_gone(self, contact_id: str, agent: str, epoch: int | None) -> None:
        """An agent's line is down. Expected after a hang-up; otherwise the caller goes back to their place."""
        state = await self._state(contact_id)
        if state is None or not holds(state, agent, epoch):
            return
        if state.state is State.CONNECTING and state.epoch is not None:
            await self._media_failed(contact_id, agent, state.epoch)
        elif state.state is State.ACTIVE:
            await self._dropped(contact_id)

    async def not_connected(self, contact_id: str, agent: str) -> None:
        """A call was not connected in time and waits again: nobody may be left behind in its conference."""
        state = await self._state(contact_id)
        again = state.epoch if state is not None and state.agent == agent else None
        contact = await self._contact(contact_id)
        await self._legs.end_in_vain(contact_id, agent, but=again, conference=call_of(contact) or contact_id)
        if "bridge" in contact.facts and (state is None or state.state in (State.WAITING, State.OFFERED)):
            await self._back_to_queue(contact)

    async def back_from_flush(self, contact: Contact) -> None:
        """They were being connected when the live store was lost: both start anew, the caller at their place."""
        await self._legs.end_agents(contact.id)
        if "bridge" in contact.facts:
            await self._back_to_queue(contact)

    def place_again(self, contact: Contact) -> str:
        """The document that puts a caller who was cut off back into the queue."""
        return self._queue_again(contact, CUT_OFF)

    async def _agent_joined(self, event: ConferenceChange, agent: str) -> None:
        """The agent is in the conference: bring the caller. One who comes too late is let go."""
        state = await self._state(event.name)
        leg = await self._leg(event.call_sid)
        if state is None or not holds(state, agent, leg.epoch if leg else None):
            if state is not None and event.call_sid:
                await self._legs.end(event.call_sid, event.name)
            return
        if state.state is not State.CONNECTING:
            return
        contact, first = await self._parts.sql.write(lambda tx: agent_joined(tx, event, agent, state.epoch))
        if not first:
            # A caller who is fetched twice would leave the conference to join it again.
            return
        await self._bring(contact, event, agent, state.epoch or 0)

    async def _bring(self, contact: Contact, event: ConferenceChange, agent: str, epoch: int) -> None:
        """The caller, who waits on the line; or the resident, who is to be rung."""
        if has_no_line(contact):
            await self._ringing.ring_waiting(contact, agent, epoch, event.call_sid or "")
            return
        try:
            if not await self._legs.fetch(contact):
                await self.caller_gone(contact)
        except SwitchboardError:
            # The deadline for connecting will put everybody back.
            log.warning("caller_not_fetched", contact=event.name)

    async def _together(self, event: ConferenceChange) -> None:
        """The caller is in the conference: the two are speaking."""
        state = await self._state(event.name)
        if state is None or state.state is not State.CONNECTING or not state.agent or state.epoch is None:
            return
        if not is_here(await self._contact(event.name), event, state):
            return
        if await self._parts.engine.connect(event.name, state.agent, state.epoch) is Word.CONNECTED:
            await self._parts.sql.write(
                lambda tx: tx.contacts.move(event.name, "active", agent=state.agent, epoch=state.epoch, at=tx.now)
            )

    async def _caller_left(self, event: ConferenceChange) -> None:
        state = await self._state(event.name)
        if state is None or state.state is not State.ACTIVE:
            return
        if is_here(await self._contact(event.name), event, state):
            await self._wrap(event.name)
            await self._legs.end_agents(event.name)

    async def _wrap(self, contact_id: str) -> None:
        if await self._parts.engine.wrap(contact_id) is Word.WRAPPING:
            await self._parts.sql.write(lambda tx: tx.contacts.move(contact_id, "wrapping", at=tx.now))
            await self._consultations.parted(contact_id)

    async def _dropped(self, contact_id: str) -> None:
        """An agent has left a conversation unasked. That the contact waits again, the log tells the record."""
        contact = await self._contact(contact_id)
        if call_of(contact):
            await self._consultations.end(contact, LEFT)
        elif await self._legs.is_over(contact.provider_id):
            await self.caller_gone(contact)
        elif not await self._taken_over(contact):
            await self._given_back(contact)

    async def _given_back(self, contact: Contact) -> None:
        # First, for it may ring again at once, and says then who was cut off.
        was = {"agent": contact.agent_id, "at": self._parts.clock.now().isoformat()}
        await self._parts.sql.write(lambda tx: tx.contacts.merge_facts(contact.id, {WAS_CUT_OFF: was}))
        if await self._parts.engine.give_back(contact.id, "agent_dropped") is Word.RETURNED:
            await self._back_to_queue(contact)
            await self._consultations.parted(contact.id)

    async def _taken_over(self, contact: Contact) -> bool:
        """A colleague who is being asked, and is there, keeps the caller when whoever asked drops out."""
        to = await self._consultations.take_over(contact)
        return to is not None and await self._consultations.has_line(contact.id, to)

    async def _media_failed(self, contact_id: str, agent: str, epoch: int) -> None:
        if await self._parts.engine.media_failed(contact_id, agent, epoch) is Word.RETURNED:
            await self._legs.end_agents(contact_id, agent=agent, epoch=epoch)
            contact = await self._contact(contact_id)
            if bridge_of(contact).get("epoch") == epoch:
                await self._back_to_queue(contact)

    async def _back_to_queue(self, contact: Contact, words: str = CUT_OFF) -> None:
        if not await self._legs.to_queue(contact, self._queue_again(contact, words)):
            await self.caller_gone(contact)
        elif contact.facts.get("held"):
            await self._parts.sql.write(lambda tx: tx.contacts.merge_facts(contact.id, {"held": False}))

    async def _gone_unknown(self, contact: Contact, outcome: str) -> None:
        """The engine does not know it: it was in the menu, or the live store was just lost. The record decides."""
        now = await self._contact(contact.id)
        if now.state in ("active", "wrapping"):
            await self._parts.sql.write(lambda tx: tx.contacts.move(now.id, "wrapping", at=tx.now))
            await self._legs.end_agents(contact.id)
            return
        await self._end(contact.id, outcome)
        try:
            # A step of the menu may have queued it in this very moment.
            await self._parts.engine.withdraw(contact.id, outcome)
        except Unavailable:
            log.info("caller_gone_while_rebuilding", contact=contact.id)

    async def _end(self, contact_id: str, outcome: str) -> None:
        await self._parts.sql.write(lambda tx: ended(tx, contact_id, outcome))

    async def _state(self, contact_id: str) -> ContactState | None:
        return await self._parts.engine.contact(contact_id)

    async def _contact(self, contact_id: str) -> Contact:
        return await self._parts.sql.read(lambda tx: tx.contacts.get(contact_id))

    async def _leg(self, sid: str | None) -> Leg | None:
        return await self._parts.sql.read(lambda tx: leg_of(tx, sid))
