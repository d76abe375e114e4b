"""What a PDF does by itself, by what stands in the open: what is packed is not unpacked here. Linear in its length."""

import re
from collections.abc import Iterator
from typing import Final

ACTS: Final = re.compile(rb"/(?:JavaScript|JS|Launch|SubmitForm|ImportData)\b|/EmbeddedFiles?\b")
"""What a PDF may do, or carry (ISO 32000-1, §12.6 and §7.11.4)."""
TWICE_PACKED: Final = re.compile(rb"/Filter\s{0,9}\[\s{0,9}/(?:Flate|LZW)Decode\s{1,9}/(?:Flate|LZW)Decode")
"""Nothing but a bomb is packed twice: a thousandfold becomes a millionfold."""
SPELT: Final = re.compile(rb"/[A-Za-z0-9#]{0,60}#[A-Za-z0-9#]{2,60}")
SIGN: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
BY_ITSELF: Final = re.compile(rb"/(?:OpenAction|AA)\s{0,9}(?:<<([^>]{0,400})|(\d{1,9})\s{1,9}\d{1,5}\s{1,9}R)")
"""What happens as it is opened, or as a page is shown: there and then, or in an object of its own."""
OBJECT: Final = re.compile(rb"(?<!\d)(\d{1,9})\s{1,9}\d{1,5}\s{1,9}obj\s{0,9}<<([^>]{0,400})")
ELSEWHERE: Final = re.compile(rb"/S\s{0,9}/(?:URI|GoToR|GoToE)\b")
"""A page on the web, or another file; as a link on which somebody clicks it is harmless."""
REFERENCE: Final = re.compile(rb"(\d{1,9})\s{1,9}\d{1,5}\s{1,9}R\b")


def of_pdf(content: bytes) -> Iterator[str]:
    """Sentences that follow the file's name."""
    plain = SPELT.sub(_spelt_out, content) if b"#" in content else content
    if ACTS.search(plain):
        yield "is a PDF that can run a programme, or holds another file. Open it only if you expected it."
    if _goes_elsewhere(plain):
        yield "is a PDF that opens something from elsewhere by itself. Open it only if you expected it."
    if TWICE_PACKED.search(plain):
        yield "may be a PDF bomb: its pages are packed twice."
    if b"/Encrypt" in plain:
        yield "is locked with a password, so that it cannot be checked."


def _spelt_out(name: re.Match[bytes]) -> bytes:
    """A name in which signs are written as numbers (§7.3.5), as everybody reads it."""
    return SIGN.sub(lambda sign: bytes([int(sign[1], 16)]), name[0])


def _goes_elsewhere(content: bytes) -> bool:
    begun = [(each[1] or b"", each[2]) for each in BY_ITSELF.finditer(content)]
    if not begun:
        return False
    objects = {each[1]: each[2] for each in OBJECT.finditer(content)}
    first = [body or objects.get(number, b"") for body, number in begun]
    then = [objects.get(number, b"") for body in first for number in REFERENCE.findall(body)]
    return any(ELSEWHERE.search(body) for body in (*first, *then))
