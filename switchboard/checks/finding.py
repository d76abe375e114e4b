"""What a check found, and how one that breaks is told."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from core.errors import SwitchboardError


class Verdict(StrEnum):
    """How it is. Only `wrong` makes the doctor end with exit code 1."""

    FINE = "fine"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One line of the doctor's table. `fix` says what to do, where something is to be done."""

    about: str
    verdict: Verdict
    found: str
    fix: str = ""


def fine(about: str, found: str) -> Finding:
    return Finding(about=about, verdict=Verdict.FINE, found=found)


def note(about: str, found: str, fix: str = "") -> Finding:
    return Finding(about=about, verdict=Verdict.NOTE, found=found, fix=fix)


def wrong(about: str, found: str, fix: str) -> Finding:
    return Finding(about=about, verdict=Verdict.WRONG, found=found, fix=fix)


def tried(about: str, look: Callable[[], str], fix: str) -> Iterator[Finding]:
    """Fine with what `look` says, or wrong with the sentence of what it raises."""
    try:
        yield fine(about, look())
    except SwitchboardError as error:
        yield wrong(about, str(error).splitlines()[0], fix)
