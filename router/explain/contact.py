"""Why a contact is where it is: what it needs, who could serve it and why they do not now, what would free it; or who
has it. Values in, sentences and JSON out. No I/O."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from core.clock import to_ms
from router.engine.views import Place
from router.explain.history import Kept
from router.explain.keeping import KEPT
from router.explain.reasons import Reason, reason
from router.explain.standing import Obstacle, lacking
from router.explain.subject import Subject
from router.explain.words import Names, capital, counted, iso, lasting, listed, needs_json, one, ordinal
from router.rules.document import Order
from skills.need import Need

NAMED = 4
"""Agents in the sentences; the JSON has all that were looked at."""
HAS = {
    "offered": "It has been ringing at {who}'s desk since {since}, and rings out at {till}",
    "connecting": "{who} accepted it at {since}, and their line is being put through, until {till} at most",
    "active": "{who} has had it in hand since {since}",
    "wrapping": "{who} has been writing it up since {since}, and has until {till}",
}
LOST = "The live store does not have it at this moment; it is put back in its place within seconds."
ASIDE = {"parked": "It was put aside at {since}", "callback": "The resident was promised at {since} to be rung back"}
BACK = {
    "parked": ", and comes back at {till} to the place of its arrival",
    "callback": ": from {till} on it waits again, in the place of its arrival, and whoever takes it rings them",
}
NEXT_BY = {
    Order.WEIGHTED_WAIT: "but whose weighted wait is longest goes next",
    Order.LONGEST_QUEUE: "but the longest queue goes next",
}
"""Where the place in line, by band and moment, does not say who goes next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What else is known: its place, its offers, why it is kept for whom it is kept for, the division's order."""

    place: Place | None = None
    story: Sequence[Mapping[str, Any]] = ()
    kept: Kept = Kept.LATER
    order: Order = Order.DUE_FIRST


def why_contact(subject: Subject, names: Names, beside: Beside) -> dict[str, Any]:
    """`{kind: contact, sentences, state, needs, steps, place, agents, frees, offers, …}`."""
    place, story = beside.place, beside.story
    waits = subject.state == "waiting"
    subject = subject if waits else replace(subject, asked_ms=_last_asked(subject, story))
    ended = {offer["agent"]: offer["state"] for offer in story}
    agents = subject.agents.values() if waits else ()
    reasons = _in_order(reason(each, subject, names, ended=ended.get(each.id, "")) for each in agents)
    shown = [each for each in reasons if _concerns(each, subject)]
    frees = _frees(subject, shown, names) if waits else []
    says = _waiting(subject, names, beside, shown) if waits else _otherwise(subject, names)
    return {
        "kind": "contact",
        "contact": subject.id,
        "at": iso(subject.at_ms),
        "state": subject.state,
        **_whose(subject, beside),
        "sentences": [_needed(subject, names), *says, *frees],
        "channel": subject.channel,
        "service": subject.service,
        "band": subject.band,
        "arrived": iso(subject.arrived_ms),
        "due": iso(subject.due_ms),
        "rules_version": subject.rules_version,
        "rule": subject.rule,
        "needs": needs_json(subject.needs, names),
        "step": subject.step + 1,
        "steps": [{"after_ms": after, "needs": needs_json(needs, names)} for after, needs in subject.route],
        "next_step": iso(subject.next_ms) if waits else None,
        "place": _place(place),
        "agents": [_agent(each, names) for each in shown],
        "agents_more": max(0, subject.known - len(subject.agents)) if waits else 0,
        "able": subject.able,
        "frees": frees,
        "offers": list(story),
    }


def _last_asked(subject: Subject, story: Sequence[Mapping[str, Any]]) -> int:
    """When somebody was last asked to take it; of what nobody was asked about, when it came to where it is."""
    return to_ms(datetime.fromisoformat(story[-1]["at"])) if story else subject.since_ms


