"""`/sandbox/busy`: play a busy day, look how far it is, stop it."""

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field

from sandbox.busy.day import Day, Tally
from sandbox.busy.plan import Wish

router = APIRouter(prefix="/sandbox/busy")
NEVER = {"running": False, "progress": 0.0, "seconds_left": 0.0} | asdict(Tally()) | {"wish": None}


class Asked(BaseModel):
    """How busy a day is wished for."""

    model_config = ConfigDict(extra="forbid")

    speed: float = Field(default=3.0, ge=0.1, le=60)
    minutes: float = Field(default=5.0, ge=0.1, le=240)
    seed: int = 1


def _day(request: Request) -> Day | None:
    day: Day | None = getattr(request.app.state, "busy_day", None)
    return day


@router.get("")
async def look(request: Request) -> dict[str, Any]:
    """The day that is being played, or the last one."""
    day = _day(request)
    return day.as_json() if day else NEVER


@router.post("")
async def play(request: Request, asked: Asked) -> dict[str, Any]:
    """Begins a day; one that is already being played gives way."""
    before = _day(request)
    if before and before.running:
        await before.stop()
    wish = Wish(speed=asked.speed, minutes=asked.minutes, seed=asked.seed)
    request.app.state.busy_day = day = Day(request.app.state.carrier, wish)
    return day.as_json()


@router.delete("")
async def stop(request: Request) -> dict[str, Any]:
    """Everybody hangs up; nothing to stop is no error."""
    day = _day(request)
    if day is None:
        return NEVER
    await day.stop()
    return day.as_json()
