"""How what happened moves a contact in the record: pure, so that an act and the event that tells of it agree.

1. A confirmed act (accept, close…) is written at once; the engine's events of it, and before it, come moments later.
2. So an event may be older than what the record already knows. Within one epoch the states have an order and nothing
   goes back; a higher epoch is later; across generations, where epochs start again, the time decides.
3. A closed contact stays closed, unless it arrives again.
4. The clocks of those who act and of the store that decides may differ, so time is asked only where nothing else tells.

No SQL here.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from core.channel import Band
from core.clock import from_ms, to_ms
from core.event import Event

ARRIVED: Final = "arrived"
WAITING: Final = "waiting"
CLOSED: Final = "closed"

RANKS: Final[dict[str, int]] = {
    ARRIVED: 0,
    "offered": 1,
    "connecting": 2,
    "active": 3,
    "wrapping": 4,
    # Back in the queue after an epoch's offer came to nothing; or put aside, and taken up again.
    "parked": 9,
    "callback": 9,
    WAITING: 9,
}
ASIDE: Final = ("parked", "callback")
"""Put aside until a moment; still the engine's to bring back."""
ROUTED: Final = ("waiting", "offered", "connecting", "active", "wrapping", *ASIDE)
STATES: Final = frozenset({*RANKS, CLOSED})

MERGED: Final = "merged"
NO_OUTCOME: Final = "no_outcome"
KEPT: Final = "contact.kept"
PROMOTED: Final = "contact.promoted"
INTERRUPTED: Final = "contact.interrupted"
RESUMED: Final = "contact.resumed"
RESTORED: Final = "contact.restored"
LINE_TAKEN: Final = "contact.line_taken"
HANDED_OVER: Final = "contact.handed_over"
GOES_ON: Final = (RESUMED, RESTORED, LINE_TAKEN, HANDED_OVER)
"""After these, what had been broken off is no longer: somebody is at it."""

