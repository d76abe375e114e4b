"""How the whole is: every part's state as JSON, for people, load balancers and `switchboard doctor`. No login.

200 while a call could be taken, though parts may be degraded and are then named; 503 only when the record (sql) or
the live state (redis) is down, for then this process can take nothing in and another had better be asked.
"""

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from web.given import Given
from web.pulse import NEEDED

router = APIRouter()


@router.api_route("/health", methods=["GET", "HEAD"])
async def health(given: Given) -> JSONResponse:
    """`{status: up|degraded|down, degraded: [names], parts: {name: {state, detail}}}`."""
    parts = await given.pulse.parts()
    parts = parts | {"web": {"state": "up", "detail": f"{given.screens.watched} screens are watched."}}
    unwell = [name for name, part in parts.items() if part["state"] != "up"]
    down = any(parts.get(name, {"state": "down"})["state"] == "down" for name in NEEDED)
    status = "down" if down else "degraded" if unwell else "up"
    body = {"status": status, "degraded": unwell, "parts": parts}
    return JSONResponse(body, status_code=503 if down else 200, headers={"cache-control": "no-store"})
