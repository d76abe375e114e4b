"""Bytes → text that can always be stored and printed: declared charset → UTF-8 → Windows-1252, and no further guess.

Guessing libraries are not used: one took cp1252 for cp1250, which turns "£" into "Ł".
"""

import codecs
import re
from typing import Final

UNSUITABLE: Final = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"})
"""Python's codecs that are no charset of mail; punycode takes minutes over a megabyte."""

SUPERSETS: Final = {"iso8859-1": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932"}
"""What senders mean when they name the smaller charset (as browsers read it)."""

ALIASES: Final = {
    "unicode-1-1-utf-7": "utf-7",
    "x-unknown": "utf-8",
    "unknown-8bit": "utf-8",
    "utf8mb4": "utf-8",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "windows-874": "cp874",
    "x-mac-roman": "mac_roman",
}
_NOWHERE: Final = (0x81, 0x8D, 0x8F, 0x90, 0x9D)
_WINDOWS: Final = "".join(
    bytes([number]).decode("latin-1" if number in _NOWHERE else "cp1252") for number in range(0x100)
)
"""Windows-1252 above Latin-1; its five empty places stay what they are, as in browsers."""

LINES_AT_MOST: Final = 20_000
"""Lines that are each looked at; what follows them is taken as one."""

NOT_KNOWN: Final = "A part names a charset that is not known; how to read it was guessed."
NOT_IN_IT: Final = "A part is not in the charset that it names; how to read it was guessed."
NONE_NAMED: Final = "A part names no charset and is not in UTF-8; how to read it was guessed."

_UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")


def decode(content: bytes, declared: str | None = None) -> str:
    """The text of `content`. Never raises; each line that is neither what it says nor UTF-8 is read as cp1252."""
    codec = _codec(declared)
    if codec is not None:
        try:
            return storable(content.decode(codec))
        except (LookupError, ValueError):
            pass
    try:
        return storable(content.decode("utf-8"))
    except UnicodeDecodeError:
        lines = content.split(b"\n", LINES_AT_MOST)
        return storable("\n".join(_line(each) for each in lines))


def flaw(content: bytes, declared: str | None = None) -> str:
    """What makes the text that `decode` finds a guess, as a sentence; "" where it is none."""
    named = bool((declared or "").strip())
    codec = _codec(declared)
    if named and codec is None:
        return NOT_KNOWN
    try:
        content.decode(codec or "utf-8")
    except (LookupError, ValueError):
        return NOT_IN_IT if named else NONE_NAMED
    return ""


def storable(text: str) -> str:
    """Without NULs and halves of surrogate pairs, which no store can keep."""
    return _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def _codec(declared: str | None) -> str | None:
    name = (declared or "").strip().strip("'\"").lower()
    if not name:
        return None
    try:
        found = codecs.lookup(ALIASES.get(name, name))
    except (LookupError, ValueError):
        return None
    # base64, zip, rot13 and the like are codecs of Python's too, and turn bytes into no text.
    if found.name in UNSUITABLE or not getattr(found, "_is_text_encoding", True):
        return None
    return SUPERSETS.get(found.name, found.name)


def _line(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return codecs.charmap_decode(line, "strict", _WINDOWS)[0]
