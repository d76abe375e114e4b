"""What a check found, and how one that breaks is told."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from core.errors import SwitchboardError, Unavailable


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


START: Final = "Run `switchboard up`, which starts it."
"""What to do about anything of ours that does not answer."""


def fine(about: str, found: str) -> Finding:
    return Finding(about=about, verdict=Verdict.FINE, found=found)


def note(about: str, found: str, fix: str = "") -> Finding:
    return Finding(about=about, verdict=Verdict.NOTE, found=found, fix=fix)


def wrong(about: str, found: str, fix: str) -> Finding:
    return Finding(about=about, verdict=Verdict.WRONG, found=found, fix=fix)


def tried(about: str, look: Callable[[], str], fix: str, *, away: str = "") -> Iterator[Finding]:
    """Fine with what `look` says, or wrong with the sentence of what it raises.

    `away` is what to do when it cannot be reached, where that is something else than `fix`.
    """
    try:
        yield fine(about, look())
    except Unavailable as error:
        yield wrong(about, str(error).splitlines()[0], away or fix)
    except SwitchboardError as error:
        yield wrong(about, str(error).splitlines()[0], fix)
