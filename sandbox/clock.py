"""Time for the carrier: the machine's clock, or one that moves only when told, so that an hour's test takes a moment.

Wire time-outs (a webhook's 15 seconds) are always real; a call's own time (pauses, prompts, ringing) is the clock's.
"""

import asyncio
import heapq
import itertools
import time
from collections.abc import Awaitable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from typing import Protocol, TypeVar

T = TypeVar("T")
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
QUIET_ROUNDS = 30
LONGEST_S = 86_400.0


class Clock(Protocol):
    """Anything that says what time it is and can wait."""

    def now(self) -> datetime:
        """The present, aware, in UTC."""
        ...

    def seconds(self) -> float:
        """Seconds since some start; never runs backwards."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Waits that long; for ever when infinite."""
        ...

    def busy(self) -> AbstractContextManager[None]:
        """While inside, a manual clock does not move on: something is on the wire."""
        ...


class RealClock:
    """The machine's own time."""

    def now(self) -> datetime:
        return datetime.fromtimestamp(time.time_ns() / 1e9, UTC)

    def seconds(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        while seconds > LONGEST_S:
            await asyncio.sleep(LONGEST_S)
            seconds -= LONGEST_S
        await asyncio.sleep(max(0.0, seconds))

    @contextmanager
    def busy(self) -> Iterator[None]:
        yield


class ManualClock:
    """Moves only by `advance`, from one sleeper's hour to the next, letting everything settle in between."""

    def __init__(self, start: datetime = START) -> None:
        self._start = start
        self._at = 0.0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._order = itertools.count()
        self._busy = 0

    def now(self) -> datetime:
        return self._start + timedelta(seconds=self._at)

    def seconds(self) -> float:
        return self._at

    async def sleep(self, seconds: float) -> None:
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        if seconds != float("inf"):
            heapq.heappush(self._sleepers, (self._at + max(0.0, seconds), next(self._order), future))
        if seconds <= 0:
            future.set_result(None)
        await future

    @contextmanager
    def busy(self) -> Iterator[None]:
        self._busy += 1
        try:
            yield
        finally:
            self._busy -= 1

    async def settle(self) -> None:
        """Returns when nothing is on the wire and nothing more happens by itself."""
        quiet = 0
        while quiet < QUIET_ROUNDS:
            await asyncio.sleep(0.001 if self._busy else 0)
            quiet = 0 if self._busy else quiet + 1

    async def advance(self, seconds: float) -> None:
        """Every sleeper due within these seconds wakes at its own moment, in order."""
        target = self._at + seconds
        await self.settle()
        while self._sleepers and self._sleepers[0][0] <= target:
            due, _, future = heapq.heappop(self._sleepers)
            self._at = max(self._at, due)
            if not future.done():
                future.set_result(None)
                await self.settle()
        self._at = target


async def within(clock: Clock, seconds: float, work: Awaitable[T]) -> T | None:
    """What the work returned, or None when the clock's seconds ran out first (the work is then cancelled)."""
    task = asyncio.ensure_future(work)
    alarm = asyncio.ensure_future(clock.sleep(seconds))
    try:
        await asyncio.wait((task, alarm), return_when=asyncio.FIRST_COMPLETED)
        return task.result() if task.done() else None
    finally:
        task.cancel()
        alarm.cancel()
