"""Whether a postcode was read so poorly that somebody has to look at the page. Values in, values out."""

from collections.abc import Iterator, Sequence
from typing import Final

from channels.letter.finding import postcode_of
from channels.letter.judging import POOR
from channels.letter.shapes import Page, Word

ALIKE: Final = str.maketrans("OIL]", "011J")
"""What looks alike anyway: which of the two it is, its place says."""
MOST_WORDS: Final = 3


def is_doubtful(postcode: str, pages: Sequence[Page]) -> bool:
    """Whether no place where it stands was read well, or all had a letter in place of a digit that looks otherwise."""
    found = [_is_poor(words, postcode) for page in pages for words in _places(postcode, page.words)]
    return bool(found) and all(found)


def _places(postcode: str, words: Sequence[Word]) -> Iterator[Sequence[Word]]:
    """The fewest words that say it, wherever they stand."""
    for at in range(len(words)):
        for count in range(1, MOST_WORDS + 1):
            these = words[at : at + count]
            if len(these) == count and postcode_of(_said(these)) == postcode:
                yield these
                break


def _said(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words).strip(" .,;:")


def _is_poor(words: Sequence[Word], postcode: str) -> bool:
    return min(word.confidence for word in words) < POOR or _plain(_said(words)) != _plain(postcode)


def _plain(code: str) -> str:
    return code.replace(" ", "").upper().translate(ALIKE)
