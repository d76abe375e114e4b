"""Files that somebody here attaches to an email: of kinds that everybody can open, named safely, looked at for dangers.

Whoever gets them trusts them, because they are ours: what we would warn of when it comes, we do not send.
"""

from collections.abc import Callable
from typing import Final

from channels.email.dangers import dangers
from channels.email.filenames import safe
from channels.web_form.files import KINDS
from core.errors import InvalidInput


def _is_csv(content: bytes) -> bool:
    return b"\0" not in content


MORE: Final[dict[str, tuple[str, Callable[[bytes], bool]]]] = {
    "csv": ("text/csv", _is_csv),
    "ics": ("text/calendar", lambda content: content.lstrip().upper().startswith(b"BEGIN:VCALENDAR")),
    "tif": ("image/tiff", lambda content: content.startswith((b"II*\0", b"MM\0*"))),
    "pptx": (
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        lambda content: content.startswith(b"PK\x03\x04"),
    ),
}
ALLOWED: Final = {**KINDS, **MORE}
"""By the ending of a name: what we call it, and what its content looks like."""

EMPTY: Final = "“{name}” is empty. Choose another file."
TOO_LARGE: Final = "“{name}” is larger than {most} MB, the most that goes along with one email. Leave it out."
NOT_ALLOWED: Final = "“{name}” is of a kind that is not sent. Pictures, PDF, Word, Excel and plain text can be."
NOT_IT: Final = "“{name}” is not what its name says it is. Save it again, then choose it."
DANGEROUS: Final = "It is not sent: {danger}"


def attachable(name: str, content: bytes, most_mb: int) -> tuple[str, str]:
    """Under which name, and as what, a file may be attached. InvalidInput says why another may not."""
    shown = safe(name, "application/octet-stream", 1)
    if not content:
        raise InvalidInput(EMPTY.format(name=shown), field="files")
    if len(content) > most_mb * 1_000_000:
        raise InvalidInput(TOO_LARGE.format(name=shown, most=most_mb), field="files")
    known = ALLOWED.get(shown.rpartition(".")[2].lower())
    if known is None:
        raise InvalidInput(NOT_ALLOWED.format(name=shown), field="files")
    content_type, fits = known
    found = dangers(shown, content)
    if found:
        raise InvalidInput(DANGEROUS.format(danger=found[0]), field="files")
    if not fits(content):
        raise InvalidInput(NOT_IT.format(name=shown), field="files")
    return shown, content_type
