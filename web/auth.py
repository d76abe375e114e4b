"""Who is asking: one login per door, its cookie, the token that every change must repeat, and who may enter where.

Passwords are checked in the centre, whose refusals do not say which part was wrong.
"""

import hmac
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request, Response

from config.settings import Settings
from core.errors import NotAllowed
from web.bodies import LogIn
from web.errors import Turned
from web.given import Given, answer, edge
from web.ports import Account, LoggedIn, Session
from web.views import View


class Door(StrEnum):
    """The ways in for those who work here; each has its own cookie, so that all can be open in one browser."""

    DESK = "desk"
    CONSOLE = "console"
    RECEPTION = "reception"

    @property
    def cookie(self) -> str:
        return f"switchboard_{self}"


MAY_ENTER: Final = {
    Door.DESK: frozenset({"agent", "supervisor"}),
    Door.CONSOLE: frozenset({"supervisor"}),
    Door.RECEPTION: frozenset({"reception", "agent", "supervisor"}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """Somebody who is logged in at a door, and the token of their session."""

    account: Account
    csrf: str
    token: str


async def enter(door: Door, request: Request) -> Who:
    """Whoever's cookie this is. Turned away: nobody (401), the wrong role (403), a change without its token (403)."""
    token = request.cookies.get(door.cookie, "")
    session = await edge(request).centre.people.session(token, door) if token else None
    if session is None:
        raise Turned(401, "not_logged_in", "Please log in.")
    _check_role(door, session)
    if request.method not in ("GET", "HEAD"):
        _check_own_site(request)
        given = request.headers.get("x-csrf-token", "")
        if not hmac.compare_digest(given.encode(), session.csrf.encode()):
            raise Turned(403, "csrf", "This page is out of date. Please load it again.")
    return Who(account=session.account, csrf=session.csrf, token=token)


async def at_desk(request: Request) -> Who:
    """An agent, or a supervisor who takes contacts too."""
    return await enter(Door.DESK, request)


async def at_console(request: Request) -> Who:
    """A supervisor."""
    return await enter(Door.CONSOLE, request)


async def at_reception(request: Request) -> Who:
    """Whoever stands at the front desk: reception, or an agent who helps out."""
    return await enter(Door.RECEPTION, request)


async def at_door(door: Door, request: Request) -> Who:
    """Whoever is logged in at the door in the address."""
    return await enter(door, request)


Agent = Annotated[Who, Depends(at_desk)]
Supervisor = Annotated[Who, Depends(at_console)]
Receptionist = Annotated[Who, Depends(at_reception)]
Anybody = Annotated[Who, Depends(at_door)]

router = APIRouter()


@router.post("/{door}/api/login")
async def log_in(door: Door, body: LogIn, request: Request, given: Given) -> Response:
    """A fresh session, whatever cookie came along."""
    _check_own_site(request)
    await given.throttle.log_in(request.client.host if request.client else "", body.username)
    entered = await _try(body, door, given)
    await _end_another_persons(request.cookies.get(door.cookie), entered, door, given)
    response = answer(await _me(given, entered))
    _set_cookie(response, door, entered.session_token, given.settings)
    return response


@router.post("/{door}/api/logout")
async def log_out(door: Door, who: Anybody, given: Given) -> Response:
    """Ends the session everywhere, its streams included."""
    await given.centre.people.log_out(who.token, door)
    given.screens.doubt()
    response = answer({})
    response.delete_cookie(door.cookie, path=f"/{door}")
    return response


@router.get("/{door}/api/me")
async def me(who: Anybody, given: Given) -> Response:
    """Who is logged in, the token for changes, and what every screen shows."""
    return answer(await _me(given, who))


async def _try(body: LogIn, door: Door, given: Given) -> LoggedIn:
    try:
        async with given.throttle.passwords:
            entered = await given.centre.people.log_in(body.username, body.password, door)
    except NotAllowed as error:
        raise Turned(401, "login_failed", str(error)) from None
    try:
        _check_role(door, entered)
    except NotAllowed:
        await given.centre.people.log_out(entered.session_token, door)
        raise
    return entered


async def _end_another_persons(token: str | None, entered: LoggedIn, door: Door, given: Given) -> None:
    """Whoever was logged in on this browser before has left it; the same person has merely come back."""
    session = await given.centre.people.session(token, door) if token else None
    if token and session and session.account.id != entered.account.id:
        await given.centre.people.log_out(token, door)
        given.screens.doubt()


async def _me(given: Given, who: Session | Who) -> View:
    account = who.account
    shown = {"id": account.id, "username": account.username, "name": account.name, "role": account.role}
    tiles = given.settings.map_tiles_url or None
    return {"account": shown, "csrf": who.csrf, "map_tiles_url": tiles} | await given.centre.people.surroundings()


def _check_role(door: Door, session: Session) -> None:
    if session.account.role not in MAY_ENTER[door]:
        raise NotAllowed("This account may not come in here. Ask a supervisor, or use the other door.")


def _check_own_site(request: Request) -> None:
    """Browsers say where a request comes from; one from another site is refused before its body matters."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise Turned(403, "csrf", "That request came from another site.")


def _set_cookie(response: Response, door: Door, token: str, settings: Settings) -> None:
    response.set_cookie(
        door.cookie,
        token,
        max_age=int(settings.session_hours * 3600),
        path=f"/{door}",
        secure=settings.public_url.startswith("https:"),
        httponly=True,
        samesite="lax",
    )
