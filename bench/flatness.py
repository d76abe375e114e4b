"""`naive_ratio`, `flatness` and `bytes_per_contact`: what does not grow when a million wait.

Two counties on one server, each a division: 100 agents with 1,000 waiting, and 10,000 agents of 1,000 profiles with
1,000,000 waiting; on both, 200 skills, 200 requirements, 20 of them per profile. They are measured by turns, so that a
slow moment of the machine is shared. The append-only file is off meanwhile: it would be written anew behind our back.
"""

from dataclasses import replace
from statistics import median

from bench.backlog import CASES, MATCHES, Floor
from bench.county import Residents
from bench.driven import Driven
from bench.figures import Measured
from bench.ground import Ground
from bench.loading import load
from bench.naive import naive_us
from bench.sizes import Backlog
from core.channel import Band, Channel
from router.rules.plan import Plan

NAIVE_AT = 10
"""The naive scan is compared when a tenth of the large county's contacts wait."""
OF_OTHER_KINDS = 20
"""Of each other kind a twentieth as many come as wait."""
LATER_MS = 86_400_000


async def flatness(ground: Ground) -> dict[str, Measured]:
    """The three figures."""
    await ground.live.redis.config_set("appendonly", "no")
    await ground.live.redis.flushall()
    few, many, rounds = ground.sizes.small, ground.sizes.large, ground.sizes.match_rounds
    small, large = _floor(ground, "small", few), _floor(ground, "large", many)
    await small.open()
    await small.wait(few.waiting, and_taken=few.county.agents // 2)
    await small.begin()
    await large.open()
    before = await _memory(ground)
    await large.wait(many.waiting // NAIVE_AT, and_taken=many.county.agents // 2)
    await large.begin()
    naive = await _naive(large, rounds)
    large.costs.clear()
    await large.wait(many.waiting - large.waiting)
    await large.ground.trim()
    memory = await _memory(ground) - before
    for row in range(rounds):
        await small.round()
        await large.round()
        ground.tell("matches beside a long queue", row / rounds)
    kinds = {kind: await _each(large, kind, plan) for kind, plan in _kinds(large).items()}
    return {
        "naive_ratio": naive,
        "flatness": _flat(small, large),
        "bytes_per_contact": Measured(
            figure=memory / large.waiting, detail={"waiting": large.waiting, "bytes": memory, "of_other_kinds": kinds}
        ),
    }


def _kinds(floor: Floor) -> dict[str, Plan]:
    """What waits otherwise has a timer, for the next step, for the end of its target, or for whichever is first."""
    asks, now = floor.residents.asks, floor.ground.now_ms
    later = replace(asks(0, now), due_ms=now + LATER_MS)
    return {
        "one step": asks(0, now, steps=False),
        "two steps": later,
        "two steps, background": replace(later, band=Band.BACKGROUND),
    }


async def _each(large: Floor, kind: str, plan: Plan) -> int:
    """Memory that each of many like this one takes in a division of their own, in bytes.

    Tables grow by doubling, so kinds compare only where each of them fills tables from empty.
    """
    ground, count = replace(large.ground, engine=Driven(large.ground.live, kind)), large.waiting // OF_OTHER_KINDS
    await ground.engine.start_generation(pause_ms=0)
    before = await _memory(ground)
    await load(ground, [plan], count=count)
    return round((await _memory(ground) - before) / count)


def _floor(ground: Ground, name: str, size: Backlog) -> Floor:
    division = f"bench-{name}"
    own = replace(ground, engine=Driven(ground.live, division))
    residents = Residents(ids=ground.ids, channel=Channel.EMAIL)
    return Floor(ground=own, county=size.county, residents=residents, since_ms=ground.now_ms - 86_400_000)


async def _naive(large: Floor, rounds: int) -> Measured:
    for _ in range(rounds):
        await large.round()
    ours, closing = median(large.costs["ready"]), median(large.costs["free"])
    naive = await naive_us(large.ground, large.county, large.waiting)
    return Measured(
        figure=naive / ours,
        detail={
            "naive_us": round(naive),
            "ours_us": round(ours, 1),
            "ours_with_a_close_us": round(closing, 1),
            "waiting": large.waiting,
        },
    )


def _flat(small: Floor, large: Floor) -> Measured:
    """The worst of the matches; what telling somebody costs is beside it."""
    cost = {case: (median(small.costs[case]), median(large.costs[case])) for case in CASES}
    ratios = {case: many / few for case, (few, many) in cost.items()}
    return Measured(
        figure=max(ratios[case] for case in MATCHES),
        detail={
            case: {"ratio": round(ratios[case], 2), "small_us": round(few, 1), "large_us": round(many, 1)}
            for case, (few, many) in cost.items()
        },
    )


async def _memory(ground: Ground) -> int:
    memory = await ground.live.redis.info("memory")
    return int(memory["used_memory"])
