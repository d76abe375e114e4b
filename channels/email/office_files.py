"""What a document of an office suite does by itself: by the names in its zip, and by what it says it is tied to."""

import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from html import unescape
from typing import Final

MACROS: Final = "holds macros, which are programmes. Do not enable them."
CARRIES: Final = "holds another file, which may be a programme. Do not open that."
FETCHES: Final = "fetches something from elsewhere when it is opened. Open it only if you expected it."
TOO_MUCH: Final = "holds more than can be looked through from here. Open it only if you expected it."
LOCKED: Final = "is locked with a password, so that it cannot be checked."
BROKEN: Final = "is an archive that is broken."

OOXML: Final = "[content_types].xml"
OOXML_HAS: Final = ("word/", "xl/", "ppt/", "_rels/")
ODF_HAS: Final = frozenset({"mimetype", "content.xml"})
ODF: Final = ("basic/", "scripts/")
"""Where OpenDocument keeps programmes; in another zip these are folders like any."""
ACTIVE: Final = re.compile(r"(?:^|/)(?:activex/|embeddings/[^/]{1,200}\.bin$)")
KIND: Final = re.compile(r"\bType\s{0,9}=\s{0,9}[\"'][^\"']{0,300}/(\w{1,60})[\"']")
OUTSIDE: Final = re.compile(r"\bTargetMode\s{0,9}=\s{0,9}[\"']External[\"']", re.IGNORECASE)
TIE: Final = re.compile(r"<(?:\w{1,30}:)?Relationship\s[^>]{1,4000}>")
MACRO_TYPES: Final = re.compile(r"vbaProject|macroEnabled|macrosheet", re.IGNORECASE)
MACRO_TIES: Final = frozenset({"vbaproject", "xlmacrosheet", "xlintlmacrosheet"})
FETCHED: Final = frozenset({"attachedtemplate", "oleobject", "frame", "subdocument"})
"""Ties to other places that a word processor follows by itself; a link or a picture is none of them."""

LOOKED_AT_MOST: Final = 4_000_000
"""Characters of what says to what a document is tied, all together."""


def of_office(archive: zipfile.ZipFile) -> Iterator[str]:
    """Sentences that follow the file's name, of a zip that is open."""
    names = [each.filename.replace("\\", "/").lstrip("/").lower() for each in archive.infolist()]
    if any(name.endswith("vbaproject.bin") or name.startswith("xl/macrosheets/") for name in names):
        yield MACROS
    if ODF_HAS.intersection(names) and any(name.startswith(ODF) for name in names):
        yield MACROS
    if OOXML not in names and not any(name.startswith(OOXML_HAS) for name in names):
        return
    if any(ACTIVE.search(name) for name in names):
        yield CARRIES
    try:
        yield from _of_ties(archive)
    except (zipfile.BadZipFile, NotImplementedError, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError):
        yield BROKEN


def _of_ties(archive: zipfile.ZipFile) -> Iterator[str]:
    left = LOOKED_AT_MOST
    for each in archive.infolist():
        name = each.filename.lower()
        if each.flag_bits & 1 or not (name == OOXML or name.endswith(".rels")):
            continue
        with archive.open(each) as opened:
            read = opened.read(left + 1)
        left -= len(read)
        if left < 0:
            yield TOO_MUCH
            return
        yield from _of_types(_text(read)) if name == OOXML else _of_relations(_text(read))


def _of_types(text: str) -> Iterator[str]:
    if MACRO_TYPES.search(text):
        yield MACROS


def _of_relations(text: str) -> Iterator[str]:
    for tie in map(unescape, TIE.findall(text)):
        found = KIND.search(tie)
        kind = found[1].lower() if found else ""
        if kind in MACRO_TIES:
            yield MACROS
        elif kind in FETCHED and OUTSIDE.search(tie):
            yield FETCHES
        elif kind == "oleobject":
            yield CARRIES


def _text(read: bytes) -> str:
    return read.decode("utf-16" if read.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8", "replace")
