"""The header block of a message or part: split, unfolded, capped. What the fields mean is read by others.

Broken blocks are read as far as they go: a field without a colon ends the block, as if the empty line had been there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.errors import MessageError
from email.message import Message
from typing import Final

from channels.email.charsets import decode

FIELD_AT_MOST: Final = 65_536
"""Bytes of one field that are kept; mail servers allow far less."""
BLOCK_AT_MOST: Final = 262_144
"""Bytes of all fields that are kept, before each further one is cut to `SMALL`."""
SMALL: Final = 1_000
"""Bytes in which who wrote, and of what type it is, can be said."""
FIELDS_AT_MOST: Final = 2_000
STRUCTURED_AT_MOST: Final = 8_192
"""Characters of a Content-* field that are looked at: the library's reading of parameters is quadratic."""

_FIELD: Final = re.compile(rb"([\x21-\x39\x3b-\x7e]{1,200})[ \t]*:(.*)", re.DOTALL)
_NEXT: Final = re.compile(rb"\n(?=[^ \t])")
_EMPTY_LINE: Final = re.compile(rb"^\r*\n", re.MULTILINE)
_PARAMETER: Final = re.compile(r"[;\s]([a-z-]+)\s*=\s*\"?([^\";]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Headers:
    """Fields in the order in which they came: (name in small letters, unfolded value, not yet decoded)."""

    fields: tuple[tuple[str, str], ...]
    cut: bool = False
    """Whether there were more than are looked at."""
    shortened: tuple[str, ...] = ()
    """Names of fields that were longer than is kept, each once."""

    def first(self, name: str) -> str:
        """The first value under that name; "" when there is none."""
        return next((value for each, value in self.fields if each == name), "")

    def every(self, name: str) -> list[str]:
        return [value for each, value in self.fields if each == name]

    def names(self) -> set[str]:
        return {name for name, _ in self.fields}

    def value(self, name: str) -> str:
        """A field's value before its parameters, in small letters."""
        return self.first(name).split(";", 1)[0].strip().lower()

    def parameter(self, field: str, name: str) -> str:
        """A parameter of a structured field, RFC 2231 forms included; "" when there is none."""
        text = self.first(field)[:STRUCTURED_AT_MOST]
        if "=" not in text:
            return ""
        carrier: Message = Message()
        carrier[field] = text
        try:
            found = carrier.get_param(name, "", field)
            if isinstance(found, tuple):
                return decode(found[2].encode("latin-1", "replace"), found[0])
            return str(found)
        except (ValueError, LookupError, TypeError, MessageError):
            return next((each[2].strip() for each in _PARAMETER.finditer(text) if each[1].lower() == name), "")


def split(content: bytes, start: int = 0, end: int | None = None) -> tuple[Headers, int]:
    """The headers of what stands between `start` and `end`, and where its body begins. Copies no body."""
    end = len(content) if end is None else end
    empty = _EMPTY_LINE.search(content, start, end)
    block, body = (empty.start(), empty.end()) if empty else (end, end)
    fields: list[tuple[str, str]] = []
    shortened: dict[str, None] = {}
    kept = 0
    for number, (at, to) in enumerate(_spans(content, start, block)):
        if not _belongs(content[at : min(to, at + 400)], first=at == start):
            # The body begins at the first line that is of no header, as if the empty line had been there.
            return Headers(tuple(fields), shortened=tuple(shortened)), at
        if number == FIELDS_AT_MOST:
            return Headers(tuple(fields), cut=True, shortened=tuple(shortened)), body
        limit = FIELD_AT_MOST if kept < BLOCK_AT_MOST else SMALL
        kept += min(to - at, limit)
        found = _field(content[at : min(to, at + limit)])
        if found is not None:
            fields.append(found)
            shortened |= {found[0]: None} if to - at > limit else {}
    return Headers(tuple(fields), shortened=tuple(shortened)), body


def _spans(content: bytes, start: int, block: int) -> Iterator[tuple[int, int]]:
    """Where each field begins and ends, with the lines that continue it: those begin with a space. Copies nothing."""
    at = start
    while at < block:
        next_one = _NEXT.search(content, at, block)
        to = next_one.start() + 1 if next_one else block
        yield at, to
        at = to


def _belongs(line: bytes, *, first: bool) -> bool:
    """Whether a line is of a header block: a field, a field's continuation, or an mbox's own first line."""
    if line[:1] in b" \t" or _FIELD.match(line):
        return True
    return first and line.startswith((b"From ", b">From "))


def _field(raw: bytes) -> tuple[str, str] | None:
    """Its name in small letters and its value; None for what is no field."""
    first, *others = raw.split(b"\n")
    found = _FIELD.match(first.rstrip(b"\r"))
    if found is None:
        return None
    return found[1].decode("ascii").lower(), _unfolded([found[2], *(line.rstrip(b"\r") for line in others)])


def _unfolded(lines: list[bytes]) -> str:
    return " ".join(decode(line.strip()) for line in lines).replace("\r", " ").strip()
