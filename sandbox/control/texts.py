"""Texts as a person sends and reads them, and what becomes of those sent to them."""

from base64 import b64decode
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse

from sandbox.carrier.carrier import Carrier
from sandbox.carrier.pictures import Sent
from sandbox.carrier.texts import Fate, Text
from sandbox.carrier.whatsapp import PLACE, SCHEME
from sandbox.control.calls import carrier_of
from sandbox.control.errors import Wrong, body_of, text_in

router = APIRouter(prefix="/sandbox")
LONGEST: Final = 1600
FATES: Final = frozenset({"delivered", "undelivered", "failed", "sent"})


@router.post("/texts", status_code=201)
async def send(request: Request) -> Text:
    """`{from, to, body, media: [address], files: [{content_type, data}]}`; `to` defaults to the account's number.

    With `whatsapp: true` it goes by WhatsApp to the account's sender; `profile` is what they call themselves there, and
    `place: {latitude, longitude, label, address}` a place on the map, the last two if it has them.

    `data` is base64; a file is served at an address of the carrier's, as Twilio does.
    """
    body = await body_of(request)
    carrier = carrier_of(request)
    sender, to = _between(carrier, body)
    words = text_in(body, "body", "")
    media = body.get("media") or []
    if not carrier.account.owns(to):
        raise Wrong(404, f"Nobody here has the number {to}.")
    if len(words) > LONGEST:
        raise Wrong(422, f"A text has at most {LONGEST} characters.")
    if not isinstance(media, list) or not all(isinstance(url, str) for url in media):
        raise Wrong(422, "'media' is a list of addresses.")
    files = _files(body.get("files") or [])
    place = _place(body.get("place") or {})
    if not words and not media and not files and not place:
        raise Wrong(422, "A text needs words or media.")
    return carrier.texts.receive(sender, to, words, media, files, profile=text_in(body, "profile", ""), **place)


def _place(given: Any) -> dict[str, str]:
    """As words, which is how the carrier tells of it."""
    if not given:
        return {}
    try:
        place = {"latitude": str(float(given["latitude"])), "longitude": str(float(given["longitude"]))}
    except (TypeError, KeyError, ValueError):
        raise Wrong(422, "'place' has a latitude and a longitude, in degrees.") from None
    return place | {name: str(given[name]) for name in PLACE if given.get(name) and name not in place}


def _between(carrier: Carrier, body: dict[str, Any]) -> tuple[str, str]:
    """Whose message it is, and to which address of the account's."""
    sender = text_in(body, "from")
    if body.get("whatsapp") is not True:
        return sender, text_in(body, "to", carrier.account.number)
    if not carrier.account.whatsapp:
        raise Wrong(404, "The council is not on WhatsApp.")
    return f"{SCHEME}{sender}", carrier.account.whatsapp


@router.post("/texts/{sid}/read")
async def read(request: Request, sid: str) -> Text:
    """A person has read a message by WhatsApp."""
    text = carrier_of(request).texts.read(sid)
    if text is None:
        raise Wrong(404, "There is no such message that has arrived by WhatsApp.")
    return text


def _files(given: Any) -> list[Sent]:
    try:
        return [Sent(str(each["content_type"]), b64decode(each["data"], validate=True)) for each in given]
    except (TypeError, KeyError, ValueError):
        raise Wrong(422, "'files' is a list of {content_type, data}, the data in base64.") from None


@router.get("/texts")
async def texts(request: Request, number: str = "") -> list[Text]:
    """A number's conversation, oldest first; without a number, everything, newest first."""
    kept = carrier_of(request).texts
    return kept.of(number) if number else kept.all()


@router.get("/media/{sid}")
async def picture(request: Request, sid: str) -> FileResponse:
    """A file that came with a text, for the phone page, which has no password for the carrier's own address."""
    pictures = carrier_of(request).texts.pictures
    kept = pictures.get(sid)
    if kept is None or not pictures.path(sid).is_file():
        raise Wrong(404, "There is no such picture.")
    headers = {"x-content-type-options": "nosniff", "content-security-policy": "sandbox"}
    return FileResponse(pictures.path(sid), media_type=kept["content_type"], headers=headers)


@router.put("/numbers/{number}")
async def put_number(request: Request, number: str) -> dict[str, Any]:
    """What becomes of texts to it: `{texts: delivered|undelivered|failed|sent, error_code}`."""
    body = await body_of(request)
    fate, code = text_in(body, "texts", "delivered"), body.get("error_code")
    if fate not in FATES or not isinstance(code, int | None):
        raise Wrong(422, "'texts' is delivered, undelivered, failed or sent; 'error_code' a number.")
    carrier_of(request).texts.fates[number] = Fate(fate, code)
    return {"number": number, "texts": fate, "error_code": code}
