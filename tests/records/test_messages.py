"""Messages: once each, whoever asks twice."""

from datetime import timedelta

from records.record import Record
from tests.records.conftest import NOON
from tests.records.made_up import a_call


def test_the_same_key_is_the_same_reply(record: Record) -> None:
    with record.transaction() as tx:
        contact = a_call(tx)
        first = tx.messages.add(contact.id, "out", "We are on our way.", "acc_1", key="reply-1")
        again = tx.messages.add(contact.id, "out", "We are on our way!", "acc_1", key="reply-1")
        assert again == first
        assert tx.messages.by_key("reply-1") == first
        assert tx.messages.of_contact(contact.id) == [first]


def test_the_same_text_delivered_twice_is_one_message(record: Record) -> None:
    with record.transaction() as tx:
        contact = a_call(tx)
        first = tx.messages.add(contact.id, "in", "Hello", "resident", provider_id="SM1")
        assert tx.messages.add(contact.id, "in", "Hello", "resident", provider_id="SM1") == first
        assert tx.messages.by_provider_id("SM1") == first


def test_replies_and_notes_without_a_key_are_each_their_own(record: Record) -> None:
    with record.transaction() as tx:
        contact = a_call(tx)
        notes = [tx.messages.add(contact.id, "note", "Rang back, no answer.", "acc_1") for _ in range(2)]
        assert notes[0].id != notes[1].id


def test_each_direction_begins_in_its_own_state(record: Record) -> None:
    with record.transaction() as tx:
        contact = a_call(tx)
        begun = {way: tx.messages.add(contact.id, way, "x", "y").status for way in ("in", "out", "note")}
        assert begun == {"in": "received", "out": "queued", "note": "kept"}
        assert tx.messages.add(contact.id, "out", "x", "y", status="draft").status == "draft"


def test_messages_are_read_in_the_order_they_were_written(record: Record) -> None:
    with record.transaction() as tx:
        contact = a_call(tx)
        for minutes in (3, 1, 2):
            tx.messages.add(contact.id, "in", str(minutes), "resident", at=NOON + timedelta(minutes=minutes))
        assert [message.text for message in tx.messages.of_contact(contact.id)] == ["1", "2", "3"]


def test_a_send_that_failed_says_why_and_stays_failed(record: Record) -> None:
    with record.transaction() as tx:
        message = tx.messages.add(a_call(tx).id, "out", "x", "acc_1")
        assert tx.messages.mark(message.id, "failed", "21610")
        assert not tx.messages.mark(message.id, "sending")
        found = tx.messages.get(message.id)
        assert (found.status, found.problem) == ("failed", "21610")


def test_the_reason_of_an_early_report_is_kept_for_its_message(record: Record) -> None:
    with record.transaction() as tx:
        assert not tx.messages.set_status("SM9", "undelivered", "30003")
        assert not tx.messages.set_status("SM9", "sent")
        message = tx.messages.add(a_call(tx).id, "out", "x", "acc_1", provider_id="SM9")
        assert (message.status, message.problem) == ("undelivered", "30003")
