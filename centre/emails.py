"""Email taken in: the original on disk and the contact in the record, before its mailbox is touched.

Life of a message:
1. Its bytes are written beside the record, and are on disk.
2. What can be read becomes a contact with its words and files; what cannot, and what only reports on our own mail, is
   kept in quarantine with the reason. Both in one commit, once: by its Message-ID, else by its bytes, in each mailbox.
3. Only then is it moved away in the mailbox. A process that ends in between finds it again, and knows it.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

import structlog

from centre.arrivals import ARRIVED, TRIAGE, Arrivals, take_in
from centre.guessing import Guessing
from centre.keeping import keep_file
from centre.parts import Parts
from channels.email.imap import MailboxAccount
from channels.email.inbound import read
from channels.email.mail import Mail
from core import address
from core.address import Address
from core.channel import Channel
from core.errors import InvalidInput, SwitchboardError, Unavailable
from records.rows import Contact, NewContact
from records.tx import Tx

log = structlog.get_logger()

WORDS_SHOWN: Final = 120
IS_A_BOUNCE: Final = "It reports that a message of ours did not arrive."
MISTAKE_OF_OURS: Final = "It could not be read, by a mistake of ours. Please tell whoever maintains this."
NO_WORDS: Final = "(no words; see the files)"


class Taken(StrEnum):
    """What became of a message."""

    NEW = "new"
    KNOWN = "known"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file that is on disk already."""

    name: str
    content_type: str
    size: int
    sha256: str
    path: str


class Emails:
    """What intake needs for a mailbox, and the console for what it could not take in."""

    def __init__(self, parts: Parts, arrivals: Arrivals, guessing: Guessing) -> None:
        self._parts = parts
        self._arrivals = arrivals
        self._guessing = guessing
        self.mailboxes = parts.mailboxes

    async def take_in(self, box: MailboxAccount, raw: bytes, received_at: datetime | None) -> Taken:
        """Keep a message for good. Safe to repeat; whoever is told anything may forget the original."""
        original = await self._kept("original.eml", "message/rfc822", raw, "eml")
        try:
            mail = await asyncio.to_thread(read, raw)
        except InvalidInput as error:
            return await self._put_aside(box, original, str(error))
        except Exception as error:
            # Whatever it is, those behind it must not wait for it to be mended.
            log.error("email_not_read", error=type(error).__name__, exc_info=error)
            return await self._put_aside(box, original, MISTAKE_OF_OURS)
        if mail.bounce is not None:
            return await self._put_aside(box, original, IS_A_BOUNCE)
        files = [original, *[await self._kept(f.filename, f.content_type, f.content, "bin") for f in mail.attachments]]
        at = min(received_at or self._parts.clock.now(), self._parts.clock.now())
        try:
            contact, fresh = await self._parts.sql.write(lambda tx: keep(tx, box, mail, files, at))
        except SwitchboardError:
            raise
        except Exception as error:
            log.error("email_not_kept", error=type(error).__name__, exc_info=error)
            return await self._put_aside(box, original, MISTAKE_OF_OURS)
        if contact.state == ARRIVED:
            verdict = await self._guessing.of(contact, f"{mail.subject} {mail.text}")
            await self._arrivals.queue(contact, verdict.service or TRIAGE)
        return Taken.NEW if fresh else Taken.KNOWN

    async def lease(self, box: MailboxAccount, holder: str, for_s: float) -> bool:
        """Whether `holder` tends this mailbox for the next `for_s` seconds."""
        return await self._parts.sql.write(lambda tx: tx.mailboxes.lease(box.name, holder, for_s))

    async def release(self, box: MailboxAccount, holder: str) -> None:
        """Let another process tend it."""
        await self._parts.sql.write(lambda tx: tx.mailboxes.release(box.name, holder))

    async def trouble(self, box: MailboxAccount, problem: str | None) -> None:
        """What is wrong with the mailbox now, for the board; None when nothing is."""
        await self._parts.sql.write(lambda tx: tx.mailboxes.set_problem(box.name, problem))

    async def original(self, item_id: str) -> Path:
        """Where the bytes of something in quarantine are. Raises NotFound."""
        item = await self._parts.sql.read(lambda tx: tx.quarantine.get(item_id))
        return self._parts.settings.documents_folder / item.path

    async def settle(self, by: str, item_id: str) -> None:
        """Somebody has dealt with something in quarantine. Raises NotFound."""
        await self._parts.sql.write(lambda tx: tx.quarantine.settle(item_id, by))
        await self._parts.notices.tell("quarantine.settled")

    async def _put_aside(self, box: MailboxAccount, original: File, reason: str) -> Taken:
        await self._parts.sql.write(lambda tx: tx.quarantine.add(box.name, reason, original.path, original.size))
        log.warning("email_quarantined", why=reason)
        return Taken.QUARANTINED

    async def _kept(self, name: str, content_type: str, content: bytes, ending: str) -> File:
        folder = self._parts.settings.documents_folder
        try:
            sha256, path = await asyncio.to_thread(keep_file, folder, content, ending)
        except OSError as error:
            raise Unavailable("The folder of documents cannot be written to.") from error
        return File(name=name, content_type=content_type, size=len(content), sha256=sha256, path=path)


def keep(tx: Tx, box: MailboxAccount, mail: Mail, files: list[File], at: datetime) -> tuple[Contact, bool]:
    """The contact of a message with its words and files, and whether this call made it."""
    new = NewContact(
        channel=Channel.EMAIL,
        provider_id=f"{box.name}:{mail.message_id or files[0].sha256}",
        from_address=_sender(mail),
        to=box.address,
        received_at=at,
        facts={
            "words": f"{mail.subject}: {mail.text}"[:WORDS_SHOWN],
            "subject": mail.subject,
            "automatic": mail.automatic_reason,
            "warnings": list(mail.warnings),
        },
    )
    contact, created = take_in(tx, new)
    if created:
        tx.messages.add(contact.id, "in", _words(mail), "resident", key=f"email:{new.provider_id}", at=at)
        for file in files:
            tx.documents.add(contact.id, file.name, file.content_type, file.size, file.sha256, file.path)
    return contact, created


def _words(mail: Mail) -> str:
    """What the desk shows: the subject, what was written, the signature. What is quoted is in the original."""
    said = "\n\n".join(each for each in (mail.text, mail.signature) if each) or NO_WORDS
    return f"{mail.subject}\n\n{said}" if mail.subject else said


def _sender(mail: Mail) -> Address | None:
    try:
        return address.email(mail.sender.address)
    except InvalidInput:
        return None
