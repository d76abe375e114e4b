"""The shipped county is whole, and true to what the council asked for."""

import json
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from centre.surroundings import surroundings
from channels.sms.segments import Alphabet, measure
from config.county import DEFAULTS, County, load_county
from config.shipped import rules_problems
from config.spoken_hours import AT_ANY_TIME
from core.channel import Band, Channel
from core.service import FieldKind
from referrals.required import problems
from skills.guess import guess_service

SERVICES = {
    "adult-social-care/care-needs",
    "adult-social-care/carers",
    "adult-social-care/equipment",
    "adult-social-care/safeguarding",
    "student-support/awards",
    "student-support/transport",
    "highways/pothole",
    "highways/drainage",
    "highways/grass",
    "highways/street-lighting",
    "highways/danger",
    "consumer/complaint",
    "consumer/scam",
    "consumer/advice",
    "libraries/enquiry",
    "libraries/renewal",
    "local-history/request",
    "business/information",
    "business/fire-certificate",
    "anything-else/triage",
    "post/to-be-indexed",
    "complaints/complaint",
    "complaints/compliment",
    "complaints/social-care",
    "information/foi",
    "information/subject-access",
}


@pytest.fixture(scope="module")
def county() -> County:
    return load_county()


def test_a_county_elsewhere_has_its_own_time_and_middle_and_needs_no_base_map(tmp_path: Path) -> None:
    folder = tmp_path / "county"
    shutil.copytree(DEFAULTS, folder)
    (folder / "map.geojson").unlink()
    for name, old, new in (
        ("hours.yaml", "timezone: Europe/London", "timezone: Europe/Lisbon"),
        ("council.yaml", "middle: {lat: 52.05, lng: -2.31}", "middle: {lat: 54.6, lng: -3.1}"),
    ):
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new), encoding="utf-8")
    elsewhere = load_county(folder)
    shown = surroundings(elsewhere)
    assert (shown["zone"], shown["council"]["middle"]) == ("Europe/Lisbon", {"lat": 54.6, "lng": -3.1})
    assert json.loads(elsewhere.basemap)["features"] == []


def test_every_service_of_the_council_is_there(county: County) -> None:
    assert set(county.services) == SERVICES
    assert set(county.group_labels) == {service.parent for service in county.services.values()}


@pytest.mark.parametrize("service_id", sorted(SERVICES))
def test_a_service_can_be_routed_recognised_and_referred(county: County, service_id: str) -> None:
    service = county.services[service_id]
    assert set(service.targets_s) == set(Channel)
    assert service.calendar in county.calendars
    assert len(service.words) >= 6
    assert service.destination is not None
    assert any(field.required for field in service.fields)
    if service.parent == "highways":
        assert service.destination.kind == "open311"
        assert service.fields[0].kind is FieldKind.PLACE
    else:
        assert service.destination.to.endswith("@westmere.example.org")


def test_no_two_services_ask_for_the_same_things(county: County) -> None:
    asked = {service.id: tuple(field.name for field in service.fields) for service in county.services.values()}
    assert len(set(asked.values())) == len(asked)


def test_safeguarding_is_live_at_every_hour_and_never_relaxed(county: County) -> None:
    service = county.services["adult-social-care/safeguarding"]
    assert (service.skill, service.hard, service.band, service.calendar) == ("safeguarding", True, Band.LIVE, "always")
    assert service.targets_s[Channel.PHONE] == 10


def test_safeguarding_is_referred_by_what_an_anxious_neighbour_knows(county: County) -> None:
    service = county.services["adult-social-care/safeguarding"]
    known = {"concern": "Shouting at night", "immediate_danger": "Not known", "finding": "The blue door in Mill Lane"}
    assert problems(service, known, date(2026, 11, 27)) == []
    for name in known:
        assert [each.field for each in problems(service, {**known, name: ""}, date(2026, 11, 27))] == [name]


@pytest.mark.parametrize(
    ("channel", "seconds"),
    [
        (Channel.PHONE, 20),
        (Channel.CHAT, 300),
        (Channel.WALK_IN, 300),
        (Channel.SMS, 900),
        (Channel.EMAIL, 8.5 * 3600),
        (Channel.LETTER, 85 * 3600),
    ],
)
def test_targets_are_the_council_s(county: County, channel: Channel, seconds: float) -> None:
    assert county.services["libraries/enquiry"].targets_s[channel] == seconds


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        pytest.param(datetime(2026, 11, 23, 8, 29, tzinfo=UTC), False, id="a minute early"),
        pytest.param(datetime(2026, 11, 23, 8, 30, tzinfo=UTC), True, id="half past eight"),
        pytest.param(datetime(2026, 7, 6, 7, 30, tzinfo=UTC), True, id="half past eight in summer"),
        pytest.param(datetime(2026, 11, 23, 17, 0, tzinfo=UTC), False, id="five o'clock"),
        pytest.param(datetime(2026, 11, 21, 12, 0, tzinfo=UTC), False, id="Saturday"),
        pytest.param(datetime(2026, 12, 25, 12, 0, tzinfo=UTC), False, id="Christmas"),
        pytest.param(datetime(2026, 12, 28, 12, 0, tzinfo=UTC), False, id="the day after a Boxing Day on a Saturday"),
    ],
)
def test_office_hours(county: County, moment: datetime, is_open: bool) -> None:
    assert county.calendars["office"].is_open(moment) is is_open
    assert county.calendars["always"].is_open(moment)


