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


Length = Annotated[str, AfterValidator(_checked)]
"""Working days allowed."""
ClockLength = Annotated[str, AfterValidator(_plain)]
"""Seconds, minutes and hours only."""


def length(text: str, calendar: Calendar | None = None) -> timedelta:
    """A written length; a working day is as long as the calendar's longest."""
    number, unit = text.split(" ", 1)
    return int(number) * (UNITS[unit] if unit in UNITS else _working_day(calendar))


def milliseconds(text: str) -> int:
    """A length by the clock."""
    return length(text) // timedelta(milliseconds=1)


def _working_day(calendar: Calendar | None) -> timedelta:
    if calendar is None:
        return DAY
    return max(sum((_span(*period) for period in day), timedelta()) for day in calendar.hours.values())


def _span(opens: time, closes: time) -> timedelta:
    return (DAY if closes == time.max else _since_midnight(closes)) - _since_midnight(opens)


def _since_midnight(wall: time) -> timedelta:
    return timedelta(hours=wall.hour, minutes=wall.minute, seconds=wall.second)
