"""Which lines of what an email quotes its sender wrote: answers typed under or among our words, without any mark.

1. What both sides said before stands in the record. A quoted line that none of it holds, and that no mail programme
   writes by itself, is the sender's own.
2. Where nothing of the quote was said before, it is of something else, and only its looks tell: what has no ">" may be
   theirs. A little is shown; of much the desk says that it is there. All of it is looked through for danger.

Decides without the record. Being wrong shows a line twice, or one that is somebody else's; it hides none.
"""

import re
from collections.abc import Sequence
from typing import Final

from channels.email.quote_lines import ProgrammeLines
from channels.email.quote_marks import QUOTED

SAID_AT_MOST: Final = 200_000
"""Characters of what was said before, the newest of it."""
QUOTED_AT_MOST: Final = 200_000
LINES_AT_MOST: Final = 4_000
"""Characters and lines of a quote that are looked at."""
SHOWN_AT_MOST: Final = 30
"""Lines that may be theirs and are shown as such: more is somebody's whole correspondence."""
ENOUGH: Final = 4
"""Words that are nobody's by chance: with fewer, a line of an answer may stand in a sentence of ours."""
CONTEXT: Final = "> "

_MARK: Final = re.compile(r"\s*(?:>\s?)+")
_WORD: Final = re.compile(r"[^\W_]+")
_NO_WORDS: Final = re.compile(r"<?(?:https?://|mailto:|www\.)\S+|\[cid:\S+|\S+@\S+")
"""What gateways and programmes rewrite: addresses and links."""


def under_quote(quoted: str, said: Sequence[str]) -> str | None:
    """The sender's own lines of `quoted`, each run of them below the "> " line that it answers; "" for none.

    `said` is what was said before, oldest first. None where little of `quoted` is in it, and nobody can tell.
    """
    found, known = _not_said(quoted, said)
    if known:
        return found
    # It quotes something that we never had: what bears no mark may all be theirs, and a little of it is shown.
    left, _ = _not_said(unmarked(quoted), said)
    return left if left.count("\n") < SHOWN_AT_MOST else None


def _not_said(quoted: str, said: Sequence[str]) -> tuple[str, bool]:
    """What of `quoted` was not said before and is no programme's; and whether any of it was said."""
    marked = _lines(quoted)
    lines = [_MARK.sub("", line, count=1) if QUOTED.match(line.lstrip()) else line for line in marked]
    programmes = ProgrammeLines(lines).every()
    before, known, found, asked = _Said(said), False, list[str](), ""
    for at, line in enumerate(lines):
        words = _words(line)
        if not words:
            continue
        if at in programmes:
            asked = ""
        elif before.holds(words):
            known, asked = True, line.strip()
        else:
            found += [f"{CONTEXT}{asked}"] if asked else []
            found.append(line.strip())
            asked = ""
    return "\n".join(found), known


def own_of(under: str) -> str:
    """The sender's own lines alone, without those that they answer."""
    return "\n".join(line for line in under.split("\n") if not line.startswith(CONTEXT)).strip()


def unmarked(quoted: str) -> str:
    """The lines of a quote that bear no mark, without a programme's own: whose they are, nobody can tell."""
    lines = _lines(quoted)
    programmes = ProgrammeLines(lines).every()
    mine = (line for at, line in enumerate(lines) if at not in programmes and not QUOTED.match(line.lstrip()))
    return "\n".join(line for line in mine if _words(line))


def _lines(quoted: str) -> list[str]:
    return quoted[:QUOTED_AT_MOST].split("\n")[:LINES_AT_MOST]


def _words(line: str) -> str:
    return " ".join(_WORD.findall(_NO_WORDS.sub(" ", line).casefold()))


class _Said:
    """What was said before, as words alone: programmes break, join and mark its lines as they like."""

    def __init__(self, said: Sequence[str]) -> None:
        whole = "\n\n".join(said)[-SAID_AT_MOST:]
        lines = [_words(line) for line in whole.split("\n")]
        self._lines = frozenset(lines)
        self._all = f" {' '.join(each for each in lines if each)} "
        self._at = 0

    def holds(self, words: str) -> bool:
        """Whether it goes on so behind the line that was asked for last, or says so anywhere."""
        piece = f" {words} "
        if self._all.startswith(piece, self._at):
            self._at += len(piece) - 1
            return True
        if words not in self._lines and words.count(" ") < ENOUGH - 1:
            return False
        found = self._all.find(piece)
        if found >= 0:
            self._at = found + len(piece) - 1
        return found >= 0
