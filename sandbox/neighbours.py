"""How the parts with sound and screens join the carrier: mixer, softphones' signalling, phone page, busy day.

Each is looked up by name and may be absent:

* `sandbox.mixer.build_media(settings, clock) -> Media` and `sandbox.signalling.router` (an APIRouter), when
  SANDBOX_MEDIA=on;
* `sandbox.busy.router` (an APIRouter), always;
* `sandbox/static/` (what the front end's build leaves), always: `/` is its `phone.html`, the rest is under `/static/`.

Handlers find the carrier at `request.app.state.carrier`.
"""

import importlib
import importlib.util
from pathlib import Path
from typing import Final

from fastapi import APIRouter, FastAPI
from fastapi.responses import FileResponse
from starlette.responses import PlainTextResponse, Response
from starlette.staticfiles import StaticFiles

from sandbox.carrier.media import Media, NoMedia
from sandbox.clock import Clock
from sandbox.settings import Settings

STATIC: Final = Path(__file__).parent / "static"


def media_for(settings: Settings, clock: Clock) -> Media:
    """The mixer where there is one and sound is wanted, else no sound."""
    if settings.media and importlib.util.find_spec("sandbox.mixer"):
        mixer: Media = importlib.import_module("sandbox.mixer").build_media(settings, clock)
        return mixer
    return NoMedia(clock)


def add_neighbours(app: FastAPI, settings: Settings) -> None:
    """Their routers and the page."""
    if settings.media:
        _include(app, "sandbox.signalling")
    _include(app, "sandbox.busy")
    app.add_api_route("/", _page, include_in_schema=False)
    app.mount("/static", StaticFiles(directory=STATIC, check_dir=False), name="static")


def _include(app: FastAPI, module: str) -> None:
    if importlib.util.find_spec(module):
        router: APIRouter = importlib.import_module(module).router
        app.include_router(router)


async def _page() -> Response:
    page = STATIC / "phone.html"
    if page.is_file():
        return FileResponse(page)
    return PlainTextResponse("The phone page is not built. Run `make install`.\n", status_code=503)
