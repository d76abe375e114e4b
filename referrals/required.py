"""Whether a referral is complete, before it leaves: each service's own fields, checked by kind. Pure."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from core import address
from core.errors import InvalidInput
from core.service import FieldKind, ReferralField, Service

LONGEST: Final = {FieldKind.LONG_TEXT: 4000}
LONGEST_LINE: Final = 300

_YES_NO: Final = frozenset({"yes", "no"})
_POSTCODE: Final = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldProblem:
    """What is wrong with one field, as a sentence for the person filling it in."""

    field: str
    message: str


def tidy(service: Service, given: Mapping[str, Any]) -> dict[str, str]:
    """The service's fields out of `given`, as trimmed text; fields it does not have are left out."""
    return {each.name: as_text(given.get(each.name)) for each in service.fields if as_text(given.get(each.name))}


def as_text(value: Any) -> str:
    """A field's value as text: yes and no for a tick, a place's own words for a place."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return place_text(value)
    return "" if value is None else str(value).strip()


def place_text(place: Mapping[str, Any]) -> str:
    """A place in one line: its text, or road and junction, postcode, or coordinates."""
    said = str(place.get("text") or "").strip()
    parts = [str(place.get(name) or "").strip() for name in ("road", "junction", "postcode")]
    joined = ", ".join(part for part in parts if part)
    lat, lng = place.get("lat"), place.get("lng")
    pin = f"{float(lat):.5f}, {float(lng):.5f}" if lat is not None and lng is not None else ""
    return said or joined or pin


def problems(service: Service, given: Mapping[str, Any], today: date) -> list[FieldProblem]:
    """Everything that stops this referral, in the fields' order; empty when it may go. `today` is the county's."""
    if service.destination is None:
        return [FieldProblem(field="service", message=f"{service.label} is not referred to anybody. Choose another.")]
    fields = tidy(service, given)
    found = [(each, _wrong(each, fields.get(each.name, ""), today)) for each in service.fields]
    return [FieldProblem(field=each.name, message=message) for each, message in found if message]


def _wrong(field: ReferralField, value: str, today: date) -> str | None:
    if not value:
        return f"{field.label} is needed." if field.required else None
    longest = LONGEST.get(field.kind, LONGEST_LINE)
    if len(value) > longest:
        return f"{field.label} may have {longest} characters; it has {len(value)}."
    check = _CHECKS.get(field.kind)
    wrong = check(field, value) if check else None
    if wrong is None and field.past and value and date.fromisoformat(value) > today:
        return f"{field.label} cannot be later than today."
    return wrong


def _wrong_choice(field: ReferralField, value: str) -> str | None:
    return None if value in field.choices else f"{field.label} must be one of: {', '.join(field.choices)}."


def _wrong_date(field: ReferralField, value: str) -> str | None:
    try:
        date.fromisoformat(value)
    except ValueError:
        return f"{field.label} must be a date, such as 2026-11-30."
    return None


def _wrong_yes_no(field: ReferralField, value: str) -> str | None:
    return None if value.lower() in _YES_NO else f"{field.label} must be yes or no."


def _wrong_phone(field: ReferralField, value: str) -> str | None:
    return _tried(lambda: address.phone(value), f"{field.label} is not a telephone number.")


def _wrong_email(field: ReferralField, value: str) -> str | None:
    return _tried(lambda: address.email(value), f"{field.label} is not an email address.")


def _wrong_place(field: ReferralField, value: str) -> str | None:
    """A road's name, a postcode or a pin; two letters say nothing to a road gang."""
    if _POSTCODE.search(value) or len(value) >= 5:
        return None
    return f"{field.label} needs a road and junction, a postcode or a pin on the map."


def _tried(read: Callable[[], object], otherwise: str) -> str | None:
    try:
        read()
    except InvalidInput:
        return otherwise
    return None


_CHECKS: Final[dict[FieldKind, Callable[[ReferralField, str], str | None]]] = {
    FieldKind.CHOICE: _wrong_choice,
    FieldKind.DATE: _wrong_date,
    FieldKind.YES_NO: _wrong_yes_no,
    FieldKind.PHONE: _wrong_phone,
    FieldKind.EMAIL: _wrong_email,
    FieldKind.PLACE: _wrong_place,
}
