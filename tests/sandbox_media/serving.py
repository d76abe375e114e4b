"""Real servers inside the test's own loop, on ports that the machine hands out."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from starlette.types import ASGIApp


def free_port(port: int = 0) -> socket.socket:
    """A listening place on this machine (any, or this one); closed by whoever serves on it."""
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind(("127.0.0.1", port))
    return listening


def port_of(listening: socket.socket) -> int:
    return int(listening.getsockname()[1])


@asynccontextmanager
async def serving(app: ASGIApp, listening: socket.socket) -> AsyncIterator[str]:
    """Its address, for as long as it is served."""
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, ws="websockets-sansio", timeout_graceful_shutdown=2
    )
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve(sockets=[listening]))
    async with asyncio.timeout(10):
        while not server.started and not task.done():
            await asyncio.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{port_of(listening)}"
    finally:
        server.should_exit = True
        await task
