"""Generations, rebuilding after a flush, publishing rules over those who wait, and what the engine tells of itself."""

import asyncio
import time

import pytest

from core.channel import Band, Channel
from core.errors import Unavailable
from live.connection import Live
from live.notices import Notice, Reconnected
from router.engine.engine import Engine
from router.engine.events import notices_of
from router.engine.keys import Keys
from router.engine.states import Contact
from router.engine.words import Word
from tests.router.floor import START_MS, Floor, plan


async def test_a_generation_begins_once(live: Live) -> None:
    engine = Engine(live, "westmere")
    names = await asyncio.gather(*(engine.start_generation() for _ in range(10)))
    assert len(set(names)) == 1
    assert await engine.generation() == names[0]


async def test_epochs_of_a_later_generation_are_higher_than_any_before(floor: Floor, live: Live) -> None:
    await floor.agent("ann")
    await floor.engine.arrive(plan("c1"))
    before = await floor.epoch("c1")
    await live.redis.flushall()
    floor.hands.now += 2_000
    again = await Floor.open(live)
    again.hands.now = floor.hands.now
    await live.redis.flushall()
    await again.engine.start_generation(pause_ms=0)
    await again.agent("ann")
    await again.engine.arrive(plan("c1"))
    assert await again.epoch("c1") > before
    assert (await again.engine.accept("c1", "ann", before)).word is Word.LATE


async def test_after_a_flush_everybody_is_back_in_order_before_the_first_is_offered(floor: Floor, live: Live) -> None:
    await floor.agent("ann")
    for index in range(5):
        await floor.engine.arrive(plan(f"c{index}", arrived=START_MS + index))
    epoch = await floor.accept("c0", "ann")
    await live.redis.flushall()
    with pytest.raises(Unavailable):
        await floor.engine.arrive(plan("c9"))
    await floor.engine.start_generation()
    await floor.agent("bob")
    assert await floor.engine.missing([f"c{index}" for index in range(5)]) == {f"c{index}" for index in range(5)}
    for index in (4, 2, 3, 1):
        assert await floor.engine.restore(plan(f"c{index}", arrived=START_MS + index), "waiting") is Word.RESTORED
    restored = plan("c0", arrived=START_MS)
    assert await floor.engine.restore(restored, "active", agent="ann", epoch=epoch) is Word.RESTORED
    assert await floor.engine.restore(restored, "active", agent="ann", epoch=epoch) is Word.ALREADY
    assert await floor.rings("bob") == []
    await floor.engine.resume()
    assert await floor.rings("bob") == ["c1"], "whoever came first, though restored last"
    assert await floor.state("c0") == Contact.ACTIVE
    await floor.agent("ann")
    assert await floor.rings("ann") == [], "the call from before the flush is still in hand"
    assert await floor.engine.connect("c0", "ann", epoch) is Word.CONNECTED
    await floor.engine.close("c0", "served")
    assert await floor.rings("ann") == ["c2"]


async def test_what_somebody_passes_on_who_has_not_signed_in_again_is_not_offered_to_them_at_once(floor: Floor) -> None:
    await floor.engine.restore(plan("c1"), "active", agent="ann", epoch=7)
    assert await floor.engine.transfer(plan("c1"), "ann", "not mine") is Word.RETURNED
    assert await floor.engine.agent("ann") is None
    await floor.agent("ann")
    assert await floor.rings("ann") == []
    await floor.after(60)
    assert await floor.rings("ann") == ["c1"]


@pytest.mark.parametrize(
    ("state", "comes_back_as"),
    [
        ("waiting", Contact.WAITING),
        ("offered", Contact.WAITING),
        ("arrived", Contact.WAITING),
        ("connecting", Contact.CONNECTING),
        ("active", Contact.ACTIVE),
        ("wrapping", Contact.WRAPPING),
    ],
)
async def test_each_state_comes_back_as_it_should(floor: Floor, state: str, comes_back_as: Contact) -> None:
    await floor.engine.restore(plan("c1"), state, agent="ann", epoch=7)
    assert await floor.state("c1") == comes_back_as


