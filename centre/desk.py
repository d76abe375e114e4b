"""What an agent does at the desk: being there, taking what rings, ending it. What lies between is in `matters`."""

from collections.abc import Mapping, Sequence
from typing import Any

import structlog

from centre.afterwards import case_after
from centre.calls import Calls
from centre.consultations import Consultations, call_of
from centre.contact_view import ContactViews
from centre.desk_view import DeskViews
from centre.email_threads import FOLLOWS
from centre.late_texts import LateTexts, heard, heard_by
from centre.matters import takes_words
from centre.outcomes import ending
from centre.parts import Parts
from centre.people import profile_of
from centre.planning import PASSED_ON, WAS_CUT_OFF, Planning
from centre.referring import Referring, case_for
from centre.ringing_back import RingingBack
from centre.rings import by_hand, has_no_line, not_on_the_line, under_way
from centre.sending import Sending, digest
from centre.verifying import Verifying
from core.channel import Channel
from core.errors import Conflict, InvalidInput
from records.rows import Contact
from records.tx import Tx
from router.engine.states import Contact as State
from router.engine.views import InHand
from router.engine.words import Word

log = structlog.get_logger()

TOKEN_S = 3600
EXTEND_MS = 60_000
WORDS = {
    Word.ACCEPTED: "It is yours.",
    Word.LATE: "Somebody else has just taken it.",
    Word.GONE: "It is no longer waiting: the resident has gone, or the offer ran out.",
    Word.DECLINED: "Declined. It will not be offered to you again for a minute.",
}


