"""The outbox: nothing is done by two, nothing is lost, nothing is tried again without a word."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from core.clock import ManualClock
from core.errors import NotFound
from records.record import Record
from records.rows import OutboxRow
from records.tx import Tx
from tests.records.conftest import NOON
from tests.records.rivals import at_once, claim_all

LATER = NOON + timedelta(minutes=5)


def put(tx: Tx, key: str = "send-1") -> OutboxRow:
    return tx.outbox.add("send_text", "msg_1", {"to": "somebody", "tries": [1, 2]}, key)


def test_the_same_key_is_the_same_act(record: Record) -> None:
    with record.transaction() as tx:
        first = put(tx)
        assert tx.outbox.add("send_text", "msg_1", {"to": "somebody else"}, "send-1", LATER) == first
        assert tx.outbox.by_key("send-1") == first
        assert tx.outbox.of_subject("msg_1") == [first]
        assert first.payload == {"to": "somebody", "tries": [1, 2]}


def test_an_act_is_due_at_its_time(record: Record) -> None:
    with record.transaction() as tx:
        row = tx.outbox.add("send_text", "msg_1", {}, "later", LATER)
        assert tx.outbox.due(NOON) == []
        assert tx.outbox.claim(row.id, NOON, 30) is None
        tx.outbox.add("send_text", "msg_2", {}, "later still", LATER + timedelta(seconds=1))
        assert tx.outbox.next_at(NOON) == LATER
        assert tx.outbox.next_at(LATER) == LATER + timedelta(seconds=1)
        assert tx.outbox.next_at(LATER + timedelta(seconds=1)) is None
        assert [found.id for found in tx.outbox.due(LATER)] == [row.id]


def test_what_is_claimed_is_nobody_elses_until_the_lease_runs_out(record: Record) -> None:
    with record.transaction() as tx:
        row = tx.outbox.claim(put(tx).id, NOON, 30)
        assert row is not None
        assert (row.state, row.attempts, row.interrupted) == ("claimed", 1, False)
        assert tx.outbox.claim(row.id, NOON + timedelta(seconds=29), 30) is None
        assert tx.outbox.due(NOON + timedelta(seconds=29)) == []
        late = tx.outbox.claim(row.id, NOON + timedelta(seconds=30), 30)
        assert late is not None
        assert (late.attempts, late.interrupted) == (2, True)


def test_a_retry_is_no_interruption(record: Record) -> None:
    with record.transaction() as tx:
        row = put(tx)
        tx.outbox.claim(row.id, NOON, 30)
        assert tx.outbox.retry(row.id, "The partner is down.", LATER)
        assert tx.outbox.claim(row.id, NOON, 30) is None
        again = tx.outbox.claim(row.id, LATER, 30)
        assert again is not None
        assert (again.attempts, again.interrupted, again.error) == (2, False, "The partner is down.")


def test_what_is_done_stays_done(record: Record) -> None:
    with record.transaction() as tx:
        row = put(tx)
        tx.outbox.claim(row.id, NOON, 30)
        assert tx.outbox.done(row.id, {"sid": "SM1"})
        assert not tx.outbox.done(row.id, {"sid": "SM2"})
        for late in (tx.outbox.retry(row.id, "x", NOON), tx.outbox.dead(row.id, "x"), tx.outbox.unknown(row.id, "x")):
            assert late is False
        found = tx.outbox.try_again(row.id)
        assert (found.state, found.result, found.error, found.finished_at) == ("done", {"sid": "SM1"}, None, NOON)
        assert tx.outbox.due(LATER) == []


def test_only_a_person_lets_what_may_have_happened_be_tried_again(record: Record, clock: ManualClock) -> None:
    with record.transaction() as tx:
        row = put(tx)
        tx.outbox.claim(row.id, NOON, 30)
        assert tx.outbox.unknown(row.id, "Cut off while sending.")
        assert tx.outbox.due(NOON + timedelta(days=30)) == []
        assert [found.id for found in tx.outbox.problems()] == [row.id]
    clock.advance(60)
    with record.transaction() as tx:
        again = tx.outbox.try_again(row.id)
        assert (again.state, again.finished_at) == ("due", None)
        assert tx.outbox.claim(row.id, tx.now, 30) is not None


def test_problems_are_what_somebody_should_know_of(record: Record) -> None:
    with record.transaction() as tx:
        fine, failing, dead = (put(tx, key) for key in ("fine", "failing", "dead"))
        for row in (failing, dead):
            tx.outbox.claim(row.id, NOON, 30)
        tx.outbox.retry(failing.id, "Not now.", LATER)
        tx.outbox.dead(dead.id, "Never.")
        assert {row.id for row in tx.outbox.problems()} == {failing.id, dead.id}
        tx.outbox.claim(failing.id, LATER, 30)
        tx.outbox.done(failing.id)
        assert [row.id for row in tx.outbox.problems()] == [dead.id]
        assert tx.outbox.get(fine.id).state == "due"


def test_an_act_that_is_not_there_is_not_found(record: Record) -> None:
    with record.transaction() as tx:
        assert tx.outbox.claim("out_none", NOON, 30) is None
        with pytest.raises(NotFound):
            tx.outbox.done("out_none")


def test_of_thirty_claimers_one_wins(record: Record) -> None:
    with record.transaction() as tx:
        row = put(tx)

    def claim(_: int) -> bool:
        with record.transaction() as tx:
            return tx.outbox.claim(row.id, NOON, 30) is not None

    with ThreadPoolExecutor(30) as threads:
        assert list(threads.map(claim, range(30))).count(True) == 1


def test_three_processes_share_the_work_without_doing_any_twice(url: str, record: Record) -> None:
    with record.transaction() as tx:
        rows = [put(tx, f"send-{n}").id for n in range(60)]
    taken = [row for process in at_once(claim_all, [(url, record.division)] * 3) for row in process]
    assert sorted(taken) == sorted(rows)
