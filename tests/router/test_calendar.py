"""Working time, row by row: evenings, lunch breaks, weekends, bank holidays, the nights when the clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.errors import InvalidInput
from router.rules.calendar import Calendar, always_open

LONDON = ZoneInfo("Europe/London")
OFFICE = Calendar(
    name="office",
    zone=LONDON,
    hours={day: ((time(8, 30), time(17)),) for day in range(5)},
    holidays=frozenset({date(2026, 12, 25), date(2026, 12, 28)}),
)
LIBRARY = Calendar(
    name="library",
    zone=LONDON,
    hours={0: ((time(9), time(12)), (time(14), time(17))), 5: ((time(10), time(13)),)},
)
ALWAYS = always_open()


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("calendar", "start", "working", "due"),
    [
        pytest.param(OFFICE, "2026-11-23 10:00", "0:20", "2026-11-23 10:20", id="within a morning"),
        pytest.param(OFFICE, "2026-11-23 16:50", "0:20", "2026-11-24 08:40", id="over an evening"),
        pytest.param(OFFICE, "2026-11-23 16:50", "0:10", "2026-11-23 17:00", id="exactly at closing time"),
        pytest.param(OFFICE, "2026-11-27 16:50", "0:20", "2026-11-30 08:40", id="over a weekend"),
        pytest.param(OFFICE, "2026-11-28 12:00", "8:30", "2026-11-30 17:00", id="a whole working day from a Saturday"),
        pytest.param(
            OFFICE, "2026-12-24 16:00", "2:00", "2026-12-29 09:30", id="over Christmas and its substitute day"
        ),
        pytest.param(OFFICE, "2026-11-23 06:00", "0:15", "2026-11-23 08:45", id="before opening"),
        pytest.param(OFFICE, "2026-11-23 09:00", "85:00", "2026-12-07 09:00", id="ten working days"),
        pytest.param(LIBRARY, "2026-11-23 11:30", "1:00", "2026-11-23 14:30", id="over a lunch break"),
        pytest.param(LIBRARY, "2026-11-23 16:30", "2:00", "2026-11-28 11:30", id="from Monday to Saturday"),
        pytest.param(ALWAYS, "2026-11-28 23:50", "0:20", "2026-11-29 00:10", id="always open, over midnight"),
        pytest.param(ALWAYS, "2026-11-28 23:50", "0:00", "2026-11-28 23:50", id="at once"),
    ],
)
def test_a_length_of_working_time_ends_when_it_should(calendar: Calendar, start: str, working: str, due: str) -> None:
    hours, minutes = (int(part) for part in working.split(":"))
    length = timedelta(hours=hours, minutes=minutes)
    found = calendar.after(london(start), length)
    assert found == london(due)
    assert found.tzinfo is UTC
    assert calendar.between(london(start), found) == length


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        pytest.param("2026-11-23 08:29:59", False, id="a second before opening"),
        pytest.param("2026-11-23 08:30:00", True, id="at opening"),
        pytest.param("2026-11-23 16:59:59", True, id="a second before closing"),
        pytest.param("2026-11-23 17:00:00", False, id="at closing"),
        pytest.param("2026-11-22 12:00:00", False, id="a Sunday"),
        pytest.param("2026-12-25 12:00:00", False, id="Christmas Day, a Friday"),
        pytest.param("2026-07-06 08:30:00", True, id="summer time counts by the wall clock"),
    ],
)
def test_the_office_is_open_when_its_hours_say_so(moment: str, is_open: bool) -> None:
    assert OFFICE.is_open(london(moment)) is is_open


def test_a_night_when_the_clocks_change_has_its_true_length() -> None:
    nights = Calendar(name="nights", zone=LONDON, hours={6: ((time.min, time(6)),)})
    assert nights.between(london("2026-10-25 00:00"), london("2026-10-25 12:00")) == timedelta(hours=7)
    assert nights.between(london("2026-03-29 00:00"), london("2026-03-29 12:00")) == timedelta(hours=5)


@pytest.mark.parametrize(
    "hours",
    [
        pytest.param({}, id="never open"),
        pytest.param({0: ((time(9), time(12)), (time(11), time(13)))}, id="overlapping periods"),
        pytest.param({0: ((time(12), time(9)),)}, id="a period that ends before it begins"),
    ],
)
def test_hours_that_make_no_sense_are_refused(hours: dict[int, tuple[tuple[time, time], ...]]) -> None:
    with pytest.raises(InvalidInput):
        Calendar(name="odd", zone=LONDON, hours=hours)
