"""Two records of one person made one, and separated again: what moves, what goes back, what nobody may do at once."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from core.address import Address, email, phone
from core.clock import ManualClock
from core.errors import Conflict, InvalidInput, NotFound
from records.database import open_engine, writing
from records.merges import BOTH_CONFIRMED, GONE, KEEPS_CONFIRMED, LATER_FIRST
from records.person_rows import Merge
from records.record import Record
from records.tx import Tx
from tests.records.conftest import NOON
from tests.records.made_up import CALLER, a_call, a_person

LANDLINE = phone("01632 960123")
MAIL = email("ada@example.org")


def _merge(tx: Tx, kept: str, merged: str, key: str | None = None) -> Merge:
    return tx.merges.make(kept, merged, by="acc_1", why="They said so", key=key or f"{kept} {merged} {tx.now}")


def _part(tx: Tx, merge: Merge) -> Merge:
    return tx.merges.part(merge.id, by="acc_2", why="A brother after all")


def test_everything_of_the_one_is_the_others_and_goes_back(record: Record) -> None:
    with record.transaction() as tx:
        ada, pope = a_person(tx, "Ada Pope", CALLER), tx.people.create(None, [CALLER, MAIL]).id
        tx.people.update(pope, language="pl", access_needs="large print")
        case = tx.cases.create(pope, "highways/pothole")
        call, about = a_call(tx, person_id=pope), a_call(tx, from_address=None)
        tx.contacts.set_concerns(about.id, pope)
        marker = tx.markers.add(pope, "Afraid at home", "acc_1")
        before = (tx.people.get(ada), tx.people.get(pope))

        merge = _merge(tx, ada, pope)
        kept = tx.people.get(ada)
        assert (kept.name, kept.language, kept.access_needs) == ("Ada Pope", "pl", "large print")
        assert set(kept.addresses) == {CALLER, MAIL}
        assert merge.filled == {"language": "pl", "access_needs": "large print"}
        assert tx.merges.moved(merge.id) == [
            ("case", case.id),
            ("concern", about.id),
            ("contact", call.id),
            ("email", MAIL.value),
            ("marker", marker.id),
        ]
        assert (tx.contacts.get(call.id).person_id, tx.cases.get(case.id).person_id) == (ada, ada)
        assert tx.contacts.get(about.id).concerns_person_id == ada
        assert [each.id for each in tx.markers.of_person(ada)] == [marker.id]

        parted = _part(tx, merge)
        assert (parted.parted_by, parted.parted_why) == ("acc_2", "A brother after all")
        assert (tx.people.get(ada), tx.people.get(pope)) == before
        assert (tx.contacts.get(call.id).person_id, tx.cases.get(case.id).person_id) == (pope, pope)
        assert tx.contacts.get(about.id).concerns_person_id == pope
        assert (tx.markers.of_person(ada), len(tx.markers.of_person(pope))) == ([], 1)


def test_one_who_was_merged_is_never_found_and_old_links_lead_to_the_one_who_was_kept(record: Record) -> None:
    with record.transaction() as tx:
        ada, pope = a_person(tx, "Ada Pope", CALLER), a_person(tx, "Ada Pope", CALLER)
        _merge(tx, ada, pope)
        assert [each.id for each in tx.people.find(CALLER)] == [ada]
        assert [each.id for each in tx.people.named("ada pope", 5)] == [ada]
        assert [each.id for each in tx.people.like("pope", 5)] == [ada]
        assert (tx.people.get(pope).id, tx.people.itself(pope).id) == (ada, pope)
        call = a_call(tx, person_id=pope)
        case = tx.cases.create(pope, "highways/pothole")
        tx.people.add_address(pope, MAIL)
        tx.people.update(pope, language="cy")
        assert (call.person_id, case.person_id) == (ada, ada)
        assert (MAIL in tx.people.get(ada).addresses, tx.people.get(ada).language) == (True, "cy")
        assert tx.contacts.link(call.id, person_id=pope).person_id == ada
        assert tx.contacts.set_concerns(call.id, pope).concerns_person_id == ada
        assert tx.cases.update(case.id, person_id=pope).person_id == ada


def test_what_came_since_and_what_was_changed_since_stays(record: Record, clock: ManualClock) -> None:
    with record.transaction() as tx:
        ada, pope = a_person(tx, "Ada Pope", CALLER), tx.people.create("A. Pope", [LANDLINE]).id
        tx.people.update(pope, language="pl", access_needs="large print")
        old, put_right = a_call(tx, person_id=pope), a_call(tx, person_id=pope)
        merge = _merge(tx, ada, pope)
    clock.advance(60)
    with record.transaction() as tx:
        new = a_call(tx, person_id=ada, at=NOON + timedelta(seconds=60))
        somebody_else = a_person(tx, "Bob Pope", MAIL)
        tx.contacts.link(put_right.id, person_id=somebody_else)
        tx.people.update(ada, language="cy")
        parted = _part(tx, merge)
        assert [tx.contacts.get(each.id).person_id for each in (old, new, put_right)] == [pope, ada, somebody_else]
        assert (tx.people.get(ada).language, tx.people.get(ada).access_needs) == ("cy", None)
        assert tx.people.get(pope).language == "pl"
        assert tx.merges.since(parted) == 1


def test_what_two_merges_brought_stays_until_both_are_separated(record: Record) -> None:
    with record.transaction() as tx:
        ada = tx.people.create("Ada Pope", [CALLER]).id
        two = [tx.people.create(None, [LANDLINE]).id for _ in range(2)]
        for each in two:
            tx.people.update(each, language="pl")
        first, second = [_merge(tx, ada, each) for each in two]
        for merge, left in ((first, ({CALLER, LANDLINE}, "pl")), (second, ({CALLER}, None))):
            _part(tx, merge)
            kept = tx.people.get(ada)
            assert (set(kept.addresses), kept.language) == left
        assert [tx.people.get(each).addresses for each in two] == [(LANDLINE,), (LANDLINE,)]


def test_a_merge_of_the_kept_one_into_a_third_is_separated_first(record: Record) -> None:
    with record.transaction() as tx:
        first, second, third = (a_person(tx, name) for name in ("Ada Pope", "A. Pope", "Mrs Pope"))
        call = a_call(tx, person_id=first)
        inner, outer = _merge(tx, second, first), _merge(tx, third, second)
        assert (tx.people.get(first).id, tx.contacts.get(call.id).person_id) == (third, third)
        with pytest.raises(Conflict, match=LATER_FIRST):
            _part(tx, inner)
        for merge, whose in ((outer, second), (inner, first)):
            _part(tx, merge)
            assert tx.contacts.get(call.id).person_id == whose


def test_asked_twice_it_is_done_once(record: Record) -> None:
    with record.transaction() as tx:
        ada, pope = a_person(tx, "Ada Pope"), a_person(tx, "A. Pope")
        merge = _merge(tx, ada, pope, key="k1")
        assert _merge(tx, ada, pope, key="k1") == merge
        parted = _part(tx, merge)
        assert tx.merges.part(merge.id, by="acc_3", why="Again") == parted
        assert [each.id for each in tx.merges.of_person(ada)] == [merge.id]


def test_a_confirmed_person_is_kept_and_never_merged_with_another_confirmed_one(record: Record) -> None:
    with record.transaction() as tx:
        ada, pope, plain = (a_person(tx, name) for name in ("Ada Pope", "Mrs Pope", "A. Pope"))
        for each in (ada, pope):
            known = tx.people.verify(each, "acc_1", "Passport seen")
            assert (known.verified_at, known.verified_by, known.verified_how) == (NOON, "acc_1", "Passport seen")
        with pytest.raises(Conflict, match=BOTH_CONFIRMED):
            _merge(tx, ada, pope)
        with pytest.raises(Conflict, match=KEEPS_CONFIRMED):
            _merge(tx, plain, ada)
        assert tx.people.verify(pope, "acc_1", None).verified_at is None
        _merge(tx, ada, pope)
        _merge(tx, ada, plain)
        assert tx.people.get(plain).verified_how == "Passport seen"


def test_nobody_is_merged_with_themselves_with_nobody_or_over_a_divisions_border(record: Record) -> None:
    with record.transaction("elsewhere") as tx:
        stranger = a_person(tx, "Ada Pope")
    with record.transaction() as tx:
        ada = a_person(tx, "Ada Pope")
        with pytest.raises(InvalidInput):
            _merge(tx, ada, ada)
        for nobody in (stranger, "per_none"):
            with pytest.raises(NotFound):
                _merge(tx, ada, nobody)


def test_of_two_who_merge_the_same_person_at_once_one_does(record: Record) -> None:
    with record.transaction() as tx:
        ada, one, two = (a_person(tx, name) for name in ("Ada Pope", "Mrs Pope", "A. Pope"))
    done = _at_once(record, [lambda tx: _merge(tx, one, ada), lambda tx: _merge(tx, two, ada)])
    assert sorted(done) == [GONE, "done"]
    with record.reading() as tx:
        assert tx.people.get(ada).id in (one, two)


@pytest.mark.parametrize("times", range(3))
def test_what_is_linked_in_the_moment_of_a_merge_is_the_kept_ones(record: Record, times: int) -> None:
    with record.transaction() as tx:
        ada, pope = a_person(tx, "Ada Pope"), a_person(tx, "A. Pope")
        calls = [a_call(tx) for _ in range(6)]

    def links(contact: str) -> Callable[[Tx], object]:
        return lambda tx: tx.contacts.link(contact, person_id=pope)

    acts = [links(each.id) for each in calls]
    acts.insert(times * 3, lambda tx: _merge(tx, ada, pope))
    assert set(_at_once(record, acts)) == {"done"}
    with record.reading() as tx:
        assert {tx.contacts.get(each.id).person_id for each in calls} == {ada}


def test_a_marker_is_lifted_once_and_only_from_whom_it_is_of(record: Record) -> None:
    with record.transaction() as tx:
        ada, pope = a_person(tx, "Ada Pope"), a_person(tx, "A. Pope")
        marker = tx.markers.add(ada, "Afraid at home", "acc_1")
        with pytest.raises(NotFound):
            tx.markers.lift(marker.id, pope, "acc_1")
        for _ in range(2):
            tx.markers.lift(marker.id, ada, "acc_1")
        assert tx.markers.of_person(ada) == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        pytest.param("pope", ["Ada Pope", "Pope, A."], id="a part of the name, in small letters"),
        pytest.param("POPE ada", ["Ada Pope"], id="all of the words, in any order"),
        pytest.param("%", [], id="a sign that means something to a database"),
        pytest.param("  ", [], id="no words at all"),
    ],
)
def test_people_are_found_by_parts_of_their_names(record: Record, words: str, found: list[str]) -> None:
    with record.transaction() as tx:
        for name in ("Ada Pope", "Pope, A.", "Bob Ferris"):
            a_person(tx, name)
        assert sorted(str(each.name) for each in tx.people.like(words, 10)) == found


def test_the_step_can_be_taken_back(fresh_url: str) -> None:
    record = Record(fresh_url, division="westmere", clock=ManualClock(NOON))
    record.migrate()
    with record.transaction() as tx:
        a_person(tx, "Ada Pope")
    engine = open_engine(fresh_url)
    with writing(engine) as connection, connection.begin():
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(Path("records/migrations").resolve()))
        command.downgrade(config, "0009")
        command.upgrade(config, "head")
    engine.dispose()
    with record.reading() as tx:
        assert [each.name for each in tx.people.find(CALLER)] == ["Ada Pope"]
    record.close()


@dataclass
class _Model:
    """What should be: who is merged into whom, which merge did it, and who had what of their own."""

    into: dict[str, str] = field(default_factory=dict)
    merges: dict[str, Merge] = field(default_factory=dict)
    contacts: dict[str, str] = field(default_factory=dict)
    addresses: dict[str, set[Address]] = field(default_factory=dict)

    def living(self, person: str) -> str:
        return self.living(self.into[person]) if person in self.into else person

    def reached(self, person: str) -> set[Address]:
        theirs = [each for each in self.addresses if self.living(each) == person]
        return set().union(*(self.addresses[each] for each in theirs))


PEOPLE = 4
ACTS = st.tuples(st.sampled_from(("merge", "part", "call", "number")), st.integers(0, 3), st.integers(0, 3))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACTS, max_size=14))
@example(acts=[("merge", 0, 1), ("merge", 0, 2), ("part", 1, 0)])
def test_every_contact_and_address_is_always_with_exactly_one_living_person(
    record: Record, acts: list[tuple[str, int, int]]
) -> None:
    with record.transaction() as tx:
        model = _Model()
        ids = [_somebody(tx, model, number) for number in range(PEOPLE)]
        for turn, (act, a, b) in enumerate(acts):
            _act(tx, model, act, ids[a], ids[b], turn)
            for contact, whose in model.contacts.items():
                assert tx.contacts.get(contact).person_id == model.living(whose)
            for each in ids:
                assert tx.people.get(each).id == model.living(each)
                if each not in model.into:
                    assert set(tx.people.get(each).addresses) == model.reached(each)
                    assert len(tx.people.get(each).addresses) == len(model.reached(each))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACTS.filter(lambda act: act[0] in ("merge", "part")), max_size=14))
def test_when_every_merge_is_separated_everything_is_as_it_was(
    record: Record, acts: list[tuple[str, int, int]]
) -> None:
    with record.transaction() as tx:
        model = _Model()
        ids = [_somebody(tx, model, number) for number in range(PEOPLE)]
        before = [tx.people.itself(each) for each in ids]
        for turn, (act, a, b) in enumerate(acts):
            _act(tx, model, act, ids[a], ids[b], turn)
        while model.into:
            for each in [merged for merged, kept in model.into.items() if kept not in model.into]:
                _act(tx, model, "part", each, each, 0)
        assert [tx.people.itself(each) for each in ids] == before
        assert all(tx.contacts.get(contact).person_id == whose for contact, whose in model.contacts.items())


def _somebody(tx: Tx, model: _Model, number: int) -> str:
    """Each shares an address with the next; two speak a language, one has no name."""
    own = {phone(f"07700 90020{number}"), phone(f"07700 90020{(number + 1) % PEOPLE}")}
    person = tx.people.create(f"Person {number}" if number else None, sorted(own, key=lambda each: each.value)).id
    tx.people.update(person, language="pl" if number % 2 else None, access_needs=f"need {number}" if number else None)
    model.addresses[person] = own
    model.contacts[a_call(tx, person_id=person).id] = person
    return person


def _act(tx: Tx, model: _Model, act: str, one: str, other: str, turn: int) -> None:
    if act == "merge" and one != other and one not in model.into and other not in model.into:
        model.merges[other] = tx.merges.make(one, other, by="acc_1", why="x", key=f"{one} {other} {turn}")
        model.into[other] = one
    if act == "part" and one in model.into and model.into[one] not in model.into:
        tx.merges.part(model.merges[one].id, by="acc_1", why="x")
        del model.into[one]
    if act == "call":
        model.contacts[a_call(tx, person_id=one).id] = model.living(one)
    if act == "number":
        number = phone(f"07700 90030{turn % 10}")
        tx.people.add_address(one, number)
        whose = model.living(one)
        model.addresses[whose] |= {number} - model.reached(whose)


def _at_once(record: Record, acts: list[Callable[[Tx], object]]) -> list[str]:
    """What came of each: done, or why not."""
    came: list[str] = []
    gate = threading.Barrier(len(acts))

    def run(act: Callable[[Tx], object]) -> None:
        gate.wait()
        try:
            with record.transaction() as tx:
                act(tx)
            came.append("done")
        except Conflict as refused:
            came.append(str(refused))

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return came
