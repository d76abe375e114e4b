"""Emails to residents: whom one goes to, what it answers, and its row in the outbox, committed together.

Its Message-ID is decided here, before anything is sent: an answer, a report, and a second attempt are all known by it.
Recipients come from the message that is answered, minus our own addresses. Some may be left out; nobody is added.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from centre.email_threads import own_addresses
from centre.form_words import DETAILS
from centre.mail_files import attached_to, read_file
from centre.parts import Parts
from centre.same_mail import same_mail
from centre.sending import MAIL, Sending, message_key, row_key
from centre.uploads import ALL_TOGETHER, STAFF, Uploads
from channels.email.attaching import attachable
from channels.email.by_notify import ONE_ONLY
from channels.email.composing import Outgoing, on_the_wire, quoted
from channels.email.imap import MailboxAccount
from channels.email.mail import Party
from channels.email.outbound import MailOutbound
from channels.email.subjects import answering, marked
from channels.email.tokens import addressed, bare
from channels.web_form.files import Upload
from core.channel import Channel
from core.errors import Conflict, InvalidInput, NotFound
from records.mails import Correspondent, Envelope
from records.rows import Contact, Document, Message, OutboxRow
from records.tx import Tx

NOT_BY_MAIL: Final = "They did not write an email and gave no address, so there is none to answer."
NOBODY_LEFT: Final = "There is nobody to send it to: choose at least one recipient."
NOT_ON_IT: Final = "An answer goes only to those who were on the email that it answers."


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What an agent wrote. `answers` is the message that was before them; `to` and `cc` are addresses of it.

    `files` are documents of the case; `uploads` are files that its writer chose, and become documents of the contact.
    """

    text: str
    subject: str = ""
    answers: str | None = None
    to: tuple[str, ...] | None = None
    cc: tuple[str, ...] | None = None
    files: tuple[str, ...] = ()
    uploads: tuple[Upload, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressed:
    """Whom an answer goes to, what it is called, and from which mailbox of ours it comes.

    `answered` is None for an answer to a form, which was no email.
    """

    answered: Envelope | None
    mailbox: str
    to: tuple[Correspondent, ...]
    cc: tuple[Correspondent, ...]
    subject: str


def written_from(mail_from: str, mailboxes: Sequence[MailboxAccount]) -> str:
    """From where we write first: MAIL_FROM, unless nobody here reads it and there is a mailbox that people write to."""
    read = [box.address for box in mailboxes if not box.scans]
    return mail_from if not read or mail_from.lower() in map(str.lower, read) else read[0]


class Mailing:
    """Everything that leaves as an email."""

    def __init__(self, parts: Parts, sending: Sending) -> None:
        self._parts = parts
        self._sending = sending
        self._uploads = Uploads(parts, STAFF, of_one=ALL_TOGETHER)
        self._boxes = {box.address.lower(): box for box in parts.mailboxes}
        self.files_mb = parts.settings.mail_files_mb
        self.ours = own_addresses(self._boxes, parts.settings.mail_from)

    @property
    def out(self) -> MailOutbound:
        """Who takes our emails."""
        return self._parts.email

    async def send(self, contact: Contact, draft: Draft, *, author: str, key: str, undo_s: float = 0) -> Message:
        """An answer by email, sent in `undo_s` seconds. The same `key` of one contact sends once."""
        if not await self._parts.sql.read(lambda tx: tx.messages.by_key(message_key(contact, key))):
            for each in draft.uploads:
                await self._uploads.to_documents(each)
        message, row = await self._parts.sql.write(
            lambda tx: self.put(tx, contact, draft, author=author, key=key, undo_s=undo_s)
        )
        if not undo_s:
            await self._sending.ring(row)
        await self._parts.notices.tell("message.queued", contact=contact.id, agent=contact.agent_id)
        return message

    async def upload(self, name: str, content: bytes) -> Upload:
        """A file for an email that is being written; InvalidInput says why it cannot go along."""
        if self.out.no_files:
            raise InvalidInput(self.out.no_files, field="files")
        most = self._parts.settings.mail_files_mb
        shown, content_type = await asyncio.to_thread(attachable, name, content, most)
        return await self._uploads.keep_as(shown, content_type, content, STAFF)

    def put(
        self,
        tx: Tx,
        contact: Contact,
        draft: Draft,
        *,
        author: str,
        key: str,
        undo_s: float = 0,
        automatic: bool = False,
        answered: Envelope | None = None,
    ) -> tuple[Message, OutboxRow]:
        """The message, its envelope and its row, within a transaction of the caller's.

        `answered` is what it answers, from whoever has it at hand; else it is looked for.
        """
        known = tx.messages.by_key(message_key(contact, key))
        row = tx.outbox.by_key(row_key(known.id)) if known else None
        if known is not None and row is not None:
            if not automatic:
                chosen, sent = draft.files, draft.uploads
                same_mail(tx, known, draft.text, to=draft.to, cc=draft.cc, files=chosen, uploads=sent)
            return known, row
        given = self._answering(tx, contact, answered) if answered else self.addressed(tx, contact, draft.answers)
        if answered and automatic and given:
            given = self._to_sender(given, answered)
        if given is None:
            raise InvalidInput(NOT_BY_MAIL, field="text")
        words = draft.text.strip()
        if not words:
            raise InvalidInput("Write something first.", field="text")
        alone = self.out.one_recipient
        to = _chosen(given.to[:1] if alone and draft.to is None else given.to, draft.to, field="to")
        cc = _chosen(() if alone and draft.cc is None else given.cc, draft.cc, field="cc")
        to, cc = (to, cc) if to else (cc, ())
        if not to:
            raise InvalidInput(NOBODY_LEFT, field="to")
        self._can_go(to, cc, draft)
        files = attached_to(tx, contact, draft.files, draft.uploads, most_mb=self.files_mb)
        message = tx.messages.add(contact.id, "out", words, author, key=message_key(contact, key))
        envelope = self._envelope(tx, contact, message, given, draft.subject)
        attached = tuple(each.id for each in files)
        tx.mails.add(replace(envelope, to=to, cc=cc, files=attached, automatic=automatic))
        payload = {"message": message.id, "contact": contact.id, "author": author}
        at = tx.now + timedelta(seconds=undo_s)
        return message, tx.outbox.add(MAIL, message.id, payload, row_key(message.id), at)

    def _can_go(self, to: Sequence[Correspondent], cc: Sequence[Correspondent], draft: Draft) -> None:
        """Raises InvalidInput for what whoever takes our emails would refuse."""
        if (draft.files or draft.uploads) and self.out.no_files:
            raise InvalidInput(self.out.no_files, field="files")
        if self.out.one_recipient and len(to) + len(cc) > 1:
            raise InvalidInput(ONE_ONLY, field="to")

    def addressed(self, tx: Tx, contact: Contact, answers: str | None = None) -> Addressed | None:
        """Whom an answer goes to: to the message with this id, else to their newest. None when they wrote none."""
        ids = [contact.id, *(each.id for each in tx.joined.part_of(contact.id))]
        written = [each for each in reversed(tx.mails.of_contacts(ids)) if each.direction == "in"]
        # What a machine wrote is answered only where nobody has written anything.
        by_people = [each for each in written if not each.automatic] or written
        answered = next((each for each in (written if answers else by_people) if answers in (None, each.id)), None)
        if answered is None:
            return None if answers else self._of_form(tx, contact)
        return self._answering(tx, contact, answered)

    def _answering(self, tx: Tx, contact: Contact, answered: Envelope) -> Addressed:
        seen = {*self.ours, bare(answered.mailbox)}
        to = _others(answered.reply_to or (answered.sender,), seen) or _others((answered.sender,), seen)
        cc = _others((*answered.to, *answered.cc), seen)
        subject = marked(answering(answered.subject) or self._parts.county.council.name, _reference(tx, contact))
        return Addressed(answered=answered, mailbox=answered.mailbox, to=to, cc=cc, subject=subject)

    def _to_sender(self, given: Addressed, answered: Envelope) -> Addressed:
        """The same to nobody but who wrote it: anybody's address can be named as one to reply to."""
        return replace(given, to=_others((answered.sender,), {*self.ours, bare(answered.mailbox)}), cc=())

    def _of_form(self, tx: Tx, contact: Contact) -> Addressed | None:
        """An answer to a form goes to the address that was given in it, from the mailbox that we read ourselves."""
        details = contact.facts.get(DETAILS) or {}
        given = str(details.get("email") or "")
        if contact.channel is not Channel.WEB_FORM or not _is_address(given):
            return None
        service = self._parts.county.services.get(str(contact.facts.get("form_of") or ""))
        subject = service.label if service else self._parts.county.council.name
        return Addressed(
            answered=None,
            mailbox=written_from(self._parts.settings.mail_from, self._parts.mailboxes),
            to=(Correspondent(name=str(details.get("name") or ""), address=given),),
            cc=(),
            subject=marked(subject, _reference(tx, contact)),
        )

    def outgoing(self, tx: Tx, message_id: str) -> tuple[Outgoing, tuple[Document, ...]]:
        """The email of a message, without its files' bytes. Raises NotFound."""
        message, envelope = tx.messages.get(message_id), tx.mails.of_message(message_id)
        if envelope is None:
            raise NotFound("The message has no envelope.")
        answered = tx.mails.of_message(envelope.answers) if envelope.answers else None
        said = tx.messages.get(answered.id) if answered else None
        text = message.text
        if answered and said and not envelope.automatic:
            text = f"{text}\n\n{self._below(said, answered)}"
        mail = Outgoing(
            mail_id=envelope.mail_id,
            sender=Party(name=self._parts.county.council.name, address=envelope.mailbox),
            envelope_from=envelope.mailbox,
            reply_to=envelope.reply_to[0].address,
            to=_parties(envelope.to),
            cc=_parties(envelope.cc),
            subject=envelope.subject,
            text=text,
            date=message.at,
            in_reply_to=answered.mail_id if answered else "",
            references=envelope.references,
            automatic=envelope.automatic,
        )
        return mail, tuple(tx.documents.get(each) for each in envelope.files)

    def with_files(self, mail: Outgoing, documents: Sequence[Document]) -> Outgoing:
        """The same with what is attached, read from the folder. Off the event loop. Raises Refused."""
        folder = self._parts.settings.documents_folder
        return replace(mail, files=tuple(read_file(folder, each) for each in documents))

    def _below(self, said: Message, answered: Envelope) -> str:
        """Their words, without the subject that stands before them on the desk."""
        words = said.text.removeprefix(f"{answered.subject}\n\n") if answered.subject else said.text
        at = said.at.astimezone(self._parts.county.zone)
        return quoted(words, answered.sender.name or answered.sender.address, at)

    def _envelope(self, tx: Tx, contact: Contact, message: Message, given: Addressed, subject: str) -> Envelope:
        """Of a message of ours, but for whom it goes to and what is attached."""
        box = self._boxes.get(given.mailbox.lower())
        with_token = box is not None and box.plus
        reply_to = (
            addressed(given.mailbox, contact.id, self._parts.settings.secret_key) if with_token else given.mailbox
        )
        answered = given.answered
        return Envelope(
            id=message.id,
            contact_id=contact.id,
            mailbox=given.mailbox,
            mail_id=f"<{message.id}@{given.mailbox.rpartition('@')[2]}>",
            direction="out",
            subject=marked(subject.strip() or given.subject, _reference(tx, contact)),
            sender=Correspondent(name=self._parts.county.council.name, address=given.mailbox),
            reply_to=(Correspondent(name="", address=reply_to),),
            references=tuple(each for each in (*answered.references, answered.mail_id) if each) if answered else (),
            answers=answered.id if answered else None,
            at=tx.now,
        )


def _reference(tx: Tx, contact: Contact) -> str | None:
    return tx.cases.get(contact.case_id).reference if contact.case_id else None


def _others(given: Sequence[Correspondent], seen: set[str]) -> tuple[Correspondent, ...]:
    """Each once, without those seen already and without what no mail server takes."""
    found = []
    for each in given:
        name = bare(each.address)
        if name in seen or not _is_address(each.address):
            continue
        seen.add(name)
        found.append(each)
    return tuple(found)


def _is_address(address: str) -> bool:
    try:
        on_the_wire(address)
    except InvalidInput:
        return False
    return True


def _chosen(offered: Sequence[Correspondent], chosen: Sequence[str] | None, *, field: str) -> tuple[Correspondent, ...]:
    if chosen is None:
        return tuple(offered)
    wanted = {each.strip().lower() for each in chosen}
    found = tuple(each for each in offered if each.address.lower() in wanted)
    if len(found) != len(wanted):
        raise Conflict(NOT_ON_IT) if found else InvalidInput(NOT_ON_IT, field=field)
    return found


def _parties(given: Sequence[Correspondent]) -> tuple[Party, ...]:
    return tuple(Party(name=each.name, address=each.address) for each in given)
