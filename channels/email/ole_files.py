"""What a document of an old office suite does by itself: by the names in its compound file, and by its sheets' kinds.

The file is read as MS-CFB has it, a workbook's first records as MS-XLS (2.4.28, BoundSheet8). Nothing is followed
further than the file is long, and of each stream no more than its beginning is read.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from channels.email.office_files import LOCKED, LOOKED_AT_MOST, MACROS, TOO_MUCH

MAGIC: Final = b"\xd0\xcf\x11\xe0"
VBA: Final = (b"_VBA_PROJECT", "_VBA_PROJECT".encode("utf-16-le"))
UNREADABLE: Final = "is a document that is broken, so that it cannot be checked. Open it only if you expected it."

WORKBOOKS: Final = frozenset({"workbook", "book"})
WORKBOOKS_AT_MOST: Final = 20
"""A text with a chart in it holds one for each."""
RECORDS_AT_MOST: Final = 100_000
"""Of one workbook, before its sheets begin."""
ENCRYPTED: Final = "encryptedpackage"
"""A newer document with a password is kept in this stream."""
CUTOFF: Final = 4096
"""Bytes from which on a stream has sectors of its own."""
LISTED_IN_HEADER: Final = 109
ENTRY: Final = 128
STREAM: Final = 2
NO_SECTOR: Final = 0xFFFFFFFA
"""From here on a number means no sector: an end, a gap, a part of the table."""

BOUND_SHEET: Final = 0x85
FILE_PASS: Final = 0x2F
END: Final = 0x0A
MACRO_SHEETS: Final = frozenset({1, 6})
"""Kinds of a sheet: macros of Excel 4, and a module of Visual Basic as Excel 5 had it."""
BEFORE_OLE: Final = frozenset({0x0009, 0x0209, 0x0409})
"""Beginnings of a sheet that was its own file, as Excel 2 to 4 wrote it."""
MACRO_FILE: Final = 0x40


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    kind: int
    first: int
    size: int


def is_old_macro_sheet(content: bytes) -> bool:
    """Whether the file is a macro sheet of Excel 2 to 4, which has no compound file round it."""
    if len(content) < 8:
        return False
    begin, length, _, kind = struct.unpack_from("<HHHH", content)
    return begin in BEFORE_OLE and 4 <= length <= 16 and kind == MACRO_FILE


def of_ole(content: bytes) -> Iterator[str]:
    """Sentences that follow the file's name, of what begins with MAGIC."""
    if any(each in content for each in VBA):
        yield MACROS
    try:
        file = _Compound(content)
        root, *others = file.entries()
        streams = [each for each in others if each.kind == STREAM]
        if any(each.name == ENCRYPTED for each in streams):
            yield LOCKED
        workbooks = [each for each in streams if each.name in WORKBOOKS]
        for each in workbooks[:WORKBOOKS_AT_MOST]:
            yield from _of_workbook(file.read(each, root))
        if len(workbooks) > WORKBOOKS_AT_MOST:
            yield TOO_MUCH
    except (ValueError, IndexError, struct.error):
        yield UNREADABLE


def _of_workbook(stream: bytes) -> Iterator[str]:
    at = 0
    for _ in range(RECORDS_AT_MOST):
        if at + 4 > len(stream):
            yield TOO_MUCH if len(stream) == LOOKED_AT_MOST else UNREADABLE
            return
        kind, length = struct.unpack_from("<HH", stream, at)
        if kind == END:
            return
        if kind == FILE_PASS:
            yield LOCKED
            return
        if kind == BOUND_SHEET and length >= 6 and stream[at + 9] in MACRO_SHEETS:
            yield MACROS
            return
        at += 4 + length
    yield TOO_MUCH


class _Compound:
    """A file system in a file: sectors, a table of which follows which, and a list of streams.

    Raises ValueError, IndexError or struct.error where it makes no sense.
    """

    def __init__(self, content: bytes) -> None:
        self._content = content
        shift, small_shift = struct.unpack_from("<HH", content, 30)
        (self._directory,) = struct.unpack_from("<I", content, 48)
        cutoff, self._small_table, _, more = struct.unpack_from("<IIII", content, 56)
        if shift not in (9, 12) or (small_shift, cutoff) != (6, CUTOFF):
            raise ValueError("It is laid out as no such file is.")
        self._shift, self._size = shift, 1 << shift
        self._table = self._sectors_of_the_table(more)

    def entries(self) -> Iterator[_Entry]:
        """The root first, then all others, in whatever folder they are."""
        listed = self._chain(self._directory)
        for at in range(0, len(listed) - ENTRY + 1, ENTRY):
            length, kind = struct.unpack_from("<HB", listed, at + 64)
            first, size = struct.unpack_from("<II", listed, at + 116)
            name = listed[at : at + min(max(length - 2, 0), 62)].decode("utf-16-le", "replace").lower()
            yield _Entry(name, kind, first, size)

    def read(self, entry: _Entry, root: _Entry) -> bytes:
        """The beginning of a stream. Small ones lie together in the root's own."""
        if entry.size >= CUTOFF:
            return self._chain(entry.first)[: entry.size]
        table, small = self._chain(self._small_table), self._chain(root.first)
        pieces, sector, left = list[bytes](), entry.first, entry.size
        while sector < NO_SECTOR and left > 0:
            pieces.append(small[sector << 6 : (sector + 1) << 6])
            (sector,) = struct.unpack_from("<I", table, sector * 4)
            left -= 64
        return b"".join(pieces)[: entry.size]

    def _sectors_of_the_table(self, more: int) -> list[int]:
        listed = list(struct.unpack_from(f"<{LISTED_IN_HEADER}I", self._content, 76))
        while more < NO_SECTOR:
            *found, more = struct.unpack(f"<{self._size // 4}I", self._sector(more))
            listed += found
            if len(listed) > LISTED_IN_HEADER + len(self._content) // self._size:
                raise ValueError("Its table has more sectors than the file.")
        return [each for each in listed if each < NO_SECTOR]

    def _sector(self, number: int) -> bytes:
        return self._content[(number + 1) << self._shift : (number + 2) << self._shift]

    def _chain(self, sector: int) -> bytes:
        """The sectors from this one on, as far as is looked at."""
        pieces, length = list[bytes](), 0
        while sector < NO_SECTOR and length < LOOKED_AT_MOST:
            piece = self._sector(sector)
            if not piece:
                raise ValueError("It goes on where the file has ended.")
            pieces.append(piece)
            length += len(piece)
            sector = self._after(sector)
        return b"".join(pieces)[:LOOKED_AT_MOST]

    def _after(self, sector: int) -> int:
        row, place = divmod(sector, self._size // 4)
        (found,) = struct.unpack_from("<I", self._sector(self._table[row]), place * 4)
        return int(found)
