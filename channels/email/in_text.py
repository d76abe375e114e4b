"""Files that stand in the words of a text, as they were sent before MIME: uuencode (POSIX), and yEnc (`yenc`).

1. A file begins at a line of its own, and its first line of letters is one that an encoder writes; else it is prose.
2. All of it has to make sense up to its end, else it stays in the text, and a sentence says so.
3. Whole lines are read many at a time, and no place is looked at twice: a file may be most of a long message.
No names are made safe here, and no dangers looked for: files.py does that for every file.
"""

import binascii
import re
from dataclasses import dataclass
from itertools import islice
from typing import Final

from channels.email import yenc
from channels.email.yenc import File

FILES_AT_MOST: Final = 200
TRIED_AT_MOST: Final = 2_000
"""Beginnings of one text that are looked at."""
ODD_LINES_AT_MOST: Final = 20_000
"""Lines of one file that are shorter than an encoder's full ones: only the last should be."""
BROKEN: Final = "A file in the text is broken or has no end; it is shown as it came."
TOO_MANY: Final = "There are more files in the text than can be taken out; the last are shown as they came."

_BEGIN: Final = re.compile(rb"begin (?=[0-7]{3,4} |(?:part|line|total|size)=)")
_UU_BEGIN: Final = re.compile(rb"begin [0-7]{3,4} +([^\r\n]{1,300})\r?\n")
_UU_FULL: Final = re.compile(rb"(?:M[ -`]{60}\r?\n){1,10000}+")
_UU_LINE: Final = re.compile(rb"([!-`][ -`]{1,90})\r?(?:\n|\Z)")
_UU_END: Final = re.compile(rb"(?:[` ]*\r?\n){0,3}end[ \t]*(?:\r?\n|\Z)")
_UU: Final = bytes(range(0x20, 0x60)) + b"`"
_BASE64: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/" + b"A"
_TO_BASE64: Final = bytes.maketrans(_UU, _BASE64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """The words that are left, and each file: its name as it was given, and its bytes."""

    words: bytes
    files: tuple[tuple[bytes, bytes], ...] = ()
    warnings: tuple[str, ...] = ()


def taken_out(content: bytes) -> Taken:
    """The files of a text's bytes taken out of it. Never raises; linear in the text's length."""
    words: list[bytes] = []
    files: list[File] = []
    warnings: list[str] = []
    at = looked_at = 0
    for tried, begin in enumerate(islice(_BEGIN.finditer(content), TRIED_AT_MOST + 1)):
        if tried == TRIED_AT_MOST or len(files) == FILES_AT_MOST:
            warnings.append(TOO_MANY)
            break
        start, found = _at(content, begin.start()) if begin.start() >= looked_at else (0, None)
        if found is None:
            continue
        looked_at = found.end
        if found.content is None:
            warnings.append(BROKEN)
            continue
        words.append(content[at:start])
        files.append(found)
        at = found.end
    if not files:
        return Taken(words=content, warnings=tuple(dict.fromkeys(warnings)))
    left = b"".join((*words, content[at:]))
    named, said = yenc.joined(files)
    return Taken(words=left, files=tuple(named), warnings=tuple(dict.fromkeys((*warnings, *said))))


def _at(content: bytes, begin: int) -> tuple[int, File | None]:
    """Where the file's line begins, and the file; None where the line is prose."""
    if begin == 0 or content[begin - 1 : begin] == b"\n":
        return begin, _uu(content, begin)
    start = begin - 2
    if content[max(0, start) : begin] == b"=y" and (start == 0 or content[start - 1 : start] == b"\n"):
        return start, yenc.file_at(content, start)
    return begin, None


def _uu(content: bytes, start: int) -> File | None:
    first = _UU_BEGIN.match(content, start)
    if not first:
        return None
    at, pieces = first.end(), []
    for _ in range(ODD_LINES_AT_MOST):
        if full := _UU_FULL.match(content, at):
            pieces.append(_of_full(full[0]))
            at = full.end()
        if last := _UU_END.match(content, at):
            return File(last.end(), first[1].strip(), b"".join(pieces)) if pieces else None
        line = _of_line(content, at)
        if line is None:
            break
        pieces.append(line[0])
        at = line[1]
    return File(at) if pieces else None


def _of_full(lines: bytes) -> bytes:
    """Lines of 45 bytes each: as base64, which is read at once."""
    letters = lines.replace(b"\r", b"").replace(b"\nM", b"")[1:-1]
    return binascii.a2b_base64(letters.translate(_TO_BASE64))


def _of_line(content: bytes, at: int) -> tuple[bytes, int] | None:
    """One line and where the next begins; None for what no encoder writes. Spaces at its end may be lost."""
    found = _UU_LINE.match(content, at)
    if not found:
        return None
    letters = -(-((found[1][0] - 32) & 63) // 3) * 4
    if not letters // 2 <= len(found[1]) - 1 <= letters + 1:
        return None
    try:
        return binascii.a2b_uu(found[1][: letters + 1]), found.end()
    except binascii.Error:
        return None
