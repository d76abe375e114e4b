"""Recorded days as what came from outside: residents with their ways, and what staff did. `past_log` reads them.

Decisions are left out: whom the engine offered what is for the engine to say again. An agent's answers to offers, the
lengths of talks and notes, and when somebody gave up are people's own, and are kept with the contact they were about.
"""

import math
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ByHand:
    """Another plan that people made of it, under the rules it had: given to somebody, put right, kept for who rings.

    `turn` is where in its story: 0 before it was first answered, then odd in somebody's hands and even after them.
    `since_ms` is when that turn began.
    """

    turn: int
    since_ms: int
    at_ms: int
    plan: Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """Put aside while it waited, in a turn of its story that began at `since_ms`. `till_ms` is when it waited again."""

    turn: int
    since_ms: int
    at_ms: int
    till_ms: int


@dataclass(slots=True, kw_only=True)
class Came:
    """A contact as it went. `gone_ms` is when it left unanswered, and `outcome` how it ended, if it did.

    `held` is who had it in hand when the days began, with the epoch of their offer. `wished_ms` is when its caller
    asked to be rung back. All moments are ms since 1970.
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
    asides: list[Aside] = field(default_factory=list)
    by_hand: list[ByHand] = field(default_factory=list)
    wished_ms: int | None = None

    @property
    def off_line_ms(self) -> int | None:
        """From when nobody stood in line for it, before it was answered: it was put aside, or is to be rung back."""
        moments = [each.at_ms for each in self.asides] + ([] if self.wished_ms is None else [self.wished_ms])
        ends = min([each for each in (self.answered_ms, self.gone_ms) if each is not None], default=math.inf)
        return min((at for at in moments if self.at_ms <= at < ends), default=None)

    @property
    def gave_up(self) -> bool:
        """Whether it left the line of its own will before anybody answered it."""
        left = self.answered_ms is None and self.outcome in (Ended.ABANDONED, Ended.VOICEMAIL)
        return left and self.off_line_ms is None

    def waited_ms(self, until_ms: int) -> int:
        """From its arrival until it was answered, or left, or nobody stood in line any more, or the days were over."""
        ends = [each for each in (self.answered_ms, self.gone_ms, self.off_line_ms) if each is not None]
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
