"""What a resident types in the chat, read once: a first message that opens it, and those that follow."""

from dataclasses import dataclass
from typing import Final

from core.errors import InvalidInput

LONGEST: Final = 2000
LONGEST_NAME: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """How a chat begins. `name` may be empty."""

    name: str
    words: str


def opening(name: str, words: str) -> Opening:
    """InvalidInput names what is missing or too long."""
    clean = _clean(name).replace("\n", " ")
    if len(clean) > LONGEST_NAME:
        raise InvalidInput(f"Your name may have {LONGEST_NAME} letters.", field="name")
    return Opening(name=clean, words=said(words))


def said(text: str) -> str:
    """One message, without what nobody can see. InvalidInput when there is nothing, or too much."""
    words = _clean(text)
    if not words:
        raise InvalidInput("Write something first.", field="words")
    if len(words) > LONGEST:
        raise InvalidInput(f"One message may have {LONGEST} letters; this has {len(words)}.", field="words")
    return words


def _clean(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(each for each in lines if each == "\n" or each >= " ").strip()
