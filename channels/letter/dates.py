"""The date that a letter bears, as people here write dates, out of all the dates that stand in it.

Dates after the day on which the letter was received are not its own, nor are dates of birth, nor those of other
letters that the writer mentions. What stands alone near the top is better than what stands in a sentence.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from channels.letter.calendar_words import DAYS, MONTHS, MUTATED, WELSH, YEARS, month, plain

_MONTH: Final = rf"(?:(?:{'|'.join((*WELSH, *MUTATED))})|(?:{'|'.join(MONTHS)})[a-z]*)\.?"
_ENDING: Final = r"(?:\s?(?:st|nd|rd|th)|(?:af|ail|il|ydd|edd|ed|fed|eg|ain))?"
_IN_WORDS: Final = r"(?P<day_word>(?:twenty|thirty)?[\s-]?[a-z]{3,8}(?:st|nd|rd|th))"
_DAY: Final = rf"(?P<d>[\dOIl]{{1,2}}){_ENDING}"
_YEAR: Final = r"(?:(?P<y>[12][\dOIl]{3})|['‘’]?(?P<short>\d{2}))"
_YEAR_IN_WORDS: Final = r"(?:two\s+thousand(?:\s+and)?|twenty)\s+(?P<year_word>(?:(?:twenty|thirty)[\s-])?[a-z]{3,9})"
FORMS: Final = (
    re.compile(rf"\b{_DAY}[\s.\-]*(?:day\s+)?(?:of?\s+)?(?P<month>{_MONTH}),?[\s\-]*{_YEAR}\b", re.I),
    re.compile(
        rf"\b(?P<month>{_MONTH})\s*(?:the\s+)?{_DAY},?\s*(?:(?P<y>[12][\dOIl]{{3}})|['‘’](?P<short>\d{{2}}))\b", re.I
    ),
    re.compile(
        r"(?<![\d/.-])(?P<d>\d{1,2})\s?(?P<sep>[/.\-])\s?(?P<m>\d{1,2})\s?(?P=sep)\s?(?:(?P<y>\d{4})|(?P<short>\d{2}))"
        r"(?![\d/-])"
    ),
    re.compile(rf"\b{_IN_WORDS}\s+(?:day\s+)?(?:of\s+)?(?P<month>{_MONTH}),?\s+(?:{_YEAR}|{_YEAR_IN_WORDS})\b", re.I),
    re.compile(rf"\b{_DAY}\s+(?:of\s+)?(?P<month>{_MONTH}),?\s+{_YEAR_IN_WORDS}\b", re.I),
    re.compile(r"(?<![\d/.-])(?P<d>\d{1,2})[\s.](?P<month>(?:I{1,3}|IV|VI{0,3}|IX|XI{0,2}))[\s.](?P<y>\d{4})\b"),
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
LATER_DATE: Final = re.compile(r"(?:\b\d{4}|\d[/.\-]\d{2})\b")
"""The end of another date: what is said before that is said of it."""
NEAR_TOP: Final = 25
LONG_LINE: Final = 45
OF_A_SENTENCE: Final = re.compile(
    r"\b(?:on|since|until|till|by|from|before|after|around|about|of|and|or|was|is|were|to|for|at|in|between)"
    r"(?:\s+(?:the|[a-z]+day,?))*\s*$",
    re.I,
)
"""What stands before a date that is part of what is said, on its line or at the end of the one above."""
OF_A_DATE: Final = frozenset(["the", "this", "day", "of", "date", "dated", "dyddiad", "at", "on", "and"])
"""Small words that stand beside a letter's own date."""
SMALL_WORD: Final = re.compile(r"(?<![\w'’.@-])[a-z]{2,}(?![\w@])")
MOST_SMALL: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A date in a text: on which line, what else stands there, and what before it, there and above."""

    day: date
    line: int
    before: str
    labelled: str
    beside: str


def date_of(text: str, received: date) -> date | None:
    """The date of a letter that was received on `received`; None when none of the dates in it can be its own."""
    likely = [(score, -each.line, each.day) for each in dates_in(text) if (score := _score(each, received)) > 0]
    return max(likely)[2] if likely else _without_year(text, received)


def dates_in(text: str) -> Iterator[Found]:
    """Every date, in the order of lines. What is no day of any calendar is none."""
    lines = text.splitlines()
    for number, line in enumerate(lines):
        for form in FORMS:
            for match in form.finditer(line):
                day = _day(match)
                if day is not None:
                    before, label = _before(lines, number, match.start()), line[: match.start()]
                    beside = f"{label} {line[match.end() :]}".strip()
                    yield Found(day=day, line=number, before=before, labelled=label, beside=beside)


def _without_year(text: str, received: date) -> date | None:
    """The last such day up to the one on which it was received, where one stands alone near the top."""
    for line in text.splitlines()[:NEAR_TOP]:
        found = NO_YEAR.match(line)
        if found is None:
            continue
        name, day = found["month"] or found["month_first"], found["d"] or found["day_last"]
        for year in (received.year, received.year - 1):
            with suppress(ValueError):
                own = date(year, month(name), int(day))
                if own <= received:
                    return own
    return None


def _before(lines: Sequence[str], number: int, start: int) -> str:
    """What stands before a date, behind any other, beyond its line's beginning: a sentence may have broken there."""
    above = lines[number - 1] if number else ""
    said = f"{above} {lines[number][:start]}"[-BORN_WITHIN:]
    return LATER_DATE.split(said)[-1]


def _score(found: Found, received: date) -> int:
    """How likely it is the letter's own: 0 is not at all."""
    if not received - OLDEST <= found.day <= received or BIRTH.search(found.before):
        return 0
    if OTHERS.search(found.labelled):
        return 0
    if DATED.search(found.labelled[-12:]):
        return 4
    if _is_said(found):
        return 0
    if len(found.beside) <= 2:
        return 4
    return 3 if found.line < NEAR_TOP else 2


def _is_said(found: Found) -> bool:
    """Whether it stands in a sentence, which speaks of another day than that on which it was written."""
    if len(found.beside) > LONG_LINE or OF_A_SENTENCE.search(found.before):
        return True
    return sum(word not in OF_A_DATE for word in SMALL_WORD.findall(found.beside)) > MOST_SMALL


def _day(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    try:
        number = month(parts["month"]) if parts.get("month") else int(parts["m"])
        day = DAYS[plain(parts["day_word"])] if parts.get("day_word") else int(parts["d"].translate(DIGITS))
        return date(_year(parts), number, day)
    except (ValueError, KeyError):
        return None


def _year(parts: Mapping[str, str | None]) -> int:
    """Two digits are this century's, but for the births of the old. Raises KeyError for words that are no year."""
    if parts.get("year_word"):
        return YEARS[plain(str(parts["year_word"]))]
    if parts.get("y"):
        return int(str(parts["y"]).translate(DIGITS))
    year = int(parts.get("short") or 0)
    return year + (2000 if year < 70 else 1900)
