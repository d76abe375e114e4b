"""Means with their confidence: what several replications, or the stretches of one, say together. Pure arithmetic."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from simulator.streams import Floats

CONFIDENCE: Final = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A value and its 95 % interval; all None where there was nothing to divide by."""

    value: float | None
    low: float | None
    high: float | None

    def times(self, factor: float) -> "Estimate":
        """The same in another unit."""
        value, low, high = (None if each is None else each * factor for each in (self.value, self.low, self.high))
        return Estimate(value=value, low=low, high=high)


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
    half = quantile(count - 1) * math.sqrt(deviation / count) / (whole / count)
    return Estimate(value=value, low=value - half, high=value + half)


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
