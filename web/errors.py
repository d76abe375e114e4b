"""What the browser is told when something is refused or fails: one table, one shape.

Every error is `{"error": {"code", "message", "field"}}`; a document's problems stand beside it as `errors`. Nothing
that came from a request, and nothing of an unexpected exception, is ever repeated in an answer or in a log line.
"""

import traceback
from typing import Any, Final

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from core.errors import (
    AlreadySent,
    ConfigInvalid,
    Conflict,
    InvalidInput,
    NotAllowed,
    NotFound,
    OutcomeUnknown,
    Refused,
    SwitchboardError,
    Unavailable,
)

log = structlog.get_logger(__name__)

RETRY_AFTER_S: Final = 2

TABLE: Final[dict[type[SwitchboardError], tuple[int, str]]] = {
    InvalidInput: (422, "invalid"),
    NotFound: (404, "not_found"),
    NotAllowed: (403, "not_allowed"),
    AlreadySent: (409, "already_sent"),
    Conflict: (409, "conflict"),
    Refused: (422, "refused"),
    ConfigInvalid: (422, "config_invalid"),
    Unavailable: (503, "unavailable"),
    OutcomeUnknown: (502, "outcome_unknown"),
    SwitchboardError: (500, "internal"),
}
"""The status and code of each error; the nearest ancestor in the tree decides."""

NOT_FOUND: Final = "There is nothing at this address."
NOT_JSON: Final = "What was sent is not JSON."
BROKEN: Final = "Something went wrong on our side. Please try again."


class Turned(Exception):
    """The edge itself turns a request away, before the centre is asked."""

    def __init__(self, status: int, code: str, message: str, *, retry_after_s: int | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.retry_after_s = retry_after_s


def answer(status: int, code: str, message: str, *, field: str | None = None, **beside: Any) -> JSONResponse:
    """An error in the one shape. `retry_after_s` becomes its header, what else is given stands beside the error."""
    wait = beside.pop("retry_after_s", None)
    headers = {"cache-control": "no-store"} | ({"retry-after": str(wait)} if wait else {})
    body = {"error": {"code": code, "message": message, "field": field}, **beside}
    return JSONResponse(body, status_code=status, headers=headers)


def status_of(error: SwitchboardError) -> int:
    """The status of one of the project's own errors."""
    return _row(error)[0]


def _row(error: SwitchboardError) -> tuple[int, str]:
    return next(TABLE[kind] for kind in type(error).__mro__ if kind in TABLE)


def of(error: SwitchboardError) -> JSONResponse:
    """The answer for one of the project's own errors."""
    status, code = _row(error)
    if isinstance(error, ConfigInvalid):
        problems = [
            {"line": each.line, "column": each.column, "message": each.message, "field": each.file or None}
            for each in error.problems
        ]
        return answer(status, code, _counted(len(problems)), errors=problems)
    wait = RETRY_AFTER_S if status == 503 else None
    return answer(status, code, str(error) or BROKEN, field=getattr(error, "field", None), retry_after_s=wait)


def _counted(problems: int) -> str:
    return "There is one problem." if problems == 1 else f"There are {problems} problems."


def broken(error: Exception) -> JSONResponse:
    """The answer for what nobody foresaw."""
    report(error)
    return answer(500, "internal", BROKEN)


def report(error: Exception, **bound: str) -> None:
    """Logs an unforeseen error by its kind and place, never by its words: they may quote what a resident said."""
    frames = traceback.extract_tb(error.__traceback__)
    at = [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in frames[-4:]]
    log.error("request_broke", error=type(error).__name__, at=at, **bound)


async def _on_own(_: Request, error: Exception) -> Response:
    assert isinstance(error, SwitchboardError)
    return of(error)


async def _on_turned(_: Request, error: Exception) -> Response:
    assert isinstance(error, Turned)
    return answer(error.status, error.code, str(error), retry_after_s=error.retry_after_s)


async def _on_shape(_: Request, error: Exception) -> Response:
    """Input of the wrong shape: the first thing wrong, in words; pydantic would repeat the input, this does not."""
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    if first["type"] == "json_invalid":
        return answer(422, "invalid", NOT_JSON)
    field = ".".join(str(part) for part in first["loc"][1:]) or None
    return answer(422, "invalid", f"{first['msg'].rstrip('.')}.", field=field)


async def _on_http(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    words = {404: ("not_found", NOT_FOUND), 405: ("wrong_method", "This address does not take that method.")}
    code, message = words.get(error.status_code, ("bad_request", "That request could not be read."))
    return answer(error.status_code, code, message)


def install(app: FastAPI) -> None:
    """Hangs the table into the application."""
    app.add_exception_handler(SwitchboardError, _on_own)
    app.add_exception_handler(Turned, _on_turned)
    app.add_exception_handler(RequestValidationError, _on_shape)
    app.add_exception_handler(HTTPException, _on_http)
