"""The words that a PDF has of itself, where it never was paper: they settle what its picture leaves open.

What is seen counts, for words in a file may be hidden, or lie. So the two must agree for the most part, nothing is
added or left out, and a word is taken only in place of one that looks like it or that was hard to read.

Values in, values out.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Final

from channels.letter.judging import POOR
from channels.letter.shapes import Page, Word

AGREES: Final = 0.8
SIMILAR: Final = 0.5
SURE: Final = 0.95
LONGEST: Final = 5_000
"""Words of a page; with more of them it is no letter, and comparing takes too long."""
A_WORD: Final = re.compile(r"\S+")
ALIKE: Final = str.maketrans("OoQDIl|!i]SsBGZz’‘", "0000111111558622''")
"""What looks the same to whoever reads a picture."""


def settled(page: Page, said: str) -> Page:
    """The page with the words that its file has in place of those that look like them; the same where they differ."""
    own = said.split()
    read = [word.text for word in page.words]
    if not own or max(len(own), len(read)) > LONGEST:
        return page
    words = list(page.words)
    for at, meant in _meant(read, own):
        before = words[at]
        if _looks_like(before.text, meant) or (before.confidence < POOR and _similar(before.text, meant)):
            words[at] = replace(before, text=meant, confidence=max(before.confidence, SURE))
    changed = _changed(page.words, words)
    text = A_WORD.sub(lambda match: changed.get(match.group(), match.group()), page.text)
    return replace(page, words=tuple(words), text=text)


def _meant(read: Sequence[str], own: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The place of each word that was read otherwise, and what stands there in the file."""
    match = SequenceMatcher(None, read, own, autojunk=False)
    if match.ratio() < AGREES:
        return
    for kind, first, last, start, end in match.get_opcodes():
        if kind == "replace" and last - first == end - start:
            yield from zip(range(first, last), own[start:end], strict=True)


def _changed(before: Sequence[Word], after: Sequence[Word]) -> dict[str, str]:
    """What became of each word that became the same wherever it stands."""
    became: dict[str, set[str]] = {}
    for old, new in zip(before, after, strict=True):
        became.setdefault(old.text, set()).add(new.text)
    return {old: next(iter(new)) for old, new in became.items() if len(new) == 1 and old not in new}


def _looks_like(one: str, other: str) -> bool:
    return one.translate(ALIKE) == other.translate(ALIKE)


def _similar(one: str, other: str) -> bool:
    return SequenceMatcher(None, one, other).ratio() >= SIMILAR
