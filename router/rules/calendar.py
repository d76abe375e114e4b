"""Working time: when a service is open, and what "in two working hours" means. Pure values, no clock.

Hours are wall-clock times in the calendar's own zone, so a change to summer time moves the instant and not the hour.
What begins or ends in an hour that is skipped does so when the clock jumps; in one that comes twice, the first time.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.errors import InvalidInput

LOOK_AHEAD_DAYS = 3 * 366
"""A calendar that does not open within three years of a contact is taken for a mistake."""

Hours = tuple[time, time]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """One calendar. `hours` holds the periods of each weekday (Monday is 0), in order; `holidays` are closed days.

    A period ends before its closing time; `time.max` means the day's end. Raises InvalidInput when it never opens, or
    when periods of a day overlap.
    """

    name: str
    zone: ZoneInfo
    hours: Mapping[int, tuple[Hours, ...]]
    holidays: frozenset[date] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        if not any(self.hours.values()):
            raise InvalidInput(f"The calendar {self.name} is never open.", field="hours")
        for periods in self.hours.values():
            edges = [edge for period in periods for edge in period]
            if edges != sorted(set(edges)):
                raise InvalidInput(f"The calendar {self.name} has periods that overlap or end early.", field="hours")

    def is_open(self, at: datetime) -> bool:
        """Whether this moment is working time."""
        return any(opens <= at < closes for opens, closes in self._periods(at, days=1))

    def after(self, at: datetime, working: timedelta) -> datetime:
        """The moment by which `working` of working time has passed since `at`, in UTC."""
        # Two moments of one zone are subtracted by the wall clock, so everything is counted in UTC.
        at, left = at.astimezone(UTC), working
        for opens, closes in self._periods(at):
            start = max(opens, at)
            if closes - start >= left and closes > start:
                return start + left
            left -= max(closes - start, timedelta())
        raise InvalidInput(f"The calendar {self.name} holds no such moment within three years.", field="hours")

    def between(self, start: datetime, end: datetime) -> timedelta:
        """How much working time lies between two moments."""
        start, end, total = start.astimezone(UTC), end.astimezone(UTC), timedelta()
        for opens, closes in self._periods(start):
            if opens >= end:
                break
            total += max(min(closes, end) - max(opens, start), timedelta())
        return total

    def _periods(self, at: datetime, days: int = LOOK_AHEAD_DAYS) -> Iterator[tuple[datetime, datetime]]:
        """The open periods from the day of `at` on, as instants in UTC: lengths are true when clocks change."""
        today = at.astimezone(self.zone).date()
        for ahead in range(days):
            day = today + timedelta(days=ahead)
            if day in self.holidays:
                continue
            for opens, closes in self.hours.get(day.weekday(), ()):
                yield self._instant(day, opens), self._instant(day, closes)

    def _instant(self, day: date, wall: time) -> datetime:
        if wall == time.max:
            day, wall = day + timedelta(days=1), time.min
        at = datetime.combine(day, wall, self.zone)
        return _jump(at) if _is_skipped(at) else at.astimezone(UTC)


def _is_skipped(at: datetime) -> bool:
    """Whether the clock never shows this time, as it is put forward over it."""
    return _offset(at.replace(fold=1)) > _offset(at)


def _jump(at: datetime) -> datetime:
    """When the clock is put forward over a time."""
    # By the offset after the jump it lies before it, and by the one before the jump after it.
    before, after = at.replace(fold=1).astimezone(UTC), _offset(at.replace(fold=1))

    def offset(seconds: int) -> timedelta:
        return _offset((before + timedelta(seconds=seconds)).astimezone(at.tzinfo))

    skipped = int((after - _offset(at)).total_seconds())
    return before + timedelta(seconds=bisect_left(range(skipped), after, key=offset))


def _offset(at: datetime) -> timedelta:
    return at.utcoffset() or timedelta()


def always_open(name: str = "always") -> Calendar:
    """A calendar without a closed moment."""
    return Calendar(name=name, zone=ZoneInfo("UTC"), hours={day: ((time.min, time.max),) for day in range(7)})
