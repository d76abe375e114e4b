"""Emails at the desk as JSON: the answer, its files, the original, and to which case one belongs."""

from datetime import timedelta
from typing import Final

from fastapi import APIRouter, Request, Response

from centre.mailing import Draft
from centre.uploads import LASTS_S
from channels.web_form.files import Upload
from core.errors import Conflict
from web import bodies
from web.auth import Agent
from web.desk import as_it_is
from web.given import Edge, Given, Id, answer, named

router = APIRouter(prefix="/desk/api/contacts/{contact}")
ORIGINAL: Final = "/messages/{message}/original"
FILE: Final = "mail file"
"""What the seal of a file is for that was sent up, and is not an email's yet."""
LASTS: Final = timedelta(seconds=LASTS_S)
GONE: Final = "A file that you added is no longer here. Take it out, and add it again."


@router.post("/mail")
async def mail(contact: Id, body: bodies.Mail, who: Agent, given: Given) -> Response:
    draft = Draft(
        text=body.text,
        subject=body.subject,
        answers=body.answers,
        to=body.to,
        cc=body.cc,
        files=body.files,
        uploads=tuple(_opened(given, contact, seal) for seal in body.uploads),
    )
    await given.centre.correspondence.answer(who.account.id, contact, draft, body.key, body.undo_s)
    return await as_it_is(given, who, contact)


@router.post("/files")
async def add_file(contact: Id, request: Request, who: Agent, given: Given) -> Response:
    """A file for an email that is being written: the body is the file. What is answered goes along with the email."""
    upload = await given.centre.correspondence.upload(who.account.id, contact, named(request), await request.body())
    sealed = given.seals.seal(FILE, {"contact": contact, **upload.to_dict()}, given.clock.now())
    return answer({"file": sealed, "name": upload.name, "size": upload.size})


@router.post("/files/link")
async def link_file(contact: Id, request: Request, who: Agent, given: Given) -> Response:
    """A file for whoever is written to by text: the body is the file, the answer a link to it, for the words."""
    made = await given.centre.file_links.make(who.account.id, contact, named(request), await request.body())
    return answer({"link": made})


@router.get(ORIGINAL)
async def original(contact: Id, message: Id, who: Agent, given: Given) -> Response:
    return answer(await given.centre.correspondence.original(who.account.id, contact, message))


@router.post("/link")
async def link(contact: Id, body: bodies.Link, who: Agent, given: Given) -> Response:
    await given.centre.correspondence.link(who.account.id, contact, accept=body.accept)
    return await as_it_is(given, who, contact)


def _opened(given: Edge, contact: str, seal: str) -> Upload:
    """Conflict for what is not ours, was for another contact, or has run out."""
    known = given.seals.open(FILE, seal, given.clock.now(), LASTS)
    if known is None or known["contact"] != contact:
        raise Conflict(GONE)
    return Upload.from_dict(known)