async def test_a_rebuild_that_died_is_taken_up_by_the_clock(live: Live) -> None:
    floor = await Floor.open(live)
    await live.redis.flushall()
    await floor.engine.start_generation(pause_ms=5_000)
    await floor.agent("ann")
    assert await floor.engine.arrive(plan("c1")) is Word.WAITING
    assert await floor.after(5) == ["sweep"]
    assert await floor.rings("ann") == ["c1"]


async def test_nobody_is_matched_in_the_middle_of_a_rebuild_that_takes_its_time(live: Live) -> None:
    floor = await Floor.open(live)
    await live.redis.flushall()
    await floor.engine.start_generation(pause_ms=5_000)
    await floor.agent("ann")
    for index in range(9, 0, -1):
        assert await floor.after(3) == []
        await floor.engine.restore(plan(f"c{index}", arrived=START_MS - 60_000 + index), "waiting")
        assert await floor.engine.restore(plan(f"c{index}"), "waiting") is Word.ALREADY
    assert await floor.rings("ann") == []
    await floor.engine.resume()
    assert await floor.rings("ann") == ["c1"]
    assert await floor.after(60) != ["sweep"], "it was resumed"


async def test_a_rebuild_that_never_ends_does_not_keep_everybody_waiting(live: Live) -> None:
    floor = await Floor.open(live)
    await live.redis.flushall()
    await floor.engine.start_generation(pause_ms=5_000)
    await floor.agent("ann")
    fired: list[str] = []
    for index in range(45):
        fired += await floor.after(3)
        await floor.engine.restore(plan(f"c{index:02}", arrived=START_MS + index), "waiting")
    assert fired.count("sweep") == 1
    assert await floor.rings("ann") == ["c00"]


async def test_a_sweep_asks_specialists_before_generalists(live: Live) -> None:
    floor = await Floor.open(live)
    await live.redis.flushall()
    await floor.engine.start_generation()
    await floor.agent("generalist", "highways:5 libraries:5")
    await floor.agent("specialist", "highways:1")
    await floor.engine.arrive(plan("c1"))
    await floor.engine.resume()
    assert await floor.rings("specialist") == ["c1"]


async def test_clearing_forgets_one_division_alone(floor: Floor, live: Live) -> None:
    other = Engine(live, "eastmere")
    await other.start_generation()
    await floor.engine.arrive(plan("c1"))
    await floor.engine.clear()
    assert await floor.engine.generation() is None
    assert await other.generation() is not None
    await floor.engine.start_generation(pause_ms=0)


async def test_publishing_moves_a_thousand_who_wait_within_a_second(floor: Floor) -> None:
    plans = [plan(f"c{index:04}", arrived=START_MS + index) for index in range(1000)]
    for one in plans:
        await floor.engine.arrive(one)
    again = {
        one.contact_id: plan(one.contact_id, "libraries:2", arrived=one.arrived_ms, rules_version=2) for one in plans
    }
    await floor.agent("ann", "libraries:3")
    started = time.perf_counter()
    assert await floor.engine.publish(2) is Word.MOVED
    moved: list[Word] = []
    async for ids in floor.engine.planned_before(2):
        moved += await floor.engine.replan_many([again[id] for id in ids])
    took = time.perf_counter() - started
    assert moved == [Word.MOVED] * 1000
    assert await floor.rings("ann") == ["c0000"], "arrival order is kept"
    assert took < 1.0


@pytest.mark.parametrize("replanned", [True, False])
async def test_those_who_are_due_at_one_moment_are_looked_at_some_at_a_time_too(floor: Floor, replanned: bool) -> None:
    """What came while a council was closed is all due at once; whoever is replanned leaves the list that is read."""
    names = [f"{letter}{number}" for letter in ("c", "C", "c-", "c.", "c:", "c_") for number in range(20)]
    for name in names:
        await floor.engine.arrive(plan(name))
    await floor.engine.arrive(plan("sooner", target_s=1))
    await floor.engine.arrive(plan("later", target_s=99))
    seen: list[str] = []
    start, more = "", True
    while more:
        ids, start = await floor.engine.planned_page(2, start, count=7)
        assert len(ids) <= 7
        more, seen = start != "", seen + ids
        if replanned:
            await floor.engine.replan_many([plan(id, "libraries:1", rules_version=2) for id in ids])
    assert (seen[0], seen[-1], len(seen), set(seen)) == ("sooner", "later", len(names) + 2, {"sooner", "later", *names})


