"""Who could never be served: contacts for whom nobody who was at work after they came ever had what they need. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from core.event import Event
from router.engine.recorded import profile_of
from router.rules.plan import Plan
from simulator.past import Came, Past
from skills.need import hard_only, meets
from skills.profile import AgentProfile

COMES: Final = ("agent.signed_in", "agent.ready")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """An agent at work under one profile, from one moment until another, ms since 1970."""

    profile: AgentProfile
    since_ms: int
    until_ms: int


def stays_of(past: Past) -> list[Stay]:
    """When each agent could be offered anything, with the profile they had then."""
    open: dict[str, tuple[AgentProfile, int]] = {}
    profiles: dict[str, AgentProfile] = {}
    ready: set[str] = set()
    found: list[Stay] = []

    def ends(agent: str, at_ms: int) -> None:
        profile, since = open.pop(agent, (None, 0))
        if profile:
            found.append(Stay(profile=profile, since_ms=since, until_ms=at_ms))

    for act in past.acts:
        event = act.entry[0]
        for agent in _whose(event, profiles):
            ends(agent, act.at_ms)
            _changed(event, agent, profiles, ready)
            if agent in ready:
                open[agent] = (profiles[agent], act.at_ms)
    for agent in list(open):
        ends(agent, past.until_ms)
    return found


def _whose(event: Event, profiles: Mapping[str, AgentProfile]) -> Sequence[str]:
    """Whose stay an event may begin or end: a flush ends everybody's."""
    if event.type == "generation.began":
        return list(profiles)
    known = event.agent_id in profiles or event.type == "agent.signed_in"
    return [event.agent_id] if event.agent_id and known else []


def _changed(event: Event, agent: str, profiles: dict[str, AgentProfile], ready: set[str]) -> None:
    if event.type == "agent.signed_in":
        profiles[agent] = profile_of(event)
    elif event.type == "agent.ready":
        ready.add(agent)
    elif event.type in ("agent.break", "agent.left", "agent.absent", "generation.began"):
        ready.discard(agent)


def unservable(past: Past, stays: Iterable[Stay], plan: Callable[[Came], Plan]) -> list[Came]:
    """Those who came in these days and whom nobody could have served by their `plan`, in order."""
    everybody = list(stays)
    came = (each for each in past.came if each.at_ms >= past.since_ms and not each.plan.question)
    return [each for each in came if not any(_could(stay, plan(each)) for stay in everybody)]


def _could(stay: Stay, plan: Plan) -> bool:
    if stay.profile.capacity.get(plan.channel, 0) < 1:
        return False
    kept_until = plan.arrived_ms + plan.preferred_ms
    # Nobody has to themselves what they lack a skill for that is never given up.
    hard = hard_only(need for step in plan.steps for need in step.needs)
    fit = plan.preferred == stay.profile.id and meets(stay.profile.skills, hard)
    if fit and stay.since_ms < kept_until and stay.until_ms > plan.arrived_ms:
        return True
    return any(
        stay.until_ms > plan.arrived_ms + step.after_ms and meets(stay.profile.skills, step.needs)
        for step in plan.steps
    )
