"""How the control API says no."""

from typing import Any, Final

from fastapi import HTTPException, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse
from starlette.exceptions import HTTPException as AnyHTTPException

NOTHING_HERE: Final = """<!doctype html><html lang="en-GB"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<title>Page not found</title><body style="max-width:60ch;margin:2rem auto;padding:0 1rem;font-family:system-ui">
<h1>Page not found</h1><p>There is nothing at this address.</p><p><a href="/">A resident’s phone</a></p></html>"""


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


async def say_wrong(request: Request, wrong: Exception) -> Response:
    """A sentence for a program; a page for whoever looks at an address where nothing is."""
    assert isinstance(wrong, AnyHTTPException)
    if wrong.status_code == 404 and "text/html" in request.headers.get("accept", ""):
        return HTMLResponse(NOTHING_HERE, 404)
    return JSONResponse({"error": {"message": wrong.detail}}, wrong.status_code)
