"""The chat's addresses for residents. A cookie, below this address alone, holds the chat's token; it names nobody.

With a script the page is told of every change. Without one it looks again by itself while its resident waits, and has
nothing to write in: looking again would take away what is being typed.
"""

import secrets
from collections.abc import AsyncGenerator
from contextlib import aclosing
from datetime import timedelta
from typing import Annotated, Final

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import PlainTextResponse, RedirectResponse

from centre.arrivals import TRIAGE
from channels.chat import inbound
from channels.web_form.checking import FormProblem
from core.errors import Conflict, InvalidInput, Unavailable
from web.errors import Turned
from web.given import Edge, Given, answer
from web.public import chat_pages, forms
from web.public.route import PublicRoute, client, own_site
from web.stream import HEADERS, EventStream, frames

router = APIRouter(prefix="/chat", route_class=PublicRoute)
COOKIE: Final = "switchboard_chat"
CHAT: Final = "chat"
LASTS: Final = timedelta(hours=12)
NO_CHAT: Final = "There is no chat here. You can begin one."
Words = Annotated[str, Form(max_length=20_000)]
Line = Annotated[str, Form(max_length=300)]
Seal = Annotated[str, Form(max_length=2000)]


@router.get("")
async def shown(request: Request, given: Given, write: bool = False) -> Response:
    """The chat that this browser has, or how to begin one, or when there is one. `write`: to write while waiting."""
    await given.throttle.page(client(request))
    contact = await _known(request, given)
    if contact is not None:
        await given.centre.chats.here(contact, writing=write)
        return chat_pages.conversation(request, await given.centre.chats.view(contact), writes=write)
    return _start(request, given)


@router.post("")
async def begun(request: Request, given: Given, seal: Seal = "", name: Line = "", words: Words = "") -> Response:
    """The first words. The page's own seal is the chat's name, so that pressing twice begins one."""
    own_site(request)
    known = given.seals.open(CHAT, seal, given.clock.now(), LASTS)
    if known is None:
        raise Turned(403, "out_of_date", "This page is out of date. Please open the chat again.")
    await given.throttle.sends(client(request))
    try:
        token = await given.centre.chats.begin(known["token"], inbound.opening(name, words))
    except InvalidInput as error:
        problem = FormProblem(input=error.field or "words", message=str(error))
        return _start(request, given, name, words, [problem])
    except Conflict:
        return _start(request, given, name, words)
    response = RedirectResponse("/chat", status_code=303)
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(LASTS.total_seconds()),
        path="/chat",
        secure=given.settings.public_url.startswith("https:"),
        httponly=True,
        samesite="strict",
    )
    return response


@router.post("/say")
async def said(request: Request, given: Given, words: Words = "", key: Line = "") -> Response:
    """One message."""
    contact = await _mine(request, given)
    await given.throttle.chats(client(request))
    try:
        await given.centre.chats.say(contact, inbound.said(words), key or secrets.token_urlsafe(8))
    except (InvalidInput, Conflict) as error:
        if _by_script(request):
            raise
        problem = FormProblem(input="words", message=str(error))
        return chat_pages.conversation(request, await given.centre.chats.view(contact), [problem], words)
    return _done(request)


@router.post("/typing")
async def typing(request: Request, given: Given) -> Response:
    contact = await _mine(request, given)
    await given.throttle.chats(client(request))
    await given.centre.chats.types(contact)
    return answer({})


@router.post("/end")
async def ended(request: Request, given: Given) -> Response:
    await given.centre.chats.end(await _mine(request, given))
    return _done(request)


@router.post("/as-form")
async def as_form(request: Request, given: Given, words: Words = "") -> Response:
    """A form that holds already what did not reach the chat before it ended."""
    own_site(request)
    await given.throttle.page(client(request))
    return await forms.begun_with(request, given, TRIAGE, words)


@router.post("/new")
async def another(request: Request) -> Response:
    """Leave what has ended, to begin anew."""
    own_site(request)
    response = RedirectResponse("/chat", status_code=303)
    response.delete_cookie(COOKIE, path="/chat")
    return response


@router.get("/transcript")
async def transcript(request: Request, given: Given) -> Response:
    """What was written, as a file to keep."""
    contact = await _known(request, given)
    if contact is None:
        raise Turned(404, "not_found", NO_CHAT)
    words = chat_pages.transcript(given.centre.web_forms.council["name"], await given.centre.chats.view(contact))
    headers = {"content-disposition": 'attachment; filename="chat.txt"', "cache-control": "no-store"}
    return PlainTextResponse(words, headers=headers)


@router.get("/stream")
async def stream(request: Request, given: Given) -> Response:
    """What the page shows, whole, at once and on every change. While it is open, the resident is there."""
    contact = await _known(request, given)
    if contact is None:
        raise Turned(404, "not_found", NO_CHAT)
    place = given.throttle.streaming(client(request), contact)
    return EventStream(_watched(request, given, contact), HEADERS, place)


async def _watched(request: Request, given: Edge, contact: str) -> AsyncGenerator[str, None]:
    chats = given.centre.chats

    async def still_in() -> bool:
        if await _is_put_away(request, given):
            return False
        await chats.here(contact)
        return True

    watching = given.screens.of_contact(f"chat {contact}", contact, lambda: chats.view(contact))
    await chats.here(contact)
    try:
        async with aclosing(frames(watching, still_in, given.clock)) as told:
            async for frame in told:
                yield frame
    finally:
        await chats.gone(contact)


def _start(
    request: Request, given: Edge, name: str = "", words: str = "", problems: list[FormProblem] | None = None
) -> Response:
    seal = given.seals.seal(CHAT, {"token": secrets.token_urlsafe(24)}, given.clock.now())
    form = {"name": name, "words": words}
    return chat_pages.start(request, given.centre.chats.hours(), seal, form, problems or ())


async def _known(request: Request, given: Edge) -> str | None:
    token = request.cookies.get(COOKIE, "")
    return await given.centre.chats.known(token) if 0 < len(token) <= 64 else None


async def _is_put_away(request: Request, given: Edge) -> bool:
    """Whether the chat may be read no more. A record that is away cannot say so."""
    try:
        return await _known(request, given) is None
    except Unavailable:
        return False


async def _mine(request: Request, given: Edge) -> str:
    own_site(request)
    contact = await _known(request, given)
    if contact is None:
        raise Turned(404, "not_found", NO_CHAT)
    return contact


def _by_script(request: Request) -> bool:
    return "application/json" in request.headers.get("accept", "")


def _done(request: Request) -> Response:
    return answer({}) if _by_script(request) else RedirectResponse("/chat", status_code=303)
