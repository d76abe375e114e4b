"""How many parts a text is sent and charged as: GSM-7 (160, then 153) or UCS-2 (70, then 67).

A count of its own, by the carrier's documents: ours is checked against it, so they must not share their mistakes. It
is simple on purpose: signs with marks, colours, joints and flags stay whole, by no table of letters.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

BASIC: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
ESCAPED: Final = frozenset("|^€{}[]~\\\f")
JOINT: Final = "\u200d"
UNJOINED: Final = "\u200c"
COLOURS: Final = frozenset(map(chr, range(0x1F3FB, 0x1F400)))
FLAGS: Final = frozenset(map(chr, range(0x1F1E6, 0x1F200)))
"""Letters of which two make a flag."""
TAGS: Final = frozenset(map(chr, range(0xE0020, 0xE0080)))
"""What follows a black flag and says whose it is."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """A name, what fits into one part, and into each of several."""

    name: str
    alone: int
    joined: int


GSM: Final = Encoding("GSM-7", 160, 153)
UCS2: Final = Encoding("UCS-2", 70, 67)


def encoding(text: str) -> Encoding:
    return GSM if all(letter in BASIC or letter in ESCAPED for letter in text) else UCS2


def segments(text: str) -> int:
    """At least 1. What is one sign to its reader, and an escape with its letter, is never split over two parts."""
    kind = encoding(text)
    widths = [sum(_width(letter, kind) for letter in sign) for sign in (text if kind is GSM else _signs(text))]
    if sum(widths) <= kind.alone:
        return 1
    parts, room = 1, kind.joined
    for width in widths:
        if width > room:
            parts, room = parts + 1, kind.joined
        room -= width
    return parts


def _signs(text: str) -> Iterator[str]:
    sign = ""
    for letter in text:
        if sign and not _goes_on(sign, letter):
            yield sign
            sign = ""
        sign += letter
    yield sign


def _goes_on(sign: str, letter: str) -> bool:
    """Whether a letter belongs to the sign before it: a mark, a joint or what it joins, a colour, a flag's end."""
    if unicodedata.category(sign[-1]) in ("Cc", "Zl", "Zp"):
        return False
    if letter in COLOURS:
        return sign[0] not in FLAGS
    if letter in FLAGS:
        return sign[0] in FLAGS and len(sign) == 1
    return letter in (JOINT, UNJOINED) or letter in TAGS or sign[-1] == JOINT or unicodedata.category(letter)[0] == "M"


def _width(letter: str, kind: Encoding) -> int:
    if kind is GSM:
        return 2 if letter in ESCAPED else 1
    return 2 if ord(letter) > 0xFFFF else 1
