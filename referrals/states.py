"""The states of a referral, as a table, with the words that the desk shows for them.

The life of a referral:
 1. An agent fills it in (draft) and passes it on (queued): an outbox row in the same transaction.
 2. The worker gives it to the partner. A partner that only takes post leaves it sent; one that answers with its own
    number makes it acknowledged.
 3. The specialist accepts and completes it, or sends it back with their words: then it is a task on its case again.
 4. A partner may refuse it, or stay unreachable until we give up (failed): visible, and a person may queue it again.
 5. An attempt that was cut off after it may have arrived is unconfirmed. Only what the partner says, or a person,
    moves it on; it is never sent twice by itself.
"""

from enum import StrEnum
from typing import Final

from core.errors import InvalidTransition


class State(StrEnum):
    """Where a referral stands."""

    DRAFT = "draft"
    QUEUED = "queued"
    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    ACCEPTED = "accepted"
    COMPLETED = "completed"
    SENT_BACK = "sent_back"
    REFUSED = "refused"
    FAILED = "failed"
    UNCONFIRMED = "unconfirmed"
    WITHDRAWN = "withdrawn"


class Did(StrEnum):
    """What happened to it."""

    QUEUE = "queue"
    SEND = "send"
    ACKNOWLEDGE = "acknowledge"
    ACCEPT = "accept"
    COMPLETE = "complete"
    SEND_BACK = "send_back"
    REFUSE = "refuse"
    GIVE_UP = "give_up"
    LOSE_SIGHT = "lose_sight"
    WITHDRAW = "withdraw"


MOVES: Final[dict[State, dict[Did, State]]] = {
    State.DRAFT: {
        Did.QUEUE: State.QUEUED,
        Did.WITHDRAW: State.WITHDRAWN,
    },
    State.QUEUED: {
        Did.SEND: State.SENT,
        Did.ACKNOWLEDGE: State.ACKNOWLEDGED,
        Did.REFUSE: State.REFUSED,
        Did.GIVE_UP: State.FAILED,
        Did.LOSE_SIGHT: State.UNCONFIRMED,
        Did.WITHDRAW: State.WITHDRAWN,
    },
    State.SENT: {
        Did.ACKNOWLEDGE: State.ACKNOWLEDGED,
        Did.ACCEPT: State.ACCEPTED,
        Did.COMPLETE: State.COMPLETED,
        Did.SEND_BACK: State.SENT_BACK,
        Did.REFUSE: State.REFUSED,
    },
    State.ACKNOWLEDGED: {
        Did.ACCEPT: State.ACCEPTED,
        Did.COMPLETE: State.COMPLETED,
        Did.SEND_BACK: State.SENT_BACK,
        Did.REFUSE: State.REFUSED,
    },
    State.ACCEPTED: {
        Did.COMPLETE: State.COMPLETED,
        Did.SEND_BACK: State.SENT_BACK,
    },
    State.SENT_BACK: {
        Did.QUEUE: State.QUEUED,
        Did.WITHDRAW: State.WITHDRAWN,
    },
    State.REFUSED: {
        Did.QUEUE: State.QUEUED,
        Did.WITHDRAW: State.WITHDRAWN,
    },
    State.FAILED: {
        Did.QUEUE: State.QUEUED,
        Did.WITHDRAW: State.WITHDRAWN,
    },
    State.UNCONFIRMED: {
        Did.SEND: State.SENT,
        Did.ACKNOWLEDGE: State.ACKNOWLEDGED,
        Did.QUEUE: State.QUEUED,
        Did.WITHDRAW: State.WITHDRAWN,
    },
}

LABELS: Final[dict[State, str]] = {
    State.DRAFT: "Not sent yet",
    State.QUEUED: "Being sent",
    State.SENT: "Sent",
    State.ACKNOWLEDGED: "Acknowledged",
    State.ACCEPTED: "Accepted",
    State.COMPLETED: "Done",
    State.SENT_BACK: "Sent back",
    State.REFUSED: "Refused",
    State.FAILED: "Could not be sent",
    State.UNCONFIRMED: "May have been sent",
    State.WITHDRAWN: "Withdrawn",
}

NEED_A_PERSON: Final = frozenset({State.SENT_BACK, State.REFUSED, State.FAILED, State.UNCONFIRMED})
"""States in which nothing more happens until somebody looks."""


def advance(state: State, did: Did) -> State:
    """The state after `did`. Raises InvalidTransition when the table has no such move."""
    after = MOVES.get(state, {}).get(did)
    if after is None:
        raise InvalidTransition(f"A referral that is {state} cannot {did.replace('_', ' ')}.")
    return after
