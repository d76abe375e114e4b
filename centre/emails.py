"""Email taken in: the original on disk and the contact in the record, before its mailbox is touched.

Life of a message:
1. It is read, and its bytes are written beside the record, and are on disk.
2. What a scanner sent is post (`scanned_mail`). What else can be read joins the conversation that it answers, or
   becomes a contact with its words and files; what reports on an email of ours is shown there; what cannot be read is
   kept in quarantine with the reason. With its plan and our answer, in one commit, once: by its Message-ID with who
   wrote what and when, else by its bytes, in each mailbox.
3. Only then is it moved away in the mailbox. A process that ends in between finds it again, and knows it.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

import structlog

from centre.alarms import Alarms
from centre.arrivals import ARRIVED, CLOSED, TRIAGE, Arrivals
from centre.asides import Asides
from centre.auto_reply import KEY, is_mail_answered
from centre.email_threads import FOLLOWS
from centre.guessing import Guessing
from centre.late_texts import LateTexts
from centre.loop_guard import LoopGuard
from centre.lost import Lost
from centre.mail_keeping import OURS_COME_BACK, Arrived, Aside, is_ours, keep
from centre.mail_reading import MISTAKE_OF_OURS, TOO_LONG, Came, MailReading, Read, is_report
from centre.mail_reports import Reported, keep_report
from centre.mail_words import heard as heard_in
from centre.mailing import Draft, Mailing
from centre.parts import Parts
from centre.promises import by_when
from centre.scanned_mail import note_all, says_more, scans_of
from centre.sending import AUTOMATIC
from channels.email.imap import MailboxAccount
from channels.email.mail import Mail
from core.errors import ConfigInvalid, OutcomeUnknown, Refused, Unavailable
from records.mails import Envelope
from records.rows import Contact
from records.tx import Tx

log = structlog.get_logger()

ANSWER: Final = "email-received"
"""The county's text with which we answer by ourselves."""
ANSWER_TO_TOO_LONG: Final = "email-too-long"
"""The same to whoever sent more than is read; without it, they get the other."""
NO_MESSAGES_FAULT: Final = (Unavailable, OutcomeUnknown, ConfigInvalid)
"""The record is away. Whatever else goes wrong is of one message alone, and those behind it must not wait."""
IS_A_BOUNCE: Final = "It reports that a message of ours did not arrive."
IS_A_REPORT: Final = "It is a report on a message that we did not send."


