"""Putting a contact aside until a moment, and taking it up again before it.

1. The engine puts it aside; then the record has until when, by whom and why, and only then is the agent told.
2. It comes back by itself at the place of its arrival. Whoever takes it up by hand is offered it first.
3. A resident who writes again is not kept waiting: what was put aside comes back at once.
"""

from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from centre.matters import NOT_YOURS, mine
from centre.one_matter import PRESENT
from centre.parts import Parts
from centre.planning import Planning
from centre.rings import CALL_BACK, WITHHELD, has_no_line, not_on_the_line
from core.channel import Channel
from core.clock import to_ms
from core.errors import Conflict, InvalidInput, NotAllowed, Unavailable
from records.projection import ASIDE
from records.rows import Contact
from records.tx import Tx
from router.engine.words import Word
from router.rules.plan import Plan

log = structlog.get_logger()

NOT_WITH_YOU = "It is no longer with you, so it was not put aside."
AT_LEAST = timedelta(minutes=1)
AT_MOST = timedelta(days=90)
OWN = timedelta(minutes=2)
"""How long whoever is meant to have a contact has it to themselves."""


class Asides:
    """Parking. `agent` is an account's id."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def park(self, agent: str, contact: str, until: datetime, reason: str) -> None:
        """Put aside what is in hand. A time without a zone is the county's own. Asked twice, it is done once."""
        kept = await self._parts.sql.read(lambda tx: tx.contacts.get(contact))
        if kept.state in ASIDE and kept.aside_by == agent:
            return
        held = await mine(self._parts, agent, contact)
        not_on_the_line(held)
        if held.channel in PRESENT:
            raise Conflict("They are here and wait for you, so it cannot be put aside.")
        moment = self._moment(until)
        if not reason.strip():
            raise InvalidInput("Say in a few words what it waits for.", field="reason")
        local = moment.astimezone(self._parts.county.zone)
        if held.channel is Channel.PHONE:
            await self._agreed(held, agent, local, reason.strip())
        elif await self._parts.engine.park(contact, to_ms(moment), reason.strip(), agent=agent) is Word.GONE:
            raise Conflict(NOT_WITH_YOU)
        else:
            await self._parts.sql.write(lambda tx: _keep(tx, held, agent, local, reason.strip()))
        log.info("contact_put_aside", contact=contact, agent=agent)
        await self._parts.notices.tell("contact.changed", contact=contact, agent=agent)

    async def _agreed(self, held: Contact, agent: str, at: datetime, why: str) -> None:
        """After a call its agent rings again at a time: then it is theirs first, and they press the button."""
        if held.state != "wrapping" and not has_no_line(held):
            raise Conflict("A call cannot be put aside. Finish it, and agree with the resident when you will ring.")
        if held.from_address is None:
            raise Conflict(WITHHELD)
        before, plan = held.facts.get(CALL_BACK), theirs(Planning.of(held), agent, at)
        # First, for the word that their line is over may come at any moment.
        wish = {"tries": 0, "by_hand": True}
        await self._parts.sql.write(lambda tx: tx.contacts.merge_facts(held.id, {CALL_BACK: wish}))
        if await self._parts.engine.call_back(held.id, to_ms(at), why, agent=agent) is Word.GONE:
            await self._parts.sql.write(lambda tx: tx.contacts.merge_facts(held.id, {CALL_BACK: before}))
            raise Conflict(NOT_WITH_YOU)
        await self._parts.engine.replan(plan)

        def keep(tx: Tx) -> None:
            tx.contacts.set_plan(held.id, plan.to_dict())
            _keep(tx, held, agent, at, why, "callback")

        await self._parts.sql.write(keep)

    async def take_up(self, agent: str, contact: str) -> None:
        """Before its time, by whoever put it aside; it rings at their desk first."""
        kept = await self._parts.sql.read(lambda tx: tx.contacts.get(contact))
        if kept.aside_by != agent:
            raise NotAllowed(NOT_YOURS)
        await self.bring_back(kept, agent, "taken up")

    async def bring_back(self, kept: Contact, agent: str | None, reason: str) -> None:
        """What is put aside waits again, for `agent` first when one is named. Conflict when it is not put aside."""
        plan = Planning.of(kept)
        if agent is not None:
            plan = theirs(plan, agent, self._parts.clock.now())
            await self._parts.engine.replan(plan)
        if await self._parts.engine.take_up(kept.id, reason) is Word.GONE:
            raise Conflict("It is no longer put aside.")
        await self._parts.sql.write(lambda tx: _back(tx, kept.id, plan))
        log.info("contact_taken_up", contact=kept.id, agent=agent)
        await self._parts.notices.tell("contact.changed", contact=kept.id, agent=kept.aside_by)

    async def resident_wrote(self, contact: str) -> None:
        """The record has it waiting already; an engine that is away is told by the clock."""
        try:
            await self._parts.engine.take_up(contact, "the resident wrote again")
        except Unavailable:
            log.warning("contact_waits_for_the_engine", contact=contact)

    def _moment(self, until: datetime) -> datetime:
        moment = until if until.tzinfo else until.replace(tzinfo=self._parts.county.zone)
        ahead = moment - self._parts.clock.now()
        if ahead < AT_LEAST:
            raise InvalidInput("Choose a time that is still to come.", field="until")
        if ahead > AT_MOST:
            raise InvalidInput("Choose a time within the next 90 days.", field="until")
        return moment


def theirs(plan: Plan, agent: str, now: datetime) -> Plan:
    """The same plan, for a named agent alone for a while from now."""
    return replace(plan, preferred=agent, preferred_ms=max(0, to_ms(now + OWN) - plan.arrived_ms))


def back_in_queue(tx: Tx, contact: Contact) -> Contact:
    """What was put aside waits, in the record; anything that has moved on since stays where it is."""
    return tx.contacts.move(contact.id, "waiting", at=tx.now) if contact.state in ASIDE else contact


def _keep(tx: Tx, held: Contact, agent: str, until: datetime, why: str, state: str = "parked") -> None:
    """`until` is in the county's own time."""
    done = "Put aside until" if state == "parked" else "To be rung back on"
    words = f"{done} {until.day} {until:%B, %H:%M}: {why}"
    tx.messages.add(held.id, "note", words, agent, key=f"park:{held.id}:{held.epoch}")
    tx.contacts.move(held.id, state, agent=agent, at=tx.now, until=until, why=why)


def _back(tx: Tx, contact_id: str, plan: Plan) -> None:
    tx.contacts.set_plan(contact_id, plan.to_dict())
    back_in_queue(tx, tx.contacts.get(contact_id, lock=True))
