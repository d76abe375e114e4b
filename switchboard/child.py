"""One process that `switchboard up` looks after: started, its lines passed on, started again when it dies, stopped.

The life of a child:
 1. It is started in a process group of its own, so that a Ctrl-C in the terminal reaches only us, and is bound to us:
    should we be killed, the kernel tells it to stop.
 2. When it dies it is started again after a wait that doubles. One that has lived a while starts afresh.
 3. One that keeps dying is a CrashLoop: everything stops, and its last words are told.
 4. It is asked to stop, then, if it does not, killed with all that it started.
"""

import asyncio
import ctypes
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Final

from switchboard.failing import Stopped

FIRST_WAIT_S: Final = 0.2
LONGEST_WAIT_S: Final = 5.0
SETTLED_S: Final = 30.0
MOST_DEATHS: Final = 5
LONGEST_LINE: Final = 1 << 20
PR_SET_PDEATHSIG: Final = 1
FRAME: Final = " |+-"

_libc = ctypes.CDLL(None) if sys.platform == "linux" else None

Say = Callable[[str, str], None]
"""Passes on a line of the child of this name."""


class CrashLoop(Stopped):
    """A child dies as soon as it is started."""


class Child:
    """One child. `run` returns once `stop` was called and the child is gone."""

    def __init__(
        self, name: str, command: Sequence[str], environment: Mapping[str, str], say: Say, *, keep: Sequence[int] = ()
    ) -> None:
        """`keep` are file descriptors of ours that it shall have too."""
        self.name = name
        self._command = command
        self._environment = environment
        self._keep = keep
        self._say = say
        self._process: asyncio.subprocess.Process | None = None
        self._stopping = asyncio.Event()
        self._last_words: deque[str] = deque(maxlen=40)

    @property
    def pid(self) -> int | None:
        """The running process, if there is one."""
        return self._process.pid if self._process and self._process.returncode is None else None

    async def run(self) -> None:
        """Keep it alive. Raises CrashLoop."""
        loop = asyncio.get_running_loop()
        deaths, wait = 0, FIRST_WAIT_S
        while not self._stopping.is_set():
            started = loop.time()
            code = await self._live()
            if self._stopping.is_set():
                return
            if loop.time() - started > SETTLED_S:
                deaths, wait = 0, FIRST_WAIT_S
            deaths += 1
            if deaths > MOST_DEATHS:
                raise CrashLoop(f"{self.name} stopped {deaths} times in a row. Its last words: {self._epitaph(code)}")
            self._say(self.name, f"stopped ({_how(code)}); starting it again")
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), wait)
            wait = min(wait * 2, LONGEST_WAIT_S)

    async def stop(self, within_s: float) -> None:
        """Ask it to stop; after `within_s` kill it and all that it started."""
        self._stopping.set()
        process = self._process
        if process is None or process.returncode is not None:
            return
        self._signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(process.wait(), within_s)
        except TimeoutError:
            self._say(self.name, "did not stop in time and was killed")
        self.kill()
        await process.wait()

    def kill(self) -> None:
        """At once, with all that it started."""
        self._stopping.set()
        self._signal(signal.SIGKILL)

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, number)

    async def _live(self) -> int:
        """From start to end; returns the exit code."""
        self._process = await asyncio.create_subprocess_exec(
            *self._command,
            env=dict(self._environment),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=bound_to(os.getpid()),
            pass_fds=self._keep,
            limit=LONGEST_LINE,
        )
        if self._stopping.is_set():
            self._signal(signal.SIGTERM)
        passing_on = asyncio.create_task(self._pass_on(self._process))
        code = await self._process.wait()
        self._signal(signal.SIGKILL)  # what it may have started and left behind
        await passing_on
        return code

    async def _pass_on(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        while True:
            try:
                raw = await process.stdout.readline()
            except ValueError:
                continue  # a line longer than anybody would read
            if not raw:
                return
            line = raw.decode("utf-8", "replace").rstrip()
            if line:
                self._last_words.append(line)
                self._say(self.name, line)

    def _epitaph(self, code: int) -> str:
        """Its last line that says something: a traceback may end with a frame of dashes."""
        words = (line.strip(FRAME) for line in reversed(self._last_words))
        return next(filter(None, words), _how(code))


def bound_to(parent: int) -> Callable[[], None]:
    """To run in a child before its program: it shall stop when `parent` dies, by whatever means."""

    def bind() -> None:
        if _libc is not None:
            _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)

    return bind


def _how(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"
