"""A letter of ours on the council's paper, as PDF, with a code by which an answer to it finds its case."""

import json
import re
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
