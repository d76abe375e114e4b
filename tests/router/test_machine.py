"""Random lives on the real verbs: agents, residents, supervisors and clocks do anything in any order, each time in one
of several processes, whose clocks differ. The store is flushed at any moment; after every step the invariants hold."""

import asyncio
from collections.abc import Coroutine, Sequence
from contextlib import ExitStack
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from live.connection import Live
from router.engine.engine import Engine
from router.engine.replay import Moment, replay
from router.rules.plan import Plan
from tests.router.deeds import AGENTS, LOT, Town, come_to_work
from tests.router.floor import Floor
from tests.router.processes import Process, Wrong
from tests.router.watch import Watch

WRONG_BY_MS = (0, -45_000, 4_000)
"""A process each: one is right, one was asleep, one is ahead."""
WHO = st.integers(0, len(WRONG_BY_MS) - 1)


class Lives(RuleBasedStateMachine):
    """Hypothesis is synchronous, so each machine has a loop and a connection of its own, to look on."""

    url = ""
    processes: Sequence[Process] = ()
    steps = 0

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.live = self.run(Live.connect(self.url))
        self.run(self.live.redis.flushall())
        self.floor: Floor = self.run(Floor.open(self.live))
        self.plans: dict[str, Plan] = {}
        self.towns = [self.town(number, process) for number, process in enumerate(self.processes)]
        self.watch = Watch()

    def town(self, number: int, process: Process) -> Town:
        hands = self.floor.hands
        believes = Wrong(hands, WRONG_BY_MS[number])
        return Town(process.engine(hands), lambda things: things[0], believes, marks=f"p{number}c", plans=self.plans)

    def run(self, doing: Coroutine[Any, Any, Any]) -> Any:
        return self.loop.run_until_complete(doing)

    def teardown(self) -> None:
        self.run(self.the_log_decides_the_same())
        self.run(self.live.close())
        self.loop.close()

    def by(self, who: int, data: st.DataObject) -> Town:
        town = self.towns[who]
        town.choose = lambda things: data.draw(st.sampled_from(things))
        return town

    @initialize(data=st.data())
    def the_doors_open(self, data: st.DataObject) -> None:
        for who, _ in enumerate(AGENTS[:3]):
            self.run(come_to_work(self.by(who, data)))

    @rule(data=st.data(), who=WHO, deed=st.sampled_from(LOT))
    def somebody_does(self, data: st.DataObject, who: int, deed: str) -> None:
        self.run(self.by(who, data).do(deed))

    @rule(data=st.data(), who=WHO)
    def the_store_is_flushed(self, data: st.DataObject, who: int) -> None:
        kept, engine = sorted(self.watch.kept), self.towns[who].engine
        self.floor.seen.clear()
        self.run(self.live.redis.flushall())
        self.floor.hands.now += 1_000
        self.run(engine.start_generation())
        self.run(self.watch.put_back(engine, data.draw(st.permutations(kept))))
        self.run(engine.resume())

    @invariant()
    def all_is_well(self) -> None:
        Lives.steps += 1
        dump = self.run(self.floor.engine.dump())
        self.watch.see(self.run(self.floor.events()), dump["requirements"])
        self.watch.look(dump)
        assert self.watch.found == []

    async def the_log_decides_the_same(self) -> None:
        """I7, whole: what was told of the last generation, done again by one who knows nothing else."""
        await self.live.redis.flushall()
        differences = await replay(self.floor.seen, Engine(self.live, "westmere", virtual=Moment()))
        assert not differences, str(differences.first)


def live_many_lives(url: str, lives: int, steps: int, *, derandomize: bool) -> int:
    """How many steps were looked at."""
    Lives.url, Lives.steps = url, 0
    machine = Lives.TestCase
    machine.settings = settings(
        max_examples=lives,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=derandomize,
    )
    with ExitStack() as stack:
        Lives.processes = [stack.enter_context(Process(url)) for _ in WRONG_BY_MS]
        machine("runTest").runTest()
    return Lives.steps


@pytest.mark.timeout(600)
def test_random_lives_keep_every_invariant(valkey: str) -> None:
    assert live_many_lives(valkey, 36, 40, derandomize=True) > 1_200


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_random_lives_keep_every_invariant_for_long(valkey: str) -> None:
    assert live_many_lives(valkey, 600, 80, derandomize=False) > 20_000
