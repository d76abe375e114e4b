"""Whether a resident can be texted from our number, and what an agent should know before they do."""

from typing import Any, Final

from core.address import AddressKind
from core.errors import OptedOut
from core.telephone import Kind, read
from records.rows import Contact
from records.tx import Tx

STOPPED: Final = "They have asked for no more texts from us (STOP). Please reach them another way."
NO_NUMBER: Final = "There is no number here that a text could go to."
CANNOT: Final = {
    Kind.FREEPHONE: "This is a freephone number, which cannot be texted.",
    Kind.PREMIUM: "This number costs more than an ordinary text, so it is not texted.",
}
WARNS: Final = {
    Kind.LANDLINE: "This is a landline: a text may be read aloud by a machine, or not arrive.",
    Kind.INTERNATIONAL: "This number is abroad: a text costs more, and may not arrive.",
    Kind.UNKNOWN: "This number is not one that has been given out: a text may not arrive.",
}


def number_of(contact: Contact) -> str | None:
    """Where a text to whoever contacted us would go."""
    address = contact.from_address
    return address.value if address is not None and address.kind is AddressKind.PHONE else None


def is_mobile(contact: Contact) -> bool:
    """Whether they contacted us from a mobile of this country."""
    number = number_of(contact)
    return number is not None and read(number).kind is Kind.MOBILE


def refusal(tx: Tx, contact: Contact, sender: str) -> str | None:
    """Why this contact cannot be texted from `sender`, as a sentence; None when it can."""
    number = number_of(contact)
    if number is None:
        return NO_NUMBER
    if tx.opt_outs.stopped(number, sender) is not None:
        return STOPPED
    return CANNOT.get(read(number).kind)


def must_not_have_stopped(tx: Tx, number: str, sender: str) -> None:
    """Raises OptedOut for a number that wants nothing from `sender`."""
    if tx.opt_outs.stopped(number, sender) is not None:
        raise OptedOut(STOPPED)


CAME_BACK: Final = "A text to this number came back on {day}. {reason}"


def texting(tx: Tx, contact: Contact, sender: str) -> dict[str, Any]:
    """What the desk shows beside the words: `refused` or `warning`, a sentence each, or neither."""
    refused, number = refusal(tx, contact, sender), number_of(contact)
    warning = _warning(tx, number) if number and not refused else None
    return {"refused": refused, "warning": warning}


def _warning(tx: Tx, number: str) -> str | None:
    for each in tx.undeliverable.among([number]):
        return CAME_BACK.format(day=f"{each.at.day} {each.at:%B}", reason=each.reason).strip()
    return WARNS.get(read(number).kind)
