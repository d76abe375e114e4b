"""A resident's form → what they said: answers by field, the place, and how to reach them. Checking is `checking`'s.

Names of inputs: `a-` and the field's name for an answer, a further `-day` or `-road` for a part of one, and `d-` for
what is asked of everybody. The same names are the inputs' ids, so that a problem can point at its input.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Final

from core import pin
from core.service import FieldKind, ReferralField, Service

Form = Mapping[str, str]

ANSWER: Final = "a-"
LONGEST_NEAR: Final = 120
"""Of what the map says of a pin: two roads, and how far the nearer one is."""
LONGEST_VALUE: Final = 6000
"""Characters read of one input; what is longer than a field may be is told by `checking`."""
POSTCODE: Final = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?) ?([0-9][A-Z]{2})")
"""The shapes of UK postcodes (Royal Mail, BS 7666), in capitals."""
YES_NO: Final = ("Yes", "No")


class AnswerBy(StrEnum):
    """How a resident wants to hear from us."""

    TEXT = "text"
    PHONE = "phone"
    EMAIL = "email"
    NONE = "none"


class About(StrEnum):
    """Whom it is about."""

    ME = "me"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """Who wrote, as they typed it. `person` and `relation` are whom it is about, where that is somebody else."""

    name: str = ""
    phone: str = ""
    email: str = ""
    postcode: str = ""
    answer_by: str = ""
    about: str = ""
    person: str = ""
    relation: str = ""
    needs: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One form. `answers` are those that were given, as text; a date that is none is left as it was typed.

    `place` is what `centre.places.place_from` reads: a pin, else a road, else a postcode; None where none was given.
    `no_postcode` is what stands where the place's postcode belongs, and is none.
    """

    service: str
    answers: dict[str, str] = field(default_factory=dict)
    place: dict[str, Any] | None = None
    no_postcode: str = ""
    details: Details = field(default_factory=Details)


def sent(service: Service, form: Form) -> Sent:
    """The form of this service; inputs that it does not have are left out."""
    answers = {each.name: _answer(each, form) for each in service.form}
    places = [each for each in service.form if each.kind is FieldKind.PLACE]
    return Sent(
        service=service.id,
        answers={name: text for name, text in answers.items() if text},
        place=_place(places[0], form) if places else None,
        no_postcode=_no_postcode(places[0], form) if places else "",
        details=details(form),
    )


def details(form: Form) -> Details:
    """What is asked of everybody."""
    return Details(**{name: _said(form, f"d-{name}") for name in Details.__dataclass_fields__})


def input_of(field: ReferralField) -> str:
    """The input that a problem with a field points at: the first of several."""
    parts = {FieldKind.DATE: "-day", FieldKind.PLACE: "-road"}
    return f"{ANSWER}{field.name}{parts.get(field.kind, '')}"


def postcode(text: str) -> str | None:
    """The postcode that `text` is, in its usual form; None when it is none."""
    found = POSTCODE.fullmatch(" ".join(text.upper().split()))
    return f"{found[1]} {found[2]}" if found else None


def _answer(field: ReferralField, form: Form) -> str:
    name = f"{ANSWER}{field.name}"
    if field.kind is FieldKind.DATE:
        return _date([_said(form, f"{name}-{part}") for part in ("day", "month", "year")])
    if field.kind is FieldKind.PLACE:
        return _place_text(field, form)
    return _said(form, name)


def _date(parts: list[str]) -> str:
    """`2026-11-30`, or what was typed with slashes when that is no day."""
    if not any(parts):
        return ""
    try:
        day, month, year = (int(part) for part in parts)
        return date(year, month, day).isoformat()
    except ValueError:
        return "/".join(parts)


def _place(field: ReferralField, form: Form) -> dict[str, Any] | None:
    name = f"{ANSWER}{field.name}"
    road, typed = _said(form, f"{name}-road"), _said(form, f"{name}-postcode")
    lat, lng = _number(form, f"{name}-lat"), _number(form, f"{name}-lng")
    code = postcode(typed)
    words = ", ".join(each for each in (road, code or typed) if each)
    if lat is not None and lng is not None:
        note = ": ".join(each for each in (_near(field, form), words) if each)
        return {"kind": "pin", "lat": lat, "lng": lng, "note": note}
    if road:
        return {"kind": "road", "road": words}
    return {"kind": "postcode", "postcode": code} if code else None


def _place_text(field: ReferralField, form: Form) -> str:
    place = _place(field, form)
    if place is None:
        return _said(form, f"{ANSWER}{field.name}-postcode")
    if place["kind"] == "pin":
        return pin.said(place["lat"], place["lng"], place["note"])
    return str(place["road"] if place["kind"] == "road" else place["postcode"])


def _near(field: ReferralField, form: Form) -> str:
    """Where the pin is in words, as the map said them to the resident."""
    return _said(form, f"{ANSWER}{field.name}-near")[:LONGEST_NEAR].rstrip(".")


def _no_postcode(field: ReferralField, form: Form) -> str:
    typed = _said(form, f"{ANSWER}{field.name}-postcode")
    return "" if postcode(typed) else typed


def _number(form: Form, name: str) -> float | None:
    text = _said(form, name)
    return float(text) if re.fullmatch(r"-?\d{1,3}(\.\d{1,12})?", text, re.ASCII) else None


def _said(form: Form, name: str) -> str:
    """One line ending, no control characters, nothing around it."""
    text = form.get(name, "")[:LONGEST_VALUE].replace("\r\n", "\n").replace("\r", "\n")
    return "".join(each for each in text if each == "\n" or each >= " ").strip()
