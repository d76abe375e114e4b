"""Old documents of Office, made here: a compound file (MS-CFB) of some streams, and a workbook's first records."""

import struct
from collections.abc import Mapping

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SECTOR, SMALL, CUTOFF = 512, 64, 4096
END, FREE, OF_TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
SHEET, EXCEL_4, CHART, MODULE = 0, 1, 2, 6
SHOWN, HIDDEN, VERY_HIDDEN = 0, 1, 2


def record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def sheet(kind: int, name: str = "Sheet1", hidden: int = SHOWN) -> bytes:
    return record(0x85, struct.pack("<IBBBB", 1234, hidden, kind, len(name), 0) + name.encode())


def workbook(*sheets: bytes, padded_to: int = 5000, before: bytes = b"") -> bytes:
    """The records that a workbook begins with, up to their end."""
    begin = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    made = begin + before + record(0x42, b"\xb0\x04") + b"".join(sheets) + record(0x0A, b"")
    return made.ljust(padded_to, b"\0")


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file; what is shorter than CUTOFF lies in the small sectors of the root."""
    sectors: list[bytes] = []
    chain: list[int] = []

    def kept(content: bytes) -> int:
        first, pieces = len(sectors), [content[at : at + SECTOR] for at in range(0, len(content), SECTOR)]
        sectors.extend(each.ljust(SECTOR, b"\0") for each in pieces)
        chain.extend([*range(first + 1, first + len(pieces)), END])
        return first if pieces else END

    small, small_chain = b"", list[int]()
    listed = []
    for name, content in streams.items():
        if len(content) >= CUTOFF:
            listed.append((name, kept(content), len(content)))
            continue
        first, count = len(small_chain), -(-len(content) // SMALL)
        small += content.ljust(count * SMALL, b"\0")
        small_chain += [*range(first + 1, first + count), END]
        listed.append((name, first, len(content)))
    root = kept(small) if small else END
    small_table = kept(struct.pack(f"<{len(small_chain)}I", *small_chain).ljust(SECTOR, b"\xff")) if small else END
    entries = _entry("Root Entry", 5, root, len(small), below=1 if listed else FREE)
    for number, (name, first, size) in enumerate(listed, start=1):
        entries += _entry(name, 2, first, size, beside=number + 1 if number < len(listed) else FREE)
    directory = kept(entries)
    table = len(sectors)
    chain += [OF_TABLE, *[FREE] * (SECTOR // 4 - len(chain) - 1)]
    sectors.append(struct.pack(f"<{SECTOR // 4}I", *chain))
    head = (
        MAGIC
        + bytes(16)
        + struct.pack(
            "<HHHHH6xIIIIIIIII",
            62,
            3,
            0xFFFE,
            9,
            6,
            0,
            1,
            directory,
            0,
            CUTOFF,
            *(small_table, int(bool(small)), END, 0),
        )
    )
    return head + struct.pack("<109I", table, *[FREE] * 108) + b"".join(sectors)


def _entry(name: str, kind: int, first: int, size: int, *, beside: int = FREE, below: int = FREE) -> bytes:
    """`beside` and `below` are the numbers of the entries to which it leads."""
    written = name.encode("utf-16-le")
    head = written.ljust(64, b"\0") + struct.pack("<HBBIII", len(written) + 2, kind, 1, FREE, beside, below)
    return head + bytes(36) + struct.pack("<IQ", first, size)
