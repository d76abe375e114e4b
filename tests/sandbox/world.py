"""What the carrier's tests share: the application behind the webhooks, and a caller's hands."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from sandbox.carrier.carrier import Carrier
from sandbox.carrier.line import Line
from sandbox.carrier.robots import Behaviour
from sandbox.clock import ManualClock

CALLER = "+447700900123"
COUNCIL = "+441632960100"


@dataclass(frozen=True)
class Asked:
    """One request that the carrier made."""

    method: str
    path: str
    params: dict[str, str]
    headers: dict[str, str]
    query: dict[str, str]
    body: str


@dataclass(frozen=True)
class Reply:
    """An answer that is no plain TwiML document."""

    body: bytes = b""
    status: int = 200
    content_type: str = "text/xml"
    headers: tuple[tuple[str, str], ...] = ()
    after_s: float = 0.0
    drop: bool = False


Answer = str | Reply | Callable[[Asked], "str | Reply"]


class Application:
    """A web application in forty lines: documents by path, and a list of what was asked."""

    def __init__(self) -> None:
        self.port = 0
        self.pages: dict[str, Answer] = {}
        self.asked: list[Asked] = []
        self._open: set[asyncio.StreamWriter] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def of(self, path: str) -> list[Asked]:
        return [asked for asked in self.asked if asked.path == path]

    async def close(self) -> None:
        for writer in list(self._open):
            writer.close()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        try:
            while line := await reader.readline():
                asked = await self._read(line.decode(), reader)
                self.asked.append(asked)
                reply = self._reply(asked)
                await asyncio.sleep(reply.after_s)
                if reply.drop:
                    break
                self._write(writer, reply)
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self._open.discard(writer)
            writer.close()

    async def _read(self, line: str, reader: asyncio.StreamReader) -> Asked:
        method, target, _ = line.split(" ", 2)
        headers: dict[str, str] = {}
        while header := (await reader.readline()).decode().strip():
            name, _, value = header.partition(":")
            headers[name.lower()] = value.strip()
        body = (await reader.readexactly(int(headers.get("content-length", 0)))).decode()
        parts = urlsplit(target)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        form = dict(parse_qsl(body, keep_blank_values=True))
        return Asked(method, parts.path, form or query, headers, query, body)

    def _reply(self, asked: Asked) -> Reply:
        page = self.pages.get(asked.path, Reply(status=404, content_type="text/plain", body=b"no such page"))
        answer = page(asked) if callable(page) else page
        if isinstance(answer, Reply):
            return answer
        return Reply(body=f"<Response>{answer}</Response>".encode())

    def _write(self, writer: asyncio.StreamWriter, reply: Reply) -> None:
        head = [f"HTTP/1.1 {reply.status} OK", f"Content-Length: {len(reply.body)}"]
        if reply.content_type:
            head.append(f"Content-Type: {reply.content_type}")
        head += [f"{name}: {value}" for name, value in reply.headers]
        writer.write("\r\n".join([*head, "", ""]).encode() + reply.body)


@dataclass
class World:
    """A carrier, its clock, and the application behind it."""

    carrier: Carrier
    clock: ManualClock
    application: Application
    pages: dict[str, Answer] = field(init=False)

    def __post_init__(self) -> None:
        self.pages = self.application.pages
        self.pages["/phone/status"] = ""

    async def call(self, document: str = "", caller: str = CALLER, **pages: Answer) -> Line:
        """Dials the council, which answers with this document; further pages by name (`done=` is /done)."""
        if document:
            self.pages["/phone/incoming"] = document
        self.pages.update({f"/{name}": page for name, page in pages.items()})
        line = self.carrier.dial_in(caller, COUNCIL)
        await self.clock.settle()
        return line

    async def advance(self, seconds: float = 0.0) -> None:
        await self.clock.advance(seconds)

    async def press(self, line: Line, digits: str) -> None:
        line.press(digits)
        await self.clock.settle()

    async def say(self, line: Line, text: str) -> None:
        line.say(text)
        await self.clock.settle()

    async def hang_up(self, line: Line) -> None:
        line.hang_up()
        await self.clock.settle()

    def robot(self, identity: str, behaviour: str = "answer", after_s: float = 0.0, **more: Any) -> None:
        self.carrier.robots.put(identity, Behaviour(behaviour), after_s, **more)

    def asked(self, path: str) -> list[dict[str, str]]:
        """The parameters of each request to a path, in order."""
        return [asked.params for asked in self.application.of(path)]

    def heard(self, line: Line, kind: str = "say") -> list[str]:
        return [heard["text"] for heard in line.call.heard if heard["kind"] == kind]

    def codes(self) -> list[int]:
        return [problem.code for problem in self.carrier.problems]
