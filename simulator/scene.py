"""A scenario as the loop in Lua reads it: in the engine's own texts, and on the engine's clock."""

import json
import math
from collections.abc import Iterator, Sequence
from typing import Any, Final

from core.channel import Band, Channel
from router.engine.base import plan_text
from router.engine.events import SEPARATOR
from router.engine.floor import desk_values
from router.rules.document import Order
from router.rules.plan import Plan, PlanStep
from simulator.scenario import Scenario, band_of, capacity_of, ends, most, needs_of, service_of
from simulator.shapes import AfterClose, ContactType, Distribution, Group, Span
from skills.profile import AgentProfile, usual_beside

START_MS: Final = 1_800_000_000_000
"""When a simulated day begins: far from every moment that the engine counts from."""
LONGEST_MS: Final = 500_000_000_000
"""Leases of presence last so long: no desk goes silent in a simulation."""
MS_PER_S: Final = 1_000
OFFER_MS: Final = 20_000
"""So long an offer stands, on every channel."""
FINE: Final = 10_000
"""Ticks in the shortest mean length, where a tick need not be a millisecond: then rounding is not to be seen."""
SERVED_OUT_WITHIN: Final = 10
"""So many times the counted time after its end, whoever still waits is given up."""


def ticks_per_unit(scenario: Scenario) -> float:
    """How many of the engine's milliseconds one unit of the scenario's time is.

    They are true milliseconds where the engine's own lengths play a part (an offer's lease, a cool-down, a unit held
    for a waiting call); else they are as fine as the scenario needs.
    """
    true = MS_PER_S * scenario.time_unit
    if _has_true_lengths(scenario):
        return true
    finest = LONGEST_MS / (2 * max(SERVED_OUT_WITHIN * ends(scenario), *_lengths(scenario)))
    return min(max(true, FINE / _shortest(scenario)), max(true, finest))


def _has_true_lengths(scenario: Scenario) -> bool:
    """Whether a length that the engine knows of itself plays a part."""
    groups = any(group.decline or group.answer_after or group.capacity for group in scenario.agents)
    return groups or len({contact.channel for contact in scenario.contacts}) > 1


def _has_deadlines(scenario: Scenario) -> bool:
    """Whether any of the engine's deadlines can pass; else every contact is taken at the moment it is offered."""
    contacts = any(contact.relax or band_of(contact) is Band.BACKGROUND for contact in scenario.contacts)
    return contacts or _has_true_lengths(scenario)


def scene_text(scenario: Scenario, *, estimates: bool = False) -> str:
    """JSON for `stretch.lua`: desks, changes and types count from 1 there. `estimates`: who waits is told how long."""
    ticks = ticks_per_unit(scenario)
    desks = [
        {"name": f"{place:02d}.{number:04d}", "group": place}
        for place, group in enumerate(scenario.agents, 1)
        for number in range(1, 1 + most(group))
    ]
    scene = {
        "start": START_MS,
        "estimates": estimates,
        "ticks": ticks,
        "timed": _has_deadlines(scenario),
        "order": scenario.order.value,
        "pick": scenario.pick.value,
        "last": SERVED_OUT_WITHIN * ends(scenario),
        "types": [_type(contact, scenario, ticks) for contact in scenario.contacts],
        "groups": [_group(group, scenario) for group in scenario.agents],
        "desks": desks,
        "by_name": {desk["name"]: place for place, desk in enumerate(desks, 1)},
        "changes": sorted(_changes(scenario), key=lambda change: (change["at"], "shut" not in change)),
    }
    return json.dumps(scene | ({"lines": scenario.lines} if scenario.lines else {}))


def _shortest(scenario: Scenario) -> float:
    services = [each.mean for group in scenario.agents for each in group.service.values()]
    patience = [span.exponential for contact in scenario.contacts for span in contact.patience]
    return min(length for length in (*services, *patience, math.inf) if length > 0)


