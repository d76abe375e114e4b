"""Subjects as threads go by them: without what mail programmes put before them, and without our own mark."""

import re
from typing import Final

from core.reference import found_in

AT_MOST: Final = 200
"""Characters of a subject that we write: longer ones are cut, as no screen shows them."""

_ANSWERS: Final = (
    "re|aw|wg|sv|vs|antw|antwort|odp|odpowiedź|ynt|rif|r|res|rép|réf|tr|fwd?|fw|atb|ymateb|vá|απ|σχετ|отг"
    "|回复|答复|回覆|转发"
)
"""What programmes put before the subject of what they answer or pass on; only with a colon."""
_OUTSIDE: Final = r"ext|external|extern|external (?:e-?mail|sender|message)|outside|secure|official(?:-sensitive)?"
_SPAM: Final = r"(?:possible|probable|suspected|potential|likely)?[ -]?(?:spam|junk|phishing)\??"
_BEFORE: Final = re.compile(
    rf"^\s*(?:(?:{_ANSWERS})\s*(?:\[\d+\])?\s*[:：]"
    rf"|[\[{{(](?:{_OUTSIDE}|{_SPAM})[\])}}]:?"
    rf"|\*{{1,5}}\s?(?:{_OUTSIDE}|{_SPAM})\s?\*{{1,5}}:?"
    rf"|(?:caution|warning)\s*[:!-]\s*(?:{_OUTSIDE})\s*[:!-]|(?:{_OUTSIDE}|{_SPAM})\s*:"
    r"|automatic reply\s*:|auto:)\s*",
    re.IGNORECASE,
)
"""And what gateways put before anything from elsewhere."""
_MARK: Final = re.compile(r"\s*\[\s*ref[.:]?\s*\d{3}[- ]?\d{3}[- ]?\d{3}\s*\]", re.IGNORECASE)
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]+")
"""Those that end a line or ring a bell, and those that turn the direction of what follows."""


def base(subject: str) -> str:
    """What two messages of one thread have in common, in small letters; "" for one that says nothing."""
    subject = _MARK.sub("", subject)
    while (shorter := _BEFORE.sub("", subject, count=1)) != subject:
        subject = shorter
    return " ".join(subject.split()).casefold()


def references_in(subject: str) -> list[str]:
    """Case references that somebody wrote into a subject."""
    return list(found_in(subject))


def one_line(text: str) -> str:
    """Fit for one header field: nothing in it begins another."""
    return " ".join(_CONTROL.sub(" ", text).split())


def answering(subject: str) -> str:
    """The subject of an answer, without a mark."""
    said = one_line(_MARK.sub("", subject))
    return said if not said or re.match(r"re\s*:", said, re.IGNORECASE) else f"Re: {said}"


def marked(subject: str, reference: str | None) -> str:
    """With the case's reference, by which an answer finds it whatever the mail programme leaves out."""
    said = one_line(subject)
    if reference is None or reference in references_in(said):
        return said[:AT_MOST]
    mark = f"[Ref {reference}]"
    return f"{said[: AT_MOST - len(mark) - 1]} {mark}".strip()