class Desk(Verifying):
    """The agents' verbs. `agent` is an account's id."""

    def __init__(
        self,
        parts: Parts,
        planning: Planning,
        calls: Calls,
        ringing: RingingBack,
        consultations: Consultations,
        sending: Sending,
        referring: Referring,
        desks: DeskViews,
        contacts: ContactViews,
        late: LateTexts,
    ) -> None:
        super().__init__(parts, planning, sending, referring)
        self._calls = calls
        self._ringing = ringing
        self._consultations = consultations
        self._desks = desks
        self._contacts = contacts
        self._late = late

    async def view(self, agent: str) -> dict[str, Any]:
        """DeskView."""
        return await self._desks.view(agent)

    async def contact(self, agent: str, contact: str) -> dict[str, Any]:
        """ContactView."""
        return await self._contacts.view(await self._seen(agent, contact), agent)

    async def beat(self, agent: str, *, microphone: bool, phone: str) -> None:
        """A desk is alive. One that the engine does not know, or that lapsed, is signed in as the record has it."""
        ready = phone == "registered"
        word = await self._parts.engine.beat(agent, phone_ready=ready)
        if word in (Word.UNKNOWN, Word.ABSENT):
            await self._sign_in(agent, phone_ready=ready)

    async def ready(self, agent: str) -> None:
        """Offer me things."""
        await self._present(agent, "ready", None)

    async def take_break(self, agent: str, reason: str) -> None:
        """Offer me nothing, for one of the council's reasons."""
        reasons = {each["id"] for each in self._parts.surroundings["break_reasons"]}
        if reason not in reasons:
            raise InvalidInput("Choose one of the reasons for a break.", field="reason")
        await self._present(agent, "break", reason)

    async def phone_token(self, agent: str) -> dict[str, Any]:
        """What this agent's softphone registers with."""
        settings = self._parts.settings
        return {
            "identity": agent,
            "token": self._parts.phone.access_token(agent, TOKEN_S),
            "ttl_s": TOKEN_S,
            "edge": settings.twilio_edge,
            "sandbox": {"signal": settings.sandbox_url.split("://", 1)[1]} if settings.sandbox else None,
        }

    async def accept(self, agent: str, contact: str, epoch: int) -> dict[str, Any]:
        """Take what rings. Of several who try, one is told that it is theirs, once that is in the record."""
        accepted = await self._parts.engine.accept(contact, agent, epoch)
        if accepted.word is not Word.ACCEPTED:
            return {"result": accepted.word.value, "message": await self._why_not(accepted.word, accepted.winner)}
        others = await self._others(agent, contact)
        along = [(each.contact, each.epoch) for each in others if each.state is State.ACTIVE]
        broken_off = [each.contact for each in others if each.paused]
        taken = await self._parts.sql.write(lambda tx: _all_taken(tx, agent, (contact, epoch), along, broken_off))
        log.info("offer_accepted", contact=contact, agent=agent, epoch=epoch)
        if by_hand(taken):
            await self._ringing.in_hand(taken, agent, epoch)
        elif taken.channel is Channel.PHONE:
            await self._calls.bridge(taken, agent, epoch)
        # The engine has told of it already, and the screens may have looked before the case was there.
        await self._changed(contact, agent)
        return {"result": accepted.word.value, "message": WORDS[accepted.word]}

    async def decline(self, agent: str, contact: str, epoch: int, reason: str) -> dict[str, Any]:
        """Not me, not now."""
        word = await self._parts.engine.decline(contact, agent, epoch, reason[:200])
        if word is Word.DECLINED:
            await self._consultations.declined(contact)
        return {"result": word.value, "message": WORDS[word]}

    async def hold(self, agent: str, contact: str, on: bool) -> None:
        """Music for the caller, or back to the conversation."""
        mine = await self._mine(agent, contact)
        if mine.channel is not Channel.PHONE or under_way(mine):
            return await self._ringing.hold(mine, on)
        if mine.state != "active":
            raise Conflict("There is no call to put on hold.")
        await self._calls.hold(mine, on)
        return None

    async def hang_up(self, agent: str, contact: str) -> None:
        """End the call; the wrap-up begins. What was only rung about stays in hand."""
        mine = await self._mine(agent, contact)
        a_call = mine.channel is Channel.PHONE and not has_no_line(mine)
        await (self._calls if a_call else self._ringing).hang_up(mine)

    async def close(self, agent: str, contact: str, outcome: str, note: str, rev: str = "") -> None:
        """Done with it. A call that is up has to be ended first; a wrap-up that has just run out loses no note.

        `rev` is what the agent's desk showed of it. A text that came since is read first (Conflict); one that comes
        in this very moment lets the conversation wait again.

        For a while after that, another outcome corrects the first.
        """
        mine = await self._mine(agent, contact)
        takes_words(mine, self._parts.clock.now())
        not_on_the_line(mine)
        if outcome not in self._parts.county.council.outcomes:
            raise InvalidInput("Choose how it ended.", field="outcome")
        if mine.channel is Channel.PHONE and mine.state == "active" and not has_no_line(mine):
            raise Conflict("The caller is still on the line. Hang up first, then close.")
        seen = await self._parts.sql.read(lambda tx: _seen(tx, contact, rev))
        if await self._parts.engine.close(contact, ending(outcome), agent=agent) is Word.GONE:
            state = await self._parts.engine.contact(contact)
            if state is not None and state.state is not State.CLOSED:
                where = "a colleague has it now" if state.agent else "the caller waits for somebody again"
                raise Conflict(f"It is no longer with you: {where}.")
        labels = self._parts.county.council.outcomes
        late, before = await self._parts.sql.write(
            lambda tx: _closed(tx, contact, agent, outcome, note.strip(), seen, labels)
        )
        if late:
            await self._late.again_if_closed(contact)
        if before is None:
            log.info("contact_closed", contact=contact, agent=agent, outcome=outcome)
        else:
            log.info("outcome_corrected", contact=contact, agent=agent, outcome=outcome, before=before)
        await self._changed(contact, agent)

    async def extend(self, agent: str, contact: str) -> None:
        """A minute more for the wrap-up."""
        await self._mine(agent, contact)
        if await self._parts.engine.extend_wrap(contact, EXTEND_MS) is Word.GONE:
            raise Conflict("The wrap-up is over.")

    async def _others(self, agent: str, contact: str) -> list[InHand]:
        """What else the agent has in hand: the others of a matter may have come with this one, or it broke them off."""
        state = await self._parts.engine.agent(agent)
        return [each for each in (state.in_hand if state else ()) if each.contact != contact]

    async def _sign_in(self, agent: str, *, phone_ready: bool) -> None:
        account = await self._parts.sql.read(lambda tx: tx.accounts.get(agent))
        await self._parts.engine.sign_in(profile_of(account), phone_ready=phone_ready)
        if account.state == "ready":
            await self._parts.engine.ready(agent)
        elif account.state == "break":
            await self._parts.engine.take_break(agent, account.reason or "")

    async def _present(self, agent: str, state: str, reason: str | None) -> None:
        """First in the record, so that a flushed engine is told the same again by the next beat."""
        await self._parts.sql.write(lambda tx: tx.accounts.set_presence(agent, state, reason, tx.now))
        word = await self._tell_engine(agent, state, reason)
        if word in (Word.UNKNOWN, Word.ABSENT):
            await self._sign_in(agent, phone_ready=False)

    async def _tell_engine(self, agent: str, state: str, reason: str | None) -> Word:
        if state == "ready":
            return await self._parts.engine.ready(agent)
        return await self._parts.engine.take_break(agent, reason or "")

    async def _why_not(self, word: Word, winner: str | None) -> str:
        if word is Word.LATE and winner:
            account = await self._parts.sql.read(lambda tx: tx.accounts.get(winner))
            return f"{account.name} has just taken it."
        return WORDS[word]


