"""Which of the channels that the carrier brings a message to a contact leaves by."""

from collections.abc import Mapping
from typing import Final

from centre.parts import Parts
from centre.texting import Texting
from centre.whatsapp import WhatsApp
from core.channel import Channel
from records.rows import Contact

WAYS: Final[Mapping[Channel, type[Texting]]] = {Channel.SMS: Texting, Channel.WHATSAPP: WhatsApp}


def way(parts: Parts, channel: str) -> Texting:
    """Of a channel by name; texts for one that has no way of its own, as after a call or a form."""
    known = Channel(channel) if channel in set(Channel) else Channel.SMS
    return WAYS.get(known, Texting)(parts)


def way_to(parts: Parts, contact: Contact) -> Texting:
    """By which a message to this contact goes: as they wrote to us, or else as a text."""
    return way(parts, contact.channel)
