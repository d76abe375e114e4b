"""What GOV.UK Notify tells of its own accord: what became of a text, an email or a letter of ours.

It proves itself by a bearer token, and tells again until it is answered 2xx. Whom the message went to stands in what it
tells; that is kept with the message, and neither read nor logged.
"""

import asyncio
import hmac
import json
from typing import Any, Final

import structlog
from fastapi import APIRouter, Request, Response

from channels.notify import receipt
from core.errors import InvalidInput
from web.errors import Turned
from web.given import Given
from web.providers import plain

log = structlog.get_logger(__name__)
router = APIRouter(prefix="/notify")

BEARER: Final = "bearer "
READ_WITHIN_S: Final = 4.0


@router.post("/status")
async def status(request: Request, given: Given) -> Response:
    """A delivery receipt. Without NOTIFY_CALLBACK_TOKEN nobody can give one."""
    _must_bear(request, given.settings.notify_callback_token)
    try:
        async with asyncio.timeout(READ_WITHIN_S):
            body = await request.body()
    except TimeoutError:
        raise Turned(408, "too_slow", "The request took too long to arrive.") from None

    async def tell() -> None:
        await given.centre.notify.told(receipt(_read(body)))

    return await plain.acknowledged(tell, request="notify/status")


def _read(body: bytes) -> dict[str, Any]:
    try:
        said = json.loads(body)
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise InvalidInput("The request is no delivery receipt.")
    return said


def _must_bear(request: Request, token: str) -> None:
    """Turned away (403) without the right token, compared in a time that tells nothing of it."""
    given = request.headers.get("authorization", "")
    said = given[len(BEARER) :].strip() if given.lower().startswith(BEARER) else ""
    if token and hmac.compare_digest(said.encode(), token.encode()):
        return
    log.warning("webhook_refused", route="/notify/status", token="wrong" if said else "missing")
    raise Turned(403, "not_signed", "This address answers GOV.UK Notify only, and the token is not right.")