def _whose(subject: Subject, beside: Beside) -> dict[str, Any]:
    """Who has it, since when and until when, or how it ended; and for whom it is kept, or who is held for it."""
    return {
        "agent": subject.agent or None,
        "since": iso(subject.since_ms),
        "until": iso(subject.until_ms),
        "rings_since": iso(subject.line_ms),
        "broken_off": subject.broken_off,
        "outcome": subject.outcome or None,
        "into": subject.into or None,
        "kept_for": subject.preferred if subject.kept else None,
        "kept_because": beside.kept.value if subject.kept else None,
        "held": subject.held or None,
        "order": beside.order.value,
        "paused": subject.paused,
    }


def _needed(subject: Subject, names: Names) -> str:
    what = f"This {one(subject.channel)} about {names.service(subject.service)}"
    if subject.state != "waiting":
        return f"{what} needed {names.needs(subject.needs)}."
    needs = subject.route[subject.step][1]
    hard = [need for need in needs if need.hard]
    never = "that is" if len(hard) == len(needs) else f"{listed([names.need(need) for need in hard])} is"
    kept = f", and {never} never given up" if hard else ""
    step = f" (step {subject.step + 1} of {len(subject.route)} of its route)" if len(subject.route) > 1 else ""
    return f"{what} needs {names.needs(needs)}{step}{kept}."


def _waiting(subject: Subject, names: Names, beside: Beside, shown: Sequence[Reason]) -> list[str]:
    now, place = subject.at_ms, beside.place
    line = f"It is {ordinal(place.position)} in line, " if place else "It "
    late = now - subject.due_ms
    due = f"{lasting(late)} past its due time" if late > 0 else f"due at {names.clock(subject.due_ms, now)}"
    said = f"{line}{'' if place else 'is '}in the {subject.band} band, {due}"
    if place and place.estimate_low_s is not None and place.estimate_high_s is not None:
        high = lasting(place.estimate_high_s * 1000)
        low = f"{lasting(place.estimate_low_s * 1000)} to {high}" if place.estimate_low_s else f"{high} at most"
        said += f"; it should take another {low}"
    if place and beside.order in NEXT_BY:
        said += f"; {NEXT_BY[beside.order]}"
    return [said + ".", *_who(subject, shown, names, beside.kept), *_held(subject, names)]


def _held(subject: Subject, names: Names) -> list[str]:
    """Who is given nothing else meanwhile, so that they have empty hands for it."""
    agent = subject.agents.get(subject.held)
    if not subject.held:
        return []
    hold_ms = agent.hold_until_ms if agent else 0
    till = f" until {names.clock(hold_ms, subject.at_ms, seconds=True)}" if hold_ms else ""
    return [f"What {names.agent(subject.held)} frees next is held for it{till}: nothing that is not live is added."]


def _who(subject: Subject, shown: Sequence[Reason], names: Names, kept: Kept) -> list[str]:
    """Who is at work and could serve it, and what they do instead."""
    if subject.kept:
        till = names.clock(subject.arrived_ms + subject.preferred_ms, subject.at_ms)
        mine = [each for each in shown if each.agent == subject.preferred]
        who = names.agent(subject.preferred)
        return [f"It waits for {who} alone until {till}: {KEPT[kept].format(who=who)}.", _told(mine, names)]
    fit = [each for each in shown if each.word not in (Obstacle.SKILL, Obstacle.ABSENT, Obstacle.CHANNEL)]
    if not fit:
        return [_nobody(subject, names)]
    number = max(len(fit), subject.able)
    least = "At least " if subject.known > len(subject.agents) else ""
    here = f"{least}{counted(number, 'person', 'people')} here could serve it"
    rest = f", and {counted(number - NAMED, 'more', 'more')}" if number > NAMED else ""
    told = "; ".join(_clause(each, names) for each in fit[:NAMED])
    return [f"{here}: {told}{rest}."]


def _told(reasons: Sequence[Reason], names: Names) -> str:
    return capital("; ".join(_clause(each, names) for each in reasons)) + "."


