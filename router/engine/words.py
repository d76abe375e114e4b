"""The words that the engine's verbs answer with, and the small values around them. No I/O."""

from dataclasses import dataclass
from enum import StrEnum


class Word(StrEnum):
    """What a verb did, or why it did nothing. Every verb's docstring says which of these it can answer."""

    WAITING = "waiting"
    OFFERED = "offered"
    ALREADY = "already"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    CONNECTED = "connected"
    WRAPPING = "wrapping"
    EXTENDED = "extended"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    RETURNED = "returned"
    RESTORED = "restored"
    MOVED = "moved"
    SAME = "same"
    STALE = "stale"
    GONE = "gone"
    LATE = "late"
    PRESENT = "present"
    READY = "ready"
    BREAK = "break"
    ABSENT = "absent"
    UNKNOWN = "unknown"
    PARKED = "parked"
    CALLBACK = "callback"
    TAKEN = "taken"
    FREED = "freed"
    BUSY = "busy"
    UNFIT = "unfit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """Who got the contact. Only `accepted` means: you, connect the two. `winner` is who did, when somebody did."""

    word: Word
    winner: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """`agent` is whose ring, or whose connecting call, has to stop."""

    word: Word
    agent: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fired:
    """A deadline that passed and was acted on, once: what for, and for whom."""

    kind: str
    contact: str | None = None
    agent: str | None = None
