"""What was read: words, codes, pages, letters. Boxes are pixels, confidences shares between 0 and 1."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, Self


class Trouble(StrEnum):
    """Why a file could not be read as it is."""

    MISSING = "missing"
    FOLDER = "folder"
    NO_FILE = "no_file"
    NOT_ALLOWED = "not_allowed"
    NAME_TOO_LONG = "name_too_long"
    NOT_OPENED = "not_opened"
    UNKNOWN_KIND = "unknown_kind"
    EMPTY = "empty"
    BROKEN = "broken"
    ENCRYPTED = "encrypted"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_LARGE = "too_large"
    TOO_HEAVY = "too_heavy"
    TOO_SLOW = "too_slow"


SENTENCES: Final[Mapping[Trouble, str]] = {
    Trouble.MISSING: "There is no such file.",
    Trouble.FOLDER: "It is a folder, not a file.",
    Trouble.NO_FILE: "It is no file, but something that the system shows as one.",
    Trouble.NOT_ALLOWED: "It may not be read: its permissions do not allow it.",
    Trouble.NAME_TOO_LONG: "Its name is longer than a file's name may be.",
    Trouble.NOT_OPENED: "The system could not open it.",
    Trouble.UNKNOWN_KIND: "It is not a PDF, TIFF, PNG or JPEG.",
    Trouble.EMPTY: "There is nothing in it.",
    Trouble.BROKEN: "It is damaged and does not open.",
    Trouble.ENCRYPTED: "It is locked with a password.",
    Trouble.TOO_MANY_PAGES: "It has more pages than may come in one file.",
    Trouble.TOO_LARGE: "One of its pages is far larger than a letter.",
    Trouble.TOO_HEAVY: "It needs more memory than a letter may.",
    Trouble.TOO_SLOW: "It took longer to read than a letter may.",
}


class Unreadable(Exception):
    """A file that could not be read; `trouble` says why."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(SENTENCES[trouble])
        self.trouble = trouble


class Reason(StrEnum):
    """Why a person has to look at a letter before anything is done with it."""

    BLANK = "blank"
    FEW_WORDS = "few_words"
    HANDWRITING = "handwriting"
    LOW_CONFIDENCE = "low_confidence"
    UNKNOWN_WORDS = "unknown_words"
    DARK = "dark"
    UNREAD_INK = "unread_ink"
    PAGE_NOT_READ = "page_not_read"
    TWO_REFERENCES = "two_references"
    DOUBTFUL_ORDER = "doubtful_order"
    ANOTHER_BEGINS = "another_begins"
    TWO_ON_A_PAGE = "two_on_a_page"
    UNSURE_POSTCODE = "unsure_postcode"
    SEVERAL_ROWS = "several_rows"


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word as it was read. `known` says that it stands in the dictionary; `box` is left, top, right, bottom."""

    text: str
    confidence: float
    known: bool
    box: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A bar code or QR code."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One side of paper. `turned` and `skew` are degrees anticlockwise that made it upright and level.

    `ink` is the share of it that is dark. `unread`: something is written on it, mostly in pale ink, that was not read.
    """

    number: int
    width: int = 0
    height: int = 0
    turned: int = 0
    skew: float = 0.0
    text: str = ""
    words: tuple[Word, ...] = ()
    codes: tuple[Code, ...] = ()
    ink: float = 0.0
    blank: bool = False
    unread: bool = False
    separator: bool = False
    trouble: Trouble | None = None

    @property
    def confidence(self) -> float:
        """The words' mean. Nothing that was read is read with no confidence at all."""
        return sum(word.confidence for word in self.words) / len(self.words) if self.words else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What one writer sent, as far as it could be read. `pages` are numbers in the file, from 1.

    `coded` are the references on codes of ours, `ours` the pages that are our own paper come back: nothing on them is
    the writer's. `writer` and `lives` are their name and the lines of their address. `begins` is the page on which
    another letter seems to begin. `unsure` names which of postcode, phone and email were hard to read: they prove
    nothing until somebody has compared them with the page.
    """

    pages: tuple[int, ...]
    text: str
    confidence: float
    date: date | None
    references: tuple[str, ...]
    postcode: str | None
    phone: str | None
    email: str | None
    codes: tuple[str, ...]
    cover: Mapping[str, str]
    reason: Reason | None
    coded: tuple[str, ...] = ()
    ours: tuple[int, ...] = ()
    writer: str = ""
    lives: tuple[str, ...] = ()
    begins: int | None = None
    unsure: tuple[str, ...] = ()

    @property
    def needs_human(self) -> bool:
        return self.reason is not None

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        day = self.date.isoformat() if self.date else None
        return {**asdict(self), "date": day, "cover": dict(self.cover), "needs_human": self.needs_human}

    @classmethod
    def from_dict(cls, told: Mapping[str, Any]) -> Self:
        """The inverse of `to_dict`."""
        values = {key: told[key] for key in cls.__dataclass_fields__}
        for key in ("pages", "references", "codes", "coded", "ours", "lives", "unsure"):
            values[key] = tuple(values[key])
        values["date"] = date.fromisoformat(told["date"]) if told["date"] else None
        values["reason"] = Reason(told["reason"]) if told["reason"] else None
        return cls(**values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A whole file: how many pages it has, the letters in it, and what somebody should know."""

    pages: int
    letters: tuple[Letter, ...]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """How a file is to be read.

    `received` is the day it came. `two_passes`: all fronts come first, then all backs from the last. `searchable` is
    the folder for a PDF with text of each letter, `1.pdf` the first, and for pictures of its pages; None for neither.
    `upright`: somebody has seen which way up the pages lie, and they are read so. `ours` are the council's own numbers,
    addresses and postcodes, in their normal form: no writer is known by them.
    """

    received: date
    two_passes: bool = False
    searchable: Path | None = None
    upright: bool = False
    ours: frozenset[str] = frozenset()
