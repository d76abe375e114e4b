"""Each verb of the engine on a real server: what it answers, what it tells, and that asking twice changes nothing."""

import pytest

from core.channel import Band, Channel
from core.errors import InvalidInput, Unavailable
from live.connection import Live
from router.engine.engine import Engine
from router.engine.states import Contact, Ended
from router.engine.words import Accepted, Withdrawn, Word
from tests.router.floor import START_MS, Floor, plan


async def test_a_contact_that_nobody_can_take_waits(floor: Floor) -> None:
    assert await floor.engine.arrive(plan("c1")) is Word.WAITING
    assert await floor.told() == ["contact.arrived"]


async def test_a_contact_that_somebody_can_take_rings_at_once(floor: Floor) -> None:
    await floor.agent("ann")
    assert await floor.engine.arrive(plan("c1")) is Word.OFFERED
    assert await floor.rings("ann") == ["c1"]


async def test_arriving_twice_is_arriving_once(floor: Floor) -> None:
    await floor.engine.arrive(plan("c1"))
    await floor.told()
    assert await floor.engine.arrive(plan("c1")) is Word.ALREADY
    assert await floor.told() == []


async def test_an_agent_who_becomes_ready_gets_whoever_is_due_first(floor: Floor) -> None:
    await floor.engine.arrive(plan("later", target_s=60))
    await floor.engine.arrive(plan("sooner", target_s=10))
    await floor.agent("ann")
    assert await floor.rings("ann") == ["sooner"]


async def test_the_band_decides_before_the_due_time(floor: Floor) -> None:
    await floor.engine.arrive(plan("text", channel=Channel.SMS, band=Band.STANDARD, target_s=1))
    await floor.engine.arrive(plan("call", target_s=999))
    await floor.agent("ann")
    assert await floor.rings("ann") == ["call"]


async def test_equal_keys_go_by_id(floor: Floor) -> None:
    for id in ("c2", "c1", "c3"):
        await floor.engine.arrive(plan(id))
    await floor.agent("ann")
    assert await floor.rings("ann") == ["c1"]


async def test_the_specialist_is_asked_before_the_generalist(floor: Floor) -> None:
    await floor.agent("generalist", "highways:5 libraries:5")
    await floor.after(10)
    await floor.agent("specialist", "highways:1")
    await floor.engine.arrive(plan("c1"))
    assert await floor.rings("specialist") == ["c1"]
    made = (await floor.events())[-1]
    assert made.type == "offer.made"
    assert made.facts["group"] == "p1/1.phone+sms", "the profile with one skill"
    assert made.rules_version == 1


async def test_of_equals_whoever_has_been_idle_longest_is_asked(floor: Floor) -> None:
    await floor.agent("first")
    await floor.after(5)
    await floor.agent("second")
    await floor.engine.arrive(plan("c1"))
    assert await floor.rings("first") == ["c1"]


@pytest.mark.parametrize(
    ("skills", "asks", "rings"),
    [
        pytest.param("highways:2", "highways:2", True, id="a level that just suffices"),
        pytest.param("highways:1", "highways:2", False, id="a level too low"),
        pytest.param("libraries:5", "highways:1", False, id="another skill"),
        pytest.param("highways:3 bsl:3", "highways:1 bsl:3!", True, id="all of several skills"),
        pytest.param("highways:3", "highways:1 bsl:3!", False, id="one of several skills missing"),
        pytest.param("libraries:1", "", True, id="anybody will do"),
    ],
)
async def test_only_those_who_meet_the_requirement_are_asked(floor: Floor, skills: str, asks: str, rings: bool) -> None:
    await floor.agent("ann", skills)
    answer = await floor.engine.arrive(plan("c1", asks))
    assert answer is (Word.OFFERED if rings else Word.WAITING)