def _all_taken(
    tx: Tx, agent: str, first: tuple[str, int], along: Sequence[tuple[str, int]], broken_off: Sequence[str]
) -> Contact:
    """A contact accepted, and with it those of its matter that the engine put into the same hands; `broken_off` is what
    it broke off."""
    tx.contacts.break_off(first[0], broken_off)
    taken = _taken(tx, first[0], agent, first[1])
    bundle = (taken.plan or {}).get("bundle")
    for contact_id, epoch in along if bundle else ():
        other = tx.contacts.get(contact_id)
        if (other.plan or {}).get("bundle") == bundle and other.epoch <= epoch:
            _taken(tx, contact_id, agent, epoch)
    return taken


def _taken(tx: Tx, contact_id: str, agent: str, epoch: int) -> Contact:
    """Accepted, in the record; writing is under way at once, a call has yet to connect. The matter has a case now."""
    contact = tx.contacts.move(contact_id, "connecting", agent=agent, epoch=epoch, at=tx.now)
    if contact.facts.get(WAS_CUT_OFF):
        contact = tx.contacts.merge_facts(contact_id, {WAS_CUT_OFF: None})
    if contact.channel is not Channel.PHONE:
        contact = tx.contacts.move(contact_id, "active", agent=agent, epoch=epoch, at=tx.now)
    if contact.case_id is None and contact.service:
        case = case_for(tx, contact, contact.service)
        tx.cases.update(case.id, owner=agent)
    elif (
        contact.case_id
        and not call_of(contact)
        and (PASSED_ON in contact.facts or FOLLOWS in contact.facts or _has_no_owner(tx, contact.case_id))
    ):
        tx.cases.update(contact.case_id, owner=agent)
    return tx.contacts.get(contact_id)


def _has_no_owner(tx: Tx, case_id: str) -> bool:
    return tx.cases.get(case_id).owner is None


def _seen(tx: Tx, contact_id: str, rev: str) -> int:
    """How much of what the resident said this agent has seen; Conflict when there is more."""
    said = heard(tx.joined.said(contact_id))
    shown = heard_by(rev)
    if shown is not None and said > shown:
        raise Conflict("A new message has just come in. Read it first, then close.")
    return said


def _closed(
    tx: Tx, contact_id: str, agent: str, outcome: str, note: str, seen: int, labels: Mapping[str, str]
) -> tuple[bool, str | None]:
    """Closed, or its end put right. Whether a text has come that the agent has not seen (then it is not over), and the
    outcome of the agent's that was corrected."""
    contact = tx.contacts.get(contact_id, lock=True)
    takes_words(contact, tx.now)
    if note:
        # The same note again, by a request that was repeated, is one note.
        tx.messages.add(contact_id, "note", note, agent, key=f"close:{contact_id}:{digest(note)}")
        tx.contacts.set_summary(contact_id, note)
    if contact.state != "closed" and heard(tx.joined.said(contact_id)) > seen:
        return True, None
    before = contact.facts.get("outcome") if contact.state == "closed" else None
    tx.contacts.merge_facts(contact_id, {"outcome": outcome})
    if contact.state == "closed":
        tx.contacts.correct_outcome(contact_id, ending(outcome))
    else:
        contact = tx.contacts.move(contact_id, "closed", outcome=ending(outcome), at=tx.now)
    case_after(tx, contact, outcome)
    if before in (None, outcome):
        return False, None
    tx.messages.add(
        contact_id, "note", f"Outcome corrected: {labels[outcome]}, not {labels.get(before, before)}.", agent
    )
    return False, str(before)
