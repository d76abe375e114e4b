"""Reception as JSON, the agent's calls of a ticket, and the screen in the waiting room, which anybody may look at."""

from collections.abc import AsyncGenerator
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from channels.walk_in.inbound import visit
from web import bodies
from web.auth import Agent, Receptionist
from web.given import Edge, Given, Id, answer, named
from web.stream import HEADERS, EventStream, frames, stream_of

router = APIRouter()
WATCHED = "front-desk"
"""By this name the centre tells of every change at the front desk."""


@router.get("/reception/api/view")
async def view(who: Receptionist, given: Given) -> Response:
    return answer(await given.centre.front_desk.reception())


@router.get("/reception/api/stream")
async def watch(who: Receptionist, given: Given) -> Response:
    """The day's visitors."""
    watching = given.screens.of_contact("reception", WATCHED, given.centre.front_desk.reception)
    return stream_of(given, watching, who.token, "reception")


@router.post("/reception/api/visits")
async def add(body: bodies.Visit, who: Receptionist, given: Given) -> Response:
    """A visitor, who gets a ticket."""
    wanted = visit(name=body.name, words=body.words, service=body.service, needs=body.needs)
    return answer(await given.centre.front_desk.add(who.account.id, wanted, body.key))


@router.post("/reception/api/post")
async def hand_in(
    request: Request,
    who: Receptionist,
    given: Given,
    key: Annotated[str, Query(min_length=1, max_length=100)],
    service: Annotated[str, Query(max_length=100)] = "",
) -> Response:
    """A letter that somebody handed in, scanned: the body is the file."""
    content = await request.body()
    return answer(await given.centre.letters.hand_in(who.account.id, named(request), content, service, key))


@router.post("/reception/api/visits/{contact}/leave")
async def leave(contact: Id, who: Receptionist, given: Given) -> Response:
    """A visitor who waits has gone home."""
    await given.centre.front_desk.leave(contact)
    return answer({})


@router.post("/desk/api/contacts/{contact}/call")
async def call(contact: Id, body: bodies.Call, who: Agent, given: Given) -> Response:
    """The agent asks for the visitor."""
    await given.centre.front_desk.call(who.account.id, contact, body.desk)
    return answer({})


@router.post("/desk/api/contacts/{contact}/no-show")
async def no_show(contact: Id, who: Agent, given: Given) -> Response:
    """Called, and did not come."""
    await given.centre.front_desk.no_show(who.account.id, contact)
    return answer({})


@router.get("/waiting-room/stream")
async def waiting_room(request: Request, given: Given) -> Response:
    """Numbers and desks, without a login: they hang on a wall."""
    address = request.client.host if request.client else ""
    await given.throttle.page(address)
    return EventStream(_on_the_wall(given), HEADERS, given.throttle.streaming(address))


def _on_the_wall(given: Edge) -> AsyncGenerator[str, None]:
    async def anybody() -> bool:
        return True

    watching = given.screens.of_contact("waiting room", WATCHED, given.centre.front_desk.waiting_room)
    return frames(watching, anybody, given.clock)
