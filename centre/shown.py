"""A contact's own address as people write it."""

from core.address import AddressKind, shown_phone
from records.rows import Contact

UNKNOWN_CALLER = "Number withheld"
SENDER = "sender"
"""The fact that keeps what a text came from, when that is no number: a name, a short code. Nobody can answer it."""


def shown_address(contact: Contact) -> str:
    """Spaces in a phone number; a word for one that was withheld."""
    address = contact.from_address
    if address is None:
        return str(contact.facts.get(SENDER) or UNKNOWN_CALLER)
    return shown_phone(address.value) if address.kind is AddressKind.PHONE else address.value
