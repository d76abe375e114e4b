"""Who is there in person: open chats in order, the day's tickets, and numbers that are nobody else's."""

import threading
from datetime import timedelta

from core.channel import Channel
from records.record import Record
from tests.records.conftest import NOON
from tests.records.made_up import a_call, new_call

DAY, ANOTHER = "2026-11-27", "2026-11-28"


def _ticket(record: Record, day: str) -> int:
    with record.transaction() as tx:
        number = tx.present.next_number(Channel.WALK_IN, day)
        tx.contacts.take_in(new_call(f"{day}:{number}", channel=Channel.WALK_IN, from_address=None))
        return number


def test_each_days_tickets_begin_with_one(record: Record) -> None:
    assert [_ticket(record, day) for day in (DAY, DAY, ANOTHER, DAY)] == [1, 2, 1, 3]
    with record.reading() as tx:
        assert [each.provider_id for each in tx.present.of_day(Channel.WALK_IN, ANOTHER)] == [f"{ANOTHER}:1"]


def test_twenty_at_once_have_twenty_numbers(record: Record) -> None:
    given: list[int] = []
    threads = [threading.Thread(target=lambda: given.append(_ticket(record, DAY))) for _ in range(20)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(given) == list(range(1, 21))


def test_only_open_ones_of_the_channel_are_there(record: Record) -> None:
    with record.transaction() as tx:
        a_call(tx)
        later = a_call(tx, channel=Channel.CHAT, at=NOON + timedelta(minutes=1))
        first = a_call(tx, channel=Channel.CHAT)
        over = a_call(tx, channel=Channel.CHAT)
        tx.contacts.move(over.id, "closed", outcome="abandoned")
        assert [each.id for each in tx.present.open_on(Channel.CHAT)] == [first.id, later.id]
