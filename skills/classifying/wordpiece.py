"""Cuts a text into the pieces that the sentence model knows, as BERT's uncased tokenizer does.

Lower case, accents dropped, split at spaces and punctuation, then each word into the longest pieces from the left.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Final

WORD: Final = re.compile(r"[^\W_]+|[^\w\s]|_")
LONGEST_WORD: Final = 100
BEYOND_ASCII: Final = re.compile(r"[^\x00-\x7f]")


class WordPiece:
    """A vocabulary: piece → number. A piece that goes on inside a word starts with `##`."""

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        self._known = vocabulary
        self._start, self._end = vocabulary["[CLS]"], vocabulary["[SEP]"]
        self._unknown = vocabulary["[UNK]"]

    def numbers(self, text: str, most: int) -> list[int]:
        """The numbers of a text's pieces between the start and end marks, `most` in all; what is longer is cut off."""
        found: list[int] = []
        for word in WORD.finditer(_plain(text)):
            found += self._pieces(word[0])
            if len(found) >= most - 2:
                break
        return [self._start, *found[: most - 2], self._end]

    def _pieces(self, word: str) -> list[int]:
        if len(word) > LONGEST_WORD:
            return [self._unknown]
        found = list(self._cut(word))
        return [self._unknown] if None in found else [piece for piece in found if piece is not None]

    def _cut(self, word: str) -> Iterator[int | None]:
        start = 0
        while start < len(word):
            ends = range(len(word), start, -1)
            mark = "##" if start else ""
            end = next((each for each in ends if mark + word[start:each] in self._known), None)
            if end is None:
                yield None
                return
            yield self._known[mark + word[start:end]]
            start = end


def _plain(text: str) -> str:
    return BEYOND_ASCII.sub(_unless_mark, unicodedata.normalize("NFD", text.lower()))


def _unless_mark(found: re.Match[str]) -> str:
    return "" if unicodedata.category(found[0]) in ("Mn", "Cf") else found[0]
