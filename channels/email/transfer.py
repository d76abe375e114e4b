"""Content-Transfer-Encoding undone, for what was encoded well and for what was not. Never raises."""

import binascii
import re
from typing import Final

_ALPHABET: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
_FOREIGN: Final = bytes(set(range(256)) - set(_ALPHABET))
_SENTENCE: Final = re.compile(rb"[A-Za-z]+ [A-Za-z]+ [A-Za-z]+")
"""Base64 has no spaces between words; plain text that says it is base64 has."""

RUNS_AT_MOST: Final = 2_000
"""Pieces, each with padding of its own, that one part may be joined from."""

PLAIN: Final = frozenset({"", "7bit", "8bit", "binary", "7-bit", "8-bit"})


def undone(content: bytes, encoding: str) -> tuple[bytes, str]:
    """The decoded bytes, and what was wrong ("" when nothing was)."""
    if encoding in PLAIN:
        return content, ""
    if encoding == "base64":
        if _SENTENCE.search(content[:2000]):
            return content, "A part says that it is base64 and is not; it is shown as it came."
        return base64(content), ""
    if encoding == "quoted-printable":
        return quoted_printable(content), ""
    if encoding in {"x-uuencode", "uuencode", "x-uue", "uue"}:
        return _uudecoded(content), ""
    return content, "A part is encoded in a way that is not known; it is shown as it came."


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
