"""A place in the queue and its honest interval, from what the engine worked out (`lua/shared/estimates.lua` has the
formula, and learns from the waits). Rounded outwards: nobody is told less than is meant. No I/O."""

import math

from router.engine.views import Place


def place(*, ahead: int, servers: int, low: float | None = None, high: float | None = None) -> Place:
    """A place; `low` and `high` are milliseconds from now, and missing when nobody who could serve is at work."""
    return Place(
        ahead=ahead,
        position=ahead + 1,
        servers=servers,
        estimate_low_s=None if low is None else math.floor(low / 1000),
        estimate_high_s=None if high is None else math.ceil(high / 1000),
    )
