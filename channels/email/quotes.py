"""A message's text → what its sender wrote now, what they quoted, and their signature. Every line goes to exactly one.

How a text is read, from the top:
1. Lines that begin with ">" are quoted, and so is the "On such a day … wrote:" above them. What stands between and
   below them is an answer (people write below and between quotes), and is text.
2. A line that says "original message", headers as Outlook writes them, or a "wrote:" with no ">" below it, makes all
   that follows quoted: nothing says where it would end. So it has to be a programme's, with an address, or a year and
   an hour.
3. A forwarded message is what its sender wanted us to read: all that follows is text.
4. In what is left, signatures are looked for (signatures.py).
Being wrong folds a line that could have been shown, or the other way round; it never loses one.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from channels.email import quote_marks as marks
from channels.email.quote_lines import ProgrammeLines, is_proven
from channels.email.signatures import signature_lines


class Whose(StrEnum):
    OWN = "own"
    QUOTED = "quoted"
    FORWARDED = "forwarded"
    SIGNATURE = "signature"


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """The three pieces. Together they hold every word."""

    text: str
    quoted: str
    signature: str


IN_TEXT: Final = frozenset({Whose.OWN, Whose.FORWARDED})


def split(text: str, *, forwarding: bool = False, report: bool = False) -> Split:
    """Takes `text` apart. `forwarding` is whether its subject says that it passes a message on.

    `report` is whether a mail system wrote it: its "<ann@example.org>:" begins why nothing arrived there, and no quote.
    """
    lines = text.split("\n")
    whose = _Reading(lines, forwarding, report).whose()
    for start, end in _runs(whose):
        for line in signature_lines(lines[start:end]):
            whose[start + line] = Whose.SIGNATURE
    return Split(
        text=_piece(lines, [each in IN_TEXT for each in whose]),
        quoted=_piece(lines, [each is Whose.QUOTED for each in whose]),
        signature=_piece(lines, [each is Whose.SIGNATURE for each in whose]),
    )


def _piece(lines: list[str], wanted: list[bool]) -> str:
    """The wanted lines; an empty line where something else stood between them."""
    out: list[str] = []
    before = True
    for line, is_wanted in zip(lines, wanted, strict=True):
        if is_wanted:
            if not before and out and out[-1].strip():
                out.append("")
            out.append(line.rstrip())
        before = is_wanted or not line.strip()
    first = next((at for at, line in enumerate(out) if line), len(out))
    return "\n".join(out[first:]).rstrip()


def _runs(whose: list[Whose]) -> list[tuple[int, int]]:
    """Where the sender's own lines stand together: (first, one past the last)."""
    found: list[tuple[int, int]] = []
    for at, each in enumerate(whose):
        if each is not Whose.OWN:
            continue
        if found and found[-1][1] == at:
            found[-1] = (found[-1][0], at + 1)
        else:
            found.append((at, at + 1))
    return found


class _Reading:
    """One pass over the lines."""

    def __init__(self, lines: list[str], forwarding: bool, report: bool) -> None:
        self._lines = [line[: marks.LINE_AT_MOST].strip("\u200b\u200e\u200f\xa0") for line in lines]
        self._forwarding = forwarding
        self._report = report
        self._whose = [Whose.OWN] * len(lines)
        self._programmes = ProgrammeLines(self._lines, report=report)

    def whose(self) -> list[Whose]:
        at = 0
        while at < len(self._lines):
            at = self._step(at)
        return self._whose

    def _step(self, at: int) -> int:
        """Decide the line at hand, perhaps some more; returns the next that is not decided."""
        line = self._lines[at]
        if len(line) < marks.SHORTEST and not line.startswith(">"):
            return at + 1
        if marks.QUOTED.match(line):
            return self._quote(at)
        if marks.FORWARDED.match(line):
            return self._rest(at, Whose.FORWARDED)
        if marks.ORIGINAL.match(line) or self._programmes.headers(at) is not None:
            return self._rest(at, Whose.FORWARDED if self._forwarding else Whose.QUOTED)
        if marks.ATTRIBUTION_AND_QUOTE.match(line) and not self._report:
            return self._rest(at, Whose.QUOTED)
        end = None if self._report else self._programmes.attribution(at)
        return at + 1 if end is None else self._attributed(at, end)

    def _quote(self, at: int) -> int:
        """A block of quoted lines, with the empty ones in it. One that begins with a forward's mark is a forward."""
        end = at
        for here in range(at, len(self._lines)):
            if marks.QUOTED.match(self._lines[here]):
                end = here + 1
            elif self._lines[here].strip():
                break
        first = next((bare for line in self._lines[at:end] if (bare := line.lstrip("> "))), "")
        attributed = at > 0 and self._whose[at - 1] is Whose.QUOTED
        is_forward = bool(marks.FORWARDED.match(first)) and not attributed
        return self._until(end, at, Whose.FORWARDED if is_forward else Whose.QUOTED)

    def _attributed(self, at: int, end: int) -> int:
        below = next((here for here in range(end, len(self._lines)) if self._lines[here].strip()), None)
        if below is None or marks.QUOTED.match(self._lines[below]):
            return self._until(end if below is None else below, at, Whose.QUOTED)
        if is_proven(" ".join(self._lines[at:end])):
            return self._rest(at, Whose.QUOTED)
        return end

    def _rest(self, at: int, whose: Whose) -> int:
        return self._until(len(self._lines), at, whose)

    def _until(self, end: int, start: int, whose: Whose) -> int:
        self._whose[start:end] = [whose] * (end - start)
        return end
