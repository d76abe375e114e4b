"""What is different about a message by WhatsApp: its addresses, its 24 hours, what is told of it besides.

Source: Twilio, "Overview of the WhatsApp Business Platform", the incoming message webhook, and error 63016.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Final

SCHEME: Final = "whatsapp:"
WINDOW: Final = timedelta(hours=24)
OUTSIDE: Final = 63016
NO_SENDER: Final = 63007
NO_TEMPLATE: Final = 21655
MIXED: Final = 21910
WORDS: Final = "Westmere County Council has an answer to your message. Please reply here, and we will send it to you."
"""Of the one template that this carrier's WhatsApp has approved."""
KINDS: Final = {"image": "image", "audio": "audio", "video": "video"}
PLACE: Final = ("latitude", "longitude", "label", "address")
"""What is told of a place that was sent; the last two only where it has them."""
Text = dict[str, Any]


def is_whatsapp(address: str) -> bool:
    return address.startswith(SCHEME)


def bare(address: str) -> str:
    """The number, as a person's phone has it."""
    return address.removeprefix(SCHEME)


def may_say(text: Text, before: Iterable[Text], now: datetime) -> bool:
    """Whether this goes: a template, or free words within a day of what the person wrote last to this sender."""
    if text["template"]:
        return True
    theirs = [each for each in before if (each["from"], each["to"]) == (text["to"], text["from"])]
    return any(now - parsedate_to_datetime(each["date_created"]) <= WINDOW for each in theirs)


def told_in(text: Text) -> dict[str, str]:
    """What comes with a message besides, and in place of the geography of a text."""
    media = text["media_types"]
    kind = "text" if not media else KINDS.get(media[0].partition("/")[0], "document")
    return {
        "ProfileName": text["profile"],
        "WaId": bare(text["from"]).removeprefix("+"),
        "MessageType": "button" if text["button"] else "location" if text["place"] else kind,
        "ReferralNumMedia": "0",
        **({"ButtonText": text["button"]} if text["button"] else {}),
        **{name.capitalize(): value for name, value in text["place"].items()},
    }


def told_out(text: Text) -> dict[str, str]:
    """What comes with a status besides."""
    return {
        "ChannelPrefix": SCHEME.rstrip(":"),
        "ChannelToAddress": bare(text["to"]),
        "EventType": text["status"].upper(),
        "StructuredMessage": "false",
    }