async def test_publishing_the_same_version_again_is_stale(floor: Floor) -> None:
    assert await floor.engine.publish(2) is Word.MOVED
    assert await floor.engine.publish(2) is Word.STALE
    assert await floor.engine.publish(1) is Word.STALE
    assert (await floor.engine.board()).rules_version == 2


async def test_replanning_keeps_arrival_and_says_what_it_did(floor: Floor) -> None:
    await floor.engine.arrive(plan("c1"))
    assert await floor.engine.replan(plan("c1", rules_version=2)) is Word.SAME
    assert await floor.engine.replan(plan("c1", "libraries:1", rules_version=1)) is Word.STALE
    assert await floor.engine.replan(plan("c1", "libraries:1", arrived=5, rules_version=3)) is Word.MOVED
    assert await floor.engine.replan(plan("c9", rules_version=3)) is Word.GONE
    state = await floor.engine.contact("c1")
    assert state is not None
    assert (state.arrived_ms, state.rules_version, state.requirement) == (START_MS, 3, "phone|libraries:1")


async def test_what_was_passed_on_under_the_new_rules_is_not_moved_back_by_whoever_publishes_them(floor: Floor) -> None:
    await floor.engine.arrive(plan("c1", "libraries:1", service="libraries/enquiry", rules_version=2))
    assert await floor.engine.replan_many([plan("c1", rules_version=2)]) == [Word.STALE]
    assert await floor.engine.replan(plan("c1", rules_version=2)) is Word.MOVED, "somebody knows better still"
    assert await floor.engine.replan_many([plan("c1", rules_version=2)]) == [Word.SAME], "asked twice"
    assert await floor.engine.replan_many([plan("c1", "libraries:1", rules_version=3)]) == [Word.MOVED]


async def test_new_rules_leave_a_ringing_desk_alone_unless_a_hard_skill_is_missing(floor: Floor) -> None:
    await floor.agent("ann", "highways:3")
    await floor.engine.arrive(plan("c1"))
    assert await floor.engine.replan(plan("c1", "libraries:1", rules_version=2)) is Word.SAME
    assert await floor.rings("ann") == ["c1"]
    assert await floor.engine.replan(plan("c1", "safeguarding:3!", rules_version=3)) is Word.MOVED
    assert await floor.rings("ann") == []


@pytest.mark.parametrize("leaves", ["give_back", "transfer", "park"])
async def test_what_is_in_hand_waits_again_by_its_new_plan(floor: Floor, leaves: str) -> None:
    await floor.agent("ann")
    await floor.engine.arrive(plan("c1"))
    await floor.accept("c1", "ann")
    now_a_book = plan("c1", "libraries:1", service="libraries/enquiry")
    assert await floor.engine.replan(now_a_book) is Word.SAME
    assert await floor.state("c1") == "active"
    if leaves == "transfer":
        await floor.engine.transfer(now_a_book, "ann", "not mine")
    elif leaves == "park":
        await floor.engine.park("c1", START_MS + 60_000, "later", agent="ann")
        await floor.engine.take_up("c1", "now")
    else:
        await floor.engine.give_back("c1", "agent_dropped")
    state = await floor.engine.contact("c1")
    assert state is not None
    assert (state.state, state.service, state.requirement) == ("waiting", "libraries/enquiry", "phone|libraries:1")


async def test_going_back_to_older_rules_restores_the_order_exactly(floor: Floor) -> None:
    for index in range(5):
        await floor.engine.arrive(plan(f"c{index}", arrived=START_MS + index, target_s=20 + index))
    before = await floor.engine.dump()
    for index in range(5):
        upside_down = plan(f"c{index}", arrived=START_MS + index, target_s=99 - index, rules_version=2)
        await floor.engine.replan(upside_down)
    for index in range(5):
        await floor.engine.replan(plan(f"c{index}", arrived=START_MS + index, target_s=20 + index, rules_version=3))
    assert (await floor.engine.dump())["buckets"] == before["buckets"]


