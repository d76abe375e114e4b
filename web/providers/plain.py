"""The short answers that a carrier understands."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

import structlog
from fastapi import Response

from core.errors import InvalidInput, Refused, Unavailable
from web import errors

log = structlog.get_logger(__name__)

TAKE_IN_WITHIN_S: Final = 10.0


def twiml(document: str) -> Response:
    """A document for the carrier to perform."""
    return Response(document, media_type="text/xml", headers={"cache-control": "no-store"})


def nothing() -> Response:
    """Heard and kept."""
    return Response(status_code=204)


def try_later() -> Response:
    """Nothing was taken in: try again, or elsewhere."""
    text = "Not taken in. Please try again, or use the fallback address.\n"
    headers = {"retry-after": str(errors.RETRY_AFTER_S), "cache-control": "no-store"}
    return Response(text, status_code=503, media_type="text/plain", headers=headers)


async def acknowledged(
    tell: Callable[[], Awaitable[None]], *, request: str, set_aside: Callable[[str], Awaitable[None]] | None = None
) -> Response:
    """Hands news on and acknowledges it only once it is kept.

    What was refused would be refused again, so it is acknowledged and logged; what failed is asked for again. With
    `set_aside`, what cannot be read is kept by it first, with the reason.
    """
    try:
        async with asyncio.timeout(TAKE_IN_WITHIN_S):
            await _told(tell, set_aside)
    except Refused as error:
        log.warning("news_refused", request=request, error=type(error).__name__)
    except (Unavailable, TimeoutError) as error:
        log.warning("news_not_kept", request=request, error=type(error).__name__)
        return try_later()
    except Exception as error:
        errors.report(error, request=request)
        return try_later()
    return nothing()


async def _told(tell: Callable[[], Awaitable[None]], set_aside: Callable[[str], Awaitable[None]] | None) -> None:
    try:
        await tell()
    except InvalidInput as error:
        if set_aside is None:
            raise
        await set_aside(str(error))
