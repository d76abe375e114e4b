"""The parts that came as files → attachments: named, weighed, looked at for dangers."""

import hashlib
import re
from collections.abc import Iterable
from typing import Final

from channels.email import fields, tnef
from channels.email.dangers import dangers
from channels.email.filenames import safe, said
from channels.email.headers import split
from channels.email.mail import Attachment
from channels.email.tree import Part

AT_MOST: Final = 500
TOO_MANY: Final = "There are more than 500 files; the last are only in the original."
_CID: Final = re.compile(r"cid:([^\"'\s>)]{1,300})", re.IGNORECASE)
NOT_READABLE: Final = {
    "application/pkcs7-mime": "It is encrypted or signed in a way that cannot be read here.",
    "application/x-pkcs7-mime": "It is encrypted or signed in a way that cannot be read here.",
    "application/pgp-encrypted": "It is encrypted and cannot be read here.",
    "message/partial": "It is one piece of a longer message, which cannot be read here.",
    "message/external-body": "A file of it is kept elsewhere and was not fetched.",
}


def attachments(parts: Iterable[Part], pages: Iterable[str]) -> tuple[tuple[Attachment, ...], tuple[str, ...]]:
    """The files in order, and a sentence for each thing to know about them."""
    shown = {found.lower() for page in pages for found in _CID.findall(page)}
    files: list[Attachment] = []
    warnings: list[str] = []
    for part in parts:
        content, flaw = part.decoded()
        warnings += [each for each in (flaw, NOT_READABLE.get(part.content_type, "")) if each]
        for made in _made(part, content, shown, len(files)):
            if len(files) == AT_MOST:
                return tuple(files), (*dict.fromkeys(warnings), TOO_MANY)
            files.append(made)
            warnings += made.dangers
    return tuple(files), tuple(dict.fromkeys(warnings))


def _made(part: Part, content: bytes, shown: set[str], before: int) -> list[Attachment]:
    """One file, or those that a winmail.dat holds."""
    packed = tnef.files(content)
    if packed:
        return [
            _attachment(safe(name, "application/octet-stream", before + n), "application/octet-stream", data)
            for n, (name, data) in enumerate(packed, start=1)
        ]
    name = safe(_name(part, content), part.content_type, before + 1)
    cid = part.headers.first("content-id").strip().strip("<>")
    return [_attachment(name, part.content_type, content, cid, inline=_is_inline(part, cid, shown))]


def _name(part: Part, content: bytes) -> str:
    """What the part says; a mail's file is named by its subject."""
    name = said(part.headers)
    if not name and part.content_type == "message/rfc822":
        subject = fields.subject(split(content)[0])
        return f"{subject.replace('/', '-')}.eml" if subject else ""
    return name


def _is_inline(part: Part, cid: str, shown: set[str]) -> bool:
    if cid and cid.lower() in shown:
        return True
    return part.headers.value("content-disposition") == "inline" and part.content_type.startswith("image/")


def _attachment(name: str, content_type: str, content: bytes, cid: str = "", *, inline: bool = False) -> Attachment:
    return Attachment(
        filename=name,
        content_type=content_type,
        size=len(content),
        md5=hashlib.md5(content, usedforsecurity=False).hexdigest(),
        inline=inline,
        content_id=cid,
        content=content,
        dangers=tuple(dangers(name, content)),
    )
