"""What a writer says outside the letter itself: above the salutation, and below the sign-off.

It says nothing of what a letter is about, but somebody at risk may say so just there. Values in, values out.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from channels.letter.finding import NEXT_PAGE, POSTCODE, SALUTATION, SIGN_OFF

SMALL: Final = re.compile(r"(?<![\w.@'’-])[a-z][a-z'’]+(?![\w@])")
JOINS: Final = frozenset({"of", "the", "and", "for", "on", "upon", "in", "by", "under", "with", "le", "la", "de"})
"""Small words that stand in names of places and offices."""
A_SENTENCE: Final = re.compile(r"[.!?…]\s*$")
LEAST_WORDS: Final = 3
SHOUTED: Final = 2
"""Words all in capitals and without a digit, from which on they may be a cry for help as well as a heading."""


def said_outside(text: str) -> Iterator[str]:
    """The words above the salutation, and those below the sign-off, as far as they are no names and addresses."""
    greeted = SALUTATION.search(text)
    signed = SIGN_OFF.search(text, greeted.end() if greeted else 0)
    above = text[: greeted.start()] if greeted else ""
    below = text[signed.end() :] if signed else ""
    return filter(None, (_said(part.replace(NEXT_PAGE, "\n").splitlines()) for part in (above, below)))


def _said(lines: Iterable[str]) -> str:
    return "\n".join(line.strip() for line in lines if _is_said(line.strip()))


def _is_said(line: str) -> bool:
    """Whether somebody says something: a line of an address has no small words and no full stop."""
    words = line.split()
    if any(word not in JOINS for word in SMALL.findall(POSTCODE.sub("", line))):
        return True
    if len(words) >= LEAST_WORDS and A_SENTENCE.search(line):
        return True
    return len(words) >= SHOUTED and line.isupper() and not any(letter.isdigit() for letter in line)
