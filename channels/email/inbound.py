"""A message's bytes → a `Mail`. Whatever came, it is read as far as it makes sense, in bounded time and memory.

What cannot be read at all is an InvalidInput with a sentence: the caller keeps the original and shows it.
"""

import re
from typing import Final

from channels.email import addresses, authenticity, automatic, fields, links
from channels.email.bodies import bodies
from channels.email.bounces import bounces
from channels.email.files import attachments
from channels.email.headers import Headers
from channels.email.html import sanitised
from channels.email.mail import Mail, Party
from channels.email.quote_marks import FORWARDING_SUBJECT
from channels.email.quotes import split
from channels.email.tree import Part, tree
from core.errors import InvalidInput

AT_MOST: Final = 50_000_000
"""Bytes of a message; the large providers let 25 to 35 MB through."""

NEEDED: Final = frozenset(
    {"from", "to", "subject", "date", "message-id", "received", "return-path", "content-type", "cc", "sender"}
)
"""What every message has one of."""
_ABOVE: Final = re.compile(rb"(?:\xef\xbb\xbf)?[\r\n]*(?:>?From [^\n]*\n)?")


def read(raw: bytes) -> Mail:
    """The message in `raw`. Raises InvalidInput for what is no message, or is longer than `AT_MOST`."""
    if len(raw) > AT_MOST:
        raise InvalidInput(f"The message is longer than {AT_MOST // 1_000_000} MB.")
    raw = _with_line_ends(_without_mbox_line(raw))
    if not raw.strip():
        raise InvalidInput("The message is empty.")
    root, odd = tree(raw)
    if not NEEDED & root.headers.names():
        raise InvalidInput("This is no email: it has no headers that an email has.")
    return _mail(root, raw, odd)


def _without_mbox_line(raw: bytes) -> bytes:
    """Without what tools put above a message: a byte order mark, empty lines, an mbox's own line. Copies only then."""
    above = _ABOVE.match(raw)
    return raw[above.end() :] if above and above.end() else raw


def _with_line_ends(raw: bytes) -> bytes:
    """With those that everybody uses, where all are of an old Macintosh's. Copies only then."""
    return raw.replace(b"\r", b"\n") if b"\n" not in raw else raw


def _mail(root: Part, raw: bytes, odd: tuple[str, ...]) -> Mail:
    found = bodies(root)
    headers = root.headers
    subject = fields.subject(headers)
    failed = bounces(root, raw)
    report = bool(failed) or automatic.is_report(headers) or automatic.is_by_mail_system(headers)
    pieces = split(found.text, forwarding=bool(FORWARDING_SUBJECT.match(subject)), report=report)
    page = sanitised("\n".join(found.pages))
    odd_links = links.of_links(page.html, found.text)
    sender = addresses.sender(headers)
    files, file_warnings = attachments(found.files, found.pages)
    return Mail(
        message_id=fields.message_id(headers),
        sender=sender,
        to=addresses.parties(headers, "to"),
        cc=addresses.parties(headers, "cc"),
        reply_to=addresses.parties(headers, "reply-to"),
        subject=subject,
        date=fields.date(headers),
        text=pieces.text,
        quoted=pieces.quoted,
        signature=pieces.signature,
        html_sanitised=page.html,
        attachments=files,
        machine_answer=automatic.is_answer(headers, pieces.text),
        report=automatic.is_report(headers),
        automatic_reason=automatic.reason(headers) or ("it reports a failed delivery" if failed else ""),
        bounces=failed,
        disowned_at=authenticity.failed_at(headers),
        unclear_sender=addresses.is_unclear(headers),
        in_reply_to=fields.in_reply_to(headers),
        references=fields.references(headers),
        warnings=tuple(
            dict.fromkeys(
                (*odd, *_oddities(headers, sender), *found.warnings, *page.warnings, *odd_links, *file_warnings)
            )
        ),
    )


def _oddities(headers: Headers, sender: Party) -> list[str]:
    named = links.of_sender(sender.name, sender.address)
    return [*fields.oddities(headers), *addresses.oddities(headers), *named]
