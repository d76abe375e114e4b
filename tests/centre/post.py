"""What may happen to a request between the carrier and us: it comes twice, late, in another order, or not at all.

Stands in front of the real web application and hands on real, signed requests.
"""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

SIGNED = b"x-twilio-signature"
"""What the carrier's requests have, and nobody else's."""


@dataclass
class Kept:
    """One request, to be handed on whenever a test says so."""

    scope: dict[str, Any]
    body: bytes

    @property
    def words(self) -> str:
        return f"{self.scope['path']} {self.body.decode()}"


@dataclass
class Post:
    """`times` hands every carrier's request on so often (`at_once` side by side); `held` paths are kept back."""

    app: ASGIApp
    times: int = 1
    at_once: bool = False
    held: set[str] = field(default_factory=set)
    kept: list[Kept] = field(default_factory=list)
    seen: list[Kept] = field(default_factory=list)

    def begin_anew(self) -> None:
        """Nothing is held, nothing was seen."""
        self.times, self.at_once = 1, False
        self.held.clear()
        self.kept.clear()
        self.seen.clear()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if scope["type"] != "http" or scope["method"] != "POST" or SIGNED not in dict(scope["headers"]):
            await self.app(scope, receive, send)
            return
        request = Kept(dict(scope), await _body(receive))
        if path in self.held:
            self.kept.append(request)
            await send({"type": "http.response.start", "status": 204, "headers": []})
            await send({"type": "http.response.body", "body": b""})
            return
        self.seen.append(request)
        again = [self.hand_on(request) for _ in range(self.times - 1)]
        if self.at_once:
            await asyncio.gather(self.app(dict(request.scope), _said(request.body), send), *again)
            return
        for each in again:
            await each
        await self.app(dict(request.scope), _said(request.body), send)

    async def hand_on(self, request: Kept) -> int:
        """Deliver a kept request (again); the status of its answer."""
        statuses: list[int] = []

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                statuses.append(message["status"])

        await self.app(dict(request.scope), _said(request.body), send)
        return statuses[0]

    async def hand_on_all(self, requests: Iterable[Kept]) -> None:
        for request in requests:
            await self.hand_on(request)


async def _body(receive: Receive) -> bytes:
    body = b""
    while True:
        message = await receive()
        body += bytes(message.get("body", b""))
        if not message.get("more_body"):
            return body


def _said(body: bytes) -> Receive:
    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive
