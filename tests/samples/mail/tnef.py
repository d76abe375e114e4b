"""A winmail.dat as Outlook packs it (MS-OXTNEF): the short name in the attribute, the long one in the properties."""

import struct
from collections.abc import Mapping


def winmail(files: Mapping[str, bytes]) -> bytes:
    """A TNEF stream with these files in it."""
    stream = struct.pack("<IH", 0x223E9F78, 1) + _attribute(1, 0x00089006, b"\0\0\1\0")
    for name, content in files.items():
        stream += _attribute(2, 0x00069002, b"\0" * 14)
        stream += _attribute(2, 0x00018010, name[:8].encode("cp1252") + b"\0")
        stream += _attribute(2, 0x0006800F, content)
        stream += _attribute(2, 0x00069005, _long_name(name))
    return stream


def _attribute(level: int, attribute: int, value: bytes) -> bytes:
    return struct.pack("<BII", level, attribute, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)


def _long_name(name: str) -> bytes:
    value = name.encode("utf-16-le") + b"\0\0"
    padded = value + b"\0" * (-len(value) % 4)
    size = struct.pack("<HHI", 0x0003, 0x3705, 1)
    return struct.pack("<I", 2) + size + struct.pack("<HHII", 0x001F, 0x3707, 1, len(value)) + padded
