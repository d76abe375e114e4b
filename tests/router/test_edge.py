"""What no rules could have made, and somebody hands the engine: refused with the place, and nothing is applied."""

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from core.channel import Channel
from core.errors import InvalidInput
from live.connection import Live
from router.engine.engine import Engine
from router.engine.keys import Keys
from router.rules.plan import Plan, PlanStep
from skills.need import Need
from skills.profile import AgentProfile
from tests.router.floor import START_MS, Floor, plan


def steps(*needs_after: tuple[Any, Any, Any]) -> tuple[PlanStep, ...]:
    return tuple(PlanStep(after_ms=at, needs=(Need(skill=skill, level=level),)) for at, skill, level in needs_after)


META = Keys("westmere").meta
HARD = PlanStep(needs=(Need(skill="bsl", level=3, hard=True),))
PLANS: list[Any] = [
    pytest.param({"steps": steps((0, "highways", 9))}, "steps[0].needs[0].level", id="a level of 9"),
    pytest.param({"steps": steps((0, "highways", 0))}, "steps[0].needs[0].level", id="a level of 0"),
    pytest.param({"steps": steps((0, "a", 1), (5, "b", 6))}, "steps[1].needs[0].level", id="a level of 6, later"),
    pytest.param({"steps": steps((0, "a:5,b", 1))}, "steps[0].needs[0].level", id="two skills in one name"),
    pytest.param({"steps": steps((0, "", 1))}, "steps[0].needs[0].level", id="a skill without a name"),
    pytest.param({"steps": steps((-5000, "a", 1))}, "steps[0].after_ms", id="a first step before the contact came"),
    pytest.param({"steps": steps((0, "a", 1), (-5000, "b", 1))}, "steps[1].after_ms", id="a step at -5 s"),
    pytest.param(
        {"steps": steps((0, "a", 1), (9, "b", 1), (8, "c", 1))}, "steps[2].after_ms", id="a step back in time"
    ),
    pytest.param({"steps": steps((5, "a", 1))}, "steps[0].after_ms", id="a route that does not begin"),
    pytest.param({"steps": ()}, "steps[0].after_ms", id="no route"),
    pytest.param({"steps": (HARD, PlanStep(needs=(), after_ms=9))}, "steps[1].needs", id="a hard skill given up"),
    pytest.param(
        {"steps": (HARD, PlanStep(needs=(Need(skill="bsl", level=2, hard=True),), after_ms=9))},
        "steps[1].needs",
        id="a hard skill made easier",
    ),
    pytest.param(
        {"steps": (HARD, PlanStep(needs=(Need(skill="bsl", level=3),), after_ms=9))},
        "steps[1].needs",
        id="a hard skill made soft",
    ),
    pytest.param({"steps": steps((0, "a", 1), (10**20, "b", 1))}, "steps[1].after_ms", id="a step that never comes"),
    pytest.param({"steps": steps((0, "a", 1), (0.5, "b", 1))}, "steps[1].after_ms", id="a step at half a moment"),
    pytest.param({"steps": steps((False, "a", 1))}, "steps[0].after_ms", id="a route that begins at no"),
    pytest.param({"steps": steps((0.0, "a", 1))}, "steps[0].after_ms", id="a route that begins at a fraction"),
    pytest.param({"steps": steps((0, "a", True))}, "steps[0].needs[0].level", id="a level that is yes"),
    pytest.param({"steps": steps((0, "a", 1), (9, "b", 3.0))}, "steps[1].needs[0].level", id="a level of 3.0, later"),
    pytest.param({"steps": steps((0, "a", 2.5))}, "steps[0].needs[0].level", id="a level of two and a half"),
    pytest.param({"steps": steps((0, "a", "3"))}, "steps[0].needs[0].level", id="a level in words"),
    pytest.param({"steps": steps((0, 7, 1))}, "steps[0].needs[0].level", id="a skill that is a number"),
    pytest.param({"channel": "fax"}, "channel", id="a channel that we lack"),
    pytest.param({"band": "live"}, "band", id="a band that is only its word"),
    pytest.param({"arrived_ms": True}, "arrived_ms", id="come at yes"),
    pytest.param({"wrap_ms": True}, "wrap_ms", id="a wrap-up of yes"),
    pytest.param({"preferred_ms": 0.5}, "preferred_ms", id="preferred for half a moment"),
    pytest.param({"rules_version": True}, "rules_version", id="planned by rules of the version yes"),
    pytest.param({"weight": True}, "weight", id="a weight of yes"),
    pytest.param({"weight": "2"}, "weight", id="a weight in words"),
    pytest.param({"arrived_ms": START_MS + 0.5}, "arrived_ms", id="come at half a moment"),
    pytest.param({"due_ms": str(START_MS)}, "due_ms", id="due at words"),
    pytest.param({"offer_ms": 20_000.0}, "offer_ms", id="a ring in fractions"),
    pytest.param({"rules_version": 10**20}, "rules_version", id="planned by rules that never come"),
    pytest.param({"weight": 0}, "weight", id="a weight of nothing"),
    pytest.param({"weight": math.inf}, "weight", id="an endless weight"),
    pytest.param({"weight": math.nan}, "weight", id="a weight that is no number"),
    pytest.param({"arrived_ms": -1}, "arrived_ms", id="come before 1970"),
    pytest.param({"due_ms": 10**13}, "due_ms", id="due beyond its band"),
    pytest.param({"preferred": "ann", "preferred_ms": -1}, "preferred_ms", id="preferred for less than no time"),
    pytest.param({"offer_ms": -1}, "offer_ms", id="a ring over before it began"),
    pytest.param({"offer_ms": 10**30}, "offer_ms", id="a ring that never ends"),
    pytest.param({"wrap_ms": -1}, "wrap_ms", id="a wrap-up over before it began"),
]


