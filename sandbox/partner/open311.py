"""A stand-in Open311 GeoReport v2 server: services, requests, tokens. It keeps what it gets, over restarts.

A request is acknowledged with its number at once (`up`), or with a token whose number follows (`token`).
"""

from datetime import datetime
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from sandbox.carrier.carrier import Carrier
from sandbox.control.calls import carrier_of
from sandbox.control.errors import Wrong, body_of
from sandbox.partner.modes import Mode
from sandbox.partner.services import SERVICES, definition

router = APIRouter()
KIND: Final = "partner request"
SLOW_S: Final = 30.0
TOKEN_S: Final = 5.0
FIRST_NUMBER: Final = 300_001
FIELDS: Final = (
    "service_code",
    "lat",
    "long",
    "address_string",
    "address_id",
    "description",
    "email",
    "device_id",
    "account_id",
    "first_name",
    "last_name",
    "phone",
    "media_url",
    "jurisdiction_id",
)


class Dropped(Response):
    """An answer that breaks off: the connection closes before its body."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(b"content-length", b"1000"), (b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})


def mode_of(carrier: Carrier) -> Mode:
    kept = carrier.store.get("partner mode", "now")
    return Mode(kept["mode"]) if kept else Mode.UP


@router.get("/sandbox/partner/requests")
async def requests(request: Request) -> list[dict[str, Any]]:
    """Oldest first."""
    return carrier_of(request).store.all(KIND)


@router.get("/sandbox/partner/mode")
async def mode(request: Request) -> dict[str, str]:
    return {"mode": mode_of(carrier_of(request))}


@router.put("/sandbox/partner/mode")
async def put_mode(request: Request) -> dict[str, str]:
    wish = (await body_of(request)).get("mode")
    if wish not in list(Mode):
        raise Wrong(422, f"'mode' is one of: {', '.join(Mode)}.")
    carrier_of(request).store.put("partner mode", "now", {"mode": wish})
    return {"mode": str(wish)}


@router.put("/sandbox/partner/requests/{number}")
async def put_request(request: Request, number: str) -> dict[str, Any]:
    """The partner works on it: `{status: open|closed, status_notes}`."""
    carrier = carrier_of(request)
    kept = carrier.store.get(KIND, number)
    if kept is None:
        raise Wrong(404, f"There is no request {number}.")
    body = await body_of(request)
    kept |= {name: str(body[name]) for name in ("status", "status_notes") if name in body}
    kept["updated_datetime"] = carrier.clock.now().isoformat()
    carrier.store.put(KIND, number, kept)
    return kept


# -- the partner's own side


@router.get("/open311/discovery.json")
async def discovery(request: Request) -> Response:
    if away := await _away(carrier_of(request)):
        return away
    base = f"{carrier_of(request).settings.base_url}/open311"
    endpoint = {"specification": "http://wiki.open311.org/GeoReport_v2", "url": base, "type": "production"}
    return JSONResponse({"contact": "highways@example.org", "key_service": "", "endpoints": [endpoint]})


@router.get("/open311/services.json")
async def services(request: Request) -> Response:
    return await _away(carrier_of(request)) or JSONResponse(SERVICES)


@router.get("/open311/services/{code}.json")
async def service(request: Request, code: str) -> Response:
    if away := await _away(carrier_of(request)):
        return away
    found = definition(code)
    return JSONResponse(found) if found else _refusal(404, f"service_code {code} is not known")


@router.post("/open311/requests.json")
async def report(request: Request) -> Response:
    """POST Service Request: 201 with the number or a token; 400 with what is missing."""
    carrier, form = carrier_of(request), await request.form()
    given = {name: value for name, value in form.multi_items() if isinstance(value, str)}
    if (away := await _away(carrier)) is not None:
        return away
    now_mode = mode_of(carrier)
    missing = _missing(given)
    if missing or now_mode is Mode.REFUSE:
        return _refusal(400, missing or "The request was refused: the location is outside our area.")
    kept = _keep(carrier, given, now_mode)
    if now_mode is Mode.DROP:
        return Dropped()
    if now_mode is Mode.SLOW:
        await carrier.clock.sleep(SLOW_S)
    number = kept["service_request_id"]
    answer = {"service_request_id": number, "service_notice": "Our inspector will visit within five working days."}
    if now_mode is Mode.TOKEN:
        answer = {"token": kept["token"]}
    return JSONResponse([answer], 201)


@router.get("/open311/tokens/{token}.json")
async def number_of_token(request: Request, token: str) -> Response:
    carrier = carrier_of(request)
    if away := await _away(carrier):
        return away
    kept = next((one for one in carrier.store.all(KIND) if one["token"] == token), None)
    if kept is None:
        return _refusal(404, "token not found")
    waited = carrier.clock.now().timestamp() - kept["at"]
    number = kept["service_request_id"] if waited >= TOKEN_S else ""
    return JSONResponse([{"token": token, "service_request_id": number}])


@router.get("/open311/requests.json")
async def reports(request: Request) -> Response:
    """GET Service Requests, by `service_request_id` (with commas), `service_code`, `status`, `account_id` and
    `start_date`. A request whose own time is not known is not left out.
    """
    carrier = carrier_of(request)
    if away := await _away(carrier):
        return away
    asked = request.query_params
    wanted = set(filter(None, asked.get("service_request_id", "").split(",")))
    since = _moment(asked.get("start_date"))
    found = [
        _shown(one)
        for one in carrier.store.all(KIND)
        if (not wanted or one["service_request_id"] in wanted)
        and (since is None or (made := _moment(one.get("requested_datetime"))) is None or made >= since)
        and all(one.get(name) == asked[name] for name in ("service_code", "status", "account_id") if name in asked)
    ]
    return JSONResponse(found)


@router.get("/open311/requests/{number}.json")
async def one_report(request: Request, number: str) -> Response:
    carrier = carrier_of(request)
    if away := await _away(carrier):
        return away
    kept = carrier.store.get(KIND, number)
    return JSONResponse([_shown(kept)]) if kept else _refusal(404, "service_request_id not found")


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


async def _away(carrier: Carrier) -> Response | None:
    return _refusal(503, "The service is not available.") if mode_of(carrier) is Mode.DOWN else None


def _refusal(status: int, words: str) -> Response:
    return JSONResponse([{"code": str(status), "description": words}], status)


def _missing(given: dict[str, str]) -> str:
    if definition(given.get("service_code", "")) is None:
        return "service_code was not provided or is not known"
    if not (given.get("lat") and given.get("long")) and not given.get("address_string"):
        return "location was not provided: lat and long, or address_string"
    return "" if given.get("description") else "description was not provided"


def _keep(carrier: Carrier, given: dict[str, str], now_mode: Mode) -> dict[str, Any]:
    number = str(FIRST_NUMBER + len(carrier.store.all(KIND)))
    now = carrier.clock.now()
    kept: dict[str, Any] = {name: given[name] for name in FIELDS if name in given}
    kept |= {
        "attributes": {name[10:-1]: value for name, value in given.items() if name.startswith("attribute[")},
        "service_request_id": number,
        "token": f"t-{number}",
        "status": "open",
        "status_notes": "",
        "requested_datetime": now.isoformat(),
        "updated_datetime": now.isoformat(),
        "at": now.timestamp(),
        "mode": now_mode.value,
    }
    carrier.store.put(KIND, number, kept)
    return kept


def _shown(kept: dict[str, Any]) -> dict[str, Any]:
    hidden = {"at", "mode", "token", "email", "phone", "first_name", "last_name"}
    names = {one["service_code"]: one["service_name"] for one in SERVICES}
    shown = {name: value for name, value in kept.items() if name not in hidden}
    return shown | {"service_name": names.get(kept["service_code"], ""), "agency_responsible": "Highways"}
