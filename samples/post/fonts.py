"""The faces of the letters: office, book, typewriter, hand. `npm ci` brings them, as it brings the tools of pages."""

from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

from PIL import ImageFont

FOLDER: Final = Path(__file__).parents[2] / "node_modules" / "@fontsource"


class Hand(StrEnum):
    """What a letter was written with."""

    PRINTER = "printer"
    TYPEWRITER = "typewriter"
    PEN = "pen"


FACES: Final[dict[Hand, tuple[str, ...]]] = {
    Hand.PRINTER: (
        "arimo",
        "tinos",
        "carlito",
        "caladea",
        "gelasio",
        "eb-garamond",
        "open-sans",
        "crimson-text",
    ),
    Hand.TYPEWRITER: ("cousine", "courier-prime", "cutive-mono", "special-elite"),
    Hand.PEN: ("caveat", "kalam", "patrick-hand", "homemade-apple", "shadows-into-light"),
}


class FontsMissing(Exception):
    """The faces are not installed."""


@cache
def face(name: str, size: int) -> ImageFont.FreeTypeFont:
    """A face at `size` pixels; raises FontsMissing with what to do."""
    file = FOLDER / name / "files" / f"{name}-latin-400-normal.woff"
    if not file.is_file():
        raise FontsMissing("The faces of the sample letters are not here. Run: npm ci")
    return ImageFont.truetype(str(file), size)
