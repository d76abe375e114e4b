"""Whether a resident's form can be sent: a sentence for each thing that is missing or wrong, at its input. Pure.

What passes here, the referral's own check takes too: a test holds the two together.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from channels.web_form.inbound import ANSWER, YES_NO, About, AnswerBy, Details, Sent, input_of, postcode
from core import address, telephone
from core.errors import InvalidInput
from core.service import FieldKind, ReferralField, Service

LONGEST: Final = {FieldKind.LONG_TEXT: 4000}
LONGEST_LINE: Final = 300
ASKED: Final = ("about", "person", "relation", "answer_by", "name", "phone", "email", "postcode", "needs")
"""What is asked of everybody, in the order of its page."""
SHORTEST_PLACE: Final = 5
NO_POSTCODE: Final = "That is not a postcode. One looks like WM3 4AB."


@dataclass(frozen=True, slots=True, kw_only=True)
class FormProblem:
    """What is wrong; `input` is the id of the input to put it right at."""

    input: str
    message: str


def about_matter(service: Service, sent: Sent, today: date) -> list[FormProblem]:
    """What is wrong with the answers, in the form's order. `today` is the county's."""
    return [problem for each in service.form for problem in _of_field(each, sent, today)]


def about_details(details: Details) -> list[FormProblem]:
    """What is wrong with who wrote and how to reach them, in the form's order."""
    found = sorted(_of_details(details), key=lambda each: ASKED.index(each[0]))
    return [FormProblem(input=f"d-{name}", message=message) for name, message in found]


def _of_field(field: ReferralField, sent: Sent, today: date) -> Iterator[FormProblem]:
    no_postcode = sent.no_postcode if field.kind is FieldKind.PLACE else ""
    message = _wrong(field, sent.answers.get(field.name, ""), today)
    # A mistyped postcode that is all there is of a place is one mistake, not two.
    if message and not (no_postcode and sent.place is None):
        yield FormProblem(input=input_of(field), message=message)
    if no_postcode:
        yield FormProblem(input=f"{ANSWER}{field.name}-postcode", message=f"{NO_POSTCODE} Leave it empty if unsure.")
    if field.kind is FieldKind.PLACE and sent.place and sent.place["kind"] == "pin":
        lat, lng = sent.place["lat"], sent.place["lng"]
        if not (49 <= lat <= 61 and -9 <= lng <= 3):
            message = "That pin is outside Great Britain. Move it or take it away."
            yield FormProblem(input=input_of(field), message=message)


def _wrong(field: ReferralField, value: str, today: date) -> str | None:
    if not value:
        return _missing(field) if field.required else None
    longest = LONGEST.get(field.kind, LONGEST_LINE)
    if len(value) > longest:
        return f"“{field.asked}” may have {longest} letters; it has {len(value)}."
    check = _CHECKS.get(field.kind)
    wrong = check(field, value) if check else None
    if wrong is None and field.past and date.fromisoformat(value) > today:
        return f"“{field.asked}” cannot be later than today."
    return wrong


def _missing(field: ReferralField) -> str:
    asked = field.asked
    if field.kind in (FieldKind.CHOICE, FieldKind.YES_NO):
        return f"Choose an answer to “{asked}”."
    if field.kind is FieldKind.PLACE:
        return "Say where it is: a road, a postcode, or a pin on the map."
    return f"Answer “{asked}”." if asked.endswith("?") else f"Fill in “{asked}”."


def _wrong_choice(field: ReferralField, value: str) -> str | None:
    return None if value in field.choices else _missing(field)


def _wrong_yes_no(field: ReferralField, value: str) -> str | None:
    return None if value in YES_NO else _missing(field)


def _wrong_date(field: ReferralField, value: str) -> str | None:
    try:
        said = date.fromisoformat(value)
    except ValueError:
        return f"“{field.asked}” must be a real date, such as 27 3 1948."
    return None if said.year >= 1880 else f"“{field.asked}” needs the whole year, such as 1948."


def _wrong_phone(field: ReferralField, value: str) -> str | None:
    return _phone_problem(value)


def _wrong_email(field: ReferralField, value: str) -> str | None:
    return _email_problem(value)


def _wrong_place(field: ReferralField, value: str) -> str | None:
    if len(value) >= SHORTEST_PLACE:
        return None
    return "Say a little more about where it is: the whole name of the road, or a postcode."


_CHECKS: Final[dict[FieldKind, Callable[[ReferralField, str], str | None]]] = {
    FieldKind.CHOICE: _wrong_choice,
    FieldKind.YES_NO: _wrong_yes_no,
    FieldKind.DATE: _wrong_date,
    FieldKind.PHONE: _wrong_phone,
    FieldKind.EMAIL: _wrong_email,
    FieldKind.PLACE: _wrong_place,
}

NEEDS: Final = {
    AnswerBy.TEXT: ("phone", "Give a mobile number, so that we can text you."),
    AnswerBy.PHONE: ("phone", "Give a telephone number, so that we can call you."),
    AnswerBy.EMAIL: ("email", "Give an email address, so that we can write to you."),
}
"""What each way of answering cannot do without."""


def _of_details(said: Details) -> Iterator[tuple[str, str]]:
    for name in ("name", "person", "relation", "needs"):
        if len(getattr(said, name)) > LONGEST_LINE:
            yield name, f"That is too long: {LONGEST_LINE} letters at most."
    yield from _of_answer(said)
    problems = {
        "phone": _phone_problem(said.phone, mobile=said.answer_by == AnswerBy.TEXT),
        "email": _email_problem(said.email),
        "postcode": _postcode_problem(said.postcode),
    }
    yield from ((name, problem) for name, problem in problems.items() if problem and getattr(said, name))
    if said.about not in set(About):
        yield "about", "Choose whom it is about."
    elif said.about == About.OTHER and not said.person:
        yield "person", "Say whom it is about."


def _of_answer(said: Details) -> Iterator[tuple[str, str]]:
    if said.answer_by not in set(AnswerBy):
        yield "answer_by", "Choose how we should answer you."
        return
    name, message = NEEDS.get(AnswerBy(said.answer_by), ("", ""))
    if name and not getattr(said, name):
        yield name, message


def _phone_problem(text: str, *, mobile: bool = False) -> str | None:
    number = telephone.read(text)
    if number.e164 is None:
        return "That is not a telephone number that we can call. One looks like 07700 900 123."
    if mobile and number.kind is not telephone.Kind.MOBILE:
        return "That is not a mobile number of this country, so we cannot text it. Choose a call instead."
    return None


def _email_problem(text: str) -> str | None:
    try:
        address.email(text)
    except InvalidInput:
        return "That is not an email address. One looks like name@example.com."
    return None if len(text) <= LONGEST_LINE else f"That is too long: {LONGEST_LINE} letters at most."


def _postcode_problem(text: str) -> str | None:
    return None if postcode(text) else NO_POSTCODE
