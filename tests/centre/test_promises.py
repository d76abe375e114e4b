"""What a resident is promised: never sooner than due, and no later than need be."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from centre.promises import by_when

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("ahead", "words"),
    [
        (timedelta(minutes=2), "within 2 minutes"),
        (timedelta(seconds=119), "within 2 minutes"),
        (timedelta(seconds=20), "within 1 minute"),
        (timedelta(minutes=5), "within 5 minutes"),
        (timedelta(minutes=14, seconds=59), "within 15 minutes"),
        (timedelta(minutes=16), "within 20 minutes"),
        (timedelta(0), "as soon as we can"),
        (timedelta(hours=3), "today"),
        (timedelta(days=1), "tomorrow"),
        (timedelta(days=3), "by Thursday"),
        (timedelta(days=11), "by 4 December"),
    ],
)
async def test_when_an_answer_may_be_expected(ahead: timedelta, words: str) -> None:
    assert by_when(NOW + ahead, NOW, ZoneInfo("Europe/London")) == words


async def test_a_day_ends_at_midnight_where_the_county_is() -> None:
    evening, due = datetime(2026, 7, 6, 21, tzinfo=UTC), datetime(2026, 7, 6, 23, 30, tzinfo=UTC)
    assert by_when(due, evening, ZoneInfo("Europe/London")) == "tomorrow"
    assert by_when(due, evening, ZoneInfo("UTC")) == "today"
