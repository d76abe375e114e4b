"""Header text: RFC 2047 encoded words, as strictly as they are written and as loosely as they are meant."""

import re
from typing import Final

from channels.email.charsets import decode
from channels.email.transfer import base64, quoted_printable

_WORD: Final = re.compile(r"=\?([^?*\s]{1,60})(?:\*[^?\s]*)?\?([bBqQ])\?([^?]*)\?=")


def decoded(text: str) -> str:
    """`text` with its encoded words read. What is no encoded word stays as it is.

    Neighbours of one charset are joined before they are read: some senders cut a letter's bytes in two.
    """
    shown: list[str] = []
    pending: tuple[str, bytes] = ("", b"")
    at = 0
    for found in _WORD.finditer(text):
        between = text[at : found.start()]
        charset, content = found[1].lower(), _bytes(found[2].lower(), found[3])
        if pending[0] == charset and not between.strip():
            pending = (charset, pending[1] + content)
        else:
            shown.append(_read(pending))
            shown.append("" if pending[0] and not between.strip() else between)
            pending = (charset, content)
        at = found.end()
    return "".join((*shown, _read(pending), text[at:]))


def _read(word: tuple[str, bytes]) -> str:
    return decode(word[1], word[0]) if word[0] else ""


def _bytes(encoding: str, text: str) -> bytes:
    content = text.encode("utf-8", "replace")
    return base64(content) if encoding == "b" else quoted_printable(content.replace(b"_", b"=20"))
