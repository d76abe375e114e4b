"""The floor as it was just before one event: agents and contacts, worked out from the log alone. No I/O.

It reads what the engine's verbs wrote, in their order, and keeps of it what matching looks at: who is there, what they
can do and have in hand, who waits with which plan, which two are cooling down. A log that begins in the middle of a
generation knows less: agents are known from the moment they signed in, contacts from the moment they came.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from core.event import Event
from router.engine.recorded import rule_of
from router.explain.standing import Held, Standing
from router.explain.words import levels_of, needs_of
from router.rules.plan import BAND_WIDTH
from skills.need import Need

COOL_DOWN_MS = 60_000
IN_HAND = frozenset({"offered", "connecting", "active", "wrapping"})
COOLS = frozenset({"offer.declined", "offer.expired", "offer.media_failed", "contact.transferred", "contact.returned"})
STATES = {
    "agent.ready": "ready",
    "agent.break": "break",
    "agent.left": "absent",
    "agent.absent": "absent",
    "agent.present": "present",
}
SERVED = frozenset({"active", "wrapping"})
"""Whoever had it so is idle from the moment it is off their hands; whoever it only rang at, since they were before."""

LINES = {"contact.line_taken": True, "contact.line_freed": False}
"""Whether an agent rings the resident of what they have in hand."""


class Kept(StrEnum):
    """Why a contact is kept for one agent first."""

    KNOWS = "knows"
    PASSED_ON = "passed_on"
    ASKED = "asked"
    MATTER = "matter"
    LATER = "later"


@dataclass(slots=True, kw_only=True)
class Waiting:
    """A contact as the log tells it: its plan as facts, the rule that made it, for whom it is kept first and why, its
    state, and where it stands in the order."""

    id: str
    plan: Mapping[str, Any]
    rule: str = ""
    kept: Kept = Kept.KNOWS
    state: str = ""
    score: int = 0
    came_ms: int = 0

    @property
    def channel(self) -> str:
        return str(self.plan.get("channel", ""))

    def needs(self, at_ms: int) -> tuple[Need, ...]:
        """What it requires at a moment: the step of its route that holds then."""
        return needs_of(step_at(str(self.plan.get("steps", "")), at_ms - int(self.plan.get("arrived", at_ms)))[0])

    @property
    def hard(self) -> tuple[Need, ...]:
        """What it requires however long it waits."""
        return needs_of(str(self.plan.get("hard", "")))

    def key(self, at_ms: int) -> int:
        """Its order key at a moment. What is overdue in the background is among what is standard: by its due time, in
        front of all that is not late, as that is past; under the other orders by its arrival.
        """
        overdue = self.score >= 2 * BAND_WIDTH and int(self.plan.get("due", at_ms)) <= at_ms
        return self.score - BAND_WIDTH if overdue else self.score

    def kept_for(self, at_ms: int) -> str | None:
        """The agent who has it to themselves at a moment, if they are there."""
        lasts = int(self.plan.get("arrived", 0)) + int(self.plan.get("preferred_ms", 0))
        return self.plan.get("preferred") if at_ms < lasts else None


def step_at(steps: str, age_ms: int) -> tuple[str, int | None]:
    """The requirement of a route `0=…;60000=…` that holds at an age, and the age at which the next one does."""
    holds = ""
    for part in steps.split(";"):
        after, _, requirement = part.partition("=")
        if after and int(after) > max(0, age_ms):
            return holds, int(after)
        holds = requirement
    return holds, None


@dataclass(slots=True)
class Floor:
    """What is known after some events. `order` and `pick` are the division's, as last published."""

    agents: dict[str, Standing] = field(default_factory=dict)
    contacts: dict[str, Waiting] = field(default_factory=dict)
    cooling: dict[str, dict[str, int]] = field(default_factory=dict)
    order: str = "due_first"
    pick: str = "fewest_skills"

    def follow(self, event: Event) -> None:
        """One more event happened."""
        if event.type == "rules.published":
            self.order = str(event.facts.get("order") or "due_first")
            self.pick = str(event.facts.get("pick") or "fewest_skills")
        elif event.contact_id:
            self._contact(event, event.contact_id)
        elif event.agent_id:
            self._agent(event, event.agent_id)

    def is_cooling(self, contact: str, agent: str, at_ms: int) -> bool:
        """Whether a contact is not to be offered to an agent yet."""
        return self.cooling.get(contact, {}).get(agent, 0) > at_ms

    def _agent(self, event: Event, id: str) -> None:
        known = self.agents.get(id)
        agent = known or Standing(id=id, state="absent", skills={}, takes={}, idle_since_ms=event.at_ms)
        facts = event.facts
        if event.type == "agent.signed_in":
            agent = replace(
                agent,
                skills=levels_of(str(facts.get("skills", ""))),
                takes=levels_of(str(facts.get("takes", ""))),
                apart=str(facts.get("apart", "")),
                breaks_off=str(facts.get("breaks_off", "")),
                phone_ready=bool(facts.get("phone")),
            )
            if agent.state == "absent":
                agent = replace(agent, state="present", since_ms=event.at_ms)
        elif event.type == "agent.phone":
            agent = replace(agent, phone_ready=bool(facts.get("phone")))
        elif event.type == "agent.held":
            agent = replace(agent, hold_until_ms=int(facts.get("till", 0)))
        elif event.type == "agent.released":
            agent = replace(agent, hold_until_ms=0)
        elif event.type in STATES:
            state = STATES[event.type]
            idle = event.at_ms if state == "ready" else agent.idle_since_ms
            reason = str(facts.get("reason", ""))
            agent = replace(agent, state=state, since_ms=event.at_ms, reason=reason, idle_since_ms=idle)
        self.agents[id] = agent

    def _contact(self, event: Event, id: str) -> None:
        facts = event.facts
        contact = self.contacts.setdefault(id, Waiting(id=id, plan={}, came_ms=event.at_ms))
        if "steps" in facts:
            contact.kept, contact.rule = _kept(event, contact), rule_of(event)
            arrived = {"arrived": contact.plan["arrived"]} if "arrived" in contact.plan else {}
            contact.plan = {**facts, **arrived}
            contact.score = int(facts.get("score", contact.score))
        elif event.type == "contact.kept":
            contact.kept = Kept.MATTER
            contact.plan = {**contact.plan, **{n: facts[n] for n in ("preferred", "preferred_ms") if n in facts}}
        elif event.type in ("contact.step", "contact.promoted"):
            contact.score = int(facts.get("score", contact.score))
        contact.state = str(facts.get("state", contact.state))
        self._hands(event, contact)
        self._cool(event, contact)
        if contact.state == "closed":
            del self.contacts[id]
            self.cooling.pop(id, None)

    def _hands(self, event: Event, contact: Waiting) -> None:
        """Whoever holds it now, and whoever no longer does."""
        holder = event.agent_id if contact.state in IN_HAND else None
        for agent in (event.agent_id, event.facts.get("from")):
            known = self.agents.get(agent or "")
            if known is None:
                continue
            rest = tuple(each for each in known.held if each.contact != contact.id)
            was = next((each.state for each in known.held if each.contact == contact.id), "")
            if agent == holder:
                self.agents[known.id] = replace(known, held=(*rest, _held(event, contact, known)))
            elif len(rest) < len(known.held):
                self.agents[known.id] = replace(known, held=rest, **self._freed(event, contact, was))

    @staticmethod
    def _freed(event: Event, contact: Waiting, was: str) -> dict[str, Any]:
        merged = event.type == "contact.closed" and "into" in event.facts
        changes: dict[str, Any] = {"idle_since_ms": event.at_ms} if was in SERVED and not merged else {}
        # Who lost a caller on their own line is taken to have no phone until their desk says otherwise.
        if event.type == "contact.returned" and contact.channel == "phone":
            changes["phone_ready"] = False
        return changes

    def _cool(self, event: Event, contact: Waiting) -> None:
        agent = event.agent_id
        if event.type not in COOLS or agent is None:
            return
        if event.type == "contact.returned" and contact.channel == "phone" and agent in self.agents:
            return
        if event.type == "contact.transferred" and contact.plan.get("preferred") == agent:
            return
        self.cooling.setdefault(contact.id, {})[agent] = event.at_ms + COOL_DOWN_MS


def kept_of(events: Iterable[Event], contact: str) -> Kept:
    """Why a contact is kept for whom it is kept for, from its own events."""
    floor = Floor()
    for event in events:
        floor.follow(event)
    known = floor.contacts.get(contact)
    return known.kept if known else Kept.LATER


def _kept(event: Event, before: Waiting) -> Kept:
    """Why whoever a new plan prefers is the one for it."""
    if event.facts.get("question"):
        return Kept.ASKED
    told = {"contact.transferred": Kept.PASSED_ON, "contact.arrived": Kept.KNOWS}.get(event.type)
    if told:
        return told
    return before.kept if before.plan.get("preferred") == event.facts.get("preferred") else Kept.LATER


def _held(event: Event, contact: Waiting, by: Standing) -> Held:
    """A contact as it is in somebody's hands after an event, and since when they ring its resident, if they do."""
    before = next((each for each in by.held if each.contact == contact.id), None)
    line = before.line_ms if before else None
    if event.type in LINES:
        line = event.at_ms if LINES[event.type] else None
    same = before is not None and before.state == contact.state
    since = before.since_ms if before and same else event.at_ms
    return Held(contact=contact.id, channel=contact.channel, state=contact.state, since_ms=since, line_ms=line)
