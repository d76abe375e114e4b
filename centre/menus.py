"""Walking a caller through the phone menus: the interpreter decides, this performs what it asks for.

A caller's session is kept live, and its bones ride in the address of the next request, so that a flushed store
costs the caller nothing but what they had told the menu.
"""

from collections.abc import Mapping

import structlog

from centre.arrivals import TRIAGE, Arrivals
from centre.guessing import Guessing
from centre.parts import Parts
from centre.sending import AUTOMATIC, Sending
from centre.telling import Telling
from centre.voicemails import ended
from channels.phone import twiml
from config.county import MAIN_MENU
from core.errors import SwitchboardError, Unavailable
from ivr import (
    Answered,
    Event,
    HangUp,
    LookUp,
    Prompt,
    Queue,
    Say,
    SendText,
    Session,
    Started,
    Step,
    Voicemail,
    walk,
)
from ivr.asks import Fact
from ivr.nodes.describe import GUESSED
from records.rows import Contact

log = structlog.get_logger()

SESSION_S = 4 * 3600
FOUND = "Thank you, we have found it."


class Menus:
    """The menus of one council, for calls."""

    def __init__(
        self, parts: Parts, arrivals: Arrivals, guessing: Guessing, sending: Sending, telling: Telling
    ) -> None:
        self._parts = parts
        self._arrivals = arrivals
        self._guessing = guessing
        self._sending = sending
        self._telling = telling

    async def begin(self, contact: Contact) -> str:
        """The first document of a call."""
        return await self.go_on(contact, Session(menu=MAIN_MENU), self._started())

    async def go_on(self, contact: Contact, session: Session, event: Event) -> str:
        """The document after the caller did something, or after something asked for was done."""
        step = self._walk(session, event)
        while isinstance(step.ask, LookUp | SendText):
            answered = await self._perform(contact, step.ask)
            step = self._walk(step.session, answered).after(step)
        await self._remember(contact, step.session)
        await self._settle(contact, step)
        return twiml.render(step, self._parts.addresses, contact=contact.id)

    async def session(self, contact_id: str, query: Mapping[str, str]) -> Session:
        """The caller's session: from the live store, else from the address that the carrier was given."""
        try:
            kept = await self._parts.live.sessions.get(_key(contact_id))
        except Unavailable:
            kept = None
        told = Session.from_query(query, menu=MAIN_MENU)
        if kept is None:
            return told.knowing(self._given())
        session = Session.from_dict(kept)
        return session if session.node == told.node or not told.node else told.knowing(session.facts)

    async def back_to_queue(self, contact: Contact, *words: str) -> str:
        """`queue_again`, and whatever ended meanwhile, the caller really has a place there."""
        await self._arrivals.queue_caller(contact, contact.service or TRIAGE)
        return self.queue_again(contact, *words)

    def queue_again(self, contact: Contact, *words: str) -> str:
        """The document that puts a caller back into the queue, with a few words first."""
        prompts: tuple[Prompt, ...] = tuple(Say(text=text) for text in words)
        session = Session(menu=MAIN_MENU)
        step = Step(session=session, prompts=prompts, ask=Queue(service=contact.service or TRIAGE))
        return twiml.render(step, self._parts.addresses, contact=contact.id)

    def _walk(self, session: Session, event: Event) -> Step:
        county = self._parts.county
        return walk(county.menus, session, event, self._parts.clock.now().astimezone(county.zone))

    def _started(self) -> Started:
        return Started(facts=self._given())

    def _given(self) -> dict[str, str]:
        return {"council": self._parts.county.council.spoken_name}

    async def _remember(self, contact: Contact, session: Session) -> None:
        try:
            await self._parts.live.sessions.put(_key(contact.id), session.to_dict(), SESSION_S)
        except Unavailable:
            log.warning("menu_session_not_kept", contact=contact.id)

    async def _perform(self, contact: Contact, ask: LookUp | SendText) -> Answered:
        try:
            if isinstance(ask, SendText):
                return Answered(word=await self._send(contact, ask.template))
            return await self._look_up(contact, ask)
        except SwitchboardError:
            log.warning("menu_ask_failed", contact=contact.id, ask=type(ask).__name__)
            return Answered(word="cannot" if isinstance(ask, SendText) else "unknown")

    async def _look_up(self, contact: Contact, ask: LookUp) -> Answered:
        match ask.what:
            case Fact.OPEN:
                county = self._parts.county
                word = "open" if county.is_open(ask.subject, self._parts.clock.now()) else "closed"
                return Answered(word=word, facts={"hours": county.hours_spoken[ask.subject]})
            case Fact.CAN_TEXT:
                return Answered(word="yes" if await self._sending.may(contact) else "no")
            case Fact.CASE:
                return await self._case(contact, ask.subject)
            case Fact.ABOUT:
                return await self._about(ask.subject)

    async def _about(self, words: str) -> Answered:
        """What a caller's words seem to be about; "something else" is no guess that anybody could confirm."""
        verdict = await self._guessing.about(words)
        service = self._parts.county.services.get(verdict.service or "")
        if service is None or service.id == TRIAGE:
            return Answered(word="unsure")
        return Answered(word="guessed", facts={GUESSED: service.id, "about": service.spoken})

    async def _case(self, contact: Contact, reference: str) -> Answered:
        """Where it has got to is said to whoever may hear it; to anybody else no more than that there is one."""
        named = await self._telling.of(contact, reference, link=True)
        if named is None:
            return Answered(word="not-found")
        return Answered(
            word="found", facts={"service": named.case.service, "standing": f"{FOUND} {named.says}".strip()}
        )

    async def _send(self, contact: Contact, template: str) -> str:
        if not await self._sending.may(contact):
            return "cannot"
        if template == "place-link":
            await self._sending.place_link(contact, author=AUTOMATIC, key="menu")
        else:
            await self._sending.text(
                contact, self._parts.county.council.texts[template], author=AUTOMATIC, key=template
            )
        return "sent"

    async def _settle(self, contact: Contact, step: Step) -> None:
        """What has to be true in the record before the carrier gets its document."""
        match step.ask:
            case Queue(service=service):
                await self._arrivals.queue_caller(contact, service)
            case Voicemail(service=service):
                await self._parts.sql.write(lambda tx: tx.contacts.set_service(contact.id, service))
            case HangUp(outcome="callback"):
                # The line goes, the contact waits on.
                return
            case HangUp(outcome=outcome):
                await self._parts.sql.write(lambda tx: ended(tx, contact.id, outcome))


def _key(contact_id: str) -> str:
    return f"call:{contact_id}"
