"""Whoever watches a floor: histories that no dump shows (I1, I3, I5, load that grows), and the record the log makes."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from core.channel import CHANNEL_BANDS, Band, Channel
from core.event import Event
from router.engine.check import problems
from router.engine.engine import Engine
from router.engine.events import entry_of
from router.engine.recorded import plan_of
from router.rules.plan import BAND_WIDTH, Plan
from tests.router.floor import needs

GOES_ON = ("contact.resumed", "contact.line_taken", "contact.handed_over")
SERVED = ("active", "wrapping")
OWED_AT_MOST_MS = 3_600_000
HELD_FOR_MS = 120_000
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
    connected_ms: int = 0

    def follow(self, event: Event) -> None:
        told = event.facts.get("state", self.state)
        goes_on = event.type in GOES_ON or told != self.state
        self.paused = event.type == "contact.interrupted" or (self.paused and not goes_on)
        if event.type == "contact.restored":
            self.paused = bool(event.facts.get("paused"))
        if event.type in ("contact.connected", "contact.restored"):
            self.connected_ms = event.at_ms
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
    share: float = 0
    owed: int = 0
    told: list[Event] = field(default_factory=list)
    before: Mapping[str, Any] = field(default_factory=dict)
    found: list[str] = field(default_factory=list)

    def see(self, events: Iterable[Event], requirements: Mapping[str, str]) -> None:
        self.told = list(events)
        for event in self.told:
            if event.contact_id:
                self._contact(event)
            elif event.type == "agent.signed_in":
                self.skills[event.agent_id or ""] = _levels(event.facts.get("skills", ""))
            else:
                self._shares(event)
            self.states[event.agent_id or ""] = TELLS.get(event.type, self.states.get(event.agent_id or "", ""))
            if event.type == "offer.made":
                self._made(event, requirements)
            if event.type == "offer.accepted":
                if event.epoch in self.accepted:
                    self.found.append(f"I1: {event.epoch} was accepted twice.")
                self.accepted.add(event.epoch or 0)

    def _shares(self, event: Event) -> None:
        if event.type == "rules.published":
            self.share = float(event.facts["share"])
        elif event.type == "generation.began":
            self.share, self.owed = 0, 0

    def _contact(self, event: Event) -> None:
        id = event.contact_id or ""
        if "steps" in event.facts:
            self.kept.setdefault(id, Kept(plan_of(event)))
            self.keys.pop(id, None)
        kept = self.kept[id]
        was, band = kept.state, kept.plan.band
        kept.follow(event)
        if was in SERVED and kept.state not in SERVED:
            self._owe(band, event.at_ms - kept.connected_ms)

    def _owe(self, band: Band, took_ms: int) -> None:
        """However it left somebody's hands: their time is owed to what is not live, or was spent on that."""
        owed = self.owed + (self.share if band is Band.LIVE else self.share - 1) * took_ms if self.share else self.owed
        self.owed = int(max(-OWED_AT_MOST_MS, min(OWED_AT_MOST_MS, owed)))

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
        if int(dump["owed"]) != self.owed:
            self.found.append(f"{dump['owed']} is owed to what is not live, and by the log it is {self.owed}.")
            self.owed = int(dump["owed"])
        self._holds(dump)
        self.before = dump
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

    def _holds(self, dump: Mapping[str, Any]) -> None:
        """Of one verb: nobody was given what is not live while a caller waited for nothing but their empty hands."""
        if len({entry_of(event.sequence) for event in self.told}) != 1 or not self.before:
            return
        for event in self.told:
            agent = event.agent_id or ""
            if event.type != "offer.made" or event.facts["matched"] != "agent" or not _was_blocked(self, dump, event):
                continue
            for id, contact in dump["contacts"].items():
                if _waited(self.before, dump, id, agent) and self._suits(agent, contact, dump["requirements"]):
                    self.found.append(f"{agent} was given {event.contact_id}, and is not held for {id}.")

    def _suits(self, agent: str, contact: Mapping[str, str], requirements: Mapping[str, str]) -> bool:
        place = contact["place"]
        if place.startswith("@"):
            return place == f"@phone@{agent}"
        return contact["channel"] == Channel.PHONE and _meets(self.skills[agent], requirements[place])

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


def _was_blocked(watch: Watch, dump: Mapping[str, Any], offer: Event) -> bool:
    """Whether whoever was offered what is not live took no call, before it and after it, for what they had in hand."""
    id = offer.agent_id or ""
    now, before = dump["agents"][id], watch.before["agents"].get(id, {})
    held, had = dump["load"].get(id) or {}, watch.before["load"].get(id) or {}
    till = int(before.get("hold") or 0)
    if (
        CHANNEL_BANDS[watch.kept[offer.contact_id or ""].plan.channel] is Band.LIVE
        or any(now.get(name) != before.get(name) for name in ("abilities", "skills", "phone_ready", "state", "hold"))
        or (now["phone_ready"] != "1" or before.get("hold_for") or now.get("hold_for"))
        or till <= offer.at_ms < till + HELD_FOR_MS
        or any("phone" in value for value in (*held.values(), *had.values()))
        or not _most(dump, id, "phone")
    ):
        return False
    _, apart, breaks_off = now["abilities"].split(" ")
    kept = {value.split(":")[1] for contact, value in had.items() if held.get(contact) == value}
    kept -= {value.split(":")[1] for value in had.values() if value.startswith("ringing:")}
    return any(f",{channel}>phone," in apart and f",{channel}," not in breaks_off for channel in kept)


def _waited(before: Mapping[str, Any], dump: Mapping[str, Any], id: str, agent: str) -> bool:
    """Whether a caller waited at one place before and after a verb, might be given to an agent, and nobody is held."""
    now, was = dump["contacts"][id], before["contacts"].get(id, {})
    return (
        now["state"] == was.get("state") == "waiting"
        and now["place"] == was["place"]
        and float(now["score"]) < BAND_WIDTH
        and not (now.get("hold") or was.get("hold"))
        and agent not in (dump["cooled"].get(id) or {})
        and agent not in (before["cooled"].get(id) or {})
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
