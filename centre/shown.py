"""A contact's own address as people write it."""

from typing import Final

from core.address import AddressKind, shown_phone
from core.channel import Channel
from records.rows import Contact

UNKNOWN_CALLER = "Number withheld"
BY_POST = "A letter"
NOT_KNOWN = {
    Channel.WEB_FORM: "No address was given",
    Channel.CHAT: "Somebody in the chat",
    Channel.WALK_IN: "At the front desk",
}
"""Where nobody withheld anything, but there is no address."""
TICKET = "ticket"
"""The fact that keeps a visitor's number of the day."""
ASKED: Final = "asked"
"""The fact by which a ticket that is asked for again is known to be for the same."""
SENDER = "sender"
"""The fact that keeps what a text came from, when that is no number: a name, a short code. Nobody can answer it."""
CALLS_THEMSELVES = "calls themselves"
"""The fact that keeps what somebody calls themselves on the channel, which proves nothing."""
WORDS_SHOWN: Final = 120
NAME_SHOWN: Final = 60


def cut(text: str, most: int = WORDS_SHOWN) -> str:
    """The beginning of what somebody said, `most` characters with the sign that says that there is more.

    It ends with a whole word, unless that one word is very long.
    """
    words = " ".join(text.split())
    if len(words) <= most:
        return words
    begun = words[: most - 1]
    whole = begun if words[most - 1] == " " else begun.rpartition(" ")[0]
    return f"{(whole if len(whole) > most // 2 else begun).rstrip(' ,;:-')}…"


def claimed(name: str) -> str:
    """What somebody calls themselves, for a line; nothing that could be taken for an address."""
    told = cut(name, NAME_SHOWN)
    return "" if "@" in told else told


def shown_address(contact: Contact) -> str:
    """Spaces in a phone number; a word for one that was withheld."""
    address = contact.from_address
    if address is None:
        if contact.channel is Channel.LETTER:
            return _by_post(contact)
        if TICKET in contact.facts:
            return f"Ticket {contact.facts[TICKET]}"
        return str(contact.facts.get(SENDER) or NOT_KNOWN.get(contact.channel, UNKNOWN_CALLER))
    return shown_phone(address.value) if address.kind is AddressKind.PHONE else address.value


def _by_post(contact: Contact) -> str:
    postcode = contact.facts.get("letter", {}).get("postcode")
    return f"{BY_POST} from {postcode}" if postcode else BY_POST
