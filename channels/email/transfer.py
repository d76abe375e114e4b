"""Content-Transfer-Encoding undone, for what was encoded well and for what was not. Never raises."""

import binascii
import re
from typing import Final

_ALPHABET: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
_LETTERS: Final = _ALPHABET.rstrip(b"=")
_FOREIGN: Final = bytes(set(range(256)) - set(_ALPHABET))
_SENTENCE: Final = re.compile(rb"[A-Za-z]+ [A-Za-z]+ [A-Za-z]+")
"""Base64 has no spaces between words; plain text that says it is base64 has."""

LOOKED_AT: Final = 2_000
"""Bytes at either end in which words are looked for."""
SPLIT_AT_MOST: Final = 8_000_000
"""Bytes of what is taken apart line by line."""
FULL_LINE: Final = 60
"""Letters of a line that nobody writes as one word."""
NOT_BASE64: Final = "A part says that it is base64 and is not; it is shown as it came."
DAMAGED: Final = "A part's base64 is damaged or ends too soon; it is read as far as it goes."
PARTLY: Final = "A part is base64 only at its beginning; what was put below it is shown as it came."

RUNS_AT_MOST: Final = 2_000
"""Pieces, each with padding of its own, that one part may be joined from."""

PLAIN: Final = frozenset({"", "7bit", "8bit", "binary", "7-bit", "8-bit"})


def undone(content: bytes, encoding: str) -> tuple[bytes, str]:
    """The decoded bytes, and what was wrong ("" when nothing was)."""
    if encoding in PLAIN:
        return content, ""
    if encoding == "base64":
        if _SENTENCE.search(content[:LOOKED_AT]) or _SENTENCE.search(content[-LOOKED_AT:]):
            return _partly_base64(content)
        return base64(content), "" if _is_whole(content) else DAMAGED
    if encoding == "quoted-printable":
        return quoted_printable(content), ""
    if encoding in {"x-uuencode", "uuencode", "x-uue", "uue"}:
        return _uudecoded(content), ""
    return content, "A part is encoded in a way that is not known; it is shown as it came."


def _partly_base64(content: bytes) -> tuple[bytes, str]:
    """What a gateway put below a part that it did not look into is no base64, and what stands above it is."""
    end = _end_of_base64(content) if len(content) <= SPLIT_AT_MOST else 0
    if not end:
        return content, NOT_BASE64
    return base64(content[:end]) + b"\n" + content[end:], PARTLY


def _end_of_base64(content: bytes) -> int:
    """Where the lines of base64 at the top end: all as long as the first, but for the last; 0 when there are none."""
    at, length = 0, 0
    for line in content.splitlines(keepends=True):
        letters = line.strip()
        if letters.translate(None, _FOREIGN) != letters or (length and len(letters) > length) or len(letters) % 4:
            break
        if not letters and length:
            break
        at += len(line)
        if letters and (letters.endswith(b"=") or (length and len(letters) < length)):
            return at if _is_sure(content[:at], length) else 0
        length = length or len(letters)
    return at if length and _is_sure(content[:at], length) else 0


def _is_sure(lines: bytes, length: int) -> bool:
    """Whether it is no word of a plain text: by the length of its lines, or because words come of it."""
    if length >= FULL_LINE:
        return True
    try:
        return base64(lines).decode().replace("\n", "").replace("\r", "").replace("\t", "").isprintable()
    except UnicodeDecodeError:
        return False


def _is_whole(content: bytes) -> bool:
    """Whether all of it means something, and nothing is missing. Copies only what is no letter."""
    rest = content.translate(None, _LETTERS)
    letters = len(content) - len(rest) + rest.count(b"=")
    return letters % 4 == 0 and not rest.translate(None, b"= \t\r\n")


def base64(content: bytes) -> bytes:
    """Decoded; letters of no meaning are left out, missing padding is put in, runs joined by padding are each read."""
    padding = content.find(b"=")
    if padding < 0 or not content[padding:].strip(b"= \t\r\n"):
        # As it should be: read without a copy, for files are long.
        try:
            return binascii.a2b_base64(content)
        except binascii.Error:
            pass
    clean = content.translate(None, _FOREIGN)
    runs = clean.rstrip(b"=").count(b"=")
    if runs > RUNS_AT_MOST:
        return _run(clean.replace(b"=", b""))
    if not runs:
        return _run(clean.rstrip(b"="))
    return b"".join(_run(each) for each in clean.split(b"="))


def quoted_printable(content: bytes) -> bytes:
    """Decoded; what is no escape stays."""
    return binascii.a2b_qp(content)


def _run(letters: bytes) -> bytes:
    whole = letters[: len(letters) - 1] if len(letters) % 4 == 1 else letters
    return binascii.a2b_base64(whole + b"=" * (-len(whole) % 4))


def _uudecoded(content: bytes) -> bytes:
    lines = content.splitlines()
    inside = False
    found: list[bytes] = []
    for line in lines:
        if line.startswith(b"begin "):
            inside = True
        elif line.strip() == b"end":
            break
        elif inside:
            try:
                found.append(binascii.a2b_uu(line))
            except binascii.Error:
                continue
    return b"".join(found)
