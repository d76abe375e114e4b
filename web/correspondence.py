"""Emails at the desk as JSON: the answer, the original, and to which case one belongs."""

from typing import Final

from fastapi import APIRouter, Response

from centre.mailing import Draft
from web import bodies
from web.auth import Agent
from web.desk import as_it_is
from web.given import Given, Id, answer

router = APIRouter(prefix="/desk/api/contacts/{contact}")
ORIGINAL: Final = "/messages/{message}/original"


@router.post("/mail")
async def mail(contact: Id, body: bodies.Mail, who: Agent, given: Given) -> Response:
    draft = Draft(text=body.text, subject=body.subject, answers=body.answers, to=body.to, cc=body.cc, files=body.files)
    await given.centre.correspondence.answer(who.account.id, contact, draft, body.key, body.undo_s)
    return await as_it_is(given, who, contact)


@router.get(ORIGINAL)
async def original(contact: Id, message: Id, who: Agent, given: Given) -> Response:
    return answer(await given.centre.correspondence.original(who.account.id, contact, message))


@router.post("/link")
async def link(contact: Id, body: bodies.Link, who: Agent, given: Given) -> Response:
    await given.centre.correspondence.link(who.account.id, contact, accept=body.accept)
    return await as_it_is(given, who, contact)
