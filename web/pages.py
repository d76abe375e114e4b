"""The pages: empty shells that the front end fills, its files, and what the landing page tells about the doors."""

import secrets
from functools import partial
from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from web import errors, policy
from web.assets import Asset, drawing
from web.given import Edge, Given, answer

router = APIRouter()
at: Final = partial(router.api_route, methods=["GET", "HEAD"])
"""What watches us asks by HEAD."""

FOREVER: Final = "public, max-age=31536000, immutable"
ASK_AGAIN: Final = "no-cache"
NOT_BUILT: Final = """<!doctype html><html lang="en-GB"><meta charset="utf-8"><title>Switchboard</title>
<p>The pages have not been built yet. Run <code>make install</code>, then load this page again.</p></html>"""


@at("/")
async def landing(given: Given) -> Response:
    return _page(given, "index")


@at("/desk")
@at("/desk/")
async def desk(given: Given) -> Response:
    return _page(given, "desk")


@at("/console")
@at("/console/")
@at("/console/rules")
@at("/console/lessons")
async def console(given: Given) -> Response:
    """The front end reads from the address which of its pages is meant."""
    return _page(given, "console")


@at("/reception")
@at("/reception/")
async def reception(given: Given) -> Response:
    return _page(given, "reception")


@at("/waiting-room")
async def waiting_room(given: Given) -> Response:
    """For a screen on a wall; nobody is named there."""
    return _page(given, "waiting-room")


@at("/where/{token}")
async def where(given: Given, token: str) -> Response:
    return _page(given, "where")


@router.get("/api/doors")
async def doors(given: Given) -> Response:
    """The three doors; demonstration logins only where the stand-in carrier runs, never in production."""
    demo = await given.centre.people.demo() if given.settings.sandbox else []
    return answer({"sandbox_url": given.settings.sandbox_url if given.settings.sandbox else None, "demo": demo})


@router.get("/map.geojson")
async def basemap(request: Request, given: Given) -> Response:
    """The county's own lines, for pages that have no map pictures; no features where the county has none."""
    drawn = drawing(given.centre.places.basemap())
    headers = {"etag": drawn.etag, "cache-control": ASK_AGAIN, "vary": "accept-encoding", "content-type": drawn.type}
    return _as_asked(drawn, headers, request)


@router.get("/static/{name:path}")
async def static(name: str, request: Request, given: Given) -> Response:
    """One built file."""
    asset = given.assets.get(name)
    caching = FOREVER if asset.immutable else ASK_AGAIN
    headers = {"etag": asset.etag, "cache-control": caching, "vary": "accept-encoding", "content-type": asset.type}
    if asset.type.startswith("text/javascript"):
        headers["content-security-policy"] = policy.SCRIPT
    return _as_asked(asset, headers, request)


def _as_asked(asset: Asset, headers: dict[str, str], request: Request) -> Response:
    """The file, squeezed where the browser can take it so, or word that it has not changed."""
    if asset.etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if asset.squeezed and "gzip" in request.headers.get("accept-encoding", ""):
        return Response(asset.squeezed, headers=headers | {"content-encoding": "gzip"})
    return Response(asset.body, headers=headers)


@router.get("/favicon.ico")
async def favicon() -> Response:
    """Pages name their own icon; browsers that ask anyway get a short answer."""
    return Response(status_code=204, headers={"cache-control": "max-age=86400"})


async def nothing_here(request: Request, error: Exception) -> Response:
    """Nothing is at this address: a page for whoever looks at one, the usual error for a program."""
    if "text/html" not in request.headers.get("accept", ""):
        return errors.answer(404, "not_found", errors.NOT_FOUND)
    return _page(request.app.state.edge, "nothing-here", status=404)


def _page(given: Edge, page: str, *, status: int = 200) -> Response:
    """A shell with this answer's own nonce, which the rules editor reads from `<meta property="csp-nonce">`."""
    nonce = secrets.token_urlsafe(16)
    headers = policy.for_page(page, given.settings, nonce) | {"cache-control": "no-store"}
    if not given.assets.has(f"{page}.html"):
        return HTMLResponse(NOT_BUILT, status_code=503, headers=headers)
    html = given.assets.get(f"{page}.html").body.decode()
    told = f'<head>\n<meta property="csp-nonce" nonce="{nonce}">'
    return HTMLResponse(html.replace("<head>", told, 1), status_code=status, headers=headers)
