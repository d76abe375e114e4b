"""Calls that are made in one turn of the event loop go to the server in one round trip.

Under load a hundred desks ask at once; one by one, each would cost a connection, a write and a read.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

AT_MOST = 100
"""Calls per round trip: a trip that fails, fails for all of them."""

Call = tuple[Any, ...]


class Together:
    """Gathers calls and runs them by `run`, which answers each in order: a value, or an exception for that one."""

    def __init__(self, run: Callable[[Sequence[Call]], Awaitable[list[Any]]]) -> None:
        self._run = run
        self._waiting: dict[asyncio.AbstractEventLoop, list[tuple[Call, asyncio.Future[Any]]]] = {}
        self._trips: set[asyncio.Task[None]] = set()

    async def ask(self, call: Call) -> Any:
        """The answer to one call."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Any] = loop.create_future()
        waiting = self._waiting.get(loop)
        if waiting is None:
            waiting = self._waiting[loop] = []
            loop.call_soon(self._leave, loop)
        waiting.append((call, answer))
        return await answer

    def _leave(self, loop: asyncio.AbstractEventLoop) -> None:
        waiting = self._waiting.pop(loop)
        for start in range(0, len(waiting), AT_MOST):
            trip = loop.create_task(self._trip(waiting[start : start + AT_MOST]))
            self._trips.add(trip)
            trip.add_done_callback(self._trips.discard)

    async def _trip(self, waiting: Sequence[tuple[Call, asyncio.Future[Any]]]) -> None:
        try:
            answers = await self._run([call for call, _ in waiting])
        except Exception as error:  # whoever asked handles it
            answers = [error] * len(waiting)
        for (_, future), answer in zip(waiting, answers, strict=True):
            if future.done():
                continue
            if isinstance(answer, Exception):
                future.set_exception(answer)
            else:
                future.set_result(answer)
