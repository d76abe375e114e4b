"""The stand-in carrier as a web application: REST, control API, partners, and the parts with sound and screens."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.exceptions import HTTPException

from sandbox.carrier.carrier import Carrier
from sandbox.clock import Clock, ManualClock, RealClock
from sandbox.control import calls, looking, phone_socket, texts
from sandbox.control.errors import say_wrong
from sandbox.neighbours import add_neighbours, media_for
from sandbox.partner import mailbox, notify, open311
from sandbox.rest import routes
from sandbox.rest.errors import ApiError, say_api_error
from sandbox.settings import Settings


def build(settings: Settings, clock: Clock | None = None) -> FastAPI:
    """The application; `app.state.carrier` is there once it has started."""
    clock = clock or (ManualClock() if settings.manual_clock else RealClock())

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        state = app.state
        state.carrier = Carrier(settings, clock, media_for(settings, clock))
        state.mailbox = mailbox.Mailbox(state.carrier)
        await state.mailbox.start()
        try:
            yield
        finally:
            # A new morning gives the application another carrier: what is there now is what is closed.
            await state.mailbox.stop()
            await state.carrier.close()

    app = FastAPI(lifespan=life, docs_url=None, redoc_url=None, openapi_url=None)
    app.add_exception_handler(HTTPException, say_wrong)
    app.add_exception_handler(ApiError, say_api_error)
    for part in (looking, calls, texts, phone_socket, open311, mailbox, notify, routes):
        app.include_router(part.router)
    add_neighbours(app, settings)
    return app
