"""Whether a postcode or a number was read so poorly that somebody has to look at the page. Values in, values out."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from channels.letter.areas import exists
from channels.letter.finding import email_of, phone_of, postcode_of
from channels.letter.judging import POOR
from channels.letter.shapes import Page, Word

ALIKE: Final = str.maketrans("OIL]", "011J")
"""What looks alike anyway: which of the two it is, its place says."""
MOST_WORDS: Final = {"postcode": 3, "phone": 6, "email": 6}
LEAST_SURE: Final = {"postcode": POOR, "phone": 0.92, "email": POOR}
"""Printed digits were read with 0.93 and more, on poor paper as well; written by hand with 0.9, and wrong."""
LOOKS: Final[dict[str, Callable[[str], str | None]]] = {"postcode": postcode_of, "phone": phone_of, "email": email_of}


def is_doubtful(kind: str, found: str, pages: Sequence[Page]) -> bool:
    """Whether no place where it stands was read well, or all had a letter in place of a digit that looks otherwise.

    `kind` is postcode, phone or email. A postcode of an area that there is not was misread, or is something else.
    """
    if kind == "postcode" and not exists(found):
        return True
    poor = [_is_poor(kind, words, found) for page in pages for words in _places(kind, found, page.words)]
    return bool(poor) and all(poor)


def _places(kind: str, found: str, words: Sequence[Word]) -> Iterator[Sequence[Word]]:
    """The fewest words that say it, wherever they stand."""
    for at in range(len(words)):
        for count in range(1, MOST_WORDS[kind] + 1):
            these = words[at : at + count]
            if len(these) == count and LOOKS[kind](_said(these)) == found:
                yield these
                break


def _said(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words).strip(" .,;:")


def _is_poor(kind: str, words: Sequence[Word], found: str) -> bool:
    if min(word.confidence for word in words) < LEAST_SURE[kind]:
        return True
    return kind == "postcode" and _plain(_said(words)) != _plain(found)


def _plain(code: str) -> str:
    return code.replace(" ", "").upper().translate(ALIKE)
