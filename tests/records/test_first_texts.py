"""Two first texts at once, from one resident: one conversation, on either store."""

import threading
from concurrent.futures import ThreadPoolExecutor

from centre.texts import keep
from channels.messages import Text
from records.record import Record
from tests.records.conftest import NOON

THREADS = 8


def test_first_texts_that_come_at_once_are_one_conversation(record: Record) -> None:
    start = threading.Barrier(THREADS)

    def texted(number: int) -> str:
        text = Text(sid=f"SM{number}", account_sid="", from_="+447700900123", to="+441632960100", body=f"Part {number}")
        start.wait()
        with record.transaction() as tx:
            return keep(tx, text, NOON)[0].id

    with ThreadPoolExecutor(THREADS) as threads:
        made = set(threads.map(texted, range(THREADS)))
    (contact,) = made
    with record.reading() as tx:
        assert len(tx.messages.of_contact(contact)) == THREADS
        assert tx.contacts.count() == 1


def test_different_residents_do_not_wait_for_each_other(record: Record) -> None:
    with ThreadPoolExecutor(THREADS) as threads:
        made = set(threads.map(lambda number: _of_resident(record, number), range(THREADS)))
    assert len(made) == THREADS


def _of_resident(record: Record, number: int) -> str:
    text = Text(sid=f"SN{number}", account_sid="", from_=f"+44770090012{number}", to="+441632960100", body="Hello")
    with record.transaction() as tx:
        return keep(tx, text, NOON)[0].id
