"""A call's states as a table. Illegal means absent."""

from enum import StrEnum
from typing import Final


class Status(StrEnum):
    """Twilio's words."""

    QUEUED = "queued"
    RINGING = "ringing"
    IN_PROGRESS = "in-progress"
    COMPLETED = "completed"
    BUSY = "busy"
    FAILED = "failed"
    NO_ANSWER = "no-answer"
    CANCELED = "canceled"


class Did(StrEnum):
    """What happened to the call."""

    RING = "ring"
    ANSWER = "answer"
    HANG_UP = "hang up"
    BUSY = "busy"
    NO_ANSWER = "no answer"
    CANCEL = "cancel"
    FAIL = "fail"


MOVES: Final[dict[Status, dict[Did, Status]]] = {
    Status.QUEUED: {
        Did.RING: Status.RINGING,
        Did.HANG_UP: Status.CANCELED,
        Did.BUSY: Status.BUSY,
        Did.NO_ANSWER: Status.NO_ANSWER,
        Did.CANCEL: Status.CANCELED,
        Did.FAIL: Status.FAILED,
    },
    Status.RINGING: {
        Did.ANSWER: Status.IN_PROGRESS,
        Did.HANG_UP: Status.NO_ANSWER,
        Did.BUSY: Status.BUSY,
        Did.NO_ANSWER: Status.NO_ANSWER,
        Did.CANCEL: Status.CANCELED,
        Did.FAIL: Status.FAILED,
    },
    Status.IN_PROGRESS: {
        Did.HANG_UP: Status.COMPLETED,
        Did.CANCEL: Status.COMPLETED,
        Did.FAIL: Status.COMPLETED,
    },
}
OVER: Final = frozenset(Status) - frozenset(MOVES)


class Illegal(ValueError):
    """This cannot happen to a call in that state."""


def advance(status: Status, did: Did) -> Status:
    """The next state. Raises Illegal."""
    try:
        return MOVES[status][did]
    except KeyError:
        raise Illegal(f"A call that is {status} cannot {did}.") from None
