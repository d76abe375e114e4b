"""A door in front of the carrier's API at which requests go wrong, before the carrier has done anything, or after."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx

from core.channel import Channel
from tests.centre.house import House


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """`reached` is whether the carrier gets the request; `status` is what we get, None for a line that breaks off."""

    reached: bool
    status: int | None
    body: str = ""


@dataclass
class Front:
    """While there is a `fault`, every request that sends something meets it."""

    beyond: str
    fault: Fault | None = None
    met: int = 0
    _client: httpx.AsyncClient = field(default_factory=lambda: httpx.AsyncClient(verify=False))

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            lines = head.split("\r\n")
            method, path, _ = lines[0].split(" ")
            headers = dict(line.split(": ", 1) for line in lines[1:] if line)
            body = await reader.readexactly(int(headers.get("Content-Length", "0")))
            await self._answer(writer, method, path, headers, body)
        finally:
            writer.close()

    async def _answer(
        self, writer: asyncio.StreamWriter, method: str, path: str, headers: dict[str, str], body: bytes
    ) -> None:
        fault = self.fault if method == "POST" else None
        status, content = (fault.status, fault.body.encode()) if fault else (None, b"")
        self.met += fault is not None
        if fault is None or fault.reached:
            kept = {name: value for name, value in headers.items() if name in ("Authorization", "Content-Type")}
            answer = await self._client.request(method, self.beyond + path, headers=kept, content=body)
            status, content = (status, content) if fault else (answer.status_code, answer.content)
        if status is None:
            return
        writer.write(f"HTTP/1.1 {status} -\r\nContent-Type: application/json\r\nConnection: close\r\n".encode())
        writer.write(f"Content-Length: {len(content)}\r\n\r\n".encode() + content)
        await writer.drain()

    async def close(self) -> None:
        await self._client.aclose()


@asynccontextmanager
async def front_of(house: House) -> AsyncIterator[Front]:
    """The house asks its carrier through this door."""
    front = Front(house.carrier.base)
    listening = await asyncio.start_server(front.serve, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    http: Any = house.centre._parts.texts[Channel.SMS]._carrier._http
    there, http._base = http._base, urlsplit(f"http://127.0.0.1:{port}")
    try:
        yield front
    finally:
        http._base = there
        listening.close()
        await front.close()
