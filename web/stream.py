"""Server-sent events: the whole view at once on connecting, then on every change; a beat every five seconds.

State, not deltas: a browser that was away gets the truth on reconnecting and can have missed nothing. The format is
https://html.spec.whatwg.org/multipage/server-sent-events.html.
"""

import asyncio
import json
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, AbstractContextManager, aclosing, nullcontext, suppress
from typing import Final

from fastapi import APIRouter, Response
from fastapi.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from core.clock import Clock
from core.errors import SwitchboardError
from web import errors
from web.auth import Agent, Supervisor
from web.given import Edge, Given
from web.screens import Screen

BEAT_S: Final = 5.0
RECONNECT_MS: Final = 500
TOO_MANY: Final = "Too many of these pages are open at this address. Close one, then try again."
WAIT_S: Final = 30
"""When who has too many open may try again."""
HEADERS: Final = {"cache-control": "no-store", "x-accel-buffering": "no"}

Watching = AbstractAsyncContextManager[Screen]
StillIn = Callable[[], Awaitable[bool]]

router = APIRouter()


@router.get("/desk/api/stream")
async def desk(who: Agent, given: Given) -> Response:
    """DeskView, for the agent who is logged in."""
    return _stream(given, given.screens.desk(who.account.id), _still_in(given, who.token, "desk"))


@router.get("/console/api/stream")
async def console(who: Supervisor, given: Given) -> Response:
    """BoardView."""
    return _stream(given, given.screens.board(), _still_in(given, who.token, "console"))


class EventStream(StreamingResponse):
    """A stream that leaves its screen the moment its reader is gone.

    `place` counts it for as long as it is open; where it says that there are too many, nothing is opened.
    """

    media_type = "text/event-stream"

    def __init__(
        self,
        content: AsyncGenerator[str, None],
        headers: Mapping[str, str],
        place: AbstractContextManager[bool] | None = None,
    ) -> None:
        super().__init__(content, headers=headers)
        self._place = place or nullcontext(enter_result=True)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with self._place as within:
            if within:
                await super().__call__(scope, receive, send)
                return
        refused = errors.answer(429, "too_many", TOO_MANY, retry_after_s=WAIT_S)
        await refused(scope, receive, send)

    async def stream_response(self, send: Send) -> None:
        assert isinstance(self.body_iterator, AsyncGenerator)
        async with aclosing(self.body_iterator):
            await super().stream_response(send)


def stream_of(given: Edge, watching: Watching, token: str, door: str) -> Response:
    """A stream for as long as a session at a door stands."""
    return _stream(given, watching, _still_in(given, token, door))


def _stream(given: Edge, watching: Watching, still_in: StillIn) -> Response:
    return EventStream(frames(watching, still_in, given.clock), headers=HEADERS)


async def frames(watching: Watching, still_in: StillIn, clock: Clock) -> AsyncGenerator[str, None]:
    """The stream of one browser. It waits only for its own reader; the screen never waits for it."""
    async with watching as screen:
        yield f"retry: {RECONNECT_MS}\n\n"
        count, shown, doubts, fresh = 0, 0, screen.doubts, screen.ask()
        next_beat = time.monotonic() + BEAT_S
        while not screen.closed:
            news = screen.news
            if screen.doubts != doubts or time.monotonic() >= next_beat:
                doubts = screen.doubts
                if not await still_in():
                    return
                count += 1
                yield f"id: {count}\nevent: beat\ndata: {_beat(screen, clock)}\n\n"
                next_beat = time.monotonic() + BEAT_S
            elif screen.answered >= fresh and screen.version != shown:
                count, shown = count + 1, screen.version
                yield f"id: {count}\nevent: view\ndata: {screen.text}\n\n"
            else:
                await _happens(news, next_beat - time.monotonic())


def _beat(screen: Screen, clock: Clock) -> str:
    """A beat says whether the view above it is still known to be true."""
    return json.dumps({"at": clock.now().isoformat(), "stale": screen.stale})


def _still_in(given: Edge, token: str, door: str) -> StillIn:
    """Whether the session still stands: asked at every beat, so that a revoked one sees nothing much longer."""

    async def check() -> bool:
        try:
            return await given.centre.people.session(token, door) is not None
        except SwitchboardError:
            return True

    return check


async def _happens(event: asyncio.Event, within_s: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(within_s):
            await event.wait()