async def test_the_longest_wait_on_the_board_is_of_who_came_first_whoever_is_due_first(floor: Floor) -> None:
    await floor.engine.arrive(plan("old", arrived=START_MS - 3_600_000, target_s=7_200))
    await floor.engine.arrive(plan("new", arrived=START_MS - 1_000, target_s=60))
    (queue,) = (await floor.engine.board()).queues
    assert (queue.oldest_ms, queue.due_ms) == (START_MS - 3_600_000, START_MS + 59_000)


async def test_the_board_counts_who_waits_and_who_does_what(floor: Floor) -> None:
    await floor.engine.arrive(plan("c1", target_s=5))
    await floor.engine.arrive(plan("c2", arrived=START_MS + 1, target_s=60))
    await floor.engine.arrive(plan("t1", "libraries:1", channel=Channel.SMS, service="libraries/enquiry"))
    await floor.agent("ann", "bsl:1")
    await floor.after(10)
    board = await floor.engine.board()
    queues = {(queue.service, queue.channel): queue for queue in board.queues}
    calls = queues["highways/pothole", "phone"]
    assert (calls.waiting, calls.late, calls.oldest_ms, calls.due_ms) == (2, 1, START_MS, START_MS + 5_000)
    assert queues["libraries/enquiry", "sms"].waiting == 1
    assert [(agent.id, agent.state) for agent in board.agents] == [("ann", "ready")]


