"""What everything is measured on: a private server, one division's engine, and the server's own account of its time.

Server time is what `INFO commandstats` books to scripts, in microseconds: all that a script does on the server, and
neither the wire, nor Python, nor the append-only file, which is written between scripts.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self, TypeVar

from bench.driven import Driven
from bench.sizes import Sizes
from core.clock import Clock, SystemClock, to_ms
from core.ids import Ids
from live.connection import Live
from live.library import PLAIN_ENTRY, Library
from router.engine.keys import Keys

DIVISION: Final = "bench"
LUA: Final = Path(__file__).parent / "lua"
SCRIPTS: Final = frozenset({"cmdstat_fcall", "cmdstat_fcall_ro", "cmdstat_evalsha", "cmdstat_eval"})
OURS: Final = frozenset({"cmdstat_info", "cmdstat_function|load"})
"""What measuring itself calls."""
AT_ONCE: Final = 50
"""Calls in flight: what one process keeps going, and no more than its pool has connections."""

T = TypeVar("T")


@dataclass(slots=True, kw_only=True)
class Spent:
    """Server time of the scripts of some stretch."""

    calls: int = 0
    us: int = 0
    commands_us: int = 0
    """Of that, what the commands took that the scripts called; the rest is Lua and the way there."""

    @property
    def each(self) -> float:
        """Microseconds a call."""
        return self.us / self.calls if self.calls else 0.0

    def add(self, other: "Spent") -> None:
        """Take another stretch in."""
        self.calls += other.calls
        self.us += other.us
        self.commands_us += other.commands_us


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A server and an engine. `tell` moves the progress bar: what is being done, and how much of it, 0 to 1."""

    live: Live
    engine: Driven
    yardsticks: Library
    ids: Ids
    clock: Clock
    sizes: Sizes
    tell: Callable[[str, float], None]

    @classmethod
    def on(cls, live: Live, *, sizes: Sizes, tell: Callable[[str, float], None]) -> Self:
        """The ground on a server that is ours alone: it will be emptied more than once."""
        clock = SystemClock()
        return cls(
            live=live,
            engine=Driven(live, DIVISION),
            yardsticks=Library(live.redis, [LUA], entry="entry", generated={"entry": PLAIN_ENTRY}),
            ids=Ids(clock),
            clock=clock,
            sizes=sizes,
            tell=tell,
        )

    @property
    def now_ms(self) -> int:
        """The present."""
        return to_ms(self.clock.now())

    async def fresh(self) -> None:
        """An empty store with a generation that is open for work."""
        await self.live.redis.flushall()
        await self.engine.start_generation(pause_ms=0)
        await self.engine.resume()

    async def trim(self) -> None:
        """Forget the events, as the record would have it once they are written there."""
        await self.live.redis.xtrim(Keys(self.engine.division).events, maxlen=0, approximate=False)

    async def spent(self) -> Spent:
        """What scripts have cost since the server started."""
        stats: dict[str, Any] = await self.live.redis.info("commandstats")
        rows = [row for name, row in stats.items() if name in SCRIPTS]
        return Spent(
            calls=sum(int(row["calls"]) for row in rows),
            us=sum(int(row["usec"]) for row in rows),
            commands_us=sum(int(row["usec"]) for name, row in stats.items() if name not in SCRIPTS | OURS),
        )

    @asynccontextmanager
    async def booked(self, to: Spent) -> AsyncIterator[None]:
        """Adds the server time of what is called inside."""
        before = await self.spent()
        yield
        after = await self.spent()
        to.add(
            Spent(
                calls=after.calls - before.calls,
                us=after.us - before.us,
                commands_us=after.commands_us - before.commands_us,
            )
        )


async def together(calls: Iterable[Awaitable[T]]) -> list[T]:
    """All of these, a bounded number in flight; their answers in order."""
    room = asyncio.Semaphore(AT_ONCE)

    async def one(call: Awaitable[T]) -> T:
        async with room:
            return await call

    return list(await asyncio.gather(*(one(call) for call in calls)))
