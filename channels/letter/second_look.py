"""A second look at what is nearly a postcode: a digit is soon read as a letter, and then nobody is found by it.

1. Words that have nearly the shape of a postcode, or have it and were read poorly, are cut out of the page.
2. They are read thrice more, each time larger, as a line of their own: takes a hundredth of a second.
3. What was read twice is taken. What was read once is taken too, but as a word that was read poorly.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from PIL import Image

from channels.letter.judging import POOR
from channels.letter.shapes import Word

NEARLY: Final = re.compile(r"[A-Z]{1,2}[0-9A-Za-z()?|\]]{0,3} ?[0-9GIOSTZilo()?|\]][0-9A-Za-z()|\]]{2}")
WHOLE: Final = re.compile(r"(?<![A-Za-z0-9])([A-Z]{1,2}[0-9][A-Z0-9]?) ?([0-9][ABD-HJLNP-UW-Z]{2})(?![A-Za-z0-9])")
"""Royal Mail's shapes, with the letters that may stand at their end."""
SIZES: Final = (1.0, 1.5, 2.0)
MOST: Final = 6
"""A page with more of them is a list, and nobody's address."""
ONCE: Final = POOR - 0.1
"""How sure of a postcode that only one look gave."""
ENDS: Final = " .,;:"

Look = Callable[[Image.Image], Sequence[tuple[str, float]]]
"""Reads a line: its words, each with its confidence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Doubt:
    """The words from `first` to before `last`, and what they say."""

    first: int
    last: int
    text: str
    sure: float


def looked_again(page: Image.Image, words: tuple[Word, ...], text: str, look: Look) -> tuple[tuple[Word, ...], str]:
    """The words and the text of a page, with the postcodes that a second look gave. The boxes are on `page`."""
    doubts = list(_doubts(words))
    for doubt in doubts if len(doubts) <= MOST else ():
        code, sure = _best(doubt, [_code(look(each)) for each in _larger(page, words[doubt.first : doubt.last])])
        if code:
            words = _with(words, doubt, code, sure)
            text = text.replace(doubt.text, code, 1)
    return words, text


def _doubts(words: Sequence[Word]) -> Iterator[_Doubt]:
    for at in range(len(words)):
        for count in (1, 2):
            these = words[at : at + count]
            said = " ".join(each.text for each in these).rstrip(ENDS)
            sure = min(each.confidence for each in these)
            if len(these) == count and _is_doubtful(said, sure) and _in_line(these):
                yield _Doubt(first=at, last=at + count, text=said, sure=sure)
                break


def _is_doubtful(said: str, sure: float) -> bool:
    if len(said.replace(" ", "")) < 5 or not NEARLY.fullmatch(said) or not any(each.isdigit() for each in said):
        return False
    return sure < POOR or not WHOLE.fullmatch(said)


def _in_line(words: Sequence[Word]) -> bool:
    first, last = words[0].box, words[-1].box
    return first[1] < last[3] and last[1] < first[3] and last[0] - first[2] < 2 * (first[3] - first[1])


def _larger(page: Image.Image, words: Sequence[Word]) -> Iterator[Image.Image]:
    """The words with a little paper around them."""
    left, top = min(each.box[0] for each in words), min(each.box[1] for each in words)
    right, bottom = max(each.box[2] for each in words), max(each.box[3] for each in words)
    high = bottom - top
    part = page.crop((left - high, top - high // 2, right + high, bottom + high // 2))
    for size in SIZES:
        yield part.resize((round(part.width * size), round(part.height * size)), Image.Resampling.BICUBIC)


def _code(read: Sequence[tuple[str, float]]) -> tuple[str, float] | None:
    """The postcode in a line, and how sure its least sure word is."""
    found = WHOLE.search(" ".join(text for text, _ in read))
    if found is None:
        return None
    at, sure = 0, 1.0
    for text, confidence in read:
        if at < found.end() and at + len(text) > found.start():
            sure = min(sure, confidence)
        at += len(text) + 1
    return f"{found[1]} {found[2]}", sure


def _best(doubt: _Doubt, looks: Sequence[tuple[str, float] | None]) -> tuple[str, float]:
    """What to take instead, and how sure it is; empty for nothing."""
    given = [each for each in looks if each is not None]
    if not given:
        return "", 0.0
    counts = Counter(code for code, _ in given)
    code, count = counts.most_common(1)[0]
    best = max(sure for each, sure in given if each == code)
    if count > 1:
        return code, best
    return ("", 0.0) if WHOLE.fullmatch(doubt.text) else (code, min(best, ONCE))


def _with(words: tuple[Word, ...], doubt: _Doubt, code: str, sure: float) -> tuple[Word, ...]:
    parts = code.split(" ") if doubt.last - doubt.first > 1 else [code]
    old = words[doubt.first : doubt.last]
    new = tuple(replace(word, text=part, confidence=sure) for word, part in zip(old, parts, strict=True))
    return (*words[: doubt.first], *new, *words[doubt.last :])
