"""A letter of ours on the council's paper, as PDF, with a code by which an answer to it finds its case."""

import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import pypdfium2 as pdfium
import typst

from channels.letter.codes import reply_text
from channels.letter.sheets import PAPER, qr

CODE_SAYS: Final = "Please send this page back with your answer: our scanner then knows which matter it is about."
REFERENCE: Final = "Our reference"
RARE_FROM: Final = 0x180
"""All signs below are in any font that is made for Latin letters."""
NAMED_AT_MOST: Final = 5
NOT_DISPLAYED: Final = re.compile(r'the text `"(.+?)"` could not be displayed')
PLAIN: Final = b'#set document(title: "x")\n#set text(font: "Libertinus Serif")\n#sys.inputs.text'
SHOWN_DOTS: Final = 110
"""An inch, of the pictures of a preview."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What stands on the paper. `to` are the lines in the window, `contact` says how to reach the council."""

    council: str
    contact: tuple[str, ...]
    website: str
    to: tuple[str, ...]
    day: date
    reference: str
    subject: str
    text: str


def paragraphs(text: str) -> list[list[str]]:
    """Divided at empty lines; each is the lines that its writer divided it into."""
    return [part.strip().splitlines() for part in re.split(r"\n\s*\n", text.strip()) if part.strip()]


def pdf(written: Written) -> bytes:
    """The letter as a PDF. Takes about half a second; off the event loop."""
    made: bytes = typst.compile(PAPER / "letter.typ", ignore_system_fonts=True, sys_inputs=_inputs(written))
    return made


def pictures(written: Written) -> list[bytes]:
    """The pages as PNG, for somebody to look at before it is sent."""
    made: bytes | Sequence[bytes] = typst.compile(
        PAPER / "letter.typ",
        ignore_system_fonts=True,
        sys_inputs=_inputs(written),
        format="png",
        ppi=SHOWN_DOTS,
    )
    return [made] if isinstance(made, bytes) else list(made)


def unprintable(text: str) -> list[str]:
    """What of a text the paper's fonts have no signs for, a few at most. Off the event loop, where it has rare signs.

    The archival kind of PDF is refused where a sign is missing, one at a time.
    """
    missing: list[str] = []
    # What only joins or turns other signs is not seen itself.
    rest = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    while len(missing) < NAMED_AT_MOST and any(ord(sign) >= RARE_FROM for sign in rest):
        try:
            typst.compile(PLAIN, ignore_system_fonts=True, sys_inputs={"text": rest}, pdf_standards="a-2b")
        except typst.TypstError as error:
            found = NOT_DISPLAYED.search(str(error))
            if found is None or not found[1].strip() or found[1] not in rest:
                break
            missing.append(found[1])
            rest = rest.replace(found[1], "")
        else:
            break
    return missing


def pages_of(letter: bytes) -> int:
    """How many sides a PDF of ours has."""
    document = pdfium.PdfDocument(letter)
    try:
        return len(document)
    finally:
        document.close()


def _inputs(written: Written) -> dict[str, str]:
    """What is handed over as data is never read as markup: no `#` or `*` of a writer's means anything."""
    said: dict[str, Any] = {
        "council": written.council,
        "contact": [*written.contact, *([written.website] if written.website else [])],
        "website": written.website,
        "to": written.to,
        "date": f"{written.day.day} {written.day:%B %Y}",
        "reference": written.reference,
        "reference_label": REFERENCE,
        "subject": written.subject,
        "paragraphs": paragraphs(written.text),
        "code_says": CODE_SAYS,
    }
    return {"letter": json.dumps(said), "code": qr(reply_text(written.reference))}
