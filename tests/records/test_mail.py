"""Mailboxes and quarantine: one tends, what is wrong is told once, what was put aside is settled once."""

import pytest

from core.clock import ManualClock
from core.errors import NotFound
from records.mails import Correspondent, Envelope
from records.record import Record
from tests.records.made_up import a_call

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


def test_an_envelope_comes_back_as_it_was_kept_and_is_found_by_its_id(record: Record) -> None:
    with record.transaction() as tx:
        contact = a_call(tx)
        message = tx.messages.add(contact.id, "in", "Hello", "resident")
        anne, ours = Correspondent(name="Anne", address="anne@example.org"), Correspondent(name="", address=BINS)
        given = Envelope(
            id=message.id,
            contact_id=contact.id,
            mailbox=BINS,
            mail_id="<1@example.org>",
            direction="in",
            subject="Bins",
            sender=anne,
            to=(ours,),
            references=("<0@example.org>",),
            files=("doc_1",),
            at=tx.now,
        )
        tx.mails.add(given)
        tx.mails.add(given)
        assert tx.mails.of_message(message.id) == given
        assert tx.mails.of_contacts([contact.id]) == [given]
        assert tx.mails.by_mail_ids(["<1@example.org>", ""]) == [given]
        assert tx.mails.by_mail_ids([""]) == []
        assert tx.mails.of_message("msg_none") is None


def test_an_address_is_marked_until_something_comes_from_it(record: Record) -> None:
    with record.transaction() as tx:
        tx.undeliverable.mark("Anne@Example.org", "No such user")
        tx.undeliverable.mark("anne@example.org", "Unknown user")
        assert [each.reason for each in tx.undeliverable.among(["ANNE@example.org", "b@example.org"])] == [
            "Unknown user"
        ]
        assert tx.undeliverable.clear("anne@example.org")
        assert not tx.undeliverable.clear("anne@example.org")
        assert tx.undeliverable.among(["anne@example.org"]) == []
