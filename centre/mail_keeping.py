"""An email in the record: in the conversation that it answers, in a new contact of the same case, or in one of its own.

Runs within one transaction. The same message of the same mailbox is kept once, whatever it was joined to.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import structlog

from centre.arrivals import take_in
from centre.asides import back_in_queue
from centre.asking import BY_MACHINES, MAIL
from centre.assurance import THREAD
from centre.auto_reply import BY_MAIL
from centre.dangerous import note_dangers
from centre.email_threads import FOLLOWS, Matter, Thread, open_in, suggestion, thread_of
from centre.guessing import GUESS, kept_guess
from centre.mail_words import own, shown
from centre.sending import row_key
from centre.shown import CALLS_THEMSELVES, claimed, cut
from channels.email.imap import MailboxAccount
from channels.email.mail import Mail, Party
from channels.sms.words import stops
from core import address
from core.address import Address
from core.channel import Channel
from core.errors import InvalidInput
from records.mails import Correspondent, Envelope
from records.rows import Contact, NewContact
from records.tx import Tx
from skills.classifying.classifier import LIKELY, Verdict

log = structlog.get_logger()

WARNINGS: Final = "warnings"
"""The fact that holds what to know of the emails of a contact, a sentence each. What their files may do is in notes."""
WARNED: Final = "warned"
"""The same by message, for whoever reads that one."""
SAME_ID: Final = (
    "Another email came here with the same Message-ID. What answers one of them may be shown with the other."
)
DISOWNED: Final = "It may not be from the address that it says (DMARC). Make sure who wrote it before you answer."
UNCLEAR: Final = "It does not say plainly which one address it is from. Make sure who wrote it before you answer."
OURS_COME_BACK: Final = "It is one of our own messages, come back."


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file that is on disk already."""

    name: str
    content_type: str
    size: int
    sha256: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """A message as it was read, with its original (the first of `files`) and what came with it.

    `provider_id` is what the same message has each time it comes to the mailbox, and no other.
    """

    box: MailboxAccount
    mail: Mail
    files: Sequence[File]
    at: datetime
    provider_id: str
    guess: Verdict | None = None

    @property
    def disowned(self) -> bool:
        """Whether nobody vouches for its sender: by what the mailbox's own server says, or because it is unclear."""
        return self.mail.unclear_sender or self.forged

    @property
    def forged(self) -> bool:
        """Whether the mailbox's own server says that it is not from where it says."""
        return self.box.checked_by.lower() in self.mail.disowned_at

    @property
    def key(self) -> str:
        return f"{MAIL}{self.provider_id}"

    def aside(self, why: str) -> "Aside":
        """The same for a person to look at."""
        return Aside(box=self.box, original=self.files[0], why=why)


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """A message that a person has to look at, and why."""

    box: MailboxAccount
    original: File
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The contact that goes on; whether this call put the message there; its envelope if it began a conversation."""

    contact: Contact
    fresh: bool
    begins: Envelope | None = None


def known_as(box: MailboxAccount, mail: Mail, original: File) -> str:
    """The same message in two mailboxes is two, and so are two that only share their Message-ID."""
    named = f"{mail.message_id}#{mail.fingerprint}" if mail.message_id else original.sha256
    return f"{box.name}:{named}"


def is_ours(tx: Tx, mail: Mail) -> bool:
    """Whether we wrote it: sent to a mailbox of ours, or given back by one that forwards to another."""
    known = tx.mails.by_mail_ids([mail.message_id])
    return any(each.direction == "out" for each in known)


def keep(tx: Tx, arrived: Arrived, *, key: str, ours: frozenset[str]) -> Kept:
    """The message with its envelope and files, where it belongs. `key` and `ours` are as in `thread_of`."""
    known = tx.messages.by_key(arrived.key)
    if known is not None:
        contact = tx.contacts.get(known.contact_id)
        envelope = tx.mails.of_message(known.id)
        begins = envelope is not None and not envelope.references and THREAD not in contact.facts
        return Kept(contact=tx.joined.survivor(contact), fresh=False, begins=envelope if begins else None)
    sender = sender_of(arrived.mail)
    if sender is not None:
        # Of two answers of one sender to a closed contact, the second finds the first one's.
        tx.contacts.alone_with(Channel.EMAIL, sender)
        stopped = stops(arrived.mail.text)
        if not arrived.disowned:
            tx.undeliverable.clear(sender.value)
        if stopped is not None and not arrived.disowned:
            tx.opt_outs.say(sender.value, BY_MAIL, stopped=stopped, at=arrived.at)
    thread = thread_of(tx, arrived.mail, key=key, ours=ours, disowned=arrived.disowned)
    _settle(tx, arrived.mail)
    standing = _standing(tx, thread.matter, arrived.mail) if thread.matter else None
    odd = _warnings(tx, arrived)
    contact = _warned(tx, standing, odd) if standing else _new(tx, arrived, sender, thread, odd)
    envelope = _write(tx, arrived, contact, odd)
    survivor = tx.joined.survivor(contact)
    going_on = back_in_queue(tx, survivor) if survivor.state != "closed" else survivor
    return Kept(contact=going_on, fresh=True, begins=envelope if thread.begins else None)


def add_files(tx: Tx, contact_id: str, files: Sequence[File]) -> tuple[str, ...]:
    """The documents' ids."""
    added = (tx.documents.add(contact_id, f.name, f.content_type, f.size, f.sha256, f.path) for f in files)
    return tuple(each.id for each in added)


