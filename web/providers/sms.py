"""The carrier's requests about texts. A text is acknowledged once it is in the record, and answered from the desk.

What cannot be kept is answered 503; the carrier does not send it again, but its own list of messages is compared with
the record every few minutes, and so the text still arrives, at its original time.
"""

from fastapi import APIRouter, Request, Response

from channels.phone import twiml
from channels.sms import inbound
from web.given import Given
from web.providers import plain
from web.providers.signed import signed_form

router = APIRouter(prefix="/sms")


@router.post("/incoming")
async def incoming(request: Request, given: Given) -> Response:
    """A text from a resident. The answer says nothing: whoever answers, answers from the desk."""
    form = await signed_form(request, given.verifier)
    told = await plain.acknowledged(
        lambda: given.centre.texts.incoming(inbound.text(form)),
        request="sms/incoming",
        set_aside=lambda why: given.centre.texts.set_aside("sms/incoming", form, why),
    )
    return plain.twiml(twiml.nothing()) if told.status_code == 204 else told


@router.post("/status")
async def status(request: Request, given: Given) -> Response:
    """How one of our texts fared."""
    form = await signed_form(request, given.verifier)
    return await plain.acknowledged(
        lambda: given.centre.texts.status(inbound.text_change(form)),
        request="sms/status",
        set_aside=lambda why: given.centre.texts.set_aside("sms/status", form, why),
    )
