"""What an agent asks a colleague during a call, as the lines know it. The desk's verbs are in `consulting`.

1. A consultation is a contact of its own. It has no resident's line: its agent is rung into the call's conference.
2. The call's fact `consult` names it; its own fact `consults` names the call. Both are written together.
3. It ends once. The engine decides whether it ended (`withdrawn`) or the call went over to the colleague (`merged`).
4. Whatever was begun and not finished, by a process that died, `settle` finishes; so every step may be repeated.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

import structlog

from centre.legs import Legs
from centre.parts import Parts
from centre.planning import CONSULT, CONSULTS, LINE, PASSED_ON
from channels.phone.inbound import ConferenceChange
from core.errors import NotFound, Refused, SwitchboardError
from records.rows import Contact
from records.tx import Tx
from router.engine.states import Contact as State
from router.engine.states import Ended
from router.engine.views import ContactState
from router.engine.words import Word

log = structlog.get_logger()

DECLINED: Final = "declined"
NO_ANSWER: Final = "no_answer"
LEFT: Final = "left"
LOST: Final = "lost"
HELD: Final = (State.ACTIVE, State.WRAPPING)
RINGS_AT_MOST = timedelta(seconds=60)
"""As long as a caller may hear music because nobody answers a question."""


def call_of(contact: Contact) -> str | None:
    """The call that a consultation is about; None for everything else."""
    return contact.facts.get(CONSULTS)


def asked(contact: Contact) -> Mapping[str, Any] | None:
    """`{contact, by, epoch, to, together, ended}`: what is, or just was, asked of a colleague during this call."""
    return contact.facts.get(CONSULT)


def is_open(contact: Contact) -> bool:
    """Whether a colleague is being asked about this call now."""
    fact = asked(contact)
    return fact is not None and fact["ended"] is None


class Consultations:
    """Joining, parting and handing over."""

    def __init__(self, parts: Parts, legs: Legs) -> None:
        self._parts = parts
        self._legs = legs

    async def joined(self, event: ConferenceChange, agent: str) -> bool:
        """A line has joined a call's conference: whether it is a colleague's, who is asked."""
        kept = await self._parts.sql.read(lambda tx: _asked_by(tx, event, agent))
        if kept is None:
            return False
        consultation, epoch = kept
        state = await self._parts.engine.contact(consultation.id)
        here = state is not None and state.agent == agent and epoch in (None, state.epoch)
        if state is None or state.epoch is None or not here or state.state not in (State.CONNECTING, State.ACTIVE):
            if state is None or state.outcome != Ended.MERGED:
                await self._legs.end(event.call_sid or "", consultation.id)
            return True
        if await self._parts.engine.connect(consultation.id, agent, state.epoch) is Word.CONNECTED:
            now = state.epoch
            await self._parts.sql.write(lambda tx: _connected(tx, consultation.id, event.call_sid, agent, now))
            await self._tell(consultation)
        return True

    async def declined(self, contact_id: str) -> None:
        """Somebody will not take what rang. A colleague who was asked by name is not asked again."""
        contact = await self._contact(contact_id)
        if call_of(contact) and contact.facts[PASSED_ON]["agent"]:
            await self.end(contact, DECLINED)

    async def end(self, consultation: Contact, why: str | None) -> bool:
        """It is over: nobody is rung, the colleague's line ends. The caller stays as they are, with whoever asked.

        False when the call went over to the colleague, which comes first.
        """
        if await self._merged(consultation.id):
            return False
        withdrawn = await self._parts.engine.withdraw(consultation.id, Ended.WITHDRAWN)
        if withdrawn.word is Word.GONE:
            await self._parts.engine.close(consultation.id, Ended.WITHDRAWN, by="agent")
            if await self._merged(consultation.id):
                # In this very moment.
                return False
        await self._parts.sql.write(lambda tx: _over(tx, consultation, why))
        await self._legs.end_agents(consultation.id)
        await self._tell(consultation)
        return True

    async def parted(self, call_id: str) -> None:
        """A call is over, or waits again: whoever was asked about it has no more to say."""
        call = await self._contact(call_id)
        fact = asked(call)
        if fact is not None:
            await self.end(await self._contact(fact["contact"]), None)

    async def take_over(self, call: Contact) -> str | None:
        """The colleague who is asked keeps the caller. Returns who; None when nobody is in the conference with them."""
        fact = asked(call)
        if fact is None:
            return None
        word = await self._parts.engine.hand_over(call.id, fact["by"], fact["contact"])
        if word is not Word.ACCEPTED and not await self._merged(fact["contact"]):
            return None
        return await self.handed_over(call)

    async def handed_over(self, call: Contact) -> str | None:
        """What follows once the engine has given a call to the colleague. Returns who; None when it has moved on."""
        fact = asked(call)
        state = await self._parts.engine.contact(call.id)
        if fact is None or state is None or state.agent in (None, fact["by"]) or state.state not in HELD:
            return None
        now = await self._parts.sql.write(lambda tx: _handed_over(tx, call.id, fact, state))
        # Once the caller has gone, nobody stays on the line.
        only = fact["by"] if state.state is State.ACTIVE else None
        await self._legs.end_agents(call.id, agent=only)
        if await self._speaks_again(now):
            done = {CONSULT: None, "held": False}
            await self._parts.sql.write(lambda tx: _settled(tx, call.id, fact["contact"], done))
        log.info("call_handed_over", contact=call.id, by=fact["by"], to=state.agent)
        for who in (state.agent, fact["by"]):
            await self._parts.notices.tell("contact.changed", contact=call.id, agent=who)
        return state.agent

    async def has_line(self, call_id: str, agent: str) -> bool:
        """Whether a colleague who was handed a call is on the line still, by the carrier's own word."""
        legs = await self._parts.sql.read(lambda tx: tx.legs.of_contact(call_id))
        mine = [leg for leg in legs if leg.agent_id == agent]
        return any([leg.ended_at is None and not await self._legs.is_over(leg.sid) for leg in mine])

    async def _speaks_again(self, call: Contact) -> bool:
        """The caller hears voices again; False when the carrier has to be asked once more."""
        try:
            await self._legs.hold(call, False)
        except (Refused, NotFound) as error:
            log.info("caller_not_taken_off_hold", contact=call.id, error=type(error).__name__)
        except SwitchboardError:
            log.warning("caller_on_hold_for_now", contact=call.id)
            return False
        return True

    async def _merged(self, consultation: str) -> bool:
        state = await self._parts.engine.contact(consultation)
        return state is not None and state.outcome == Ended.MERGED

    async def _tell(self, consultation: Contact) -> None:
        by = consultation.facts[PASSED_ON]["by"]
        await self._parts.notices.tell("contact.changed", contact=call_of(consultation), agent=by)

    async def _contact(self, contact_id: str) -> Contact:
        return await self._parts.sql.read(lambda tx: tx.contacts.get(contact_id))


