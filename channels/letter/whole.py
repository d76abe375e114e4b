"""What kind a file is and whether it is all there, by its first and last bytes alone."""

import struct
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, Final

LAST_BYTES: Final = 2048
ENDS: Final[Mapping[bytes, bytes]] = {b"%PDF": b"%%EOF", b"\x89PNG": b"IEND", b"\xff\xd8\xff": b"\xff\xd9"}
"""How a file begins, and what stands near its end if it is all there."""
PDF_BEGINS_WITHIN: Final = 1024
TIFF: Final[Mapping[bytes, str]] = {b"II*\x00": "<", b"MM\x00*": ">"}
STARTS, LENGTHS = (273, 324), (279, 325)
"""The tags of a TIFF's strips and tiles: where each begins, how long it is (TIFF 6.0)."""
SIZES: Final = {3: ("H", 2), 4: ("I", 4)}
MOST_PAGES: Final = 2000


def is_a_scan(content: bytes) -> bool:
    """Whether it begins as a PDF, TIFF, PNG or JPEG does."""
    return b"%PDF-" in content[:PDF_BEGINS_WITHIN] or content.startswith((*ENDS, *TIFF))


def is_whole(path: Path) -> bool:
    """Whether it ends as its kind ends. Of other kinds nobody can tell: they are whole as soon as they are still."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(8)
            if start[:4] in TIFF:
                return _tiff_ends(file, start) <= size
            file.seek(max(0, size - LAST_BYTES))
            end = file.read()
    except (OSError, struct.error):
        return False
    return bool(start) and all(last in end for first, last in ENDS.items() if start.startswith(first))


def _tiff_ends(file: BinaryIO, start: bytes) -> int:
    """Where the last of its strips ends. Raises struct.error when its lists of strips are not there yet."""
    order = TIFF[start[:4]]
    (at,) = struct.unpack(f"{order}I", start[4:8])
    ends = 0
    if at == 0:
        raise struct.error("no list yet")
    for _ in range(MOST_PAGES):
        if at == 0:
            break
        file.seek(at)
        (count,) = struct.unpack(f"{order}H", file.read(2))
        tags = file.read(12 * count)
        (at,) = struct.unpack(f"{order}I", file.read(4))
        ends = max(ends, *_ends(file, order, tags), 0)
    return ends


def _ends(file: BinaryIO, order: str, tags: bytes) -> Iterator[int]:
    found = {tag: (kind, count, value) for tag, kind, count, value in struct.iter_unpack(f"{order}HHI4s", tags)}
    for start, length in zip(STARTS, LENGTHS, strict=True):
        if start in found and length in found:
            starts, lengths = (_values(file, order, *found[tag]) for tag in (start, length))
            yield from (a + b for a, b in zip(starts, lengths, strict=False))


def _values(file: BinaryIO, order: str, kind: int, count: int, value: bytes) -> tuple[int, ...]:
    """A tag's numbers: in its own four bytes if they fit there, else where these point."""
    letter, size = SIZES.get(kind, ("I", 4))
    if count * size > len(value):
        file.seek(struct.unpack(f"{order}I", value)[0])
        value = file.read(count * size)
    numbers: tuple[int, ...] = struct.unpack(f"{order}{count}{letter}", value[: count * size])
    return numbers
