"""What a prompt offers: "For roads, press 1." heard as a person would hear it. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

KEY: Final = r"(?P<key>\d|star|hash)"
SPOKEN: Final = {"star": "*", "hash": "#"}
# "For roads, press 1" · "Roads and street lights, 1" · "To hear this again, press star"
LABEL_FIRST: Final = re.compile(
    rf"^(?:or\s+)?(?:for|to|if)?\s*(?P<label>.+?),?\s+(?:please\s+)?(?:press\s+)?{KEY}$", re.I
)
# "Press 1 for roads" · "Press 2 to leave a message"
KEY_FIRST: Final = re.compile(rf"^(?:or\s+)?(?:please\s+)?press\s+{KEY}\s+(?:for|to|if)\s+(?P<label>.+)$", re.I)
PRESSES: Final = re.compile(rf"press\s+{KEY}|,\s*\d$", re.I)


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be pressed."""

    key: str
    label: str


def choices(prompt: str) -> tuple[Choice, ...]:
    """Everything a prompt offers, in the order it is said."""
    found: list[Choice] = []
    for part in re.split(r"[.;!?]\s*", prompt):
        sentence = part.strip()
        said = KEY_FIRST.match(sentence) or (LABEL_FIRST.match(sentence) if PRESSES.search(sentence) else None)
        if said:
            key = said["key"].lower()
            found.append(Choice(SPOKEN.get(key, key), said["label"].strip()))
    return tuple(found)


def best(offered: Sequence[Choice], wanted: Sequence[str]) -> Choice | None:
    """The choice whose label has the wanted words that come first in the list; None if none fits."""
    for word in wanted:
        for choice in offered:
            if word in choice.label.lower():
                return choice
    return None
