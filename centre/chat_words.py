"""A wait, as somebody who waits reads it. Never less than is meant, and "nobody" where nobody is. Pure."""

from math import ceil
from typing import Final

from router.engine.views import Place

IN_DANGER: Final = "If someone is in immediate danger, call 999."
"""Said with whatever is said by itself: whoever reads it may wait for more."""


def wait_words(place: Place | None) -> str:
    """The place in the queue and how long it may be yet."""
    if place is None:
        return "Somebody is about to answer."
    ahead = "You are next." if place.ahead == 0 else f"{place.ahead} {_people(place.ahead)} before you."
    if place.estimate_high_s is None or place.estimate_low_s is None:
        return (
            f"{ahead} Nobody who can answer this is at their desk just now, so we cannot say how long it will be. "
            "You can wait, or use a form instead."
        )
    return f"{ahead} {_how_long(place.estimate_low_s, place.estimate_high_s)}"


def short_wait(place: Place) -> str:
    """The same for whoever tells it to the one who waits."""
    ahead = "Next" if place.ahead == 0 else f"{place.ahead} before them"
    if place.estimate_high_s is None or place.estimate_low_s is None:
        return f"{ahead}. Nobody who can help with this is at their desk."
    return f"{ahead}. {_how_long(place.estimate_low_s, place.estimate_high_s)}"


def _people(count: int) -> str:
    return "person is" if count == 1 else "people are"


def _how_long(low_s: int, high_s: int) -> str:
    high = max(1, ceil(high_s / 60))
    low = low_s // 60
    if high == 1:
        return "It should take a minute at most."
    if low == 0 or low == high:
        return f"It should take {high} minutes at most."
    return f"It should take {low} to {high} minutes."
