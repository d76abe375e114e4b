"""A file as pages: PDF, TIFF, PNG or JPEG in, one grey picture a page out, upright as the file means it.

Sizes are looked at before anything is decoded. Made to run under `apart`'s limits: nothing else holds against a file
that was made to harm.
"""

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image, ImageOps, UnidentifiedImageError

from channels.letter.limits import Limits
from channels.letter.mending import with_an_end
from channels.letter.shapes import Trouble, Unreadable

DPI: Final = 200
"""Characters are read at this density."""
CODES_DPI: Final = 300
"""Codes need more."""
POINTS: Final = 72
LONGEST: Final = 3508
"""An A4 page at 300 dots an inch; larger pictures are made smaller."""
SHORTEST: Final = 1500
A4: Final = 2339
PICTURES: Final = ("PNG", "JPEG", "TIFF")
NESTED: Final = 12
"""How deep within a page's drawings pictures are looked for."""
A_SCAN: Final = 0.4
"""Of a page; a letterhead's picture fills less."""
PDF_BEGINS_WITHIN: Final = 1024
WHITES: Final = (1, 255, 2**16 - 1, 2**31 - 1, 2**32 - 1)
"""What white may be in a picture of more than eight bits a dot. It is never less than the brightest dot there is."""
ROUNDED: Final = 1.001
"""A white of 1.0 may come a little brighter out of a computation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """`page(n, dpi)` draws page `n`, from 0; raises Unreadable. Pictures, which have a density, are not `drawn`.

    `mended`: the end of the file was lost, and what lay there may be missing. `words(n)` are those that page `n` has of
    itself, where it was never paper.
    """

    count: int
    drawn: bool
    page: Callable[[int, int], Image.Image]
    close: Callable[[], None]
    mended: bool = False
    words: Callable[[int], str] = lambda _: ""


def opened(path: Path, limits: Limits) -> Opened:
    """The file's pages; raises Unreadable."""
    size = path.stat().st_size
    if size == 0:
        raise Unreadable(Trouble.EMPTY)
    if size > limits.file_bytes:
        raise Unreadable(Trouble.TOO_HEAVY)
    with path.open("rb") as file:
        is_pdf = b"%PDF-" in file.read(PDF_BEGINS_WITHIN)
    found = _pdf(path, limits) if is_pdf else _picture(path, limits)
    if found.count > limits.pages:
        found.close()
        raise Unreadable(Trouble.TOO_MANY_PAGES)
    return found


def _pdf(path: Path, limits: Limits) -> Opened:
    document, mended = _document(path)

    def draw(number: int, dpi: int) -> Image.Image:
        try:
            page = document[number]
            _check_inside(page, limits)
            scale = min(dpi / POINTS, dpi / DPI * LONGEST / max(page.get_size()))
            drawn: Image.Image = page.render(scale=scale, grayscale=True, may_draw_forms=False).to_pil()
        except pdfium.PdfiumError as error:
            raise Unreadable(Trouble.BROKEN) from error
        return drawn.convert("L")

    if len(document) == 0:
        raise Unreadable(Trouble.BROKEN)
    return Opened(
        count=len(document),
        drawn=True,
        page=draw,
        close=document.close,
        mended=mended,
        words=lambda number: _own_words(document, number),
    )


def _own_words(document: pdfium.PdfDocument, number: int) -> str:
    """What a page says of itself; nothing where a picture fills it: what lies beneath a scan, a machine has guessed."""
    try:
        page = document[number]
        wide, high = page.get_size()
        for each in page.get_objects(filter=(pdfium_c.FPDF_PAGEOBJ_IMAGE,), max_depth=NESTED):
            left, bottom, right, top = each.get_bounds()
            if (right - left) * (top - bottom) > A_SCAN * wide * high:
                return ""
        said: str = page.get_textpage().get_text_bounded()
    except pdfium.PdfiumError:
        return ""
    return said


