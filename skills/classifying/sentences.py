"""What of a text the sentence model reads at once: all of a short one, of a longer one a sentence or two.

What is short is what is learned from. Read whole, a letter looks like nothing that was learned, and a sentence in its
midst is lost in the rest.
"""

import re
from typing import Final

SHORT: Final = 45
"""Words; nearly all that is learned from is no longer."""
PART: Final = 22
"""Sentences stand together as long as they have no more words than this."""
MOST_WORDS: Final = 150
"""What a letter is about stands at its beginning, and a longer one takes too long."""
_END: Final = re.compile(r"(?<=[.!?])\s+|\n+")


def sentences(text: str) -> list[str]:
    """The sentences of a text in their order, each a line at most."""
    return [each for each in _END.split(text) if each.strip()]


def parts(text: str) -> list[str]:
    """One part or several, in their order; never none."""
    words = text.split()
    if len(words) <= SHORT:
        return [text]
    found: list[list[str]] = [[]]
    room = MOST_WORDS
    for sentence in sentences(text):
        said = sentence.split()[:room]
        room -= len(said)
        if found[-1] and len(found[-1]) + len(said) > PART:
            found.append([])
        found[-1] += said
    return [" ".join(part) for part in found if part]
