"""`rq_ratio` and `offer_p99_ms`: lives a second through Python, and how soon an offer is seen by somebody else.

Capacity is what one process gets through with 32 residents in flight: for each `arrive`, a look at where it rings,
`accept` and `close`, a round trip apiece. RQ runs its empty jobs on the same server, in a process of its own.

The offers are timed at half of that capacity, whether or not earlier ones are done: residents wait, agents all have one
in hand, and what is timed is from the moment at which somebody is to become ready (`close`) to the one at which another
process has read and decoded the notice of the offer that follows; a wait for an agent who has something in hand counts.
How late the benchmark's own clock was in beginning is not the engine's: with it is `from_the_plan_p99_ms`. The offers
are divided into five stretches, and the middle one of their percentiles counts: a disk that stands still for a tenth of
a second is in one of them, what is slow is in all.
"""

import asyncio
import gc
import json
import time
from itertools import count
from statistics import median

from bench import listening
from bench.county import Residents
from bench.figures import Measured
from bench.ground import DIVISION, Ground, together
from bench.other_process import line, python
from bench.shift import COUNTY, IN_FLIGHT, Held, lives_per_second, percentile, sign_in, taken
from centre.notices import Notices
from core.channel import Channel

BACKLOG = 400
STRETCHES = 5


async def throughput(ground: Ground) -> dict[str, Measured]:
    """Both figures."""
    residents = Residents(ids=ground.ids, channel=Channel.SMS)
    await ground.fresh()
    await sign_in(ground, COUNTY, residents)
    await lives_per_second(ground, residents, 200)  # connections and scripts are there from now on
    ground.tell("lives a second", 0.2)
    capacity = await lives_per_second(ground, residents, ground.sizes.lives)
    await ground.trim()
    ground.tell("jobs a second", 0.5)
    async with python("bench.empty_jobs", ground.live.url, str(ground.sizes.jobs)) as process:
        jobs = float(await line(process))
    ground.tell("offers seen", 0.7)
    waits, planned = await _offers(ground, residents, capacity / 2, ground.sizes.offers)
    size = len(waits) // STRETCHES
    of_each = [percentile(waits[row * size : (row + 1) * size], 0.99) for row in range(STRETCHES)]
    return {
        "rq_ratio": Measured(
            figure=capacity / jobs,
            detail={"lives_per_s": round(capacity), "jobs_per_s": round(jobs), "in_flight": IN_FLIGHT},
        ),
        "offer_p99_ms": Measured(
            figure=median(of_each),
            detail={
                "of_each_ms": [round(each, 2) for each in of_each],
                "p50_ms": round(percentile(waits, 0.5), 2),
                "longest_ms": round(max(waits), 2),
                "from_the_plan_p99_ms": round(percentile(planned, 0.99), 2),
                "offers": len(waits),
                "offers_per_s": round(capacity / 2),
            },
        ),
    }


async def _offers(ground: Ground, residents: Residents, rate: float, offers: int) -> tuple[list[float], list[float]]:
    """Milliseconds to seen for each of so many offers at `rate` a second: from when each began, and was to begin."""

    async def comes(turn: int, half: int) -> str:
        plan = residents.asks(COUNTY.requirement(turn, half), ground.now_ms)
        await ground.engine.arrive(plan)
        return plan.contact_id

    turns = (count(), count())
    first = await together(comes(row // 2, row % 2) for row in range(COUNTY.agents))
    states = await together(ground.engine.contact(contact) for contact in first)
    ringing = [state.id for state in states if state and state.agent]
    at_desks: asyncio.Queue[Held] = asyncio.Queue()
    for held in await together(taken(ground, contact) for contact in ringing):
        at_desks.put_nowait(held)
    await together(comes(row // 2, row % 2) for row in range(BACKLOG))
    called: dict[int, tuple[int, int]] = {}

    async def next_one(planned: int) -> None:
        began = time.monotonic_ns()
        held = await at_desks.get()
        half = COUNTY.half(held.agent)
        await ground.engine.close(held.contact, "served")
        offer = (await ground.engine.offers_for(held.agent))[0]
        called[offer.epoch] = (began, planned)
        await ground.engine.accept(offer.contact, held.agent, offer.epoch)
        await comes(next(turns[half]), half)
        at_desks.put_nowait(Held(contact=offer.contact, agent=held.agent))

    async with python("bench.listening", ground.live.url, DIVISION) as process:
        await line(process)
        gc.freeze()  # what is loaded stays, as in the processes that serve
        start = time.monotonic_ns()
        async with asyncio.TaskGroup() as work:
            for row in range(offers):
                planned = start + round(row * 1e9 / rate)
                await asyncio.sleep(max(0.0, (planned - time.monotonic_ns()) / 1e9))
                work.create_task(next_one(planned))
        await Notices(ground.live, DIVISION).tell(listening.END)
        seen = {int(epoch): at for epoch, at in json.loads(await line(process)).items()}
    begun = [(seen[epoch] - began) / 1e6 for epoch, (began, _) in called.items()]
    return begun, [(seen[epoch] - planned) / 1e6 for epoch, (_, planned) in called.items()]
