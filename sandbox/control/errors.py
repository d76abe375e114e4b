"""How the control API says no."""

from typing import Any

from fastapi import HTTPException, Request
from fastapi.responses import JSONResponse


class Wrong(HTTPException):
    """A sentence with a status."""


def unknown_call(sid: str) -> Wrong:
    return Wrong(404, f"There is no call {sid}.")


async def body_of(request: Request) -> dict[str, Any]:
    """The JSON object sent, or a sentence that it is none."""
    try:
        body = await request.json()
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise Wrong(422, "Send a JSON object.")
    return body


def text_in(body: dict[str, Any], name: str, otherwise: str | None = None) -> str:
    value = body.get(name, otherwise)
    if not isinstance(value, str):
        raise Wrong(422, f"{name!r} is missing or is no text.")
    return value


async def say_wrong(_request: Request, wrong: Exception) -> JSONResponse:
    assert isinstance(wrong, HTTPException)
    return JSONResponse({"error": {"message": wrong.detail}}, wrong.status_code)