def _lengths(scenario: Scenario) -> Iterator[float]:
    """What else the engine counts in its milliseconds from an arrival."""
    yield 0
    for contact in scenario.contacts:
        yield contact.target or 0
        yield from (step.after for step in contact.relax)


def _type(contact: ContactType, scenario: Scenario, ticks: float) -> dict[str, Any]:
    """A plan's text for a contact of this type, but for what each contact has of its own."""

    def length(units: float) -> int:
        return round(units * ticks)

    plan = Plan(
        contact_id="each",
        channel=contact.channel,
        service=contact.type,
        band=band_of(contact),
        arrived_ms=START_MS,
        due_ms=START_MS + length(_promise(contact, scenario)),
        steps=(
            PlanStep(needs=needs_of(contact.needs)),
            *(PlanStep(after_ms=length(step.after), needs=needs_of(step.needs)) for step in contact.relax),
        ),
        rules_version=1,
        offer_ms=OFFER_MS,
        wrap_ms=LONGEST_MS,
        by_arrival=scenario.order is not Order.DUE_FIRST,
        weight=contact.weight if scenario.order is Order.WEIGHTED_WAIT else 1,
    )
    parts = plan_text(plan).split(SEPARATOR)
    return {
        "head": SEPARATOR.join(["", *parts[1:3], ""]),
        "tail": SEPARATOR.join(["", *parts[6:]]),
        "due": plan.due_ms - START_MS,
        "score": plan.order_key - START_MS,
        "wrap_up": contact.wrap_up,
    }


def _promise(contact: ContactType, scenario: Scenario) -> float:
    """Its target. What has none goes with whoever is promised least: it neither jumps ahead nor starves."""
    if contact.target is not None:
        return contact.target
    return max((other.target for other in scenario.contacts if other.target is not None), default=0)


def _group(group: Group, scenario: Scenario) -> dict[str, Any]:
    """What every agent of a group signs in with, and how long they take."""
    alone: dict[Channel, frozenset[Channel]] = {channel: frozenset() for channel in Channel}
    profile = AgentProfile(
        id="",
        skills=group.skills,
        capacity=capacity_of(group, scenario),
        beside=usual_beside() if group.capacity else alone,
    )
    values = desk_values(profile, phone_ready=True, lease_ms=LONGEST_MS)
    answers = {"answer_after": _distribution(group.answer_after)} if group.answer_after else {}
    service = [service_of(group, contact.type) for contact in scenario.contacts]
    return {
        "desk": [str(value) for name, value in values.items() if name != "agent"],
        "service": [_distribution(each) if each else False for each in service],
        "decline": group.decline,
    } | answers


def _distribution(distribution: Distribution) -> list[str | float]:
    kind = next(iter(distribution.model_fields_set))
    return [kind, distribution.mean, *(distribution.lognormal or ())[1:]]


def _changes(scenario: Scenario) -> Iterator[dict[str, Any]]:
    """When agents come, go and rest. From the end on nobody goes before all are served, unless the day ends for all."""
    end = ends(scenario)
    for place, group in enumerate(scenario.agents, 1):
        breaks = _joined([span for span in group.breaks if span.begin < end])
        for at in sorted({0.0, *(moment for span in group.count for moment in (span.begin, span.end) if moment < end)}):
            count = next((span.count for span in group.count if span.begin <= at < span.end), 0)
            resting = any(begin <= at < over for begin, over in breaks)
            yield {"at": at, "group": place, "count": count, "resting": resting}
        for begin, over in breaks:
            yield {"at": begin, "group": place, "on_break": True}
            yield {"at": over, "group": place, "on_break": False}
    if scenario.day and scenario.after_close is AfterClose.ABANDON:
        yield {"at": end, "shut": True}


def _joined(spans: Sequence[Span]) -> list[tuple[float, float]]:
    """Periods as one where the next begins as the last ends: nothing comes in between."""
    found: list[tuple[float, float]] = []
    for span in spans:
        begin = found.pop()[0] if found and span.begin == found[-1][1] else span.begin
        found.append((begin, span.end))
    return found
