"""What a supervisor does to others' work. Each act has a reason, and is kept with who did it and why.

What concerns a contact is a note on it as well, so that whoever opens it next knows.
"""

from collections.abc import Callable

import structlog

from centre.asides import Asides, theirs
from centre.desk import Desk
from centre.parts import Parts
from centre.people import People
from centre.planning import PASSED_ON, Planning
from core.errors import Conflict, InvalidInput
from records.tx import Tx
from router.engine.states import Agent, Ended
from router.engine.words import Word

log = structlog.get_logger()

STATE_WORDS = {
    Agent.BREAK: "is on a break",
    Agent.PRESENT: "is not ready",
    Agent.ABSENT: "is not at work",
}


class Supervising:
    """The supervisors' verbs. `by` is the supervisor's account, `agent` somebody else's."""

    def __init__(self, parts: Parts, desk: Desk, people: People, asides: Asides) -> None:
        self._parts = parts
        self._desk = desk
        self._people = people
        self._asides = asides

    async def release(self, by: str, contact: str, why: str) -> None:
        """End a wrap-up that its agent left open; they are free for the next, and may say how it ended afterwards."""
        _said(why)
        kept = await self._parts.sql.read(lambda tx: tx.contacts.get(contact))
        state = await self._parts.engine.contact(contact)
        if state is None or state.state.value not in ("wrapping", "closed"):
            raise Conflict("It is not in wrap-up.")
        if await self._parts.engine.close(contact, Ended.NO_OUTCOME, by="supervisor") is Word.GONE:
            raise Conflict("It is not in wrap-up.")

        def keep(tx: Tx) -> None:
            tx.contacts.move(contact, "closed", outcome=Ended.NO_OUTCOME, at=tx.now)
            _noted(tx, by, "release", "Wrap-up ended", why, contact)

        await self._did(keep, "release", by, contact=contact, agent=kept.agent_id)

    async def send_on_break(self, by: str, agent: str, reason: str, why: str) -> None:
        """Nothing more is offered to an agent until they say that they are ready. `reason` is one of the council's."""
        _said(why)
        await self._at_work(agent)
        await self._desk.take_break(agent, reason)
        await self._did(lambda tx: tx.acts.add(by, "break", why, agent=agent), "break", by, agent=agent)

    async def take_off(self, by: str, agent: str, why: str) -> None:
        """An agent is not at work any more; what they have in hand stays with them."""
        _said(why)
        await self._at_work(agent)
        await self._people.leave(agent)
        await self._did(lambda tx: tx.acts.add(by, "leave", why, agent=agent), "leave", by, agent=agent)

    async def give(self, by: str, contact: str, agent: str, why: str) -> None:
        """A contact that waits rings at one agent's desk, who has it to themselves for two minutes."""
        _said(why)
        kept, account = await self._parts.sql.read(lambda tx: (tx.contacts.get(contact), tx.accounts.get(agent)))
        state = await self._parts.engine.agent(agent)
        if state is None or state.state is not Agent.READY:
            words = STATE_WORDS.get(state.state, "") if state else STATE_WORDS[Agent.ABSENT]
            raise Conflict(f"{account.name} {words}, so nothing can be given to them.")
        if kept.channel not in account.capacity:
            raise Conflict(f"{account.name} does not take this channel.")
        plan = theirs(Planning.of(kept), agent, self._parts.clock.now())
        now = await self._parts.engine.contact(contact)
        if now is None or now.state.value != "waiting":
            raise Conflict("It no longer waits.")
        if await self._parts.engine.replan(plan) not in (Word.MOVED, Word.SAME):
            raise Conflict("It no longer waits.")

        def keep(tx: Tx) -> None:
            tx.contacts.set_plan(contact, plan.to_dict())
            words = f"From {tx.accounts.get(by).name}: {why}"
            until_ms = plan.arrived_ms + plan.preferred_ms
            passed = {"by": by, "agent": agent, "until_ms": until_ms, "words": words}
            tx.contacts.merge_facts(contact, {PASSED_ON: passed})
            _noted(tx, by, "give", f"Given to {account.name}", why, contact, agent)

        await self._did(keep, "give", by, contact=contact, agent=agent)

    async def take_up(self, by: str, contact: str, why: str) -> None:
        """What anybody put aside waits again now."""
        _said(why)
        kept = await self._parts.sql.read(lambda tx: tx.contacts.get(contact))
        await self._asides.bring_back(kept, None, "taken up by a supervisor")
        await self._did(
            lambda tx: _noted(tx, by, "take up", "Taken up again", why, contact), "take up", by, contact=contact
        )

    async def _at_work(self, agent: str) -> None:
        account = await self._parts.sql.read(lambda tx: tx.accounts.get(agent))
        state = await self._parts.engine.agent(agent)
        if state is None or state.state is Agent.ABSENT:
            raise Conflict(f"{account.name} is not at work.")

    async def _did(
        self, keep: Callable[[Tx], None], did: str, by: str, *, contact: str | None = None, agent: str | None = None
    ) -> None:
        await self._parts.sql.write(keep)
        log.info("supervisor_did", did=did, by=by, contact=contact, agent=agent)
        await self._parts.notices.tell(f"supervisor.{did}", contact=contact, agent=agent)


def _said(why: str) -> None:
    if not why.strip():
        raise InvalidInput("Say why: it is kept.", field="why")


def _noted(tx: Tx, by: str, did: str, words: str, why: str, contact: str, agent: str | None = None) -> None:
    tx.acts.add(by, did, why, contact=contact, agent=agent)
    tx.messages.add(contact, "note", f"{words} by {tx.accounts.get(by).name}: {why}", by)
