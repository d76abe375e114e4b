"""What the record does not tell of recorded contacts, drawn from those of which it does.

How long somebody who was answered would have waited; how long somebody who gave up would have talked; how an agent
answers an offer that was never made. Whoever is looked at has a stream of chance of their own, so that a change of
rules meets the very same residents.
"""

import math
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeVar

import numpy as np

from core.channel import Channel
from core.errors import InvalidInput
from simulator.past import Answer, Came, Past, Rang, Talk
from simulator.patience import Patience, patience_of

FEW: Final = 10
"""With fewer contacts than this a service is taken together with its whole channel."""

Kind = tuple[str, Channel, bool]
"""A service on a channel; questions that agents ask about a call are like no resident's call."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """Of each service on each channel: patience (ms), and talks; of each channel, how offers are answered. What agents
    ask about calls is apart from those."""

    patience: Mapping[Kind, Patience]
    talks: Mapping[Kind, Sequence[Talk]]
    answers: Mapping[tuple[Channel, bool], Sequence[Rang]]


def habits_of(past: Past) -> Habits:
    """What the days say of everybody. InvalidInput when nobody was served in them, so that nothing is known."""
    cells: dict[Kind, list[Came]] = defaultdict(list)
    for came in past.came:
        cells[_kind(came)].append(came)
    channels: dict[tuple[Channel, bool], list[Came]] = defaultdict(list)
    for came in past.came:
        channels[_kind(came)[1:]].append(came)
    everybody = list(past.came)
    if not any(came.talks for came in everybody):
        raise InvalidInput("Nobody was served in those days, so nothing tells how long anything takes.", field="from")
    enough = {cell: of if len(of) >= FEW else channels[cell[1:]] for cell, of in cells.items()}
    return Habits(
        patience={cell: _patience(of, past.until_ms) for cell, of in enough.items()},
        talks={cell: _talks(of) or _talks(channels[cell[1:]]) or _talks(everybody) for cell, of in cells.items()},
        answers={channel: _answers(of) or _answers(everybody) for channel, of in channels.items()},
    )


def _kind(came: Came) -> Kind:
    return came.plan.service, came.plan.channel, came.plan.question


def _patience(came: Iterable[Came], until_ms: int) -> Patience:
    seen = list(came)
    return patience_of([each.waited_ms(until_ms) for each in seen], [each.gave_up for each in seen])


def _talks(came: Iterable[Came]) -> list[Talk]:
    return [each.talks[0] for each in came if each.talks and each.talks[0].plan is None and each.held is None]


def _answers(came: Iterable[Came]) -> list[Rang]:
    return [rang for each in came for rang in each.rang if rang.answer is not Answer.UNKNOWN]


class Ways:
    """One contact's ways in one replication: what is recorded as it is, the rest drawn, in the order it is asked."""

    def __init__(self, came: Came, habits: Habits, until_ms: int, seed: int, replication: int) -> None:
        self._habits, self._came = habits, came
        self._names = (seed, replication, zlib.crc32(came.id.encode()))
        self._rang, self._talks = iter(came.rang), iter(came.talks)
        self.was_drawn = False
        """Whether chance had any part in it yet, patience aside."""
        self.gives_up_ms, self.leaves_as = self._patience(until_ms)

    def _one_of(self, known: Sequence[T], stream: np.random.Generator) -> T | None:
        self.was_drawn = True
        return known[int(stream.integers(len(known)))] if known else None

    def _stream(self, purpose: str) -> np.random.Generator:
        return np.random.Generator(np.random.PCG64((*self._names, zlib.crc32(purpose.encode()))))

    @cached_property
    def _talking(self) -> np.random.Generator:
        return self._stream("talk")

    @cached_property
    def _ringing(self) -> np.random.Generator:
        return self._stream("offers")

    def _patience(self, until_ms: int) -> tuple[float, str]:
        """When it leaves unless it is answered, ms since 1970 or inf, and what that is called."""
        came = self._came
        if came.gone_ms is not None:
            return came.gone_ms, came.outcome
        if came.off_line_ms is not None:
            # Who is to be rung stands in no line that they could leave.
            return math.inf, ""
        waited = came.waited_ms(until_ms)
        patience = self._habits.patience[_kind(came)]
        if patience.rate == 0:
            return math.inf, ""
        beyond = patience.beyond(waited, 1 - self._stream("patience").random())
        return (came.at_ms + math.ceil(beyond) if math.isfinite(beyond) else math.inf), "abandoned"

    def answer(self) -> Rang:
        """How the next agent answers who is offered it."""
        rang = next(self._rang, None)
        known = self._habits.answers[_kind(self._came)[1:]]
        if rang is not None and rang.answer is not Answer.UNKNOWN:
            return rang
        if rang is not None:
            known = [each for each in known if each.after_ms > rang.after_ms] or [
                Rang(answer=Answer.SILENT, after_ms=rang.after_ms)
            ]
        return self._one_of(known, self._ringing) or Rang(answer=Answer.TAKEN, after_ms=0)

    def talk(self) -> Talk:
        """What the next conversation is like."""
        return (
            next(self._talks, None) or self._one_of(self._habits.talks[_kind(self._came)], self._talking) or Talk(ms=0)
        )
