"""HTML → the text that somebody would read, with "> " before what the page shows as quoted. Never an error.

1. The sanitiser makes it well-formed, keeping the marks of quotes and signatures. Of a page that is too much for it
   the tags are only cut out.
2. Tags are then told from text by a pattern: blocks end lines, cells are set apart, a signature gets its "-- ".

inscriptis was tried first: beyond 256 levels its parser drops words.
"""

import re
from html import unescape
from typing import Final

import nh3

from channels.email.html import DROPPED, TAGS, is_too_much
from channels.email.listed import listed

DEPTH_AT_MOST: Final = 30
"""Levels of quoting that are shown; deeper ones look like the last."""

SIGNATURES: Final = re.compile(
    r"gmail_signature(?!_prefix)|moz-signature|ms-outlook-mobile-signature|apple-?mail-?signature|protonmail_signature"
    r"|\bid=\"(x_)*signature\"|mobile-signature",
    re.IGNORECASE,
)
"""How the programmes mark their signatures, by class or id."""
HIDDEN: Final = re.compile(r"display:\s*none", re.IGNORECASE)

BLOCKS: Final = listed(
    "blockquote center dd div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p pre table tbody tfoot thead tr ul "
    "address article aside body footer form header main nav section caption"
)
APART: Final = listed("p h1 h2 h3 h4 h5 h6 ul ol table blockquote pre dl")
"""Blocks with an empty line around them."""
CELLS: Final = frozenset({"td", "th"})
VOID: Final = frozenset({"br", "hr", "img", "wbr", "col"})

_TOKEN: Final = re.compile(r"<(/?)([a-z][a-z0-9]*)((?:\s[^\s=>]+(?:=\"[^\"]*\")?)*)\s*/?>")
_ALT: Final = re.compile(r'\salt="([^"]*)"')
_SPACES: Final = re.compile(r"[ \t\r\n\f]+")
_CRUDE: Final = re.compile(r"<[^<>]{0,2000}>")


def text_of(html: str) -> str:
    """The page's text. Quoted lines begin with "> " a level; a marked signature has "-- " above it."""
    if is_too_much(html):
        return unescape(_CRUDE.sub("\n", html))
    page = _Page()
    at = 0
    clean = _well_formed(html)
    for found in _TOKEN.finditer(clean):
        page.words(clean[at : found.start()])
        page.tag(found[2], found[3], closing=bool(found[1]))
        at = found.end()
    page.words(clean[at:])
    return page.text()


def _well_formed(html: str) -> str:
    return nh3.clean(
        html,
        tags=set(TAGS | BLOCKS),
        clean_content_tags=set(DROPPED),
        attributes={"*": {"class", "id", "style"}, "img": {"alt"}},
        filter_style_properties={"display"},
        link_rel=None,
    )


class _Page:
    """The page while it is read: finished lines, the line at hand, and what is open around it."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line: list[str] = []
        self._depth = 0
        self._pre = 0
        self._hidden: list[str] = []
        self._gap = False

    def words(self, escaped: str) -> None:
        if not escaped or self._hidden:
            return
        text = unescape(escaped)
        if self._pre:
            first, *others = text.split("\n")
            self._put(first)
            for each in others:
                self._end(always=True)
                self._put(each)
            return
        self._put(_SPACES.sub(" ", text))

    def tag(self, name: str, attributes: str, *, closing: bool) -> None:
        if self._hidden or (HIDDEN.search(attributes) and name not in VOID):
            self._while_hidden(name, closing)
            return
        if name == "br":
            self._end(always=True)
        elif name == "img":
            self._picture(attributes)
        elif name in CELLS and not closing:
            self._put("  " if any(each.strip() for each in self._line) else "")
        elif name in BLOCKS:
            self._block(name, closing)
        if not closing and attributes and SIGNATURES.search(attributes):
            self._sign()

    def text(self) -> str:
        self._end()
        while self._lines and not self._lines[-1].strip("> "):
            self._lines.pop()
        return "\n".join(self._lines).strip("\n")

    def _while_hidden(self, name: str, closing: bool) -> None:
        if closing and self._hidden and self._hidden[-1] == name:
            self._hidden.pop()
        elif not closing and name not in VOID:
            self._hidden.append(name)

    def _block(self, name: str, closing: bool) -> None:
        self._end()
        if name in APART:
            self._gap = True
        step = -1 if closing else 1
        if name == "blockquote":
            self._flush_gap()
            self._depth = max(0, self._depth + step)
        elif name == "pre":
            self._pre = max(0, self._pre + step)
        elif name == "li" and not closing:
            self._put("- ")

    def _picture(self, attributes: str) -> None:
        """A letter that is drawn, such as an emoji, is a word; other pictures are attachments or nothing."""
        alt = _ALT.search(attributes)
        if alt and len(alt[1]) <= 8 and not alt[1].isascii():
            self._put(unescape(alt[1]))

    def _sign(self) -> None:
        self._end()
        self._put("-- ")
        self._end()

    def _put(self, text: str) -> None:
        if text and not (text == " " and not self._line):
            self._line.append(text)

    def _end(self, *, always: bool = False) -> None:
        """Finish the line at hand; an empty one only where the page asks for it."""
        line = "".join(self._line)
        line = line if self._pre or line.strip() == "--" else line.strip(" ")
        self._line = []
        if not line.strip() and not always:
            return
        if line.strip() == "--" and self._signed():
            return
        self._flush_gap()
        self._lines.append(self._prefix() + line)

    def _signed(self) -> bool:
        """Whether the last line with words is a "-- " already: some programmes write it and mark the block as well."""
        return next((line for line in reversed(self._lines[-3:]) if line.strip("> ")), "").strip("> ") == "--"

    def _flush_gap(self) -> None:
        if self._gap and self._lines and self._lines[-1].strip("> "):
            self._lines.append(self._prefix().rstrip())
        self._gap = False

    def _prefix(self) -> str:
        return "> " * min(self._depth, DEPTH_AT_MOST)
