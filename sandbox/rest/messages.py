"""Messages: create, fetch, list."""

import re
from email.utils import parsedate_to_datetime
from typing import Any, Final

from sandbox.carrier.call import API_VERSION
from sandbox.carrier.texts import Text
from sandbox.carrier.whatsapp import MIXED, NO_SENDER, NO_TEMPLATE, bare, is_whatsapp
from sandbox.rest.asked import Asked
from sandbox.rest.calls import E164, uri
from sandbox.rest.dates import within_dates
from sandbox.rest.errors import ApiError, not_found
from sandbox.rest.lists import listed, where

LONGEST: Final = 1600
LANDLINE: Final = re.compile(r"\+44[12]\d+")
SENDER_NAME: Final = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}")
MEANING: Final = {
    21610: "Attempt to send to unsubscribed recipient",
    30003: "Unreachable destination handset",
    30005: "Unknown destination handset",
    30006: "Landline or unreachable carrier",
    30007: "Message filtered",
    30008: "Unknown error",
    63003: "Channel could not find To address",
    63016: "Failed to send freeform message because you are outside the allowed window",
    63024: "Invalid message recipient",
}


def shape(asked: Asked, text: Text) -> dict[str, Any]:
    code = text["error_code"]
    return {
        "sid": text["sid"],
        "account_sid": text["account_sid"],
        "messaging_service_sid": None,
        "from": text["from"],
        "to": text["to"],
        "body": text["body"],
        "status": text["status"],
        "direction": text["direction"],
        "num_segments": text["num_segments"],
        "num_media": str(len(text["media"])),
        "date_created": text["date_created"],
        "date_updated": text["date_updated"],
        "date_sent": text["date_sent"],
        "error_code": code,
        "error_message": MEANING.get(code) if code else None,
        "price": None,
        "price_unit": "USD",
        "api_version": API_VERSION,
        "uri": uri(asked, f"Messages/{text['sid']}"),
        "subresource_uris": {"media": uri(asked, f"Messages/{text['sid']}", "Media")},
    }


async def create(asked: Asked) -> dict[str, Any]:
    """Raises ApiError in Twilio's numbers for what cannot be sent."""
    to = asked.needed("To", 21604)
    if is_whatsapp(to) or is_whatsapp(asked.text("From")):
        return shape(asked, _by_whatsapp(asked, to))
    if not E164.fullmatch(to):
        raise ApiError(21211, f"Invalid 'To' Phone Number: {to}")
    sender = _sender(asked)
    body = asked.text("Body")
    if asked.has("MediaUrl"):
        raise ApiError(21612, "Messages with media cannot be sent to the United Kingdom from this number")
    _check(body)
    if (to, sender) in asked.carrier.texts.opted_out:
        raise ApiError(21610, MEANING[21610])
    if LANDLINE.fullmatch(to):
        raise ApiError(21614, f"'To' number {to} is not a valid mobile number")
    text = asked.carrier.texts.send(sender=sender, to=to, body=body, callback=asked.url("StatusCallback"))
    return shape(asked, text)


def _check(body: str) -> None:
    if not body:
        raise ApiError(21602, "Message body is required.")
    if len(body) > LONGEST:
        raise ApiError(21617, "The concatenated message body exceeds the 1600 character limit")


def _by_whatsapp(asked: Asked, to: str) -> Text:
    """A body or an approved template. That it is too late for a body is told later, by its status."""
    sender, template = asked.needed("From", 21603), asked.text("ContentSid")
    if not (is_whatsapp(to) and is_whatsapp(sender)):
        raise ApiError(MIXED, "Invalid From and To pair. From and To should be of the same channel")
    if not E164.fullmatch(bare(to)):
        raise ApiError(21211, "Invalid 'To' Phone Number")
    if not asked.carrier.account.owns(sender):
        raise ApiError(NO_SENDER, "Twilio could not find a Channel with the specified From address")
    if template and template not in asked.carrier.account.templates:
        raise ApiError(NO_TEMPLATE, "The ContentSid is invalid")
    body = asked.carrier.account.templates[template] if template else asked.text("Body")
    _check(body)
    callback = asked.url("StatusCallback")
    return asked.carrier.texts.send(sender=sender, to=to, body=body, callback=callback, template=template)


def _sender(asked: Asked) -> str:
    sender = asked.needed("From", 21603)
    if not asked.carrier.account.owns(sender) and not SENDER_NAME.fullmatch(sender):
        raise ApiError(21606, f"The 'From' number {sender} is not a valid message-capable number of your account.")
    return sender


async def fetch(asked: Asked, sid: str) -> dict[str, Any]:
    text = asked.carrier.texts.get(sid)
    if text is None:
        raise not_found(asked.path)
    return shape(asked, text)


async def find(asked: Asked) -> dict[str, Any]:
    """By To, From and DateSent; newest first. What the carrier itself said is not among them."""

    def matches(text: Text) -> bool:
        pairs = (("To", text["to"]), ("From", text["from"]))
        return not text["by"] and all(asked.text(name) == value for name, value in pairs if asked.text(name))

    def in_time(text: Text) -> bool:
        sent = text["date_sent"]
        return within_dates(asked, "DateSent", parsedate_to_datetime(sent) if sent else None)

    texts = where(asked.carrier.texts.all(), matches, in_time)
    return listed(asked, "messages", texts, lambda text: shape(asked, text))
