"""A stand-in GOV.UK Notify: texts, emails, letters, and what became of each. It keeps what it gets, over restarts.

What becomes of a notification is said with a PUT, and told to the callback address, if one was given, as Notify does.
From its published documents: https://docs.notifications.service.gov.uk/rest-api.html
"""

import base64
import binascii
import re
from enum import StrEnum
from typing import Any, Final

import httpx
import jwt
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from sandbox.carrier.carrier import Carrier
from sandbox.control.calls import carrier_of
from sandbox.control.errors import Wrong, body_of, text_in
from sandbox.partner.open311 import Dropped

router = APIRouter()
KIND: Final = "notification"
SERVICE: Final = "5a5a5a5a-0000-4000-8000-5a5a5a5a5a5a"
SECRET: Final = "5a5a5a5a-1111-4111-8111-5a5a5a5a5a5a"  # noqa: S105 - the stand-in's own, known to everyone
SLOW_S: Final = 30.0
CALLBACK: Final = "notify callback"
CALLBACK_S: Final = 5.0
CLOCKS_DIFFER_S: Final = 30
ADDRESS: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
RECIPIENT: Final = {"sms": "phone_number", "email": "email_address"}
STATUSES: Final = {
    "sms": ("created", "sending", "pending", "sent", "delivered", "permanent-failure", "temporary-failure"),
    "letter": ("accepted", "received", "cancelled", "validation-failed", "virus-scan-failed", "permanent-failure"),
    "email": ("created", "sending", "delivered", "permanent-failure", "temporary-failure", "technical-failure"),
}


class Mode(StrEnum):
    UP = "up"
    BUSY = "busy"  # 429: too many requests
    SPENT = "spent"  # 429: the limit of the day
    AWAY = "away"  # 503
    BROKEN = "broken"  # keeps it, and answers 500
    GATEWAY = "gateway"  # 502 with a page of a proxy's
    DROP = "drop"  # keeps it, and breaks the connection before answering
    SLOW = "slow"  # keeps it, and answers after a long time
    TEAM = "team"  # the key is a team's
    OK_NO_JSON = "no json"  # keeps it, and answers something that is none


FAILS: Final[dict[Mode, tuple[int, str, str]]] = {
    Mode.BUSY: (429, "RateLimitError", "Exceeded rate limit for key type LIVE of 3000 requests per 60 seconds"),
    Mode.SPENT: (429, "TooManyRequestsError", "Exceeded send limits (50) for today"),
    Mode.AWAY: (503, "Exception", "Service unavailable"),
    Mode.TEAM: (400, "BadRequestError", "Can't send to this recipient using a team-only API key"),
}


@router.get("/sandbox/notify")
async def kept(request: Request) -> list[dict[str, Any]]:
    """Everything that it was given, oldest first."""
    return carrier_of(request).store.all(KIND)


@router.put("/sandbox/notify/mode")
async def put_mode(request: Request) -> dict[str, str]:
    wish = (await body_of(request)).get("mode")
    if wish not in list(Mode):
        raise Wrong(422, f"'mode' is one of: {', '.join(Mode)}.")
    carrier_of(request).store.put("notify mode", "now", {"mode": wish})
    return {"mode": str(wish)}


@router.put("/sandbox/notify/callback")
async def put_callback(request: Request) -> dict[str, str]:
    """Where receipts go from now on, as a service sets it on Notify's pages: `{url, token}`; no url, and none are."""
    body = await body_of(request)
    wish = {"url": text_in(body, "url", ""), "token": text_in(body, "token", "")}
    carrier_of(request).store.put(CALLBACK, "now", wish)
    return wish


@router.put("/sandbox/notify/{name}")
async def put_status(request: Request, name: str) -> dict[str, Any]:
    """Something becomes of it: `{status}`. Answered with `told`: what the callback address said, if it was told."""
    carrier = carrier_of(request)
    found = carrier.store.get(KIND, name)
    status = (await body_of(request)).get("status")
    if found is None or status not in STATUSES[found["type"]]:
        raise Wrong(422, "There is no such notification, or no such status of it.")
    found |= {"status": status}
    carrier.store.put(KIND, name, found)
    return {**found, "told": await _tell(carrier, found)}


async def _tell(carrier: Carrier, found: dict[str, Any]) -> int | None:
    """The receipt, to the callback address: what that answered, 0 when it did not, None when there is none to tell."""
    callback = carrier.store.get(CALLBACK, "now")
    if not callback or not callback["url"]:
        return None
    now = carrier.clock.now().isoformat()
    receipt = {
        "id": found["id"],
        "reference": found["reference"],
        "to": found.get("phone_number") or found.get("email_address"),
        "status": found["status"],
        "created_at": found["created_at"],
        "completed_at": now,
        "sent_at": now,
        "notification_type": found["type"],
        "template_id": found.get("template_id"),
        "template_version": 1,
    }
    headers = {"Authorization": f"Bearer {callback['token']}"}
    try:
        async with httpx.AsyncClient(timeout=CALLBACK_S, verify=False) as client:  # noqa: S501 - loopback alone
            return (await client.post(callback["url"], json=receipt, headers=headers)).status_code
    except httpx.HTTPError:
        return 0