class Taken(StrEnum):
    """What became of a message."""

    NEW = "new"
    KNOWN = "known"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A message in the record, and what has to be done about it now that it is there."""

    taken: Taken
    queued: Contact | None = None
    joined: Contact | None = None
    reported: Reported | None = None
    heard: tuple[str, str] | None = None
    """The contact in which a resident wrote on, and what they wrote by itself: its subject is of what came before."""


class Emails:
    """What intake needs for a mailbox, and the console for what it could not take in."""

    def __init__(
        self,
        parts: Parts,
        arrivals: Arrivals,
        guessing: Guessing,
        mailing: Mailing,
        late: LateTexts,
        asides: Asides,
        alarms: Alarms,
        lost: Lost,
    ) -> None:
        self._parts = parts
        self._arrivals = arrivals
        self._reading = MailReading(parts, guessing)
        self._mailing = mailing
        self._late = late
        self._asides = asides
        self.guard = LoopGuard()
        self._alarms = alarms
        self._lost = lost
        self.mailboxes = parts.mailboxes

    async def take_in(self, box: MailboxAccount, raw: bytes, received_at: datetime | None) -> Taken:
        """Keep a message for good. Safe to repeat; whoever is told anything may forget the original."""
        (taken,) = await self.take_in_all(box, [(raw, received_at)])
        return taken

    async def take_in_all(self, box: MailboxAccount, came: Sequence[Came]) -> list[Taken]:
        """The same for several, in their order: read together, committed together."""
        return await self.keep_all(await self.read_all(box, came))

    async def read_all(self, box: MailboxAccount, came: Sequence[Came]) -> Sequence[Read]:
        """The first half of `take_in_all`: each read, and on disk. Nothing knows of them yet."""
        return await asyncio.to_thread(self._reading.each, box, came)

    async def not_given(self, box: MailboxAccount, what: str, why: str) -> Read:
        """Which message a mailbox lists and does not give out, and why: for `keep_all`, and then for a person."""
        return await asyncio.to_thread(self._reading.not_given, box, what, why)

    async def keep_all(self, arrived: Sequence[Read]) -> list[Taken]:
        """The second half: in the record together, then each where it belongs."""
        try:
            kept = await self._parts.sql.write(lambda tx: [self._keep(tx, each) for each in arrived])
        except NO_MESSAGES_FAULT:
            raise
        except Exception as error:
            log.error("email_not_kept", error=type(error).__name__, exc_info=error)
            kept = [await self._kept_alone(each) for each in arrived]
        await self._arrivals.arrive_all([each.queued for each in kept if each.queued is not None])
        for each in kept:
            await self._tell(each)
        return [each.taken for each in kept]

    async def _kept_alone(self, arrived: Read) -> Done:
        """One of several that could not be kept together: a mistake of ours puts this one aside, and no other."""
        try:
            return await self._parts.sql.write(lambda tx: self._keep(tx, arrived))
        except NO_MESSAGES_FAULT:
            raise
        except Exception as error:
            log.error("email_not_kept", error=type(error).__name__, exc_info=error)
            aside = arrived if isinstance(arrived, Aside) else arrived.aside(MISTAKE_OF_OURS)
            return await self._parts.sql.write(lambda tx: self._put_aside(tx, aside))

    def _keep(self, tx: Tx, arrived: Read) -> Done:
        """Everything about one message that is in the record: where it belongs, its plan, our answer to it."""
        if isinstance(arrived, Aside):
            return self._put_aside(tx, arrived)
        mail = arrived.mail
        if is_report(mail):
            return self._reported_on(tx, arrived)
        if arrived.box.scans and (scans := scans_of(arrived)):
            fresh = note_all(tx, arrived, scans)
            if not says_more(arrived, scans):
                return Done(taken=Taken.NEW if fresh else Taken.KNOWN)
        if is_ours(tx, mail):
            return self._put_aside(tx, arrived.aside(OURS_COME_BACK))
        kept = keep(tx, arrived, key=self._parts.settings.secret_key, ours=self._mailing.ours)
        contact = kept.contact
        if contact.state == ARRIVED:
            guessed = arrived.guess.goes_to if arrived.guess else None
            service = contact.service or guessed or TRIAGE
            contact = self._arrivals.planned(tx, contact.id, service, held=contact if kept.fresh else None)
            if kept.begins and not arrived.disowned:
                self._answer(tx, contact, mail, kept.begins)
            heard = (contact.id, heard_in(mail)) if FOLLOWS in contact.facts else None
            return Done(taken=Taken.NEW if kept.fresh else Taken.KNOWN, queued=contact, heard=heard)
        return Done(
            taken=Taken.NEW if kept.fresh else Taken.KNOWN,
            joined=contact if kept.fresh else None,
            heard=(contact.id, heard_in(mail)),
        )

    def _reported_on(self, tx: Tx, arrived: Arrived) -> Done:
        reported = keep_report(tx, arrived, self._lost)
        if reported is None:
            return self._put_aside(tx, arrived.aside(IS_A_BOUNCE if arrived.mail.bounce else IS_A_REPORT))
        return Done(taken=Taken.NEW if reported.fresh else Taken.KNOWN, reported=reported)

    def _put_aside(self, tx: Tx, aside: Aside) -> Done:
        tx.quarantine.add(aside.box.name, aside.why, aside.original.path, aside.original.size)
        log.warning("email_quarantined", why=aside.why)
        return Done(taken=Taken.QUARANTINED)

    async def _tell(self, done: Done) -> None:
        """Whoever has the conversation in hand."""
        if done.joined is not None:
            await self._joined(done.joined)
        if done.reported is not None:
            await self._reported(done.reported)
        if done.heard is not None:
            await self._alarms.heard(*done.heard)

    async def _joined(self, contact: Contact) -> None:
        if contact.state == "waiting":
            await self._asides.resident_wrote(contact.id)
        if contact.state != CLOSED:
            await self._late.again_if_closed(contact.id)
        await self._parts.notices.tell("message.received", contact=contact.id, agent=contact.agent_id)

    async def _reported(self, reported: Reported) -> None:
        contact = reported.contact
        await self._lost.arrive(reported.again)
        if reported.fresh:
            log.info("email_reported_on", contact=contact.id, status=reported.message.status)
            await self._parts.notices.tell("message.status", contact=contact.id, agent=reported.message.author)

    def _answer(self, tx: Tx, contact: Contact, mail: Mail, envelope: Envelope) -> None:
        """Say when an agent will answer, in the service's own working time, once and to people alone.

        It leaves with the next sweep of the outbox: nobody waits for it, and no bell rings ten thousand times.
        """
        council = self._parts.county.council
        template = council.texts.get(ANSWER)
        if TOO_LONG in mail.warnings:
            template = council.texts.get(ANSWER_TO_TOO_LONG, template)
        if template is None or not is_mail_answered(tx, contact, mail, template=template, ours=self._mailing.ours):
            return
        if not self.guard.admits(mail.sender.address, contact.provider_id, tx.now):
            log.info("automatic_answer_withheld", contact=contact.id)
            return
        when = by_when(contact.due_at or contact.arrived_at, tx.now, self._parts.county.zone)
        draft = Draft(text=template.format(when=when, council=council.name))
        # Where nobody can be written to at what it says it is from, it has no answer.
        with suppress(Refused):
            self._mailing.put(tx, contact, draft, author=AUTOMATIC, key=KEY, automatic=True, answered=envelope)

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
