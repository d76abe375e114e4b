"""Agents: presence as a lease, breaks, what may be held beside what, a phone that goes away, skills that change."""

from typing import Any

import pytest

from core.channel import Band, Channel
from router.engine.states import Agent, Contact
from router.engine.words import Word
from skills.profile import usual_beside
from tests.router.floor import Floor, plan


@pytest.mark.parametrize(
    ("held", "comes", "more", "rings"),
    [
        pytest.param([Channel.PHONE], Channel.SMS, {}, False, id="beside a call, no text"),
        pytest.param([Channel.PHONE], Channel.PHONE, {}, False, id="one call at a time"),
        pytest.param([Channel.SMS], Channel.PHONE, {}, True, id="a text in hand does not lock the phone"),
        pytest.param([Channel.SMS] * 3, Channel.PHONE, {}, True, id="three texts in hand do not lock the phone"),
        pytest.param([Channel.SMS] * 2, Channel.SMS, {}, True, id="a third text fits"),
        pytest.param([Channel.SMS] * 3, Channel.SMS, {}, False, id="a fourth text does not"),
        pytest.param(
            [Channel.PHONE],
            Channel.SMS,
            {"beside": {**usual_beside(), Channel.PHONE: frozenset({Channel.SMS})}},
            True,
            id="a text beside a call when the profile says so",
        ),
        pytest.param([], Channel.EMAIL, {}, False, id="a channel they have no capacity for"),
    ],
)
async def test_what_fits_beside_what(
    floor: Floor, held: list[Channel], comes: Channel, more: dict[str, Any], rings: bool
) -> None:
    await floor.agent("ann", **more)
    for index, channel in enumerate(held):
        await floor.engine.arrive(plan(f"held{index}", channel=channel))
        await floor.accept(f"held{index}", "ann")
    answer = await floor.engine.arrive(plan("next", channel=comes))
    assert answer is (Word.OFFERED if rings else Word.WAITING)


async def test_one_thing_rings_at_a_time_but_a_call_rings_beside_a_text(floor: Floor) -> None:
    await floor.agent("ann")
    for id in ("t1", "t2"):
        await floor.engine.arrive(plan(id, channel=Channel.SMS, band=Band.STANDARD))
    assert await floor.rings("ann") == ["t1"]
    assert await floor.engine.arrive(plan("call")) is Word.OFFERED
    assert await floor.rings("ann") == ["call", "t1"] or await floor.rings("ann") == ["t1", "call"]


async def test_accepting_a_text_lets_the_next_one_ring(floor: Floor) -> None:
    await floor.agent("ann")
    for id in ("t1", "t2"):
        await floor.engine.arrive(plan(id, channel=Channel.SMS, band=Band.STANDARD))
    await floor.accept("t1", "ann")
    assert await floor.rings("ann") == ["t2"]


