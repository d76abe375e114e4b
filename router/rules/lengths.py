"""Lengths of time as people write them: `20 s`, `15 min`, `2 h`, `1 working day`. Counted on a calendar."""

import re
from datetime import time, timedelta
from typing import Annotated, Final

from pydantic import AfterValidator

from router.rules.calendar import Calendar

UNITS: Final = {"s": timedelta(seconds=1), "min": timedelta(minutes=1), "h": timedelta(hours=1)}
WRITTEN: Final = re.compile(r"(\d+) (s|min|h|working days?)")
DAY: Final = timedelta(days=1)


def _checked(text: str) -> str:
    if not WRITTEN.fullmatch(text.strip()):
        raise ValueError(f"A length is written as `20 s`, `15 min`, `2 h` or `1 working day`, and not as `{text[:40]}`")
    return text.strip()


def _plain(text: str) -> str:
    if "day" in _checked(text):
        raise ValueError(f"This is a length by the clock: `20 s`, `15 min` or `2 h`, and not `{text[:40]}`")
    return text.strip()


def length(text: str, calendar: Calendar | None = None) -> timedelta:
    """A written length; a working day is as long as the calendar's longest."""
    number, unit = text.split(" ", 1)
    return int(number) * (UNITS[unit] if unit in UNITS else _working_day(calendar))


def milliseconds(text: str) -> int:
    """A length by the clock."""
    return length(text) // timedelta(milliseconds=1)


def a_year(calendar: Calendar) -> timedelta:
    """The working time of 52 weeks, which a calendar has within its three years whatever its closed days."""
    return 52 * sum((_span(*period) for day in calendar.hours.values() for period in day), timedelta())


def _working_day(calendar: Calendar | None) -> timedelta:
    if calendar is None:
        return DAY
    return max(sum((_span(*period) for period in day), timedelta()) for day in calendar.hours.values())


def _span(opens: time, closes: time) -> timedelta:
    return (DAY if closes == time.max else _since_midnight(closes)) - _since_midnight(opens)


def _since_midnight(wall: time) -> timedelta:
    return timedelta(hours=wall.hour, minutes=wall.minute, seconds=wall.second)


DIGITS: Final = 9
"""More of them are longer than any length, and than Python's own can be."""


def _within(least: str, most: str) -> AfterValidator:
    """For a field: no shorter than `least`, and no longer than `most`."""

    def check(text: str) -> str:
        if len(text.split(" ")[0]) > DIGITS or length(text) > length(most):
            raise ValueError(f"This must be {most} or less, and is `{text[:40]}`")
        if length(text) < length(least):
            raise ValueError(f"This must be {least} or more, and is `{text[:40]}`")
        return text

    return AfterValidator(check)


_CLOCK: Final = AfterValidator(_plain)
Length = Annotated[str, AfterValidator(_checked), _within("0 s", "260 working days")]
"""Until something is promised, in working time: a year of it. Working days allowed."""
Ring = Annotated[str, _CLOCK, _within("1 s", "24 h")]
Notes = Annotated[str, _CLOCK, _within("0 s", "24 h")]
Wait = Annotated[str, _CLOCK, _within("1 s", "8760 h")]
"""Until somebody else is asked: a year. Seconds, minutes and hours only, as the two above."""