def _easter(year: int) -> date:
    """Easter Sunday, by the anonymous Gregorian algorithm."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    m = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    n = h + m - 7 * ((a + 11 * h + 22 * m) // 451) + 114
    return date(year, n // 31, n % 31 + 1)


def _first_monday(year: int, month: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=-first.weekday() % 7)


def _last_monday(year: int, month: int) -> date:
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=(following.weekday() or 7))


def _moved(days: list[date]) -> set[date]:
    """Days on a weekend move to the next working day that is not taken."""
    taken: set[date] = set()
    for day in days:
        while day.weekday() >= 5 or day in taken:
            day += timedelta(days=1)
        taken.add(day)
    return taken


@pytest.mark.parametrize("year", [2026, 2027, 2028])
def test_bank_holidays_are_those_that_the_rules_for_england_give(county: County, year: int) -> None:
    easter = _easter(year)
    fixed = _moved([date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)])
    mondays = {_first_monday(year, 5), _last_monday(year, 5), _last_monday(year, 8)}
    expected = fixed | mondays | {easter - timedelta(days=2), easter + timedelta(days=1)}
    assert {day for day in county.calendars["office"].holidays if day.year == year} == expected


@pytest.mark.parametrize("hours", ["08:30-17:00", "10:30-15:00", "13:00-13:30"])
def test_the_county_s_rules_pass_their_own_tests_whatever_the_opening_hours(tmp_path: Path, hours: str) -> None:
    folder = tmp_path / "county"
    shutil.copytree(DEFAULTS, folder)
    text = (folder / "hours.yaml").read_text(encoding="utf-8")
    (folder / "hours.yaml").write_text(text.replace("08:30-17:00", hours), encoding="utf-8")
    assert rules_problems(load_county(folder)) == []


def test_a_county_says_where_its_maps_open_and_by_which_clock_it_lives(tmp_path: Path) -> None:
    folder = tmp_path / "county"
    shutil.copytree(DEFAULTS, folder)
    for name, old, new in (
        ("council.yaml", "lat: 52.05, lng: -2.31", "lat: 54.6, lng: -3.1"),
        ("hours.yaml", "timezone: Europe/London", "timezone: Atlantic/Azores"),
    ):
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new), encoding="utf-8")
    read = load_county(folder)
    assert (dict(read.council.middle), read.zone.key) == ({"lat": 54.6, "lng": -3.1}, "Atlantic/Azores")


def test_demonstration_people_cover_every_skill(county: County) -> None:
    agents = [person for person in county.people if person.role == "agent"]
    assert len(agents) == 6
    assert sum(person.role == "supervisor" for person in county.people) == 2
    wanted = {service.skill for service in county.services.values()}
    assert wanted == set().union(*(agent.skills for agent in agents))
    assert all(agent.capacity[Channel.PHONE] == 1 for agent in agents)
    # Routing rules ask for an experienced hand in safeguarding.
    assert sum(agent.skills.get("safeguarding", 0) >= 3 for agent in agents) >= 2


@pytest.mark.parametrize(
    "name",
    [
        "received",
        "whatsapp-received",
        "whatsapp-received-later",
        "file-not-kept",
        "email-received",
        "email-too-long",
        "form-changed",
        "form-changed-email",
        "form-received",
        "form-received-email",
        "help",
    ],
)
def test_what_is_answered_by_itself_says_whom_to_call_in_danger(county: County, name: str) -> None:
    assert "call 999" in county.council.texts[name]


def test_texts_fit_in_two_parts(county: County) -> None:
    for template in county.council.texts.values():
        length = measure(template)
        assert (length.alphabet, length.segments <= 2) == (Alphabet.GSM_7, True), template


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("Massive pothole on Mill Lane, it burst my tyre", "highways/pothole"),
        ("the drain is blocked and the road is flooded", "highways/drainage"),
        ("Lamp post 12 in Church Street is flickering", "highways/street-lighting"),
        ("verge not cut, grass is 3ft high", "highways/grass"),
        ("Tree down across the road at Hill Top", "highways/danger"),
        ("my mum needs help with washing and dressing", "adult-social-care/care-needs"),
        ("I think my neighbour is hitting his wife", "adult-social-care/safeguarding"),
        ("can i get a grab rail for my bath", "adult-social-care/equipment"),
        ("school bus was late again", "student-support/transport"),
        ("how do I apply for a bursary", "student-support/awards"),
        ("please renew my books, they are overdue", "libraries/renewal"),
        ("looking for the parish register for my family tree", "local-history/request"),
        ("someone phoned pretending to be my bank, is it a scam", "consumer/scam"),
        ("the garage sold me a faulty car and will not refund me", "consumer/complaint"),
        ("I need a fire certificate for my hall", "business/fire-certificate"),
        ("FOI request: how much did the council spend on consultants", "information/foi"),
        ("when is my bin collection", "anything-else/triage"),
    ],
)
def test_a_text_finds_its_service_by_its_words(county: County, text: str, service: str) -> None:
    assert guess_service(text, county.services.values()).service == service


def test_a_county_that_is_open_at_all_hours_counts_its_targets_at_all_hours() -> None:
    at_night = datetime(2026, 12, 25, 3, 0, tzinfo=UTC)
    county, kept = load_county(open_all_hours=True), load_county()
    assert county.is_open("office", at_night)
    assert not kept.is_open("office", at_night)
    minute = timedelta(minutes=1)
    assert county.calendars["office"].after(at_night, minute) == at_night + minute
    assert kept.calendars["office"].after(at_night, minute) > at_night + timedelta(days=3)


def test_a_county_that_is_open_at_all_hours_says_so() -> None:
    assert set(load_county(open_all_hours=True).hours_spoken.values()) == {AT_ANY_TIME}
