"""A process in which contacts flow, and each call is timed: `python -m bench.flow URL DIVISION FIRST COUNT`.

Whole lives, a few at a time, for requirements FIRST to FIRST + COUNT. It prints a line once they flow; when its input
ends it prints one JSON list: the start of each call, and how long it took, in nanoseconds of the monotonic clock.
"""

import asyncio
import json
import sys
import time
from collections.abc import Awaitable
from typing import TypeVar

import uvloop

from bench.county import Residents
from bench.ground import Ground
from bench.sizes import QUICK
from core.channel import Channel
from live.connection import Live
from router.engine.engine import Engine

LINES = 2
WARM = 50

T = TypeVar("T")


class Flow:
    """Contacts that come, are taken and closed, and what each call of that took."""

    def __init__(self, engine: Engine, ground: Ground, requirements: range) -> None:
        self.calls: list[tuple[int, int]] = []
        self._engine = engine
        self._residents = Residents(ids=ground.ids, channel=Channel.EMAIL)
        self._ground = ground
        self._requirements = requirements

    async def life(self, turn: int) -> None:
        """One contact."""
        number = self._requirements[turn % len(self._requirements)]
        plan = self._residents.asks(number, self._ground.now_ms, steps=False)
        await self._timed(self._engine.arrive(plan))
        state = await self._timed(self._engine.contact(plan.contact_id))
        if state is None or state.agent is None or state.epoch is None:
            raise AssertionError("a contact of the flow found nobody")
        await self._timed(self._engine.accept(plan.contact_id, state.agent, state.epoch))
        await self._timed(self._engine.close(plan.contact_id, "served"))

    async def _timed(self, call: Awaitable[T]) -> T:
        start = time.monotonic_ns()
        answer = await call
        self.calls.append((start, time.monotonic_ns() - start))
        return answer


async def run(url: str, division: str, requirements: range) -> None:
    """Until our input ends."""
    ended = asyncio.Event()
    asyncio.get_running_loop().add_reader(sys.stdin, ended.set)
    async with await Live.connect(url) as live:
        engine = Engine(live, division)
        flow = Flow(engine, Ground.on(live, sizes=QUICK, tell=lambda _doing, _done: None), requirements)
        for turn in range(WARM):
            await flow.life(turn)
        print("flowing", flush=True)

        async def line(first: int) -> None:
            turn = first
            while not ended.is_set():
                await flow.life(turn)
                turn += LINES

        await asyncio.gather(*(line(first) for first in range(LINES)))
    print(json.dumps(flow.calls), flush=True)


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(run(sys.argv[1], sys.argv[2], range(int(sys.argv[3]), int(sys.argv[3]) + int(sys.argv[4]))))
