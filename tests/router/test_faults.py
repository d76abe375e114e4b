"""Processes that are killed, and a store that is flushed or killed itself, at any moment of a load. Nothing is lost,
nothing doubled, nothing confirmed undone, and order is kept. The log of every generation makes its decisions again."""

import asyncio
import itertools
import random
import subprocess
import sys
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from live.connection import Live
from live.embedded import Embedded
from router.engine.check import problems
from router.engine.engine import Engine
from router.engine.replay import Moment, replay
from tests.live.falling import Falling
from tests.router.journals import Record
from tests.router.watch import Kept

CREW = 3
ACCIDENTS = ("falls", "is flushed", "falls far back", "falls", "falls back a little")
"""To the store: `falls` is kill -9, and a new start on what it had written; back, as after a power cut, on less."""
ROOT = Path(__file__).parents[2]
HELD = ("connecting", "active", "wrapping")


@dataclass
class Siege:
    """The crew of processes, and whoever kills and flushes. `written`: how much the store had at the last looks."""

    store: Falling
    engine: Engine
    live: Live
    record: Record
    chance: random.Random
    crew: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    started: int = 0
    read_to: str = "0"
    written: deque[int] = field(default_factory=lambda: deque(maxlen=4))
    went_on: int = 0
    began_anew: int = 0

    def start(self) -> None:
        self.started += 1
        mark = f"p{self.started}"
        journal = self.record.folder / f"{mark}.journal"
        journal.touch()
        with (self.record.folder / f"{mark}.errors").open("wb") as errors:
            self.crew[mark] = subprocess.Popen(
                [sys.executable, "-m", "tests.router.crew", self.store.url, mark, str(journal)],
                cwd=ROOT,
                stderr=errors,
            )

    def kill(self, mark: str) -> None:
        process = self.crew.pop(mark)
        fell = process.poll()
        process.kill()
        process.wait()
        assert fell is None, (self.record.folder / f"{mark}.errors").read_text("utf-8")

    async def listen(self, block_ms: int | None = None) -> int:
        events = await self.engine.read_events(self.read_to, block_ms=block_ms)
        if events:
            self.read_to = events[-1].sequence
            self.record.follow(events)
            self.written.append(self.store.written())
        return len(events)

    async def flush(self) -> None:
        """The store loses everything."""
        before = self._unsure()
        await self.live.redis.flushall()
        await self._all_refused(before)
        self.record.read_confirmed()
        await self._begin()

    async def falls(self, back_to: int | None = None) -> None:
        """The store is killed and started again. It goes on if it lacks nothing; if it does, or may, it is rebuilt.

        It writes before it answers, but for a second or two while the disk is slow to take what was written before:
        what was answered then may be lost without any power cut (`appendfsync everysec`).
        """
        before, generation = self._unsure(), str(await self.engine.generation())
        self.store.fall(back_to)
        await self.live.redis.connection_pool.disconnect()
        await self._all_refused(before)
        assert not await self.engine.is_sure()
        assert problems(await self.engine.dump()) == []
        if await self._is_whole():
            assert await self.engine.vouch(generation)
            self.went_on += 1
            return
        # It may have fallen back behind a flush, to a generation before the one that it had.
        await self._begin(over=str(await self.engine.generation()))
        await self.rebuild()
        await self.engine.resume()
        self.began_anew += 1

    async def _is_whole(self) -> bool:
        if self.read_to != "0" and not await self.engine.has_event(self.read_to):
            self.record.read_confirmed()
            return False
        while await self.listen():
            pass
        return self.record.read_confirmed()

    async def _begin(self, *, over: str = "") -> None:
        self.record.begin()
        self.read_to = "0"
        await self.engine.start_generation(over=over)

    def _unsure(self) -> dict[str, int]:
        return {mark: self.record.unsure(mark) for mark in self.crew}

    async def _all_refused(self, before: dict[str, int]) -> None:
        """Nobody is in the middle of something: whatever was confirmed is in the journals by now."""
        for mark, process in self.crew.items():
            while self.record.unsure(mark) == before[mark]:
                assert process.poll() is None, (self.record.folder / f"{mark}.errors").read_text("utf-8")
                await asyncio.sleep(0.002)

    async def rebuild(self) -> None:
        """Everybody who is open is put back, in any order; the crew does not wait for it."""
        wanted = self.record.open()
        for id in self.chance.sample(sorted(wanted), len(wanted)):
            kept = wanted[id]
            await self.engine.restore(
                kept.plan,
                kept.state,
                agent=kept.agent,
                epoch=kept.epoch,
                until_ms=kept.until_ms,
                paused=kept.paused,
            )
        assert await self.engine.missing(sorted(wanted)) == set(), "I8: whoever was open is back"

    async def last(self, live_again: Live) -> None:
        """Everybody stops; one more flush, quietly, to compare; then the log of every generation is replayed."""
        for mark in [*self.crew]:
            self.kill(mark)
        while await self.listen():
            pass
        await self.flush()
        wanted = self.record.open()
        await self.rebuild()
        self._compare(wanted, await self.engine.dump())
        await self.engine.resume()
        while await self.engine.tick() or await self.listen():
            pass
        assert problems(await self.engine.dump()) == []
        assert not [pair for pair, agents in self.record.accepted.items() if len(agents) > 1], "I1: one winner"
        self._histories()
        for events in self.record.generations:
            await live_again.redis.flushall()
            differences = await replay(events, Engine(live_again, "westmere", virtual=Moment()))
            assert not differences, str(differences.first)

    def _compare(self, wanted: dict[str, Kept], dump: dict[str, dict[str, dict[str, str]]]) -> None:
        standing = {id: float(at) for queue in dump["queues"].values() for id, at in queue.items()}
        back = {id: kept for id, kept in wanted.items() if kept.state in ("arrived", "waiting", "offered")}
        assert standing == {id: kept.plan.due_ms for id, kept in back.items()}, "everybody in their place"
        hands = {id: agent for agent, load in dump["load"].items() for id in load}
        assert hands == {id: kept.agent for id, kept in wanted.items() if kept.state in HELD}, "in the same hands"

    def _histories(self) -> None:
        accepted = [e.epoch for events in self.record.generations for e in events if e.type == "offer.accepted"]
        made = [e.epoch or 0 for events in self.record.generations for e in events if e.type == "offer.made"]
        assert len(set(accepted)) == len(accepted)
        assert made == sorted(set(made)), "no epoch is given twice, flush or not"
        for closed, events in zip(self.record.closed_before, self.record.generations, strict=True):
            assert not closed & {event.contact_id for event in events}, "nothing confirmed is undone"


