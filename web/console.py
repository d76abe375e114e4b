"""The supervisor's console as JSON: the routing rules and their versions, and what waits for a person."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from fastapi.responses import FileResponse

from web import bodies
from web.auth import Supervisor
from web.given import Given, Id, answer

router = APIRouter(prefix="/console/api")
Asked = Annotated[str, Path(max_length=100, pattern=r"^[A-Za-z0-9_-]+(@[0-9]+)?$")]
"""A contact's id, a case's reference, or an offer as contact@epoch."""


@router.get("/view")
async def view(_: Supervisor, given: Given) -> Response:
    """What the stream would say now: for a browser whose stream cannot be opened."""
    return answer(await given.centre.board.view())


@router.get("/waiting")
async def waiting(service: Annotated[str, Query(max_length=100)], _: Supervisor, given: Given) -> Response:
    return answer(await given.centre.why.waiting(service))


@router.get("/why/{asked}")
async def why(asked: Asked, _: Supervisor, given: Given) -> Response:
    return answer(await given.centre.why.why(asked))


@router.get("/rules")
async def read(_: Supervisor, given: Given) -> Response:
    return answer(await given.centre.rules.read())


@router.post("/rules/check")
async def check(body: bodies.RulesText, _: Supervisor, given: Given) -> Response:
    return answer(await given.centre.rules.check(body.text))


@router.post("/rules/publish")
async def publish(body: bodies.Publish, who: Supervisor, given: Given) -> Response:
    return answer(await given.centre.rules.publish(who.account.id, body.text, body.why, body.based_on))


@router.post("/rules/roll-back")
async def roll_back(body: bodies.RollBack, who: Supervisor, given: Given) -> Response:
    return answer(await given.centre.rules.roll_back(who.account.id, body.version, body.why))


@router.get("/rules/versions")
async def versions(_: Supervisor, given: Given) -> Response:
    return answer(await given.centre.rules.versions())


@router.get("/rules/versions/{number}")
async def version(number: Annotated[int, Path(ge=1)], _: Supervisor, given: Given) -> Response:
    return answer(await given.centre.rules.version(number))


@router.get("/what-if")
async def what_if(_: Supervisor, given: Given) -> Response:
    return answer({"asked": await given.centre.trying.read()})


@router.post("/what-if")
async def ask_what_if(body: bodies.WhatIf, who: Supervisor, given: Given) -> Response:
    return answer({"asked": await given.centre.trying.ask(who.account.id, body.text, first=body.first, last=body.last)})


@router.post("/what-if/cancel")
async def cancel_what_if(_: Supervisor, given: Given) -> Response:
    await given.centre.trying.cancel()
    return answer({})


@router.post("/contacts/{contact}/release")
async def release(contact: Id, body: bodies.Why, who: Supervisor, given: Given) -> Response:
    await given.centre.supervising.release(who.account.id, contact, body.why)
    return answer({})


@router.post("/contacts/{contact}/give")
async def give(contact: Id, body: bodies.Give, who: Supervisor, given: Given) -> Response:
    await given.centre.supervising.give(who.account.id, contact, body.agent, body.why)
    return answer({})


@router.post("/contacts/{contact}/take-up")
async def take_up(contact: Id, body: bodies.Why, who: Supervisor, given: Given) -> Response:
    await given.centre.supervising.take_up(who.account.id, contact, body.why)
    return answer({})


@router.get("/contacts/{contact}/others")
async def others(contact: Id, _: Supervisor, given: Given) -> Response:
    """What of the same person may be joined to it."""
    return answer(await given.centre.merging.others(contact))


@router.post("/contacts/{contact}/join")
async def join(contact: Id, body: bodies.JoinFor, who: Supervisor, given: Given) -> Response:
    await given.centre.merging.join_for(who.account.id, contact, body.other, body.why)
    return answer({})


@router.post("/agents/{agent}/break")
async def send_on_break(agent: Id, body: bodies.SendOnBreak, who: Supervisor, given: Given) -> Response:
    await given.centre.supervising.send_on_break(who.account.id, agent, body.reason, body.why)
    return answer({})


@router.post("/agents/{agent}/leave")
async def take_off(agent: Id, body: bodies.Why, who: Supervisor, given: Given) -> Response:
    await given.centre.supervising.take_off(who.account.id, agent, body.why)
    return answer({})


@router.get("/quarantine/{item}/original")
async def original(item: Id, _: Supervisor, given: Given) -> Response:
    """The bytes of an email that became no contact, of a carrier's request that could not be read, or of a file that is
    not what it says: to be saved and looked at, never to be shown by the browser."""
    path = await given.centre.emails.original(item)
    ending = path.suffix if path.suffix in (".json", ".txt", ".bin") else ".eml"
    headers = {"cache-control": "private, no-store", "x-content-type-options": "nosniff"}
    return FileResponse(path, media_type="application/octet-stream", filename=f"{item}{ending}", headers=headers)


@router.post("/quarantine/{item}/settle")
async def settle(item: Id, who: Supervisor, given: Given) -> Response:
    await given.centre.emails.settle(who.account.id, item)
    return answer({})


@router.get("/post/{item}")
async def scan(item: Id, _: Supervisor, given: Given) -> Response:
    """A scanned file as it came, to be saved: nobody knows what is in one that could not be read."""
    path, name = await given.centre.letters.original(item)
    headers = {"cache-control": "private, no-store"}
    return FileResponse(path, media_type="application/octet-stream", filename=name, headers=headers)


@router.post("/outbox/{item}/try-again")
async def try_again(item: Id, who: Supervisor, given: Given) -> Response:
    await given.centre.outbox.try_again(who.account.id, item)
    return answer({})
