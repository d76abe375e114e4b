"""An XML document as a tree that knows its lines. Knows nothing of verbs."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

ENTITIES_REFUSED: Final = "A document type declaration is not allowed."


class Unreadable(ValueError):
    """The text is not XML; the sentence says where."""


@dataclass(slots=True)
class Element:
    """A name, its attributes, what is inside, and the line where it stood (from 1)."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Element"] = field(default_factory=list)
    words: str = ""
    line: int = 0

    def get(self, attribute: str, otherwise: str = "") -> str:
        return self.attributes.get(attribute, otherwise)

    def flag(self, attribute: str, otherwise: bool) -> bool:
        return self.get(attribute, "true" if otherwise else "false") == "true"

    def number(self, attribute: str, otherwise: int) -> int:
        return int(self.get(attribute, str(otherwise)))

    @property
    def text(self) -> str:
        """The words inside with spaces made single."""
        return " ".join(self.words.split())

    def walk(self) -> Iterator["Element"]:
        yield self
        for child in self.children:
            yield from child.walk()


def read(document: str) -> Element:
    """The root element. Raises Unreadable."""
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=None)
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: reader.open(name, attributes, parser.CurrentLineNumber)
    parser.EndElementHandler = reader.close
    parser.CharacterDataHandler = reader.words
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(document.encode(), True)
    except expat.ExpatError as error:
        raise Unreadable(f"Line {error.lineno}: {expat.errors.messages[error.code]}.") from error
    return reader.root


def _refuse_doctype(*_: object) -> None:
    raise Unreadable(ENTITIES_REFUSED)


class _Reader:
    def __init__(self) -> None:
        self.root = Element("")
        self._open: list[Element] = []

    def open(self, name: str, attributes: dict[str, str], line: int) -> None:
        element = Element(name, dict(attributes), line=line)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)

    def close(self, _name: str) -> None:
        done = self._open.pop()
        if len(self._open) > 1 and done.name[:1].islower():  # speech marks, whose words are their parent's
            self._open[-1].words += done.words

    def words(self, text: str) -> None:
        self._open[-1].words += text
