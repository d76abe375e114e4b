"""What somebody does with a letter's paper: some of its pages as a file of their own, and parts of them blacked out.

Boxes are left, top, right, bottom as shares of the page, from its top left. What is blacked out is gone: the picture is
burnt, and the words that lay under it are in no copy.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Final

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image, ImageDraw

from channels.letter.searchable import as_wide

Box = tuple[float, float, float, float]
QUALITY: Final = 75
NEW_PARAGRAPH: Final = 1.35
"""Two lines that are so far apart, where 1 is what is usual on their page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Word:
    """Unseen text on a page: where it begins, in points from below, and how wide its letters are drawn."""

    text: str
    box: Box
    size: float
    stretch: float
    at: tuple[float, float]


def pages_in(path: Path) -> int:
    """How many pages a PDF has."""
    with closing(pdfium.PdfDocument(path)) as document:
        return len(document)


def part(path: Path, places: Sequence[int]) -> bytes:
    """The pages at these places (from 0), with the words beneath them."""
    with closing(pdfium.PdfDocument(path)) as document, closing(pdfium.PdfDocument.new()) as made:
        made.import_pages(document, pages=list(places))
        return _saved(made)


def text_of(path: Path) -> str:
    """The words of all pages, in lines and paragraphs."""
    return "\n\n".join(filter(None, texts_of(path)))


def texts_of(path: Path) -> list[str]:
    """The words of each page."""
    with closing(pdfium.PdfDocument(path)) as document:
        return [_text(page) for page in document]


def burnt(picture: bytes, boxes: Iterable[Box]) -> bytes:
    """A page's picture, as JPEG, with these boxes black."""
    page = Image.open(BytesIO(picture)).convert("RGB")
    pen = ImageDraw.Draw(page)
    for left, top, right, bottom in boxes:
        pen.rectangle((left * page.width, top * page.height, right * page.width, bottom * page.height), fill="black")
    made = BytesIO()
    page.save(made, "JPEG", quality=QUALITY)
    return made.getvalue()


def redacted(path: Path, pictures: Mapping[int, bytes], boxes: Mapping[int, Sequence[Box]]) -> bytes:
    """The PDF with other pictures in these places. Only those words of theirs are left that no box touches."""
    with closing(pdfium.PdfDocument(path)) as document, closing(pdfium.PdfDocument.new()) as made:
        for place in range(len(document)):
            if place not in pictures:
                made.import_pages(document, pages=[place])
                continue
            _burnt_page(made, document[place], pictures[place], boxes[place])
        return _saved(made)


def replaced(path: Path, place: int, page: Path | bytes, page_place: int = 0) -> bytes:
    """The PDF with a page of another in this place, its words included."""
    with (
        closing(pdfium.PdfDocument(path)) as document,
        closing(pdfium.PdfDocument(page)) as other,
        closing(pdfium.PdfDocument.new()) as made,
    ):
        for each in range(len(document)):
            made.import_pages(other if each == place else document, pages=[page_place if each == place else each])
        return _saved(made)


def _burnt_page(made: pdfium.PdfDocument, page: pdfium.PdfPage, picture: bytes, boxes: Sequence[Box]) -> None:
    wide, high = page.get_size()
    sheet = made.new_page(wide, high)
    image = pdfium.PdfImage.new(made)
    image.load_jpeg(BytesIO(picture), inline=True)
    image.set_matrix(pdfium.PdfMatrix().scale(wide, high))
    sheet.insert_obj(image)
    for word in _words(page):
        left, top, right, bottom = word.box
        if not any(left < b[2] and b[0] < right and top < b[3] and b[1] < bottom for b in boxes):
            _hide(made, sheet, word)
    sheet.gen_content()
    sheet.close()


def _hide(made: pdfium.PdfDocument, sheet: pdfium.PdfPage, word: _Word) -> None:
    """The word as unseen text where it stood; see `searchable`."""
    text = pdfium_c.FPDFPageObj_NewTextObj(made, b"Helvetica", word.size)
    pdfium_c.FPDFText_SetText(text, as_wide(f"{word.text} ".encode("utf-16-le") + b"\0\0"))
    pdfium_c.FPDFTextObj_SetTextRenderMode(text, pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE)
    pdfium_c.FPDFPageObj_Transform(text, word.stretch, 0, 0, 1, *word.at)
    pdfium_c.FPDFPage_InsertObject(sheet, text)


def _words(page: pdfium.PdfPage) -> list[_Word]:
    wide, high = page.get_size()
    found = []
    words = page.get_textpage()
    for each in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_TEXT], textpage=words):
        left, _, right, _ = each.get_bounds()
        text, size, matrix = each.extract().strip(), each.get_font_size(), each.get_matrix()
        if text:
            # It was laid down from the lower edge of what was seen, as large as that was high.
            box = (left / wide, 1 - (matrix.f + size) / high, right / wide, 1 - matrix.f / high)
            found.append(_Word(text=text, box=box, size=size, stretch=matrix.a, at=(matrix.e, matrix.f)))
    words.close()
    return found


def _text(page: pdfium.PdfPage) -> str:
    """Words were laid down in the order in which they are read: one further left, or below, begins a line."""
    lines: list[tuple[float, list[str]]] = []
    before: Box = (1.0, 0.0, 1.0, 0.0)
    for word in _words(page):
        box = word.box
        if box[0] <= before[0] or (box[1] + box[3]) / 2 > before[3]:
            lines.append((box[3], []))
        lines[-1][1].append(word.text)
        before = box
    if not lines:
        return ""
    apart = [lower - upper for (upper, _), (lower, _) in pairwise(lines)]
    usual = median(apart) if apart else 0.0
    breaks = ["", *("\n\n" if each > NEW_PARAGRAPH * usual else "\n" for each in apart)]
    return "".join(each + " ".join(words) for each, (_, words) in zip(breaks, lines, strict=True))


def _saved(document: pdfium.PdfDocument) -> bytes:
    made = BytesIO()
    document.save(made, version=17)
    return made.getvalue()