async def test_whoever_has_less_in_hand_is_asked_first(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.after(1)
    await floor.agent("bob")
    await floor.engine.arrive(plan("t1", channel=Channel.SMS))
    await floor.accept("t1", "ann")
    await floor.engine.arrive(plan("t2", channel=Channel.SMS))
    assert await floor.rings("bob") == ["t2"]


async def test_a_desk_without_a_phone_gets_texts_and_no_calls(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.engine.beat("ann", phone_ready=False, lease_ms=10**9)
    assert await floor.engine.arrive(plan("call")) is Word.WAITING
    assert await floor.engine.arrive(plan("t1", channel=Channel.SMS)) is Word.OFFERED
    await floor.engine.beat("ann", phone_ready=True, lease_ms=10**9)
    assert "call" in await floor.rings("ann"), "the phone is back, and the caller is offered in the same step"


async def test_a_phone_that_goes_away_while_it_rings_passes_the_caller_on(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.after(1)
    await floor.agent("bob")
    await floor.engine.arrive(plan("call"))
    await floor.engine.beat("ann", phone_ready=False, lease_ms=10**9)
    assert await floor.rings("bob") == ["call"]
    assert "offer.unreachable" in await floor.told()


async def test_a_silent_desk_is_absent_and_what_rang_goes_on_without_a_strike(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.engine.beat("ann", phone_ready=True, lease_ms=15_000)
    await floor.engine.arrive(plan("c1", offer_ms=60_000))
    assert await floor.after(15) == ["presence"]
    assert await floor.state("c1") == Contact.WAITING
    await floor.agent("bob")
    assert await floor.rings("bob") == ["c1"]


async def test_a_live_call_outlives_its_agents_presence(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.engine.arrive(plan("c1"))
    await floor.accept("c1", "ann")
    await floor.engine.beat("ann", phone_ready=True, lease_ms=15_000)
    await floor.after(3600)
    agent = await floor.engine.agent("ann")
    assert agent is not None
    assert agent.state is Agent.ABSENT
    assert await floor.state("c1") == Contact.ACTIVE
    assert [held.contact for held in agent.in_hand] == ["c1"]


async def test_beats_keep_an_agent_present(floor: Floor) -> None:
    await floor.agent("ann")
    for _ in range(5):
        assert await floor.engine.beat("ann", phone_ready=True) is Word.READY
        assert await floor.after(10) == []


async def test_a_desk_that_was_silent_for_a_moment_is_ready_again(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.engine.beat("ann", phone_ready=True)
    await floor.engine.arrive(plan("c1", "libraries:1"))
    await floor.after(20)
    assert await floor.engine.beat("ann", phone_ready=True, lease_ms=10**9) is Word.READY


async def test_a_desk_that_was_silent_for_long_has_to_say_ready(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.engine.beat("ann", phone_ready=True)
    await floor.after(20)
    await floor.after(121)
    assert await floor.engine.beat("ann", phone_ready=True, lease_ms=10**9) is Word.PRESENT
    assert await floor.engine.arrive(plan("c1")) is Word.WAITING


async def test_a_break_stops_offers_and_keeps_what_is_in_hand(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.engine.arrive(plan("t1", channel=Channel.SMS))
    await floor.accept("t1", "ann")
    await floor.engine.arrive(plan("call"))
    assert await floor.engine.take_break("ann", "lunch") is Word.BREAK
    assert await floor.rings("ann") == []
    assert await floor.state("t1") == Contact.ACTIVE
    assert await floor.engine.take_break("ann", "training") is Word.BREAK
    agent = await floor.engine.agent("ann")
    assert agent is not None
    assert (agent.state, agent.reason) == (Agent.BREAK, "training")
    assert await floor.engine.ready("ann") is Word.READY
    assert await floor.rings("ann") == ["call"], "a break is no strike"


async def test_being_ready_twice_is_being_ready_once(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.told()
    assert await floor.engine.ready("ann") is Word.READY
    assert await floor.told() == []


async def test_leaving_and_coming_back(floor: Floor) -> None:
    await floor.agent("ann")
    assert await floor.engine.leave("ann") is Word.ABSENT
    assert await floor.engine.ready("ann") is Word.ABSENT
    await floor.agent("ann")
    assert await floor.engine.arrive(plan("c1")) is Word.OFFERED


async def test_an_agent_nobody_knows_is_told_to_sign_in(floor: Floor) -> None:
    assert await floor.engine.beat("ghost", phone_ready=True) is Word.UNKNOWN
    assert await floor.engine.ready("ghost") is Word.UNKNOWN
    assert await floor.engine.agent("ghost") is None
    assert await floor.engine.offers_for("ghost") == []


async def test_a_hard_skill_that_is_taken_away_stops_the_ring(floor: Floor) -> None:
    await floor.agent("ann", "safeguarding:3")
    await floor.engine.arrive(plan("c1", "safeguarding:3!"))
    await floor.sign_in("ann", "safeguarding:2")
    assert await floor.rings("ann") == []
    assert await floor.state("c1") == Contact.WAITING


async def test_a_skill_that_is_gained_matches_at_once(floor: Floor) -> None:
    await floor.agent("ann", "libraries:1")
    await floor.engine.arrive(plan("c1"))
    await floor.sign_in("ann", "libraries:1 highways:1")
    assert await floor.rings("ann") == ["c1"]


async def test_whoever_knows_the_case_has_it_to_themselves_for_a_while(floor: Floor) -> None:
    await floor.agent("owner")
    await floor.engine.arrive(plan("busy"))
    await floor.accept("busy", "owner")
    await floor.agent("other")
    known = plan("c1", preferred="owner", preferred_ms=10_000)
    assert await floor.engine.arrive(known) is Word.WAITING
    assert await floor.after(10) == ["step"]
    assert await floor.rings("other") == ["c1"]


async def test_whoever_knows_the_case_gets_it_as_soon_as_they_are_free(floor: Floor) -> None:
    await floor.agent("owner")
    await floor.engine.arrive(plan("busy"))
    await floor.accept("busy", "owner")
    await floor.engine.arrive(plan("earlier"))
    await floor.engine.arrive(plan("c1", target_s=5, preferred="owner", preferred_ms=10_000))
    await floor.engine.close("busy", "served")
    assert await floor.rings("owner") == ["c1"]


@pytest.mark.parametrize("away", ["on a break", "absent", "declined", "lacks a hard skill"])
async def test_nobody_waits_for_someone_who_will_not_come(floor: Floor, away: str) -> None:
    await floor.agent("owner", "highways:3")
    await floor.after(1)
    await floor.agent("other", "highways:3 bsl:3")
    if away == "on a break":
        await floor.engine.take_break("owner", "lunch")
    if away == "absent":
        await floor.engine.leave("owner")
    asks = "highways:1 bsl:3!" if away == "lacks a hard skill" else "highways:1"
    await floor.engine.arrive(plan("c1", asks, preferred="owner", preferred_ms=10_000))
    if away == "declined":
        await floor.engine.decline("c1", "owner", await floor.epoch("c1"), "busy")
    assert await floor.rings("other") == ["c1"]


async def test_a_preferred_agent_whose_skills_go_gives_up_those_who_waited_for_them(floor: Floor) -> None:
    await floor.agent("owner", "bsl:3")
    await floor.engine.arrive(plan("busy", "bsl:1"))
    await floor.accept("busy", "owner")
    await floor.engine.arrive(plan("c1", "bsl:3!", preferred="owner", preferred_ms=10_000))
    await floor.agent("other", "bsl:3")
    await floor.sign_in("owner", "bsl:2")
    assert await floor.rings("other") == ["c1"]


async def test_a_ring_that_no_longer_fits_into_less_capacity_is_taken_back(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.engine.arrive(plan("t1", channel=Channel.SMS))
    await floor.accept("t1", "ann")
    await floor.engine.arrive(plan("t2", channel=Channel.SMS))
    await floor.sign_in("ann", capacity={Channel.PHONE: 1, Channel.SMS: 1})
    assert await floor.rings("ann") == []
    assert await floor.state("t1") == Contact.ACTIVE, "what is in hand stays"
    assert await floor.state("t2") == Contact.WAITING


async def test_nobody_waits_for_someone_who_takes_none_of_its_channel(floor: Floor) -> None:
    await floor.agent("owner")
    await floor.after(1)
    await floor.agent("other", capacity={Channel.LETTER: 1})
    await floor.engine.arrive(plan("c1", channel=Channel.LETTER, preferred="owner", preferred_ms=10_000))
    assert await floor.rings("other") == ["c1"]


async def test_those_who_waited_for_someone_who_stops_taking_their_channel_go_to_others(floor: Floor) -> None:
    await floor.agent("owner")
    await floor.engine.arrive(plan("busy"))
    await floor.accept("busy", "owner")
    await floor.engine.arrive(plan("c1", preferred="owner", preferred_ms=10_000))
    await floor.agent("other")
    await floor.sign_in("owner", capacity={Channel.SMS: 3})
    assert await floor.rings("other") == ["c1"]


async def test_a_hard_skill_that_is_taken_away_is_asked_of_them_by_nobody_who_waited_for_them(floor: Floor) -> None:
    await floor.agent("ann", "bsl:3")
    await floor.engine.arrive(plan("t1", "bsl:3!", channel=Channel.SMS))
    await floor.engine.arrive(plan("t2", "bsl:3!", channel=Channel.SMS, preferred="ann", preferred_ms=60_000))
    assert await floor.rings("ann") == ["t1"]
    await floor.sign_in("ann", "highways:3")
    assert await floor.rings("ann") == []


async def test_a_caller_is_not_kept_for_someone_whose_phone_is_away(floor: Floor) -> None:
    await floor.agent("owner")
    await floor.engine.beat("owner", phone_ready=False, lease_ms=10**9)
    await floor.agent("other")
    await floor.engine.arrive(plan("c1", preferred="owner", preferred_ms=10_000))
    text = plan("t1", channel=Channel.SMS, band=Band.STANDARD, preferred="owner", preferred_ms=10_000)
    await floor.engine.arrive(text)
    assert (await floor.rings("owner"), await floor.rings("other")) == (["t1"], ["c1"]), "what is written is"


async def test_callers_who_are_kept_for_someone_are_anybodys_as_soon_as_that_ones_phone_goes(floor: Floor) -> None:
    await floor.agent("owner")
    await floor.engine.arrive(plan("busy"))
    await floor.accept("busy", "owner")
    await floor.agent("other")
    for id, target_s in (("later", 60), ("sooner", 20)):
        await floor.engine.arrive(plan(id, target_s=target_s, preferred="owner", preferred_ms=600_000))
    await floor.engine.beat("owner", phone_ready=False, lease_ms=10**9)
    assert await floor.rings("other") == ["sooner"]
    await floor.sound()
