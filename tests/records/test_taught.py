"""Examples, what agents put right, and lessons: kept, withdrawn, removed, numbered, and of each division alone."""

import itertools
import threading
from datetime import timedelta

import pytest

from core.clock import ManualClock
from core.errors import Conflict, InvalidTransition, NotFound
from core.lesson import HOLDS, MOVES, Did, Lesson, advance
from records.put_right import PUT_AWAY, TAUGHT
from records.record import Record
from tests.records.conftest import NOON
from tests.records.made_up import a_call

SWAN = "a swan sits in the middle of the roundabout"


@pytest.mark.parametrize(("state", "did"), list(itertools.product(Lesson, Did)))
def test_a_lesson_moves_only_as_its_table_says(state: Lesson, did: Did) -> None:
    if did in MOVES.get(state, {}):
        assert advance(state, did) is MOVES[state][did]
    else:
        with pytest.raises(InvalidTransition):
            advance(state, did)


def test_an_example_is_withdrawn_brought_back_and_removed(record: Record) -> None:
    with record.transaction() as tx:
        id = tx.taught.add(SWAN, "highways/danger", "acc_1", at_most=5).id
        assert [each.text for each in tx.taught.now()] == [SWAN]
        assert [tx.taught.withdraw(id, "acc_2") for _ in range(2)] == [True, False]
        assert (tx.taught.now(), [each.withdrawn_by for each in tx.taught.withdrawn(NOON)]) == ([], ["acc_2"])
        assert [tx.taught.bring_back(id, at_most=5) for _ in range(2)] == [True, False]
        assert tx.taught.remove(id)
        with pytest.raises(NotFound):
            tx.taught.get(id)


@pytest.mark.parametrize("same", [SWAN, SWAN.upper(), f"  {SWAN.replace(' ', '  ')} "])
def test_the_same_words_are_taught_once(record: Record, same: str) -> None:
    with record.transaction() as tx:
        first = tx.taught.add(SWAN, "highways/danger", "acc_1", at_most=5).id
        with pytest.raises(Conflict):
            tx.taught.add(same, "libraries/enquiry", "acc_1", at_most=5)
        tx.taught.withdraw(first, "acc_1")
        tx.taught.add(same, "libraries/enquiry", "acc_1", at_most=5)
        with pytest.raises(Conflict):
            tx.taught.bring_back(first, at_most=5)


def test_of_two_at_once_only_one_finds_room(record: Record) -> None:
    said: list[str] = []

    def add(words: str) -> None:
        try:
            with record.transaction() as tx:
                tx.taught.add(words, "highways/danger", "acc_1", at_most=1)
            said.append("kept")
        except Conflict:
            said.append("refused")

    threads = [threading.Thread(target=add, args=(f"{SWAN} {number}",)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["kept"] + ["refused"] * 7


def test_what_was_withdrawn_is_forgotten_after_its_time(record: Record, clock: ManualClock) -> None:
    with record.transaction() as tx:
        kept, gone = (tx.taught.add(f"{SWAN} {n}", "unsure", "acc_1", at_most=5).id for n in range(2))
        tx.taught.withdraw(gone, "acc_1")
    clock.advance(timedelta(days=31).total_seconds())
    with record.transaction() as tx:
        assert tx.taught.forget(tx.now - timedelta(days=30)) == 1
        assert [each.id for each in tx.taught.now()] == [kept]


def test_what_an_agent_chose_last_is_the_suggestion(record: Record) -> None:
    with record.transaction() as tx:
        contact = a_call(tx).id
        tx.put_right.say(contact, None, "libraries/enquiry", "acc_1")
        tx.put_right.say(contact, None, "libraries/renewal", "acc_2")
        (found,) = tx.put_right.open(NOON, 10)
        assert (found.guessed, found.chosen, found.by) == (None, "libraries/renewal", "acc_2")
        tx.put_right.say(contact, "libraries/renewal", "libraries/renewal", "acc_2")
        assert tx.put_right.open(NOON, 10) == []


def test_a_suggestion_is_settled_once_and_stays_so(record: Record) -> None:
    with record.transaction() as tx:
        contact = a_call(tx).id
        tx.put_right.say(contact, "libraries/enquiry", "libraries/renewal", "acc_1")
        assert [tx.put_right.settle(contact, "acc_9", how) for how in (PUT_AWAY, TAUGHT)] == [True, False]
        tx.put_right.say(contact, "libraries/enquiry", "local-history/request", "acc_1")
        assert tx.put_right.open(NOON, 10) == []
        tx.put_right.unsettle(contact)
        assert [each.chosen for each in tx.put_right.open(NOON, 10)] == ["libraries/renewal"]
        with pytest.raises(NotFound):
            tx.put_right.settle("con_0", "acc_9", TAUGHT)


def test_one_lesson_waits_for_all_who_ask_and_the_newest_that_passed_holds(record: Record) -> None:
    with record.transaction() as tx:
        assert [(row.n, new) for row, new in (tx.lessons.ask("acc_1"), tx.lessons.ask("acc_2"))] == [
            (1, True),
            (1, False),
        ]
        assert tx.lessons.begin(1, 3, "sum") is not None
        second, new = tx.lessons.ask("acc_2")
        assert (second.n, new) == (2, True)
        assert tx.lessons.begin(1, 3, "sum") is None  # a later one was asked for
        tx.lessons.begin(2, 4, "sum")
        tx.lessons.end(2, Did.STAND, correction="second")
        tx.lessons.end(1, Did.STAND, correction="first")
        assert (tx.lessons.held_n(), tx.lessons.correction(2), tx.lessons.correction(1)) == (2, "second", None)


@pytest.mark.parametrize("did", [Did.REFUSE, Did.FAIL])
def test_what_does_not_pass_leaves_the_one_before(record: Record, did: Did) -> None:
    with record.transaction() as tx:
        for n, ended in ((1, Did.STAND), (2, did)):
            tx.lessons.ask("acc_1")
            tx.lessons.begin(n, n, "sum")
            tx.lessons.end(n, ended, correction="learned" if ended is Did.STAND else None, problem="why")
        assert (tx.lessons.held_n(), tx.lessons.correction(1)) == (1, "learned")
        newest = tx.lessons.last_ended()
        assert newest is not None
        assert newest.n == 2
        assert newest.state not in HOLDS


def test_going_back_ends_what_waits_and_forgets_what_was_learned(record: Record) -> None:
    with record.transaction() as tx:
        tx.lessons.ask("acc_1")
        tx.lessons.begin(1, 1, "sum")
        tx.lessons.end(1, Did.STAND, correction="learned")
        tx.lessons.ask("acc_1")
        back = tx.lessons.go_back("acc_9")
        assert (back.n, back.state, tx.lessons.held_n()) == (3, Lesson.SHIPPED, 3)
        assert (tx.lessons.get(2).state, tx.lessons.correction(1)) == (Lesson.FAILED, None)


def test_each_division_learns_by_itself(record: Record) -> None:
    with record.transaction() as tx:
        id = tx.taught.add(SWAN, "highways/danger", "acc_1", at_most=5).id
        tx.lessons.ask("acc_1")
    with record.transaction(f"{record.division}-other") as tx:
        assert (tx.taught.now(), tx.lessons.newest()) == ([], None)
        with pytest.raises(NotFound):
            tx.taught.withdraw(id, "acc_1")
        tx.taught.add(SWAN, "libraries/enquiry", "acc_1", at_most=5)
