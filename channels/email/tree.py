"""Bytes → the tree of MIME parts, by slicing at boundaries: linear in the message's length, and never an error.

The standard library's parser builds a string a line, which takes ten times the message in memory.

1. A part's headers are read; a multipart's body is cut at its boundary lines, outer before inner, so that a part that
   forgets its end is ended by the one around it.
2. A multipart whose boundary never comes is cut at the boundary that its first line looks like, else read as text.
3. Deeper or more than is sensible is left as one opaque part and said in `warnings`; the original holds it all.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from channels.email.headers import Headers, split
from channels.email.transfer import undone

DEPTH_AT_MOST: Final = 20
PARTS_AT_MOST: Final = 1_000

_TYPE: Final = re.compile(r"[a-z0-9!#$&^_.+-]{1,80}/[a-z0-9!#$&^_.+-]{1,120}")
_LOOKS_LIKE_BOUNDARY: Final = re.compile(rb"(?:\A|\n)--([^\s-][^\r\n]{0,200}?)[ \t]*\r?\nContent-", re.IGNORECASE)

TOO_DEEP: Final = "Parts are nested too deeply; the innermost are only in the original."
TOO_MANY: Final = "There are more than 1,000 parts; the last are only in the original."
NO_BOUNDARY: Final = "The parts cannot be told apart (no boundary); what came is shown as text."
HEADERS_CUT: Final = "The headers are longer than is sensible; the last of them are only in the original."
FIELD_CUT: Final = "A header field is longer than is read ({names}); the rest is only in the original."
NAMES_SHOWN: Final = 3
NAME_SHOWN: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One node. `body` is as it was transferred; a multipart has `parts` and no body of its own."""

    headers: Headers
    content_type: str
    body: bytes = b""
    parts: tuple["Part", ...] = ()

    @property
    def encoding(self) -> str:
        return self.headers.value("content-transfer-encoding")

    def decoded(self) -> tuple[bytes, str]:
        """The body, decoded, and a sentence about what is wrong with how it is encoded ("" when nothing is)."""
        return undone(self.body, self.encoding)

    def every(self) -> Iterator["Part"]:
        """This part and those in it, in the order of the message."""
        yield self
        for each in self.parts:
            yield from each.every()


def tree(content: bytes) -> tuple[Part, tuple[str, ...]]:
    """The root part and what was odd about the structure, a sentence each."""
    growing = _Growing(content)
    root = growing.part(0, len(content), depth=0, default="text/plain")
    return root, tuple(dict.fromkeys(growing.warnings))


class _Growing:
    """One message's tree while it grows, by places in its bytes: only the body of a leaf is ever copied."""

    def __init__(self, content: bytes) -> None:
        self.warnings: list[str] = []
        self._content = content
        self._count = 0

    def part(self, start: int, end: int, *, depth: int, default: str) -> Part:
        self._count += 1
        headers, body = split(self._content, start, end)
        if headers.cut:
            self.warnings.append(HEADERS_CUT)
        if headers.shortened:
            names = ", ".join(each[:NAME_SHOWN] for each in headers.shortened[:NAMES_SHOWN])
            self.warnings.append(FIELD_CUT.format(names=names))
        content_type = _content_type(headers, default)
        if not content_type.startswith("multipart/"):
            return Part(headers=headers, content_type=content_type, body=self._content[body:end])
        if depth >= DEPTH_AT_MOST:
            self.warnings.append(TOO_DEEP)
            return Part(headers=headers, content_type="application/octet-stream", body=self._content[body:end])
        return self._multipart(headers, content_type, body, end, depth)

    def _multipart(self, headers: Headers, content_type: str, body: int, end: int, depth: int) -> Part:
        slices = self._cut(headers, body, end)
        if slices is None:
            self.warnings.append(NO_BOUNDARY)
            return Part(headers=headers, content_type="text/plain", body=self._content[body:end])
        default = "message/rfc822" if content_type == "multipart/digest" else "text/plain"
        parts: list[Part] = []
        for first, last in slices:
            if self._count >= PARTS_AT_MOST:
                self.warnings.append(TOO_MANY)
                break
            parts.append(self.part(first, last, depth=depth + 1, default=default))
        return Part(headers=headers, content_type=content_type, parts=tuple(parts))

    def _cut(self, headers: Headers, body: int, end: int) -> list[tuple[int, int]] | None:
        boundary = headers.parameter("content-type", "boundary").encode("utf-8", "replace").rstrip()
        slices = _slices(self._content, body, end, boundary) if boundary else None
        if slices is not None:
            return slices
        guessed = _LOOKS_LIKE_BOUNDARY.search(self._content[body : min(end, body + 65_536)])
        return _slices(self._content, body, end, guessed[1]) if guessed else None


def _content_type(headers: Headers, default: str) -> str:
    """The declared type in small letters; text/plain for what is no type at all (RFC 2045 §5.2)."""
    said = headers.value("content-type")
    if not said:
        return default
    return said if _TYPE.fullmatch(said) else "text/plain"


def _slices(content: bytes, start: int, end: int, boundary: bytes) -> list[tuple[int, int]] | None:
    """What stands between the boundary's lines, up to its closing line or the end; None when it never comes."""
    found: list[tuple[int, int]] = []
    opened: int | None = None
    for before, after, closing in _lines_of(content, start, end, b"--" + boundary):
        if opened is not None:
            found.append((opened, max(opened, before)))
        opened = after
        if closing:
            return found
    if opened is None:
        return None
    return [*found, (opened, end)]


def _lines_of(content: bytes, start: int, end: int, delimiter: bytes) -> Iterator[tuple[int, int, bool]]:
    """Each line that is the delimiter: where the text before it ends, where what follows begins, whether it closes."""
    line = re.compile(rb"^%s(--)?[ \t\r\f\v]*(?:\n|\Z)" % re.escape(delimiter), re.MULTILINE)
    for found in line.finditer(content, start, end):
        yield _before_line_end(content, start, found.start()), found.end(), found[1] is not None


def _before_line_end(content: bytes, start: int, at: int) -> int:
    """The line end before a delimiter belongs to the delimiter (RFC 2046 §5.1.1)."""
    if at - 2 >= start and content[at - 2 : at] == b"\r\n":
        return at - 2
    return max(start, at - 1)
