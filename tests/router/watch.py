"""Whoever watches a floor: histories that no dump shows (I1, I3, I5, load that grows), and the record the log makes."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from core.event import Event
from router.engine.check import problems
from router.engine.engine import Engine
from router.engine.recorded import plan_of
from router.rules.plan import Plan
from tests.router.floor import needs

GOES_ON = ("contact.resumed", "contact.line_taken", "contact.handed_over")
TELLS = {"agent.ready": "ready", "agent.break": "break", "agent.left": "absent", "agent.absent": "absent"}


@dataclass
class Kept:
    """A contact as the record has it."""

    plan: Plan
    state: str = "waiting"
    agent: str | None = None
    epoch: int | None = None
    until_ms: int = 0
    paused: bool = False

    def follow(self, event: Event) -> None:
        told = event.facts.get("state", self.state)
        goes_on = event.type in GOES_ON or told != self.state
        self.paused = event.type == "contact.interrupted" or (self.paused and not goes_on)
        if event.type == "contact.restored":
            self.paused = bool(event.facts.get("paused"))
        self.state, self.agent = told, event.agent_id if told not in ("waiting", "closed") else None
        self.epoch, self.until_ms = event.epoch or self.epoch, event.facts.get("till", self.until_ms)
        if "steps" in event.facts:
            arrived = self.plan.arrived_ms if event.type != "contact.arrived" else plan_of(event).arrived_ms
            self.plan = replace(plan_of(event), arrived_ms=arrived)


@dataclass
class Watch:
    """Looks at every event in order, and at dumps. `found` are sentences about what should not have been."""

    kept: dict[str, Kept] = field(default_factory=dict)
    skills: dict[str, dict[str, int]] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)
    accepted: set[int] = field(default_factory=set)
    epoch: int = 0
    keys: dict[str, float] = field(default_factory=dict)
    loads: Counter[tuple[str, str]] = field(default_factory=Counter)
    found: list[str] = field(default_factory=list)

    def see(self, events: Iterable[Event], requirements: Mapping[str, str]) -> None:
        for event in events:
            if event.contact_id:
                self._contact(event)
            elif event.type == "agent.signed_in":
                self.skills[event.agent_id or ""] = _levels(event.facts.get("skills", ""))
            self.states[event.agent_id or ""] = TELLS.get(event.type, self.states.get(event.agent_id or "", ""))
            if event.type == "offer.made":
                self._made(event, requirements)
            if event.type == "offer.accepted":
                if event.epoch in self.accepted:
                    self.found.append(f"I1: {event.epoch} was accepted twice.")
                self.accepted.add(event.epoch or 0)

    def _contact(self, event: Event) -> None:
        id = event.contact_id or ""
        if "steps" in event.facts:
            self.kept.setdefault(id, Kept(plan_of(event)))
            self.keys.pop(id, None)
        self.kept[id].follow(event)

    def _made(self, event: Event, requirements: Mapping[str, str]) -> None:
        contact, agent, facts = self.kept[event.contact_id or ""], event.agent_id or "", event.facts
        if (event.epoch or 0) <= self.epoch:
            self.found.append(f"I1: {event.epoch} was given after {self.epoch}.")
        self.epoch = event.epoch or 0
        anybody = facts["matched"] != "bundle" and not facts.get("preferred") and "@" not in facts.get("from", "")
        asked = requirements[facts["bucket"]] if anybody else ""
        asked += "," + ",".join(f"{n.skill}:{n.level}" for step in contact.plan.steps for n in step.needs if n.hard)
        if not _meets(self.skills[agent], asked):
            self.found.append(f"I5: {event.contact_id} asks {asked} and was offered to {agent}.")
        if self.states[agent] != "ready":
            self.found.append(f"{event.contact_id} was offered to {agent}, who is {self.states[agent]}.")

    def look(self, dump: Mapping[str, Any]) -> None:
        """The state after all that was seen."""
        self._keys(dump["contacts"])
        self._loads(dump)
        self._record(dump["contacts"])
        self._paused(dump["load"])
        self.found += problems(dump)

    def _keys(self, contacts: Mapping[str, Mapping[str, str]]) -> None:
        for id, contact in contacts.items():
            key = float(contact["score"])
            if key > self.keys.setdefault(id, key):
                self.found.append(f"I3: the order key of {id} got worse by itself.")
            self.keys[id] = key

    def _loads(self, dump: Mapping[str, Any]) -> None:
        # What its resident is rung about takes the phone beside its own channel: `taken:sms+phone`.
        loads = Counter(
            (id, channel)
            for id, load in dump["load"].items()
            for value in load.values()
            for channel in value.split(":")[1].split("+")
        )
        for (id, channel), held in loads.items():
            if id in dump["agents"] and held > max(_most(dump, id, channel), self.loads[id, channel]):
                self.found.append(f"I4: {id} was given a {channel} beyond what they may hold.")
        self.loads = loads

    def _record(self, contacts: Mapping[str, Mapping[str, str]]) -> None:
        for id, kept in self.kept.items():
            told = contacts.get(id, {}).get("state", "closed")
            if told != kept.state:
                self.found.append(f"I7: {id} is {told}, and the log says {kept.state}.")

    def _paused(self, loads: Mapping[str, Mapping[str, str]]) -> None:
        paused = {id for load in loads.values() for id, value in load.items() if value.startswith("paused:")}
        told = {id for id, kept in self.kept.items() if kept.paused}
        if paused != told:
            self.found.append(f"I7: {sorted(paused)} are broken off, and the log says {sorted(told)}.")

    async def put_back(self, engine: Engine, ids: Iterable[str]) -> None:
        """Restore what the record has open."""
        for id in ids:
            kept = self.kept[id]
            if kept.state != "closed":
                await engine.restore(
                    kept.plan,
                    kept.state,
                    agent=kept.agent,
                    epoch=kept.epoch,
                    until_ms=kept.until_ms,
                    paused=kept.paused,
                )


def _most(dump: Mapping[str, Any], agent: str, channel: str) -> int:
    takes = dump["agents"][agent]["abilities"].split(" ")[0]
    return int(dict(part.split(":") for part in takes.split(",") if part).get(channel, 0))


def _levels(text: str) -> dict[str, int]:
    return {need.skill: need.level for need in needs(text.replace(",", " "))}


def _meets(has: Mapping[str, int], asked: str) -> bool:
    text = asked.partition("|")[2] or asked
    parts = (part.split("*")[0].split(":") for part in text.split(",") if ":" in part)
    return all(has.get(skill, 0) >= int(level.rstrip("!")) for skill, level in parts)
