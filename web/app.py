"""The web application, put together: every route, what surrounds them, and what lives as long as the process."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Final

from fastapi import FastAPI

from channels.signature import Verifier
from channels.web_form.verify import Seals
from config.settings import Settings
from core.clock import Clock, SystemClock
from web import (
    auth,
    console,
    correspondence,
    desk,
    errors,
    front_desk,
    health,
    letters,
    pages,
    person,
    places,
    policy,
    stream,
    teaching,
)
from web.assets import Assets
from web.edge import Surround
from web.given import Edge
from web.ports import Centre
from web.providers import notify, phone, sms, whatsapp
from web.public import chat, file, follow, forms
from web.pulse import Pulse
from web.screens import Screens
from web.throttle import Throttle

STATIC: Final = Path(__file__).parent / "static"

ROUTERS: Final = (
    phone,
    sms,
    whatsapp,
    notify,
    health,
    auth,
    stream,
    desk,
    person,
    correspondence,
    letters,
    front_desk,
    console,
    teaching,
    places,
    chat,
    file,
    follow,
    forms,
    pages,
)
"""In the order in which addresses are tried."""


def create_app(centre: Centre, settings: Settings, *, clock: Clock | None = None, static: Path = STATIC) -> FastAPI:
    """The application over a centre. `app.state.edge.screens.close()` ends all streams before a shutdown."""
    edge = Edge(
        centre=centre,
        settings=settings,
        clock=clock or SystemClock(),
        screens=Screens(centre),
        throttle=Throttle(centre.limits, settings.secret_key),
        assets=Assets(static),
        pulse=Pulse(centre.health),
        verifier=Verifier(settings.twilio_auth_token, settings.public_url),
        seals=Seals(settings.secret_key),
    )
    app = FastAPI(
        title="Switchboard",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        lifespan=_while_serving,
    )
    app.state.edge = edge
    for module in ROUTERS:
        app.include_router(module.router)
    errors.install(app)
    app.add_exception_handler(404, pages.nothing_here)
    app.add_middleware(Surround, headers=policy.everywhere(settings))
    return app


@asynccontextmanager
async def _while_serving(app: FastAPI) -> AsyncIterator[None]:
    """Hears notices from start to stop."""
    edge: Edge = app.state.edge
    listening = asyncio.create_task(edge.screens.run())
    try:
        yield
    finally:
        edge.screens.close()
        listening.cancel()
        with suppress(asyncio.CancelledError):
            await listening
