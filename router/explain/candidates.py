"""Who could have been offered a contact at the moment of an offer, best first, and what else could have been offered.

`candidates_at` is a pure function of the log, and agrees with what the engine chose: the tests hold it against the real
verbs on random histories. No I/O.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from core.errors import NotFound
from core.event import Event
from router.explain.history import Floor, Waiting
from router.explain.standing import PHONE, READY, Standing, lacking, obstacle
from skills.need import Need

TIERS = 89
"""As many as an order key of the engine has room for; whoever has more skills shares the last one."""


class How(StrEnum):
    """What led to an offer."""

    CAME = "contact"
    FREED = "agent"
    BUNDLE = "bundle"
    PREFERRED = "preferred"


class Decided(StrEnum):
    """What set the first apart from the second."""

    ALONE = "alone"
    TIER = "tier"
    IN_HAND = "in_hand"
    IDLE = "idle"
    TIE = "tie"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody who could have taken it: lower `rank` (tier, in hand, idle since) is asked first."""

    agent: Standing
    tier: int

    @property
    def rank(self) -> tuple[int, int, int]:
        return (self.tier, len(self.agent.held), self.agent.idle_since_ms)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One offer, and the moment it was made in. `candidates` are best first, the chosen one among them; `others` are
    contacts that the chosen agent could have been given instead, first in line first."""

    event: Event
    how: How
    contact: Waiting
    needs: tuple[Need, ...]
    pick: str
    order: str
    agents: Mapping[str, Standing]
    candidates: tuple[Candidate, ...]
    others: tuple[Waiting, ...]

    @property
    def chosen(self) -> Candidate | None:
        """The one who was asked; None when the log does not reach back to their signing in."""
        return next((each for each in self.candidates if each.agent.id == self.event.agent_id), None)

    @property
    def decided(self) -> Decided:
        """Why the first was asked and not the second."""
        if len(self.candidates) < 2:
            return Decided.ALONE
        first, second = self.candidates[0].rank, self.candidates[1].rank
        for mine, theirs, word in zip(first, second, (Decided.TIER, Decided.IN_HAND, Decided.IDLE), strict=True):
            if mine != theirs:
                return word
        return Decided.TIE


def candidates_at(events: Iterable[Event], sequence: str) -> Choice:
    """The offer that the event of a sequence made. NotFound when no such offer is among the events."""
    found = choices_at(events, {sequence})
    if sequence not in found:
        raise NotFound("There is no such offer in the log.")
    return found[sequence]


def choices_at(events: Iterable[Event], sequences: Collection[str]) -> dict[str, Choice]:
    """Several offers of one generation, by the sequences of their events, in one reading of its log."""
    floor, found = Floor(), {}
    for event in events:
        if event.sequence in sequences and event.type == "offer.made":
            found[event.sequence] = _choice(floor, event)
        floor.follow(event)
    return found


def _choice(floor: Floor, event: Event) -> Choice:
    id = event.contact_id or ""
    contact = replace(floor.contacts[id]) if id in floor.contacts else Waiting(id=id, plan={})
    how = _how(event)
    # Who knows them, and who has the rest of the matter in hand, need only what is never given up.
    needs = contact.needs(event.at_ms) if how in (How.CAME, How.FREED) else contact.hard
    return Choice(
        event=event,
        how=how,
        contact=contact,
        needs=needs,
        pick=floor.pick,
        order=floor.order,
        agents=dict(floor.agents),
        candidates=tuple(_candidates(floor, event, contact, needs, how)),
        others=tuple(_others(floor, event)),
    )


def _how(event: Event) -> How:
    personal = event.facts.get("preferred") or str(event.facts.get("from", "")).startswith("@")
    return How.PREFERRED if personal else How(event.facts.get("matched", How.CAME))


def _candidates(floor: Floor, event: Event, contact: Waiting, needs: Sequence[Need], how: How) -> list[Candidate]:
    only = event.agent_id if how in (How.PREFERRED, How.BUNDLE) else None
    found = [
        Candidate(agent=agent, tier=tier_of(agent, needs, floor.pick))
        for agent in floor.agents.values()
        if only in (None, agent.id) and could_take(floor, agent, contact, needs, event.at_ms)
    ]
    # Among equals in all that counts, the one who was asked stands first.
    return sorted(found, key=lambda each: (each.rank, each.agent.id != event.agent_id, each.agent.id))


def _others(floor: Floor, event: Event) -> list[Waiting]:
    agent = floor.agents.get(event.agent_id or "")
    if agent is None or event.facts.get("matched") != How.FREED:
        return []
    found = [
        replace(contact)
        for contact in floor.contacts.values()
        if contact.state == "waiting"
        and contact.id != event.contact_id
        and not _is_kept_from(floor, agent.id, contact, event.at_ms)
        and could_take(floor, agent, contact, contact.needs(event.at_ms), event.at_ms)
    ]
    return sorted(found, key=lambda contact: (contact.key(event.at_ms), contact.id))


def _is_kept_from(floor: Floor, agent: str, contact: Waiting, at_ms: int) -> bool:
    """Whether it waits for somebody else alone, who is at work and may still be given it."""
    other = floor.agents.get(contact.kept_for(at_ms) or agent)
    return (
        other is not None
        and other.id != agent
        and other.takes.get(contact.channel, 0) > 0
        and not lacking(other.skills, contact.hard)
        and (
            bool(contact.plan.get("question"))
            or (_can_be_asked(other, contact) and not floor.is_cooling(contact.id, other.id, at_ms))
        )
    )


def _can_be_asked(agent: Standing, contact: Waiting) -> bool:
    return agent.state == READY and (contact.channel != PHONE or agent.phone_ready)


def could_take(floor: Floor, agent: Standing, contact: Waiting, needs: Sequence[Need], at_ms: int) -> bool:
    """Whether an agent could have been offered a contact."""
    return obstacle(agent, contact.channel, needs, at_ms) is None and not floor.is_cooling(contact.id, agent.id, at_ms)


def tier_of(agent: Standing, needs: Sequence[Need], pick: str) -> int:
    """Who is asked first, before hands and idle time are looked at: lower goes first."""
    if pick == "longest_idle":
        return 0
    if pick == "best_skilled":
        return max(0, TIERS - sum(agent.skills.get(need.skill, 0) for need in needs))
    return min(len(agent.skills), TIERS)
