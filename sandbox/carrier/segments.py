"""How many parts a text is sent and charged as: GSM-7 (160, then 153) or UCS-2 (70, then 67)."""

from dataclasses import dataclass
from typing import Final

BASIC: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
ESCAPED: Final = frozenset("|^€{}[]~\\\f")


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
    """At least 1. A pair (an escaped letter, a surrogate) is never split over two parts."""
    kind = encoding(text)
    widths = [_width(letter, kind) for letter in text]
    if sum(widths) <= kind.alone:
        return 1
    parts, room = 1, kind.joined
    for width in widths:
        if width > room:
            parts, room = parts + 1, kind.joined
        room -= width
    return parts


def _width(letter: str, kind: Encoding) -> int:
    if kind is GSM:
        return 2 if letter in ESCAPED else 1
    return 2 if ord(letter) > 0xFFFF else 1
