"""Working time, row by row: evenings, lunch breaks, weekends, bank holidays, the nights when the clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import accumulate
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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


SPRING, AUTUMN = "2026-03-29", "2026-10-25"


@pytest.mark.parametrize(
    ("day", "hours", "opens", "closes"),
    [
        pytest.param(SPRING, ("01:45", "03:15"), "01:00", "02:15", id="begins in the hour that is skipped"),
        pytest.param(SPRING, ("00:30", "01:30"), "00:30", "01:00", id="ends in the hour that is skipped"),
        pytest.param(SPRING, ("01:10", "01:40"), None, None, id="all of it is skipped"),
        pytest.param(SPRING, ("01:00", "02:00"), None, None, id="it is the hour that is skipped"),
        pytest.param(SPRING, ("02:00", "03:00"), "01:00", "02:00", id="begins as the clock jumps"),
        pytest.param(AUTUMN, ("01:30", "03:00"), "00:30", "03:00", id="begins in the hour that comes twice"),
        pytest.param(AUTUMN, ("00:00", "01:30"), "23:00", "00:30", id="ends in the hour that comes twice"),
        pytest.param(AUTUMN, ("01:15", "01:45"), "00:15", "00:45", id="within the hour that comes twice"),
        pytest.param(AUTUMN, ("01:15", "02:00"), "00:15", "02:00", id="ends when that hour has come twice"),
    ],
)
def test_in_a_skipped_hour_it_begins_when_the_clock_jumps_and_in_a_doubled_one_the_first_time(
    day: str, hours: tuple[str, str], opens: str | None, closes: str | None
) -> None:
    """The moments are in UTC; 23:00 is of the day before."""
    period = (time.fromisoformat(hours[0]), time.fromisoformat(hours[1]))
    calendar = Calendar(name="early", zone=LONDON, hours={6: (period,)})
    midnight = datetime.fromisoformat(f"{day}T00:00+00:00")
    minutes = [midnight + timedelta(minutes=minute) for minute in range(-120, 300)]
    found = [minute for minute in minutes if calendar.is_open(minute)]
    assert [f"{found[0]:%H:%M}", f"{found[-1] + timedelta(minutes=1):%H:%M}"] == [opens, closes] if opens else not found
    assert calendar.between(minutes[0], minutes[-1]) == timedelta(minutes=len(found))


CHANGES = [
    *((LONDON, day) for day in (SPRING, AUTUMN)),
    *((ZoneInfo("America/Havana"), day) for day in ("2026-03-08", "2026-11-01")),
    *((ZoneInfo("Australia/Lord_Howe"), day) for day in ("2026-10-04", "2026-04-05")),
    *((ZoneInfo("America/Sao_Paulo"), day) for day in ("2018-11-04", "2018-02-18")),
]
"""Where the clock jumps at one, at midnight, by half an hour, and back into the day before."""
MINUTES = 3 * 24 * 60


@cache
def shown(zone: ZoneInfo, day: str) -> tuple[datetime, list[datetime]]:
    """The first of some minutes around a change, and the latest time that the clock has shown by each of them."""
    first = datetime.fromisoformat(f"{day}T00:00+00:00") - timedelta(days=1, hours=12)
    walls = ((first + timedelta(minutes=n)).astimezone(zone).replace(tzinfo=None) for n in range(MINUTES))
    return first, list(accumulate(walls, max))


@st.composite
def calendars(draw: st.DrawFn, zone: ZoneInfo, day: date) -> Calendar:
    """Hours mostly at night, for the days around one: to five minutes, as people say them."""
    near = st.sampled_from([*range(0, 4 * 60, 5), *range(22 * 60, 24 * 60 + 1, 5), *range(6 * 60, 22 * 60, 60)])
    hours = {}
    for weekday in range(7):
        edges = sorted(draw(st.sets(near, min_size=2 if weekday == day.weekday() else 0, max_size=6)))
        walls = [time.max if edge == 24 * 60 else time(edge // 60, edge % 60) for edge in edges]
        hours[weekday] = tuple(zip(walls[::2], walls[1::2], strict=False))
    closed = draw(st.sampled_from([(), (), (-1,), (0,), (1,)]))
    return Calendar(name="any", zone=zone, hours=hours, holidays=frozenset(day + timedelta(days=n) for n in closed))


def is_working(calendar: Calendar, wall: datetime) -> bool:
    if wall.date() in calendar.holidays:
        return False
    return any(a <= wall.time() and (b == time.max or wall.time() < b) for a, b in calendar.hours[wall.weekday()])


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.data())
def test_around_a_change_of_the_clock_it_is_as_whoever_looks_at_it_each_minute_says(data: st.DataObject) -> None:
    """They take a period to begin when the clock first shows its beginning or a later time, and its end likewise."""
    zone, day = data.draw(st.sampled_from(CHANGES))
    calendar = data.draw(calendars(zone, date.fromisoformat(day)))
    first, walls = shown(zone, day)
    works = [is_working(calendar, wall) for wall in walls]
    start = data.draw(st.integers(0, MINUTES - 1))
    end = data.draw(st.integers(start, MINUTES))
    at, till = (first + timedelta(minutes=minute) for minute in (start, end))
    worked = sum(works[start:end])
    assert calendar.between(at, till) == timedelta(minutes=worked)
    night = range(24 * 60, 44 * 60)
    assert [calendar.is_open(first + timedelta(minutes=n)) for n in night[::5]] == [works[n] for n in night[::5]]
    if worked:
        assert till - calendar.after(at, timedelta(minutes=worked)) == timedelta(
            minutes=next(n for n in range(end - start) if works[end - 1 - n])
        )
