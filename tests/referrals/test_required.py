"""What stops a referral before it leaves, field by field."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from referrals.required import FieldProblem, as_text, problems, tidy
from tests.referrals.parcels import AWARDS, POTHOLE

TODAY = date(2026, 11, 27)
WHOLE = {"student": "Zoë Müller", "born": "2008-02-29"}

ROWS: list[Any] = [
    pytest.param({}, {}, id="complete"),
    pytest.param({"student": "  "}, {"student": "Student's name is needed."}, id="blank counts as missing"),
    pytest.param({"born": None}, {"born": "Date of birth is needed."}, id="nothing counts as missing"),
    pytest.param(
        {"born": "29/02/2008"}, {"born": "Date of birth must be a date, such as 2026-11-30."}, id="a date in our form"
    ),
    pytest.param(
        {"born": "2007-02-29"}, {"born": "Date of birth must be a date, such as 2026-11-30."}, id="a real date"
    ),
    pytest.param({"born": "2026-11-27"}, {}, id="born today"),
    pytest.param({"born": "2026-11-28"}, {"born": "Date of birth cannot be later than today."}, id="not born yet"),
    pytest.param({"phone": "07700 900123"}, {}, id="a number as people write it"),
    pytest.param({"phone": "ring me"}, {"phone": "Telephone is not a telephone number."}, id="words for a number"),
    pytest.param({"email": "z@example.org"}, {}, id="an address"),
    pytest.param({"email": "z@"}, {"email": "Email is not an email address."}, id="half an address"),
    pytest.param({"urgent": True}, {}, id="a tick is yes"),
    pytest.param({"urgent": "perhaps"}, {"urgent": "Urgent must be yes or no."}, id="perhaps is neither"),
    pytest.param(
        {"student": "x" * 301}, {"student": "Student's name may have 300 characters; it has 301."}, id="too long"
    ),
    pytest.param({"shoe_size": "9"}, {}, id="a field the service does not have is ignored"),
    pytest.param(
        {"student": "", "born": "soon"},
        {"student": "Student's name is needed.", "born": "Date of birth must be a date, such as 2026-11-30."},
        id="all problems at once, in the fields' order",
    ),
]


@pytest.mark.parametrize(("changes", "expected"), ROWS)
def test_a_form_has_problems(changes: dict[str, object], expected: dict[str, str]) -> None:
    found = problems(AWARDS, WHOLE | changes, TODAY)
    assert found == [FieldProblem(field=name, message=message) for name, message in expected.items()]


PLACES: list[Any] = [
    pytest.param({"text": "Mill Lane by the bridge"}, "Mill Lane by the bridge", True, id="as said"),
    pytest.param({"road": "Mill Lane", "junction": "High Street"}, "Mill Lane, High Street", True, id="road, junction"),
    pytest.param({"postcode": "WM1 2AB"}, "WM1 2AB", True, id="a postcode"),
    pytest.param({"lat": 51.75, "lng": -1.25}, "51.75000, -1.25000", True, id="a pin"),
    pytest.param("W1 1A", "W1 1A", True, id="five characters may be a name"),
    pytest.param("A40", "A40", False, id="a road number alone is forty miles long"),
    pytest.param({}, "", False, id="nothing"),
]


@pytest.mark.parametrize(("given", "text", "enough"), PLACES)
def test_a_place_is_said_in_one_line_and_must_be_findable(given: object, text: str, enough: bool) -> None:
    assert as_text(given) == text
    assert (problems(POTHOLE, {"place": given, "depth": "deep"}, TODAY) == []) is enough


def test_a_choice_must_be_one_of_those_offered() -> None:
    found = problems(POTHOLE, {"place": "Mill Lane", "depth": "bottomless"}, TODAY)
    assert found == [FieldProblem(field="depth", message="Depth must be one of: shallow, deep.")]


def test_a_service_without_a_destination_is_not_referred() -> None:
    found = problems(replace(AWARDS, destination=None), WHOLE, TODAY)
    assert [each.field for each in found] == ["service"]


def test_tidying_trims_and_drops() -> None:
    assert tidy(AWARDS, {"student": " Zoë ", "urgent": False, "born": "", "x": 1}) == {"student": "Zoë", "urgent": "no"}
