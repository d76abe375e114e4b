"""Letters of ours at the desk as JSON: looking at one before it goes, and sending it."""

from fastapi import APIRouter, Response

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


def _draft(body: bodies.LetterDraft) -> LetterDraft:
    return LetterDraft(name=body.name, address=body.address, subject=body.subject, text=body.text, abroad=body.abroad)
