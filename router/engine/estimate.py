"""How long a waiting contact may yet wait: the published formula, over figures that the engine counted. No I/O.

With `ahead` contacts that may be served first, `servers` people at work who could serve this one, and a recent mean
handling time h, this one is served at the k-th time somebody gets free, k = ahead + 1. People get free every
h / servers on average. Taking their times as independent and exponential, the wait is an Erlang distribution with mean
m = k · h / servers and standard deviation √k · h / servers; the interval is m ± 1.28 standard deviations (80 % of a
normal distribution), never below 0. Every count behind it is the conservative one.
"""

import math

from router.engine.views import Place

Z_80 = 1.2816


def place(*, ahead: int, servers: int, mean_ms: float) -> Place:
    """A place in the queue with its interval; no interval when nobody who could serve is at work."""
    position = ahead + 1
    if servers == 0:
        return Place(ahead=ahead, position=position, estimate_low_s=None, estimate_high_s=None)
    each_s = mean_ms / 1000 / servers
    mean, spread = position * each_s, Z_80 * math.sqrt(position) * each_s
    return Place(
        ahead=ahead,
        position=position,
        estimate_low_s=max(0, math.floor(mean - spread)),
        estimate_high_s=math.ceil(mean + spread),
    )
