"""What went wrong on the wire or in a document, kept for the page, the control API and the tests."""

from collections import deque
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Final

from sandbox.clock import Clock

KEPT: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Twilio's number, a sentence, where it happened, and to which call or message."""

    at: str
    code: int
    text: str
    url: str = ""
    sid: str = ""


class Problems:
    """The last few hundred."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: deque[Problem] = deque(maxlen=KEPT)

    def add(self, code: int, text: str, *, url: str = "", sid: str = "") -> Problem:
        problem = Problem(at=self._clock.now().isoformat(), code=code, text=text, url=url, sid=sid)
        self._kept.append(problem)
        return problem

    def __iter__(self) -> Iterator[Problem]:
        return iter(self._kept)

    def as_json(self) -> list[dict[str, Any]]:
        return [asdict(problem) for problem in self._kept]
