"""winmail.dat: the files that Outlook packed into a TNEF stream (MS-OXTNEF). Reads as far as the bytes make sense."""

import struct
from collections.abc import Iterator
from typing import Final

SIGNATURE: Final = b"\x78\x9f\x3e\x22"
ATTACHMENT: Final = 2
"""The level of attributes that belong to a file."""
RENDER_DATA, TITLE, DATA, PROPERTIES = 0x00069002, 0x00018010, 0x0006800F, 0x00069005
LONG_NAMES: Final = (0x3707, 0x3704)
"""MAPI properties of a file's name: the long one, else the short one."""
FILES_AT_MOST: Final = 200
ATTRIBUTES_AT_MOST: Final = 20_000
STRINGS: Final = {0x001E: "cp1252", 0x001F: "utf-16-le"}
SIZES: Final = {2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 0x0A: 4, 0x0B: 4, 0x14: 8, 0x40: 8, 0x48: 16}
"""Bytes that a property of fixed size takes, padding included."""
COUNTED: Final = frozenset({0x001E, 0x001F, 0x0102, 0x000D})


def files(content: bytes) -> list[tuple[str, bytes]]:
    """Name ("" when there is none) and bytes of each file; empty when this is no TNEF."""
    if not content.startswith(SIGNATURE):
        return []
    found: list[list[str | bytes]] = []
    for attribute, value in _attributes(content):
        if attribute == RENDER_DATA:
            if len(found) == FILES_AT_MOST:
                break
            found.append(["", b""])
        elif found and attribute == DATA:
            found[-1][1] = value
        elif found and attribute == TITLE and not found[-1][0]:
            found[-1][0] = value.rstrip(b"\0").decode("cp1252", "replace")
        elif found and attribute == PROPERTIES:
            found[-1][0] = _long_name(value) or found[-1][0]
    return [(str(name), data) for name, data in found if isinstance(data, bytes)]


def _attributes(content: bytes) -> Iterator[tuple[int, bytes]]:
    at = 6
    for _ in range(ATTRIBUTES_AT_MOST):
        if at + 9 > len(content):
            return
        level, attribute, size = struct.unpack_from("<BII", content, at)
        value = content[at + 9 : at + 9 + size]
        if len(value) < size:
            return
        if level == ATTACHMENT:
            yield attribute, value
        at += 9 + size + 2


def _long_name(properties: bytes) -> str:
    names: dict[int, str] = {}
    try:
        for kind, number, value in _properties(properties):
            if number in LONG_NAMES and kind in STRINGS:
                names[number] = value.decode(STRINGS[kind], "replace").rstrip("\0")
    except struct.error:
        pass
    return next((names[each] for each in LONG_NAMES if names.get(each)), "")


def _properties(content: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Type, id and value of each property, until one whose size is not known."""
    at = 4
    for _ in range(ATTRIBUTES_AT_MOST):
        if at + 4 > len(content):
            return
        kind, number = struct.unpack_from("<HH", content, at)
        at += 4
        if number >= 0x8000:
            at = _after_name(content, at)
        if kind in SIZES:
            yield kind, number, content[at : at + SIZES[kind]]
            at += SIZES[kind]
        elif kind in COUNTED:
            _, size = struct.unpack_from("<II", content, at)
            yield kind, number, content[at + 8 : at + 8 + size]
            at += 8 + size + (-size % 4)
        else:
            return


def _after_name(content: bytes, at: int) -> int:
    """Where a named property's value begins: after its GUID and its number or name."""
    (named,) = struct.unpack_from("<I", content, at + 16)
    if not named:
        return at + 24
    (size,) = struct.unpack_from("<I", content, at + 20)
    return at + 24 + int(size) + (-int(size) % 4)
