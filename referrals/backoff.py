"""When to try an unreachable partner again, and when to leave it to a person. Pure."""

from datetime import timedelta
from typing import Final

WAITS_S: Final = (5, 15, 60, 300, 900, 1800, 3600, 7200, 14400, 28800, 43200)
"""Seconds after the first, second … failed attempt. In all a little more than a day, so that a night is bridged."""

SPREAD: Final = 0.2
"""Each wait is stretched by up to this share, so that not all knock at once when a partner is back."""

REMIND_EVERY: Final = timedelta(hours=4)
"""How often an unsolved problem is shown again as new."""


def wait_s(failed_attempts: int, chance: float) -> float | None:
    """Seconds until the next try after `failed_attempts` (≥ 1); None: give up. `chance` is random, from 0 up to 1."""
    if failed_attempts > len(WAITS_S):
        return None
    return WAITS_S[failed_attempts - 1] * (1 + SPREAD * chance)
