"""Whether anybody at work may take what waits. Told at once: a caller who waits in vain tells nobody. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.channel import Channel
from core.service import Service
from records.rows import Waiting
from records.staff_rows import Account
from router.engine.states import Agent
from router.engine.views import AgentState
from skills.need import Need, hard_only, meets

NOBODY = "nobody here may take it"
NOT_READY = "those here who may take it are not ready"
UNKNOWN = "nobody at work knows it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreached:
    """A service of which `count` wait and nobody takes them, `why`, the first of them `since`."""

    service: str
    why: str
    count: int
    since: datetime


def unreached(
    waiting: Iterable[Waiting],
    accounts: Mapping[str, Account],
    states: Sequence[AgentState],
    services: Mapping[str, Service],
    open_now: Mapping[str, bool],
) -> list[Unreached]:
    """Services whose waiting contacts nobody at work can be offered: hard ones first, then the longest wait.

    What is hard counts at every hour; what is soft while its calendar is open, by `open_now`.
    """
    here = _here(accounts, states)
    found: dict[tuple[str, str], list[datetime]] = {}
    for each in waiting:
        why = _why(each, here, services.get(each.service), open_now)
        if why:
            found.setdefault((each.service, why), []).append(each.queued_at)
    told = [
        Unreached(service=service, why=why, count=len(since), since=min(since))
        for (service, why), since in found.items()
    ]
    return sorted(told, key=lambda each: (each.why == UNKNOWN, each.since))


def anybody_here(
    channel: Channel, plan: Mapping[str, Any], accounts: Mapping[str, Account], states: Sequence[AgentState]
) -> bool:
    """Whether somebody at work, ready or not, may take what has this plan, be it by its last step."""
    return bool(_able(channel, hard_only(_needs(plan)), _here(accounts, states)))


def _here(accounts: Mapping[str, Account], states: Sequence[AgentState]) -> list[tuple[Account, AgentState]]:
    return [(accounts[state.id], state) for state in states if state.state is not Agent.ABSENT and state.id in accounts]


def _able(channel: Channel, hard: Sequence[Need], here: Sequence[tuple[Account, AgentState]]) -> list[AgentState]:
    return [state for account, state in here if account.capacity.get(channel) and meets(account.skills, hard)]


def _why(
    each: Waiting,
    here: Sequence[tuple[Account, AgentState]],
    service: Service | None,
    open_now: Mapping[str, bool],
) -> str | None:
    hard = hard_only(_needs(each.plan))
    if hard:
        able = _able(each.channel, hard, here)
        if not able:
            return NOBODY
        return None if any(state.state is Agent.READY for state in able) else NOT_READY
    if service is None or not open_now.get(service.calendar, True):
        return None
    return None if any(account.skills.get(service.skill) for account, _ in here) else UNKNOWN


def _needs(plan: Mapping[str, Any]) -> list[Need]:
    """What the plan's first step asks; its hard needs are in every step."""
    return [Need(**need) for step in plan.get("steps", ())[:1] for need in step["needs"]]
