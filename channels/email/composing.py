"""An email of ours → its bytes: plain words, the quoted original, files. Nothing in it can begin a header field."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Final

from channels.email.mail import Party
from channels.email.subjects import one_line
from core.errors import InvalidInput

SEVEN_BIT: Final = SMTP.clone(cte_type="7bit")
"""Lines end as SMTP wants them, and no mail server on the way needs to know more than ASCII."""
REFERENCES_AT_MOST: Final = 20
"""The first of a thread, and its last: enough for every mail programme, and no field grows for ever."""
QUOTED_AT_MOST: Final = 20_000
SAFE_TYPE: Final = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,126}/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}")
NAME_AT_MOST: Final = 120
MAIL_ID: Final = re.compile(r"<[\x21-\x3b\x3d\x3f-\x7e]{1,900}>")
"""What can be written as it is: anything else would have to be encoded, and would name no message any more."""
FOLD: Final = "\r\n "
LOCAL: Final = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
"""Before the @, without quotes (RFC 5322 §3.2.3). Addresses that need quotes are not in use."""
DOMAIN: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+")
UNKNOWN_TYPE: Final = "application/octet-stream"
WRONG_ADDRESS: Final = "One of the addresses cannot be written to."


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file to attach."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """An email as it is to leave. `mail_id` and `references` have their brackets; `envelope_from` gets the bounces."""

    mail_id: str
    sender: Party
    envelope_from: str
    reply_to: str
    to: tuple[Party, ...]
    subject: str
    text: str
    date: datetime
    cc: tuple[Party, ...] = ()
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    files: tuple[File, ...] = ()
    automatic: bool = False

    @property
    def recipients(self) -> tuple[str, ...]:
        """Whom the mail server is to give it to, each once."""
        return tuple(dict.fromkeys(each.address for each in (*self.to, *self.cc)))


def compose(mail: Outgoing) -> bytes:
    """The same message on every attempt, but for its inner boundaries. Raises InvalidInput for an address."""
    message = EmailMessage(policy=SEVEN_BIT)
    message["From"] = _address(mail.sender)
    message["To"] = [_address(each) for each in mail.to]
    if mail.cc:
        message["Cc"] = [_address(each) for each in mail.cc]
    message["Reply-To"] = _address(Party(address=mail.reply_to))
    message["Subject"] = one_line(mail.subject)
    message["Date"] = format_datetime(mail.date)
    message["Message-ID"] = one_line(mail.mail_id)
    if mail.automatic:
        # RFC 3834 for other people's robots; the second for Exchange, the third for those who know neither.
        message["Auto-Submitted"] = "auto-replied"
        message["X-Auto-Response-Suppress"] = "All"
        message["Precedence"] = "auto_reply"
    message.set_content(mail.text)
    for file in mail.files:
        _attach(message, file)
    return _thread(mail) + message.as_bytes()


def _thread(mail: Outgoing) -> bytes:
    """In-Reply-To and References, an id a line. The library encodes an id that is longer than a line is nice to read,
    and then no mail programme finds the thread again; a line may be far longer (RFC 5322 §2.1.1)."""
    fields = {"In-Reply-To": (mail.in_reply_to,), "References": shortened(mail.references)}
    said = {name: [each for each in ids if MAIL_ID.fullmatch(each)] for name, ids in fields.items()}
    return "".join(f"{name}: {FOLD.join(ids)}\r\n" for name, ids in said.items() if ids).encode("ascii")


def shortened(references: Sequence[str]) -> tuple[str, ...]:
    """A thread's ids, the first and the newest where they are many."""
    ids = tuple(dict.fromkeys(references))
    return ids if len(ids) <= REFERENCES_AT_MOST else (ids[0], *ids[-REFERENCES_AT_MOST + 1 :])


def quoted(words: str, said_by: str, at: datetime) -> str:
    """What is answered, as mail programmes put it below: `at` is in the reader's own time."""
    shown = words[:QUOTED_AT_MOST] + ("…" if len(words) > QUOTED_AT_MOST else "")
    lines = [f"> {line}".rstrip() for line in shown.splitlines()]
    return "\n".join([f"On {at.day} {at:%B %Y at %H:%M}, {one_line(said_by)} wrote:", *lines])


def on_the_wire(address: str) -> str:
    """The address as every mail server knows it. Raises InvalidInput for what is none, or hides something."""
    local, _, domain = address.rpartition("@")
    try:
        # A domain in other letters has a form in ours; what stands before the @ has none.
        name = domain if domain.isascii() else domain.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise InvalidInput(WRONG_ADDRESS, field="to") from error
    if not (LOCAL.fullmatch(local) and DOMAIN.fullmatch(name)):
        raise InvalidInput(WRONG_ADDRESS, field="to")
    return f"{local}@{name}"


def _address(who: Party) -> Address:
    local, _, domain = on_the_wire(who.address).rpartition("@")
    return Address(display_name=one_line(who.name)[:NAME_AT_MOST], username=local, domain=domain)


def _attach(message: EmailMessage, file: File) -> None:
    kind = file.content_type.strip().lower()
    main, _, sub = (kind if SAFE_TYPE.fullmatch(kind) else UNKNOWN_TYPE).partition("/")
    if main in ("multipart", "message"):
        # Bytes of such a type would have to be taken apart again; as they are, they are a file like any other.
        main, sub = "application", "octet-stream"
    message.add_attachment(file.content, maintype=main, subtype=sub, filename=one_line(file.name) or "file")
