"""Texts as a person sends and reads them, and what becomes of those sent to them."""

from typing import Any, Final

from fastapi import APIRouter, Request

from sandbox.carrier.texts import Fate, Text
from sandbox.control.calls import carrier_of
from sandbox.control.errors import Wrong, body_of, text_in

router = APIRouter(prefix="/sandbox")
LONGEST: Final = 1600
FATES: Final = frozenset({"delivered", "undelivered", "failed", "sent"})


@router.post("/texts", status_code=201)
async def send(request: Request) -> Text:
    """`{from, to, body, media: [address]}`; `to` defaults to the account's number."""
    body = await body_of(request)
    carrier = carrier_of(request)
    to = text_in(body, "to", carrier.account.number)
    words = text_in(body, "body", "")
    media = body.get("media") or []
    if not carrier.account.owns(to):
        raise Wrong(404, f"Nobody here has the number {to}.")
    if len(words) > LONGEST:
        raise Wrong(422, f"A text has at most {LONGEST} characters.")
    if not isinstance(media, list) or not all(isinstance(url, str) for url in media):
        raise Wrong(422, "'media' is a list of addresses.")
    if not words and not media:
        raise Wrong(422, "A text needs words or media.")
    return carrier.texts.receive(text_in(body, "from"), to, words, media)


@router.get("/texts")
async def texts(request: Request, number: str = "") -> list[Text]:
    """A number's conversation, oldest first; without a number, everything, newest first."""
    kept = carrier_of(request).texts
    return kept.of(number) if number else kept.all()


@router.put("/numbers/{number}")
async def put_number(request: Request, number: str) -> dict[str, Any]:
    """What becomes of texts to it: `{texts: delivered|undelivered|failed|sent, error_code}`."""
    body = await body_of(request)
    fate, code = text_in(body, "texts", "delivered"), body.get("error_code")
    if fate not in FATES or not isinstance(code, int | None):
        raise Wrong(422, "'texts' is delivered, undelivered, failed or sent; 'error_code' a number.")
    carrier_of(request).texts.fates[number] = Fate(fate, code)
    return {"number": number, "texts": fate, "error_code": code}
