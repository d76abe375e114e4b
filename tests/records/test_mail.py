"""Mailboxes and quarantine: one tends, what is wrong is told once, what was put aside is settled once."""

import pytest

from core.clock import ManualClock
from core.errors import NotFound
from records.record import Record

BINS, ROADS = "bins@example.org", "roads@example.org"


def test_a_lease_is_its_holders_until_it_runs_out(record: Record, clock: ManualClock) -> None:
    with record.transaction() as tx:
        assert tx.mailboxes.lease(BINS, "one", 30)
        assert tx.mailboxes.lease(BINS, "one", 30), "its holder may keep it"
        assert not tx.mailboxes.lease(BINS, "two", 30)
        assert tx.mailboxes.lease(ROADS, "two", 30), "another mailbox is another lease"
    clock.advance(30)
    with record.transaction() as tx:
        assert tx.mailboxes.lease(BINS, "two", 30)
        assert not tx.mailboxes.lease(BINS, "one", 30)


def test_of_two_divisions_each_has_its_own(record: Record) -> None:
    with record.transaction() as tx:
        assert tx.mailboxes.lease(BINS, "one", 30)
    with record.transaction(f"beside-{record.division}") as tx:
        assert tx.mailboxes.lease(BINS, "two", 30)


def test_only_its_holder_gives_a_mailbox_away(record: Record) -> None:
    with record.transaction() as tx:
        tx.mailboxes.lease(BINS, "one", 30)
        tx.mailboxes.release(BINS, "two")
        assert not tx.mailboxes.lease(BINS, "two", 30)
        tx.mailboxes.release(BINS, "one")
        assert tx.mailboxes.lease(BINS, "two", 30)


def test_the_first_time_of_a_problem_counts(record: Record, clock: ManualClock) -> None:
    with record.transaction() as tx:
        tx.mailboxes.lease(BINS, "one", 30)
        assert tx.mailboxes.set_problem(BINS, "It is away.")
        (first,) = tx.mailboxes.troubled()
    clock.advance(60)
    with record.transaction() as tx:
        assert not tx.mailboxes.set_problem(BINS, "It is away.")
        assert tx.mailboxes.troubled() == [first]
        assert tx.mailboxes.set_problem(BINS, None)
        assert tx.mailboxes.troubled() == []


def test_what_is_put_aside_is_there_once_and_settled_once(record: Record) -> None:
    with record.transaction() as tx:
        assert tx.quarantine.add(BINS, "It is empty.", "a.eml", 0)
        assert not tx.quarantine.add(BINS, "It is empty.", "a.eml", 0)
        assert tx.quarantine.add(ROADS, "It is empty.", "a.eml", 0), "another mailbox's is another"
        first, second = tx.quarantine.open()
        assert tx.quarantine.get(first.id) == first
        tx.quarantine.settle(first.id, "acc_1")
        tx.quarantine.settle(first.id, "acc_2")
        assert tx.quarantine.open() == [second]
        with pytest.raises(NotFound):
            tx.quarantine.settle("qua_none", "acc_1")
