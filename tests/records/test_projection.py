"""Acts and events move a contact alike: whichever is written first, however far the events lag behind."""

import itertools
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.event import Event
from records.projection import Move, Standing, moved, of_event
from records.record import Record
from records.rows import Contact
from tests.records.conftest import NOON
from tests.records.made_up import a_call, an_event

NEW = Standing(
    state="arrived",
    outcome=None,
    agent_id=None,
    epoch=0,
    generation=None,
    rules_version=None,
    moved_at=NOON,
    reopened_at=None,
    first_offered_at=None,
    answered_at=None,
    closed_at=None,
    aside_until=None,
    aside_by=None,
    aside_why=None,
    arrived_at=NOON,
    band="standard",
    paused_at=None,
    kept_for=None,
    kept_until=None,
    merged_into=None,
)
SERVED = (
    ("contact.arrived", 0, None),
    ("contact.waiting", 0, None),
    ("offer.made", 1, "ann"),
    ("offer.declined", 1, "ann"),
    ("offer.made", 2, "bob"),
    ("offer.accepted", 2, "bob"),
    ("contact.connected", 2, "bob"),
    ("contact.wrapping", 2, "bob"),
    ("contact.closed", 2, "bob"),
)
"""A call that one agent declined and another served: (type, epoch, agent)."""


def story(*, generation: str = "g1", start_s: int = 1) -> list[Event]:
    """The events of SERVED, a second apart."""
    return [
        Event(
            division="westmere",
            generation=generation,
            sequence=str(start_s + n),
            type=type_,
            at_ms=int((NOON + timedelta(seconds=start_s + n)).timestamp() * 1000),
            contact_id="con_1",
            agent_id=agent,
            epoch=epoch or None,
            facts={"outcome": "served"} if type_ == "contact.closed" else {},
        )
        for n, (type_, epoch, agent) in enumerate(SERVED)
    ]


def told(events: list[Event], standing: Standing = NEW) -> Standing:
    for event in events:
        move = of_event(event)
        assert move is not None
        standing = moved(standing, move)
    return standing


@pytest.mark.parametrize(
    ("count", "state", "agent"),
    [
        (1, "waiting", None),
        (2, "waiting", None),
        (3, "offered", "ann"),
        (4, "waiting", None),
        (5, "offered", "bob"),
        (6, "connecting", "bob"),
        (7, "active", "bob"),
        (8, "wrapping", "bob"),
        (9, "closed", "bob"),
    ],
)
def test_each_event_moves_the_contact_on(count: int, state: str, agent: str | None) -> None:
    standing = told(story()[:count])
    assert (standing.state, standing.agent_id) == (state, agent)


def test_the_times_of_a_served_call_are_those_of_its_events() -> None:
    standing = told(story())
    after = [standing.first_offered_at, standing.answered_at, standing.closed_at]
    assert after == [NOON + timedelta(seconds=s) for s in (3, 7, 9)]
    assert standing.outcome == "served"


@given(lag=st.integers(0, 8), skew_s=st.integers(-120, 120))
def test_acts_written_ahead_agree_with_events_that_lag_behind(lag: int, skew_s: int) -> None:
    """A confirmed act is written at once with the web server's clock, up to two minutes off; events lag behind."""
    events = story()
    acts = {5: ("connecting", 2), 7: ("wrapping", None), 8: ("closed", None)}
    standing, read = NEW, 0
    for n, event in enumerate(events):
        if n in acts:
            state, epoch = acts[n]
            at = NOON + timedelta(seconds=event.at_ms / 1000 - NOON.timestamp() + skew_s)
            agent, outcome = ("bob", None) if state != "closed" else (None, "served")
            standing = moved(standing, Move(state=state, at=at, epoch=epoch, agent_id=agent, outcome=outcome))
        while read <= n - lag:
            standing = told([events[read]], standing)
            read += 1
        if n in acts:
            assert standing.state == acts[n][0]
    standing = told(events[read:], standing)
    assert (standing.state, standing.outcome, standing.agent_id, standing.epoch) == ("closed", "served", "bob", 2)
    assert standing.first_offered_at == NOON + timedelta(seconds=3)
    assert standing.answered_at == NOON + timedelta(seconds=7)


@given(heard=st.integers(0, 8), skew_s=st.integers(-60, 60))
def test_a_closed_contact_stays_closed_whatever_is_told_late(heard: int, skew_s: int) -> None:
    close = Move(state="closed", at=NOON + timedelta(seconds=9 + skew_s), outcome="served")
    after = told(story()[heard:], moved(told(story()[:heard]), close))
    assert (after.state, after.outcome, after.closed_at) == ("closed", "served", close.at)


