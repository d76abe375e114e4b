"""A message as we understood it, frozen. No parsing here; `inbound.read` makes these."""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

NO_SUCH_ADDRESS: Final = re.compile(r"\b5\.(?:1\.(?:1|2|3|6|10)|2\.1)\b")
"""RFC 3463: the address is wrong, or its mailbox disabled. Other refusals may be about us, or about today."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Somebody on an envelope. `address` is as written, "" when there is none; `name` is decoded."""

    name: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that came along. `filename` is safe to write to a folder; `size` and `md5` are of the decoded bytes.

    `inline` is true for pictures that the HTML shows (by `content_id`).
    """

    filename: str
    content_type: str
    size: int
    md5: str
    inline: bool
    content_id: str = ""
    content: bytes = field(default=b"", repr=False)
    dangers: tuple[str, ...] = ()
    """What it might do to whoever opens it, a sentence each that names it."""


class BounceKind(StrEnum):
    """Whether writing to the address again may work."""

    HARD = "hard"
    SOFT = "soft"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounce:
    """A report that one of our messages did not arrive. What the report does not say is ""."""

    recipient: str
    kind: BounceKind
    reason: str = ""
    original_message_id: str = ""
    delayed: bool = False
    """The mail system is still trying."""
    gone: bool = False
    """It says that there is no such address, and not only that this message was refused for good."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One message. Every word of its body is in `text`, `quoted` or `signature`; ids keep their angle brackets."""

    message_id: str
    sender: Party
    to: tuple[Party, ...]
    cc: tuple[Party, ...]
    reply_to: tuple[Party, ...]
    subject: str
    date: datetime | None
    text: str
    quoted: str
    signature: str
    html_sanitised: str
    attachments: tuple[Attachment, ...]
    automatic_reason: str
    bounces: tuple[Bounce, ...]
    """What did not arrive, one for each recipient, the worst first."""
    in_reply_to: str
    references: tuple[str, ...]
    warnings: tuple[str, ...]
    machine_answer: bool = False
    """A programme wrote it in answer to something: somebody is away, or their message was received."""
    report: bool = False
    """A mail programme reports on a message, and nobody wrote anything."""

    disowned_at: frozenset[str] = frozenset()
    """Names of servers that say that it is not from where it says; anybody can write one."""
    under_quote: str | None = None
    """The lines of `quoted` that its sender wrote, as whoever knows what was said before sees them, each run below the
    "> " line that it answers. None while nobody does."""
    unclear_sender: bool = False
    """It names no one sender plainly, so that a server that vouches for it may have looked at another address."""

    @property
    def dangers(self) -> tuple[str, ...]:
        """Those of all its files. They are in `warnings` as well."""
        return tuple(dict.fromkeys(each for file in self.attachments for each in file.dangers))

    @property
    def bounce(self) -> Bounce | None:
        """The worst of what did not arrive; None where it reports no such thing."""
        return next(iter(self.bounces), None)

    @property
    def automatic(self) -> bool:
        """Whether a programme sent it, so that no programme of ours may answer."""
        return bool(self.automatic_reason)

    @property
    def fingerprint(self) -> str:
        """16 hex digits of who wrote what and when: the same by whatever way it came, so without Received and the like.

        Scanners and forms give every message of theirs the same Message-ID, so that alone tells nobody's apart.
        """
        told = (
            self.sender.address.strip().lower(),
            self.date.isoformat() if self.date else "",
            self.subject,
            self.text,
            self.quoted,
            self.signature,
            *(each.md5 for each in self.attachments),
        )
        whole = hashlib.sha256()
        for each in told:
            whole.update(each.encode() + b"\0")
        return whole.hexdigest()[:16]

    def to_dict(self) -> dict[str, object]:
        """As `switchboard email read` prints it: everything but the bytes of the attachments."""
        return {
            "message_id": self.message_id,
            "from": _party(self.sender),
            "to": [_party(each) for each in self.to],
            "cc": [_party(each) for each in self.cc],
            "reply_to": [_party(each) for each in self.reply_to],
            "subject": self.subject,
            "date": self.date.isoformat() if self.date else None,
            "text": self.text,
            "quoted": self.quoted,
            "signature": self.signature,
            "html_sanitised": self.html_sanitised,
            "attachments": [_attachment(each) for each in self.attachments],
            "automatic": self.automatic,
            "automatic_reason": self.automatic_reason,
            "bounce": _bounce(self.bounce) if self.bounce else None,
            "in_reply_to": self.in_reply_to,
            "references": list(self.references),
            "warnings": list(self.warnings),
        }


def _party(party: Party) -> dict[str, str]:
    return {"name": party.name, "address": party.address}


def _attachment(file: Attachment) -> dict[str, object]:
    return {
        "filename": file.filename,
        "content_type": file.content_type,
        "size": file.size,
        "md5": file.md5,
        "inline": file.inline,
    }


def _bounce(bounce: Bounce) -> dict[str, str]:
    return {
        "recipient": bounce.recipient,
        "kind": bounce.kind.value,
        "reason": bounce.reason,
        "original_message_id": bounce.original_message_id,
    }
