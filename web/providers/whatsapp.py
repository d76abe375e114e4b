"""The carrier's requests about WhatsApp messages, which are handed on as those about texts are.

One that comes to a text's address instead, as a Messaging Service with one address for all would send it, is known by
its number, and is taken in as well.
"""

from fastapi import APIRouter, Request, Response

from channels.phone import twiml
from channels.whatsapp import inbound
from web.given import Given
from web.providers import plain
from web.providers.signed import signed_form

router = APIRouter(prefix="/whatsapp")


@router.post("/incoming")
async def incoming(request: Request, given: Given) -> Response:
    """A message from a resident. The answer says nothing: whoever answers, answers from the desk."""
    form = await signed_form(request, given.verifier)
    told = await plain.acknowledged(
        lambda: given.centre.texts.incoming(inbound.message(form)),
        request="whatsapp/incoming",
        set_aside=lambda why: given.centre.texts.set_aside("whatsapp/incoming", form, why),
    )
    return plain.twiml(twiml.nothing()) if told.status_code == 204 else told


@router.post("/status")
async def status(request: Request, given: Given) -> Response:
    """How one of our messages fared, up to that it was read."""
    form = await signed_form(request, given.verifier)
    return await plain.acknowledged(
        lambda: given.centre.texts.status(inbound.text_change(form)),
        request="whatsapp/status",
        set_aside=lambda why: given.centre.texts.set_aside("whatsapp/status", form, why),
    )
