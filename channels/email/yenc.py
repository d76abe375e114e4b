"""One file of a text in yEnc (draft 1.3, http://www.yenc.org/yenc-draft.1.3.txt), or a part of one; parts are joined.

A large file was sent as several messages, a part in each. What is all there is one file again; else each part is kept
under a name that says which it is.
"""

import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

ONLY_A_PART: Final = (
    "A file in the text is only a part of one, and cannot be opened alone. The other parts may be in other emails."
)

_BEGIN: Final = re.compile(rb"=ybegin ([^\r\n]{0,200}?)\bname=([^\r\n]{1,300})\r?\n")
_PART: Final = re.compile(rb"=ypart begin=([0-9]{1,15}) end=([0-9]{1,15})[^\r\n]{0,200}\r?\n")
_END: Final = re.compile(rb"\n=yend ([^\r\n]{0,200})(?:\r?\n|\Z)")
_VALUE: Final = re.compile(rb"\b(size|part|total|pcrc32|crc32)=([0-9a-fA-F]{1,16})")
_ESCAPES: Final = {b"@": b"\0", b"I": b"\t", b"J": b"\n", b"M": b"\r", b"`": b" ", b"n": b".", b"}": b"="}
"""What an encoder may not write as it is. The last makes the sign that the others begin with."""
_WRONG: Final = re.compile(rb"=(?:[^@IJM`n}]|\Z)", re.DOTALL)
_BACK: Final = bytes((each - 42) & 255 for each in range(256))
_ENDING: Final = re.compile(rb"(?:\.[A-Za-z0-9]{1,10})?\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Which part it is, of how many (0: that is not said), and the first of its bytes in a whole of `size`, from 0."""

    number: int
    total: int
    begin: int
    size: int
    crc: int | None


@dataclass(frozen=True, slots=True)
class File:
    """Where it ends, or stops making sense: then `content` is None."""

    end: int
    name: bytes = b""
    content: bytes | None = None
    part: Part | None = None


def file_at(content: bytes, start: int) -> File | None:
    """What begins here; None where the line is prose."""
    first = _BEGIN.match(content, start)
    if not first:
        return None
    last = _END.search(content, first.end() - 1)
    if not last:
        # No other file of its kind has an end either.
        return File(len(content))
    head, foot = dict(_VALUE.findall(first[1])), dict(_VALUE.findall(last[1]))
    begins, part, length, crc = first.end(), None, head.get(b"size", b""), foot.get(b"crc32")
    if b"part" in head and (said := _PART.match(content, first.end())):
        begins, part, length = said.end(), _part(head, foot, said), b"%d" % (int(said[2]) - int(said[1]) + 1)
        crc = foot.get(b"pcrc32")
    if not length.isdigit() or (b"part" in head and part is None):
        return File(last.end())
    made = _decoded(content[begins : max(begins, last.start())])
    is_whole = made is not None and len(made) == int(length)
    if made is not None and crc is not None:
        is_whole = is_whole and binascii.crc32(made) == int(crc, 16)
    return File(last.end(), first[2].strip().strip(b'"'), made if is_whole else None, part)


def joined(files: Sequence[File]) -> tuple[list[tuple[bytes, bytes]], list[str]]:
    """Name and bytes of each file, in their order, and a sentence where one is only a part."""
    named: list[tuple[bytes, bytes]] = []
    warnings: list[str] = []
    parts: dict[tuple[bytes, int], list[tuple[Part, bytes]]] = {}
    for file in files:
        if file.part is not None:
            parts.setdefault((file.name, file.part.size), []).append((file.part, file.content or b""))
    for file in files:
        if file.part is None:
            named.append((file.name, file.content or b""))
        elif theirs := parts.pop((file.name, file.part.size), None):
            whole = _whole(theirs)
            named += [(file.name, whole)] if whole else [(_named(file.name, part), each) for part, each in theirs]
            warnings += [] if whole else [ONLY_A_PART]
    return named, warnings


def _whole(parts: Sequence[tuple[Part, bytes]]) -> bytes | None:
    """All of a file, if its parts are all there and fit; one that came twice is taken once."""
    pieces, at = list[bytes](), 0
    for part, content in sorted(parts, key=lambda each: each[0].begin):
        if part.begin == at:
            pieces.append(content)
            at += len(content)
    whole = b"".join(pieces)
    sums = {part.crc for part, _ in parts} - {None}
    return whole if at == parts[0][0].size and sums <= {binascii.crc32(whole)} else None


def _named(name: bytes, part: Part) -> bytes:
    """Its ending stays, by which a programme is known for one."""
    which = b" (part %d of %d)" % (part.number, part.total) if part.total else b" (part %d)" % part.number
    return _ENDING.sub(lambda found: which + found[0], name, count=1)


def _part(head: dict[bytes, bytes], foot: dict[bytes, bytes], said: re.Match[bytes]) -> Part | None:
    number, total, size = head[b"part"], head.get(b"total", b"0"), head.get(b"size", b"")
    if not (number.isdigit() and total.isdigit() and size.isdigit() and 1 <= int(said[1]) <= int(said[2])):
        return None
    crc = foot.get(b"crc32")
    return Part(
        number=int(number),
        total=int(total),
        begin=int(said[1]) - 1,
        size=int(size),
        crc=int(crc, 16) if crc else None,
    )


def _decoded(lines: bytes) -> bytes | None:
    """The bytes of these lines; None for what no encoder writes."""
    letters = lines.translate(None, b"\r\n")
    if _WRONG.search(letters):
        return None
    for escaped, meant in _ESCAPES.items():
        letters = letters.replace(b"=" + escaped, meant)
    return letters.translate(_BACK)