# The engine's events say the state after them; this is for those that do not.
_STATE_AFTER: Final[dict[str, str]] = {
    "contact.arrived": WAITING,
    "contact.waiting": WAITING,
    "offer.made": "offered",
    "offer.accepted": "connecting",
    "offer.declined": WAITING,
    "offer.expired": WAITING,
    "offer.withdrawn": WAITING,
    "offer.unreachable": WAITING,
    "offer.media_failed": WAITING,
    "contact.connected": "active",
    "contact.returned": WAITING,
    "contact.transferred": WAITING,
    "contact.handed_over": "active",
    "contact.wrapping": "wrapping",
    "contact.parked": "parked",
    "contact.callback": "callback",
    "contact.closed": CLOSED,
    "contact.ended": CLOSED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The part of a contact that moves, and `arrived_at`, from which some of it counts."""

    arrived_at: datetime
    state: str
    outcome: str | None
    agent_id: str | None
    epoch: int
    generation: str | None
    rules_version: int | None
    moved_at: datetime
    reopened_at: datetime | None
    first_offered_at: datetime | None
    answered_at: datetime | None
    closed_at: datetime | None
    aside_until: datetime | None
    aside_by: str | None
    aside_why: str | None
    band: str
    paused_at: datetime | None
    kept_for: str | None
    kept_until: datetime | None
    merged_into: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One step of a contact. Epoch 0 is before its first offer; None, for an act alone, is the present one.

    `generation` is None for a confirmed act: those who act do not know it. `event` is the engine's word for it, if any.
    `kept_ms` counts from the contact's arrival; `into` is the contact that a merged one is part of; `paused` says that
    what is put back after a flush is broken off still.
    """

    state: str
    at: datetime
    epoch: int | None = None
    generation: str | None = None
    agent_id: str | None = None
    outcome: str | None = None
    rules_version: int | None = None
    arrives: bool = False
    until: datetime | None = None
    why: str | None = None
    into: str | None = None
    event: str = ""
    kept_for: str | None = None
    kept_ms: int = 0
    paused: bool = False


def of_event(event: Event) -> Move | None:
    """The move an event tells of, or None when it moves no contact."""
    said = event.facts.get("state")
    state = said if said in STATES else _STATE_AFTER.get(event.type)
    if state is None or event.contact_id is None:
        return None
    return Move(
        state=state,
        at=from_ms(event.at_ms),
        epoch=event.epoch or 0,
        generation=event.generation,
        agent_id=event.agent_id,
        outcome=_outcome(event) if state == CLOSED else None,
        rules_version=event.rules_version,
        arrives=event.type == "contact.arrived",
        until=_until(event) if state in ASIDE else None,
        why=str(event.facts.get("reason") or "") or None,
        into=event.facts.get("into") if state == CLOSED and event.facts.get("outcome") == MERGED else None,
        event=event.type,
        kept_for=event.facts.get("preferred") if event.type == KEPT else None,
        kept_ms=int(event.facts.get("preferred_ms", 0)) if event.type == KEPT else 0,
        paused=event.type == RESTORED and bool(event.facts.get("paused")),
    )


def moved(standing: Standing, move: Move) -> Standing:
    """The standing after `move`. A move that comes late adds the times it knows and nothing else."""
    if _is_later(standing, move):
        standing = _advanced(standing, move)
    return replace(
        standing,
        generation=standing.generation or move.generation,
        merged_into=standing.merged_into or _into(standing, move),
        first_offered_at=_earliest(standing.first_offered_at, move, "offered"),
        answered_at=_earliest(standing.answered_at, move, "active"),
    )


def _into(standing: Standing, move: Move) -> str | None:
    """What a merged contact is part of: the log says so of one that waited, the act alone of one that was in hand."""
    return move.into if standing.state == move.state == CLOSED and standing.outcome == MERGED else None


def _is_later(standing: Standing, move: Move) -> bool:
    if standing.state == CLOSED:
        return _is_another_arrival(standing, move)
    if move.state == CLOSED:
        return not _is_of_an_earlier_life(standing, move)
    if standing.state == ARRIVED:
        return True
    if move.generation is None:
        return _is_act_later(standing, move)
    return _is_event_later(standing, move)


def _is_another_arrival(standing: Standing, move: Move) -> bool:
    if not move.arrives or standing.closed_at is None:
        return False
    if move.generation is None or standing.generation not in (None, move.generation):
        return move.at > standing.closed_at
    # An arrival is the first that is heard of a contact, so one that comes after others is another.
    return standing.generation == move.generation


def _is_of_an_earlier_life(standing: Standing, move: Move) -> bool:
    """Whether this end is the one from which the contact came back."""
    if standing.reopened_at is None or move.at >= standing.reopened_at:
        return False
    if move.generation not in (None, standing.generation):
        return True
    return move.epoch is not None and move.epoch <= standing.epoch


def _is_act_later(standing: Standing, move: Move) -> bool:
    epoch = standing.epoch if move.epoch is None else move.epoch
    if epoch == standing.epoch:
        return RANKS[move.state] >= RANKS[standing.state]
    # A lower epoch may still be later: the record has not heard yet that a new generation began.
    return epoch > standing.epoch or move.at >= standing.moved_at


def _is_event_later(standing: Standing, move: Move) -> bool:
    if standing.generation not in (None, move.generation):
        return move.at >= standing.moved_at
    return (move.epoch or 0, RANKS[move.state]) >= (standing.epoch, RANKS[standing.state])


def _advanced(standing: Standing, move: Move) -> Standing:
    back = RANKS.get(move.state) == RANKS[WAITING]
    again = standing.state == CLOSED
    return replace(
        standing,
        **_aside_after(standing, move),
        **_kept_after(standing, move),
        state=move.state,
        outcome=move.outcome,
        agent_id=None if back else move.agent_id or standing.agent_id,
        epoch=_epoch_after(standing, move),
        generation=move.generation or standing.generation,
        rules_version=standing.rules_version if move.rules_version is None else move.rules_version,
        band=Band.STANDARD if move.event == PROMOTED else standing.band,
        paused_at=_paused_after(standing, move),
        merged_into=move.into if move.state == CLOSED else None,
        moved_at=move.at,
        reopened_at=move.at if again else standing.reopened_at,
        closed_at=move.at if move.state == CLOSED else None,
    )


def _aside_after(standing: Standing, move: Move) -> dict[str, Any]:
    """Until when, by whom and why. What is put aside already, as by a rebuild, keeps who did it and why."""
    if move.state not in ASIDE:
        return {"aside_until": None, "aside_by": None, "aside_why": None}
    if standing.state == move.state:
        return {"aside_until": move.until or standing.aside_until}
    return {"aside_until": move.until, "aside_by": move.agent_id, "aside_why": move.why}


def _kept_after(standing: Standing, move: Move) -> dict[str, Any]:
    """For whom alone it waits, and until when: until somebody has it, or it is placed afresh."""
    if move.event == KEPT:
        return {"kept_for": move.kept_for, "kept_until": from_ms(to_ms(standing.arrived_at) + move.kept_ms)}
    if move.state == standing.state == WAITING and move.event in ("", PROMOTED):
        return {}
    return {"kept_for": None, "kept_until": None}


def _paused_after(standing: Standing, move: Move) -> datetime | None:
    """Since when a live contact has it broken off. What only repeats its state leaves it so."""
    if move.event == INTERRUPTED:
        return move.at
    if move.paused:
        return standing.paused_at or move.at
    # Whoever rings its resident works on it.
    again = move.state != standing.state or move.event in GOES_ON
    return None if again else standing.paused_at


def _until(event: Event) -> datetime | None:
    till = event.facts.get("till")
    return from_ms(int(till)) if till else None


def _epoch_after(standing: Standing, move: Move) -> int:
    if move.epoch is None:
        return standing.epoch
    if move.generation is None or move.generation != standing.generation:
        return move.epoch
    return max(standing.epoch, move.epoch)


def _earliest(known: datetime | None, move: Move, state: str) -> datetime | None:
    if move.state != state:
        return known
    return move.at if known is None else min(known, move.at)


def _outcome(event: Event) -> str:
    default = NO_OUTCOME if event.type == "contact.closed" else "withdrawn"
    return str(event.facts.get("outcome") or event.facts.get("reason") or default)
