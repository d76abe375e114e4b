"""hours.yaml as calendars: when each is open, by its own time zone, but for its holidays."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from config.documents import CalendarShape, HoursShape

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
Span = tuple[time, time]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningHours:
    """One calendar. `week` is Monday to Sunday; a span's end is not part of it, but `time.max` is midnight."""

    name: str
    label: str
    spoken: str
    timezone: str
    week: tuple[tuple[Span, ...], ...]
    holidays: frozenset[date] = frozenset()

    def open_at(self, moment: datetime) -> bool:
        """Whether this calendar is open at an aware moment."""
        local = moment.astimezone(ZoneInfo(self.timezone))
        if local.date() in self.holidays:
            return False
        at = local.time()
        return any(opens <= at < closes or closes == time.max <= at for opens, closes in self.week[local.weekday()])


def calendars_of(document: HoursShape) -> dict[str, OpeningHours]:
    """Every calendar by its name."""
    return {name: _calendar(name, calendar, document) for name, calendar in document.calendars.items()}


def _calendar(name: str, shape: CalendarShape, document: HoursShape) -> OpeningHours:
    holidays = document.holidays.get(shape.holidays or "", ())
    return OpeningHours(
        name=name,
        label=shape.label,
        spoken=shape.spoken,
        timezone=document.timezone,
        week=tuple(shape.hours.get(day, ()) for day in DAYS),
        holidays=frozenset(holiday.date for holiday in holidays),
    )