def _document(path: Path) -> tuple[pdfium.PdfDocument, bool]:
    """And whether its end was lost, and another made."""
    try:
        return pdfium.PdfDocument(path), False
    except pdfium.PdfiumError as error:
        if error.err_code == pdfium_c.FPDF_ERR_PASSWORD:
            raise Unreadable(Trouble.ENCRYPTED) from error
    content = with_an_end(path.read_bytes())
    try:
        return pdfium.PdfDocument(content or b""), True
    except pdfium.PdfiumError as error:
        raise Unreadable(Trouble.BROKEN) from error


def _check_inside(page: pdfium.PdfPage, limits: Limits) -> None:
    """A page's own size costs nothing, since it is drawn smaller; the pictures within are unpacked whole."""
    for each in page.get_objects(filter=(pdfium_c.FPDF_PAGEOBJ_IMAGE,), max_depth=NESTED):
        _check_size(each.get_px_size(), limits)


def _picture(path: Path, limits: Limits) -> Opened:
    try:
        with warnings.catch_warnings():
            # Of its size we judge ourselves; of an odd header nobody needs to hear.
            warnings.simplefilter("ignore")
            image = Image.open(path, formats=PICTURES)
            count = getattr(image, "n_frames", 1)
    except UnidentifiedImageError as error:
        raise Unreadable(Trouble.BROKEN if _begins_as_picture(path) else Trouble.UNKNOWN_KIND) from error
    except Image.DecompressionBombError as error:
        raise Unreadable(Trouble.TOO_LARGE) from error
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise Unreadable(Trouble.BROKEN) from error

    def draw(number: int, dpi: int) -> Image.Image:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                image.seek(number)
                _check_size(image.size, limits)
                return _sensible(_grey(ImageOps.exif_transpose(image)))
        except (OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError, KeyError) as error:
            raise Unreadable(Trouble.BROKEN) from error

    return Opened(count=count, drawn=False, page=draw, close=image.close)


def _begins_as_picture(path: Path) -> bool:
    with path.open("rb") as file:
        start = file.read(4)
    return start.startswith((b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*"))


def _check_size(size: tuple[int, int], limits: Limits) -> None:
    if max(size) > limits.side_px or size[0] * size[1] > limits.pixels:
        raise Unreadable(Trouble.TOO_LARGE)


def _grey(image: Image.Image) -> Image.Image:
    """On white paper, where it is transparent."""
    if image.mode.startswith("I;16"):
        return Image.fromarray((np.asarray(image) >> 8).astype(np.uint8))
    if image.mode in ("I", "F"):
        return _narrowed(image)
    if "A" in image.getbands() or "transparency" in image.info:
        seen = image.convert("RGBA")
        paper = Image.new("RGBA", seen.size, "white")
        return Image.alpha_composite(paper, seen).convert("L")
    return image.convert("L")


def _narrowed(image: Image.Image) -> Image.Image:
    """Whole numbers of 32 bits, or numbers with a point, as eight bits.

    By what white must be, not by how bright the page happens to be: a blank one stays blank, and a dark one dark.
    """
    pixels = np.asarray(image)
    if pixels.dtype == np.int32:
        pixels = pixels.view(np.uint32)  # the library takes all of them for signed: white was -1
    brightest = float(np.max(pixels, initial=0, where=np.isfinite(pixels)))
    white = next((each for each in WHITES if brightest <= each * ROUNDED), WHITES[-1])
    shown = np.nan_to_num(pixels * np.float32(255 / white), copy=False)
    return Image.fromarray(np.clip(shown, 0, 255, out=shown).astype(np.uint8))


def _sensible(image: Image.Image) -> Image.Image:
    """Neither so large that reading takes for ever, nor so small that letters have no shape."""
    longest = max(image.size)
    if SHORTEST <= longest <= LONGEST:
        return image
    scale = (LONGEST if longest > LONGEST else A4) / longest
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image.resize(size, Image.Resampling.BICUBIC, reducing_gap=3.0)
