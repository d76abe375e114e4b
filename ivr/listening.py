"""Which option a caller means by what they said: by the words each option lists, nothing cleverer.

A phrase counts when its words stand together in what was said. The longest phrase wins, then the most phrases;
a draw is not understood, because a second question is kinder than a wrong queue.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

NUMBERS = {
    "zero": "0",
    "oh": "0",
    "nought": "0",
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "seven": "7",
    "eight": "8",
    "nine": "9",
    "star": "*",
    "hash": "#",
}
TIMES = {"double": 2, "treble": 3, "triple": 3}
FILLERS = frozenset({"press", "option", "number", "please", "key", "the", "er", "um", "yes", "choose", "select"})
REPLIES = frozenset({"yes", "yeah", "yep", "no", "nope", "right", "correct", "ok", "okay", "thank", "you", "thanks"})
"""Words that answer what was asked, and say nothing of what it is about."""
AGAIN = (("again",), ("repeat",), ("pardon",), ("say", "that", "again"), ("star",))
SURE_ENOUGH = 0.35
"""Below this confidence a recogniser is guessing, and so would we be."""


class Listed(Protocol):
    """Anything with words to be recognised by, and perhaps a key."""

    @property
    def key(self) -> str: ...

    @property
    def words(self) -> tuple[str, ...]: ...


Option = TypeVar("Option", bound=Listed)


def tokens(text: str) -> list[str]:
    """The words of a text in a plain form: lower case, no punctuation, plurals made singular."""
    return [_singular(word) for word in re.findall(r"[a-z0-9*#]+", text.lower().replace("'", "").replace("’", ""))]


def pick(text: str, options: Iterable[Option]) -> Option | None:
    """The option that `text` means, or None when it is none of them or could be several."""
    said = tokens(text)
    choices = list(options)
    named = _by_number(said, choices)
    if named is not None:
        return named
    scored = sorted(((_score(said, option.words), place) for place, option in enumerate(choices)), reverse=True)
    if not scored or scored[0][0] == (0, 0):
        return None
    if len(scored) > 1 and scored[1][0] == scored[0][0]:
        return None
    return choices[scored[0][1]]


def closeness(text: str, option: Listed) -> int:
    """How many words long the longest phrase of the option is that was said."""
    return _score(tokens(text), option.words)[0]


def wants_again(text: str) -> bool:
    """Whether the caller asks to hear it once more."""
    said = tokens(text)
    return any(_holds(said, phrase) for phrase in AGAIN)


def telling(text: str) -> int:
    """How many words of it say something of what it is about."""
    return sum(word not in FILLERS and word not in REPLIES for word in tokens(text))


def spoken_digits(text: str) -> str:
    """The digits in "four eight double two", with digits already written kept."""
    found = ""
    times = 1
    for word in re.findall(r"[a-z]+|[0-9*#]", text.lower()):
        digit = NUMBERS.get(word, word if not word.isalpha() else "")
        found += digit * times
        times = TIMES.get(word, 1)
    return found


def _by_number(said: Sequence[str], options: Sequence[Option]) -> Option | None:
    rest = [word for word in said if word not in FILLERS]
    if len(rest) != 1:
        return None
    key = NUMBERS.get(rest[0], rest[0])
    return next((option for option in options if option.key and option.key == key), None)


def _score(said: Sequence[str], phrases: tuple[str, ...]) -> tuple[int, int]:
    lengths = [len(phrase) for phrase in map(tokens, phrases) if phrase and _holds(said, phrase)]
    return max(lengths, default=0), len(lengths)


def _holds(said: Sequence[str], phrase: Sequence[str]) -> bool:
    width = len(phrase)
    return any(list(said[start : start + width]) == list(phrase) for start in range(len(said) - width + 1))


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us")):
        return word[:-1]
    return word
