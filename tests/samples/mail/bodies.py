"""A body as a mail programme renders it, in plain text and in HTML, with what it is made of."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The whole as text and as HTML, and the truth: what its writer wrote now, what is quoted, the signature."""

    plain: str
    html: str
    text: str
    quoted: str = ""
    signature: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """The message that is answered or passed on."""

    body: Body
    name: str
    address: str
    to_name: str
    to_address: str
    subject: str
    day: str
    hour: str


def joined(*pieces: str) -> str:
    """Pieces of a text with an empty line between them."""
    return "\n\n".join(each for each in pieces if each)


def wrapped(text: str, width: int = 72) -> str:
    """Lines cut where a mail programme cuts them; lists and empty lines stay."""
    return "\n".join(textwrap.fill(line, width, break_long_words=False) if line else "" for line in text.split("\n"))


def prefixed(text: str) -> str:
    """Quoted with "> ", deeper quotes without a space between."""
    return "\n".join(f">{line}" if line.startswith(">") else f"> {line}".rstrip() for line in text.split("\n"))


def in_divs(paragraphs: Sequence[str]) -> str:
    """As Gmail and Apple write paragraphs."""
    lines = "\n\n".join(paragraphs).split("\n")
    return "".join(f"<div>{escape(line) or '<br>'}</div>" for line in lines)


def in_paragraphs(paragraphs: Sequence[str], kind: str = "") -> str:
    """As Outlook and Thunderbird write them."""
    marks = f' class="{kind}"' if kind else ""
    return "".join(f"<p{marks}>{escape(each).replace(chr(10), '<br>')}</p>" for each in paragraphs)


def with_breaks(text: str) -> str:
    return escape(text).replace("\n", "<br>\n")
