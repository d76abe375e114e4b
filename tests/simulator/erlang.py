"""What queueing theory says of one queue: so many agents and lines, Poisson arrivals, exponential talks and patience.

How many are there is a birth and death chain, so everything follows from its stationary shares: Erlang B where nobody
may wait, Erlang C where everybody does, Erlang A where they give up, and all with as many lines as one likes.
"""

import itertools
from dataclasses import dataclass
from typing import Final

ENOUGH_WAIT: Final = 2_000
"""So many who wait are as good as any number, for the systems that are asked about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exact:
    """`blocked` is of those who came; the others are of those who entered. Times are in the unit of the rates."""

    blocked: float
    waits: float
    """The probability of not being answered at once."""
    mean_wait: float
    abandoned: float
    utilisation: float


def exact(*, agents: int, rate: float, service: float, patience: float = 0, lines: int = 0) -> Exact:
    """`rate`, `service` and `patience` are how many come, are served by one agent, and leave of one who waits, per unit
    of time; `patience` 0 is for ever, `lines` 0 is no limit.
    """
    most = lines or agents + ENOUGH_WAIT
    shares = [1.0]
    for there in range(1, most + 1):
        leaving = min(there, agents) * service + max(0, there - agents) * patience
        shares.append(shares[-1] * rate / leaving)
        if shares[-1] > 1e200:
            shares = [share / 1e200 for share in shares]
    whole = sum(shares)
    blocked = shares[-1] / whole if lines else 0.0
    entered = rate * (1 - blocked)
    waiting = sum(max(0, there - agents) * share for there, share in enumerate(shares)) / whole
    busy = sum(min(there, agents) * share for there, share in enumerate(shares)) / whole
    all_busy = sum(itertools.islice(shares, agents, most if lines else None)) / whole
    return Exact(
        blocked=blocked,
        waits=all_busy * rate / entered,
        mean_wait=waiting / entered,
        abandoned=patience * waiting / entered,
        utilisation=busy / agents,
    )
