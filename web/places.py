"""The page behind a texted link: a resident, without any login, shows where something is. Rate limited."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from core.errors import NotFound
from web.bodies import Pin
from web.given import Given, answer

router = APIRouter(prefix="/where/{token}")
Token = Annotated[str, Path(max_length=128, pattern=r"^[A-Za-z0-9_-]+$")]


@router.get("/data")
async def read(token: Token, request: Request, given: Given) -> Response:
    """What the page needs: the centre's view, and where map pictures come from.

    The page looks again and again while it is open; what is counted is who has no good link.
    """
    try:
        view = await given.centre.places.read(token)
    except NotFound:
        await given.throttle.where(_address(request), token)
        raise
    return answer({"map_tiles_url": given.settings.map_tiles_url or None} | view)


@router.post("")
async def show(token: Token, body: Pin, request: Request, given: Given) -> Response:
    """The resident's pin."""
    await given.throttle.where(_address(request), token)
    return answer(await given.centre.places.answer(token, lat=body.lat, lng=body.lng, note=body.note))


def _address(request: Request) -> str:
    return request.client.host if request.client else ""