async def test_a_place_counts_those_ahead_and_estimates_from_what_was_learnt(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.engine.arrive(plan("c0"))
    await floor.accept("c0", "ann")
    await floor.after(100)
    await floor.engine.close("c0", "served")
    await floor.engine.arrive(plan("c1", arrived=START_MS + 1, offer_ms=10**6))
    await floor.engine.arrive(plan("c2", arrived=START_MS + 2))
    await floor.engine.arrive(plan("c3", arrived=START_MS + 3))
    await floor.engine.arrive(plan("urgent", arrived=START_MS + 4, target_s=0))
    place = await floor.engine.place("c3")
    assert place is not None
    assert (place.ahead, place.position) == (2, 3)
    # The tenth and ninetieth percentile of three handlings, one after the other, of 226 s each: the one that was
    # learnt, of 100 s, counts as one of ten beside the usual 240 s.
    assert (place.estimate_low_s, place.estimate_high_s) == (249, 1200)
    assert await floor.engine.place("c1") is None, "it rings; it does not wait"


async def test_an_estimate_never_rises_while_nothing_got_worse(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.agent("bob")
    for number in range(12):
        await floor.engine.arrive(plan(f"c{number}", arrived=START_MS + number))
    told: list[int] = []
    for number in range(8):
        place = await floor.engine.tell_place("c11")
        assert place is not None
        assert place.estimate_high_s is not None
        told.append(place.estimate_high_s)
        ringing = await floor.engine.contact(f"c{number}")
        assert ringing is not None
        await floor.accept(f"c{number}", ringing.agent or "")
        floor.hands.now += 1000 * (200 - 20 * number)
        await floor.engine.close(f"c{number}", "served")
    assert told == sorted(told, reverse=True)
    assert told[0] > told[-1]


async def test_an_estimate_learns_the_pace_at_which_people_are_really_served(floor: Floor) -> None:
    await floor.agent("ann")
    first = last = None
    for number in range(60):
        now = floor.hands.now
        await floor.engine.arrive(plan(f"a{number}", arrived=now))
        await floor.engine.arrive(plan(f"b{number}", arrived=now + 1))
        place = await floor.engine.tell_place(f"b{number}")
        assert place is not None
        first, last = first or place, place
        await floor.accept(f"a{number}", "ann")
        floor.hands.now += 100_000
        await floor.engine.close(f"a{number}", "served")
        await floor.accept(f"b{number}", "ann")
        floor.hands.now += 100_000
        await floor.engine.close(f"b{number}", "served")
    assert first is not None
    assert last is not None
    assert first.estimate_high_s is not None
    assert last.estimate_low_s is not None
    assert last.estimate_high_s is not None
    assert last.estimate_low_s <= 100 <= last.estimate_high_s
    assert last.estimate_high_s < first.estimate_high_s, "every wait was 100 s, which it was not to know at first"


@pytest.mark.parametrize(
    ("after_s", "least", "most"),
    [pytest.param(1_800, 1.5, 20, id="long after it"), pytest.param(1, 0.95, 1.05, id="at once, which says nothing")],
)
async def test_an_estimate_learns_from_those_who_leave_unanswered(
    floor: Floor, after_s: int, least: float, most: float
) -> None:
    await floor.agent("ann")
    await floor.engine.arrive(plan("first", arrived=floor.hands.now))
    await floor.accept("first", "ann")
    told = []
    for number in range(40):
        await floor.engine.arrive(plan(f"c{number}", arrived=floor.hands.now))
        place = await floor.engine.tell_place(f"c{number}")
        assert place is not None
        assert place.estimate_high_s is not None
        told.append(place.estimate_high_s)
        floor.hands.now += after_s * 1000
        assert (await floor.engine.withdraw(f"c{number}", "abandoned")).word == "withdrawn"
    assert least <= told[-1] / told[0] <= most


async def test_a_place_says_nothing_of_time_while_nobody_could_serve_it(floor: Floor) -> None:
    await floor.engine.arrive(plan("c1", "bsl:5"))
    place = await floor.engine.place("c1")
    assert place is not None
    assert (place.position, place.estimate_low_s, place.estimate_high_s) == (1, None, None)


async def test_events_are_read_from_where_they_were_left_and_trimmed_up_to_there(floor: Floor) -> None:
    await floor.engine.arrive(plan("c1"))
    await floor.engine.arrive(plan("c2"))
    start = floor.seen[-1].sequence
    first = (await floor.engine.read_events(start, count=1))[0]
    assert (first.type, first.contact_id, first.division) == ("contact.arrived", "c1", "westmere")
    assert first.facts["steps"] == "0=phone|highways:1"
    rest = await floor.engine.read_events(first.sequence)
    assert [event.contact_id for event in rest] == ["c2"]
    assert await floor.engine.trim_events(rest[0].sequence) == len(floor.seen) + 1
    assert await floor.engine.read_events(rest[0].sequence, block_ms=1) == []


async def test_a_notice_goes_out_with_each_event(floor: Floor, live: Live) -> None:
    listening = live.listen(Keys("westmere").notices, read=notices_of)
    assert isinstance(await anext(listening), Reconnected)
    await floor.agent("ann")
    await floor.engine.arrive(plan("c1"))
    told = [notice.data for _ in range(4) if isinstance(notice := await anext(listening), Notice)]
    assert [notice["type"] for notice in told] == ["agent.signed_in", "agent.ready", "contact.arrived", "offer.made"]
    assert (told[3]["contact"], told[3]["agent"]) == ("c1", "ann")
    assert isinstance(told[3]["epoch"], int)
    await listening.aclose()  # type: ignore[attr-defined]


async def test_what_is_overdue_in_the_background_is_promoted_and_never_outranks_a_caller(floor: Floor) -> None:
    await floor.engine.arrive(plan("letter", channel=Channel.SMS, band=Band.BACKGROUND, target_s=60))
    await floor.engine.arrive(plan("text", channel=Channel.SMS, band=Band.STANDARD, target_s=300))
    await floor.events()
    assert await floor.after(60) == ["step"]
    assert [event.type for event in await floor.events()] == ["contact.promoted"]
    await floor.engine.arrive(plan("chat", channel=Channel.CHAT, band=Band.LIVE, arrived=floor.hands.now))
    await floor.agent("ann", capacity={Channel.CHAT: 1, Channel.SMS: 1})
    assert await floor.rings("ann") == ["chat"]
    await floor.accept("chat", "ann")
    await floor.engine.close("chat", "served")
    assert await floor.rings("ann") == ["letter"]