@pytest.mark.parametrize(("wrong", "place"), PLANS)
async def test_a_plan_that_cannot_be_is_refused_at_its_place(
    floor: Floor, live: Live, wrong: dict[str, Any], place: str
) -> None:
    await floor.agent("ann")
    await floor.engine.arrive(plan("c1"))
    await floor.accept("c1", "ann")
    await floor.engine.arrive(plan("c2"))
    await floor.events()
    before, keys = await floor.engine.dump(), set(await live.redis.keys("*"))
    bad = replace(plan("c1", rules_version=2), **wrong)
    for refused in (
        floor.engine.arrive(replace(bad, contact_id="c9")),
        floor.engine.restore(replace(bad, contact_id="c9"), "waiting"),
        floor.engine.replan(replace(bad, contact_id="c2")),
        floor.engine.replan_many([plan("c2", "libraries:1", rules_version=2), replace(bad, contact_id="c1")]),
        floor.engine.transfer(bad, "ann", "not ours"),
    ):
        with pytest.raises(InvalidInput) as told:
            await refused
        assert (told.value.field, str(told.value).startswith(f"{place} cannot be ")) == (place, True)
    assert await floor.told() == []
    assert (await floor.engine.dump(), set(await live.redis.keys("*"))) == (before, keys), "nothing was applied"