# -- Notify's own side


@router.post("/v2/notifications/{kind}")
async def send(request: Request, kind: str) -> Response:
    carrier, body = carrier_of(request), await body_of(request)
    mode = _mode(carrier)
    no = _no(request) or _fails(mode) or _lacks(kind, body)
    if no is not None:
        return no
    made = _keep(carrier, kind, body)
    if mode in (Mode.BROKEN, Mode.GATEWAY):
        return Response("<html>Bad gateway</html>", 502) if mode is Mode.GATEWAY else _error(500, "Exception", "Oops")
    if mode is Mode.DROP:
        return Dropped()
    if mode is Mode.SLOW:
        await carrier.clock.sleep(SLOW_S)
    if mode is Mode.OK_NO_JSON:
        return Response("<html>Welcome</html>", 201)
    return JSONResponse({"id": made["id"], "reference": made["reference"], "content": {}, "uri": ""}, 201)


@router.get("/v2/notifications")
async def listed(request: Request, reference: str = "") -> Response:
    carrier = carrier_of(request)
    no = _no(request) or _fails(_mode(carrier))
    if no is not None:
        return no
    found = [each for each in reversed(carrier.store.all(KIND)) if reference in ("", each["reference"])]
    return JSONResponse({"notifications": [_shown(each) for each in found], "links": {"current": ""}})


@router.get("/v2/notifications/{name}")
async def one(request: Request, name: str) -> Response:
    carrier = carrier_of(request)
    no = _no(request) or _fails(_mode(carrier))
    if no is not None:
        return no
    found = carrier.store.get(KIND, name)
    return JSONResponse(_shown(found)) if found else _error(404, "NoResultFound", "No result found")


@router.get("/v2/templates")
async def templates(request: Request) -> Response:
    return _no(request) or _fails(_mode(carrier_of(request))) or JSONResponse({"templates": [{}, {}]})


def _mode(carrier: Carrier) -> Mode:
    found = carrier.store.get("notify mode", "now")
    return Mode(found["mode"]) if found else Mode.UP


def _no(request: Request) -> Response | None:
    """Why the key is not taken."""
    token = request.headers.get("authorization", "").removeprefix("Bearer ")
    try:
        jwt.decode(token, SECRET, algorithms=["HS256"], issuer=SERVICE, leeway=CLOCKS_DIFFER_S)
    except jwt.PyJWTError:
        return _error(403, "AuthError", "Invalid token: API key not found")
    return None


def _fails(mode: Mode) -> Response | None:
    return _error(*FAILS[mode]) if mode in FAILS else None


def _lacks(kind: str, body: dict[str, Any]) -> Response | None:
    """What is missing, as Notify says it."""
    if kind not in STATUSES:
        return _error(404, "NoResultFound", "No result found")
    if "content" in body:
        return _no_pdf(str(body["content"]))
    if not body.get("template_id"):
        return _error(400, "ValidationError", "template_id is a required property")
    if kind == "letter":
        said = body.get("personalisation") or {}
        if not all(said.get(f"address_line_{number}") for number in (1, 2, 3)):
            return _error(400, "ValidationError", "Address must be at least 3 lines")
        return None
    if not body.get(RECIPIENT[kind]):
        return _error(400, "ValidationError", f"{RECIPIENT[kind]} is a required property")
    if kind == "email":
        return _no_email(body)
    return None


def _no_email(body: dict[str, Any]) -> Response | None:
    """The stand-in's template for emails has a subject and a text, both to be filled in."""
    said = body.get("personalisation") or {}
    missing = [each for each in ("subject", "text") if not said.get(each)]
    if missing:
        return _error(400, "BadRequestError", f"Missing personalisation: {', '.join(missing)}")
    if not ADDRESS.fullmatch(str(body["email_address"])):
        return _error(400, "ValidationError", "email_address Not a valid email address")
    return None


def _no_pdf(content: str) -> Response | None:
    try:
        right = base64.b64decode(content, validate=True).startswith(b"%PDF")
    except binascii.Error:
        right = False
    return None if right else _error(400, "BadRequestError", "Letter content is not a valid PDF")


def _keep(carrier: Carrier, kind: str, body: dict[str, Any]) -> dict[str, Any]:
    made = {
        **body,
        "id": f"{len(carrier.store.all(KIND)) + 1:08x}-0000-4000-8000-5a5a5a5a5a5a",
        "type": kind,
        "reference": body.get("reference"),
        "status": "accepted" if kind == "letter" else "created",
        "created_at": carrier.clock.now().isoformat(),
    }
    carrier.store.put(KIND, made["id"], made)
    return made


def _shown(found: dict[str, Any]) -> dict[str, Any]:
    return {name: found.get(name) for name in ("id", "reference", "type", "status", "created_at", "phone_number")}


def _error(status: int, kind: str, words: str) -> Response:
    return JSONResponse({"status_code": status, "errors": [{"error": kind, "message": words}]}, status)
