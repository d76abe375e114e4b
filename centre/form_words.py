"""What a resident answered, in words: for the desk, for the check before sending, for the guess. Pure."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from channels.web_form.inbound import About, AnswerBy, Details, Sent
from core.service import FieldKind, ReferralField, Service

ANSWERS, DETAILS = "answers", "details"
"""The facts under which a form's answers, and what was said of who sent it, are kept."""
WHO: Final = "form-who:"
"""How the key of the message begins in which a form says who sent it, and how to reach them."""

FILES: Final = "Pictures or documents"
WAYS: Final = {
    AnswerBy.TEXT: "By text",
    AnswerBy.PHONE: "By telephone",
    AnswerBy.EMAIL: "By email",
    AnswerBy.NONE: "No answer needed",
}
WORDY: Final = (FieldKind.LONG_TEXT, FieldKind.TEXT)


def answers(service: Service, sent: Sent) -> list[tuple[ReferralField, str]]:
    """Each question with its answer as people read it; empty where it was left out."""
    return [(each, shown(each, sent.answers.get(each.name, ""))) for each in service.form]


def said(service: Service, sent: Sent, files: Sequence[str] = ()) -> list[str]:
    """Question and answer, a line each, and by their names the files that came along."""
    lines = [f"{each.label.rstrip(':')} {text}" for each, text in answers(service, sent) if text]
    return [*lines, f"{FILES}: {', '.join(files)}"] if files else lines


def shown(field: ReferralField, value: str) -> str:
    """A date as people write it; anything else as it is."""
    if field.kind is not FieldKind.DATE:
        return value
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return value
    return f"{day.day} {day:%B %Y}"


def words_of(service: Service, sent: Sent) -> str:
    """The resident's own words: what was typed freely, the longest kinds of answer first."""
    typed = [sent.answers.get(each.name, "") for kind in WORDY for each in service.form if each.kind is kind]
    return " ".join(each for each in typed if each)


def way(details: Details) -> str:
    """How they want to be answered."""
    return WAYS[AnswerBy(details.answer_by)] if details.answer_by in set(AnswerBy) else ""


def details_rows(details: Details) -> list[tuple[str, str, str]]:
    """What was said of who wrote: the input's id, its question, its answer; without what was left out."""
    other = details.about == About.OTHER
    about = (f"{details.person} ({details.relation})" if details.relation else details.person) if other else "Me"
    rows = [
        ("d-about", "Who is it about?", about),
        ("d-name", "Your name", details.name),
        ("d-phone", "Telephone number", details.phone),
        ("d-email", "Email address", details.email),
        ("d-postcode", "Your postcode", details.postcode.upper()),
        ("d-answer_by", "How should we answer?", way(details)),
        ("d-needs", "What we should know to help you", details.needs),
    ]
    return [row for row in rows if row[2]]


def details_shown(details: Details) -> list[str]:
    """The same for an agent, a line each."""
    said_by = {"d-about": "It is about", "d-name": "Name", "d-answer_by": "Answer", "d-postcode": "Postcode"}
    return [f"{said_by.get(name, question.rstrip('?'))}: {text}" for name, question, text in details_rows(details)]
