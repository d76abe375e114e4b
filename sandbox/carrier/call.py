"""One call leg: what is known of it and what was heard on it. It decides nothing; `line` moves it."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

import httpx

from sandbox.carrier.sids import Kind, new_sid
from sandbox.carrier.states import OVER, Status

HEARD_KEPT: Final = 100
API_VERSION: Final = "2010-04-01"


class Direction(StrEnum):
    INBOUND = "inbound"
    API = "outbound-api"
    DIAL = "outbound-dial"


@dataclass(frozen=True, slots=True, kw_only=True)
class Callback:
    """Where a leg's progress is told, and which of it: initiated ringing answered completed."""

    url: str
    method: str = "POST"
    events: frozenset[str] = frozenset({"completed"})


@dataclass(slots=True, kw_only=True)
class Call:
    """A leg between the carrier and one party."""

    account_sid: str
    caller: str
    called: str
    direction: Direction
    created: datetime
    status: Status = Status.QUEUED
    sid: str = field(default_factory=lambda: new_sid(Kind.CALL))
    parent_sid: str = ""
    callback: Callback | None = None
    sequence: int = 0
    extra: Mapping[str, str] = field(default_factory=dict)
    answered: datetime | None = None
    ended: datetime | None = None
    doing: str = ""
    queue: str = ""
    conference: str = ""
    recording: Mapping[str, str] = field(default_factory=dict)
    jar: httpx.Cookies = field(default_factory=httpx.Cookies)
    heard: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=HEARD_KEPT))
    problems: list[dict[str, Any]] = field(default_factory=list)

    @property
    def over(self) -> bool:
        return self.status in OVER

    @property
    def party(self) -> str:
        """The person's or softphone's end: who called in, or who was called."""
        return self.caller if self.direction is Direction.INBOUND else self.called

    @property
    def seconds(self) -> int:
        """How long it was up, as it is charged for: whole seconds."""
        if self.answered is None or self.ended is None:
            return 0
        return round((self.ended - self.answered).total_seconds())

    def params(self) -> list[tuple[str, str]]:
        """What every voice webhook says of the call (CARRIER §2.3)."""
        said = {
            "CallSid": self.sid,
            "AccountSid": self.account_sid,
            "From": self.caller,
            "To": self.called,
            "Caller": self.caller,
            "Called": self.called,
            "CallStatus": self.status.value,
            "ApiVersion": API_VERSION,
            "Direction": self.direction.value,
            **places(self.caller, self.called),
            **self.extra,
        }
        if self.parent_sid:
            said["ParentCallSid"] = self.parent_sid
        return list(said.items())

    def as_json(self) -> dict[str, Any]:
        """The control API's view."""
        return {
            "sid": self.sid,
            "from": self.caller,
            "to": self.called,
            "status": self.status.value,
            "direction": self.direction.value,
            "doing": self.doing,
            "heard": list(self.heard),
            "queue": self.queue or None,
            "conference": self.conference or None,
            "parent": self.parent_sid or None,
            "started": self.created.isoformat(),
            "answered": self.answered.isoformat() if self.answered else None,
            "ended": self.ended.isoformat() if self.ended else None,
            "problems": list(self.problems),
        }


def places(caller: str, called: str) -> dict[str, str]:
    """The geography that is sent in practice: a country where the number tells it, else empty."""
    said: dict[str, str] = {}
    for name, number in (("From", caller), ("To", called), ("Caller", caller), ("Called", called)):
        said |= {f"{name}City": "", f"{name}State": "", f"{name}Zip": ""}
        said[f"{name}Country"] = "GB" if number.startswith("+44") else ""
    return said
