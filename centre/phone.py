"""What the carrier asks about a call, and what it is answered. The numbered story is docs/life-of-a-call.md."""

import structlog

from centre.arrivals import CLOSED, take_in
from centre.call_backs import CallBacks
from centre.calls import Calls
from centre.catching_up import CatchingUp
from centre.line_ends import LineEnds
from centre.menus import Menus
from centre.parts import Parts
from centre.reach import anybody_here
from centre.ringing_back import RingingBack
from centre.rings import has_no_line
from centre.shown import cut
from centre.voicemails import Voicemails
from channels.phone import inbound, twiml
from channels.phone.inbound import QueueResult, RecordingStatus
from channels.phone.words import RANG_AGAIN, RING_BACK_KEY
from core import address
from core.channel import Channel
from core.errors import Unavailable
from ivr import Answered, Digits, Event, Silence, Speech
from ivr.listening import telling
from records.rows import Contact, NewContact
from records.tx import Tx

log = structlog.get_logger()

IN_QUEUE = {"waiting", "offered", "connecting"}
IN_HAND = {"active", "wrapping"}
NOTHING_HEARD = "We did not hear a message. You have kept your place in the queue."
STAYS_OUT = {
    QueueResult.BRIDGED,
    QueueResult.BRIDGING,
    QueueResult.HANG_UP,
    QueueResult.REDIRECTED,
    QueueResult.REDIRECTED_FROM_BRIDGED,
}
"""The call is over, or goes on by a document of ours elsewhere: nobody performs this answer."""
LEFT_THE_QUEUE = {QueueResult.LEFT, QueueResult.FULL, QueueResult.ERROR, QueueResult.SYSTEM_ERROR}
"""Out of the queue with the call still up and nowhere to go: a message is better than a dead line."""


