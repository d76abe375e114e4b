"""What recorded days tell of people: who stood in line until when, what was made of a plan by hand, who was there."""

import math
from dataclasses import replace

import pytest

from core.channel import Band, Channel
from core.event import Event
from live.connection import Live
from router.rules.plan import Plan
from simulator.past import Aside, Came, Past, Talk, Then
from simulator.past_log import past_of
from simulator.reliving import Lived, Rules
from simulator.unservable import Stay, stays_of, unservable
from simulator.ways import Ways, habits_of
from skills.profile import AgentProfile
from tests.router.floor import START_MS, Floor, needs, plan
from tests.simulator.test_reliving import lived_again, told

HOUR = 3_600_000


@pytest.fixture
async def floor(live: Live) -> Floor:
    await live.redis.flushall()
    return await Floor.open(live)


async def days(floor: Floor, since_ms: int = START_MS) -> Past:
    return past_of(await told(floor.engine), since_ms, START_MS + HOUR)


async def under_a_draft(live: Live, past: Past) -> tuple[list[Lived], list[Event]]:
    """Lived again under rules that plan as the recorded ones did, and know nobody by name."""

    def drafted(_: str, recorded: Plan) -> Plan:
        return replace(recorded, rules_version=9, preferred=None, preferred_ms=0)

    rules = Rules(version=9, order="due_first", pick="fewest_skills", share=0, plan=drafted)
    return await lived_again(live, past, rules)


async def test_what_a_supervisor_gave_to_ann_is_given_to_her_under_a_draft_as_well(live: Live, floor: Floor) -> None:
    await floor.agent("ann")
    await floor.agent("bob")
    busy = {}
    for contact in ("first", "second"):
        await floor.engine.arrive(plan(contact))
        agent = "ann" if await floor.rings("ann") else "bob"
        await floor.accept(contact, agent)
        busy[agent] = contact
    await floor.after(5)
    given = plan("given", arrived=floor.hands.now)
    await floor.engine.arrive(given)
    await floor.after(5)
    await floor.engine.replan(replace(given, preferred="ann", preferred_ms=125_000))
    for agent in ("bob", "ann"):
        await floor.after(20)
        await floor.engine.close(busy[agent], "served")
    assert await floor.rings("ann") == ["given"]
    await floor.after(2)
    await floor.accept("given", "ann")
    await floor.after(30)
    await floor.engine.close("given", "served")
    past = await days(floor)
    lived, _ = await under_a_draft(live, past)
    assert [each.answered_ms for each in lived] == [each.answered_ms for each in past.came]


async def test_who_rings_back_as_agreed_has_it_to_themselves_under_a_draft_as_well(live: Live, floor: Floor) -> None:
    await floor.agent("ann")
    await floor.engine.arrive(plan("call"))
    await floor.accept("call", "ann")
    await floor.agent("bob")
    await floor.after(10)
    now = floor.hands.now
    await floor.engine.call_back("call", now + 60_000, "agreed", agent="ann")
    await floor.engine.replan(plan("call", preferred="ann", preferred_ms=200_000))
    await floor.after(60)
    await floor.accept("call", "ann")
    await floor.after(30)
    await floor.engine.close("call", "served")
    past = await days(floor)
    (made,) = past.came[0].by_hand
    assert (made.turn, made.since_ms, made.at_ms) == (2, now, now)
    _, events = await under_a_draft(live, past)
    rang = [(event.at_ms - START_MS, event.agent_id) for event in events if event.type == "offer.made"]
    assert rang == [(0, "ann"), (70_000, "ann")], "though Bob has been idle longer"


async def test_a_letter_that_is_taken_up_early_is_put_aside_only_until_then(floor: Floor) -> None:
    await floor.agent("ann", capacity={Channel.LETTER: 1})
    letter = plan("letter", channel=Channel.LETTER, band=Band.BACKGROUND)
    await floor.engine.arrive(letter)
    await floor.accept("letter", "ann")
    await floor.after(10)
    await floor.engine.park("letter", floor.hands.now + 7 * 24 * HOUR, "waits for papers")
    await floor.after(300)
    await floor.engine.take_up("letter", "the resident wrote again")
    (came,) = (await days(floor)).came
    assert [(talk.then, talk.aside_ms) for talk in came.talks[:1]] == [(Then.ASIDE, 300_000)]


