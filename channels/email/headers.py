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

BLOCK_AT_MOST: Final = 262_144
"""Bytes of a header block that are looked at; mail servers allow far less."""
FIELDS_AT_MOST: Final = 2_000
STRUCTURED_AT_MOST: Final = 8_192
"""Characters of a Content-* field that are looked at: the library's reading of parameters is quadratic."""

_FIELD: Final = re.compile(rb"([\x21-\x39\x3b-\x7e]{1,200})[ \t]*:(.*)", re.DOTALL)
_EMPTY_LINE: Final = re.compile(rb"^\r*\n", re.MULTILINE)
_PARAMETER: Final = re.compile(r"[;\s]([a-z-]+)\s*=\s*\"?([^\";]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Headers:
    """Fields in the order in which they came: (name in small letters, unfolded value, not yet decoded)."""

    fields: tuple[tuple[str, str], ...]
    cut: bool = False
    """Whether there was more than is looked at."""

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
    block, body = _block(content, start, end)
    fields: list[tuple[str, str]] = []
    for name, value in _fields(content[start : min(block, start + BLOCK_AT_MOST)]):
        if len(fields) == FIELDS_AT_MOST:
            return Headers(tuple(fields), cut=True), body
        fields.append((name, value))
    return Headers(tuple(fields), cut=block - start > BLOCK_AT_MOST), body


def _block(content: bytes, start: int, end: int) -> tuple[int, int]:
    """Where the header block ends and the body begins: at an empty line, or at the first line that is of no header."""
    empty = _EMPTY_LINE.search(content, start, end)
    block = empty.start() if empty else end
    at = start
    while at < min(block, start + BLOCK_AT_MOST):
        after = content.find(b"\n", at, block) + 1 or block
        if not _belongs(content[at : min(after, at + 400)], first=at == start):
            return at, at
        at = after
    return block, empty.end() if empty else end


def _belongs(line: bytes, *, first: bool) -> bool:
    """Whether a line is of a header block: a field, a field's continuation, or an mbox's own first line."""
    if line[:1] in b" \t" or _FIELD.match(line):
        return True
    return first and line.startswith((b"From ", b">From "))


def _fields(block: bytes) -> Iterator[tuple[str, str]]:
    name, lines = "", []
    for line in block.split(b"\n"):
        line = line.rstrip(b"\r")
        if line[:1] in (b" ", b"\t"):
            lines.append(line)
            continue
        if name:
            yield name, _unfolded(lines)
        found = _FIELD.match(line)
        name, lines = (found[1].decode("ascii").lower(), [found[2]]) if found else ("", [])
    if name:
        yield name, _unfolded(lines)


def _unfolded(lines: list[bytes]) -> str:
    return " ".join(decode(line.strip()) for line in lines).replace("\r", " ").strip()
