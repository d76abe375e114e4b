"""Which parts of a message are its text, which its files. What one reader would see is taken once, in order.

- Of alternatives the plain one counts, unless it is empty or only says that there is HTML, which is kept to be shown.
  Where the HTML says far more than that, it is read as well.
- A text with a name came as a file, and is shown where it is all that came and nothing says that it is attached.
- Texts one after another (as Apple's Mail writes around its files) are one text.
- Files that stand in the words of a plain text (uuencode, yEnc) are taken out of it, and are files.
- A mail inside a mail is a file; when nothing else says anything, its text is shown.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from channels.email import flowed
from channels.email.charsets import decode
from channels.email.charsets import flaw as guessed
from channels.email.filenames import said
from channels.email.headers import Headers
from channels.email.html_text import text_of
from channels.email.in_text import Taken, taken_out
from channels.email.tree import Part, tree

AS_TEXT: Final = frozenset({"text/plain", "text/html", "text/enriched", "text/markdown", "text/x-markdown"})
_ONLY_HTML: Final = re.compile(
    r"(?:(?:this|your|to view)\b.{0,200}\bhtml\b.{0,200}|html only|\W*)", re.IGNORECASE | re.DOTALL
)
_ENRICHED: Final = re.compile(r"</?[a-z]{1,20}>", re.IGNORECASE)

TEXT_AT_MOST: Final = 1_000_000
"""Characters of text that are shown; the original holds all."""
READ_AT_MOST: Final = 4_000_000
"""Bytes of one part that are read as text: HTML has many for a few words."""
COMPARED_AT_MOST: Final = 300_000
"""Characters of HTML that are read only to see whether it says more."""
FEW_WORDS: Final = 200
"""Words of a plain text at most, for the HTML beside it to be compared with it."""
MORE_THAN: Final = 4
"""Words that the HTML has more, and more of them than the plain text has at all."""
SAYS_MORE: Final = "Its formatted text says more than its plain one, so it is shown as well."
_WORD: Final = re.compile(r"[^\W_]+")
CUT: Final = "The text is longer than can be shown; the rest is only in the original."


@dataclass(slots=True)
class Found:
    """What a message is made of, while it is walked through."""

    texts: list[tuple[str, bool]] = field(default_factory=list)
    """Each, and whether it is HTML: only what is chosen is made into text."""
    pages: list[str] = field(default_factory=list)
    files: list[Part] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def add(self, other: "Found") -> None:
        self.texts += other.texts
        self.pages += other.pages
        self.files += other.files
        self.warnings += other.warnings

    def text(self) -> str:
        return "\n".join(text_of(each) if is_page else each for each, is_page in self.texts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bodies:
    """The text as a reader sees it, the HTML pages, and the parts that are files."""

    text: str
    pages: tuple[str, ...]
    files: tuple[Part, ...]
    warnings: tuple[str, ...]


def bodies(root: Part) -> Bodies:
    """What there is to read, and what came along."""
    found = _of(root)
    text = found.text()
    if not text.strip():
        found.add(_named(found.files))
        text = found.text()
    if not text.strip():
        text = _of_inner_mail(found.files)
    if len(text) > TEXT_AT_MOST:
        text = text[:TEXT_AT_MOST]
        found.warnings.append(CUT)
    return Bodies(text=text, pages=tuple(found.pages), files=tuple(found.files), warnings=tuple(found.warnings))


def is_file(part: Part) -> bool:
    """Whether a leaf came as a file and not as words to read."""
    if part.content_type not in AS_TEXT:
        return True
    disposition = part.headers.value("content-disposition")
    return disposition == "attachment" or bool(said(part.headers))


def _of(part: Part) -> Found:
    if not part.content_type.startswith("multipart/"):
        return _leaf(part)
    if part.content_type == "multipart/alternative":
        return _best([_of(each) for each in part.parts])
    if part.content_type == "multipart/report":
        return _report(part)
    return _joined(_of(each) for each in part.parts)


def _joined(founds: Iterable[Found]) -> Found:
    whole = Found()
    for each in founds:
        whole.add(each)
    return whole


def _report(part: Part) -> Found:
    """Of a report the part for people is the text; the rest is for machines, and is a file."""
    whole = _joined(_of(each) for each in part.parts[:1])
    for each in part.parts[1:]:
        whole.files += [leaf for leaf in each.every() if not leaf.parts]
    return whole


def _best(alternatives: list[Found]) -> Found:
    """One text of several; all the files, and all the pages (the last is what its sender saw)."""
    whole = _joined(alternatives)
    plain = [each for each in alternatives if each.texts and not each.pages]
    rich = [each for each in alternatives if each.pages]
    usable = [each for each in plain if not _ONLY_HTML.fullmatch(each.text().strip()[:1000])]
    chosen = next(iter(usable), None) or next(reversed(rich), None) or next(iter(plain), None)
    whole.texts = list(chosen.texts) if chosen else []
    if chosen and chosen in plain and rich and (more := _more(chosen, rich[-1])):
        whole.texts = more
        whole.warnings.append(SAYS_MORE)
    whole.pages = rich[-1].pages if rich else []
    return whole


def _more(plain: Found, rich: Found) -> list[tuple[str, bool]]:
    """What to read where the HTML says far more: it alone, or behind a plain text that says something else."""
    said = Counter(_WORD.findall(plain.text()))
    if said.total() > FEW_WORDS or sum(len(each) for each, _ in rich.texts) > COMPARED_AT_MOST:
        return []
    shown = Counter(_WORD.findall(rich.text()))
    if (shown - said).total() <= max(MORE_THAN, said.total()):
        return []
    return [*plain.texts, *rich.texts] if said - shown else rich.texts


def _named(files: list[Part]) -> Found:
    """The first text with a name and words that nobody attached; it stays a file as well."""
    for part in files:
        if part.content_type in AS_TEXT and part.headers.value("content-disposition") != "attachment":
            found = _words(part)
            if found.text().strip():
                return found
    return Found()


def _leaf(part: Part) -> Found:
    return Found(files=[part]) if is_file(part) else _words(part)


def _words(part: Part) -> Found:
    content, flaw = part.decoded()
    taken = taken_out(content) if part.content_type == "text/plain" else Taken(words=content)
    content, files = taken.words, [_came_as(name, each) for name, each in taken.files]
    charset, whole = part.headers.parameter("content-type", "charset"), len(content) <= READ_AT_MOST
    text = decode(content[:READ_AT_MOST], charset)
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    # Where a text is cut, so may be its last letter; a file that stands in it is in no charset.
    doubt = guessed(content, charset) if whole and not taken.warnings else ""
    said = (flaw, *taken.warnings, doubt, "" if whole else CUT)
    warnings = [each for each in said if each]
    if part.content_type == "text/html" or _is_page(text):
        return Found(texts=[(text, True)], pages=[text], files=files, warnings=warnings)
    return Found(texts=[(_plain(part, text), False)], files=files, warnings=warnings)


def _came_as(name: bytes, content: bytes) -> Part:
    """A file that stood in a text, as if it had been attached."""
    shown = decode(name).replace('"', "_").replace("\\", "/")
    said_so = ("content-disposition", f'attachment; filename="{shown}"')
    return Part(headers=Headers((said_so,)), content_type="application/octet-stream", body=content)


def _is_page(text: str) -> bool:
    """HTML that came as plain text."""
    return text.lstrip()[:15].lower().startswith(("<!doctype html", "<html"))


def _plain(part: Part, text: str) -> str:
    if part.content_type == "text/enriched":
        return _ENRICHED.sub("", text)
    if part.headers.parameter("content-type", "format").strip().lower() == "flowed":
        delete_space = part.headers.parameter("content-type", "delsp").strip().lower() == "yes"
        return flowed.unwrapped(text, delete_space=delete_space)
    return text


def _of_inner_mail(files: list[Part]) -> str:
    for part in files:
        if part.content_type == "message/rfc822":
            text = _of(tree(part.decoded()[0])[0]).text()
            if text.strip():
                return text
    return ""
