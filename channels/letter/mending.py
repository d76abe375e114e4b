"""A PDF whose end is lost: its objects may be whole, only the list of where they lie, and which is the first, is gone.

The library draws up the list anew by itself, but has to be told which object is the catalogue. Bytes in, bytes out.
"""

import re
from collections import deque
from typing import Final

CATALOGUE: Final = re.compile(rb"/Type\s{0,9}/Catalog\b")
BEGINS: Final = re.compile(rb"(\d{1,9})\s{1,9}(\d{1,5})\s{1,9}obj\b")
WITHIN: Final = 2000
"""Bytes before its name within which a catalogue begins."""
LOCKED: Final = (b"/Standard", b"/Encrypt")
"""What lay in the lost end is needed to open a locked one; without, its pages would be drawn as noise."""


def with_an_end(content: bytes) -> bytes | None:
    """The same file with an end that names its catalogue, the last that was written; None where that is no use."""
    last = deque(CATALOGUE.finditer(content), maxlen=1)
    if not last or any(each in content for each in LOCKED):
        return None
    named = last[0].start()
    begun = BEGINS.findall(content[max(0, named - WITHIN) : named])
    if not begun:
        return None
    return content + b"\nendobj\ntrailer\n<< /Root %b %b R >>\nstartxref\n0\n%%%%EOF\n" % begun[-1]
