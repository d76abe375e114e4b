"""A contact that somebody asks about, as the engine tells of it now or as the record has it. No I/O."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from core.channel import Band
from router.explain.standing import Standing, standing_of
from router.explain.words import needs_of
from router.rules.plan import BAND_WIDTH, Plan
from skills.need import Need

Route = tuple[tuple[int, tuple[Need, ...]], ...]
"""What is needed, and from which age in ms on."""


def merged(steps: Iterable[tuple[int, tuple[Need, ...]]]) -> Route:
    """A route without the steps that ask for what the one before them asks for. Never empty."""
    route: list[tuple[int, tuple[Need, ...]]] = []
    for after, needs in steps:
        if not route or set(needs) != set(route[-1][1]):
            route.append((after, needs))
    return tuple(route) or ((0, ()),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One contact at `at_ms`. `kept` says that it waits for its preferred agent alone, `line_ms` since when whoever
    has it rings its resident, `asked_ms` at what moment its route is looked at when it does not wait. `into` is the
    contact that it is part of now, `held` who is held for it, `broken_off` whether a live contact interrupts it.

    `agents` are those that were looked at, out of `known`; `able` is how many at work could serve it; `cooled` says to
    whom it is not offered, until when.
    """

    id: str
    at_ms: int
    state: str
    channel: str
    service: str
    band: str
    arrived_ms: int
    due_ms: int
    since_ms: int
    route: Route
    rules_version: int | None = None
    rule: str = ""
    outcome: str = ""
    into: str = ""
    agent: str = ""
    epoch: int | None = None
    until_ms: int | None = None
    line_ms: int | None = None
    asked_ms: int | None = None
    held: str = ""
    broken_off: bool = False
    preferred: str = ""
    preferred_ms: int = 0
    kept: bool = False
    hard: tuple[Need, ...] = ()
    agents: Mapping[str, Standing] = field(default_factory=dict)
    able: int = 0
    known: int = 0
    cooled: Mapping[str, int] = field(default_factory=dict)
    paused: bool = False

    @property
    def step(self) -> int:
        """Which step of its route holds now, or held when it was last asked about, from 0."""
        age = max(0, (self.at_ms if self.asked_ms is None else self.asked_ms) - self.arrived_ms)
        return max(n for n, (after, _) in enumerate(self.route) if after <= age or n == 0)

    @property
    def needs(self) -> tuple[Need, ...]:
        """What it needs now; of somebody it is kept for, only what is never given up."""
        return self.hard if self.kept else self.route[self.step][1]

    @property
    def next_ms(self) -> int | None:
        """When the next step of its route holds, or the one who knows it no longer has it to themselves."""
        later = [self.arrived_ms + after for after, _ in self.route[self.step + 1 :][:1]]
        return min([*later, self.arrived_ms + self.preferred_ms] if self.kept else later, default=None)


def told_now(id: str, told: Mapping[str, Any], *, rule: str = "") -> Subject:
    """From what the engine's `why` tells. By which rule it stands there only the record knows."""
    row = told["contact"]
    parts = (part.partition("=") for part in told["steps"].split(";") if part)
    holder = told["agents"].get(row["agent"]) or {}
    in_hand = (holder.get("load") or {}).get(id) or {}
    return Subject(
        id=id,
        at_ms=int(told["at"]),
        state=row["state"],
        channel=row["channel"],
        service=row["service"],
        band=list(Band)[int(row["score"]) // BAND_WIDTH].value,
        arrived_ms=int(row["arrived"]),
        due_ms=int(row["due"]),
        since_ms=int(row["since"]),
        route=merged((int(after), needs_of(requirement)) for after, _, requirement in parts),
        rules_version=int(row["rules"]) if row.get("rules") else None,
        rule=rule,
        outcome=row.get("outcome", ""),
        into=row.get("into", ""),
        agent=row["agent"],
        epoch=int(row["epoch"]) if row["epoch"] else None,
        until_ms=int(row["deadline"]) if row["deadline"] else None,
        line_ms=int(row["line"]) if row.get("line") else None,
        held=row.get("hold", ""),
        broken_off="paused" in in_hand,
        preferred=row["preferred"],
        preferred_ms=int(row.get("preferred_ms") or 0),
        kept=row["place"].startswith("@"),
        hard=needs_of(row["hard"]),
        agents={agent: standing_of(agent, each) for agent, each in told["agents"].items()},
        able=told.get("able", 0),
        known=told.get("known", 0),
        cooled={agent: int(till) for agent, till in told["cooled"].items()},
        paused=told["paused"],
    )


def recorded(plan: Plan, *, at_ms: int, state: str, since_ms: int, agent: str, epoch: int, outcome: str) -> Subject:
    """From the plan that the record keeps, for a contact that the engine no longer knows, or does not know yet."""
    return Subject(
        id=plan.contact_id,
        at_ms=at_ms,
        state=state,
        channel=plan.channel.value,
        service=plan.service,
        band=plan.band.value,
        arrived_ms=plan.arrived_ms,
        due_ms=plan.due_ms,
        since_ms=since_ms,
        route=merged((step.after_ms, step.needs) for step in plan.steps),
        rules_version=plan.rules_version,
        rule=plan.reason,
        outcome=outcome,
        agent=agent,
        epoch=epoch or None,
        preferred=plan.preferred or "",
        preferred_ms=plan.preferred_ms,
    )
