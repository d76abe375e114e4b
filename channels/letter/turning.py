"""A page that an indexer has turned: its picture the other way up, and the page of a PDF with what it says that way.

Whoever has to turn a page looks at one that was read the wrong way up, so it is read again, as it lies now.
"""

import tempfile
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image

from channels.letter.apart import read_apart
from channels.letter.opening import DPI
from channels.letter.searchable import Searchable
from channels.letter.shapes import Page, Unreadable, Wanted

CLOCKWISE: Final = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}


def turned(picture: bytes, degrees: int, received: date) -> tuple[bytes, bytes]:
    """The page's picture (JPEG) turned 90, 180 or 270 degrees clockwise, and a PDF of it with what it says so.

    Takes about two seconds. A page on which nothing can be read is turned all the same.
    """
    lying = Image.open(BytesIO(picture)).convert("L").transpose(CLOCKWISE[degrees])
    with tempfile.TemporaryDirectory(prefix="turned-") as name:
        folder = Path(name)
        page = folder / "page.png"
        lying.save(page, dpi=(DPI, DPI), compress_level=1)
        try:
            read_apart(page, Wanted(received=received, searchable=folder, upright=True))
        except Unreadable:
            _as_it_is(lying, folder)
        if not (folder / "1.pdf").exists() or not (folder / "page-1.jpg").exists():
            _as_it_is(lying, folder)
        return (folder / "page-1.jpg").read_bytes(), (folder / "1.pdf").read_bytes()


def _as_it_is(picture: Image.Image, folder: Path) -> None:
    """Without words beneath."""
    made = Searchable(folder)
    made.add(Page(number=1, width=picture.width, height=picture.height), picture)
    made.save("1.pdf", [1])
