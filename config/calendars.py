"""hours.yaml as the router's calendars: when each is open, by its own time zone, but for its holidays."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from config.documents import DAYS, HoursShape
from core.errors import InvalidInput
from router.rules.calendar import Calendar


def calendar_of(document: HoursShape, name: str) -> Calendar:
    """One calendar; raises InvalidInput with a sentence when it can never be open or its hours overlap."""
    shape = document.calendars[name]
    holidays = document.holidays.get(shape.holidays or "", ())
    return Calendar(
        name=name,
        zone=zone_of(document.timezone),
        hours={number: shape.hours[day] for number, day in enumerate(DAYS) if shape.hours.get(day)},
        holidays=frozenset(holiday.date for holiday in holidays),
    )


def zone_of(name: str) -> ZoneInfo:
    """The time zone; raises InvalidInput when there is none of that name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise InvalidInput(f"There is no time zone `{name}`.", field="timezone") from error
