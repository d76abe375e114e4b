"""A call that an agent makes to a resident about what they have in hand: its states as a table, and its words. Pure.

 1. The agent's own softphone rings first (fetching), so that no resident ever answers to nobody.
 2. It has joined the contact's conference: the resident's number is dialled into it (dialling).
 3. The resident has joined: the two speak (talking).
 4. Whatever ends it ends it once (over); the contact stays in hand, and the timeline says how it went.

Kept as the fact `ring` of its contact, the latest only; `number` tells one from the next. No SQL and no carrier here.
"""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from channels.phone.inbound import CallStatus
from core.address import AddressKind
from core.channel import Channel
from core.errors import Conflict
from records.rows import Contact, Person

RING: Final = "ring"
"""The fact of a contact that holds its latest ring."""


class Stage(StrEnum):
    FETCHING = "fetching"
    DIALLING = "dialling"
    TALKING = "talking"
    OVER = "over"


class Did(StrEnum):
    """What happens to a ring."""

    FETCH = "fetch"
    ANSWER = "answer"
    END = "end"


MOVES: Final[dict[Stage, dict[Did, Stage]]] = {
    Stage.FETCHING: {Did.FETCH: Stage.DIALLING, Did.END: Stage.OVER},
    Stage.DIALLING: {Did.ANSWER: Stage.TALKING, Did.END: Stage.OVER},
    Stage.TALKING: {Did.END: Stage.OVER},
}


class End(StrEnum):
    """Why a ring was over before anybody spoke."""

    NO_ANSWER = "no_answer"
    BUSY = "busy"
    FAILED = "failed"
    REFUSED = "refused"
    CARRIER_AWAY = "carrier_away"
    UNKNOWN = "unknown"
    NO_SOFTPHONE = "no_softphone"
    GIVEN_UP = "given_up"


SAYS: Final[dict[End, str]] = {
    End.NO_ANSWER: "Rang the resident: no answer.",
    End.BUSY: "Rang the resident: they were busy or declined the call.",
    End.FAILED: "Rang the resident: the carrier could not connect the call. Check the number.",
    End.REFUSED: "The resident was not rung.",
    End.CARRIER_AWAY: "The resident was not rung: the carrier cannot be reached. It is safe to try again.",
    End.UNKNOWN: "The resident may have been rung: the carrier did not say. Wait a moment before you ring again.",
    End.NO_SOFTPHONE: "The resident was not rung: your own phone did not answer.",
    End.GIVEN_UP: "Rang the resident, and hung up before they answered.",
}
ENDS: Final[dict[CallStatus, End]] = {
    CallStatus.NO_ANSWER: End.NO_ANSWER,
    CallStatus.BUSY: End.BUSY,
    CallStatus.FAILED: End.FAILED,
    CallStatus.CANCELED: End.GIVEN_UP,
}
"""The carrier's last word on the resident's line, when nobody has spoken. One that was up and gone is no answer."""

CALL_BACK: Final = "call_back"
"""The fact of a call without a line, whose resident is to be rung: `tries` so far, and whether an agent does it
`by_hand`. None once it has been."""
TRIES: Final = 3
NEXT_TRY: Final = timedelta(minutes=5)
SAID_IN_MINUTES_S: Final = 120
NOT_REACHED: Final = frozenset({End.NO_ANSWER, End.BUSY, End.FAILED})

WITHHELD: Final = "The number was withheld, so they cannot be rung."
RANG: Final = frozenset({Channel.PHONE, Channel.VOICEMAIL})
"""Where somebody who has no number has hidden it: on all other ways in nobody rang."""
NO_NUMBER: Final = "We have no telephone number for them."
STILL_THERE: Final = "The resident is still on the line. Hang up first."


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """One ring. `leg` and `sid` are the call sids of the agent's line and the resident's, once they are known.

    `began` is when the whole of it did, `since` when its stage did, in ISO form.
    """

    number: int
    agent: str
    epoch: int
    stage: Stage
    began: str
    since: str
    leg: str | None = None
    sid: str | None = None
    end: End | None = None

    @property
    def up(self) -> bool:
        """Whether it is still under way."""
        return self.stage is not Stage.OVER

    def fact(self) -> dict[str, Any]:
        """As the contact keeps it."""
        return {name: value for name, value in asdict(self).items() if value is not None}


def has_no_line(contact: Contact) -> bool:
    """Whether this is a call whose caller is no longer on the line, and is to be rung."""
    return contact.channel is Channel.PHONE and bool(contact.facts.get(CALL_BACK))


def by_hand(contact: Contact) -> bool:
    """Whether an agent rings them when they choose: it was agreed so, or they were not reached often enough."""
    wish = contact.facts.get(CALL_BACK) or {}
    return has_no_line(contact) and (bool(wish.get("by_hand")) or wish.get("tries", 0) >= TRIES)


def ring_of(contact: Contact) -> Ring | None:
    """The contact's latest ring."""
    kept = contact.facts.get(RING)
    if not kept:
        return None
    end = End(kept["end"]) if kept.get("end") else None
    return Ring(**{**kept, "stage": Stage(kept["stage"]), "end": end})


def under_way(contact: Contact) -> Ring | None:
    """The contact's ring, if one is not over."""
    ring = ring_of(contact)
    return ring if ring is not None and ring.up else None


def not_on_the_line(contact: Contact) -> None:
    """Conflict while the resident is being rung or spoken with: then the contact may not leave the agent's hands."""
    if under_way(contact) is not None:
        raise Conflict(STILL_THERE)


def number_of(contact: Contact, person: Person | None) -> tuple[str | None, str | None]:
    """The number to ring, in E.164, or None and a sentence that says why there is none."""
    known = [contact.from_address, *(person.addresses if person else ())]
    phones = [each.value for each in known if each is not None and each.kind is AddressKind.PHONE]
    if phones:
        return phones[0], None
    hidden = contact.from_address is None and contact.channel in RANG
    return None, WITHHELD if hidden else NO_NUMBER


def spoken(began: datetime, now: datetime) -> str:
    """What the timeline says of a conversation: in seconds while minutes would say little."""
    seconds = max(1, round((now - began).total_seconds()))
    amount, unit = (seconds, "second") if seconds < SAID_IN_MINUTES_S else (round(seconds / 60), "minute")
    return f"Rang the resident, and spoke with them for {amount} {unit}{'' if amount == 1 else 's'}."
