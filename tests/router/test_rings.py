"""What rings at a desk goes on to others, without a strike, as soon as it would not be offered there any more."""

from typing import Any

import pytest

from core.channel import Band, Channel
from router.engine.words import Word
from router.rules.plan import Plan
from skills.profile import AgentProfile, usual_beside
from tests.router.floor import CAPACITY, Floor, plan

TEXT_BESIDE_CALL: dict[str, Any] = {"beside": {**usual_beside(), Channel.PHONE: frozenset({Channel.SMS})}}
TWO_LINES: dict[str, Any] = {
    "capacity": {Channel.PHONE: 2},
    "beside": {**usual_beside(), Channel.PHONE: frozenset({Channel.PHONE})},
}
BOTH = {Channel.PHONE: 1, Channel.SMS: 3, Channel.EMAIL: 1}
EMAIL_ALONE = {**usual_beside(), Channel.EMAIL: frozenset[Channel]()}


def text(id: str, asks: str = "highways:1", **more: Any) -> Plan:
    return plan(id, asks, channel=Channel.SMS, band=Band.STANDARD, **more)


async def test_a_text_rings_on_elsewhere_once_its_agent_took_a_call(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.engine.arrive(text("text"))
    epoch = await floor.epoch("text")
    await floor.engine.arrive(plan("call"))
    await floor.agent("bob")
    await floor.accept("call", "ann")
    assert (await floor.rings("ann"), await floor.rings("bob")) == ([], ["text"])
    assert (await floor.engine.accept("text", "ann", epoch)).word is Word.LATE
    assert "offer.withdrawn" in await floor.told()
    await floor.sound()


async def test_it_is_theirs_again_after_the_call_without_a_minute_in_between(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.engine.arrive(text("text"))
    await floor.engine.arrive(plan("call"))
    await floor.accept("call", "ann")
    assert await floor.state("text") == "waiting"
    await floor.engine.close("call", "served")
    assert await floor.rings("ann") == ["text"]


async def test_a_text_rings_on_beside_a_call_where_the_profile_says_so(floor: Floor) -> None:
    await floor.agent("ann", **TEXT_BESIDE_CALL)
    await floor.engine.arrive(text("text"))
    await floor.engine.arrive(plan("call"))
    await floor.accept("call", "ann")
    assert await floor.rings("ann") == ["text"]
    await floor.sound()


async def test_a_text_rings_on_elsewhere_while_its_agent_rings_a_resident(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.engine.arrive(text("in-hand"))
    await floor.accept("in-hand", "ann")
    await floor.engine.arrive(text("text"))
    assert await floor.rings("ann") == ["text"]
    await floor.agent("bob")
    assert await floor.engine.take_line("in-hand", "ann") is Word.TAKEN
    assert (await floor.rings("ann"), await floor.rings("bob")) == ([], ["text"])
    await floor.sound()


@pytest.mark.parametrize(
    ("more", "rings"),
    [
        pytest.param({}, [], id="whom it was offered as to one who can"),
        pytest.param({"preferred": "ann", "preferred_ms": 60_000}, ["text"], id="but not whoever knows the resident"),
    ],
)
async def test_a_skill_that_is_taken_away_stops_the_ring_at(
    floor: Floor, more: dict[str, Any], rings: list[str]
) -> None:
    await floor.agent("ann", "highways:3")
    await floor.engine.arrive(text("text", "highways:2", **more))
    epoch = await floor.epoch("text")
    await floor.sign_in("ann", "libraries:3")
    assert await floor.rings("ann") == rings
    word = Word.ACCEPTED if rings else Word.LATE
    assert (await floor.engine.accept("text", "ann", epoch)).word is word
    await floor.sound()


async def test_a_ring_is_taken_back_that_may_not_be_beside_what_is_in_hand_any_more(floor: Floor) -> None:
    await floor.agent("ann", capacity=BOTH)
    await floor.engine.arrive(plan("email", channel=Channel.EMAIL, band=Band.STANDARD))
    await floor.accept("email", "ann")
    await floor.engine.arrive(text("text"))
    assert await floor.rings("ann") == ["text"]
    await floor.sign_in("ann", capacity=BOTH, beside=EMAIL_ALONE)
    assert await floor.rings("ann") == []
    await floor.sound()


async def test_a_call_and_a_text_that_ring_side_by_side_ring_on_under_a_profile_with_more_skills(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.engine.arrive(text("text"))
    await floor.engine.arrive(plan("call"))
    await floor.sign_in("ann", "highways:3 libraries:1")
    assert sorted(await floor.rings("ann")) == ["call", "text"]
    await floor.sound()


async def test_whoever_signs_in_again_without_a_phone_is_rung_no_more(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.engine.arrive(plan("call"))
    profile = AgentProfile(id="ann", skills={"highways": 3}, capacity=CAPACITY)
    await floor.engine.sign_in(profile, phone_ready=False, lease_ms=10**9)
    assert await floor.rings("ann") == []
    await floor.sound()


async def test_a_caller_whose_line_broke_is_not_rung_at_the_same_phone_with_room_for_two(floor: Floor) -> None:
    await floor.agent("ann", **TWO_LINES)
    await floor.engine.arrive(plan("call"))
    await floor.accept("call", "ann")
    await floor.engine.arrive(plan("second"))
    assert await floor.rings("ann") == ["second"]
    assert await floor.engine.give_back("call", "line broke", agent="ann") is Word.RETURNED
    assert await floor.rings("ann") == [], "nor is anybody else"
    await floor.sound()
    await floor.engine.beat("ann", phone_ready=True, lease_ms=10**9)
    assert sorted(await floor.rings("ann")) == ["call", "second"]
    await floor.sound()


async def test_a_caller_whose_line_broke_is_nobodys_alone_who_has_no_phone(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.agent("bob")
    kept: dict[str, Any] = {"preferred": "ann", "preferred_ms": 600_000}
    await floor.engine.arrive(plan("call", **kept))
    await floor.accept("call", "ann")
    await floor.engine.arrive(plan("second", target_s=60, **kept))
    await floor.engine.give_back("call", "line broke", agent="ann")
    assert (await floor.rings("bob"), await floor.state("second")) == (["call"], "waiting")
    await floor.accept("call", "bob")
    await floor.engine.close("call", "served")
    assert await floor.rings("bob") == ["second"]
    await floor.sound()
