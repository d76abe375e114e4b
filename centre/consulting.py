"""Asking a colleague during a call: begin, speak together, hand the caller over, or go back to them.

1. The caller is put on hold first: they hear music, whatever the two agents say.
2. The question rings at the colleague's desk as a consultation; their line joins the call's conference.
3. Whoever asked ends it, in one of three ways. A colleague who declines, does not answer or drops out ends it too;
   then the one who asked is told, and the caller is theirs again by one click.
"""

from datetime import datetime, timedelta

import structlog

from centre.arrivals import Arrivals
from centre.calls import Calls
from centre.consultations import LEFT, NO_ANSWER, RINGS_AT_MOST, Consultations, asked, call_of, is_open
from centre.legs import Legs
from centre.matters import mine
from centre.names import names_of
from centre.parts import Parts
from centre.passing_on import PassingOn
from centre.planning import CONSULT, CONSULTS, PASSED_ON
from core.channel import Channel
from core.clock import to_ms
from core.errors import Conflict, InvalidInput, SwitchboardError
from records.rows import Contact, NewContact
from records.tx import Tx
from router.engine.states import Contact as State
from router.engine.states import Ended
from router.engine.views import ContactState
from router.explain.words import listed, needs_of
from skills.need import meets

log = structlog.get_logger()

OWN = timedelta(minutes=10)
"""Longer than any question rings: nobody else is asked what one colleague was asked by name."""
OVER = "Nobody is being asked about this call."
NOT_THERE = "Your colleague is not on the line yet."


class Consulting:
    """The desk's verbs, and `settle` for the clock. `agent` is an account's id, `contact` the call in their hands."""

    def __init__(
        self,
        parts: Parts,
        arrivals: Arrivals,
        calls: Calls,
        legs: Legs,
        passing_on: PassingOn,
        consultations: Consultations,
    ) -> None:
        self._parts = parts
        self._arrivals = arrivals
        self._calls = calls
        self._legs = legs
        self._passing_on = passing_on
        self._consultations = consultations

    async def begin(
        self, agent: str, contact: str, *, service: str = "", colleague: str = "", reason: str = ""
    ) -> None:
        """Ask a colleague, or whoever is free for a service. Conflict, with nothing done, when nobody would be rung."""
        call = await self._call(agent, contact)
        if not reason.strip():
            raise InvalidInput("Say in a few words what you ask about.", field="reason")
        to = await self._free(agent, contact, service, colleague)
        if asked(call) is not None:
            raise Conflict("A colleague is being asked about this call already.")
        new = self._question(call, agent, colleague, reason.strip())
        kept = await self._parts.sql.write(lambda tx: _begun(tx, call, new, to))
        try:
            await self._legs.hold(call, True)
        except SwitchboardError:
            await self._consultations.end(kept, LEFT)
            await self._parts.sql.write(lambda tx: _forgotten(tx, contact, kept.id))
            raise
        await self._arrivals.queue(kept, service or call.service or "")
        log.info("consultation_begun", contact=contact, agent=agent, consultation=kept.id)
        await self._changed(contact, agent)

    async def together(self, agent: str, contact: str) -> None:
        """All three speak: the caller is taken off hold."""
        call, consultation = await self._asked(agent, contact)
        if consultation.state != "active":
            raise Conflict(NOT_THERE)
        await self._legs.hold(call, False)
        await self._parts.sql.write(lambda tx: _together(tx, contact, consultation.id))
        await self._changed(contact, agent)

    async def hand_over(self, agent: str, contact: str) -> None:
        """The colleague keeps the caller, and this agent's line ends. Asked twice, it is done once."""
        call, question = await self._asked(agent, contact)
        to = await self._consultations.take_over(call)
        if to is None:
            raise Conflict(await self._why_not(call, question))
        await self._see_to(contact, to)

    async def back(self, agent: str, contact: str) -> None:
        """The colleague leaves, or is rung no more, and the caller hears this agent again."""
        call = await self._call(agent, contact)
        fact = asked(call)
        if fact is None:
            return
        other = await self._parts.sql.read(lambda tx: tx.contacts.get(fact["contact"]))
        if not await self._consultations.end(other, fact["ended"] or LEFT):
            raise Conflict("Your colleague has the caller now.")
        await self._legs.hold(call, False)
        await self._parts.sql.write(lambda tx: _forgotten(tx, contact, other.id))
        await self._changed(contact, agent)

    async def settle(self) -> int:
        """Finish what was begun and is not as it should be. Returns how many contacts were looked at."""
        found = await self._parts.sql.read(
            lambda tx: [each for each in tx.contacts.calls_in_hand() if _concerned(each)]
        )
        for contact in found:
            try:
                await (self._settle_question(contact) if call_of(contact) else self._settle_call(contact))
            except SwitchboardError as error:
                log.warning("consultation_not_settled", contact=contact.id, error=type(error).__name__)
        return len(found)

    async def _settle_call(self, call: Contact) -> None:
        fact = asked(call) or {}
        consultation = await self._parts.sql.read(lambda tx: tx.contacts.get(fact["contact"]))
        now, question = [await self._parts.engine.contact(each) for each in (call.id, consultation.id)]
        if question is not None and question.outcome == Ended.MERGED:
            to = await self._consultations.handed_over(call)
            if to is not None:
                await self._see_to(call.id, to)
        elif now is not None and (now.state is not State.ACTIVE or now.agent != fact["by"]):
            await self._consultations.end(consultation, None)
        elif consultation.state == "closed" and is_open(call):
            await self._consultations.end(consultation, LEFT)

    async def _settle_question(self, question: Contact) -> None:
        call = await self._parts.sql.read(lambda tx: tx.contacts.get(call_of(question) or ""))
        fact = asked(call)
        state = await self._parts.engine.contact(question.id)
        if fact is None or fact["contact"] != question.id or call.state != "active":
            await self._consultations.end(question, None)
        elif _in_vain(question, state, self._parts.clock.now()):
            await self._consultations.end(question, NO_ANSWER)

    async def _see_to(self, call: str, to: str) -> None:
        """A colleague whose line ended in the very moment of the hand over leaves nobody in music."""
        if not await self._consultations.has_line(call, to):
            await self._calls.agent_gone(call, to, None)

    async def _call(self, agent: str, contact: str) -> Contact:
        call = await mine(self._parts, agent, contact)
        if call.channel is not Channel.PHONE or call.state != "active" or call_of(call):
            raise Conflict("There is no caller on the line about whom to ask.")
        return call

    async def _asked(self, agent: str, contact: str) -> tuple[Contact, Contact]:
        """The call and its consultation; Conflict when none is under way."""
        call = await self._call(agent, contact)
        fact = asked(call)
        if fact is None or fact["ended"]:
            raise Conflict(OVER)
        return call, await self._parts.sql.read(lambda tx: tx.contacts.get(fact["contact"]))

    async def _free(self, agent: str, contact: str, service: str, colleague: str) -> str:
        """What is asked, by name: somebody who is free now, for a caller should not wait for an answer."""
        if bool(service) == bool(colleague):
            raise InvalidInput("Choose a service or a colleague.", field="service")
        choices = await self._passing_on.choices(agent, contact)
        listed = choices["colleagues"] if colleague else choices["services"]
        row = next((each for each in listed if each["id"] == (colleague or service)), None)
        name = "label" if service else "name"
        if row is None:
            raise InvalidInput("There is no such service or colleague.", field="service")
        if not row["free"] or (colleague and not row["can"]):
            raise Conflict(f"{row[name]}: nobody is free to be asked now.")
        return str(row[name])

    def _question(self, call: Contact, agent: str, colleague: str, reason: str) -> NewContact:
        until = to_ms(self._parts.clock.now() + OWN)
        return NewContact(
            channel=Channel.PHONE,
            provider_id=f"consult:{self._parts.ids.new('asked')}",
            from_address=call.from_address,
            to=call.to,
            received_at=self._parts.clock.now(),
            person_id=call.person_id,
            consults=call.id,
            facts={
                CONSULTS: call.id,
                PASSED_ON: {"by": agent, "agent": colleague or None, "until_ms": until, "asks": reason},
            },
        )

    async def _why_not(self, call: Contact, question: Contact) -> str:
        """Why the colleague was not given the caller."""
        state, asked = [await self._parts.engine.contact(each) for each in (call.id, question.id)]
        if state is None or asked is None or asked.agent is None or asked.state is not State.ACTIVE:
            return NOT_THERE
        colleague = await self._parts.sql.read(lambda tx: tx.accounts.get(asked.agent or ""))
        lacking = [need for need in needs_of(state.hard) if not meets(colleague.skills, [need])]
        if not lacking:
            return NOT_THERE
        names = names_of(self._parts.county)
        skills = listed([names.skill(need.skill) for need in lacking])
        return f"{colleague.name} may not take {skills}. Keep the caller, or ask somebody who may."

    async def _changed(self, contact: str, agent: str) -> None:
        await self._parts.notices.tell("contact.changed", contact=contact, agent=agent)


