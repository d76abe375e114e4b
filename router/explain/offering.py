"""Why this agent: one offer explained, from the choice that the log shows. No I/O."""

from typing import Any

from router.explain.candidates import Candidate, Choice, Decided, How
from router.explain.keeping import KEPT
from router.explain.standing import Obstacle, Standing, obstacle
from router.explain.words import Names, capital, counted, iso, lasting, needs_json, one
from router.rules.plan import BAND_WIDTH

SHOWN = 50
"""Candidates, and others, in the JSON; the rest are counted."""
FIRST_BY = {
    "fewest_skills": "whoever has the fewest skills that suffice is asked first",
    "longest_idle": "whoever has been idle longest is asked first",
    "best_skilled": "whoever is best at it is asked first",
}
IN_LINE = {
    "due_first": "first in line of all that {name} can take, by band and due time",
    "first_come": "the first to come of all that {name} can take",
    "weighted_wait": "the one whose weighted wait was longest of all that {name} can take",
    "longest_queue": "the first of the longest queue that {name} can take from",
}

OWED = (
    "the turn of what is not live, for which a share of people's time is kept: it was first in line of all such that "
    "{name} can take"
)
BEFORE_WHAT_IS_OWED = (
    "the turn of what is not live, for which a share of people's time is kept, and only what is never given up goes "
    "before that: it was first in line of all such that {name} can take"
)

BECAME = {
    "made": "is ringing",
    "accepted": "was accepted",
    "connected": "was taken",
    "declined": "was declined",
    "expired": "rang out",
    "unreachable": "did not reach their phone",
    "superseded": "was withdrawn: something changed",
    "withdrawn": "was withdrawn",
    "media_failed": "was accepted, but the line did not come up",
}
"""What an offer's state means, in words."""


def why_offer(choice: Choice, names: Names, *, rule: str = "") -> dict[str, Any]:
    """`{kind: offer, sentences, rules_version, rule, needs, how, candidates, decided, beat, …}` of one offer."""
    event = choice.event
    who = names.agent(event.agent_id or "")
    rule = rule or choice.contact.rule
    return {
        "kind": "offer",
        "contact": event.contact_id,
        "epoch": event.epoch,
        "at": iso(event.at_ms),
        "agent": event.agent_id,
        "name": who,
        "sentences": [_planned(choice, names, rule), *_chosen(choice, names, who)],
        "rules_version": event.rules_version,
        "rule": rule,
        "needs": needs_json(choice.needs, names),
        "how": choice.how.value,
        "pick": choice.pick,
        "order": choice.order,
        "decided": choice.decided.value if choice.how is How.CAME else choice.how.value,
        "candidates": [_shown(each, choice, names) for each in choice.candidates[:SHOWN]],
        "candidates_more": max(0, len(choice.candidates) - SHOWN),
        "not_asked": _not_asked(choice),
        "beat": [{"contact": each.id, "due": iso(int(each.plan.get("due", 0)))} for each in choice.others[:SHOWN]],
        "beat_more": max(0, len(choice.others) - SHOWN),
    }


def short(choice: Choice, names: Names) -> str:
    """Why that agent, in one sentence: for a line of a contact's story."""
    return _chosen(choice, names, names.agent(choice.event.agent_id or ""))[0]


def _planned(choice: Choice, names: Names, rule: str) -> str:
    plan = choice.contact.plan
    what = f"This {one(choice.contact.channel)} about {names.service(str(plan.get('service', '')))}"
    by = f", by the rule “{rule}”" if rule else ""
    version = f" (version {choice.event.rules_version} of the rules{by})" if choice.event.rules_version else ""
    return f"{what} needed {names.needs(choice.needs)}{version}."


def _chosen(choice: Choice, names: Names, who: str) -> list[str]:
    match choice.how:
        case How.BUNDLE:
            return [f"{who} had just taken another contact of the same matter, and this one came with it."]
        case How.PREFERRED:
            return [f"{who} had it to themselves first: {KEPT[choice.contact.kept].format(who=who)}."]
        case How.FREED:
            return _freed(choice, names, who)
    return [_came(choice, names, who)]


