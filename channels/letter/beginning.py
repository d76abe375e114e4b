"""Whether another letter begins within a letter's pages: two that were scanned together with no sheet between.

Values in, values out. It is never split here: whoever indexes it looks at the page, and does.

1. A page begins a letter where it has a salutation near its top, and a date, an address or a reference of its own.
2. What differs from the pages before is another letter, once these were signed; one that was scanned twice is not.
   With a salutation and nothing else of its own it is one too: the same writer, on the same day, about another matter.
3. Letters that people enclose are no others: ours to them, theirs to somebody who writes to them by name.
"""

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from typing import Final, Self

from channels.letter.dates import date_of
from channels.letter.finding import NAME, NEXT_PAGE, NOT_THEIRS, SIGN_OFF, THE_COUNCIL, postcode_in, references_in
from channels.letter.shapes import Page

ANOTHER_LETTER: Final = "Page {page} looks like the beginning of another letter."
TWO_ON_A_PAGE: Final = "On page {page} somebody is greeted again below a signature: two letters may stand on it."
GREETING: Final = re.compile(r"^\W*(?:dear|to whom|annwyl)\b(?P<whom>.{0,40})$", re.I | re.M)
NEAR_TOP: Final = 25
"""Lines: a letterhead, two addresses, a date and references stand above a salutation, and no more."""
CLOSES: Final = 10
"""Lines that may stand below a sign-off: who signs, and what is enclosed."""
SIGNED_LINES: Final = 5
SAME: Final = 0.9
A_NAME: Final = re.compile(r"\b[A-Z][A-Za-z'’-]{2,}")
NO_NAMES: Final = frozenset(
    [
        "sir",
        "sirs",
        "madam",
        "mrs",
        "miss",
        "doctor",
        "councillor",
        "cllr",
        "all",
        "team",
        "whom",
        "concern",
        "may",
        "customer",
        "resident",
        "occupier",
        "tenant",
        "officer",
        "manager",
        "director",
        "secretary",
        "chief",
        "executive",
        "department",
        "council",
        "county",
        "the",
        "and",
        "housing",
        "planning",
        "for",
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Marks:
    """What tells one letter from another. `greeted` are the names in its salutations, `signed` those of its writers."""

    day: date | None
    postcode: str | None
    references: frozenset[str]
    greeted: frozenset[str]
    signed: frozenset[str]

    @classmethod
    def of(cls, text: str, day: date | None, ours: Container[str]) -> Self:
        return cls(
            day=day,
            postcode=postcode_in(text, ours),
            references=frozenset(references_in(text)),
            greeted=_names(" ".join(each["whom"] for each in GREETING.finditer(text))),
            signed=_names(" ".join(_writers(text))),
        )


def another_begins(pages: Sequence[Page], received: date, ours: Container[str] = frozenset()) -> int | None:
    """The number of the first page that looks like the beginning of another letter; None where none does."""
    written = [page for page in pages if page.text and not _signed_for_us(page.text)]
    for at, page in enumerate(written[1:], 1):
        if _begins(page.text, NEXT_PAGE.join(each.text for each in written[:at]), received, ours):
            return page.number
    return None


def _begins(text: str, before: str, received: date, ours: Container[str]) -> bool:
    greeted = GREETING.search(text)
    above = [line for line in text[: greeted.start()].splitlines() if line.strip()] if greeted else []
    if greeted is None or len(above) > NEAR_TOP:
        return False
    this = _Marks.of(text, date_of("\n".join(above), received), ours)
    that = _Marks.of(before, date_of(before, received), ours)
    if this.greeted & that.signed or that.greeted & this.signed or _from_us(above, this, that):
        return False
    if _is_signed(before) and not _says_the_same(text, before):
        return True
    elsewhere = bool(this.postcode and that.postcode and this.postcode != that.postcode)
    return _differ(this, that) and (_is_signed(before) or (elsewhere and this.day is not None))


def _differ(this: _Marks, that: _Marks) -> bool:
    """Whether a page that has something of its own has anything that the pages before have not."""
    new = this.references - that.references
    if not (this.day or this.postcode or new):
        return False
    dated = this.day is not None and this.day != that.day
    lives = this.postcode is not None and this.postcode != that.postcode
    signed = bool(this.signed and that.signed and not this.signed & that.signed)
    return dated or lives or signed or bool(new)


def two_on_a_page(pages: Sequence[Page]) -> int | None:
    """The number of the first page on which somebody is greeted below a sign-off; None where there is none.

    A letter that the writer quotes, to them or to one of those whom they greet, is no second.
    """
    for page in pages:
        if _signed_for_us(page.text):
            continue
        signed = SIGN_OFF.search(page.text, _greeted_to(page.text))
        again = GREETING.search(page.text, signed.end()) if signed else None
        if again is not None and not _names(again["whom"]) & _names(" ".join(_writers(page.text[: again.start()]))):
            return page.number
    return None


def _greeted_to(text: str) -> int:
    greeted = GREETING.search(text)
    return greeted.end() if greeted else len(text)


def _says_the_same(text: str, before: str) -> bool:
    """Whether hardly a word stands on a page that did not stand before: it was scanned twice."""
    words = text.lower().split()
    known = set(before.lower().split())
    return sum(word in known for word in words) > SAME * len(words)


def _is_signed(before: str) -> bool:
    """Whether one of the pages ends as a letter does."""
    for page in before.split(NEXT_PAGE):
        for closed in SIGN_OFF.finditer(page):
            if sum(bool(line.strip()) for line in page[closed.end() :].splitlines()) <= CLOSES:
                return True
    return False


def _signed_for_us(text: str) -> bool:
    return any(THE_COUNCIL.search(line) for line in _below(text))


def _from_us(above: Sequence[str], this: _Marks, that: _Marks) -> bool:
    """Whether it is a letter of ours to the writer: our name is at its head, and the writer's address below."""
    return bool(above and THE_COUNCIL.search(above[0])) and this.postcode is not None and this.postcode == that.postcode


def _below(text: str) -> list[str]:
    """The lines under every page's last sign-off."""
    found: list[str] = []
    for page in text.split(NEXT_PAGE):
        closed = None
        for each in SIGN_OFF.finditer(page):
            closed = each
        if closed is not None:
            lines = [line.strip() for line in page[closed.end() :].splitlines() if line.strip()][:SIGNED_LINES]
            found += takewhile(lambda line: not NOT_THEIRS.match(line), lines)
    return found


def _writers(text: str) -> list[str]:
    """Lines that are the name of somebody who wrote: under a sign-off, or at the top of a page."""
    tops = [next((line.strip() for line in page.splitlines() if line.strip()), "") for page in text.split(NEXT_PAGE)]
    return [line for line in (*tops, *_below(text)) if NAME.match(line) and not THE_COUNCIL.search(line)]


def _names(line: str) -> frozenset[str]:
    return frozenset(name.lower() for name in A_NAME.findall(line)) - NO_NAMES
