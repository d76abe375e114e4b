"""How long residents would have waited, from those who gave up and from those who were answered before they did.

Whoever was answered would have waited longer than they did: their patience is censored. The estimate is Kaplan's and
Meier's; beyond the last who gave up, people are taken to go on leaving at their mean rate, leavers over all time
waited. Pure.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from simulator.statistics import kaplan_meier
from simulator.streams import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """`staying` is the share that still waits just after each of `moments`, ascending; `rate` is leavers per unit."""

    moments: Floats
    staying: Floats
    rate: float

    def share(self, waited: float) -> float:
        """The share that waits longer than this; only as far as somebody was seen to leave."""
        place = int(np.searchsorted(self.moments, waited, "right"))
        return 1.0 if place == 0 else float(self.staying[place - 1])

    def beyond(self, waited: float, chance: float) -> float:
        """A patience of somebody who has waited so long already; `chance` is uniform, 0 < chance ≤ 1. It may be inf."""
        share = self.share(waited)
        wanted = chance * share
        place = int(np.searchsorted(-self.staying, -wanted, "left"))
        if share > 0 and place < len(self.moments):
            return max(waited, float(self.moments[place]))
        if self.rate <= 0:
            return math.inf
        last = float(self.staying[-1])
        begin = max(waited, float(self.moments[-1]))
        left = wanted / min(share, last) if share > 0 and last > 0 else chance
        return begin - math.log(min(left, 1.0)) / self.rate


def patience_of(waits: Sequence[float], gave_up: Sequence[bool]) -> Patience:
    """The estimate from each wait, and whether it ended because its resident gave up."""
    lengths, exact = np.asarray(waits, dtype=np.float64), np.asarray(gave_up, dtype=bool)
    moments, staying = kaplan_meier(lengths, exact)
    total = float(lengths.sum())
    return Patience(
        moments=moments,
        staying=staying,
        rate=float(exact.sum()) / total if total > 0 else 0.0,
    )