def warnings_of(mail: Mail) -> list[str]:
    """What to know of it besides what its files may do, a sentence each."""
    return [each for each in mail.warnings if each not in mail.dangers]


def sender_of(mail: Mail) -> Address | None:
    """Who wrote, when that is an address."""
    try:
        return address.email(mail.sender.address)
    except InvalidInput:
        return None


def _standing(tx: Tx, matter: Matter, mail: Mail) -> Contact | None:
    """The conversation that the message joins. A machine's answer to a closed one stays with it, and opens nothing."""
    going_on = open_in(tx, matter)
    return matter.named[-1] if going_on is None and mail.machine_answer else going_on


def _warned(tx: Tx, contact: Contact, odd: Sequence[str]) -> Contact:
    """What is to be known of the email that joins it, beside what was known of those before."""
    known = contact.facts.get(WARNINGS) or []
    fresh = [each for each in odd if each not in known]
    return tx.contacts.merge_facts(contact.id, {WARNINGS: [*known, *fresh]}) if fresh else contact


def _new(tx: Tx, arrived: Arrived, sender: Address | None, thread: Thread, odd: Sequence[str]) -> Contact:
    mail = arrived.mail
    before = thread.matter.named[-1] if thread.matter else None
    facts: dict[str, Any] = {
        "words": cut(f"{mail.subject}: {own(mail) or mail.signature or mail.quoted}"),
        "subject": mail.subject,
        "automatic": mail.automatic_reason,
        WARNINGS: [*odd],
    }
    facts |= {CALLS_THEMSELVES: name} if (name := claimed(mail.sender.name)) else {}
    facts |= {GUESS: kept_guess(arrived.guess)} if arrived.guess else {}
    facts |= {THREAD: suggested} if (suggested := suggestion(tx, thread)) else {}
    facts |= {FOLLOWS: before.id} if before else {}
    new = NewContact(
        channel=Channel.EMAIL,
        provider_id=arrived.provider_id,
        from_address=sender,
        to=arrived.box.address,
        received_at=arrived.at,
        service=_service(arrived.guess, before),
        facts=facts,
    )
    contact, _ = take_in(tx, new)
    case_id = before.case_id if before else None
    if case_id is None:
        return contact
    if tx.cases.get(case_id).state == "closed":
        tx.cases.reopen(case_id)
    return tx.contacts.link(contact.id, case_id=case_id)


def _warnings(tx: Tx, arrived: Arrived) -> list[str]:
    """What is odd about the message, and about how it stands to others."""
    namesakes = tx.mails.by_mail_ids([arrived.mail.message_id])
    shared = any(each.mailbox == arrived.box.address for each in namesakes)
    doubts = [*[DISOWNED] * arrived.forged, *[UNCLEAR] * arrived.mail.unclear_sender]
    return [*warnings_of(arrived.mail), *doubts, *[SAME_ID] * shared]


def _service(guess: Verdict | None, before: Contact | None) -> str | None:
    """What a new contact is about: as the one that it answers, unless somebody may be at risk by now."""
    if before is None:
        return guess.goes_to if guess else None
    return guess.alarm if guess and guess.alarm and guess.danger >= LIKELY else before.service


def _write(tx: Tx, arrived: Arrived, contact: Contact, odd: Sequence[str]) -> Envelope:
    mail, at = arrived.mail, arrived.at
    message = tx.messages.add(contact.id, "in", shown(mail), "resident", key=arrived.key, at=at)
    envelope = Envelope(
        id=message.id,
        contact_id=contact.id,
        mailbox=arrived.box.address,
        mail_id=mail.message_id,
        direction="in",
        subject=mail.subject,
        sender=_one(mail.sender),
        reply_to=_all(mail.reply_to),
        to=_all(mail.to),
        cc=_all(mail.cc),
        references=mail.references,
        files=add_files(tx, contact.id, arrived.files),
        automatic=mail.automatic,
        at=at,
    )
    tx.mails.add(envelope)
    if odd or mail.machine_answer:
        told = tx.contacts.get(contact.id).facts
        noted: dict[str, Any] = {WARNED: {**(told.get(WARNED) or {}), message.id: [*odd]}} if odd else {}
        noted |= {BY_MACHINES: [*told.get(BY_MACHINES, ()), message.id]} if mail.machine_answer else {}
        tx.contacts.merge_facts(contact.id, noted)
    note_dangers(tx, contact.id, mail.dangers, of=arrived.key, at=at)
    return envelope


def _settle(tx: Tx, mail: Mail) -> None:
    """What may have been sent, and is answered, was sent."""
    for envelope in tx.mails.by_mail_ids(mail.references):
        row = tx.outbox.by_key(row_key(envelope.id)) if envelope.direction == "out" else None
        if row is not None and row.state == "unknown" and tx.outbox.done(row.id, {"answered": True}):
            tx.messages.handed_over(envelope.id)
            log.info("outbox_doubt_settled", row=row.id)


def _one(party: Party) -> Correspondent:
    return Correspondent(name=party.name, address=party.address)


def _all(parties: Sequence[Party]) -> tuple[Correspondent, ...]:
    return tuple(_one(each) for each in parties)
