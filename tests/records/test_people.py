"""People, their cases, and their story in one list."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.address import Address, AddressKind, email, phone
from core.channel import Channel
from core.clock import ManualClock
from core.errors import Conflict, InvalidInput, NotFound
from core.reference import read
from records.cases import Cases
from records.record import Record
from tests.records.conftest import NOON
from tests.records.made_up import CALLER, a_call, a_person


def test_a_shared_number_finds_everybody_who_has_it(record: Record, clock: ManualClock) -> None:
    with record.transaction() as tx:
        first = tx.people.create("Ann Ferris", [CALLER])
    clock.advance(1)
    with record.transaction() as tx:
        second = tx.people.create("Bob Ferris", [email("bob@example.org"), CALLER])
        assert tx.people.find(CALLER) == [first, second]
        assert tx.people.find(email("bob@example.org")) == [second]
        assert tx.people.find(phone("07700 900999")) == []
        assert set(second.addresses) == {CALLER, email("bob@example.org")}


def test_a_person_may_have_no_name_and_no_address(record: Record) -> None:
    with record.transaction() as tx:
        person = tx.people.create()
        assert (person.name, person.addresses) == (None, ())


def test_a_change_touches_only_what_it_names(record: Record) -> None:
    with record.transaction() as tx:
        person = tx.people.create("Ann Ferris")
        tx.people.update(person.id, language="pl")
        changed = tx.people.update(person.id, access_needs="Hard of hearing: speak slowly.")
        assert (changed.name, changed.language) == ("Ann Ferris", "pl")
        assert changed.access_needs == "Hard of hearing: speak slowly."
        with pytest.raises(InvalidInput):
            tx.people.update(person.id, id="per_other")
        with pytest.raises(NotFound):
            tx.people.update("per_none", name="x")


def test_an_address_is_added_once(record: Record) -> None:
    with record.transaction() as tx:
        person = tx.people.create("Ann Ferris", [CALLER])
        letter = Address(kind=AddressKind.POSTAL, value="1 Mill Lane\nWestmere\nWM1 1AA")
        assert [tx.people.add_address(person.id, letter) for _ in range(2)] == [True, False]
        assert len(tx.people.get(person.id).addresses) == 2


def test_a_case_has_a_reference_that_survives_being_spoken(record: Record) -> None:
    with record.transaction() as tx:
        case = tx.cases.create(a_person(tx), "highways/pothole", owner="acc_1", promised_at=NOON + timedelta(days=5))
        assert read(case.reference) == case.reference
        assert tx.cases.by_reference(case.reference.replace("-", " ")) == case
        assert (case.state, case.owner, case.promised_at) == ("open", "acc_1", NOON + timedelta(days=5))


def test_a_reference_that_is_taken_is_drawn_again(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter(["111-111-111", "111-111-111", "111-111-111", "222-222-222"])
    monkeypatch.setattr(Cases, "draw", staticmethod(lambda: next(drawn)))
    with record.transaction() as tx:
        assert [tx.cases.create(None, "x").reference for _ in range(2)] == ["111-111-111", "222-222-222"]
        with pytest.raises(Conflict):
            tx.cases.create(None, "x", reference="222-222-222")


def test_a_person_has_their_newest_open_case_about_a_service(record: Record, clock: ManualClock) -> None:
    with record.transaction() as tx:
        person = a_person(tx)
        old = tx.cases.create(person, "highways/pothole")
    clock.advance(60)
    with record.transaction() as tx:
        new = tx.cases.create(person, "highways/pothole")
        assert tx.cases.open_for(person, "highways/pothole") == new
        assert tx.cases.open_for(person, "highways/grass") is None
        closed = tx.cases.close(new.id)
        assert (closed.state, closed.closed_at) == ("closed", NOON + timedelta(seconds=60))
        assert tx.cases.close(new.id, at=NOON + timedelta(days=1)) == closed
        assert tx.cases.open_for(person, "highways/pothole") == old
        assert tx.cases.of_person(person) == [closed, old]
        assert tx.cases.reopen(new.id) == new


def test_a_case_changes_only_in_what_may_change(record: Record) -> None:
    with record.transaction() as tx:
        case = tx.cases.create(None, "highways/pothole")
        person = a_person(tx)
        changed = tx.cases.update(case.id, owner="acc_2", next_action="Ring back", person_id=person)
        assert (changed.owner, changed.next_action, changed.person_id) == ("acc_2", "Ring back", person)
        with pytest.raises(InvalidInput):
            tx.cases.update(case.id, reference="111-111-111")


def test_a_story_is_told_from_the_newest_back(record: Record) -> None:
    def after(minutes: int) -> timedelta:
        return timedelta(minutes=minutes)

    with record.transaction() as tx:
        person = a_person(tx)
        case = tx.cases.create(person, "highways/pothole")
        call = a_call(tx, at=NOON)
        text = a_call(tx, channel=Channel.SMS, at=NOON + after(60))
        for contact in (call, text):
            tx.contacts.link(contact.id, person_id=person, case_id=case.id)
        tx.contacts.set_summary(call.id, "Hole by the school")
        tx.messages.add(call.id, "note", "Deep enough to break a wheel.", "acc_1", at=NOON + after(1))
        referral = tx.referrals.create(
            case.id, call.id, "highways/pothole", "Highways", {}, "acc_1", at=NOON + after(2)
        )
        tx.referrals.acknowledged(referral.id, "HW-1", NOON + after(3))
        tx.contacts.move(call.id, "closed", agent="acc_1", outcome="referred", at=NOON + after(4))
        tx.messages.add(text.id, "in", "Any news?", "resident", at=NOON + after(60))
        tx.messages.add(text.id, "out", "Tomorrow.", "acc_1", at=NOON + after(61))
        story = tx.people.timeline(person)
        assert [(item.kind, item.text, item.direction, item.status) for item in story] == [
            ("message", "Tomorrow.", "out", "queued"),
            ("message", "Any news?", "in", "received"),
            ("contact", "highways/pothole", "in", "arrived"),
            ("outcome", "referred", None, "referred"),
            ("referral", "highways/pothole HW-1", "out", "acknowledged"),
            ("note", "Deep enough to break a wheel.", "note", "kept"),
            ("contact", "Hole by the school", "in", "closed"),
        ]
        assert {item.case_id for item in story} == {case.id}
        assert tx.people.timeline(person, limit=3) == story[:3]


def test_a_story_says_the_outcome_that_the_agent_chose(record: Record) -> None:
    with record.transaction() as tx:
        person = a_person(tx)
        call = a_call(tx, at=NOON, person_id=person)
        tx.contacts.merge_facts(call.id, {"outcome": "advice"})
        tx.contacts.move(call.id, "closed", agent="acc_1", outcome="served", at=NOON + timedelta(minutes=4))
        ended = tx.people.timeline(person)[0]
    assert (ended.kind, ended.text, ended.status) == ("outcome", "advice", "served")


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(minutes=st.lists(st.integers(0, 600), min_size=1, max_size=12), limit=st.integers(1, 40))
def test_a_short_story_is_the_beginning_of_the_long_one(record: Record, minutes: list[int], limit: int) -> None:
    with record.transaction() as tx:
        person = a_person(tx)
        for minute in minutes:
            at = NOON + timedelta(minutes=minute)
            contact = a_call(tx, at=at, person_id=person)
            tx.messages.add(contact.id, "note", str(minute), "acc_1", at=at + timedelta(minutes=minute % 7))
            tx.contacts.move(contact.id, "closed", outcome="served", at=at + timedelta(minutes=9))
        whole = tx.people.timeline(person, limit=1000)
        assert len(whole) == 3 * len(minutes)
        assert [item.at for item in whole] == sorted((item.at for item in whole), reverse=True)
        assert [item.at for item in tx.people.timeline(person, limit)] == [item.at for item in whole[:limit]]
