"""A browser's side of a stream, for tests."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx


class Browser:
    """One open stream, read event by event."""

    def __init__(self, lines: AsyncIterator[str]) -> None:
        self._lines = lines

    async def next(self, within_s: float = 3) -> tuple[str, dict[str, Any]]:
        """The next event's name and data; StopAsyncIteration when the stream has ended."""
        event: dict[str, str] = {}
        async with asyncio.timeout(within_s):
            while True:
                line = await anext(self._lines)
                name, _, value = line.partition(": ")
                if name:
                    event[name] = value
                elif "data" in event:
                    return event["event"], json.loads(event["data"])

    async def view(self, within_s: float = 3) -> dict[str, Any]:
        """The next view, beats passed over."""
        while True:
            name, data = await self.next(within_s)
            if name == "view":
                return data

    async def ended(self, within_s: float = 3) -> bool:
        """Whether the stream ends within that time."""
        try:
            while True:
                await self.next(within_s)
        except StopAsyncIteration:
            return True


@asynccontextmanager
async def watching(http: httpx.AsyncClient, headers: dict[str, str], door: str = "desk") -> AsyncIterator[Browser]:
    async with http.stream("GET", f"/{door}/api/stream", headers=headers) as answer:
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert answer.headers["cache-control"] == "no-store"
        lines = answer.aiter_lines()
        yield Browser(lines)
