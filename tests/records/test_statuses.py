"""Delivery reports and call statuses come twice, late and in any order: the same word is left standing."""

import itertools
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from records.record import Record
from records.statuses import CALL, CALL_ENDED, MESSAGE, is_further
from records.tx import Tx
from tests.records.made_up import a_call

ORDERS = {"message": MESSAGE, "call": CALL}
_numbers = itertools.count(1)


@pytest.mark.parametrize(
    ("order", "now", "new"),
    [(name, now, new) for name, order in ORDERS.items() for now, new in itertools.product(order, order)],
)
def test_a_status_only_goes_forward(order: str, now: str, new: str) -> None:
    words = ORDERS[order]
    assert is_further(words, now, new) is (words.index(new) > words.index(now))


def test_a_word_that_is_not_listed_moves_nothing() -> None:
    assert not is_further(MESSAGE, "sent", "teleported")
    assert is_further(MESSAGE, "teleported", "sent")


def in_any_order(words: tuple[str, ...]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from([*words, "teleported"]), min_size=1, max_size=8)


on_a_database = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@on_a_database
@given(reports=in_any_order(MESSAGE), before=st.integers(0, 8))
def test_a_message_ends_at_its_furthest_report(record: Record, reports: list[str], before: int) -> None:
    """The first `before` reports overtake our own news of what the provider called the message."""
    with record.transaction() as tx:
        provider_id = f"SM{next(_numbers)}"
        message = tx.messages.add(a_call(tx).id, "out", "Thank you.", "acc_1")
        for report in reports[:before]:
            tx.messages.set_status(provider_id, report)
        tx.messages.sent_as(message.id, provider_id)
        for report in reports[before:]:
            tx.messages.set_status(provider_id, report)
        assert tx.messages.get(message.id).status == furthest(MESSAGE, ["queued", *reports])


@pytest.mark.parametrize("before", ["failed", "sending", "canceled"])
@pytest.mark.parametrize(
    ("overtook", "ends"),
    [
        pytest.param(None, ("queued", None), id="nothing heard yet"),
        pytest.param("sent", ("sent", None), id="a report overtook the news"),
        pytest.param(
            "undelivered", ("undelivered", "It did not arrive."), id="the report of a failure overtook the news"
        ),
    ],
)
def test_what_a_provider_took_after_all_no_longer_tells_of_the_attempt_before(
    record: Record, before: str, overtook: str | None, ends: tuple[str, str | None]
) -> None:
    with record.transaction() as tx:
        provider_id = f"SM{next(_numbers)}"
        message = tx.messages.add(a_call(tx).id, "out", "Thank you.", "acc_1")
        tx.messages.mark(message.id, before, "They asked for no more texts.")
        if overtook is not None:
            tx.messages.set_status(provider_id, overtook, ends[1])
        found = tx.messages.sent_as(message.id, provider_id)
        assert (found.status, found.problem) == ends


def test_a_failure_of_which_the_provider_told_holds_when_it_is_named_again(record: Record) -> None:
    with record.transaction() as tx:
        provider_id = f"SM{next(_numbers)}"
        message = tx.messages.add(a_call(tx).id, "out", "Thank you.", "acc_1")
        tx.messages.sent_as(message.id, provider_id)
        tx.messages.set_status(provider_id, "failed", "Nobody has this number.")
        found = tx.messages.sent_as(message.id, provider_id)
        assert (found.status, found.problem) == ("failed", "Nobody has this number.")


@on_a_database
@given(reports=in_any_order(CALL), before=st.integers(0, 8))
def test_a_call_ends_at_its_furthest_status(record: Record, reports: list[str], before: int) -> None:
    with record.transaction() as tx:
        sid, contact = f"CA{next(_numbers)}", a_call(tx)
        for n, report in enumerate(reports[:before]):
            tx.legs.apply_status(sid, report, n)
        tx.legs.upsert(sid, contact.id, "agent", agent_id="acc_1", epoch=3)
        for n, report in enumerate(reports[before:]):
            tx.legs.apply_status(sid, report, n)
        leg = tx.legs.by_sid(sid)
        assert leg is not None
        assert (leg.contact_id, leg.party, leg.agent_id, leg.epoch) == (contact.id, "agent", "acc_1", 3)
        assert leg.status == furthest(CALL, ["queued", *reports])
        assert (leg.ended_at is not None) is (leg.status in CALL_ENDED)
        assert [open_leg.sid for open_leg in tx.legs.open_for(contact.id)] == ([] if leg.ended_at else [sid])


def furthest(order: tuple[str, ...], reports: list[str]) -> str:
    return max((word for word in reports if word in order), key=order.index)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda tx, sid: tx.legs.apply_status(sid, "ringing", 1), id="a call's status"),
        pytest.param(lambda tx, sid: tx.messages.set_status(sid, "delivered"), id="a message's report"),
    ],
)
def test_only_the_first_of_two_like_reports_changes_anything(record: Record, change: Callable[[Tx, str], bool]) -> None:
    with record.transaction() as tx:
        sid = f"XX{next(_numbers)}"
        contact = a_call(tx)
        tx.messages.add(contact.id, "out", "Thank you.", "acc_1", provider_id=sid)
        tx.legs.upsert(sid, contact.id, "caller")
        assert [change(tx, sid), change(tx, sid)] == [True, False]


def test_the_legs_still_up_are_listed_for_a_rebuild(record: Record) -> None:
    with record.transaction() as tx:
        contact = a_call(tx)
        tx.legs.upsert("CA-caller", contact.id, "caller")
        tx.legs.upsert("CA-agent", contact.id, "agent", agent_id="acc_1", epoch=1)
        tx.legs.apply_status("CA-agent", "completed", 4)
        assert [leg.sid for leg in tx.legs.open()] == ["CA-caller"]
        assert [leg.sid for leg in tx.legs.of_contact(contact.id)] == ["CA-agent", "CA-caller"]
        agent = tx.legs.by_sid("CA-agent")
        assert agent is not None
        assert agent.sequence == 4
        assert tx.legs.by_sid("CA-none") is None
