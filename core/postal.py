"""Where a letter goes: a name, and the lines of a British address or of one abroad, as an envelope's window shows them.

Spelled as the Post Office asks: the postcode has the last line to itself, in capitals, with one space.
"""

import re
from typing import Final

from core.errors import InvalidInput

POSTCODE: Final = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[ABD-HJLNP-UW-Z]{2})$", re.I)
LEAST_LINES, MOST_LINES = 2, 6
"""Of the address without the name; a window shows seven lines, and that is also what GOV.UK Notify takes."""
LONGEST_LINE: Final = 48
"""Characters; what is longer would not be seen through the window."""

NO_NAME: Final = "Write whom the letter is for."
TOO_FEW: Final = "Write the whole address: the house and street, the town, and the postcode."
TOO_MANY: Final = "An address has at most six lines, or it is not seen through the envelope's window."
TOO_LONG: Final = "A line of the address has more than 48 characters: divide it, or it is not seen through the window."
NAME_TOO_LONG: Final = "The name has more than 48 characters: shorten it, or it is not seen through the window."
NO_POSTCODE: Final = "End the address with its postcode, such as WM3 7QD. If it is abroad, say so."
NO_COUNTRY: Final = "End the address with the name of its country, which has no digits in it."


def addressed(name: str, text: str, *, abroad: bool = False) -> tuple[str, ...]:
    """The lines of the address block, the name first. Raises InvalidInput that names `name` or `address`."""
    who = _tidy(name)
    if not who:
        raise InvalidInput(NO_NAME, field="name")
    if len(who) > LONGEST_LINE:
        raise InvalidInput(NAME_TOO_LONG, field="name")
    return who, *_lines(text, abroad=abroad)


def _lines(text: str, *, abroad: bool) -> tuple[str, ...]:
    lines = lines_of(text)
    if not abroad:
        lines = with_postcode_apart(lines)
    problem = _problem(lines, abroad=abroad)
    if problem is not None:
        raise InvalidInput(problem, field="address")
    return tuple(lines)


def lines_of(text: str) -> list[str]:
    """One each, without what is empty. What was written in one line is divided at its commas."""
    lines = text.splitlines()
    if len([each for each in lines if each.strip()]) == 1:
        lines = text.split(",")
    return [tidy for each in lines if (tidy := _tidy(each))]


def with_postcode_apart(lines: list[str]) -> list[str]:
    """The same with the postcode in a line of its own; unchanged when there is none at the end."""
    found = POSTCODE.search(lines[-1]) if lines else None
    if found is None:
        return lines
    before = _tidy(lines[-1][: found.start()])
    return [*lines[:-1], *([before] if before else []), f"{found[1]} {found[2]}".upper()]


def _problem(lines: list[str], *, abroad: bool) -> str | None:
    if len(lines) < LEAST_LINES:
        return TOO_FEW
    if any(len(each) > LONGEST_LINE for each in lines):
        return TOO_LONG
    last = lines[-1]
    if abroad and re.search(r"\d", last):
        return NO_COUNTRY
    if not abroad and not POSTCODE.fullmatch(last):
        return NO_POSTCODE
    return TOO_MANY if len(lines) > MOST_LINES else None


def _tidy(text: str) -> str:
    """Without gaps, and without the comma that people end a line with."""
    return " ".join(text.split()).strip(" ,;")
