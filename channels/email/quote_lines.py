"""The lines that a mail programme writes around a quote by itself: "… wrote:", and headers such as From and Sent.

Whose the lines below them are is decided elsewhere.
"""

from collections.abc import Sequence
from typing import Final

from channels.email import quote_marks as marks

BETWEEN: Final = 3
"""Empty lines at most between a line across the page and the headers below it."""


class ProgrammeLines:
    """Where they stand in a text, whose lines are counted from 0. Lines are looked at once, however many may begin.

    `report` is whether a mail system wrote it: then headers are those of what did not arrive, and prove themselves.
    """

    def __init__(self, lines: Sequence[str], *, report: bool = False) -> None:
        self._report = report
        self._lines = [line[: marks.LINE_AT_MOST] for line in lines]
        self._ends: dict[int, bool] = {}
        self._kinds: dict[int, str] = {}

    def attribution(self, at: int) -> int | None:
        """One past the last line of a "… wrote:" that begins here; None when none does."""
        if not marks.ATTRIBUTION_START.match(self._lines[at].lstrip()):
            return None
        length = 0
        for here in range(at, min(at + marks.ATTRIBUTION_LINES, len(self._lines))):
            line = self._lines[here]
            length += len(line)
            if not line.strip() or marks.QUOTED.match(line) or length > marks.ATTRIBUTION_AT_MOST:
                return None
            if self._is_end(here, broken=here > at):
                return here + 1
        return None

    def headers(self, at: int) -> int | None:
        """One past the last of the headers that begin here, perhaps below a line across; None when none do."""
        here = at
        if marks.RULE.match(self._lines[at]):
            below = range(at + 1, min(at + 1 + BETWEEN, len(self._lines)))
            here = next((n for n in below if self._lines[n].strip()), at)
        found = self._headers(here) if self._kind(here) in {"from", "sent", "subject"} else None
        return found or self._of_notes(here)

    def every(self) -> set[int]:
        """The places of all such lines, those that only look across the page or say "original message" included."""
        found: set[int] = set()
        for at, line in enumerate(self._lines):
            if marks.RULE.match(line) or marks.ORIGINAL.match(line) or marks.FORWARDED.match(line):
                found.add(at)
            ends = (self.headers(at), self._proven(at)) if len(line) >= marks.SHORTEST else ()
            found.update(*(range(at, end) for end in ends if end is not None))
        return found

    def _proven(self, at: int) -> int | None:
        """As `attribution`, of one that nobody would type."""
        end = self.attribution(at)
        return end if end is not None and is_proven(" ".join(self._lines[at:end])) else None

    def _is_end(self, at: int, *, broken: bool) -> bool:
        """Whether an attribution may end with this line, alone or as the rest of the one above it."""
        if at not in self._ends:
            line = self._lines[at]
            self._ends[at] = line.rstrip().endswith((":", "：")) and bool(marks.ATTRIBUTION_END.search(line))
        if self._ends[at] or not broken or not self._lines[at].rstrip().endswith((":", "：")):
            return self._ends[at]
        return bool(marks.ATTRIBUTION_END.search(f"{self._lines[at - 1].rstrip()} {self._lines[at].lstrip()}"))

    def _kind(self, at: int) -> str:
        if at not in self._kinds:
            line = self._lines[at]
            kinds = (kind for kind, pattern in marks.HEADERS.items() if pattern.match(line))
            unknown = "unknown" if marks.HEADER_UNKNOWN.match(line) else ""
            self._kinds[at] = next(kinds, unknown)
        return self._kinds[at]

    def _headers(self, at: int) -> int | None:
        """From and at least two others. Of those that only a programme writes: in any order, with the hour."""
        kinds: set[str] = set()
        said: list[str] = []
        end = at
        for here in range(at, min(at + marks.HEADER_LINES + 1, len(self._lines))):
            line, kind = self._lines[here], self._kind(here)
            if not line.strip():
                if kinds >= marks.HEADERS_WHOLE:
                    break
            elif kind:
                kinds.add(kind)
                said.append(line)
                end = end if kind == "unknown" else here + 1
            elif "@" not in line:
                # Only an address may go on below its header; a resident's own "From: the corner" is followed by words.
                break
        whole = " ".join(said)
        if self._report:
            return end if _are_headers(kinds) and "@" in whole else None
        return end if _are_a_programmes(kinds, whole, first=self._kind(at)) else None

    def _of_notes(self, at: int) -> int | None:
        """Who wrote, then when, then To and Subject on lines of their own, as Lotus Notes does."""
        line = self._lines[at]
        if "@" not in line or len(line.split()) > marks.HEADER_LINES:
            return None
        near = range(at + 1, min(at + 1 + marks.NOTES_LINES, len(self._lines)))
        words = [here for here in near if self._lines[here].strip()]
        if not words or not (marks.HOUR.search(self._lines[words[0]]) and marks.YEAR.search(self._lines[words[0]])):
            return None
        to = any(marks.NOTES_TO.match(self._lines[here]) for here in words[1:])
        subject = next((here for here in words if marks.NOTES_SUBJECT.match(self._lines[here])), None)
        return min(subject + 2, len(self._lines)) if to and subject is not None else None


def is_proven(attribution: str) -> bool:
    """Whether only a programme says so when somebody wrote: a resident tells what was said to them as well."""
    proof = marks.ATTRIBUTION_PROOF.search(attribution)
    return proof is not None and not marks.ATTRIBUTION_NAMELESS.search(attribution)


def _are_headers(kinds: set[str]) -> bool:
    return "from" in kinds and len(kinds - {"from", "unknown"}) >= marks.HEADERS_NEEDED


def _are_a_programmes(kinds: set[str], said: str, *, first: str) -> bool:
    """A resident may write from, to and when as well: a programme gives an address, or the year with the hour."""
    if not _are_headers(kinds):
        return False
    others = kinds - {"from", "unknown"}
    timed = bool(marks.HOUR.search(said) and marks.YEAR.search(said))
    if first != "from":
        return timed and "@" in said
    if timed:
        return "@" in said or "subject" in others
    return "@" in said and len(others) >= marks.HEADERS_NEEDED_WITHOUT_HOUR
