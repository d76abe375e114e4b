"""Bar codes, QR codes and patches on a page, and what those that are ours say.

Ours are `switchboard:split` (between two letters), `switchboard:cover?service=…&reference=…` (the first sheet of a
letter; with `two-passes=yes` that of a whole pile) and `switchboard:reply?reference=…` (printed on what we send, so
that an answer finds its case).
"""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl, urlencode

import numpy as np
import zxingcpp
from numpy.typing import NDArray
from PIL import Image

from channels.letter.shapes import Code
from core import reference
from core.errors import InvalidInput

SPLIT: Final = "switchboard:split"
COVER: Final = "switchboard:cover?"
REPLY: Final = "switchboard:reply?"
TWO_PASSES: Final = "two-passes"
SEPARATORS: Final = frozenset({SPLIT, "PATCHT", "PATCH2"})
"""`PATCHT` is what document scanners' software prints on its separators."""

KINDS: Final = "QRCode,DataMatrix,Code128,Code39"
PATCHES: Final = frozenset({"nwnw", "wnwn", "wnnw"})
"""Kodak's T, the same upside down (which is 3), and 2: all of them stand between documents (A-61599)."""
DARK: Final = 110
LOOKED_AT: Final = (0.3, 0.4, 0.5, 0.6, 0.7)
"""Where across the page bars are looked for; they run over most of its width."""
ENOUGH: Final = 3
WIDE: Final = (1.8, 3.4)
"""A wide bar in narrow ones: 2.5, give or take what a scanner does."""
NARROW: Final = (0.6, 1.5)
LEAST_UNIT: Final = 2


def codes_on(page: Image.Image) -> tuple[Code, ...]:
    """The codes of a page, each once. Takes about 0.1 s."""
    found = {
        (each.format.name, each.text)
        for each in zxingcpp.read_barcodes(page, formats=zxingcpp.barcode_formats_from_str(KINDS))
        if each.text
    }
    return tuple(Code(kind=kind, text=text) for kind, text in sorted(found))


def references_on(picture: Path) -> list[str]:
    """The references on the codes of a page that was kept as a picture. Takes about 0.1 s."""
    with Image.open(picture) as page:
        seen = codes_on(page.convert("L"))
    found = replied_to(seen)
    with suppress(InvalidInput):
        found.append(reference.read(cover(seen).get("reference", "")))
    return found


def separates(codes: Iterable[Code]) -> bool:
    """Whether a page with these is only there to stand between letters."""
    return any(code.text.upper().replace(" ", "") in SEPARATORS or code.text == SPLIT for code in codes)


def cover(codes: Iterable[Code]) -> dict[str, str]:
    """What a cover sheet says: `service`, `reference`, `office`; empty when the page is none."""
    return next((dict(parse_qsl(code.text.removeprefix(COVER))) for code in codes if code.text.startswith(COVER)), {})


def says_two_passes(codes: Iterable[Code]) -> bool:
    """Whether the sheet on a pile says that its fronts were scanned first, and then its backs."""
    return bool(cover(codes).get(TWO_PASSES))


def is_cover(codes: Iterable[Code]) -> bool:
    """Whether a letter begins with this page."""
    return any(code.text.startswith(COVER) for code in codes)


def replied_to(codes: Iterable[Code]) -> list[str]:
    """The references on papers of ours, as they are written now."""
    said = [dict(parse_qsl(code.text.removeprefix(REPLY))) for code in codes if code.text.startswith(REPLY)]
    found = []
    for each in said:
        with suppress(InvalidInput):
            found.append(reference.read(each.get("reference", "")))
    return found


def is_ours(codes: Iterable[Code]) -> bool:
    """Whether the page is a paper of ours, come back."""
    return any(code.text.startswith(REPLY) for code in codes)


def cover_text(**said: str) -> str:
    """What a cover sheet's code holds."""
    return COVER + urlencode({key: value for key, value in said.items() if value}, safe="/")


def reply_text(reference: str) -> str:
    """What the code on a letter of ours holds."""
    return REPLY + urlencode({"reference": reference})


def has_patch(page: Image.Image) -> bool:
    """Whether four bars run across the page, or down it, as they do on a separator and nowhere else."""
    dark = np.asarray(page.reduce(2)) < DARK
    return _barred(dark) or _barred(dark.T)


def _barred(dark: NDArray[np.bool_]) -> bool:
    columns = (dark[:, int(dark.shape[1] * share)] for share in LOOKED_AT)
    return sum(_bars(column) for column in columns) >= ENOUGH


def _bars(column: NDArray[np.bool_]) -> bool:
    edges = np.flatnonzero(np.diff(column.astype(np.int8)))
    runs = np.diff(edges)
    first_dark = 0 if len(edges) and not column[0] else 1
    return any(_is_patch(runs[at : at + 7]) for at in range(first_dark, len(runs) - 6, 2))


def _is_patch(runs: NDArray[np.int64]) -> bool:
    """Four bars and the three spaces between them."""
    unit = float(runs[1::2].mean())
    if unit < LEAST_UNIT or any(not NARROW[0] <= space / unit <= NARROW[1] for space in runs[1::2]):
        return False
    return "".join(_width(bar / unit) for bar in runs[::2]) in PATCHES


def _width(units: float) -> str:
    if NARROW[0] <= units <= NARROW[1]:
        return "n"
    return "w" if WIDE[0] <= units <= WIDE[1] else "?"
