"""Opening hours as a voice says them, where nobody wrote how: `Monday to Friday, 9 am to 5 pm`. Pure."""

from collections.abc import Mapping, Sequence
from datetime import time

from router.rules.calendar import Calendar, Hours

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ALL_DAY: tuple[Hours, ...] = ((time.min, time.max),)
AT_ANY_TIME = "at any time"


def spoken(calendar: Calendar) -> str:
    """Days in a row with the same hours are one stretch; days without hours are left out."""
    if all(calendar.hours.get(day) == ALL_DAY for day in range(7)):
        return AT_ANY_TIME
    stretches = [f"{_days(days)}, {_periods(calendar.hours[days[0]])}" for days in _alike(calendar.hours)]
    return "; ".join(stretches)


def _alike(hours: Mapping[int, tuple[Hours, ...]]) -> list[list[int]]:
    found: list[list[int]] = []
    for day in sorted(day for day, periods in hours.items() if periods):
        if found and found[-1][-1] == day - 1 and hours[found[-1][0]] == hours[day]:
            found[-1].append(day)
        else:
            found.append([day])
    return found


def _days(days: Sequence[int]) -> str:
    first, last = DAYS[days[0]], DAYS[days[-1]]
    if len(days) == 1:
        return first
    return f"{first} and {last}" if len(days) == 2 else f"{first} to {last}"


def _periods(periods: Sequence[Hours]) -> str:
    if tuple(periods) == ALL_DAY:
        return "all day"
    return " and ".join(f"{_clock(opens)} to {_clock(closes)}" for opens, closes in periods)


def _clock(wall: time) -> str:
    if wall in (time.min, time.max):
        return "midnight"
    if wall == time(12):
        return "noon"
    minutes = f":{wall.minute:02}" if wall.minute else ""
    return f"{(wall.hour - 1) % 12 + 1}{minutes} {'am' if wall.hour < 12 else 'pm'}"
