"""The page behind a link to a file: what it is, until when the link is good, and the file itself. No login."""

from typing import Annotated, Final

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import FileResponse

from core.errors import NotFound
from web.given import Edge, Given
from web.ports_public import Linked
from web.public.html import el
from web.public.page import page
from web.public.route import PublicRoute, client

router = APIRouter(prefix="/file/{token}", route_class=PublicRoute)
Token = Annotated[str, Path(max_length=80, pattern=r"^[0-9a-z-]+$")]
KB: Final = 1000


@router.get("")
async def shown(token: Token, request: Request, given: Given) -> Response:
    """What it is, before anything is opened: a link that came by text may be anybody's."""
    linked = await _linked(token, request, given)
    council = given.centre.web_forms.council["name"]
    return page(
        request,
        "A file for you",
        el("h1", "A file for you"),
        el("p", f"{council} has sent you this file: {linked.name} ({_size(linked.size)}).", class_="lede"),
        el("p", el("a", "Open the file", href=f"/file/{token}/open", class_="button main", data_test="open-file")),
        el("p", f"You can open it until {linked.until.day} {linked.until:%B}. Keep a copy if you need it for longer."),
    )


@router.get("/open")
async def opened(token: Token, request: Request, given: Given) -> Response:
    """The file, to be saved: it is never shown as a page of ours."""
    linked = await _linked(token, request, given)
    headers = {"cache-control": "private, no-store", "x-content-type-options": "nosniff", "x-robots-tag": "noindex"}
    return FileResponse(linked.path, media_type=linked.content_type, filename=linked.name, headers=headers)


async def _linked(token: str, request: Request, given: Edge) -> Linked:
    """What is counted is who has no good link."""
    try:
        return await given.centre.file_links.read(token)
    except NotFound:
        await given.throttle.where(client(request), token)
        raise


def _size(size: int) -> str:
    return f"{size / KB / KB:.1f} MB" if size >= KB * KB else f"{max(1, round(size / KB))} kB"
