"""The figures of `switchboard bench router`, the bar that each must reach, and the words for whether it did. No I/O."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final


class Verdict(StrEnum):
    """Whether a figure reached its bar. Only a whole run is judged: a quick one shows that everything works."""

    PASS = "pass"  # noqa: S105  # a word, not a password
    FAIL = "fail"
    NOT_JUDGED = "not judged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """What a figure is held to. `at_least`: more is better."""

    means: str
    limit: float
    unit: str = ""
    at_least: bool = False

    def reached(self, figure: float) -> bool:
        """Whether a figure is good enough."""
        return figure >= self.limit if self.at_least else figure <= self.limit

    def __str__(self) -> str:
        return f"{'≥' if self.at_least else '≤'} {self.limit:,g}{self.unit}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One figure, and what it was made of. `also` are further figures with bars of their own, by what they mean."""

    figure: float
    detail: Mapping[str, Any] = field(default_factory=dict)
    also: Mapping[str, tuple[float, Bar]] = field(default_factory=dict)


BARS: Final[Mapping[str, Bar]] = {
    "flatness": Bar(means="a match at a million waiting ÷ at a thousand", limit=1.5),
    "naive_ratio": Bar(means="a scan of those who wait ÷ our match", limit=1000, at_least=True),
    "life_ratio": Bar(means="a whole life ÷ twenty plain commands", limit=3.5),
    "rq_ratio": Bar(means="contacts routed ÷ empty RQ jobs, a second", limit=10, at_least=True),
    "offer_p99_ms": Bar(means="ready → the offer is seen elsewhere, at half load", limit=10, unit=" ms"),
    "bytes_per_contact": Bar(means="memory per contact, a million waiting", limit=500, unit=" bytes"),
    "recompile_s": Bar(means="new rules compiled and a thousand moved", limit=1, unit=" s"),
}
"""In the order in which they are printed."""


def verdict(bar: Bar, figure: float, *, quick: bool) -> Verdict:
    """The word for a figure."""
    if quick:
        return Verdict.NOT_JUDGED
    return Verdict.PASS if bar.reached(figure) else Verdict.FAIL
