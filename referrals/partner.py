"""What every kind of partner system is given and answers: the parcel, the receipt, and the errors.

A partner raises core.errors.Unavailable when surely nothing arrived (retrying is safe), TurnedDown when it will
not take this parcel as it is, and OutcomeUnknown when it may have arrived.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Protocol

from core.service import Service

INTERRUPTED: Final = "An attempt ended before its answer was kept. The referral may have been sent; please check."


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something is. `text` is as a person would say it; the coordinates are WGS 84 degrees."""

    text: str = ""
    lat: float | None = None
    lng: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporter:
    """Who told us, as far as they want the specialist to know."""

    name: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One referral, ready to go. `id` is the same on every attempt and is what makes a second arrival recognisable.

    `made_at` is when the agent referred it (aware, UTC); `fields` hold the service's own fields, complete.
    """

    id: str
    reference: str
    service: Service
    fields: Mapping[str, str]
    made_at: datetime
    place: Place | None = None
    reporter: Reporter = field(default_factory=Reporter)
    summary: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The partner has it. `reference` is the partner's own number, when it gave one.

    With a `token` the number comes later: ask `Open311.number_of(token)`.
    """

    reference: str | None = None
    token: str | None = None
    found: bool = False
    """True when it had arrived before, by an attempt whose answer was lost."""

    @property
    def acknowledged(self) -> bool:
        return self.reference is not None


class Partner(Protocol):
    """One partner system."""

    def deliver(self, parcel: Parcel, *, first: bool, interrupted: bool = False) -> Receipt:
        """Hand the parcel over. Unless it is the `first` attempt, look first whether it is there already.

        `interrupted`: an earlier attempt ended without a word, so unless it can be looked up nothing is sent and
        OutcomeUnknown is raised.
        """
        ...

    def look_up(self, parcel: Parcel) -> Receipt | None:
        """The parcel as the partner has it; None when it surely has not. Raises Unavailable when it cannot say."""
        ...

    def check(self) -> str:
        """A sentence about the partner being reachable, for `switchboard doctor`; raises Unavailable."""
        ...

    def close(self) -> None:
        """Let what is held open go."""
        ...
