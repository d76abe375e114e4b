"""The one clock of the mixer: a beat every 20 ms while somebody is there to hear, and nothing at all otherwise."""

import asyncio
from collections.abc import Callable
from typing import Final

from sandbox.mixer.frames import TICK_S

# A machine that slept or stalled longer than this starts afresh: nobody wants to hear the gap made up.
LOST_S: Final = 0.2


class Ticker:
    """Calls `beat` fifty times a second for as long as it answers True."""

    def __init__(self, beat: Callable[[], bool]) -> None:
        self._beat = beat
        self._task: asyncio.Task[None] | None = None

    @property
    def running(self) -> bool:
        """Whether a timer exists at all."""
        return self._task is not None and not self._task.done()

    def wake(self) -> None:
        """Starts ticking if it was idle. Needs a running loop."""
        if not self.running:
            self._task = asyncio.get_running_loop().create_task(self._run(), name="mixer-ticker")

    async def close(self) -> None:
        """Stops, and waits until it has."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None

    async def _run(self) -> None:
        clock = asyncio.get_running_loop().time
        due = clock()
        while self._beat():
            due += TICK_S
            late = clock() - due
            if late > LOST_S:
                due = clock()
            await asyncio.sleep(max(0.0, due - clock()))
