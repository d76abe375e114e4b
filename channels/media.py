"""What a file is that came with a message: told by its own first bytes, and not by whoever sent it.

Only what every browser shows or plays has a type of its own here; all else is kept to be saved, and opened by nobody.
"""

import mimetypes
import re
from dataclasses import dataclass
from typing import Final

STARTS: Final = {
    b"\xff\xd8\xff": ("image/jpeg", "jpeg"),
    b"\x89PNG\r\n\x1a\n": ("image/png", "png"),
    b"GIF8": ("image/gif", "gif"),
    b"%PDF-": ("application/pdf", "pdf"),
    b"OggS": ("audio/ogg", "ogg"),
    b"ID3": ("audio/mpeg", "mp3"),
    b"\xff\xfb": ("audio/mpeg", "mp3"),
    b"\xff\xf3": ("audio/mpeg", "mp3"),
}
"""How each begins, its type, and the ending of its name."""
RIFF: Final = {b"WEBP": ("image/webp", "webp"), b"WAVE": ("audio/wav", "wav")}
SOUND_BRANDS: Final = (b"M4A ", b"M4B ")
"""MP4 files that hold sound alone name one of these (ISO/IEC 14496-12, `ftyp`)."""
WORDS: Final = {"image": "picture", "audio": "voice-message"}
SAVED_ONLY: Final = "application/octet-stream"
_ENDING: Final = re.compile(r"[a-z0-9]{1,8}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """`content_type` is one that can be shown or played, or SAVED_ONLY; `ending` is without its dot."""

    content_type: str
    ending: str

    @property
    def word(self) -> str:
        """What people call it, for its name."""
        return WORDS.get(self.content_type.partition("/")[0], "file")


def kind_of(content: bytes, told: str) -> Kind | None:
    """What it is; None for what pretends to be a picture, which only somebody who means harm sends."""
    known = _known(content)
    if known is not None:
        return Kind(content_type=known[0], ending=known[1])
    main_type = told.partition(";")[0].strip().lower()
    if main_type.startswith("image/"):
        return None
    ending = (mimetypes.guess_extension(main_type, strict=False) or ".bin").removeprefix(".")
    return Kind(content_type=SAVED_ONLY, ending=ending if _ENDING.fullmatch(ending) else "bin")


def called(told: str) -> str:
    """What a message without words is shown as, by what the carrier says came with it."""
    main_type = told.partition("/")[0].lower()
    return {"image": "(a picture)", "audio": "(a voice message)", "video": "(a film)"}.get(main_type, "(a file)")


def _known(content: bytes) -> tuple[str, str] | None:
    if content[:4] == b"RIFF" and content[8:12] in RIFF:
        return RIFF[content[8:12]]
    if content[4:8] == b"ftyp" and content[8:12] in SOUND_BRANDS:
        return "audio/mp4", "m4a"
    return next((kind for start, kind in STARTS.items() if content.startswith(start)), None)