def _came(choice: Choice, names: Names, who: str) -> str:
    others = len(choice.candidates) - 1
    if choice.chosen is None:
        return f"{who} was asked; the log does not reach back far enough to say who else was free."
    if others < 1:
        return f"Only {who} was free for it."
    second = names.agent(choice.candidates[1].agent.id)
    first, next_ = choice.candidates[0].agent, choice.candidates[1].agent
    told = {
        Decided.TIER: f"{FIRST_BY[choice.pick]}: {who} has {_tier(choice, first)}, {second} {_tier(choice, next_)}",
        Decided.IN_HAND: f"{who} had {_hands(first)}, {second} {_hands(next_)}",
        Decided.IDLE: f"{who} had been idle since {_clock(choice, names, first)}, "
        f"{second} only since {_clock(choice, names, next_)}",
        Decided.TIE: f"nothing set {who} and {second} apart",
    }[choice.decided]
    return f"{capital(counted(others + 1, 'person', 'people'))} could have taken it; {told}."


def _tier(choice: Choice, agent: Standing) -> str:
    if choice.pick == "best_skilled":
        return f"levels that add up to {sum(agent.skills.get(need.skill, 0) for need in choice.needs)}"
    return counted(len(agent.skills), "skill")


def _hands(agent: Standing) -> str:
    return counted(len(agent.held), "contact") + " in hand" if agent.held else "nothing in hand"


def _clock(choice: Choice, names: Names, agent: Standing) -> str:
    return names.clock(agent.idle_since_ms, choice.event.at_ms, seconds=True)


def _freed(choice: Choice, names: Names, who: str) -> list[str]:
    at_ms = choice.event.at_ms
    order = _turn(choice).format(name=who)
    came = int(choice.contact.plan.get("arrived", choice.contact.came_ms))
    said = [f"{who} became free, and it was {order}; it had come {lasting(at_ms - came)} before."]
    if choice.others:
        first = choice.others[0]
        due = names.clock(int(first.plan.get("due", 0)), at_ms, seconds=True)
        said.append(
            f"It went before {counted(len(choice.others), 'other')} that {who} could have been given, "
            f"the next of them due at {due}."
        )
    return said


def _turn(choice: Choice) -> str:
    """Whose turn it was. Written work goes before a live contact only by the share that is kept for it; and only what
    goes before that as well is given before a caller who is due sooner."""
    at_ms = choice.event.at_ms
    mine, others = choice.contact.key(at_ms), [each.key(at_ms) for each in choice.others]
    if mine >= BAND_WIDTH and any(key < BAND_WIDTH for key in others):
        return OWED
    by_key = choice.order in ("due_first", "first_come")
    if by_key and mine < BAND_WIDTH and choice.contact.hard and any(key < mine for key in others):
        return BEFORE_WHAT_IS_OWED
    return IN_LINE.get(choice.order, IN_LINE["due_first"])


def _shown(candidate: Candidate, choice: Choice, names: Names) -> dict[str, Any]:
    agent = candidate.agent
    return {
        "id": agent.id,
        "name": names.agent(agent.id),
        "tier": candidate.tier,
        "skills": len(agent.skills),
        "in_hand": len(agent.held),
        "idle_since": iso(agent.idle_since_ms),
        "chosen": agent.id == choice.event.agent_id,
    }


def _not_asked(choice: Choice) -> dict[str, int]:
    """How many of those at work could not be asked, by what stood in the way."""
    counts: dict[str, int] = {}
    asked = {each.agent.id for each in choice.candidates}
    for agent in choice.agents.values():
        if agent.id in asked or agent.state == "absent":
            continue
        word = obstacle(agent, choice.contact.channel, choice.needs, choice.event.at_ms)
        if word is None:
            word = Obstacle.COOLING if choice.how in (How.CAME, How.FREED) else Obstacle.PREFERRED
        counts[word.value] = counts.get(word.value, 0) + 1
    return counts
