"""HTTP/1.1 out, as lean as a carrier needs it: kept connections, exact time-outs, a limit on what is read.

A transport for httpx's own requests and responses. (httpx's usual one spends some ten times as long on each
request, most of it on locks between libraries that are not here.)
"""

import asyncio
import socket
import ssl
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Final

import httptools
import httpx

IDLE_S: Final = 3.0  # shorter than servers keep theirs, so that a request never meets a closing connection
CHUNK: Final = 64 * 1024
LARGEST: Final = 16 * 1024 * 1024
Place = tuple[str, str, int]


@cache
def _trusted() -> ssl.SSLContext:
    """Made once, when first needed: reading the certificates takes longer than a call."""
    return httpx.create_ssl_context()


@dataclass(slots=True)
class _Connection:
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    idle_since: float = 0.0

    def usable(self, now: float) -> bool:
        return now - self.idle_since < IDLE_S and not self.reader.at_eof() and not self.writer.is_closing()


@dataclass(slots=True)
class _Taking:
    """Collects one response from the parser's calls."""

    largest: int
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytearray = field(default_factory=bytearray)
    headed: bool = False
    complete: bool = False

    def on_header(self, name: bytes, value: bytes) -> None:
        self.headers.append((name, value))

    def on_headers_complete(self) -> None:
        self.headed = True

    def on_body(self, body: bytes) -> None:
        self.body += body

    def on_message_complete(self) -> None:
        self.complete = True

    @property
    def until_closed(self) -> bool:
        """Whether only the end of the connection ends the body."""
        names = {name.lower() for name, _ in self.headers}
        return self.headed and not names & {b"content-length", b"transfer-encoding"}

    @property
    def enough(self) -> bool:
        return self.complete or len(self.body) > self.largest


class Wire(httpx.AsyncBaseTransport):
    """Connections to wherever, kept for a few seconds. Raises httpx's transport errors."""

    def __init__(self, now: Callable[[], float] | None = None) -> None:
        self._now = now or (lambda: asyncio.get_running_loop().time())
        self._idle: dict[Place, deque[_Connection]] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """One exchange; `extensions` carry `timeout` {connect, read} and may carry `largest` bytes of body."""
        url = request.url
        place = (url.scheme, url.host, url.port or (443 if url.scheme == "https" else 80))
        timeout = request.extensions["timeout"]
        connection = self._kept(place) or await _connect(place, timeout["connect"])
        try:
            async with asyncio.timeout(timeout["read"]):
                response, reusable = await _exchange(connection, request)
        except TimeoutError:
            connection.writer.close()
            raise httpx.ReadTimeout("The answer took too long.") from None
        except (OSError, httptools.HttpParserError) as error:
            connection.writer.close()
            raise httpx.RemoteProtocolError("The connection broke.") from error
        except BaseException:
            connection.writer.close()
            raise
        self._keep(place, connection, reusable)
        return response

    def _kept(self, place: Place) -> _Connection | None:
        idle = self._idle.get(place)
        while idle:
            connection = idle.pop()
            if connection.usable(self._now()):
                return connection
            connection.writer.close()
        return None

    def _keep(self, place: Place, connection: _Connection, reusable: bool) -> None:
        if not reusable:
            connection.writer.close()
            return
        connection.idle_since = self._now()
        idle = self._idle.setdefault(place, deque())
        idle.append(connection)
        while not idle[0].usable(self._now()):
            idle.popleft().writer.close()

    async def aclose(self) -> None:
        for idle in self._idle.values():
            for connection in idle:
                connection.writer.close()
        self._idle.clear()


async def _connect(place: Place, seconds: float) -> _Connection:
    scheme, host, port = place
    try:
        async with asyncio.timeout(seconds):
            secure = _trusted() if scheme == "https" else None
            reader, writer = await asyncio.open_connection(host, port, ssl=secure, limit=CHUNK)
    except TimeoutError:
        raise httpx.ConnectTimeout("Connecting took too long.") from None
    except (socket.gaierror, UnicodeError) as error:
        raise httpx.ConnectError("The host's name is unknown.") from socket.gaierror(str(error))
    except OSError as error:
        raise httpx.ConnectError("The connection was refused.") from error
    return _Connection(reader, writer)


async def _exchange(connection: _Connection, request: httpx.Request) -> tuple[httpx.Response, bool]:
    """The response, and whether the connection may be used again."""
    head = [b" ".join((request.method.encode(), request.url.raw_path, b"HTTP/1.1"))]
    head += [b": ".join(header) for header in request.headers.raw]
    connection.writer.write(b"\r\n".join(head) + b"\r\n\r\n" + request.content)
    taking = _Taking(request.extensions.get("largest", LARGEST))
    parser = httptools.HttpResponseParser(taking)
    while not taking.enough:
        data = await connection.reader.read(CHUNK)
        if data:
            parser.feed_data(data)
        elif taking.until_closed:
            taking.complete = True
        else:
            raise ConnectionResetError("The other side closed before it had answered.")
    reusable = taking.complete and not taking.until_closed and parser.should_keep_alive()
    headers, content = taking.headers, bytes(taking.body)
    return httpx.Response(parser.get_status_code(), headers=headers, content=content, request=request), reusable