def test_a_contact_that_arrives_again_is_open_again() -> None:
    again = told(story(generation="g2", start_s=100)[:3], told(story()))
    assert (again.state, again.agent_id, again.closed_at, again.outcome) == ("offered", "ann", None, None)
    assert again.reopened_at == NOON + timedelta(seconds=100)


def test_what_is_left_of_the_first_life_does_not_disturb_the_second() -> None:
    again = told(story(generation="g2", start_s=100)[:3], told(story()))
    assert told(story(), again) == again


def test_a_new_generation_whose_epochs_start_again_is_believed() -> None:
    active = told(story()[:7])
    rebuilt = told(story(generation="g2", start_s=100)[:3], active)
    assert (rebuilt.state, rebuilt.epoch, rebuilt.generation) == ("offered", 1, "g2")


def test_an_accept_under_a_generation_not_yet_heard_of_is_kept() -> None:
    active = told(story()[:7])
    accept = Move(state="connecting", at=NOON + timedelta(seconds=100), epoch=1, agent_id="cat")
    assert moved(active, accept).agent_id == "cat"


@pytest.mark.parametrize(
    ("type", "epoch", "agent", "after"),
    [
        pytest.param("contact.returned", 2, "bob", ("waiting", None), id="who drops out leaves the caller waiting"),
        pytest.param("contact.transferred", 2, "bob", ("waiting", None), id="who passes it on has it no longer"),
        pytest.param("contact.handed_over", 3, "cat", ("active", "cat"), id="who is handed it has it at once"),
    ],
)
def test_an_agent_parts_from_a_conversation(type: str, epoch: int, agent: str, after: tuple[str, str | None]) -> None:
    active = told(story()[:7])
    at = NOON + timedelta(seconds=60)
    event = Event(
        division="westmere",
        generation="g1",
        sequence="x",
        type=type,
        at_ms=int(at.timestamp() * 1000),
        contact_id="con_1",
        agent_id=agent,
        epoch=epoch,
    )
    parted = told([event], active)
    assert (parted.state, parted.agent_id, parted.answered_at) == (*after, active.answered_at)


# The same on the databases.


def test_the_log_is_kept_once_and_moves_the_contact_once(record: Record) -> None:
    with record.transaction() as tx:
        contact = a_call(tx)
        events = stored_story(tx, contact)
        assert tx.events.append(events[:5]) == 5
        assert tx.events.append(events[3:]) == len(events) - 5
        assert tx.events.append(events) == 0
        assert tx.events.of_contact(contact.id) == events
        assert tx.events.last_sequence("g1") == events[-1].sequence
        assert tx.events.last_sequence("g2") is None
        kept = tx.events.since(0)
        assert [event for _, event in kept] == events
        assert tx.events.since(kept[4][0], limit=2) == kept[5:7]
    with record.reading() as tx:
        found = tx.contacts.get(contact.id)
        assert (found.state, found.outcome, found.agent_id, found.epoch) == ("closed", "served", "bob", 2)
        assert found.closed_at == NOON + timedelta(seconds=8)
        offers = tx.offers.of_contact(contact.id)
        assert [(offer.agent_id, offer.epoch, offer.state) for offer in offers] == [
            ("ann", 1, "declined"),
            ("bob", 2, "connected"),
        ]
        assert [(offer.answered_at, offer.ended_at) for offer in offers] == [
            (None, NOON + timedelta(seconds=3)),
            (NOON + timedelta(seconds=5), None),
        ]


@pytest.mark.parametrize("lag", range(9), ids=lambda n: f"events {n} behind")
def test_acts_and_late_events_agree_in_the_record(record: Record, lag: int) -> None:
    with record.transaction() as tx:
        contact = a_call(tx)
        events = stored_story(tx, contact)
    acts = {5: "connecting", 7: "wrapping", 8: "closed"}
    for n in range(len(events) + lag):
        with record.transaction() as tx:
            if n in acts:
                outcome = "served" if n == 8 else None
                tx.contacts.move(
                    contact.id, acts[n], agent="bob", epoch=2, outcome=outcome, at=NOON + timedelta(hours=1)
                )
            if 0 <= n - lag < len(events):
                tx.events.append([events[n - lag]])
    with record.reading() as tx:
        found = tx.contacts.get(contact.id)
    assert (found.state, found.outcome, found.agent_id) == ("closed", "served", "bob")
    assert found.answered_at == NOON + timedelta(seconds=6)


def test_an_event_of_a_stranger_is_kept_and_moves_nothing(record: Record) -> None:
    with record.transaction() as tx:
        events = [
            an_event(tx, "contact.waiting", "con_unknown", NOON),
            an_event(tx, "agent.ready", None, NOON, agent_id="ann"),
            an_event(tx, "something.new", None, NOON),
        ]
        assert tx.events.append(events) == 3


