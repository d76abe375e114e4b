"""What the engine says about itself, as frozen values: a contact, an agent, an offer, a place, the board. No I/O."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.channel import Band
from router.engine.states import Agent, Contact
from router.rules.plan import BAND_WIDTH


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactState:
    """A contact as it stands. `deadline_ms` is when an offer, a connecting call or a wrap-up runs out; `hard`
    what it needs that is never given up."""

    id: str
    state: Contact
    channel: str
    service: str
    band: str
    arrived_ms: int
    due_ms: int
    since_ms: int
    agent: str | None
    epoch: int | None
    deadline_ms: int | None
    rules_version: int
    outcome: str | None
    requirement: str
    hard: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferState:
    """A ringing offer on one desk, and why there: what is required, what this agent has, whether they know the case."""

    contact: str
    epoch: int
    channel: str
    service: str
    arrived_ms: int
    made_ms: int
    expires_ms: int
    requirement: str
    skills: Mapping[str, int]
    known: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class InHand:
    """One contact that an agent holds, ringing included. `paused` while a live one has broken it off."""

    contact: str
    channel: str
    service: str
    state: Contact
    since_ms: int
    epoch: int
    deadline_ms: int | None
    paused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentState:
    """An agent as they stand, since `since_ms`: whoever is ready, since they last put something down.

    `may_take` are the channels of which one more could be offered now.
    """

    id: str
    state: Agent
    reason: str
    since_ms: int
    phone_ready: bool
    lease_until_ms: int
    may_take: tuple[str, ...]
    in_hand: tuple[InHand, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """Those who wait for one service on one channel. `late` are past their due time; `due_ms` is the first one's.

    `oldest_ms` is the earliest arrival, of the fifty who are due first where more wait.
    """

    service: str
    channel: str
    waiting: int
    late: int
    oldest_ms: int
    due_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The floor at one instant."""

    at_ms: int
    rules_version: int
    queues: tuple[Queue, ...]
    agents: tuple[AgentState, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a waiting contact stands, counted conservatively, and an honest interval for the rest of its wait.

    `ahead` are contacts that anyone who could serve this one may be given first, `servers` those people at work. The
    interval holds four waits of five, and does not rise while nothing got worse. The estimates are None while nobody
    who could serve it is at work: then nothing honest can be said.
    """

    ahead: int
    position: int
    servers: int
    estimate_low_s: int | None
    estimate_high_s: int | None


def contact_state(id: str, row: Mapping[str, str]) -> ContactState:
    """A contact from its hash."""
    return ContactState(
        id=id,
        state=Contact(row["state"]),
        channel=row.get("channel", ""),
        service=row.get("service", ""),
        band=_band(row.get("score")),
        arrived_ms=_int(row.get("arrived")) or 0,
        due_ms=_int(row.get("due")) or 0,
        since_ms=_int(row.get("since")) or 0,
        agent=row.get("agent") or None,
        epoch=_int(row.get("epoch")),
        deadline_ms=_int(row.get("deadline")),
        rules_version=_int(row.get("rules")) or 0,
        outcome=row.get("outcome") or None,
        requirement=row.get("requirement", ""),
        hard=row.get("hard", ""),
    )


def in_hand(id: str, row: Mapping[str, str]) -> InHand:
    """One contact of an agent's load from its hash."""
    return InHand(
        contact=id,
        channel=row["channel"],
        service=row["service"],
        state=Contact(row["state"]),
        since_ms=_int(row["since"]) or 0,
        epoch=_int(row.get("epoch")) or 0,
        deadline_ms=_int(row.get("deadline")),
        paused=row.get("paused") == "1",
    )


def offer_state(id: str, row: Mapping[str, str], agent: str, skills: str) -> OfferState:
    """A ringing offer from its contact's hash, at the desk of an agent with these skills."""
    return OfferState(
        contact=id,
        epoch=int(row["epoch"]),
        channel=row["channel"],
        service=row["service"],
        arrived_ms=int(row["arrived"]),
        made_ms=int(row["since"]),
        expires_ms=int(row["deadline"]),
        requirement=row.get("requirement", ""),
        skills={name: int(level) for name, _, level in (each.partition(":") for each in skills.split(",") if each)},
        known=row.get("preferred") == agent and int(row["since"]) < int(row["arrived"]) + int(row["preferred_ms"]),
    )


def agent_state(id: str, answer: Mapping[str, Any]) -> AgentState:
    """An agent from what the script tells: its hash and the hashes of what it holds."""
    row = answer["agent"]
    state, since = Agent(row["state"]), _int(row.get("since")) or 0
    return AgentState(
        id=id,
        state=state,
        reason=row.get("reason", ""),
        since_ms=max(since, _int(row.get("idle_since")) or 0) if state is Agent.READY else since,
        phone_ready=row.get("phone_ready") == "1",
        lease_until_ms=_int(row.get("lease")) or 0,
        may_take=tuple(part for part in row.get("group", "").partition(".")[2].split("+") if part),
        in_hand=tuple(in_hand(contact, hash_) for contact, hash_ in sorted((answer.get("load") or {}).items())),
    )


def board(answer: Mapping[str, Any]) -> Board:
    """The board from what the script tells."""
    return Board(
        at_ms=int(answer["at"]),
        rules_version=_int(answer.get("rules")) or 0,
        queues=tuple(
            Queue(
                service=q["service"],
                channel=q["channel"],
                waiting=q["waiting"],
                late=q["late"],
                oldest_ms=int(q["oldest"]),
                due_ms=int(float(q["due"])),
            )
            for q in answer["queues"]
        ),
        agents=tuple(agent_state(id, row) for id, row in sorted((answer["agents"] or {}).items())),
    )


def _band(order_key: str | None) -> str:
    return list(Band)[int(order_key) // BAND_WIDTH] if order_key else ""


def _int(text: str | None) -> int | None:
    return int(text) if text else None
