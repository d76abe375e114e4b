"""The date that a letter bears, as people here write dates, out of all the dates that stand in it.

Dates after the day on which the letter was received are not its own, nor are dates of birth, nor those of other
letters that the writer mentions. What stands alone near the top is better than what stands in a sentence.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH: Final = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_ENDING: Final = r"(?:\s?(?:st|nd|rd|th))?"
FORMS: Final = (
    re.compile(rf"\b(?P<d>\d{{1,2}}){_ENDING}\s*(?:of\s+)?(?P<month>{_MONTH}),?\s*(?P<y>\d{{4}}|\d{{2}})\b", re.I),
    re.compile(rf"\b(?P<month>{_MONTH})\s*(?P<d>\d{{1,2}}){_ENDING},?\s*(?P<y>\d{{4}})\b", re.I),
    re.compile(
        r"(?<![\d/.-])(?P<d>\d{1,2})\s?(?P<sep>[/.\-])\s?(?P<m>\d{1,2})\s?(?P=sep)\s?(?P<y>\d{4}|\d{2})(?![\d/-])"
    ),
    re.compile(r"(?<![\d/.-])(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})(?![\d/-])"),
)
"""Day before month, always: this is Britain. The month may come first where it is a word."""
BIRTH: Final = re.compile(r"\b(born|birth|d\.?\s?[o0]\.?\s?[b8]\b)", re.I)
DATED: Final = re.compile(r"^\W*(date[d]?)\b", re.I)
OLDEST: Final = timedelta(days=400)
"""A letter older than this is rather a date that it mentions."""
BORN_WITHIN: Final = 30
"""Characters before a date in which the word for birth stands."""
NEAR_TOP: Final = 25
LONG_LINE: Final = 45


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A date in a text: on which line, and how much else stands there."""

    day: date
    line: int
    before: str
    length: int


def date_of(text: str, received: date) -> date | None:
    """The date of a letter that was received on `received`; None when none of the dates in it can be its own."""
    likely = [(score, -each.line, each.day) for each in dates_in(text) if (score := _score(each, received)) > 0]
    return max(likely)[2] if likely else None


def dates_in(text: str) -> Iterator[Found]:
    """Every date, in the order of lines. What is no day of any calendar is none."""
    for number, line in enumerate(text.splitlines()):
        for form in FORMS:
            for match in form.finditer(line):
                day = _day(match)
                if day is not None:
                    before = _before(text, line, match.start())
                    yield Found(day=day, line=number, before=before, length=len(line.strip()) - len(match.group()))


def _before(text: str, line: str, start: int) -> str:
    """What stands before a date, beyond its line's beginning: a sentence may have broken there."""
    place = text.find(line) + start
    return text[max(0, place - BORN_WITHIN) : place].replace("\n", " ")


def _score(found: Found, received: date) -> int:
    """How likely it is the letter's own: 0 is not at all."""
    if not received - OLDEST <= found.day <= received or BIRTH.search(found.before):
        return 0
    if found.length <= 2 or DATED.search(found.before[-12:]):
        return 4
    if found.length > LONG_LINE:
        return 1
    return 3 if found.line < NEAR_TOP else 2


def _day(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    month = MONTHS.index(parts["month"][:3].lower()) + 1 if parts.get("month") else int(parts["m"])
    year = int(parts["y"])
    if year < 100:
        # Two digits are this century's, but for the births of the old.
        year += 2000 if year < 70 else 1900
    try:
        return date(year, month, int(parts["d"]))
    except ValueError:
        return None
