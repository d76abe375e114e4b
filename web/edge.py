"""What surrounds every request: size and time limits, protective headers, the log line, and the last catch.

A middleware in plain ASGI, so that streams pass through unbuffered. The log line names the route's pattern, never the
address asked for: that may carry a resident's token, and its query a number.
"""

import asyncio
import re
import time
from collections.abc import MutableMapping
from typing import Any, Final

import structlog
from fastapi.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web import errors

log = structlog.get_logger(__name__)

LARGEST_BODY: Final = 256 * 1024
SLOWEST_BODY_S: Final = 8.0
UPLOADS: Final = re.compile(r"/ask/.*|/desk/api/contacts/[A-Za-z0-9_-]+/files(?:/link)?|/reception/api/post")
"""Where residents and staff send files: more at once, and over lines that may be slow."""
LARGEST_UPLOAD: Final = 26 * 1024 * 1024
SLOWEST_UPLOAD_S: Final = 180.0


class Surround:
    """The middleware. `headers` are set on every answer that does not set them itself."""

    def __init__(self, app: ASGIApp, headers: list[tuple[bytes, bytes]]) -> None:
        self._app = app
        self._headers = headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        exchange = Exchange(scope, receive, send, self._headers)
        try:
            if exchange.said_too_large():
                await exchange.turn_away()
            else:
                await self._app(scope, exchange.receive, exchange.send)
        except Exception as error:
            await exchange.answer_broken(error)
        finally:
            exchange.write_log()


class Exchange:
    """One request and its answer, watched on their way through."""

    def __init__(self, scope: Scope, receive: Receive, send: Send, headers: list[tuple[bytes, bytes]]) -> None:
        self._scope = scope
        self._receive = receive
        self._send = send
        self._headers = headers
        self._began = time.monotonic()
        sends_files = UPLOADS.fullmatch(scope["path"]) is not None
        self._largest = LARGEST_UPLOAD if sends_files else LARGEST_BODY
        self._slowest_s = SLOWEST_UPLOAD_S if sends_files else SLOWEST_BODY_S
        self._read = 0
        self._body_over = False
        self._turned: JSONResponse | None = None
        self._status = 0

    def said_too_large(self) -> bool:
        """Whether the request announces a body that we will not read."""
        length = dict(self._scope["headers"]).get(b"content-length", b"0")
        if length.isdigit() and int(length) > self._largest:
            self._turned = errors.answer(413, "too_large", "That is more than this address takes.")
        return self._turned is not None

    async def receive(self) -> Message:
        """The body's next piece; a body too large or too slow looks like a lost connection to whoever reads it."""
        if self._body_over:
            return await self._receive()
        try:
            message = await asyncio.wait_for(self._receive(), self._began + self._slowest_s - time.monotonic())
        except TimeoutError:
            self._turned = errors.answer(408, "too_slow", "The request took too long to arrive.")
            return {"type": "http.disconnect"}
        self._read += len(message.get("body", b""))
        self._body_over = not message.get("more_body", False)
        if self._read > self._largest:
            self._turned = errors.answer(413, "too_large", "That is more than this address takes.")
            return {"type": "http.disconnect"}
        return message

    async def send(self, message: MutableMapping[str, Any]) -> None:
        """Passes the answer on; what was made of a body that we refused is replaced by the refusal."""
        if self._turned is not None and not self._status:
            await self.turn_away()
        if self._turned is not None:
            return
        if message["type"] == "http.response.start":
            self._status = message["status"]
            own = {name.lower() for name, _ in message["headers"]}
            added = [header for header in self._headers if header[0] not in own]
            message = {**message, "headers": [*message["headers"], *added]}
        await self._send(message)

    async def turn_away(self) -> None:
        """Sends the refusal of the body."""
        refusal, self._turned = self._turned, None
        assert refusal is not None
        await refusal(self._scope, self._receive, self.send)
        self._turned = refusal

    async def answer_broken(self, error: Exception) -> None:
        """An unforeseen error becomes a plain 500, or ends an answer that had begun."""
        response = errors.broken(error)
        if not self._status:
            await response(self._scope, self._receive, self.send)

    def write_log(self) -> None:
        """One line; only what went wrong is loud."""
        level = "warning" if self._status >= 500 else "info" if self._status >= 400 else "debug"
        getattr(log, level)(
            "request_answered",
            method=self._scope["method"],
            route=getattr(self._scope.get("route"), "path", None),
            status=self._status,
            took_ms=round((time.monotonic() - self._began) * 1000),
        )