class Phone:
    """The carrier's webhooks about calls. Every one may come twice, late, or in another order."""

    def __init__(
        self,
        parts: Parts,
        menus: Menus,
        calls: Calls,
        ends: LineEnds,
        catching_up: CatchingUp,
        voicemails: Voicemails,
        ringing: RingingBack,
        call_backs: CallBacks,
    ) -> None:
        self._parts = parts
        self._menus = menus
        self._calls = calls
        self._ends = ends
        self._catching_up = catching_up
        self._voicemails = voicemails
        self._ringing = ringing
        self._call_backs = call_backs

    async def incoming(self, event: inbound.Call) -> str:
        """A call begins: it is in the record before the caller hears a word."""
        again = await self._rang_again(event)
        if again is not None:
            return await self._menus.back_to_queue(again, RANG_AGAIN)
        contact = await self._contact(event)
        if contact.state in IN_QUEUE or contact.state == CLOSED:
            return await self._menus.back_to_queue(contact)
        return await self._menus.begin(contact)

    async def step(self, event: inbound.Answer) -> str:
        """The caller pressed, said, or did nothing at a menu."""
        contact = await self._contact(event.call)
        session = await self._menus.session(contact.id, event.call.raw)
        said = telling(event.speech or "")
        if event.speech and said and said >= telling(str(contact.facts.get("words") or "")):
            # A "yes, please" is no news for the agent, who is shown what it is about.
            words = cut(event.speech)
            await self._parts.sql.write(lambda tx: tx.contacts.merge_facts(contact.id, {"words": words}))
        return await self._menus.go_on(contact, session, _heard(event))

    async def wait(self, event: inbound.Waiting) -> str:
        """A caller in the queue hears their place; 1 keeps it without them, any key takes them to leave a message."""
        contact = await self._contact(event.call)
        session = await self._menus.session(contact.id, event.call.raw)
        may_ring_back = self._call_backs.offered(contact, session)
        rung = may_ring_back and event.digits == RING_BACK_KEY and await self._call_backs.wished(contact)
        if rung or (event.digits and not (may_ring_back and event.digits == RING_BACK_KEY)):
            return twiml.leave()
        try:
            place = await self._parts.engine.tell_place(contact.id)
            state = None if place else await self._parts.engine.contact(contact.id)
        except Unavailable:
            place, state = None, None
        if place is None:
            return twiml.wait(
                self._parts.addresses,
                contact=contact.id,
                position=0,
                is_ringing=state is not None and state.agent is not None,
                may_ring_back=may_ring_back,
            )
        return twiml.wait(
            self._parts.addresses,
            contact=contact.id,
            position=place.position,
            is_attended=place.servers > 0 or await self._somebody_is_here(contact),
            low_s=place.estimate_low_s,
            high_s=place.estimate_high_s,
            may_ring_back=may_ring_back,
        )

    async def _somebody_is_here(self, contact: Contact) -> bool:
        """Asked only where none of those who are looked for first is at work. What cannot be asked is not said."""
        try:
            board = await self._parts.engine.board()
        except Unavailable:
            return True
        accounts = await self._parts.sql.read(lambda tx: tx.accounts.list())
        known = {account.id: account for account in accounts}
        return anybody_here(contact.channel, contact.plan or {}, known, board.agents)

    async def queue_left(self, event: inbound.QueueLeft) -> str:
        """Why the caller came out of the queue decides what the call does next. Their place is kept meanwhile."""
        if event.result in STAYS_OUT:
            return twiml.nothing()
        contact = await self._contact(event.call)
        if contact.state in IN_HAND:
            return twiml.nothing()
        if event.result not in LEFT_THE_QUEUE:
            log.warning("queue_result_not_known", contact=contact.id)
            return await self._menus.back_to_queue(contact)
        session = await self._menus.session(contact.id, event.call.raw)
        word = "ring-back" if has_no_line(contact) else "left"
        return await self._menus.go_on(contact, session, Answered(word=word))

    async def voicemail(self, event: inbound.Recorded) -> str:
        """The caller left a message: a contact of its own, in the same queue as all the others.

        Who waited gives up their place only for a message that is kept; who said nothing goes back to it.
        """
        contact = await self._contact(event.call)
        left = bool(event.url and event.sid and event.duration_s)
        if left and event.sid and event.url:
            await self._voicemails.keep(contact, event.sid, event.url, event.duration_s)
        if event.hung_up or contact.state in IN_HAND:
            return twiml.nothing()
        if contact.queued_at is not None:
            if not left:
                return await self._menus.back_to_queue(contact, NOTHING_HEARD)
            if not await self._calls.withdraw(contact, "voicemail"):
                return twiml.nothing()
        session = await self._menus.session(contact.id, event.call.raw)
        return await self._menus.go_on(contact, session, Answered(word="recorded" if left else "empty"))

    async def recording(self, event: inbound.RecordingChange) -> None:
        """A recording is ready, perhaps one whose webhook we missed. That there is none changes nothing."""
        if event.status is not RecordingStatus.COMPLETED or not event.url:
            return
        contact = await self._parts.sql.read(lambda tx: tx.contacts.by_provider_id(Channel.PHONE, event.call_sid))
        if contact is not None:
            await self._voicemails.keep(contact, event.sid, event.url, event.duration_s)

    async def hold(self, event: inbound.Call) -> str:
        """What a caller on hold hears."""
        return twiml.hold_music(self._parts.addresses)

    async def status(self, event: inbound.StatusChange) -> None:
        """A leg, the caller's or an agent's, moved on."""
        await self._ends.moved(event)

    async def conference(self, event: inbound.ConferenceChange) -> None:
        """Somebody joined or left a conference."""
        if not await self._ringing.conference_moved(event):
            await self._calls.conference_moved(event)

    async def fallback(self, event: inbound.Call) -> str:
        """A document of ours failed: whatever the caller wanted, a person will find out."""
        contact = await self._contact(event)
        words = "I am sorry, our menu is not working. We are putting you through to somebody."
        return await self._menus.back_to_queue(contact, words)

    async def _rang_again(self, call: inbound.Call) -> Contact | None:
        """The contact of somebody who was to be rung back, when this call of theirs is new."""
        known = await self._parts.sql.read(lambda tx: tx.contacts.by_provider_id(Channel.PHONE, call.sid))
        return None if known else await self._call_backs.rang_again(call.sid, address.caller(call.from_))

    async def _contact(self, call: inbound.Call) -> Contact:
        """The contact of a call; made now when its first request never reached us."""
        new = NewContact(
            channel=Channel.PHONE,
            provider_id=call.sid,
            from_address=address.caller(call.from_),
            to=call.to,
            received_at=self._parts.clock.now(),
        )
        known = await self._parts.sql.read(lambda tx: tx.contacts.by_provider_id(Channel.PHONE, call.sid))
        if known is not None:
            return known
        contact, created = await self._parts.sql.write(lambda tx: _begun(tx, new))
        if created:
            log.info("call_arrived", contact=contact.id)
        return contact

    async def catch_up(self) -> int:
        """Compare with the carrier: what ended, and who rang, while we were down. Returns how many were missed."""
        return await self._catching_up.calls()

    async def lines_of(self, agent: str) -> int:
        """An agent's softphone has no call though one is in hand: how many lines of theirs are up at the carrier."""
        return await self._catching_up.lines_of(agent)


def _begun(tx: Tx, new: NewContact) -> tuple[Contact, bool]:
    contact, created = take_in(tx, new)
    if created:
        tx.legs.upsert(new.provider_id, contact.id, "caller")
    return contact, created


def _heard(event: inbound.Answer) -> Event:
    if event.digits is not None:
        return Digits(digits=event.digits)
    if event.speech is not None:
        return Speech(text=event.speech, confidence=event.confidence)
    return Silence()
