"""Calls as a person makes them: dial, press, say, answer, hang up; and robots that do it by themselves."""

from typing import Any

from fastapi import APIRouter, Request

from sandbox.carrier.carrier import Carrier, NotOurs
from sandbox.carrier.line import Line
from sandbox.carrier.robots import Behaviour
from sandbox.control.errors import Wrong, body_of, text_in, unknown_call

router = APIRouter(prefix="/sandbox")


def carrier_of(request: Request) -> Carrier:
    carrier: Carrier = request.app.state.carrier
    return carrier


def line_of(request: Request, sid: str) -> Line:
    line = carrier_of(request).lines.get(sid)
    if line is None:
        raise unknown_call(sid)
    return line


@router.post("/calls", status_code=201)
async def dial(request: Request) -> dict[str, str]:
    """A person calls: `{from, to}`; `to` defaults to the account's number."""
    body = await body_of(request)
    carrier = carrier_of(request)
    try:
        line = carrier.dial_in(text_in(body, "from"), text_in(body, "to", carrier.account.number))
    except NotOurs as wrong:
        raise Wrong(404, str(wrong)) from wrong
    return {"sid": line.call.sid}


@router.get("/calls")
async def calls(request: Request, number: str = "") -> list[dict[str, Any]]:
    """Newest first; of one party when asked."""
    lines = reversed(carrier_of(request).lines.values())
    return [line.call.as_json() for line in lines if not number or line.call.party == number]


@router.get("/calls/{sid}")
async def call(request: Request, sid: str) -> dict[str, Any]:
    return line_of(request, sid).call.as_json()


@router.post("/calls/{sid}/press")
async def press(request: Request, sid: str) -> dict[str, Any]:
    """`{digits}`; with `heard`, the number of prompts heard so far, only if nothing was said since (else 409)."""
    line = line_of(request, sid)
    body = await body_of(request)
    digits = text_in(body, "digits")
    if not digits or set(digits) - set("0123456789*#"):
        raise Wrong(422, "'digits' must be made of 0 to 9, * and #.")
    if body.get("heard", len(line.call.heard)) != len(line.call.heard):
        raise Wrong(409, "Something else was said since.")
    line.press(digits)
    return line.call.as_json()


@router.post("/calls/{sid}/say")
async def say(request: Request, sid: str) -> dict[str, Any]:
    """Typed speech, with the confidence that the recogniser shall report."""
    line = line_of(request, sid)
    body = await body_of(request)
    line.say(text_in(body, "text"), str(body.get("confidence", "0.9")))
    return line.call.as_json()


@router.post("/calls/{sid}/hang-up")
async def hang_up(request: Request, sid: str) -> dict[str, Any]:
    line = line_of(request, sid)
    line.hang_up()
    return line.call.as_json()


@router.post("/calls/{sid}/answer")
async def answer(request: Request, sid: str) -> dict[str, Any]:
    """A phone page answers a call that rings there."""
    line = line_of(request, sid)
    if not carrier_of(request).exchange.picked_up(sid):
        raise Wrong(409, "This call is not ringing.")
    return line.call.as_json()


@router.post("/calls/{sid}/reject")
async def reject(request: Request, sid: str) -> dict[str, Any]:
    line = line_of(request, sid)
    if not carrier_of(request).exchange.refused(sid):
        raise Wrong(409, "This call is not ringing.")
    return line.call.as_json()


@router.get("/clients")
async def clients(request: Request) -> dict[str, Any]:
    """Who is registered now, and which of them are robots."""
    carrier = carrier_of(request)
    return {"registered": carrier.softphones.identities(), "robots": carrier.robots.as_json()}


@router.put("/clients/{identity}")
async def put_client(request: Request, identity: str) -> dict[str, object]:
    """A robot softphone (or, by number, handset): `{behaviour, after_s, hang_up_after_s}`."""
    body = await body_of(request)
    try:
        behaviour = Behaviour(body.get("behaviour", "answer"))
        after = float(body.get("after_s") or 0)
        hang_up_after = None if body.get("hang_up_after_s") is None else float(body["hang_up_after_s"])
    except (TypeError, ValueError) as error:
        raise Wrong(422, "behaviour is answer, ignore or reject; after_s and hang_up_after_s are seconds.") from error
    return carrier_of(request).robots.put(identity, behaviour, after, hang_up_after).as_json()


@router.delete("/clients/{identity}", status_code=204)
async def drop_client(request: Request, identity: str) -> None:
    if not carrier_of(request).robots.drop(identity):
        raise Wrong(404, f"There is no robot {identity!r}.")
