"""A carrier served over real HTTP in the test's own loop, and Twilio's real client pointed at it."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

import uvicorn
from fastapi import FastAPI
from twilio.http.http_client import TwilioHttpClient  # type: ignore[import-untyped]
from twilio.http.response import Response  # type: ignore[import-untyped]
from twilio.rest import Client  # type: ignore[import-untyped]

from sandbox.carrier.carrier import Carrier
from sandbox.settings import Settings

T = TypeVar("T")
TWILIO = "https://api.twilio.com"


class Elsewhere(TwilioHttpClient):  # type: ignore[misc]
    """Twilio's client with its host replaced."""

    def __init__(self, base: str) -> None:
        super().__init__(timeout=10, pool_connections=False)
        self._base = base

    def request(self, method: str, url: str, *args: Any, **more: Any) -> Response:
        return super().request(method, url.replace(TWILIO, self._base), *args, **more)


class Served:
    """A running server. `client` is synchronous, so that `ask` calls it in a thread."""

    def __init__(self, app: FastAPI, settings: Settings) -> None:
        self.app = app
        self.settings = settings
        config = uvicorn.Config(app, port=0, log_level="error", lifespan="on", ws="websockets-sansio")
        self._server = uvicorn.Server(config)
        self._task: asyncio.Task[None] | None = None
        self.base = ""

    async def start(self) -> None:
        self._task = asyncio.create_task(self._server.serve())
        while not self._server.started:
            await asyncio.sleep(0.005)
        self.base = f"http://127.0.0.1:{self._server.servers[0].sockets[0].getsockname()[1]}"

    async def stop(self) -> None:
        self._server.should_exit = True
        if self._task:
            with suppress(asyncio.CancelledError):
                await self._task

    @property
    def carrier(self) -> Carrier:
        carrier: Carrier = self.app.state.carrier
        return carrier

    def client(self, user: str = "", password: str = "") -> Client:
        settings = self.settings
        return Client(
            user or settings.account_sid,
            password or settings.auth_token,
            settings.account_sid,
            http_client=Elsewhere(self.base),
        )


async def ask(work: Callable[[], T]) -> T:
    """Runs the synchronous client's call while the loop serves it."""
    return await asyncio.to_thread(work)