RULES: list[Any] = [
    pytest.param(lambda e: e.publish(10**20), "version", id="a version that leaves all others behind"),
    pytest.param(lambda e: e.publish(1.5), "version", id="a version and a half"),
    pytest.param(lambda e: e.publish(-1), "version", id="a version before the first"),
    pytest.param(lambda e: anext(e.planned_before("x")), "version", id="planned before words"),
    pytest.param(lambda e: e.tick("x"), "limit", id="deadlines up to words"),
    pytest.param(lambda e: e.tick(0), "limit", id="no deadline at a time"),
    pytest.param(lambda e: e.slice(most="x"), "most", id="words of the state"),
    pytest.param(lambda e: e.why("c1", most=0), "most", id="explained by nobody"),
    pytest.param(lambda e: e.queue("highways/pothole", "phone", 0), "most", id="none of a queue"),
    pytest.param(lambda e: e.beat("ann", phone_ready=True, lease_ms="x"), "lease_ms", id="a life as long as words"),
    pytest.param(lambda e: e.restore(plan("c9"), "active", agent="ann", epoch="x"), "epoch", id="put back under words"),
    pytest.param(lambda e: e.publish(2, order="nonsense"), "order", id="an order that nobody knows"),
    pytest.param(lambda e: e.publish(2, order=""), "order", id="no order"),
    pytest.param(lambda e: e.publish(2, order="due_first|longest_idle"), "order", id="an order that is two things"),
    pytest.param(lambda e: e.publish(2, pick="tallest"), "pick", id="a pick that nobody knows"),
    pytest.param(lambda e: e.publish(2, share=1.5), "share", id="a share of more than there is"),
    pytest.param(lambda e: e.publish(2, share=-0.1), "share", id="a share of less than nothing"),
    pytest.param(lambda e: e.publish(2, share=math.nan), "share", id="a share that is no number"),
    pytest.param(lambda e: e.publish(2, share=False), "share", id="a share of no"),
    pytest.param(lambda e: e.publish(2, share="x"), "share", id="a share in words"),
    pytest.param(
        lambda e: e.prepare(["phone|a:1", "phone|b:9"]), "requirements['phone|b:9']", id="preparing a level of 9"
    ),
    pytest.param(
        lambda e: e.prepare(["phone|a:٣"]), "requirements", id="preparing a level in digits of another script"
    ),
    pytest.param(lambda e: e.prepare(["phone|a:1", "fax|a:1"]), "requirements", id="preparing a channel we lack"),
    pytest.param(lambda e: e.prepare(["phone|a:1*--"]), "requirements", id="preparing a weight that is no number"),
    pytest.param(lambda e: e.prepare(["phone|a:1*1e+999"]), "requirements", id="preparing an endless weight"),
    pytest.param(lambda e: e.prepare(["phone|a:1*0"]), "requirements", id="preparing a weight of nothing"),
    pytest.param(lambda e: e.prepare(["phone|a:1", "phone|a"]), "requirements", id="preparing a skill at no level"),
    pytest.param(lambda e: e.extend_wrap("c1", -60_000), "ms", id="a wrap-up made shorter"),
    pytest.param(lambda e: e.extend_wrap("c1", 10**30), "ms", id="a wrap-up that never ends"),
    pytest.param(lambda e: e.park("c1", 10**13, "later"), "until_ms", id="put aside for good"),
    pytest.param(lambda e: e.call_back("c1", -1, "later"), "at_ms", id="a call promised before 1970"),
    pytest.param(lambda e: e.beat("ann", phone_ready=True, lease_ms=10**30), "lease_ms", id="a life without end"),
    pytest.param(lambda e: e.start_generation(pause_ms=10**30), "pause_ms", id="a pause that never ends"),
    pytest.param(lambda e: anext(e.planned_before(2, chunk=0)), "chunk", id="looking at none at a time"),
    pytest.param(lambda e: e.read_events("junk"), "sequence", id="events after what is no event"),
]
AGENTS: list[Any] = [
    pytest.param({"skills": {"highways": 9}}, "skills['highways']", id="an agent at level 9"),
    pytest.param({"skills": {"highways": 0}}, "skills['highways']", id="an agent at level 0"),
    pytest.param({"skills": {"highways:5,bsl": 1}}, "skills['highways:5,bsl']", id="two skills in one name"),
    pytest.param({"capacity": {Channel.PHONE: -1}}, "capacity['phone']", id="room for fewer than none"),
    pytest.param({"capacity": {Channel.SMS: 10**6}}, "capacity['sms']", id="room for a million"),
    pytest.param({"skills": {"highways": True}}, "skills['highways']", id="an agent at level yes"),
    pytest.param({"skills": {"highways": 3.0}}, "skills['highways']", id="an agent at level 3.0"),
    pytest.param({"skills": {"highways": "3"}}, "skills['highways']", id="an agent at a level in words"),
    pytest.param({"capacity": {Channel.SMS: 1.5}}, "capacity['sms']", id="room for one and a half"),
    pytest.param({"capacity": {Channel.SMS: True}}, "capacity['sms']", id="room for yes"),
    pytest.param({"capacity": {Channel.SMS: math.nan}}, "capacity['sms']", id="room for what is no number"),
    pytest.param({"capacity": {"fax": 1}}, "capacity", id="room for a channel that we lack"),
    pytest.param({"beside": {"fax": frozenset()}}, "beside", id="beside a channel that we lack"),
    pytest.param({"beside": {Channel.SMS: {"fax"}}}, "beside['sms']", id="a channel that we lack beside another"),
    pytest.param({"interruptible": {"fax"}}, "interruptible", id="a channel that we lack broken off"),
]


