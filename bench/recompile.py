"""`recompile_s`: new rules, from their publication to the last of those who wait being in their new place.

1,000 profiles are at work and 1,000 contacts wait; the new rules ask for a level more of every one of 500 requirements,
so all of those are new to the engine, are compared with every profile, and everybody who waits moves. Meanwhile another
process serves contacts and times each of its calls: the longest that overlaps is how long anybody was blocked.
"""

import json
import time
from dataclasses import replace

from bench.backlog import Floor
from bench.county import County, Residents
from bench.figures import Bar, Measured
from bench.ground import DIVISION, Ground, together
from bench.other_process import line, python
from core.channel import Channel
from router.engine.words import Word
from router.rules.plan import Plan, PlanStep
from skills.need import requirement_texts

BLOCKED = Bar(means="the longest that a call was blocked meanwhile", limit=20, unit=" ms")
VERSION = 2
SLOW_US = 500
SLOWEST = 1_000
"""What the server itself says of its longest call: that much of a wait is the engine's, the rest is the machine's."""


async def recompile(ground: Ground) -> dict[str, Measured]:
    """Rules change while contacts flow."""
    await ground.live.redis.flushall()
    county, waiting = ground.sizes.change.county, ground.sizes.change.waiting
    ground.tell("new rules", 0.1)
    residents = Residents(ids=ground.ids, channel=Channel.EMAIL)
    floor = Floor(ground=ground, county=county, residents=residents, since_ms=ground.now_ms)
    await floor.open()
    asked = [
        residents.asks(county.requirement(row, 0), ground.now_ms, steps=False)
        for row in range(waiting + county.agents // 2)
    ]
    await together(ground.engine.arrive(plan) for plan in asked)
    await floor.begin()
    plans = {plan.contact_id: plan for plan in asked}
    half = county.requirements // 2
    ground.tell("new rules", 0.5)
    await ground.live.redis.config_set("slowlog-log-slower-than", SLOW_US)
    await ground.live.redis.config_set("slowlog-max-len", SLOWEST)
    async with python("bench.flow", ground.live.url, DIVISION, str(half), str(half)) as process:
        await line(process)
        await ground.live.redis.slowlog_reset()
        start = time.monotonic_ns()
        moved = await _change(ground, county, residents, plans)
        end = time.monotonic_ns()
        slow = await ground.live.redis.slowlog_get(SLOWEST)
        assert process.stdin is not None
        process.stdin.close()
        calls = json.loads(await line(process))
    during = [took / 1e6 for at, took in calls if at + took > start and at < end]
    blocked = max(during, default=0.0)
    return {
        "recompile_s": Measured(
            figure=(end - start) / 1e9,
            also={BLOCKED.means: (blocked, BLOCKED)},
            detail={
                "blocked_ms": round(blocked, 2),
                "longest_on_the_server_ms": max((row["duration"] / 1000 for row in slow), default=SLOW_US / 1000),
                "calls_meanwhile": len(during),
                "moved": moved,
                "profiles": county.profiles,
                "requirements": county.requirements,
            },
        )
    }


async def _change(ground: Ground, county: County, residents: Residents, plans: dict[str, Plan]) -> int:
    """Publishes, compiles and moves; answers how many moved."""
    engine = ground.engine
    stricter = (_stricter(residents.asks(number, 0, steps=False)) for number in range(county.requirements))
    await engine.prepare(
        {text for plan in stricter for text in requirement_texts(plan.channel, [step.needs for step in plan.steps])}
    )
    await engine.publish(VERSION)
    moved = 0
    async for some in engine.planned_before(VERSION):
        words = await engine.replan_many([_stricter(plans[contact]) for contact in some if contact in plans])
        moved += words.count(Word.MOVED)
    return moved


def _stricter(plan: Plan) -> Plan:
    """The same contact under rules that ask for a level more."""
    steps = tuple(
        PlanStep(needs=tuple(replace(need, level=need.level + 1) for need in step.needs), after_ms=step.after_ms)
        for step in plan.steps
    )
    return replace(plan, steps=steps, rules_version=VERSION)
