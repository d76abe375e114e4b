"""Serving the application: `switchboard web`. Ends streams first when told to stop, so that stopping takes no time."""

import asyncio
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from typing import Final

import uvicorn
import uvloop
from fastapi import FastAPI

from config.settings import Settings
from web.app import create_app
from web.ports import Centre

GRACE_S: Final = 2


class Server(uvicorn.Server):
    """Uvicorn, which would otherwise wait out its grace for streams that never end by themselves."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Starts as usual; `ready` is set once requests are answered."""
        await super().startup(sockets)
        self.ready.set()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """A signal ends serving, and only that: raised again, it would cut the centre's own closing short."""
        with super().capture_signals():
            yield
            self._captured_signals.clear()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Lets every stream go, then stops as usual."""
        app = self.config.app
        if isinstance(app, FastAPI):
            app.state.edge.screens.close()
        await super().shutdown(sockets)


def server(app: FastAPI, settings: Settings, *, port: int | None = None) -> Server:
    """The server, not yet started. Logging is the caller's: uvicorn adds no handlers and writes no access log."""
    return Server(
        uvicorn.Config(
            app,
            host=settings.host,
            port=settings.port if port is None else port,
            http="httptools",
            ws="none",
            lifespan="on",
            access_log=False,
            log_config=None,
            server_header=False,
            timeout_graceful_shutdown=GRACE_S,
            timeout_keep_alive=65,
        )
    )


def run(open_centre: Callable[[], AbstractAsyncContextManager[Centre]], settings: Settings) -> None:
    """Opens the centre inside the loop that serves, and serves until SIGINT or SIGTERM."""

    async def serve() -> None:
        async with open_centre() as centre:
            await server(create_app(centre, settings), settings).serve()

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve())
