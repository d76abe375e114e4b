"""Why an agent is not given a waiting contact now, in a clause, and what would free them. No I/O."""

from dataclasses import dataclass

from router.explain.standing import RINGING, Held, Obstacle, Standing, lacking, obstacle
from router.explain.subject import Subject
from router.explain.words import Names, a_one, counted, lasting, listed, many, one
from skills.need import Need

DOES = {
    "offered": "has had {a_one} ringing",
    "connecting": "has been connecting to {a_one}",
    "active": "has had {a_one} in hand",
    "wrapping": "has been writing up {a_one}",
}


GAVE_UP = {
    "declined": "declined it",
    "expired": "let it ring out",
    "media_failed": "accepted it, but their line did not come up",
    "accepted": "accepted it, and gave it up",
    "connected": "had it, and passed it on or gave it back",
}
"""Why somebody is not asked again for a while, by how their last offer of it ended."""
COOLS = (None, Obstacle.PHONE, Obstacle.FULL, Obstacle.RINGING, Obstacle.APART, Obstacle.HELD)
"""What a cool-down is told before: it is of the two, and not of the agent alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """`word` None: nothing stands in the way. `until_ms`: when that ends by itself, as far as anybody knows."""

    agent: str
    word: Obstacle | None
    says: str
    since_ms: int | None = None
    until_ms: int | None = None
    frees: str = ""


def reason(agent: Standing, subject: Subject, names: Names, *, ended: str = "") -> Reason:
    """What stands between an agent and a waiting contact. `ended` is what became of their last offer of it."""
    now = subject.at_ms
    if subject.kept and agent.id != subject.preferred:
        kept = names.clock(subject.arrived_ms + subject.preferred_ms, now)
        who = names.agent(subject.preferred)
        return Reason(agent=agent.id, word=Obstacle.PREFERRED, says=f"is not asked before {kept}: it is kept for {who}")
    word = obstacle(agent, subject.channel, subject.needs, now)
    if agent.id in subject.cooled and word in COOLS:
        till = subject.cooled[agent.id]
        did = GAVE_UP.get(ended, "had it, or was asked, a moment ago")
        says = f"{did}, and may be asked again at {names.clock(till, now, seconds=True)}"
        frees = f"{names.agent(agent.id)} may be asked again in {lasting(till - now)}"
        return Reason(agent=agent.id, word=Obstacle.COOLING, says=says, until_ms=till, frees=frees)
    if word is None:
        return Reason(agent=agent.id, word=None, says="is free, and is about to be asked")
    if word in (Obstacle.FULL, Obstacle.RINGING, Obstacle.APART):
        return _busy(agent, word, subject, names)
    return _plain(agent, word, subject, names)


def _plain(agent: Standing, word: Obstacle, subject: Subject, names: Names) -> Reason:
    since = names.clock(agent.since_ms, subject.at_ms)
    match word:
        case Obstacle.SKILL:
            says = "lacks " + listed([_lack(agent, each, names) for each in lacking(agent.skills, subject.needs)])
        case Obstacle.ABSENT:
            says = f"has not been at their desk since {since}"
        case Obstacle.BREAK:
            why = names.breaks.get(agent.reason, agent.reason)
            says = f"has been on a break since {since}" + (f" ({why})" if why else "")
        case Obstacle.PRESENT:
            says = f"has been at their desk since {since}, and has not said that they are ready"
        case Obstacle.CHANNEL:
            says = f"takes no {many(subject.channel)}"
        case Obstacle.PHONE:
            says = "has no phone connected"
        case _:
            held = names.clock(agent.hold_until_ms, subject.at_ms, seconds=True)
            says = f"is kept free for a live contact until {held}"
            return Reason(agent=agent.id, word=word, says=says, until_ms=agent.hold_until_ms)
    since_ms = agent.since_ms if word in (Obstacle.ABSENT, Obstacle.BREAK, Obstacle.PRESENT) else None
    return Reason(agent=agent.id, word=word, says=says, since_ms=since_ms)


def _lack(agent: Standing, need: Need, names: Names) -> str:
    level = agent.skills.get(need.skill, 0)
    return f"{names.need(need)} (has level {level})" if level else names.need(need)


def _busy(agent: Standing, word: Obstacle, subject: Subject, names: Names) -> Reason:
    """What of what they hold is in the way, since when, and until when."""
    if word is Obstacle.FULL:
        blocking = [each for each in agent.held if subject.channel in each.channels]
    elif word is Obstacle.RINGING:
        blocking = [each for each in agent.held if each.state == RINGING]
    else:
        blocking = [each for each in agent.held if _is_apart(agent, each, subject.channel)]
    first = min(blocking, key=lambda each: (each.until_ms is None, each.until_ms or 0, each.since_ms))
    most = agent.takes[subject.channel]
    if word is Obstacle.FULL and most > 1:
        says = f"has {counted(most, one(subject.channel), many(subject.channel))} in hand, as many as they may"
    else:
        says = _does(first, subject, names)
    if word is Obstacle.APART:
        says += f", beside which no {one(subject.channel)} is offered"
    return Reason(
        agent=agent.id,
        word=word,
        says=says,
        since_ms=first.since_ms if first.line_ms is None else first.line_ms,
        until_ms=first.until_ms,
        frees=_frees(first, agent, subject, names),
    )


def _is_apart(agent: Standing, held: Held, channel: str) -> bool:
    return any(f",{each}>{channel}," in agent.apart for each in held.channels)


def _does(held: Held, subject: Subject, names: Names) -> str:
    if held.line_ms is not None:
        return f"has been ringing somebody out since {names.clock(held.line_ms, subject.at_ms)}"
    since = names.clock(held.since_ms, subject.at_ms)
    if held.state == "active" and held.channel == "phone":
        return f"has been talking since {since}"
    return f"{DOES.get(held.state, DOES['active']).format(a_one=a_one(held.channel))} since {since}"


def _frees(held: Held, agent: Standing, subject: Subject, names: Names) -> str:
    if held.until_ms is None or held.until_ms < subject.at_ms:
        return ""
    left, who = lasting(held.until_ms - subject.at_ms), names.agent(agent.id)
    says = {"wrapping": f"{who}'s wrap-up ends in {left}", "offered": f"what rings at {who}'s desk rings out in {left}"}
    return says.get(held.state, f"{who}'s line is up or given back in {left}" if held.state == "connecting" else "")
