"""Letters of ours on their way out: laid into a folder that a print room or a bureau empties. Synchronous.

Each day has a folder of its own, with a PDF for each letter and an `index.csv` that has a line for each. A letter is
there when both are; whoever takes it away takes the day's index with it, or leaves it, and nothing is laid down twice.
"""

import csv
import fcntl
import io
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, Protocol

from core.errors import OutcomeUnknown, Unavailable

INDEX: Final = "index.csv"
COLUMNS: Final = ("file", "reference", "pages", "postcode", "letter")
AWAY: Final = "The folder for outgoing letters cannot be written to. Nothing was laid down."
HALF_WAY: Final = "The letter was laid down, and its line in the day's index was not. Please look in the folder."


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A letter to be sent. `id` is the same on every attempt; `to` are the lines of its address, the name first.

    `day` is the date that it bears, `today` that of the attempt.
    """

    id: str
    reference: str
    subject: str
    text: str
    to: tuple[str, ...]
    day: date
    today: date
    pages: int
    pdf: bytes


class LetterOutbound(Protocol):
    """Whoever prints our letters. Errors are Unavailable, Refused or OutcomeUnknown, as everywhere."""

    @property
    def name(self) -> str:
        """Who they are, in a sentence."""
        ...

    def send(self, letter: Outgoing) -> str:
        """Hand one over; under which name they have it. Never repeat it after OutcomeUnknown: look first."""
        ...

    def find(self, letter: Outgoing) -> str | None:
        """Under which name they have a letter that may have been handed over before; None when they have not."""
        ...


class LetterFolder:
    """The folder. Several machines may share it."""

    name: Final = "the folder for outgoing letters"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, letter: Outgoing) -> str:
        """Lay it down whole: nobody ever sees half a letter, or half a line."""
        place = self._folder / letter.today.isoformat()
        path = place / _name(letter)
        try:
            place.mkdir(parents=True, exist_ok=True)
            if not path.exists():
                _whole(path, letter.pdf)
        except OSError as error:
            raise Unavailable(AWAY) from error
        try:
            _entered(place, letter)
        except OSError as error:
            _taken_up(path)
            raise Unavailable(AWAY) from error
        return f"{place.name}/{path.name}"

    def find(self, letter: Outgoing) -> str | None:
        """By the indexes since its own day. One that lies there without its line was interrupted, and gets its line."""
        try:
            for place in self._days(letter):
                known = any(row.get("letter") == letter.id for row in _rows(place / INDEX))
                if not known and (place / _name(letter)).exists():
                    _entered(place, letter)
                    known = True
                if known:
                    return f"{place.name}/{_name(letter)}"
        except OSError as error:
            raise Unavailable(AWAY) from error
        return None

    def _days(self, letter: Outgoing) -> list[Path]:
        """The folders in which it may lie, the newest first."""
        first, last = letter.day.isoformat(), letter.today.isoformat()
        if not self._folder.exists():
            return []
        return sorted((each for each in self._folder.iterdir() if first <= each.name <= last), reverse=True)

    def check(self) -> str:
        """Raises Unavailable when nothing can be laid into it."""
        probe = self._folder / f".{secrets.token_hex(4)}"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            probe.touch()
            probe.unlink()
        except OSError as error:
            raise Unavailable(AWAY) from error
        return "are laid into their folder"


def _name(letter: Outgoing) -> str:
    return f"{letter.reference}-{letter.id.rpartition('_')[2]}.pdf"


def _entered(place: Path, letter: Outgoing) -> None:
    """Its line in the day's index, once."""
    with _alone(place):
        rows = _rows(place / INDEX)
        if any(row.get("letter") == letter.id for row in rows):
            return
        values = (_name(letter), letter.reference, letter.pages, letter.to[-1], letter.id)
        written = io.StringIO()
        writer = csv.DictWriter(written, COLUMNS, extrasaction="ignore")
        writer.writeheader()
        writer.writerows([*rows, dict(zip(COLUMNS, values, strict=True))])
        _whole(place / INDEX, written.getvalue().encode())


def _rows(index: Path) -> list[dict[str, str]]:
    try:
        with index.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    except FileNotFoundError:
        return []


def _taken_up(path: Path) -> None:
    """Away again, as if it had never lain there. Whoever was quicker has it without its line."""
    try:
        path.unlink()
    except OSError as error:
        raise OutcomeUnknown(HALF_WAY) from error


def _whole(path: Path, content: bytes) -> None:
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    """One at a time writes a day's index."""
    with (place / ".index.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