def test_an_event_of_another_division_is_not_ours(record: Record) -> None:
    with record.transaction() as tx:
        event = an_event(tx, "contact.waiting", None, NOON, division="elsewhere")
        assert tx.events.append([event]) == 0


def test_an_offer_whose_beginning_was_lost_is_still_told(record: Record) -> None:
    with record.transaction() as tx:
        contact = a_call(tx)
        tx.events.append([an_event(tx, "offer.expired", contact.id, NOON, agent_id="ann", epoch=4)])
        assert [(o.agent_id, o.state) for o in tx.offers.of_contact(contact.id)] == [("ann", "expired")]


def test_thousands_of_events_go_in_at_once(record: Record) -> None:
    with record.transaction() as tx:
        contact = a_call(tx)
        events = [an_event(tx, "contact.step", contact.id, NOON, facts={"n": n}) for n in range(1200)]
        assert tx.events.append(events) == 1200
        assert tx.events.count() == 1200


def stored_story(tx: object, contact: Contact) -> list[Event]:
    """SERVED for a contact that is in the record."""
    seconds = itertools.count()
    return [
        an_event(
            tx,  # type: ignore[arg-type]
            type_,
            contact.id,
            NOON + timedelta(seconds=next(seconds)),
            agent_id=agent,
            epoch=epoch or None,
            facts={"outcome": "served"} if type_ == "contact.closed" else {},
        )
        for type_, epoch, agent in SERVED
    ]


@pytest.mark.parametrize("first", ["the log", "the act"])
def test_of_work_in_hand_that_was_merged_the_act_says_into_which_whoever_is_first(first: str) -> None:
    waiting = told(story()[:8])
    log = of_event(replace(story()[8], facts={"outcome": "merged"}))
    act = Move(state="closed", at=NOON + timedelta(seconds=9), outcome="merged", into="con_2")
    assert log is not None
    for move in (log, act) if first == "the log" else (act, log):
        waiting = moved(waiting, move)
    assert (waiting.state, waiting.outcome, waiting.merged_into) == ("closed", "merged", "con_2")


TOLD: dict[str, dict[str, Any]] = {
    "interrupted": {"state": "active"},
    "resumed": {"state": "active"},
    "line_taken": {"state": "active"},
    "handed_over": {"state": "active"},
    "restored": {"state": "active"},
    "restored_paused": {"state": "active", "paused": True},
    "wrapping": {"state": "wrapping"},
    "kept": {"state": "waiting", "preferred": "ann", "preferred_ms": 60_000},
    "promoted": {"state": "waiting"},
    "returned": {"state": "waiting"},
}


def also(*names: str) -> Standing:
    """A contact as the log leaves it after these; what waits waits, what is in hand is bob's."""
    count = 2 if names[0] in ("kept", "promoted") else 7
    standing = replace(told(story()[:count]), band="background")
    for number, name in enumerate(names):
        at = int((NOON + timedelta(seconds=20 + number)).timestamp() * 1000)
        epoch = None if count == 2 else 2
        word = name.removesuffix("_paused")
        event = replace(story()[0], type=f"contact.{word}", at_ms=at, epoch=epoch, facts=TOLD[name])
        move = of_event(event)
        assert move is not None
        standing = moved(standing, move)
    return standing


@pytest.mark.parametrize(
    ("names", "paused"),
    [
        pytest.param(("interrupted",), True, id="broken off by a call"),
        pytest.param(("interrupted", "resumed"), False, id="it goes on"),
        pytest.param(("interrupted", "wrapping"), False, id="it is finished meanwhile"),
        pytest.param(("interrupted", "returned"), False, id="it is given back meanwhile"),
        pytest.param(("interrupted", "line_taken"), False, id="its own resident is rung"),
        pytest.param(("interrupted", "handed_over"), False, id="a colleague has it now"),
        pytest.param(("interrupted", "restored"), False, id="put back after a flush, and the call was gone"),
        pytest.param(("interrupted", "restored_paused"), True, id="put back after a flush, and the call was there"),
        pytest.param(("restored_paused", "resumed"), False, id="put back after a flush, and the call was not"),
    ],
)
def test_what_a_call_breaks_off_is_paused_until_it_goes_on(names: tuple[str, ...], paused: bool) -> None:
    assert (also(*names).paused_at is not None) is paused


def test_what_is_kept_for_an_agent_says_for_whom_and_until_when_until_it_moves() -> None:
    kept = also("kept")
    assert (kept.kept_for, kept.kept_until) == ("ann", NOON + timedelta(minutes=1))
    assert also("kept", "promoted").kept_for == "ann"
    assert also("kept", "returned").kept_for is None


def test_what_is_promoted_is_standard_in_the_record_too() -> None:
    assert also("promoted").band == "standard"
    assert also("kept").band == "background"
