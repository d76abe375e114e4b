"""Where softphones connect: `WS /signal`. Nothing is decided here."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

from fastapi import APIRouter, FastAPI, WebSocket, WebSocketDisconnect

from sandbox.signalling.exchange import Exchange
from sandbox.signalling.session import Session
from sandbox.signalling.words import HEARTBEAT, HEARTBEAT_EVERY_S


@contextlib.asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    yield
    if exchange := getattr(app.state, "exchange", None):
        await exchange.close()
    elif hasattr(app.state, "carrier"):
        await app.state.carrier.media.close()


router = APIRouter(lifespan=_lifespan)


def exchange_of(app: Any) -> Exchange:
    """This carrier's one exchange, made when the first softphone connects."""
    if not hasattr(app.state, "exchange"):
        carrier = app.state.carrier
        app.state.exchange = Exchange(carrier.softphones, carrier.media)
    exchange: Exchange = app.state.exchange
    return exchange


@router.websocket("/signal")
async def signal(socket: WebSocket) -> None:
    """One Voice SDK device, for as long as its page is open."""
    await socket.accept()
    carrier = socket.app.state.carrier

    async def send(text: str) -> None:
        with contextlib.suppress(RuntimeError, WebSocketDisconnect):
            await socket.send_text(text)

    session = Session(exchange_of(socket.app), carrier.settings, carrier.clock, send)
    heart = asyncio.get_running_loop().create_task(_beat(send), name="signal-heartbeat")
    try:
        while True:
            await session.hear(await socket.receive_text())
    except WebSocketDisconnect:
        pass
    finally:
        heart.cancel()
        session.lost()


async def _beat(send: Any) -> None:
    """A newline often enough that the SDK never thinks us gone."""
    while True:
        await asyncio.sleep(HEARTBEAT_EVERY_S)
        await send(HEARTBEAT)
