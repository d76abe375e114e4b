"""Whether a letter was read well enough to be acted on, or somebody has to look at it first. Values in, values out."""

from collections.abc import Sequence
from typing import Final

from channels.letter.shapes import Page, Reason, Word
from channels.letter.splitting import all_blank

LEAST_CONFIDENCE: Final = 0.88
FEWEST_WORDS: Final = 15
"""A handwritten word may read as sure as print; a whole letter of them never does."""
LEAST_KNOWN: Final = 0.75
"""The share of words that stand in the dictionary; printed letters have 0.89 and more."""
DARKEST: Final = 0.08
"""Of a printed page, 0.03 is ink. Where a copier has blackened a part, what stood there is missed without a doubt."""
POOR: Final = 0.6
MANY_POOR: Final = 0.25
"""More words than this share that were read poorly: part of the page is written by hand."""


def reason(pages: Sequence[Page]) -> Reason | None:
    """Why a person has to look; None when nobody needs to."""
    if any(page.trouble for page in pages):
        return Reason.PAGE_NOT_READ
    if all_blank(pages):
        return Reason.BLANK
    if any(page.ink > DARKEST for page in pages):
        return Reason.DARK
    words = [word for page in pages for word in page.words]
    if len(words) < FEWEST_WORDS:
        return Reason.FEW_WORDS
    return _poor(words) or (Reason.UNREAD_INK if any(page.unread for page in pages) else None)


def confidence(pages: Sequence[Page]) -> float:
    """The mean of all words; 0 where none was read."""
    words = [word.confidence for page in pages for word in page.words]
    return round(sum(words) / len(words), 3) if words else 0.0


def _poor(words: Sequence[Word]) -> Reason | None:
    sure = sum(word.confidence for word in words) / len(words)
    poor = sum(word.confidence < POOR for word in words) / len(words)
    known = _known(words)
    if poor > MANY_POOR or (sure < LEAST_CONFIDENCE and known < LEAST_KNOWN):
        return Reason.HANDWRITING
    if sure < LEAST_CONFIDENCE:
        return Reason.LOW_CONFIDENCE
    return Reason.UNKNOWN_WORDS if known < LEAST_KNOWN else None


def _known(words: Sequence[Word]) -> float:
    """Of all words that could stand in a dictionary, the share that does."""
    able = [word for word in words if sum(letter.isalpha() for letter in word.text) > 2]
    return sum(word.known for word in able) / len(able) if able else 0.0
