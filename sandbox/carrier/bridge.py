"""Two lines that talk to each other, until either is gone. The sound of it is a room of their own."""

import asyncio
from typing import TYPE_CHECKING

from sandbox.carrier.line import Heard, Line
from sandbox.clock import within

if TYPE_CHECKING:
    from sandbox.carrier.carrier import Carrier


class Bridge:
    """A conversation. Each side stays in it from its own line; whoever leaves first ends it for both."""

    def __init__(self, carrier: "Carrier", room: str) -> None:
        self._carrier = carrier
        self.room = room
        self._over = asyncio.Event()

    def part(self) -> None:
        self._over.set()

    async def stay(self, line: Line, *, hang_up_on_star: bool = False, time_limit_s: float = float("inf")) -> None:
        """Returns when the conversation is over, whoever ended it."""
        line.doing("talking")
        await self._carrier.media.join(self.room, line.call.sid)
        try:
            with line.listening() as ear:
                await within(self._carrier.clock, time_limit_s, self._until_over(ear, hang_up_on_star))
        finally:
            self.part()
            await self._carrier.media.leave(self.room, line.call.sid)

    async def _until_over(self, ear: "asyncio.Queue[tuple[Heard, str]]", hang_up_on_star: bool) -> None:
        over = asyncio.ensure_future(self._over.wait())
        star = asyncio.ensure_future(until_star(ear) if hang_up_on_star else asyncio.Event().wait())
        try:
            await asyncio.wait((over, star), return_when=asyncio.FIRST_COMPLETED)
        finally:
            over.cancel()
            star.cancel()


async def until_star(ear: "asyncio.Queue[tuple[Heard, str]]") -> bool:
    """Returns when the * key is pressed."""
    while True:
        if await ear.get() == (Heard.KEY, "*"):
            return True
