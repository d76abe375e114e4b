"""The worker's one event loop, on a thread of its own, and how many deliveries it has in hand at once.

A job only starts a delivery, so a partner that takes its time keeps nobody else waiting. When all hands are full the
next job waits for one. A worker that dies with deliveries in hand loses nothing: their rows' leases run out.
"""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import Final, Protocol

import structlog
import uvloop

log = structlog.get_logger()

AT_ONCE: Final = 16
BEAT_EVERY_S: Final = 5.0
FINISH_WITHIN_S: Final = 2.0


class Outbox(Protocol):
    """Delivers one row, if it is due and nobody else has it."""

    async def deliver(self, row_id: str) -> str: ...


class Trying(Protocol):
    """Works out what a draft of the rules would have changed, if that is still wanted."""

    async def answer(self, id: str) -> None: ...


class Health(Protocol):
    """Where a process says that it lives."""

    async def beat(self, part: str) -> None: ...


class Centre(Protocol):
    """What the worker needs of the centre."""

    @property
    def outbox(self) -> Outbox: ...
    @property
    def trying(self) -> Trying: ...
    @property
    def health(self) -> Health: ...


OpenCentre = Callable[[], AbstractAsyncContextManager[Centre]]


class Hands:
    """Opened once a process; `give` may be called from any thread."""

    def __init__(self, open_centre: OpenCentre) -> None:
        self._open = open_centre
        self._free = threading.BoundedSemaphore(AT_ONCE)
        self._runner = asyncio.Runner(loop_factory=uvloop.new_event_loop)
        self._thread = threading.Thread(target=self._live, name="hands", daemon=True)
        self._ready = threading.Event()
        self._stop = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._centre: Centre | None = None
        self._failed: BaseException | None = None

    def __enter__(self) -> "Hands":
        """Open the centre; raises what stopped it from opening."""
        self._thread.start()
        self._ready.wait()
        if self._failed is not None:
            self._thread.join()
            raise self._failed
        return self

    def __exit__(self, *_: object) -> None:
        """Let what is in hand finish, for a moment, and close the centre."""
        self._runner.get_loop().call_soon_threadsafe(self._stop.set)
        self._thread.join()

    def give(self, act: Callable[[Centre], Awaitable[object]]) -> None:
        """Start `act`; returns as soon as a hand has it."""
        self._free.acquire()
        self._runner.get_loop().call_soon_threadsafe(self._start, act)

    def _live(self) -> None:
        with self._runner:
            try:
                self._runner.run(self._until_stopped())
            except BaseException as error:
                self._failed = error
                self._ready.set()

    async def _until_stopped(self) -> None:
        async with self._open() as centre:
            self._centre = centre
            self._ready.set()
            await self._beats(centre)
            if self._tasks:
                await asyncio.wait(self._tasks, timeout=FINISH_WITHIN_S)

    async def _beats(self, centre: Centre) -> None:
        while not self._stop.is_set():
            try:
                await centre.health.beat("worker")
            except Exception as error:
                log.warning("beat_missed", part="worker", error=type(error).__name__)
            try:
                await asyncio.wait_for(self._stop.wait(), BEAT_EVERY_S)
            except TimeoutError:
                continue

    def _start(self, act: Callable[[Centre], Awaitable[object]]) -> None:
        task = asyncio.ensure_future(self._do(act))
        self._tasks.add(task)
        task.add_done_callback(self._done)

    async def _do(self, act: Callable[[Centre], Awaitable[object]]) -> None:
        assert self._centre is not None
        await act(self._centre)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._free.release()
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("job_failed", error=type(error).__name__, exc_info=error)
