"""Which files a resident may send along: pictures, PDF and documents, by what they are and not only by their name."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from channels.email.dangers import dangers
from core.errors import InvalidInput

AT_MOST: Final = 5
LARGEST: Final = 5 * 1024 * 1024
LONGEST_NAME: Final = 120
LONGEST_ENDING: Final = 9
MOST_BYTES: Final = 240
"""Of a name, in UTF-8: a sign may take four, and a disk's names end at 255."""
OFFICE: Final = "application/vnd.openxmlformats-officedocument"


HEIC: Final = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"})
"""Brands of pictures; films and sound begin alike otherwise."""


def _starts(*beginnings: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(beginnings)


def _is_text(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return b"\0" not in content


KINDS: Final[dict[str, tuple[str, Callable[[bytes], bool]]]] = {
    "jpg": ("image/jpeg", _starts(b"\xff\xd8\xff")),
    "jpeg": ("image/jpeg", _starts(b"\xff\xd8\xff")),
    "png": ("image/png", _starts(b"\x89PNG\r\n\x1a\n")),
    "gif": ("image/gif", _starts(b"GIF87a", b"GIF89a")),
    "webp": ("image/webp", lambda content: content[:4] == b"RIFF" and content[8:12] == b"WEBP"),
    "heic": ("image/heic", lambda content: content[4:8] == b"ftyp" and content[8:12] in HEIC),
    "pdf": ("application/pdf", _starts(b"%PDF-")),
    "txt": ("text/plain", _is_text),
    "docx": (f"{OFFICE}.wordprocessingml.document", _starts(b"PK\x03\x04")),
    "xlsx": (f"{OFFICE}.spreadsheetml.sheet", _starts(b"PK\x03\x04")),
    "odt": ("application/vnd.oasis.opendocument.text", _starts(b"PK\x03\x04")),
}
"""By the ending of a name: what we call it, and what its content begins with."""

SAID: Final = "Pictures, PDF, Word, Excel and plain text can be sent: up to 5 files of 5 MB each."


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file that waits for its form to be sent."""

    name: str
    content_type: str
    size: int
    sha256: str

    def to_dict(self) -> dict[str, Any]:
        return {"n": self.name, "c": self.content_type, "s": self.size, "h": self.sha256}

    @classmethod
    def from_dict(cls, said: dict[str, Any]) -> "Upload":
        return cls(name=said["n"], content_type=said["c"], size=said["s"], sha256=said["h"])


def kind_of(name: str, content: bytes) -> str:
    """The content type of a file that may be sent; InvalidInput says why another may not."""
    shown = shown_name(name)
    if not content:
        raise InvalidInput(f"“{shown}” is empty. Choose another file.", field="files")
    if len(content) > LARGEST:
        raise InvalidInput(f"“{shown}” is larger than 5 MB. Choose a smaller one.", field="files")
    known = KINDS.get(shown.rpartition(".")[2].lower())
    if known is None:
        raise InvalidInput(f"“{shown}” is of a kind that cannot be sent. {SAID}", field="files")
    content_type, fits = known
    if not fits(content):
        raise InvalidInput(f"“{shown}” is not what its name says it is. Save it again, then choose it.", field="files")
    if dangers(shown, content):
        raise InvalidInput(f"“{shown}” may hold a programme, so it cannot be sent. Save it as a PDF.", field="files")
    return content_type


def shown_name(name: str) -> str:
    """The file's own name without any folder or control character, of a length that fits a page."""
    last = name.replace("\\", "/").rpartition("/")[2]
    clean = "".join(each for each in last if each.isprintable() and each not in '<>:"|?*').strip(" .") or "file"
    if len(clean) <= LONGEST_NAME and len(clean.encode()) <= MOST_BYTES:
        return clean
    stem, dot, ending = clean.rpartition(".")
    if not dot:
        return _cut(clean, LONGEST_NAME, MOST_BYTES)
    last = f"{dot}{_cut(ending, LONGEST_ENDING, 4 * LONGEST_ENDING)}"
    return _cut(stem, LONGEST_NAME - LONGEST_ENDING - 1, MOST_BYTES - len(last.encode())) + last


def _cut(text: str, signs: int, most_bytes: int) -> str:
    return text[:signs].encode()[:most_bytes].decode(errors="ignore")
