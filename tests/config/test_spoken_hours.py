"""Opening hours in words."""

from datetime import time
from zoneinfo import ZoneInfo

import pytest

from config.county import load_county
from config.spoken_hours import spoken
from router.rules.calendar import Calendar, Hours, always_open

NINE_TO_FOUR = ((time(9), time(16)),)
LONG = ((time(8, 30), time(12)), (time(13), time(17, 45)))


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        ({day: NINE_TO_FOUR for day in range(5)}, "Monday to Friday, 9 am to 4 pm"),
        ({0: NINE_TO_FOUR, 1: NINE_TO_FOUR}, "Monday and Tuesday, 9 am to 4 pm"),
        ({0: NINE_TO_FOUR, 2: NINE_TO_FOUR}, "Monday, 9 am to 4 pm; Wednesday, 9 am to 4 pm"),
        ({3: LONG}, "Thursday, 8:30 am to noon and 1 pm to 5:45 pm"),
        ({4: ((time(18), time.max),), 5: ((time.min, time.max),)}, "Friday, 6 pm to midnight; Saturday, all day"),
        ({6: ((time(0, 15), time(12, 30)),)}, "Sunday, 12:15 am to 12:30 pm"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_hours_are_said_as_people_say_them(hours: dict[int, tuple[Hours, ...]], words: str) -> None:
    assert spoken(Calendar(name="c", zone=ZoneInfo("Europe/London"), hours=hours)) == words


def test_a_calendar_that_never_closes() -> None:
    assert spoken(always_open()) == "at any time"


def test_the_county_s_hours_are_made_from_its_times() -> None:
    assert load_county().hours_spoken == {"office": "Monday to Friday, 8:30 am to 5 pm", "always": "at any time"}
