"""Where a person can be reached, in one normal form per kind, so that equal addresses compare equal."""

from dataclasses import dataclass
from enum import StrEnum

import phonenumbers

from core import telephone
from core.errors import InvalidInput


class AddressKind(StrEnum):
    PHONE = "phone"
    EMAIL = "email"
    POSTAL = "postal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One way to reach somebody. `value` is E.164 for a phone, lower case for email, lines of text for post."""

    kind: AddressKind
    value: str


def phone(text: str, *, region: str = "GB") -> Address:
    """The phone address in `text`, read as dialled in `region`; InvalidInput says why there is none to call."""
    number = telephone.read(text, region=region)
    if number.e164 is None:
        raise InvalidInput(number.reason, field="phone")
    return Address(kind=AddressKind.PHONE, value=number.e164)


def caller(text: str | None) -> Address | None:
    """The caller's address as a carrier sends it, or None when it was withheld or is not a number."""
    if text is None or text.startswith("client:"):
        return None
    number = telephone.read(text)
    return Address(kind=AddressKind.PHONE, value=number.e164) if number.e164 else None


def shown_phone(e164: str, *, region: str = "GB") -> str:
    """A phone number as people here write it: national form at home, international form abroad."""
    number = phonenumbers.parse(e164, None)
    home = phonenumbers.country_code_for_region(region) == number.country_code
    form = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, form)


def email(text: str) -> Address:
    """The email address in `text`, lower case; raises InvalidInput when it has no sensible shape."""
    value = text.strip().lower()
    local, at, domain = value.rpartition("@")
    if not (local and at and "." in domain and not any(c.isspace() for c in value)):
        raise InvalidInput("That is not an email address.", field="email")
    return Address(kind=AddressKind.EMAIL, value=value)
