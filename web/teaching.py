"""The supervisor's page of what the guess learns, as JSON: examples, suggestions, learning, and trying it."""

from fastapi import APIRouter, Response

from web import bodies
from web.auth import Supervisor
from web.given import Given, Id, answer

router = APIRouter(prefix="/console/api/lessons")


@router.get("")
async def read(_: Supervisor, given: Given) -> Response:
    return answer(await given.centre.teaching.read())


@router.get("/learning")
async def learning(_: Supervisor, given: Given) -> Response:
    """How learning stands, alone: asked for often while it goes on."""
    return answer(await given.centre.teaching.learning())


@router.post("/learn")
async def learn(who: Supervisor, given: Given) -> Response:
    return answer(await given.centre.teaching.learn(who.account.id))


@router.post("/go-back")
async def go_back(who: Supervisor, given: Given) -> Response:
    return answer(await given.centre.teaching.go_back(who.account.id))


@router.post("/try")
async def attempt(body: bodies.Words, _: Supervisor, given: Given) -> Response:
    """In a body, not in the address: addresses are logged."""
    return answer(await given.centre.teaching.attempt(body.text))


@router.post("/examples")
async def add(body: bodies.Teach, who: Supervisor, given: Given) -> Response:
    return answer(await given.centre.teaching.add(who.account.id, body.text, body.about, body.contact))


@router.post("/examples/{example}/withdraw")
async def withdraw(example: Id, who: Supervisor, given: Given) -> Response:
    await given.centre.teaching.withdraw(who.account.id, example)
    return answer({})


@router.post("/examples/{example}/bring-back")
async def bring_back(example: Id, who: Supervisor, given: Given) -> Response:
    await given.centre.teaching.bring_back(who.account.id, example)
    return answer({})


@router.post("/examples/{example}/remove")
async def remove(example: Id, who: Supervisor, given: Given) -> Response:
    await given.centre.teaching.remove(who.account.id, example)
    return answer({})


@router.post("/suggestions/{contact}/put-away")
async def put_away(contact: Id, who: Supervisor, given: Given) -> Response:
    await given.centre.teaching.put_away(who.account.id, contact)
    return answer({})


@router.post("/suggestions/{contact}/put-back")
async def put_back(contact: Id, who: Supervisor, given: Given) -> Response:
    await given.centre.teaching.put_back(who.account.id, contact)
    return answer({})
