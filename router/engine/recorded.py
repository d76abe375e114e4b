"""What the log tells, as the values it was made of: an event's plan, an agent's profile. No I/O."""

import re
from typing import Final

from core.channel import Band, Channel
from core.event import Event
from router.rules.plan import BAND_WIDTH, Plan, PlanStep
from skills.need import Need
from skills.profile import AgentProfile

NEED: Final = re.compile(r"([^,:|]+):(\d+)(!?)")
PASSED_ON: Final = "contact.transferred"
PAIR: Final = re.compile(r"(\w+)>(\w+)")


def plan_of(event: Event) -> Plan:
    """The plan that an event tells (`contact.arrived`, `contact.replanned`…); KeyError when it tells none."""
    facts = event.facts
    band, moment = divmod(facts["score"], BAND_WIDTH)
    steps, weight = _steps(facts["steps"])
    return Plan(
        contact_id=event.contact_id or "",
        channel=Channel(facts["channel"]),
        service=facts.get("service", ""),
        band=list(Band)[band],
        arrived_ms=facts["arrived"],
        due_ms=facts["due"],
        steps=steps,
        preferred=facts.get("preferred"),
        preferred_ms=facts.get("preferred_ms", 0),
        rules_version=event.rules_version or 0,
        offer_ms=facts["offer_ms"],
        wrap_ms=facts["wrap_ms"],
        reason=rule_of(event),
        by_arrival=moment == facts["arrived"] != facts["due"],
        weight=weight,
        bundle=facts.get("bundle", ""),
        question=bool(facts.get("question")),
    )


def rule_of(event: Event) -> str:
    """The rule that made the plan which an event tells; one that passes it on has a reason of its own."""
    return str(event.facts.get("plan_reason", "" if event.type == PASSED_ON else event.facts.get("reason", "")))


def _steps(text: str) -> tuple[tuple[PlanStep, ...], float]:
    """`0=phone|bsl:3!*2;60000=phone|*2` as steps and their weight."""
    steps, weight = [], 1.0
    for step in text.split(";"):
        after, requirement = step.split("=", 1)
        needs, _, weighs = requirement.partition("|")[2].partition("*")
        weight = float(weighs or 1)
        found = (Need(skill=skill, level=int(level), hard=hard == "!") for skill, level, hard in NEED.findall(needs))
        steps.append(PlanStep(after_ms=int(after), needs=tuple(found)))
    return tuple(steps), weight


def profile_of(event: Event) -> AgentProfile:
    """The profile that an `agent.signed_in` tells."""
    facts = event.facts
    takes = {Channel(channel): int(most) for channel, most in _levels(facts.get("takes", ""))}
    apart = {(Channel(held), Channel(more)) for held, more in PAIR.findall(facts.get("apart", ""))}
    # What is kept apart may be of a channel that they take none of.
    capacity = {**{more: 0 for _, more in apart}, **takes}
    return AgentProfile(
        id=event.agent_id or "",
        skills={skill: int(level) for skill, level in _levels(facts.get("skills", ""))},
        capacity=capacity,
        beside={held: frozenset(more for more in capacity if (held, more) not in apart) for held in Channel},
        interruptible=frozenset(Channel(word) for word in facts.get("breaks_off", "").split(",") if word),
    )


def _levels(text: str) -> list[tuple[str, str]]:
    return [(name, level) for name, level, _ in NEED.findall(text)]
