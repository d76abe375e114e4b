"""The made-up fortnight: whole, plausible, the same every time, and only ever in an empty record."""

import re
import time
from collections import Counter
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from config.county import load_county
from core.address import phone
from core.reference import read
from core.service import Service
from records.counts import Count
from records.record import Record
from records.rows import Contact
from records.sample import load_sample
from records.sample.stories import stories
from tests.records.made_up import a_call

NOW = datetime(2026, 11, 23, 15, 40, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")


@pytest.fixture(scope="module")
def services() -> dict[str, Service]:
    return dict(load_county().services)


@pytest.fixture
def contacts(record: Record, services: dict[str, Service]) -> list[Contact]:
    assert load_sample(record, services, NOW) > 0
    with record.reading() as tx:
        return tx.contacts.recent(1_000)


def test_it_is_a_busy_fortnight(record: Record, contacts: list[Contact]) -> None:
    channels, outcomes = Counter(each.channel for each in contacts), Counter(each.outcome for each in contacts)
    assert 160 <= len(contacts) <= 260
    assert {each.state for each in contacts} == {"closed"}
    assert all(NOW - timedelta(days=15) < each.arrived_at < (each.closed_at or NOW) < NOW for each in contacts)
    assert len(channels) >= 5
    assert len({each.service for each in contacts}) >= 15
    assert 0.7 <= outcomes["served"] / len(contacts) <= 0.9
    assert outcomes["abandoned"] >= 2
    with record.reading() as tx:
        assert 60 <= tx.people.count() <= 90
        assert tx.contacts.routed_open() == tx.contacts.in_menu_open() == []
        assert tx.referrals.problems() == []


def test_the_boards_charts_have_something_to_show(record: Record, contacts: list[Contact]) -> None:
    with record.reading() as tx:
        for back in (3, 4):
            day = datetime(2026, 11, 23, tzinfo=LONDON) - timedelta(days=back)
            today = tx.counts.today(day)
            assert today.total.arrived >= 8
            assert today.total.answered_in_target >= today.total.answered * 0.6
            assert len([hour for hour in today.hours if hour.arrived]) >= 4


@pytest.mark.parametrize("hour", [0, 9, 23])
def test_nothing_of_it_is_of_today(record: Record, services: dict[str, Service], hour: int) -> None:
    day = datetime(2026, 7, 14, tzinfo=LONDON)
    load_sample(record, services, (day + timedelta(hours=hour, minutes=20)).astimezone(UTC))
    with record.reading() as tx:
        assert tx.counts.today(day).total == Count()
        assert tx.counts.today(day - timedelta(days=1)).total.arrived >= 8


def test_the_demonstrations_own_phone_has_a_story(record: Record, contacts: list[Contact]) -> None:
    with record.reading() as tx:
        (owner,) = tx.people.find(phone("07700 900123"))
        story = tx.people.timeline(owner.id)
    assert {item.kind for item in story} == {"contact", "message", "note", "outcome", "referral"}
    assert any(re.search(r"HW-\d+", item.text) for item in story)


def test_everything_belongs_together(record: Record, contacts: list[Contact]) -> None:
    with record.reading() as tx:
        for contact in contacts:
            if contact.outcome == "abandoned":
                continue
            messages = tx.messages.of_contact(contact.id)
            assert messages
            assert all(contact.arrived_at <= message.at <= (contact.closed_at or NOW) for message in messages)
            if contact.outcome == "referred":
                (referral,) = tx.referrals.of_contact(contact.id)
                case = tx.cases.get(str(contact.case_id))
                assert (referral.case_id, case.person_id) == (case.id, contact.person_id)
                assert read(case.reference) == case.reference


def test_no_number_and_no_mailbox_is_anybodys(record: Record, contacts: list[Contact]) -> None:
    """Ofcom keeps 07700 900000 to 900999 free for drama; example.org is nobody's by RFC 2606."""
    with record.reading() as tx:
        for person_id in {contact.person_id for contact in contacts}:
            for address in tx.people.get(str(person_id)).addresses:
                assert re.fullmatch(r"\+447700900\d{3}|[a-zâ]+\.\d+@example\.org", address.value)


def test_nothing_is_left_unfilled(record: Record, contacts: list[Contact]) -> None:
    with record.reading() as tx:
        for contact in contacts:
            texts = [contact.summary or "", *(message.text for message in tx.messages.of_contact(contact.id))]
            fields = [str(value) for each in tx.referrals.of_contact(contact.id) for value in each.fields.values()]
            assert not [text for text in texts + fields if "{" in text]


def test_the_same_seed_is_the_same_fortnight(record: Record, services: dict[str, Service]) -> None:
    told: list[object] = []
    for seed in (1, 1, 2):
        division = f"{record.division}-{len(told)}"
        load_sample(Redivided(record, division), services, NOW, seed)  # type: ignore[arg-type]
        with record.reading(division) as tx:
            told.append(
                [(str(each.arrived_at), each.channel, each.service, each.summary) for each in tx.contacts.recent(500)]
            )
    assert told[0] == told[1] != told[2]


class Redivided:
    """The same record, seen from another division."""

    def __init__(self, record: Record, division: str) -> None:
        self._record, self._division = record, division

    def transaction(self) -> object:
        return self._record.transaction(self._division)


def test_a_record_with_somebody_in_it_is_left_alone(record: Record, services: dict[str, Service]) -> None:
    with record.transaction() as tx:
        contact = a_call(tx)
    assert load_sample(record, services, NOW) == 0
    with record.reading() as tx:
        assert tx.contacts.recent() == [contact]


def test_it_takes_a_moment(record: Record, services: dict[str, Service]) -> None:
    start = time.perf_counter()
    load_sample(record, services, NOW)
    assert time.perf_counter() - start < 1.5


def test_every_story_is_about_a_service_and_tells_its_specialists_what_they_must_know(
    services: dict[str, Service],
) -> None:
    for story in stories():
        service = services[story.service]
        if story.refer:
            wanted = {field.name for field in service.fields if field.required}
            known = {field.name for field in service.fields}
            assert wanted <= story.refer.keys() <= known, (story.summary, asdict(story)["refer"].keys() ^ wanted)