def _concerned(contact: Contact) -> bool:
    return bool(call_of(contact) or asked(contact))


def _in_vain(question: Contact, state: ContactState | None, now: datetime) -> bool:
    """Whether nobody will answer: a colleague asked by name had their chance, or it rings for too long."""
    if state is None or state.state not in (State.WAITING, State.OFFERED):
        return state is None and now - question.arrived_at > RINGS_AT_MOST
    had_chance = state.state is State.WAITING and bool(state.epoch) and bool(question.facts[PASSED_ON]["agent"])
    return had_chance or now - question.arrived_at > RINGS_AT_MOST


def _begun(tx: Tx, call: Contact, new: NewContact, to: str) -> Contact:
    """The consultation and the call's own fact of it, together. Conflict when the call has moved on meanwhile."""
    now = tx.contacts.get(call.id, lock=True)
    if now.state != "active" or (now.agent_id, now.epoch) != (call.agent_id, call.epoch):
        raise Conflict("The call is no longer with you.")
    if asked(now) is not None:
        raise Conflict("A colleague is being asked about this call already.")
    by = call.agent_id or ""
    passed = {**new.facts[PASSED_ON], "words": f"{tx.accounts.get(by).name} asks about: {new.facts[PASSED_ON]['asks']}"}
    kept, _ = tx.contacts.take_in(new)
    kept = tx.contacts.merge_facts(kept.id, {PASSED_ON: passed})
    if call.case_id:
        kept = tx.contacts.link(kept.id, case_id=call.case_id)
    fact = {"contact": kept.id, "by": by, "epoch": call.epoch, "to": to, "together": False, "ended": None}
    tx.contacts.merge_facts(call.id, {CONSULT: fact, "held": True})
    return kept


def _together(tx: Tx, call_id: str, consultation: str) -> None:
    call = tx.contacts.get(call_id, lock=True)
    fact = asked(call)
    if fact is not None and fact["contact"] == consultation:
        tx.contacts.merge_facts(call_id, {"held": False, CONSULT: {**fact, "together": True}})


def _forgotten(tx: Tx, call_id: str, consultation: str) -> None:
    call = tx.contacts.get(call_id, lock=True)
    fact = asked(call)
    if fact is not None and fact["contact"] == consultation:
        tx.contacts.merge_facts(call_id, {"held": False, CONSULT: None})
