"""A numbered letter of a seed, in one of the states that post arrives in."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from random import Random
from typing import Final

from PIL import Image

from samples.post.drawing import draw
from samples.post.fonts import FACES, Hand
from samples.post.wear import WEARS, wear
from samples.post.words import Letter, write

TODAY: Final = date(2026, 11, 26)
QUARTERS: Final = (0, 90, 180, 270)


class Kind(StrEnum):
    """What has happened to a letter."""

    CLEAN = "clean"
    SKEWED = "skewed"
    NOISY = "noisy"
    FAXED = "faxed"
    TYPEWRITTEN = "typewritten"
    WORN = "worn"
    """Three things at once."""
    HANDWRITTEN = "handwritten"


WORN_BY: Final[dict[Kind, tuple[str, ...]]] = {
    Kind.SKEWED: ("skew",),
    Kind.NOISY: ("noise",),
    Kind.FAXED: ("fax",),
    Kind.HANDWRITTEN: ("blur",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A letter's pages as scanned, 200 dots an inch. `turned` is how far its pages were turned, anticlockwise."""

    letter: Letter
    kind: Kind
    face: str
    worn: tuple[str, ...]
    turned: int
    pages: tuple[Image.Image, ...]


def sample(seed: int, number: int, kind: Kind, *, turned: int | None = 0, paragraphs: int = 2) -> Sample:
    """Letter `number` of `seed`; `turned` None lays it on the scanner any way up."""
    random = Random(f"{seed}/{number}/{kind}")  # noqa: S311  # to be the same again
    letter = write(random, today=TODAY, paragraphs=paragraphs)
    hand = {Kind.TYPEWRITTEN: Hand.TYPEWRITER, Kind.HANDWRITTEN: Hand.PEN}.get(kind, Hand.PRINTER)
    name = random.choice(FACES[hand])
    worn = WORN_BY.get(kind, ())
    if kind is Kind.WORN:
        worn = tuple(random.sample(sorted(WEARS), 3))
    quarter = random.choice(QUARTERS) if turned is None else turned
    pages = [wear(page, worn, random) for page in draw(letter, random, hand=hand, name=name)]
    turn = [page.rotate(quarter, expand=True) for page in pages]
    return Sample(letter=letter, kind=kind, face=name, worn=worn, turned=quarter, pages=tuple(turn))
