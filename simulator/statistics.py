"""Means with their confidence: what several replications, or the stretches of one, say together. Pure arithmetic."""

import math
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from simulator.streams import Floats

CONFIDENCE: Final = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A value, its 95 % interval and its standard error; all None where there was nothing to divide by."""

    value: float | None
    low: float | None
    high: float | None
    error: float | None = None

    def times(self, factor: float) -> "Estimate":
        """The same in another unit."""
        each = (self.value, self.low, self.high, self.error)
        value, low, high, error = (None if one is None else one * factor for one in each)
        return Estimate(value=value, low=low, high=high, error=error)

    def between(self, least: float, most: float) -> "Estimate":
        """The same, its interval cut off where no value can be."""
        low, high = (None if one is None else min(max(one, least), most) for one in (self.low, self.high))
        return replace(self, low=low, high=high)


NOTHING: Final = Estimate(value=None, low=None, high=None)


def ratio(above: Floats, below: Floats) -> Estimate:
    """The ratio of two means over independent samples: of all contacts together, not a mean of the samples' ratios.

    Its variance is that of the samples' deviations from the common ratio, which is exact where `below` is constant.
    """
    whole = float(below.sum())
    if whole <= 0:
        return NOTHING
    value = float(above.sum()) / whole
    count = len(above)
    if count < 2:
        return Estimate(value=value, low=None, high=None)
    deviation = float(np.sum((above - value * below) ** 2)) / (count - 1)
    error = math.sqrt(deviation / count) / (whole / count)
    half = quantile(count - 1) * error
    return Estimate(value=value, low=value - half, high=value + half, error=error)


def share(above: Floats, below: Floats, *, are_counts: bool = True) -> Estimate:
    """`ratio` of what is part of a whole: Wilson's interval (1927), which lies within 0 and 1.

    Contacts of one replication are not independent, so what Wilson's n is follows from the samples' own error: as many
    independent trials as would have it. Where there is no error because all was always so, or never, `below` says how
    many there were if they `are_counts`; otherwise the interval is the value.
    """
    found = ratio(above, below)
    if found.value is None or found.error is None:
        return found
    value, at_an_end = found.value, found.value in (0, 1)
    if found.error == 0 and not (at_an_end and are_counts):
        return found
    trials = float(below.sum()) if found.error == 0 else value * (1 - value) / found.error**2
    t = quantile(len(above) - 1)
    weight = 1 + t * t / trials
    middle = (value + t * t / (2 * trials)) / weight
    half = t * math.sqrt(value * (1 - value) / trials + (t / (2 * trials)) ** 2) / weight
    return replace(found, low=min(middle - half, value), high=max(middle + half, value)).between(0, 1)


def kaplan_meier(lengths: Floats, seen: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """The moments at which something was `seen` to end, ascending, and the share that goes on just after each.

    Whatever was not seen to end went on for longer than its length. (Kaplan and Meier 1958, "Nonparametric estimation
    from incomplete observations".)
    """
    moments, ended = np.unique(lengths[seen], return_counts=True)
    at_risk = len(lengths) - np.searchsorted(np.sort(lengths), moments, "left")
    return moments, np.cumprod(1 - ended / at_risk, dtype=np.float64)


def quantile(freedom: int) -> float:
    """Student's t for a two-sided interval, found by halving: its distribution is a finite sum for whole degrees."""
    low, high = 0.0, 1000.0
    while high - low > 1e-9:
        middle = (low + high) / 2
        low, high = (middle, high) if _within(middle, freedom) < CONFIDENCE else (low, middle)
    return low


def _within(t: float, freedom: int) -> float:
    """P(|T| < t): Abramowitz and Stegun 26.7.3 and 26.7.4."""
    angle = math.atan(t / math.sqrt(freedom))
    cosine, odd = math.cos(angle), freedom % 2
    term = math.sin(angle) * (cosine if odd else 1)
    total = 0.0 if freedom == 1 else term
    for power in range(2 + odd, freedom - 1, 2):
        term *= cosine * cosine * (power - 1) / power
        total += term
    return 2 / math.pi * (angle + total) if odd else total
