"""A busy day on paper: who does what when, drawn from a seed. Pure: the same wish gives the same day."""

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sandbox.busy.residents import ERRANDS, Errand

CALLS_A_MINUTE: Final = 2.0
TEXTS_A_MINUTE: Final = 0.7
FIRST_NUMBER: Final = 7700900200
LAST_NUMBER: Final = 7700900989
SLOWEST_START_S: Final = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """How busy (1 is a call every half minute), how long, and which day."""

    speed: float = 3.0
    minutes: float = 5.0
    seed: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Somebody who rings. `careless` presses a wrong key first; `hurried` hangs up in the menu."""

    at_s: float
    number: str
    errand: Errand
    patience_s: float
    talk_s: float
    speaks: bool
    careless: bool
    hurried: bool
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """Somebody who texts."""

    at_s: float
    number: str
    errand: Errand
    writes_again_after_s: float | None
    seed: int


Act = Caller | Writer


def draw(wish: Wish) -> tuple[Act, ...]:
    """The day in order of time. It swells to its middle, as a council's morning does, and ebbs."""
    dice = random.Random(wish.seed)  # noqa: S311 (a made-up day, not a secret)
    length = wish.minutes * 60
    calls = _times(dice, wish.speed * CALLS_A_MINUTE, length)
    texts = _times(dice, wish.speed * TEXTS_A_MINUTE, length)
    numbers = _numbers(dice)
    acts: list[Act] = [_caller(dice, at, numbers) for at in calls]
    acts += [_writer(dice, at, numbers) for at in texts]
    return tuple(sorted(acts, key=lambda act: act.at_s))


def _times(dice: random.Random, a_minute: float, length_s: float) -> list[float]:
    """Moments of a Poisson process, thinned to the day's shape. The first is soon: something should be seen at once."""
    times = [min(SLOWEST_START_S, length_s) * dice.random()]
    at = 0.0
    while (at := at + dice.expovariate(1.5 * a_minute / 60)) < length_s:
        if dice.random() < 0.35 + 0.65 * math.sin(math.pi * at / length_s):
            times.append(at)
    return times


def _numbers(dice: random.Random) -> Iterator[str]:
    """Everybody's number once, in a shuffled order; then everybody rings again."""
    while True:
        for number in dice.sample(range(FIRST_NUMBER, LAST_NUMBER + 1), LAST_NUMBER + 1 - FIRST_NUMBER):
            yield f"+44{number}"


def _caller(dice: random.Random, at_s: float, numbers: Iterator[str]) -> Caller:
    return Caller(
        at_s=at_s,
        number=next(numbers),
        errand=dice.choice(ERRANDS),
        patience_s=dice.triangular(40, 300, 120),
        talk_s=dice.triangular(20, 150, 50),
        speaks=dice.random() < 0.3,
        careless=dice.random() < 0.12,
        hurried=dice.random() < 0.08,
        seed=dice.randrange(2**31),
    )


def _writer(dice: random.Random, at_s: float, numbers: Iterator[str]) -> Writer:
    again = dice.triangular(20, 90, 40) if dice.random() < 0.35 else None
    return Writer(
        at_s=at_s,
        number=next(numbers),
        errand=dice.choice(ERRANDS),
        writes_again_after_s=again,
        seed=dice.randrange(2**31),
    )
