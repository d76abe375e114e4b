"""Contacts: taken in once, linked, planned, found again."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from core.address import email, phone
from core.channel import Band, Channel
from core.clock import ManualClock, to_ms
from core.errors import Conflict, InvalidInput, NotFound
from records.record import Record
from tests.records.conftest import NOON
from tests.records.made_up import CALLER, a_call, a_person, new_call
from tests.records.rivals import at_once, deliver


def test_a_contact_comes_back_as_it_was_delivered(record: Record) -> None:
    with record.transaction() as tx:
        contact, created = tx.contacts.take_in(new_call("CA1", facts={"said": "a pot hole", "tries": 2}))
    assert created
    assert (contact.channel, contact.provider_id, contact.to) == (Channel.PHONE, "CA1", "+441632960100")
    assert (contact.from_address, contact.service, contact.band) == (CALLER, "highways/pothole", Band.LIVE)
    assert (contact.state, contact.epoch, contact.arrived_at) == ("arrived", 0, NOON)
    assert contact.facts == {"said": "a pot hole", "tries": 2}
    with record.reading() as tx:
        assert tx.contacts.get(contact.id) == contact
        assert tx.contacts.by_provider_id(Channel.PHONE, "CA1") == contact
        assert tx.contacts.by_provider_id(Channel.SMS, "CA1") is None


def test_a_withheld_number_is_no_address(record: Record) -> None:
    with record.transaction() as tx:
        assert a_call(tx, from_address=None).from_address is None


def test_moments_keep_their_millisecond(record: Record) -> None:
    moment = NOON + timedelta(milliseconds=1)
    with record.transaction() as tx:
        assert a_call(tx, at=moment).arrived_at == moment


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("Sŵn y môr 🌊", id="beyond ASCII"),
        pytest.param("a\x00b", id="a NUL, which PostgreSQL refuses"),
        pytest.param("half \ud83d a pair", id="half a surrogate pair, which neither can encode"),
    ],
)
def test_odd_text_is_kept_alike_on_both(record: Record, words: str) -> None:
    shown = words.replace("\x00", "\ufffd").replace("\ud83d", "\ufffd")
    with record.transaction() as tx:
        contact = a_call(tx, facts={"said": [words]})
        assert contact.facts == {"said": [shown]}
        assert tx.messages.add(contact.id, "in", words, "resident").text == shown


def test_fifty_deliveries_at_once_make_one_contact(record: Record) -> None:
    def take_in(_: int) -> tuple[str, bool]:
        with record.transaction() as tx:
            contact, created = tx.contacts.take_in(new_call("CA-once"))
            return contact.id, created

    with ThreadPoolExecutor(50) as threads:
        answers = list(threads.map(take_in, range(50)))
    assert len({contact_id for contact_id, _ in answers}) == 1
    assert [created for _, created in answers].count(True) == 1


def test_deliveries_to_several_processes_make_one_contact(url: str, record: Record) -> None:
    answers = [one for process in at_once(deliver, [(url, record.division, "CA-once", 10)] * 3) for one in process]
    assert len({contact_id for contact_id, _ in answers}) == 1
    assert [created for _, created in answers].count(True) == 1


def test_a_plan_hands_the_contact_to_the_engine(record: Record, clock: ManualClock) -> None:
    with record.transaction() as tx:
        contact = a_call(tx)
        assert [found.id for found in tx.contacts.in_menu_open()] == [contact.id]
        assert tx.contacts.routed_open() == []
    clock.advance(8)
    due = NOON + timedelta(seconds=28)
    with record.transaction() as tx:
        plan = {"steps": [], "due_ms": to_ms(due), "band": "live", "rules_version": 3}
        planned = tx.contacts.set_plan(contact.id, plan)
        assert (planned.state, planned.queued_at, planned.due_at) == ("waiting", NOON + timedelta(seconds=8), due)
        assert (planned.plan, planned.rules_version) == (plan, 3)
        assert tx.contacts.in_menu_open() == []
        assert [found.id for found in tx.contacts.routed_open()] == [contact.id]


def test_what_is_open_is_read_page_by_page_in_order_of_arrival(record: Record, clock: ManualClock) -> None:
    with record.transaction() as tx:
        for minute in (0, 1, 1, 1, 2):
            tx.contacts.set_plan(a_call(tx, at=NOON + timedelta(minutes=minute)).id, {})
        a_call(tx)
        ids = tx.contacts.routed_open_ids()
        first, at = tx.contacts.routed_open_page(None, 2)
        second, further = tx.contacts.routed_open_page(at, 2)
        assert [*first, *second] == ids[:4]
        assert tx.contacts.routed_open_page(further, 2) == (ids[4:], None), "and then from the start"
        assert tx.contacts.routed_open_newest(3) == ids[:1:-1]


def test_a_new_plan_keeps_the_place_and_the_state(record: Record, clock: ManualClock) -> None:
    with record.transaction() as tx:
        contact = a_call(tx)
        tx.contacts.set_plan(contact.id, {"due_ms": to_ms(NOON)})
        tx.contacts.move(contact.id, "offered", agent="acc_1", epoch=1)
    clock.advance(60)
    with record.transaction() as tx:
        again = tx.contacts.set_plan(contact.id, {"due_ms": to_ms(NOON)}, rules_version=9, band=Band.STANDARD)
    assert (again.state, again.queued_at, again.rules_version, again.band) == ("offered", NOON, 9, Band.STANDARD)


def test_the_wait_is_counted_from_the_queue_not_from_the_menu(record: Record, clock: ManualClock) -> None:
    with record.transaction() as tx:
        contact = a_call(tx)
        assert contact.wait_s is None
    clock.advance(30)
    with record.transaction() as tx:
        tx.contacts.set_plan(contact.id, {})
    clock.advance(12)
    with record.transaction() as tx:
        tx.contacts.move(contact.id, "active", agent="acc_1", epoch=1)
        assert tx.contacts.get(contact.id).wait_s == 12


def test_the_end_of_what_has_closed_may_be_put_right_and_of_nothing_else(record: Record, clock: ManualClock) -> None:
    with record.transaction() as tx:
        contact = a_call(tx)
        with pytest.raises(Conflict):
            tx.contacts.correct_outcome(contact.id, "withdrawn")
        closed = tx.contacts.move(contact.id, "closed", outcome="served", at=tx.now)
        assert tx.contacts.correct_outcome(contact.id, "withdrawn") == replace(closed, outcome="withdrawn")


def test_facts_are_added_to(record: Record) -> None:
    with record.transaction() as tx:
        contact = a_call(tx, facts={"said": "a hole", "place": {"road": "Mill Lane"}})
        merged = tx.contacts.merge_facts(contact.id, {"place": {"postcode": "WM1 1AA"}, "photos": 1})
    assert merged.facts == {"said": "a hole", "place": {"postcode": "WM1 1AA"}, "photos": 1}


def test_whom_it_concerns_is_not_the_caller(record: Record) -> None:
    with record.transaction() as tx:
        daughter = a_person(tx, "Dana Ferris", phone("07700 900124"))
        father = tx.people.create("Ted Ferris").id
        home = tx.organisations.create("Westmere House")
        contact = tx.contacts.link(a_call(tx).id, person_id=daughter)
        contact = tx.contacts.set_concerns(
            contact.id, father, relation="daughter", authority="lasting power of attorney", organisation_id=home.id
        )
        assert (contact.person_id, contact.concerns_person_id) == (daughter, father)
        assert (contact.relation, contact.authority) == ("daughter", "lasting power of attorney")
        assert tx.organisations.get(str(contact.organisation_id)) == home
        for person in (daughter, father):
            assert {item.contact_id for item in tx.people.timeline(person)} == {contact.id}
        back = tx.contacts.set_concerns(contact.id, None)
        assert (back.concerns_person_id, back.relation, back.organisation_id) == (None, None, home.id)


def test_a_link_says_only_what_it_is_given(record: Record) -> None:
    with record.transaction() as tx:
        person = a_person(tx)
        case = tx.cases.create(person, "highways/pothole")
        contact = tx.contacts.link(a_call(tx).id, person_id=person)
        assert tx.contacts.link(contact.id, case_id=case.id).person_id == person
        assert [found.id for found in tx.contacts.of_case(case.id)] == [contact.id]
        assert [found.id for found in tx.contacts.of_person(person)] == [contact.id]


def test_the_newest_arrivals_come_first(record: Record) -> None:
    with record.transaction() as tx:
        made = [a_call(tx, at=NOON + timedelta(seconds=n)).id for n in range(5)]
        assert [contact.id for contact in tx.contacts.recent(3)] == made[:1:-1]


def test_what_is_not_there_is_not_found(record: Record) -> None:
    with record.transaction() as tx:
        for look in (
            lambda: tx.contacts.get("con_none"),
            lambda: tx.contacts.move("con_none", "active"),
            lambda: tx.contacts.merge_facts("con_none", {}),
            lambda: tx.contacts.set_service("con_none", "highways/grass"),
            lambda: tx.cases.get("cas_none"),
            lambda: tx.organisations.get("org_none"),
            lambda: tx.documents.get("doc_none"),
        ):
            with pytest.raises(NotFound):
                look()


def test_a_state_that_no_contact_has_is_refused(record: Record) -> None:
    with record.transaction() as tx:
        contact = a_call(tx)
        with pytest.raises(InvalidInput):
            tx.contacts.move(contact.id, "lost")


def test_service_and_summary_are_kept(record: Record) -> None:
    with record.transaction() as tx:
        contact = a_call(tx, service=None, from_address=email("someone@example.org"))
        assert tx.contacts.set_service(contact.id, "highways/grass").service == "highways/grass"
        assert tx.contacts.set_summary(contact.id, "Verge not cut").summary == "Verge not cut"


def test_a_document_is_listed_with_its_contact(record: Record) -> None:
    with record.transaction() as tx:
        contact = a_call(tx)
        document = tx.documents.add(contact.id, "hole.jpg", "image/jpeg", 5_000_000_000, "ab" * 32, "2026/11/hole.jpg")
        assert document.size == 5_000_000_000
        assert tx.documents.of_contact(contact.id) == [document]
