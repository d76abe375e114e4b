"""Contacts that leave the straight path: passed on, handed over, put aside, merged, bundled, broken off."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from core.channel import Band, Channel
from router.engine.engine import Engine
from router.engine.words import Word
from router.rules.plan import Plan
from tests.router.floor import START_MS, Floor, plan

WHOLE = {Channel.PHONE: frozenset[Channel](), Channel.SMS: frozenset({Channel.SMS})}
"""Beside a text only texts: a call needs empty hands."""


def text(id: str, **more: Any) -> Plan:
    return plan(id, channel=Channel.SMS, band=Band.STANDARD, **more)


async def test_a_transfer_waits_at_its_original_place_for_the_other_service(floor: Floor) -> None:
    await floor.agent("ann", "highways:3 libraries:3")
    await floor.engine.arrive(plan("c1"))
    await floor.accept("c1", "ann")
    await floor.after(300)
    await floor.engine.arrive(plan("later", "libraries:1", arrived=floor.hands.now))
    again = plan("c1", "libraries:1", service="libraries/enquiry", rules_version=1)
    assert await floor.engine.transfer(again, "ann", "a book after all") is Word.RETURNED
    assert await floor.rings("ann") == ["later"], "not back to whoever passed it on"
    await floor.agent("bob", "libraries:2")
    assert await floor.rings("bob") == ["c1"]
    state = await floor.engine.contact("c1")
    assert state is not None
    assert (state.arrived_ms, state.service) == (START_MS, "libraries/enquiry")
    assert await floor.engine.transfer(again, "ann", "again") is Word.GONE


async def test_a_transfer_to_a_colleague_is_theirs_alone_for_a_while(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.engine.arrive(plan("c1"))
    await floor.accept("c1", "ann")
    await floor.agent("bob")
    await floor.agent("cat")
    to_cat = plan("c1", preferred="cat", preferred_ms=10**9)
    assert await floor.engine.transfer(to_cat, "ann", "cat knows it") is Word.RETURNED
    assert await floor.rings("cat") == ["c1"]


async def test_a_consultation_ends_in_a_hand_over_without_a_ring(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.engine.arrive(plan("c1"))
    first = await floor.accept("c1", "ann")
    await floor.agent("bob")
    await floor.engine.arrive(plan("c1-consult", preferred="bob", preferred_ms=60_000, question=True))
    await floor.accept("c1-consult", "bob")
    assert await floor.engine.hand_over("c1", "bob", "c1-consult") is Word.GONE, "it is ann's to give"
    assert await floor.engine.hand_over("c1", "ann", "c1-consult") is Word.ACCEPTED
    state = await floor.engine.contact("c1")
    assert state is not None
    assert (state.agent, state.state) == ("bob", "active")
    assert (state.epoch or 0) > first, "a late word of ann's line no longer counts"
    assert await floor.state("c1-consult") == "closed"
    assert await floor.engine.hand_over("c1", "ann", "c1-consult") is Word.GONE


async def test_nobody_is_handed_a_contact_by_a_call_that_is_no_question_of_an_agent(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.engine.arrive(plan("c1"))
    await floor.accept("c1", "ann")
    await floor.agent("bob")
    await floor.engine.arrive(plan("residents"))
    await floor.accept("residents", "bob")
    assert await floor.engine.hand_over("c1", "ann", "residents") is Word.GONE
    assert await floor.state("residents") == "active"


LATE_WORDS: dict[str, Callable[[Engine], Awaitable[Word]]] = {
    "her line drops": lambda engine: engine.give_back("c1", "agent_dropped", agent="ann"),
    "she hangs up": lambda engine: engine.wrap("c1", agent="ann"),
    "she closes it": lambda engine: engine.close("c1", "served", agent="ann"),
    "she puts it aside": lambda engine: engine.park("c1", START_MS + 60_000, "later", agent="ann"),
    "she promises a call back": lambda engine: engine.call_back("c1", START_MS + 60_000, "later", agent="ann"),
}


@pytest.mark.parametrize("word", LATE_WORDS.values(), ids=LATE_WORDS.keys())
async def test_after_a_hand_over_a_late_word_of_the_first_agent_changes_nothing(
    floor: Floor, word: Callable[[Engine], Awaitable[Word]]
) -> None:
    await floor.agent("ann")
    await floor.engine.arrive(plan("c1"))
    await floor.accept("c1", "ann")
    await floor.agent("bob")
    await floor.engine.arrive(plan("c1-consult", preferred="bob", preferred_ms=60_000, question=True))
    await floor.accept("c1-consult", "bob")
    await floor.engine.hand_over("c1", "ann", "c1-consult")
    before = await floor.engine.contact("c1")
    assert await word(floor.engine) is Word.GONE
    assert await floor.engine.contact("c1") == before


@pytest.mark.parametrize(("verb", "state"), [("park", Word.PARKED), ("call_back", Word.CALLBACK)])
async def test_what_is_put_aside_comes_back_in_its_time_at_its_place(floor: Floor, verb: str, state: Word) -> None:
    await floor.engine.arrive(plan("c1"))
    await floor.engine.arrive(plan("later", arrived=START_MS + 1000))
    till = START_MS + 60_000
    assert await getattr(floor.engine, verb)("c1", till, "not at home") == state
    assert await getattr(floor.engine, verb)("c1", till, "asked twice") == state
    await floor.agent("ann")
    assert await floor.rings("ann") == ["later"]
    await floor.accept("later", "ann")
    assert await floor.after(59) == []
    assert await floor.after(1) == ["aside"]
    await floor.engine.close("later", "served")
    assert await floor.rings("ann") == ["c1"]


async def test_what_is_put_aside_can_be_taken_up_early_or_withdrawn(floor: Floor) -> None:
    for id in ("c1", "c2"):
        await floor.engine.arrive(plan(id))
        await floor.engine.park(id, START_MS + 10**6, "waits for a form")
    assert await floor.engine.take_up("c1", "the form came") is Word.WAITING
    assert await floor.engine.take_up("c1", "again") is Word.GONE
    assert (await floor.engine.withdraw("c2", "withdrawn")).word is Word.WITHDRAWN
    assert await floor.state("c1") == "waiting"


async def test_parking_in_hand_frees_the_agent(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.engine.arrive(text("c1"))
    await floor.engine.accept("c1", "ann", await floor.epoch("c1"))
    await floor.engine.arrive(plan("call"))
    assert await floor.engine.park("c1", START_MS + 60_000, "rings tomorrow") is Word.PARKED
    agent = await floor.engine.agent("ann")
    assert agent is not None
    assert [each.contact for each in agent.in_hand] == ["call"]


async def test_a_duplicate_ends_as_part_of_another(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.engine.arrive(plan("c1"))
    await floor.engine.arrive(plan("c2"))
    assert (await floor.engine.merge("c1", "c2")).agent == "ann", "whose ring has to stop"
    ended = [event for event in await floor.events() if event.type == "contact.ended"]
    assert [(event.contact_id, event.facts["into"], event.facts["outcome"]) for event in ended] == [
        ("c1", "c2", "merged")
    ]
    assert (await floor.engine.merge("c2", "c2")).word is Word.GONE, "it would be no more"
    await floor.accept("c2", "ann")
    assert (await floor.engine.merge("c2", "c1")).word is Word.GONE, "in hand"


async def test_whoever_accepts_one_of_a_bundle_gets_what_fits_and_the_rest_waits_for_them(floor: Floor) -> None:
    for number in range(4):
        await floor.engine.arrive(text(f"c{number}", arrived=START_MS + number, bundle="cas_1"))
    await floor.engine.arrive(text("other", arrived=START_MS + 9))
    await floor.agent("ann", capacity={Channel.SMS: 3})
    await floor.engine.accept("c0", "ann", await floor.epoch("c0"))
    agent = await floor.engine.agent("ann")
    assert agent is not None
    assert sorted(each.contact for each in agent.in_hand) == ["c0", "c1", "c2"]
    await floor.agent("bob")
    assert await floor.rings("bob") == ["other"], "the fourth waits for ann"
    await floor.engine.close("c0", "served")
    assert await floor.rings("ann") == ["c3"]


STOPS: dict[str, Callable[[Floor], Awaitable[object]]] = {
    "goes on a break": lambda floor: floor.engine.take_break("owner", "lunch"),
    "goes home": lambda floor: floor.engine.leave("owner"),
    "falls silent": lambda floor: floor.after(15),
}


@pytest.mark.parametrize("stops", STOPS.values(), ids=STOPS.keys())
async def test_those_who_wait_for_someone_are_anybodys_as_soon_as_that_one(
    floor: Floor, stops: Callable[[Floor], Awaitable[object]]
) -> None:
    await floor.agent("owner", capacity={Channel.SMS: 1, Channel.PHONE: 1})
    for id, channel in (("writing", Channel.SMS), ("busy", Channel.PHONE)):
        await floor.engine.arrive(plan(id, channel=channel))
        await floor.accept(id, "owner")
    kept: dict[str, Any] = {"preferred": "owner", "preferred_ms": 4 * 3_600_000}
    await floor.engine.arrive(plan("text", channel=Channel.SMS, band=Band.STANDARD, **kept))
    await floor.engine.arrive(plan("later", target_s=60, **kept))
    await floor.engine.arrive(plan("sooner", **kept))
    await floor.agent("other", beside={held: frozenset[Channel]() for held in Channel})
    assert await floor.rings("other") == []
    await floor.engine.beat("owner", phone_ready=True, lease_ms=15_000)
    await stops(floor)
    assert await floor.rings("other") == ["sooner"], "and the first in line is the first to be offered"
    await floor.sound()
    await floor.accept("sooner", "other")
    await floor.engine.close("sooner", "served")
    assert await floor.rings("other") == ["later"]


async def declines(floor: Floor) -> None:
    assert await floor.engine.decline("asked", "owner", await floor.epoch("asked"), "busy") is Word.DECLINED


async def loses_their_phone(floor: Floor) -> None:
    await floor.engine.beat("owner", phone_ready=False, lease_ms=3_600_000)


WILL_NOT = {**STOPS, "declines": declines, "loses their phone": loses_their_phone}


@pytest.mark.parametrize("stops", WILL_NOT.values(), ids=WILL_NOT.keys())
async def test_what_a_colleague_is_asked_by_name_rings_at_nobody_else_when_that_one(
    floor: Floor, stops: Callable[[Floor], Awaitable[object]]
) -> None:
    await floor.agent("owner")
    await floor.agent("other")
    await floor.engine.arrive(plan("asked", preferred="owner", preferred_ms=600_000, question=True))
    assert await floor.rings("owner") == ["asked"]
    await floor.engine.beat("owner", phone_ready=True, lease_ms=15_000)
    await floor.engine.beat("other", phone_ready=True, lease_ms=3_600_000)
    await stops(floor)
    assert (await floor.rings("owner"), await floor.rings("other")) == ([], [])
    assert await floor.state("asked") == "waiting"
    await floor.sound()
    assert (await floor.engine.withdraw("asked", "ended")).word is Word.WITHDRAWN


async def test_what_an_agent_can_never_take_is_not_kept_for_them(floor: Floor) -> None:
    await floor.agent("owner", capacity={Channel.SMS: 1})
    await floor.engine.arrive(text("busy"))
    await floor.accept("busy", "owner")
    await floor.engine.arrive(text("c1", bundle="cas_1", preferred="owner", preferred_ms=10_000))
    await floor.agent("caller", capacity={Channel.PHONE: 1})
    await floor.agent("other", capacity={Channel.SMS: 1})
    await floor.engine.arrive(plan("c2", bundle="cas_1"))
    await floor.accept("c2", "caller")
    assert "contact.kept" not in await floor.told()
    assert await floor.after(10) == ["step"]
    assert await floor.rings("other") == ["c1"], "its owner had their time"


async def test_what_an_agent_asks_about_a_call_is_nobody_who_waits_on_the_board(floor: Floor) -> None:
    await floor.engine.arrive(plan("c1"))
    await floor.engine.arrive(plan("asked", arrived=floor.hands.now - 5000, question=True))
    board = await floor.engine.board()
    assert [(queue.channel, queue.waiting, queue.oldest_ms) for queue in board.queues] == [
        ("phone", 1, floor.hands.now)
    ]
    assert [row[0] for row in await floor.engine.queue("highways/pothole", "phone", 9)] == ["c1"]
    await floor.sound()
    await floor.agent("ann")
    assert await floor.rings("ann") == ["asked"], "it is routed as a call is"
    await floor.accept("asked", "ann")
    await floor.after(5)
    await floor.engine.close("asked", "withdrawn")
    assert (await floor.engine.dump())["means"] == {}, "and says nothing about how long calls take"
    await floor.accept("c1", "ann")
    await floor.after(7)
    await floor.engine.close("c1", "served")
    assert list((await floor.engine.dump())["means"].values()) == ["216700 10"]
    await floor.sound()


async def test_a_call_breaks_off_written_work_which_goes_on_afterwards(floor: Floor) -> None:
    await floor.agent("ann", beside=WHOLE, interruptible=frozenset({Channel.SMS}))
    await floor.engine.arrive(text("text"))
    await floor.engine.accept("text", "ann", await floor.epoch("text"))
    await floor.engine.arrive(plan("call"))
    await floor.accept("call", "ann")
    assert "contact.interrupted" in await floor.told()
    await floor.engine.close("call", "served")
    assert "contact.resumed" in await floor.told()
    assert await floor.state("text") == "active"