async def nothing_happens(floor: Floor, live: Live, does: Callable[[Engine], Any], place: str) -> None:
    await floor.engine.arrive(plan("c1"))
    await floor.engine.publish(1, order="first_come", pick="longest_idle", share=0.2)
    await floor.events()
    before, keys = await floor.engine.dump(), await live.redis.keys("*")
    meta = await live.redis.get(META)
    with pytest.raises(InvalidInput) as told:
        await does(floor.engine)
    assert (told.value.field, str(told.value).startswith(f"{place}")) == (place, True)
    assert await floor.told() == []
    assert (await floor.engine.dump(), sorted(await live.redis.keys("*"))) == (before, sorted(keys))
    assert await live.redis.get(META) == meta, "the rules in force are as they were"


@pytest.mark.parametrize(("does", "place"), RULES)
async def test_rules_that_cannot_be_are_refused_at_their_place(
    floor: Floor, live: Live, does: Callable[[Engine], Any], place: str
) -> None:
    await nothing_happens(floor, live, does, place)


@pytest.mark.parametrize(("wrong", "place"), AGENTS)
async def test_an_agent_who_cannot_be_is_refused_at_their_place(
    floor: Floor, live: Live, wrong: dict[str, Any], place: str
) -> None:
    values = {"id": "eve", "skills": {"highways": 1}, "capacity": {Channel.PHONE: 1}, **wrong}
    await nothing_happens(floor, live, lambda engine: engine.sign_in(AgentProfile(**values)), place)


async def test_what_can_just_be_is_taken(floor: Floor) -> None:
    await floor.agent("ann", "highways:5 bsl:5")
    just = plan("c1", "highways:5 bsl:5!", then={0: "bsl:5!"}, arrived=START_MS, target_s=0, offer_ms=0, wrap_ms=0)
    assert isinstance(just, Plan)
    await floor.engine.arrive(just)
    assert await floor.rings("ann") == ["c1"]
    for version, (order, share) in enumerate((("due_first", 0.0), ("weighted_wait", 0.9)), 1):
        await floor.engine.publish(version, order=order, pick="best_skilled", share=share)
    assert await floor.engine.rules_version() == 2


@pytest.mark.parametrize(("level", "weight"), [(True, 1), (1.0, 1), (1, True)])
async def test_what_was_refused_is_never_taken_for_the_sound_plan_that_equals_it(
    floor: Floor, level: Any, weight: Any
) -> None:
    await floor.agent("ann")
    hard = PlanStep(needs=(Need(skill="bsl", level=level, hard=True),))
    for _ in range(2):
        with pytest.raises(InvalidInput):
            await floor.engine.arrive(replace(plan("c1"), steps=(hard,), weight=weight))
        await floor.engine.arrive(plan("c2", "bsl:1!"))
        found = await floor.engine.contact("c2")
        assert found is not None
        assert found.requirement == "phone|bsl:1!"
    assert await floor.rings("ann") == []
    with pytest.raises(InvalidInput):
        await floor.engine.arrive(replace(plan("c1"), steps=(hard,), weight=weight))
