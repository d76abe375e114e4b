"""What every handler is given: the centre, the settings and the few things that live as long as the process."""

from dataclasses import dataclass
from typing import Annotated, Final
from urllib.parse import unquote

from fastapi import Depends, Path, Request
from fastapi.responses import JSONResponse

from channels.signature import Verifier
from channels.web_form.verify import Seals
from config.settings import Settings
from core.clock import Clock
from web.assets import Assets
from web.ports import Centre
from web.pulse import Pulse
from web.screens import Screens
from web.throttle import Throttle
from web.views import View

NAMED: Final = "x-file-name"
"""A sent file's name, percent-encoded: an address would stand in a proxy's log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """The parts that handlers share."""

    centre: Centre
    settings: Settings
    clock: Clock
    screens: Screens
    throttle: Throttle
    assets: Assets
    pulse: Pulse
    verifier: Verifier
    seals: Seals


def edge(request: Request) -> Edge:
    """The parts, from whichever application the request reached."""
    found: Edge = request.app.state.edge
    return found


Given = Annotated[Edge, Depends(edge)]
Id = Annotated[str, Path(max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]


def named(request: Request) -> str:
    """The name of the file that is the request's body."""
    return unquote(request.headers.get(NAMED, ""))


def answer(view: View | list[View]) -> JSONResponse:
    """A view as JSON that nobody keeps."""
    return JSONResponse(view, headers={"cache-control": "no-store"})
