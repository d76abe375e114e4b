"""How many parts a text is sent in, and in which alphabet (3GPP TS 23.038; CARRIER §2.5).

GSM-7 holds 160 units, or 153 a part; UCS-2 70, or 67. An escape and its letter, and what is one letter to its reader
(an emoji with all its halves), never stand across two parts: https://github.com/TwilioDevEd/message-segment-calculator.
"""

import json
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate
from pathlib import Path

from channels.sms.graphemes import graphemes

GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
ESCAPED = frozenset("|^€{}[]~\\\f")
PLAIN_TWINS: dict[str, str] = json.loads((Path(__file__).parent / "plain_twins.json").read_text(encoding="utf-8"))
"""Letters that a word processor puts in, and what an old telephone can show instead. The desk reads the same file."""


class Alphabet(StrEnum):
    GSM_7 = "GSM-7"
    UCS_2 = "UCS-2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """`left` is how many units still fit before one part more is needed."""

    alphabet: Alphabet
    units: int
    segments: int
    left: int


ALONE = {Alphabet.GSM_7: 160, Alphabet.UCS_2: 70}
JOINED = {Alphabet.GSM_7: 153, Alphabet.UCS_2: 67}


def measure(text: str) -> Length:
    """The alphabet, units and parts of a text, as Twilio's own calculator has them; nothing at all is no part."""
    alphabet = Alphabet.GSM_7 if all(_is_gsm(c) for c in text) else Alphabet.UCS_2
    sizes = _sizes(text, alphabet)
    units = sum(sizes)
    if units <= ALONE[alphabet]:
        return Length(alphabet=alphabet, units=units, segments=1 if text else 0, left=ALONE[alphabet] - units)
    segments, used = _fill(sizes, ALONE[alphabet], JOINED[alphabet])
    return Length(alphabet=alphabet, units=units, segments=segments, left=max(JOINED[alphabet] - used, 0))


def plain(text: str) -> str:
    """The text with curly quotes, long dashes and wide letters as their plain twins, which often halves its cost."""
    return "".join(_twin(character) for character in text)


def cheaper(text: str) -> str | None:
    """The plain twin of a text, where it brings it into the small alphabet; else None."""
    twin = plain(text)
    return twin if twin != text and measure(twin).alphabet is Alphabet.GSM_7 else None


def _twin(character: str) -> str:
    if _is_gsm(character):
        return character
    if character in PLAIN_TWINS:
        return PLAIN_TWINS[character]
    twin = "".join(PLAIN_TWINS.get(c, c) for c in unicodedata.normalize("NFKC", character))
    return twin if all(_is_gsm(c) for c in twin) else character


def _is_gsm(character: str) -> bool:
    return character in GSM or character in ESCAPED


def _sizes(text: str, alphabet: Alphabet) -> list[int]:
    """The units of each piece that stays whole."""
    if alphabet is Alphabet.GSM_7:
        return [2 if character in ESCAPED else 1 for character in text]
    # Two halves that came apart, as in a broken file, are one emoji again.
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    return [sum(2 if ord(c) > 0xFFFF else 1 for c in letter) for letter in graphemes(whole)]


def _fill(sizes: list[int], alone: int, joined: int) -> tuple[int, int]:
    """How many parts these take, and how full the last one is.

    As the calculator does it: what the first part has to give up for its header goes into the second with what comes
    next, even where that is a letter of so many marks that a part cannot hold it.
    """
    first = next(count for count, total in enumerate(accumulate(sizes)) if total > alone)
    kept = sum(1 for total in accumulate(sizes[:first]) if total <= joined)
    segments, used = 2, sum(sizes[kept : first + 1])
    for size in sizes[first + 1 :]:
        if used + size > joined:
            segments, used = segments + 1, 0
        used += size
    return segments, used
