"""Letters at the desk as JSON: ours, looked at and sent, and those that came and are to be indexed."""

from fastapi import APIRouter, Response

from centre.indexing import Indexed
from centre.letter_writing import LetterDraft
from web import bodies
from web.auth import Agent
from web.desk import as_it_is
from web.given import Given, Id, answer

router = APIRouter(prefix="/desk/api/contacts/{contact}")


@router.post("/letter")
async def letter(contact: Id, body: bodies.Letter, who: Agent, given: Given) -> Response:
    await given.centre.posting.post(who.account.id, contact, _draft(body), body.key, body.undo_s)
    return await as_it_is(given, who, contact)


@router.post("/letter/preview")
async def preview(contact: Id, body: bodies.LetterDraft, who: Agent, given: Given) -> Response:
    return answer({"pages": await given.centre.posting.preview(who.account.id, contact, _draft(body))})


@router.get("/indexing")
async def indexing(contact: Id, who: Agent, given: Given) -> Response:
    return answer(await given.centre.indexing.view(who.account.id, contact))


@router.post("/indexing/split")
async def split(contact: Id, body: bodies.Split, who: Agent, given: Given) -> Response:
    await given.centre.indexing.split(who.account.id, contact, body.page)
    return answer(await given.centre.indexing.view(who.account.id, contact))


@router.post("/indexing/join-next")
async def join_next(contact: Id, who: Agent, given: Given) -> Response:
    await given.centre.merging.join_next(who.account.id, contact)
    return answer(await given.centre.indexing.view(who.account.id, contact))


@router.post("/indexing/redact")
async def redact(contact: Id, body: bodies.Redact, who: Agent, given: Given) -> Response:
    await given.centre.indexing.redact(who.account.id, contact, body.page, body.boxes)
    return answer(await given.centre.indexing.view(who.account.id, contact))


@router.post("/indexing/turn")
async def turn(contact: Id, body: bodies.Turn, who: Agent, given: Given) -> Response:
    await given.centre.indexing.turn(who.account.id, contact, body.page, body.degrees)
    return answer(await given.centre.indexing.view(who.account.id, contact))


@router.post("/indexing/index")
async def index(contact: Id, body: bodies.Index, who: Agent, given: Given) -> Response:
    said = Indexed(
        service=body.service,
        person=body.person,
        name=body.name,
        dated=body.dated,
        reference=body.reference,
        phone=body.phone,
        email=body.email,
        postcode=body.postcode,
    )
    await given.centre.indexing.index(who.account.id, contact, said)
    return answer({})


def _draft(body: bodies.LetterDraft) -> LetterDraft:
    return LetterDraft(name=body.name, address=body.address, subject=body.subject, text=body.text, abroad=body.abroad)
