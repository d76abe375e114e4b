"""A message as a row of numbers: what it is near to, its spelling, the services' own words, the signs of danger.

1. How near its meaning is to that of every message that was learned from. A straight line through the 384 numbers of
   meaning tells far less.
2. Spelling: words, pairs of words and runs of letters, each at a place that its own sum names. It sees what the
   sentence model does not: "hits me" beside "hit me with a charge", and words that are spelt wrong.
"""

import itertools
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import numpy as np

from skills.classifying.danger import signs
from skills.classifying.ridge import Array
from skills.guess import Evidence, Keywords

PLACES: Final = 4096
RUNS: Final = (3, 4, 5)
MOST_CHARACTERS: Final = 2000
"""What a letter is about stands at its beginning."""
NEAR_WEIGHT: Final = 4.0
NARROW: Final = 2.0
KEYWORD_WEIGHT: Final = 0.22
SIGN_WEIGHT: Final = 0.17
MOST_EVIDENCE: Final = 3.0


class Rows:
    """Makes rows of messages."""

    def __init__(self, keywords: Keywords, labels: Sequence[str], names: Sequence[str]) -> None:
        self._keywords = keywords
        self._labels = labels
        self._signs = names

    def row(self, nearness: Array, text: str, speaks: Evidence, shown: Mapping[str, str]) -> Array:
        """One message as numbers, `nearness` (of `near`) first; `shown` are its signs, which come last."""
        return np.concatenate([nearness, self._said(text, speaks, shown)])

    def said(self, texts: Iterable[str]) -> Array:
        """The rest of several messages' rows."""
        return np.stack([self._said(text, self._keywords.evidence(text), signs(text)) for text in texts])

    def _said(self, text: str, speaks: Evidence, shown: Mapping[str, str]) -> Array:
        scores = speaks.scores
        words = [min(scores.get(label, 0.0), MOST_EVIDENCE) * KEYWORD_WEIGHT for label in self._labels]
        danger = [SIGN_WEIGHT if name in shown else 0.0 for name in self._signs]
        return np.concatenate([spelling(text), np.array([*words, *danger], dtype=np.float32)])


def near(meant: Array, known: Array) -> Array:
    """How near one or several meanings are to those known; a meaning has length one."""
    nearness: Array = np.float32(NEAR_WEIGHT) * np.exp(np.float32(NARROW) * (meant @ known.T - 1))
    return nearness


def spelling(text: str) -> Array:
    """The pieces of a text's spelling, of length one in all; nothing if there are none."""
    sums = np.array([zlib.crc32(piece.encode()) for piece in _pieces(text[:MOST_CHARACTERS])], dtype=np.uint32)
    # Half of them count down, so that two pieces at one place do not always add up.
    counted = np.where(sums & 0x80000000, 1.0, -1.0)
    found = np.bincount(sums % PLACES, weights=counted, minlength=PLACES).astype(np.float32)
    found = np.sign(found) * np.sqrt(np.abs(found))
    length = np.linalg.norm(found)
    return found / length if length else found


def _pieces(text: str) -> Iterator[str]:
    words = re.findall(r"[a-z0-9£]+", text.lower().replace("'", "").replace("’", ""))
    yield from (f"w{word}" for word in words)
    yield from (f"b{one}_{two}" for one, two in itertools.pairwise(words))
    for word in words:
        marked = f"<{word}>"
        yield from (f"c{marked[at : at + run]}" for run in RUNS for at in range(len(marked) - run + 1))