async def test_a_call_that_is_to_be_rung_back_and_rings_itself_waits_from_then(floor: Floor) -> None:
    await floor.engine.arrive(plan("call"))
    await floor.after(30)
    aside = floor.hands.now
    await floor.engine.call_back("call", aside + HOUR // 2, "opens at nine")
    await floor.after(60)
    await floor.engine.take_up("call", "the resident rang again")
    (came,) = (await days(floor)).came
    assert [(each.at_ms, each.till_ms) for each in came.asides] == [(aside, aside + 60_000)]


async def test_who_signs_in_again_with_another_skill_is_still_ready(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.sign_in("ann", "highways:3 libraries:1")
    await floor.after(60)
    (stay,) = stays_of(await days(floor, floor.hands.now))
    assert stay.profile.skills == {"highways": 3, "libraries": 1}


async def test_who_left_and_signs_in_again_has_yet_to_say_that_they_are_ready(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.engine.leave("ann")
    await floor.sign_in("ann")
    await floor.after(60)
    assert stays_of(await days(floor, floor.hands.now)) == []


def came(number: int, **more: object) -> Came:
    made = plan(f"c{number}")
    values: dict[str, object] = {"id": made.contact_id, "contact": made.contact_id, "at_ms": START_MS, "plan": made}
    return Came(**values | {"talks": [Talk(ms=1000)]} | more)  # type: ignore[arg-type]


PROMISED = START_MS + 60_000
LATER = START_MS + 4 * HOUR
ASIDE = Aside(turn=0, since_ms=START_MS, at_ms=PROMISED, till_ms=LATER)


@pytest.mark.parametrize(
    "more",
    [
        pytest.param({"asides": [ASIDE]}, id="promised a call back"),
        pytest.param({"wished_ms": PROMISED}, id="pressed 1"),
        pytest.param({"asides": [ASIDE], "wished_ms": PROMISED + 5}, id="both, and the first counts"),
    ],
)
def test_who_is_to_be_rung_back_stood_in_line_only_until_that_was_agreed(more: dict[str, object]) -> None:
    until = LATER + HOUR
    rung = came(0, answered_ms=LATER + 1000, **more)
    assert rung.waited_ms(until) == 60_000
    assert not came(1, gone_ms=LATER, outcome="abandoned", **more).gave_up
    gave_up = [came(2 + n, gone_ms=START_MS + 60_000 + n, outcome="abandoned", talks=[]) for n in range(10)]
    served = [came(12 + n, answered_ms=START_MS + 65_000 + n) for n in range(10)]
    past = Past(since_ms=START_MS, until_ms=until, came=[*gave_up, *served, rung], acts=[])
    habits = habits_of(past)
    assert Ways(rung, habits, until, 1, 0).gives_up_ms == math.inf
    assert math.isfinite(Ways(served[0], habits, until, 1, 0).gives_up_ms)
    (patience,) = habits.patience.values()
    (without,) = habits_of(replace(past, came=[*gave_up, *served])).patience.values()
    assert 0.9 * without.rate < patience.rate <= without.rate


def test_who_was_answered_before_it_was_put_aside_waited_until_then() -> None:
    one = came(0, answered_ms=START_MS + 5_000, asides=[ASIDE], wished_ms=LATER)
    assert (one.off_line_ms, one.waited_ms(LATER)) == (None, 5_000)


@pytest.mark.parametrize(
    ("asks", "lost"),
    [
        pytest.param("bsl:2!", True, id="a skill that is never given up"),
        pytest.param("bsl:2", False, id="one that whoever knows them need not have"),
    ],
)
def test_what_is_kept_for_ann_is_served_by_her_if_she_has_what_is_never_given_up(asks: str, lost: bool) -> None:
    profile = AgentProfile(id="ann", skills={"highways": 3}, capacity={Channel.PHONE: 1})
    made = replace(plan("kept"), preferred="ann", preferred_ms=60_000)
    made = replace(made, steps=(replace(made.steps[0], needs=needs(asks)),))
    past = Past(since_ms=START_MS, until_ms=START_MS + HOUR, came=[came(0, plan=made)], acts=[])
    stay = Stay(profile=profile, since_ms=START_MS, until_ms=START_MS + HOUR)
    assert bool(unservable(past, [stay], lambda each: each.plan)) is lost