def _clause(each: Reason, names: Names) -> str:
    return f"{names.agent(each.agent)} {each.says}"


def _nobody(subject: Subject, names: Names) -> str:
    """The skill that nobody at work has, where there is one such; else that nobody has all of them."""
    here = [each for each in subject.agents.values() if each.state != "absent"]
    missing = [need for need in subject.needs if all(lacking(each.skills, [need]) for each in here)]
    if missing:
        return f"Nobody at work has {listed([names.need(need) for need in missing])}."
    if here and all(lacking(each.skills, subject.needs) for each in here):
        return f"Nobody at work has all of {names.needs(subject.needs)}."
    return "Nobody who could serve it is at work."


def _frees(subject: Subject, shown: Sequence[Reason], names: Names) -> list[str]:
    """What comes by itself, the soonest first."""
    told = sorted((each.until_ms or 0, each.frees) for each in shown if each.frees)
    said = [f"{capital(text)}." for _, text in told[:NAMED]]
    if subject.next_ms is not None:
        said.append(f"From {names.clock(subject.next_ms, subject.at_ms, seconds=True)} {_next(subject, names)}.")
    if subject.paused:
        said.insert(0, "The engine is being rebuilt, and asks nobody until that is done.")
    return said


def _next(subject: Subject, names: Names) -> str:
    if subject.kept:
        return "others may take it as well"
    needs: Sequence[Need] = subject.route[subject.step + 1][1]
    return f"it needs only {names.needs(needs)}" if needs else "anybody may take it"


def _otherwise(subject: Subject, names: Names) -> list[str]:
    now = subject.at_ms
    since, who = names.clock(subject.since_ms, now), names.agent(subject.agent)
    till = names.clock(subject.until_ms, now, seconds=True) if subject.until_ms else ""
    if subject.state == "closed":
        if subject.into:
            return [f"It was joined at {since} to the contact {subject.into}, and goes on as part of that."]
        by = f", and {who} had it last" if subject.agent else ", and nobody had it"
        return [f"It ended as {(subject.outcome or 'closed').replace('_', ' ')} at {since}{by}."]
    if subject.state in ASIDE:
        back = BACK[subject.state].format(till=till) if till else ""
        return [f"{ASIDE[subject.state].format(since=since)}{back}."]
    if subject.state not in HAS:
        return [LOST if subject.state == "lost" else "It has not reached the queue yet."]
    rung = (
        f", and has been ringing the resident out since {names.clock(subject.line_ms, now)}" if subject.line_ms else ""
    )
    said = [HAS[subject.state].format(who=who, since=since, till=till or "an open end") + f"{rung}."]
    if subject.broken_off:
        said.append("It is broken off for a live contact, and goes on when that is off their hands.")
    return said


def _concerns(each: Reason, subject: Subject) -> bool:
    """Whoever is here, and whoever could serve it."""
    agent = subject.agents[each.agent]
    return agent.state != "absent" or each.word is not Obstacle.SKILL


def _in_order(reasons: Iterable[Reason]) -> list[Reason]:
    """Those nearest to taking it first: free, then soonest free, then busy for longest; the unfit and absent last."""
    last = [Obstacle.CHANNEL, Obstacle.ABSENT, Obstacle.SKILL]

    def nearness(each: Reason) -> tuple[int, int, int, str]:
        late = 1 + last.index(each.word) if each.word in last else 0
        return (late, each.until_ms or 2**53, each.since_ms or 2**53, each.agent)

    return sorted(reasons, key=nearness)


def _agent(each: Reason, names: Names) -> dict[str, Any]:
    return {
        "id": each.agent,
        "name": names.agent(each.agent),
        "word": each.word.value if each.word else "free",
        "says": capital(_clause(each, names)) + ".",
        "since": iso(each.since_ms),
        "until": iso(each.until_ms),
    }


def _place(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    return {
        "position": place.position,
        "ahead": place.ahead,
        "estimate_low_s": place.estimate_low_s,
        "estimate_high_s": place.estimate_high_s,
    }
