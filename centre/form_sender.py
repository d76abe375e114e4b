"""Where the sender of a form is reached, by what they said of themselves. Pure."""

from channels.web_form.inbound import AnswerBy, Details
from core import address
from core.address import Address
from core.errors import InvalidInput


def main_address(details: Details) -> Address | None:
    """Where an answer goes: by mail to whoever asked for that, else to their number."""
    found = addresses(details)
    wanted = address.AddressKind.EMAIL if details.answer_by == AnswerBy.EMAIL else address.AddressKind.PHONE
    return next((each for each in found if each.kind is wanted), found[0] if found else None)


def reached_at(details: Details) -> dict[str, str]:
    """Every address that was given, in its normal form, for whoever asks after the request."""
    found = {each.kind.value: each.value for each in addresses(details)}
    return found | ({"postcode": details.postcode.upper()} if details.postcode else {})


def addresses(details: Details) -> tuple[Address, ...]:
    """Their number and their address, where they are good."""
    found = []
    for text, read in ((details.phone, address.phone), (details.email, address.email)):
        try:
            found.append(read(text))
        except InvalidInput:
            continue
    return tuple(found)
