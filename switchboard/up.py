"""`switchboard up`: the whole of Switchboard on one machine, from one command, until Ctrl-C.

1. The state folder is locked, the ports are tried: what cannot work is said before anything starts.
2. The embedded Valkey starts (unless REDIS_URL names another), the sandbox beside it, while the record is prepared.
3. web, worker, clock and intake start, and are started again when they die.
4. When /health says that all is well, one address is printed.
5. Ctrl-C, SIGTERM or a crash loop stops them: first those who act, then the carrier, then the store.
"""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Sequence
from typing import Final

from config.derived import VALKEY
from config.settings import Settings
from live.embedded import Embedded
from switchboard.child import FIRST_WAIT_S, MOST_DEATHS, Child, CrashLoop, bound_to
from switchboard.failing import Stopped
from switchboard.gate import Gate
from switchboard.greeting import Screen
from switchboard.health import degraded
from switchboard.house import only_one, pages_are_built, ports_are_free, stores_answer
from switchboard.serving import PROCESSES
from switchboard.surroundings import child_environment

ACTORS_STOP_WITHIN_S: Final = 2.5
CARRIER_STOPS_WITHIN_S: Final = 1.0
WELL_WITHIN_S: Final = 30.0
ASK_EVERY_S: Final = 0.1
SETTLED_S: Final = 30.0


def up(settings: Settings) -> None:
    """Runs until told to stop. Raises Stopped or a SwitchboardError with a sentence when it cannot go on."""
    pages_are_built(settings)
    with only_one(settings.switchboard_home):
        ports_are_free(settings)
        stores_answer(settings)
        store = Embedded(settings.switchboard_home / VALKEY) if settings.embedded_redis else None
        house = House(settings, store)
        asyncio.run(house.live())
        house.goodbye()


class House:
    """Everything that `up` started."""

    def __init__(self, settings: Settings, store: Embedded | None) -> None:
        self._settings = settings
        self._store = store
        self._screen = Screen(settings)
        self._told_to_stop = asyncio.Event()
        self._gate = Gate()
        self._environment = child_environment(settings, *self._gate.kept)
        python = [sys.executable, "-m"]
        self._actors = [self._child(name, [*python, "switchboard.serving", name]) for name in PROCESSES]
        self._carrier = [self._child("sandbox", [*python, "sandbox"])] if settings.sandbox else []
        self._preparing: asyncio.subprocess.Process | None = None

    async def live(self) -> None:
        """From the first child to the last."""
        loop = asyncio.get_running_loop()
        for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(each, self._stop)
        told = asyncio.create_task(self._told_to_stop.wait())
        tasks = [told, asyncio.create_task(self._start())]
        try:
            await self._first_failure(tasks)
        finally:
            await self._all_stopped(tasks)

    def goodbye(self) -> None:
        """After the last of them."""
        self._screen.goodbye()

    async def _start(self) -> None:
        """Start everything, say so, and stay for as long as it lives."""
        async with asyncio.TaskGroup() as tasks:
            for each in self._carrier:
                tasks.create_task(each.run())
            if self._store is not None:
                tasks.create_task(self._keep_store(self._store))
            for each in self._actors:
                tasks.create_task(each.run())
            told = await self._prepared()
            self._gate.open()
            unwell = await self._well()
            self._screen.greet(told, unwell)

    async def _first_failure(self, tasks: Sequence[asyncio.Task[object]]) -> None:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            error = task.exception()
            if isinstance(error, ExceptionGroup):
                raise error.exceptions[0]
            if error is not None:
                raise error

    def _stop(self) -> None:
        """The first time in order, the second time at once."""
        if self._told_to_stop.is_set():
            for each in self._actors + self._carrier:
                each.kill()
        self._told_to_stop.set()

    async def _all_stopped(self, tasks: Sequence[asyncio.Task[object]]) -> None:
        if self._told_to_stop.is_set():
            self._screen.stopping()
        self._told_to_stop.set()
        if self._preparing is not None and self._preparing.returncode is None:
            self._preparing.kill()
        await asyncio.gather(*(each.stop(ACTORS_STOP_WITHIN_S) for each in self._actors))
        await asyncio.gather(*(each.stop(CARRIER_STOPS_WITHIN_S) for each in self._carrier))
        if self._store is not None:
            self._store.stop()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _prepared(self) -> dict[str, object]:
        """The record is prepared by a process of its own, so that this one stays small. Returns what it tells."""
        self._preparing = process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "switchboard.serving", "prepare"),
            env=self._environment,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            start_new_session=True,
            preexec_fn=bound_to(os.getpid()),
            pass_fds=[self._gate.handed],
        )
        told, errors = await process.communicate()
        if process.returncode != 0:
            raise Stopped(_last_words(errors.decode("utf-8", "replace")))
        return dict(json.loads(told.splitlines()[-1]))

    async def _well(self) -> list[str]:
        """Wait for /health. Returns the parts that are still not well after a while."""
        until = asyncio.get_running_loop().time() + WELL_WITHIN_S
        while True:
            unwell = await asyncio.to_thread(degraded, self._settings)
            if not unwell or asyncio.get_running_loop().time() > until:
                return unwell
            await asyncio.sleep(ASK_EVERY_S)

    async def _keep_store(self, store: Embedded) -> None:
        """Start the Valkey again when it dies. From the main thread: it is bound to the thread that starts it."""
        loop = asyncio.get_running_loop()
        deaths = 0
        while True:
            started = loop.time()
            await asyncio.to_thread(store.process.wait)
            if self._told_to_stop.is_set():
                return
            deaths = 1 if loop.time() - started > SETTLED_S else deaths + 1
            if deaths > MOST_DEATHS:
                raise CrashLoop(f"The embedded Valkey stopped {deaths} times in a row; see {store.folder}/valkey.log.")
            self._screen.say("valkey", "stopped; starting it again")
            await asyncio.sleep(FIRST_WAIT_S)
            store.stop()
            self._store = store = Embedded(store.folder)

    def _child(self, name: str, command: list[str]) -> Child:
        return Child(name, command, self._environment, self._screen.say, keep=self._gate.kept)


def _last_words(text: str) -> str:
    """A failed child's sentences; of a traceback only its last line, which says what happened."""
    lines = [line for line in text.splitlines() if line.strip()]
    if "Traceback (most recent call last):" in text:
        return f"The record could not be prepared: {lines[-1]}"
    return "\n".join(lines) or "The record could not be prepared, and nothing was said about why."
