"""A file's name as a sender gave it → one that is safe to write, show and download."""

import re
import unicodedata
from typing import Final

from channels.email.encoded_words import decoded
from channels.email.headers import Headers

AT_MOST: Final = 120
EXTENSION_AT_MOST: Final = 12
RESERVED: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
"""Names that mean a device on Windows."""
_UNSAFE: Final = re.compile(r'[<>:"|?*\x00-\x1f\x7f]')

EXTENSIONS: Final = {
    "text/plain": ".txt",
    "text/html": ".html",
    "text/calendar": ".ics",
    "text/vcard": ".vcf",
    "text/x-vcard": ".vcf",
    "text/csv": ".csv",
    "text/rtf": ".rtf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/heic": ".heic",
    "image/tiff": ".tif",
    "application/pdf": ".pdf",
    "application/zip": ".zip",
    "application/json": ".json",
    "application/msword": ".doc",
    "application/rtf": ".rtf",
    "application/pkcs7-signature": ".p7s",
    "application/pgp-signature": ".asc",
    "application/ms-tnef": ".dat",
    "message/rfc822": ".eml",
    "audio/mpeg": ".mp3",
    "video/mp4": ".mp4",
}
"""For files without a name; Python's own table differs from machine to machine."""


def said(headers: Headers) -> str:
    """The name that a part gives, decoded; "" when it gives none."""
    name = headers.parameter("content-disposition", "filename") or headers.parameter("content-type", "name")
    return decoded(name).strip()


def safe(name: str, content_type: str, number: int) -> str:
    """`name` without folders, control letters and tricks of direction; one made up if none is left."""
    last = re.split(r"[/\\]", name)[-1]
    shown = "".join(each for each in last if unicodedata.category(each) not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
    clean = _UNSAFE.sub("_", unicodedata.normalize("NFC", shown)).strip().strip(".").strip()
    if not clean.strip("_"):
        return f"attachment-{number}{EXTENSIONS.get(content_type, '.bin')}"
    return _short(f"_{clean}" if RESERVED.match(clean) else clean)


def _short(name: str) -> str:
    if len(name) <= AT_MOST:
        return name
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension) > EXTENSION_AT_MOST:
        return name[:AT_MOST]
    return f"{stem[: AT_MOST - len(extension) - 1]}.{extension}"
