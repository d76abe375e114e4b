"""What reception writes down of a visitor, read once: little, because somebody stands there and waits."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from core.errors import InvalidInput

LONGEST: Final = 500
LONGEST_NAME: Final = 100
NEEDS: Final = {
    "step-free": "Step-free, or a wheelchair",
    "hearing": "Hard of hearing",
    "sign": "Sign language",
    "sight": "Sight loss",
    "quiet": "A quiet place",
    "interpreter": "An interpreter",
}
"""Access needs that are asked for with one tick."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """`name`, `words` and `service` may each be empty, but somebody said something: words or a service."""

    name: str
    words: str
    service: str
    needs: tuple[str, ...]


def visit(*, name: str, words: str, service: str, needs: Iterable[str]) -> Visit:
    """InvalidInput names what is missing, too long or unknown."""
    said, called = " ".join(words.split()), " ".join(name.split())
    if not said and not service:
        raise InvalidInput("Say what they came for, or choose the service.", field="words")
    if len(said) > LONGEST:
        raise InvalidInput(f"What they came for may have {LONGEST} letters.", field="words")
    if len(called) > LONGEST_NAME:
        raise InvalidInput(f"A name may have {LONGEST_NAME} letters.", field="name")
    ticked = tuple(dict.fromkeys(needs))
    if not set(ticked) <= NEEDS.keys():
        raise InvalidInput("That is not one of the access needs.", field="needs")
    return Visit(name=called, words=said, service=service, needs=ticked)
