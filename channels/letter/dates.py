"""The date that a letter bears, as people here write dates, out of all the dates that stand in it.

Dates after the day on which the letter was received are not its own, nor are dates of birth, nor those of other
letters that the writer mentions. What stands alone near the top is better than what stands in a sentence.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WELSH: Final = (
    "ionawr",
    "chwefror",
    "mawrth",
    "ebrill",
    "mai",
    "mehefin",
    "gorffennaf",
    "awst",
    "medi",
    "hydref",
    "tachwedd",
    "rhagfyr",
)
_MONTH: Final = rf"(?:(?:{'|'.join(WELSH)})|(?:{'|'.join(MONTHS)})[a-z]*)\.?"
_ENDING: Final = r"(?:\s?(?:st|nd|rd|th))?"
_DAY: Final = rf"(?P<d>[\dOIl]{{1,2}}){_ENDING}"
_YEAR: Final = r"(?:(?P<y>[12][\dOIl]{3})|['‘’]?(?P<short>\d{2}))"
FORMS: Final = (
    re.compile(rf"\b{_DAY}[\s.\-]*(?:day\s+)?(?:of\s+)?(?P<month>{_MONTH}),?[\s\-]*{_YEAR}\b", re.I),
    re.compile(
        rf"\b(?P<month>{_MONTH})\s*(?:the\s+)?{_DAY},?\s*(?:(?P<y>[12][\dOIl]{{3}})|['‘’](?P<short>\d{{2}}))\b", re.I
    ),
    re.compile(
        r"(?<![\d/.-])(?P<d>\d{1,2})\s?(?P<sep>[/.\-])\s?(?P<m>\d{1,2})\s?(?P=sep)\s?(?:(?P<y>\d{4})|(?P<short>\d{2}))"
        r"(?![\d/-])"
    ),
    re.compile(r"(?<![\d/.-])(?P<y>\d{4})(?P<sep>[-/])(?P<m>\d{2})(?P=sep)(?P<d>\d{2})(?![\d/-])"),
)
"""Day before month, always: this is Britain. The month may come first where it is a word. Some digits are
read as letters."""
NO_YEAR: Final = re.compile(
    rf"^\W*(?:(?:date[d]?|dyddiad)\W+)?(?:[a-z]+day,?\s+)?(?:the\s+)?"
    rf"(?:(?P<d>\d{{1,2}}){_ENDING}\s*(?:of\s+)?(?P<month>{_MONTH})|(?P<month_first>{_MONTH})\s*(?:the\s+)?(?P<day_last>\d{{1,2}}){_ENDING})\W*$",
    re.I,
)
"""On a line of its own."""
DIGITS: Final = str.maketrans("OoIiLl", "001111")
BIRTH: Final = re.compile(r"\b(born|birth|geni|d\.?\s?[o0]\.?\s?[b8]\b|b\.\s*$)", re.I)
OTHERS: Final = re.compile(
    r"\b(appointment|hearing|incident|accident|interview|meeting|invoice|your\s+(?:letter|e-?mail))\b[^\d]{0,15}$", re.I
)
"""What a date on the same line belongs to, that is not this letter."""
DATED: Final = re.compile(r"^\W*(date[d]?)\b", re.I)
OLDEST: Final = timedelta(days=400)
"""A letter older than this is rather a date that it mentions."""
BORN_WITHIN: Final = 30
"""Characters before a date in which the word for birth stands."""
NEAR_TOP: Final = 25
LONG_LINE: Final = 45


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A date in a text: on which line, how much else stands there, and what before it, there and above."""

    day: date
    line: int
    before: str
    labelled: str
    length: int


def date_of(text: str, received: date) -> date | None:
    """The date of a letter that was received on `received`; None when none of the dates in it can be its own."""
    likely = [(score, -each.line, each.day) for each in dates_in(text) if (score := _score(each, received)) > 0]
    return max(likely)[2] if likely else _without_year(text, received)


def dates_in(text: str) -> Iterator[Found]:
    """Every date, in the order of lines. What is no day of any calendar is none."""
    for number, line in enumerate(text.splitlines()):
        for form in FORMS:
            for match in form.finditer(line):
                day = _day(match)
                if day is not None:
                    before = _before(text, line, match.start())
                    length, label = len(line.strip()) - len(match.group()), line[: match.start()]
                    yield Found(day=day, line=number, before=before, labelled=label, length=length)


def _without_year(text: str, received: date) -> date | None:
    """The last such day up to the one on which it was received, where one stands alone near the top."""
    for line in text.splitlines()[:NEAR_TOP]:
        found = NO_YEAR.match(line)
        if found is None:
            continue
        month, day = found["month"] or found["month_first"], found["d"] or found["day_last"]
        for year in (received.year, received.year - 1):
            with suppress(ValueError):
                own = date(year, _month(month), int(day))
                if own <= received:
                    return own
    return None


def _month(word: str) -> int:
    name = word.lower().rstrip(".")
    return WELSH.index(name) + 1 if name in WELSH else MONTHS.index(name[:3]) + 1


def _before(text: str, line: str, start: int) -> str:
    """What stands before a date, beyond its line's beginning: a sentence may have broken there."""
    place = text.find(line) + start
    return text[max(0, place - BORN_WITHIN) : place].replace("\n", " ")


def _score(found: Found, received: date) -> int:
    """How likely it is the letter's own: 0 is not at all."""
    if not received - OLDEST <= found.day <= received or BIRTH.search(found.before):
        return 0
    if OTHERS.search(found.labelled):
        return 0
    if found.length <= 2 or DATED.search(found.before[-12:]):
        return 4
    if found.length > LONG_LINE:
        return 1
    return 3 if found.line < NEAR_TOP else 2


def _day(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    month = _month(parts["month"]) if parts.get("month") else int(parts["m"])
    try:
        return date(_year(parts), month, int(parts["d"].translate(DIGITS)))
    except ValueError:
        return None


def _year(parts: Mapping[str, str | None]) -> int:
    """Two digits are this century's, but for the births of the old."""
    if parts["y"]:
        return int(parts["y"].translate(DIGITS))
    year = int(parts["short"] or 0)
    return year + (2000 if year < 70 else 1900)
