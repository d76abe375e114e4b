"""Recorded days as what came from outside: residents with their ways, and what staff did. `past_log` reads them.

Decisions are left out: whom the engine offered what is for the engine to say again. An agent's answers to offers, the
lengths of talks and notes, and when somebody gave up are people's own, and are kept with the contact they were about.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from core.event import Event
from router.engine.states import Ended
from router.rules.plan import Plan


class Answer(StrEnum):
    """What became of an offer through the agent; UNKNOWN when it was over before they did anything."""

    TAKEN = "taken"
    FAILED = "failed"
    DECLINED = "declined"
    SILENT = "silent"
    UNKNOWN = "unknown"


class Then(StrEnum):
    """How a conversation ended."""

    CLOSED = "closed"
    TRANSFERRED = "transferred"
    RETURNED = "returned"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rang:
    """One offer: the answer came after so many ms, and the two were joined (or not) so many later."""

    answer: Answer
    after_ms: int
    joined_ms: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """One time in somebody's hands. `wrap_ms` is None where there were no notes, or their time ran out by itself.

    `plan` is the one it was passed on by; `aside_ms` how long it was put aside for.
    """

    ms: int
    then: Then = Then.CLOSED
    wraps: bool = False
    wrap_ms: int | None = None
    outcome: str = Ended.SERVED
    plan: Plan | None = None
    aside_ms: int = 0


@dataclass(slots=True, kw_only=True)
class Came:
    """A contact as it went. `gone_ms` is when it left unanswered, and `outcome` how it ended, if it did.

    `held` is who had it in hand when the days began, with the epoch of their offer. All moments are ms since 1970.
    """

    id: str
    contact: str
    at_ms: int
    plan: Plan
    answered_ms: int | None = None
    gone_ms: int | None = None
    outcome: str = ""
    held: tuple[str, int] | None = None
    rang: list[Rang] = field(default_factory=list)
    talks: list[Talk] = field(default_factory=list)
    asides: list[tuple[int, int]] = field(default_factory=list)

    @property
    def gave_up(self) -> bool:
        """Whether it left of its own will before anybody answered it."""
        return self.answered_ms is None and self.outcome in (Ended.ABANDONED, Ended.VOICEMAIL)

    def waited_ms(self, until_ms: int) -> int:
        """From its arrival until it was answered, or left, or the days were over."""
        ends = [each for each in (self.answered_ms, self.gone_ms) if each is not None]
        return min([*ends, until_ms]) - self.at_ms


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What staff, or a publication, did: an entry of the log, to be done again as it is."""

    at_ms: int
    entry: tuple[Event, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """The days: who came, and what else happened, each in order. `replans` are what newer rules made of who waited."""

    since_ms: int
    until_ms: int
    came: Sequence[Came]
    acts: Sequence[Act]
    replans: Sequence[tuple[int, str, Plan]] = ()
    generations: int = 1
