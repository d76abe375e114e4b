"""Case references that survive being spoken: nine digits in threes, the last a check digit.

The check is Damm's (H. M. Damm, 2004): it finds every single wrong digit and every swap of two neighbours,
the two slips people make when reading digits aloud or pressing keys.
"""

import re
import secrets
import unicodedata
from collections.abc import Iterator
from typing import Final

from core.errors import InvalidInput

_DAMM = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)


_IN_WORDS: Final = re.compile(r"(?<![\d-])\d{3}[- ]?\d{3}[- ]?\d{3}(?![\d-])")


def _check_digit(digits: str) -> str:
    interim = 0
    for digit in digits:
        interim = int(_DAMM[interim][int(digit)])
    return str(interim)


def new_reference() -> str:
    """A random reference, written `482-193-075`. Uniqueness is the store's to enforce."""
    body = str(secrets.randbelow(9 * 10**7) + 10**7)
    return show(body + _check_digit(body))


def show(digits: str) -> str:
    """Nine digits in threes."""
    return "-".join((digits[:3], digits[3:6], digits[6:]))


def read(text: str) -> str:
    """The reference in what a person typed or keyed; raises InvalidInput with a sentence that says what is wrong."""
    digits = digits_of(text)
    if len(digits) != 9:
        raise InvalidInput("A reference has nine digits.", field="reference")
    if _check_digit(digits) != "0":
        raise InvalidInput("One of those digits is not right. Please check the reference.", field="reference")
    return show(digits)


def digits_of(text: str) -> str:
    """The digits in it as 0 to 9, whatever the script they are written in. What stands above a line, as ², is none."""
    return "".join(str(unicodedata.decimal(each)) for each in text if each.isdecimal())


def found_in(words: str) -> Iterator[str]:
    """Every reference that somebody wrote among other words, those alone whose check digit is right."""
    for each in _IN_WORDS.findall(words):
        try:
            yield read(each)
        except InvalidInput:
            continue


def spoken(reference: str) -> str:
    """The reference as a voice should say it: digit by digit, a pause after each three."""
    return ", ".join(" ".join(group) for group in reference.split("-"))
