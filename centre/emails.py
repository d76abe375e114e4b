"""Email taken in: the original on disk and the contact in the record, before its mailbox is touched.

Life of a message:
1. Its bytes are written beside the record, and are on disk.
2. What can be read joins the conversation that it answers, or becomes a contact with its words and files; what reports
   on an email of ours is shown there; what cannot be read is kept in quarantine with the reason. Each in one commit,
   once: by its Message-ID, else by its bytes, in each mailbox.
3. Only then is it moved away in the mailbox. A process that ends in between finds it again, and knows it.
"""

import asyncio
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

import structlog

from centre.arrivals import ARRIVED, TRIAGE, Arrivals
from centre.asides import Asides
from centre.auto_reply import KEY, is_mail_answered
from centre.guessing import Guessing
from centre.keeping import keep_file
from centre.late_texts import LateTexts
from centre.mail_keeping import OURS_COME_BACK, Arrived, File, Kept, is_ours, keep
from centre.mail_reports import keep_report
from centre.mailing import Draft, Mailing
from centre.parts import Parts
from centre.promises import by_when
from centre.sending import AUTOMATIC, Sending
from channels.email.imap import MailboxAccount
from channels.email.inbound import read
from channels.email.mail import Mail
from core.errors import InvalidInput, Refused, SwitchboardError, Unavailable
from records.rows import Contact, OutboxRow
from records.tx import Tx

log = structlog.get_logger()

ANSWER: Final = "email-received"
"""The county's text with which we answer by ourselves."""
REPORT: Final = "report.eml"
IS_A_BOUNCE: Final = "It reports that a message of ours did not arrive."
IS_A_REPORT: Final = "It is a report on a message that we did not send."
MISTAKE_OF_OURS: Final = "It could not be read, by a mistake of ours. Please tell whoever maintains this."


class Taken(StrEnum):
    """What became of a message."""

    NEW = "new"
    KNOWN = "known"
    QUARANTINED = "quarantined"


class Emails:
    """What intake needs for a mailbox, and the console for what it could not take in."""

    def __init__(
        self,
        parts: Parts,
        arrivals: Arrivals,
        guessing: Guessing,
        sending: Sending,
        mailing: Mailing,
        late: LateTexts,
        asides: Asides,
    ) -> None:
        self._parts = parts
        self._arrivals = arrivals
        self._guessing = guessing
        self._sending = sending
        self._mailing = mailing
        self._late = late
        self._asides = asides
        self._key = parts.settings.secret_key
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
        at = min(received_at or self._parts.clock.now(), self._parts.clock.now())
        try:
            if mail.bounce is not None or mail.report:
                return await self._report(Arrived(box=box, mail=mail, files=[replace(original, name=REPORT)], at=at))
            if await self._parts.sql.read(lambda tx: is_ours(tx, mail)):
                return await self._put_aside(box, original, OURS_COME_BACK)
            came = [await self._kept(f.filename, f.content_type, f.content, "bin") for f in mail.attachments]
            arrived = Arrived(box=box, mail=mail, files=[original, *came], at=at)
            kept = await self._parts.sql.write(lambda tx: keep(tx, arrived, key=self._key, ours=self._mailing.ours))
        except SwitchboardError:
            raise
        except Exception as error:
            log.error("email_not_kept", error=type(error).__name__, exc_info=error)
            return await self._put_aside(box, original, MISTAKE_OF_OURS)
        await self._pass_on(kept, mail)
        return Taken.NEW if kept.fresh else Taken.KNOWN

    async def _pass_on(self, kept: Kept, mail: Mail) -> None:
        """Into the queue, with our answer where it has one; or to whoever has the conversation in hand."""
        contact = kept.contact
        if contact.state == ARRIVED:
            verdict = await self._guessing.of(contact, f"{mail.subject} {mail.text}")
            await self._arrivals.queue(contact, contact.service or verdict.service or TRIAGE)
            if kept.begins:
                await self._answer(contact, mail)
        elif kept.fresh:
            if contact.state == "waiting":
                await self._asides.resident_wrote(contact.id)
            if contact.state != "closed":
                await self._late.again_if_closed(contact.id)
            await self._parts.notices.tell("message.received", contact=contact.id, agent=contact.agent_id)
        for row in kept.settled:
            log.info("outbox_doubt_settled", row=row)

    async def _answer(self, contact: Contact, mail: Mail) -> None:
        """Say when an agent will answer, in the service's own working time, once and to people alone."""
        council = self._parts.county.council
        template = council.texts.get(ANSWER)
        if template is None:
            return

        def put(tx: Tx) -> OutboxRow | None:
            planned = tx.contacts.get(contact.id)
            if not is_mail_answered(tx, planned, mail, template=template, ours=self._mailing.ours):
                return None
            when = by_when(planned.due_at or planned.arrived_at, tx.now, self._parts.county.zone)
            draft = Draft(text=template.format(when=when, council=council.name), cc=())
            return self._mailing.put(tx, planned, draft, author=AUTOMATIC, key=KEY, automatic=True)[1]

        try:
            row = await self._parts.sql.write(put)
        except Refused:
            # Nobody can be written to at what it says it is from.
            return
        if row is not None:
            await self._sending.ring(row)

    async def _report(self, arrived: Arrived) -> Taken:
        """What became of a message of ours. About none of ours, it is put aside for a person."""
        reported = await self._parts.sql.write(lambda tx: keep_report(tx, arrived))
        if reported is None:
            reason = IS_A_BOUNCE if arrived.mail.bounce else IS_A_REPORT
            return await self._put_aside(arrived.box, arrived.files[0], reason)
        contact = reported.contact
        if reported.opens_again:
            await self._arrivals.queue(contact, contact.service or TRIAGE, again=True)
        if reported.fresh:
            log.info("email_reported_on", contact=contact.id, status=reported.message.status)
            await self._parts.notices.tell("message.status", contact=contact.id, agent=reported.message.author)
        return Taken.NEW if reported.fresh else Taken.KNOWN

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
