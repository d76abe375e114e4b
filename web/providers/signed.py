"""Reading a carrier's request: nothing of it is looked at before its signature holds."""

import asyncio
from typing import Final
from urllib.parse import parse_qsl

import structlog
from fastapi import Request

from channels.signature import HEADER, Verifier
from web.errors import Turned

log = structlog.get_logger(__name__)

READ_WITHIN_S: Final = 4.0
FORM: Final = "application/x-www-form-urlencoded"


async def signed_form(request: Request, verifier: Verifier) -> dict[str, str]:
    """The form's values by name. Turned away (403) when the signature is missing or wrong; the log says which.

    The address that was signed is the configured public one with the path and query as they came, byte for byte.
    """
    signature = request.headers.get(HEADER)
    if signature is None:
        raise _unsigned(request, "missing")
    try:
        async with asyncio.timeout(READ_WITHIN_S):
            body = await request.body()
    except TimeoutError:
        raise Turned(408, "too_slow", "The request took too long to arrive.") from None
    is_form = request.headers.get("content-type", "").split(";")[0].strip().lower() == FORM
    pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True) if is_form else []
    if not verifier.check(_path_and_query(request), pairs, signature):
        raise _unsigned(request, "wrong")
    return dict(pairs)


def _path_and_query(request: Request) -> str:
    path: bytes = request.scope.get("raw_path") or request.scope["path"].encode()
    query: bytes = request.scope["query_string"]
    return (path + b"?" + query if query else path).decode("ascii", "replace")


def _unsigned(request: Request, how: str) -> Turned:
    """The refusal; the log names the route's pattern only, for the address may carry a caller's keys."""
    log.warning("webhook_refused", route=getattr(request.scope.get("route"), "path", None), signature=how)
    return Turned(403, "not_signed", "This address answers the carrier only, and the signature does not hold.")
