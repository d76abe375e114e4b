"""What a test or a person may look at: problems, webhooks, health; and the manual clock."""

from typing import Any

from fastapi import APIRouter, Request

from sandbox.clock import ManualClock
from sandbox.control.calls import carrier_of
from sandbox.control.errors import Wrong, body_of

router = APIRouter()


@router.get("/health")
async def health(request: Request) -> dict[str, Any]:
    carrier = carrier_of(request)
    up = sum(1 for line in carrier.lines.values() if not line.call.over)
    return {"status": "up", "calls": up, "media": type(carrier.media).__name__, "number": carrier.account.number}


@router.get("/sandbox/problems")
async def problems(request: Request) -> list[dict[str, Any]]:
    """Refused documents and failed webhooks with Twilio's numbers, oldest first."""
    return carrier_of(request).problems.as_json()


@router.get("/sandbox/webhooks")
async def webhooks(request: Request) -> list[dict[str, Any]]:
    """The last deliveries, oldest first."""
    return carrier_of(request).webhooks.as_json()


@router.get("/sandbox/clock")
async def time(request: Request) -> dict[str, Any]:
    clock = carrier_of(request).clock
    return {"now": clock.now().isoformat(), "manual": isinstance(clock, ManualClock)}


@router.post("/sandbox/clock/advance")
async def advance(request: Request) -> dict[str, Any]:
    """Moves the manual clock on; returns when everything due has happened."""
    clock = carrier_of(request).clock
    if not isinstance(clock, ManualClock):
        raise Wrong(409, "This carrier runs on the real clock (SANDBOX_CLOCK=manual makes it movable).")
    body = await body_of(request)
    seconds = body.get("seconds")
    if not isinstance(seconds, int | float) or isinstance(seconds, bool) or seconds < 0:
        raise Wrong(422, "'seconds' is a number from 0.")
    await clock.advance(float(seconds))
    return {"now": clock.now().isoformat(), "manual": True}