async def accident(siege: Siege, what: str) -> None:
    if what == "is flushed":
        await siege.flush()
        await siege.rebuild()
        await siege.engine.resume()
    elif what == "falls":
        await siege.falls()
    else:
        await siege.falls(siege.written[0 if what == "falls far back" else -1])
        siege.written.clear()


async def besiege(folder: Path, seed: int, events: int, every: int) -> Siege:
    """A load of so many events, with an accident to the store about `every` so many, and more often to a process."""
    chance = random.Random(seed)
    with Falling(folder / "store") as store, Embedded(folder / "again") as other:
        async with await Live.connect(store.url) as live, await Live.connect(other.url) as live_again:
            siege = Siege(store, Engine(live, "westmere"), live, Record(folder), chance)
            try:
                await _through(siege, events, every)
                await siege.last(live_again)
            finally:
                for process in siege.crew.values():
                    process.kill()
                    process.wait()
    return siege


async def _through(siege: Siege, events: int, every: int) -> None:
    chance, accidents = siege.chance, itertools.cycle(ACCIDENTS)
    siege.record.begin()
    await siege.engine.start_generation(pause_ms=0)
    seen, accident_at, kill_at = 0, every, every // 3
    for _ in range(CREW):
        siege.start()
    while seen < events:
        seen += await siege.listen(block_ms=20)
        if seen >= kill_at:
            siege.kill(chance.choice([*siege.crew]))
            siege.start()
            kill_at = seen + chance.randrange(every)
        if seen >= accident_at:
            await accident(siege, next(accidents))
            accident_at = seen + chance.randrange(every // 2, 3 * every // 2)


@pytest.mark.timeout(600)
async def test_kills_and_flushes_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    siege = await besiege(tmp_path, seed=1, events=2_000, every=300)
    assert len(siege.record.generations) >= 3
    assert siege.started > CREW + 2
    assert len(siege.record.accepted) > 30
    assert siege.went_on
    assert siege.began_anew


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", range(10, 13))
async def test_kills_and_flushes_lose_nothing_and_double_nothing_for_long(tmp_path: Path, seed: int) -> None:
    siege = await besiege(tmp_path, seed=seed, events=40_000, every=1_000)
    assert len(siege.record.generations) >= 10
    assert len(siege.record.accepted) > 1_000
    assert min(siege.went_on, siege.began_anew) >= 4
