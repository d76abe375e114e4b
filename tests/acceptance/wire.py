"""A wire between a browser and a server, which a test can cut, mend, or let fall silent as a lost network does."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Literal

STREAM = (b"/api/stream", b"/sandbox/phone?")
"""What a browser asks for when it wants to be told of news for as long as it lives."""

How = Literal["whole", "cut", "silent"]


@dataclass(eq=False)
class Line:
    """One connection through the wire."""

    browser: asyncio.StreamWriter
    server: asyncio.StreamWriter
    is_stream: bool = False
    dead: bool = False

    def drop(self) -> None:
        """Both ends hear of it at once."""
        for end in (self.browser, self.server):
            end.transport.abort()


@dataclass(eq=False)
class Wire:
    """`url` is what the browser is given in place of the server's own.

    whole:  everything passes.
    cut:    streams of news are broken off and refused; everything else passes.
    silent: nothing passes and nobody is told, as when a laptop leaves its network.
    """

    port: int
    url: str = ""
    how: How = "whole"
    lines: set[Line] = field(default_factory=set)

    @property
    def streams(self) -> int:
        """How many streams of news are up."""
        return sum(line.is_stream for line in self.lines)

    def cut(self) -> None:
        self.how = "cut"
        for line in [line for line in self.lines if line.is_stream]:
            line.drop()

    def fall_silent(self) -> None:
        self.how = "silent"
        for line in self.lines:
            line.dead = True

    def mend(self) -> None:
        """What fell silent stays dead, and is now told so: the browser is on a network again, but a new one."""
        self.how = "whole"
        for line in [line for line in self.lines if line.dead]:
            line.drop()

    async def meet(self, reader: asyncio.StreamReader, browser: asyncio.StreamWriter) -> None:
        """A browser connects."""
        try:
            from_server, server = await asyncio.open_connection("127.0.0.1", self.port)
        except OSError:
            browser.transport.abort()
            return
        line = Line(browser, server, dead=self.how == "silent")
        self.lines.add(line)
        try:
            async with asyncio.TaskGroup() as both:
                both.create_task(self._pass(line, reader, server))
                both.create_task(self._pass(line, from_server, browser))
        except* OSError:
            pass
        finally:
            self.lines.discard(line)
            line.drop()

    async def _pass(self, line: Line, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            line.is_stream |= writer is line.server and any(name in data for name in STREAM)
            if line.is_stream and self.how == "cut":
                break
            if not line.dead:
                writer.write(data)
                await writer.drain()
        raise ConnectionResetError


@asynccontextmanager
async def wire_to(port: int) -> AsyncIterator[Wire]:
    """A wire to a server on this machine, up until the end of the block."""
    wire = Wire(port)
    server = await asyncio.start_server(wire.meet, "127.0.0.1", 0)
    wire.url = f"http://localhost:{server.sockets[0].getsockname()[1]}"
    try:
        yield wire
    finally:
        server.close()
        for line in list(wire.lines):
            line.drop()
        with suppress(TimeoutError):
            async with asyncio.timeout(2):
                await server.wait_closed()
