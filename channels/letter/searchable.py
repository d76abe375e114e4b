"""A PDF that shows the pages as scanned and can be searched: the words lie under the picture, unseen."""

import ctypes
from collections.abc import Iterable
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Final

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image

from channels.letter.opening import DPI, POINTS
from channels.letter.shapes import Page, Word

QUALITY: Final = 60
FACE: Final = "Helvetica"
SCALE: Final = POINTS / DPI


class Searchable:
    """A document that grows page by page, so that only one picture is in memory at a time.

    Each page that somebody wrote on also becomes a picture in `folder`: `page-1.jpg` is the file's first.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._document = pdfium.PdfDocument.new()
        self._numbers: list[int] = []

    def add(self, page: Page, picture: Image.Image) -> None:
        """A page and its picture, upright; the words' boxes are on this picture."""
        self._numbers.append(page.number)
        wide, high = picture.width * SCALE, picture.height * SCALE
        sheet = self._document.new_page(wide, high)
        jpeg = BytesIO()
        picture.save(jpeg, "JPEG", quality=QUALITY)
        if not page.blank:
            (self._folder / f"page-{page.number}.jpg").write_bytes(jpeg.getvalue())
        self._show(sheet, jpeg, wide, high)
        for word in page.words:
            self._hide(sheet, word, high)
        sheet.gen_content()
        sheet.close()

    def save(self, name: str, numbers: Iterable[int]) -> None:
        """Write the pages of these numbers as one PDF, in the order in which they were added."""
        wanted = set(numbers)
        places = [place for place, number in enumerate(self._numbers) if number in wanted]
        with closing(pdfium.PdfDocument.new()) as part:
            part.import_pages(self._document, pages=places)
            part.save(self._folder / name, version=17)

    def _show(self, sheet: pdfium.PdfPage, jpeg: BytesIO, wide: float, high: float) -> None:
        image = pdfium.PdfImage.new(self._document)
        image.load_jpeg(jpeg, inline=True)
        image.set_matrix(pdfium.PdfMatrix().scale(wide, high))
        sheet.insert_obj(image)

    def _hide(self, sheet: pdfium.PdfPage, word: Word, high: float) -> None:
        """The word as unseen text, as wide as its box, so that a mark covers what is seen."""
        left, top, right, bottom = (edge * SCALE for edge in word.box)
        text = pdfium_c.FPDFPageObj_NewTextObj(self._document, FACE.encode(), max(1.0, bottom - top))
        letters = f"{word.text} ".encode("utf-16-le") + b"\0\0"
        pdfium_c.FPDFText_SetText(text, as_wide(letters))
        pdfium_c.FPDFTextObj_SetTextRenderMode(text, pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE)
        natural = _width(text)
        stretch = (right - left) / natural if natural else 1.0
        pdfium_c.FPDFPageObj_Transform(text, stretch, 0, 0, 1, left, high - bottom)
        pdfium_c.FPDFPage_InsertObject(sheet, text)


def as_wide(letters: bytes) -> "pdfium_c.FPDF_WIDESTRING":
    """UTF-16 as the library takes it."""
    return ctypes.cast(ctypes.create_string_buffer(letters), pdfium_c.FPDF_WIDESTRING)


def _width(text: "pdfium_c.FPDF_PAGEOBJECT") -> float:
    edges = [ctypes.c_float() for _ in range(4)]
    pdfium_c.FPDFPageObj_GetBounds(text, *(ctypes.byref(edge) for edge in edges))
    return float(edges[2].value - edges[0].value)
