"""A file of one message or of many (mbox, RFC 4155) → the bytes of each, one in memory at a time."""

import re
from collections.abc import Iterator
from typing import IO, Final

_FROM: Final = re.compile(rb"From \S.* \d{4}\s*$|From \S+@\S+|From -? ?\w{3} \w{3}")
"""A line between two messages: who sent it and when. A sentence that begins with "From" has no year at its end."""
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