async def test_accepting_gives_the_contact_to_one_and_says_who_to_the_others(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.engine.arrive(plan("c1"))
    epoch = await floor.epoch("c1")
    assert await floor.engine.accept("c1", "bob", epoch) == Accepted(word=Word.LATE)
    assert await floor.engine.accept("c1", "ann", epoch) == Accepted(word=Word.ACCEPTED, winner="ann")
    assert await floor.engine.accept("c1", "bob", epoch) == Accepted(word=Word.LATE, winner="ann")
    assert await floor.engine.accept("c1", "ann", epoch) == Accepted(word=Word.ACCEPTED, winner="ann")
    assert await floor.engine.accept("c1", "ann", epoch + 1) == Accepted(word=Word.LATE, winner="ann")
    assert await floor.engine.accept("unheard-of", "ann", epoch) == Accepted(word=Word.GONE)
    assert (await floor.told()).count("offer.accepted") == 1


async def test_a_call_is_connecting_until_it_is_connected_and_a_text_is_in_hand_at_once(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.engine.arrive(plan("call"))
    await floor.engine.accept("call", "ann", await floor.epoch("call"))
    assert await floor.state("call") == Contact.CONNECTING
    await floor.agent("bob", capacity={Channel.SMS: 1})
    await floor.engine.arrive(plan("text", channel=Channel.SMS))
    epoch = await floor.epoch("text")
    await floor.engine.accept("text", "bob", epoch)
    assert await floor.state("text") == Contact.ACTIVE
    assert await floor.engine.connect("text", "bob", epoch) is Word.CONNECTED


async def test_connecting_needs_the_right_agent_and_epoch(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.engine.arrive(plan("c1"))
    epoch = await floor.epoch("c1")
    assert await floor.engine.connect("c1", "ann", epoch) is Word.GONE
    await floor.engine.accept("c1", "ann", epoch)
    assert await floor.engine.connect("c1", "bob", epoch) is Word.GONE
    assert await floor.engine.connect("c1", "ann", epoch + 1) is Word.GONE
    assert await floor.engine.connect("c1", "ann", epoch) is Word.CONNECTED
    assert await floor.engine.connect("c1", "ann", epoch) is Word.CONNECTED


async def test_declining_puts_it_back_in_its_place_and_asks_somebody_else(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.after(1)
    await floor.agent("bob")
    await floor.engine.arrive(plan("c1"))
    epoch = await floor.epoch("c1")
    assert await floor.engine.decline("c1", "ann", epoch, "busy") is Word.DECLINED
    assert await floor.rings("bob") == ["c1"]
    assert await floor.rings("ann") == []
    assert await floor.engine.decline("c1", "ann", epoch, "busy") is Word.LATE
    assert await floor.epoch("c1") > epoch


async def test_declining_twice_answers_the_same_while_nobody_else_was_asked(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.engine.arrive(plan("c1"))
    epoch = await floor.epoch("c1")
    assert await floor.engine.decline("c1", "ann", epoch, "busy") is Word.DECLINED
    assert await floor.engine.decline("c1", "ann", epoch, "busy") is Word.DECLINED
    assert (await floor.told()).count("offer.declined") == 1


async def test_what_was_declined_comes_back_after_a_minute_and_no_sooner(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.engine.arrive(plan("c1"))
    await floor.engine.arrive(plan("c2"))
    await floor.engine.decline("c1", "ann", await floor.epoch("c1"), "busy")
    assert await floor.rings("ann") == ["c2"], "the next of the queue stands for it meanwhile"
    await floor.engine.withdraw("c2", "abandoned")
    assert await floor.after(59) == []
    assert await floor.after(1) == ["cool"]
    assert await floor.rings("ann") == ["c1"]


async def test_a_resident_who_leaves_first_stops_the_ring_without_a_strike(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.engine.arrive(plan("c1"))
    assert await floor.engine.withdraw("c1", "abandoned") == Withdrawn(word=Word.WITHDRAWN, agent="ann")
    assert await floor.engine.withdraw("c1", "abandoned") == Withdrawn(word=Word.WITHDRAWN)
    withdrawn, ended = (await floor.events())[-2:]
    assert (withdrawn.type, withdrawn.agent_id) == ("offer.withdrawn", "ann")
    assert (ended.type, ended.agent_id) == ("contact.ended", None)
    assert await floor.engine.arrive(plan("c2")) is Word.OFFERED


async def test_whoever_it_only_rang_at_keeps_their_turn(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.after(100)
    await floor.agent("bob")
    await floor.after(10)
    await floor.engine.arrive(plan("c1"))
    assert await floor.rings("ann") == ["c1"]
    await floor.engine.withdraw("c1", "abandoned")
    await floor.engine.arrive(plan("c2"))
    assert await floor.rings("ann") == ["c2"]


async def test_whoever_talked_is_idle_since_it_left_their_hands(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.engine.arrive(plan("c1"))
    await floor.accept("c1", "ann")
    await floor.agent("bob")
    await floor.after(1800)
    other = plan("c1", "bsl:3")
    assert await floor.engine.transfer(other, "ann", "bsl") is Word.RETURNED
    await floor.engine.arrive(plan("c2"))
    assert await floor.rings("bob") == ["c2"], "he has been idle for half an hour, and she for no time at all"


async def test_a_waiting_contact_can_be_withdrawn_and_a_live_one_cannot(floor: Floor) -> None:
    await floor.engine.arrive(plan("c1"))
    assert await floor.engine.withdraw("c1", "voicemail") == Withdrawn(word=Word.WITHDRAWN)
    state = await floor.engine.contact("c1")
    assert state is not None
    assert (state.state, state.outcome) == (Contact.CLOSED, "voicemail")
    await floor.agent("ann")
    await floor.engine.arrive(plan("c2"))
    await floor.accept("c2", "ann")
    assert await floor.engine.withdraw("c2", "abandoned") == Withdrawn(word=Word.GONE)
    assert await floor.engine.withdraw("c3", "abandoned") == Withdrawn(word=Word.GONE)


async def test_a_caller_who_hangs_up_while_connecting_frees_the_agent(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.engine.arrive(plan("c1"))
    await floor.engine.arrive(plan("c2"))
    await floor.engine.accept("c1", "ann", await floor.epoch("c1"))
    assert await floor.engine.withdraw("c1", "abandoned") == Withdrawn(word=Word.WITHDRAWN, agent="ann")
    assert await floor.rings("ann") == ["c2"]


async def test_media_that_fails_gives_the_contact_its_place_back(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.engine.arrive(plan("c1"))
    epoch = await floor.epoch("c1")
    await floor.engine.accept("c1", "ann", epoch)
    assert await floor.engine.media_failed("c1", "ann", epoch) is Word.RETURNED
    assert await floor.engine.media_failed("c1", "ann", epoch) is Word.GONE
    assert await floor.state("c1") == Contact.WAITING
    assert (await floor.told())[-1] == "offer.media_failed"


async def test_an_agent_who_drops_out_leaves_the_resident_first_in_line(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.engine.arrive(plan("c1"))
    await floor.accept("c1", "ann")
    await floor.engine.arrive(plan("c2", arrived=START_MS + 1))
    assert await floor.engine.give_back("c1", "browser closed") is Word.RETURNED
    assert await floor.engine.give_back("c1", "browser closed") is Word.GONE
    await floor.agent("bob")
    assert await floor.rings("bob") == ["c1"]


async def test_an_agent_who_dropped_out_gets_the_caller_back_as_soon_as_their_phone_is(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.engine.arrive(plan("c1"))
    await floor.accept("c1", "ann")
    await floor.engine.give_back("c1", "agent_dropped")
    assert await floor.rings("ann") == []
    await floor.engine.beat("ann", phone_ready=True, lease_ms=10**9)
    assert await floor.rings("ann") == ["c1"]


async def test_a_text_that_was_given_back_is_not_offered_to_the_same_agent_at_once(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.engine.arrive(plan("t1", channel=Channel.SMS))
    await floor.accept("t1", "ann")
    await floor.engine.give_back("t1", "not mine")
    assert await floor.rings("ann") == []
    await floor.after(60)
    assert await floor.rings("ann") == ["t1"]


async def test_wrap_up_holds_the_agent_and_closing_frees_them(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.engine.arrive(plan("c1"))
    await floor.accept("c1", "ann")
    assert await floor.engine.wrap("c1") is Word.WRAPPING
    assert await floor.engine.wrap("c1") is Word.WRAPPING
    assert await floor.engine.arrive(plan("c2")) is Word.WAITING
    assert await floor.engine.close("c1", "served") is Word.CLOSED
    assert await floor.engine.close("c1", "served") is Word.CLOSED
    assert await floor.rings("ann") == ["c2"]
    assert (await floor.told()).count("contact.closed") == 1


async def test_a_wrap_up_can_be_extended_and_runs_out(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.engine.arrive(plan("c1", wrap_ms=60_000))
    assert await floor.engine.extend_wrap("c1", 1000) is Word.GONE
    await floor.accept("c1", "ann")
    await floor.engine.wrap("c1")
    assert await floor.engine.extend_wrap("c1", 30_000) is Word.EXTENDED
    assert await floor.after(89) == []
    assert await floor.after(1) == ["wrap"]
    closed = await floor.engine.contact("c1")
    assert closed is not None
    assert (closed.state, closed.outcome) == (Contact.CLOSED, Ended.NO_OUTCOME)


async def test_whoever_left_first_is_not_said_to_have_been_served(floor: Floor) -> None:
    await floor.engine.arrive(plan("c1"))
    await floor.engine.withdraw("c1", Ended.ABANDONED)
    assert await floor.engine.close("c1", "served") is Word.GONE


async def test_what_one_agent_closed_is_not_closed_by_another(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.engine.arrive(plan("c1"))
    await floor.accept("c1", "ann")
    assert await floor.engine.close("c1", "served", agent="ann") is Word.CLOSED
    assert await floor.engine.close("c1", "served", agent="ann") is Word.CLOSED
    assert await floor.engine.close("c1", "served", agent="bob") is Word.GONE


async def test_a_text_is_closed_without_a_wrap_up_and_let_in_again_when_the_resident_answers(floor: Floor) -> None:
    await floor.agent("ann")
    text = plan("t1", channel=Channel.SMS, band=Band.STANDARD)
    await floor.engine.arrive(text)
    await floor.accept("t1", "ann")
    assert await floor.engine.close("t1", "served") is Word.CLOSED
    assert await floor.engine.arrive(text) is Word.ALREADY
    assert await floor.engine.arrive(text, force=True) is Word.OFFERED
    assert await floor.engine.arrive(text, force=True) is Word.ALREADY


async def test_ids_that_could_break_a_key_are_refused(floor: Floor) -> None:
    for id in ("c|1", "c 1", "{x}", "c\n", "c" * 101, "c*"):
        with pytest.raises(InvalidInput):
            await floor.engine.arrive(plan(id))
        with pytest.raises(InvalidInput):
            await floor.engine.accept(id, "ann", 1)


async def test_nothing_is_decided_before_there_is_a_generation(live: Live) -> None:
    engine = Engine(live, "westmere")
    assert await engine.generation() is None
    with pytest.raises(Unavailable):
        await engine.arrive(plan("c1"))
    assert await engine.missing(["c1"]) == {"c1"}
    assert await engine.contact("c1") is None


async def test_two_divisions_know_nothing_of_each_other(floor: Floor, live: Live) -> None:
    other = Engine(live, "eastmere")
    await other.start_generation(pause_ms=0)
    await floor.agent("ann")
    assert await other.arrive(plan("c1")) is Word.WAITING
    assert await floor.engine.missing(["c1"]) == {"c1"}
