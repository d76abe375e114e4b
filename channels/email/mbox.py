"""A file of one message or of many (mbox, RFC 4155) → the bytes of each, one in memory at a time."""

import re
from collections.abc import Iterator
from typing import IO, Final

_FROM: Final = re.compile(
    rb"From (?:.{0,300} )?(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? +(?:[A-Z][a-z]{2} +\d{1,2}|\d{1,2} +[A-Z][a-z]{2})\b"
    rb"(?=.*\d\d:\d\d)(?=.*\b\d{4}\b)"
)
"""A line between two messages: who sent it, and when, with weekday, time and year, which no sentence begins with."""
_ESCAPED: Final = re.compile(rb">+From ")
PIECE: Final = 1_000_000
"""Bytes of a line that are taken at once."""


def messages(stream: IO[bytes], *, at_most: int) -> Iterator[bytes]:
    """Each message. One that is longer than `at_most` bytes ends a little after that, so that its reader sees it."""
    first = stream.readline(PIECE)
    if not first.startswith(b"From "):
        yield b"".join((first, stream.read(at_most + 1)))
        return
    kept, size, empty_above = bytearray(), 0, False
    while line := stream.readline(PIECE):
        if empty_above and line.startswith(b"From ") and _FROM.match(line):
            yield bytes(kept)
            kept, size, empty_above = bytearray(), 0, False
            continue
        empty_above = not line.strip(b"\r\n")
        size += len(line)
        if size <= at_most + PIECE:
            kept += line[1:] if _ESCAPED.match(line) else line
    yield bytes(kept)