def _asked_by(tx: Tx, event: ConferenceChange, agent: str) -> tuple[Contact, int | None] | None:
    """The consultation whose line this is. One that was not written down yet is known by whom the call's fact names."""
    leg = tx.legs.by_sid(event.call_sid or "")
    if leg is not None and leg.contact_id:
        contact = tx.contacts.get(leg.contact_id)
        return (contact, leg.epoch) if call_of(contact) else None
    call = tx.contacts.get(event.name)
    fact = asked(call)
    if fact is None or agent in (fact["by"], call.agent_id):
        return None
    return tx.contacts.get(fact["contact"]), None


def _connected(tx: Tx, consultation: str, sid: str | None, agent: str, epoch: int) -> None:
    if sid:
        leg = tx.legs.by_sid(sid)
        if leg is None or not leg.contact_id:
            tx.legs.upsert(sid, consultation, "agent", agent_id=agent, epoch=epoch)
    tx.contacts.move(consultation, "active", agent=agent, epoch=epoch, at=tx.now)


def _over(tx: Tx, consultation: Contact, why: str | None) -> None:
    """Closed, and the call's own fact says why, so that whoever asked is told; without a why it is forgotten."""
    tx.contacts.move(consultation.id, "closed", outcome=Ended.WITHDRAWN, at=tx.now)
    call = tx.contacts.get(call_of(consultation) or "", lock=True)
    fact = asked(call)
    if fact is None or fact["contact"] != consultation.id:
        return
    if why is None:
        tx.contacts.merge_facts(call.id, {CONSULT: None})
    elif fact["ended"] is None:
        tx.contacts.merge_facts(call.id, {CONSULT: {**fact, "ended": why}})


def _handed_over(tx: Tx, call_id: str, fact: Mapping[str, Any], state: ContactState) -> Contact:
    """The call, its line and its conference are the colleague's, by the epoch of the hand over: all in one go."""
    call = tx.contacts.get(call_id, lock=True)
    if (asked(call) or {}).get("contact") != fact["contact"]:
        return call
    for leg in tx.legs.of_contact(fact["contact"]):
        if leg.agent_id == state.agent:
            tx.legs.upsert(leg.sid, call_id, "agent", agent_id=state.agent, epoch=state.epoch)
    tx.contacts.move(fact["contact"], "closed", outcome=Ended.MERGED, at=tx.now)
    tx.contacts.move(call_id, state.state.value, agent=state.agent, epoch=state.epoch, at=tx.now)
    if call.case_id:
        tx.cases.update(call.case_id, owner=state.agent)
    words = f"Handed over to {tx.accounts.get(state.agent or '').name}, who had been asked."
    tx.messages.add(call_id, "note", words, fact["by"], key=f"hand-over:{fact['contact']}")
    bridge = {**(call.facts.get("bridge") or {}), "epoch": state.epoch}
    return tx.contacts.merge_facts(call_id, {"bridge": bridge, LINE: fact["contact"]})


def _settled(tx: Tx, call_id: str, consultation: str, facts: dict[str, Any]) -> None:
    call = tx.contacts.get(call_id, lock=True)
    fact = asked(call)
    if fact is not None and fact["contact"] == consultation:
        tx.contacts.merge_facts(call_id, facts)
