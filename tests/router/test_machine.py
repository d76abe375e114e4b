"""Random lives on the real verbs: agents, residents, supervisors and clocks do anything in any order, the store is
flushed at any moment, and after every step the invariants hold."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from live.connection import Live
from tests.router.deeds import AGENTS, LOT, Town, come_to_work
from tests.router.floor import Floor
from tests.router.watch import Watch


class Lives(RuleBasedStateMachine):
    """Hypothesis is synchronous, so each machine has a loop and a connection of its own."""

    url = ""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.live = self.run(Live.connect(self.url))
        self.run(self.live.redis.flushall())
        self.floor: Floor = self.run(Floor.open(self.live))
        self.town = Town(self.floor.engine, lambda things: things[0], self.floor.hands)
        self.watch = Watch()

    def run(self, doing: Coroutine[Any, Any, Any]) -> Any:
        return self.loop.run_until_complete(doing)

    def teardown(self) -> None:
        self.run(self.live.close())
        self.loop.close()

    @initialize(data=st.data())
    def the_doors_open(self, data: st.DataObject) -> None:
        self.town.choose = lambda things: data.draw(st.sampled_from(things))
        for _ in AGENTS[:3]:
            self.run(come_to_work(self.town))

    @rule(data=st.data(), deed=st.sampled_from(LOT))
    def somebody_does(self, data: st.DataObject, deed: str) -> None:
        self.town.choose = lambda things: data.draw(st.sampled_from(things))
        self.run(self.town.do(deed))

    @rule(data=st.data())
    def the_store_is_flushed(self, data: st.DataObject) -> None:
        kept = sorted(self.watch.kept)
        self.floor.seen.clear()
        self.run(self.live.redis.flushall())
        self.floor.hands.now += 1_000
        self.run(self.floor.engine.start_generation())
        self.run(self.watch.put_back(self.floor.engine, data.draw(st.permutations(kept))))
        self.run(self.floor.engine.resume())

    @invariant()
    def all_is_well(self) -> None:
        dump = self.run(self.floor.engine.dump())
        self.watch.see(self.run(self.floor.events()), dump["requirements"])
        self.watch.look(dump)
        assert self.watch.found == []


def live_many_lives(url: str, lives: int, steps: int, *, derandomize: bool) -> None:
    Lives.url = url
    machine = Lives.TestCase
    machine.settings = settings(
        max_examples=lives,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=derandomize,
    )
    machine("runTest").runTest()


def test_random_lives_keep_every_invariant(valkey: str) -> None:
    live_many_lives(valkey, 40, 40, derandomize=True)


@pytest.mark.long
def test_random_lives_keep_every_invariant_for_long(valkey: str) -> None:
    live_many_lives(valkey, 600, 80, derandomize=False)
