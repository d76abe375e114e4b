"""Processes that are killed, and a store that is flushed, at any moment of a load. Nothing is lost, nothing doubled,
nothing confirmed undone, and order is kept. The log of every generation makes its decisions again."""

import asyncio
import json
import random
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from core.event import Event
from live.connection import Live
from live.embedded import Embedded
from router.engine.check import problems
from router.engine.engine import Engine
from router.engine.replay import Moment, replay
from router.rules.plan import Plan
from tests.router.watch import Kept

CREW = 3
ROOT = Path(__file__).parents[2]
HELD = ("connecting", "active", "wrapping")


@dataclass
class Record:
    """What survives: the log as far as it was read, and what each process had confirmed."""

    folder: Path
    kept: dict[str, Kept] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)
    closed_before: list[set[str]] = field(default_factory=list)
    accepted: dict[tuple[str, int], set[str]] = field(default_factory=dict)
    told: set[int] = field(default_factory=set)
    generations: list[list[Event]] = field(default_factory=list)
    read: Counter[Path] = field(default_factory=Counter)

    def begin(self) -> None:
        self.generations.append([])
        self.closed_before.append({*self.closed})

    def follow(self, events: list[Event]) -> None:
        self.generations[-1] += events
        for event in events:
            if event.contact_id and "steps" in event.facts and event.contact_id not in self.kept:
                self.read_journals()
            if event.contact_id:
                self.kept[event.contact_id].follow(event)
            if event.type == "offer.accepted":
                self.told.add(event.epoch or 0)

    def read_journals(self) -> None:
        """Contacts that came: their row is written before the engine hears of them."""
        for words in self._lines("came"):
            self.kept.setdefault(words[1], Kept(Plan.from_dict(json.loads(words[2]))))

    def read_confirmed(self) -> None:
        """Confirmed acts, of which the log may not have told before it was flushed."""
        self.read_journals()
        for path in sorted(self.folder.glob("*.journal")):
            lines = path.read_text(encoding="utf-8").splitlines()
            for line in lines[self.read[path] :]:
                words = line.split(" ")
                if words[0] == "closed":
                    self.closed.add(words[1])
                elif words[0] == "accepted":
                    self._accepted(words[1], words[2], int(words[3]))
            self.read[path] = len(lines)

    def _lines(self, what: str) -> list[list[str]]:
        lines = (line for path in self.folder.glob("*.journal") for line in path.read_text("utf-8").splitlines())
        return [line.split(" ", 2) for line in lines if line.startswith(what)]

    def _accepted(self, contact: str, agent: str, epoch: int) -> None:
        self.accepted.setdefault((contact, epoch), set()).add(agent)
        kept = self.kept[contact]
        if epoch not in self.told and epoch >= (kept.epoch or 0):
            kept.agent, kept.epoch = agent, epoch
            kept.state = "connecting" if kept.plan.channel == "phone" else "active"

    def open(self) -> dict[str, Kept]:
        return {id: kept for id, kept in self.kept.items() if id not in self.closed and kept.state != "closed"}

    def unsure(self, mark: str) -> int:
        return (self.folder / f"{mark}.journal").read_text("utf-8").count("unsure")


@dataclass
class Siege:
    """The crew of processes, and whoever kills and flushes."""

    server: Embedded
    engine: Engine
    live: Live
    record: Record
    chance: random.Random
    crew: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    started: int = 0
    read_to: str = "0"

    def start(self) -> None:
        self.started += 1
        mark = f"p{self.started}"
        journal = self.record.folder / f"{mark}.journal"
        journal.touch()
        with (self.record.folder / f"{mark}.errors").open("wb") as errors:
            self.crew[mark] = subprocess.Popen(
                [sys.executable, "-m", "tests.router.crew", self.server.url, mark, str(journal)],
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
        return len(events)

    async def flush(self) -> None:
        """The store loses everything. Whatever was confirmed before is in the record by the time it is rebuilt."""
        before = {mark: self.record.unsure(mark) for mark in self.crew}
        await self.live.redis.flushall()
        for mark, process in self.crew.items():
            while self.record.unsure(mark) == before[mark]:
                assert process.poll() is None, (self.record.folder / f"{mark}.errors").read_text("utf-8")
                await asyncio.sleep(0.002)
        self.record.read_confirmed()
        self.record.begin()
        self.read_to = "0"
        await self.engine.start_generation()

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


async def besiege(valkey_server: Embedded, live: Live, folder: Path, seed: int, events: int, flush_every: int) -> Siege:
    chance = random.Random(seed)
    siege = Siege(valkey_server, Engine(live, "westmere"), live, Record(folder), chance)
    siege.record.begin()
    await siege.engine.start_generation(pause_ms=0)
    seen = flush_at = kill_at = 0
    flush_at, kill_at = flush_every, flush_every // 3
    try:
        for _ in range(CREW):
            siege.start()
        while seen < events:
            seen += await siege.listen(block_ms=20)
            if seen >= kill_at:
                siege.kill(chance.choice([*siege.crew]))
                siege.start()
                kill_at = seen + chance.randrange(flush_every)
            if seen >= flush_at:
                await siege.flush()
                await siege.rebuild()
                await siege.engine.resume()
                flush_at = seen + chance.randrange(flush_every, 2 * flush_every)
        with Embedded(folder / "again") as other:
            async with await Live.connect(other.url) as live_again:
                await siege.last(live_again)
    finally:
        for process in siege.crew.values():
            process.kill()
            process.wait()
    return siege


async def test_kills_and_flushes_lose_nothing_and_double_nothing(
    valkey_server: Embedded, live: Live, tmp_path: Path
) -> None:
    siege = await besiege(valkey_server, live, tmp_path, seed=1, events=1_600, flush_every=400)
    assert len(siege.record.generations) >= 3
    assert siege.started > CREW + 2
    assert len(siege.record.accepted) > 30


@pytest.mark.long
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("seed", range(10, 14))
async def test_kills_and_flushes_lose_nothing_and_double_nothing_for_long(
    valkey_server: Embedded, live: Live, tmp_path: Path, seed: int
) -> None:
    siege = await besiege(valkey_server, live, tmp_path, seed=seed, events=40_000, flush_every=3_000)
    assert len(siege.record.generations) >= 8
    assert len(siege.record.accepted) > 1_000
