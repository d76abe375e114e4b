"""Letters to residents: composed on the council's paper, shown before they go, kept, and put into the outbox.

The PDF is beside the record before the record hears of it, so whatever is sent is what its writer has seen. Its
reference is the case's, and so is the code on it: an answer that comes back through the scanner finds that case.
"""

import asyncio
import base64
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any, Final

from centre.assurance import about, asked_of, known_of, postcodes, proven
from centre.keeping import keep_file
from centre.kept_letters import Paper
from centre.parts import Parts
from centre.referring import case_for
from centre.sending import LETTER, Sending, message_key, row_key, same_words
from centre.writers import written_by
from channels.letter.outbound import Outgoing
from channels.letter.writing import Written, pages_of, pdf, pictures, unprintable
from core.address import AddressKind, shown_phone
from core.assurance import Act, Level, enough, may
from core.channel import Channel
from core.errors import AlreadySent, Conflict, InvalidInput, Refused
from core.postal import addressed
from records.rows import Case, Contact, Message, OutboxRow, Person
from records.tx import Tx

NO_SUBJECT: Final = "Write what the letter is about: it stands above the text."
NO_TEXT: Final = "Write the letter first."
NO_CASE: Final = "Choose what it is about first: the letter carries the reference of its case."
TOO_LONG: Final = "The letter is longer than {pages} pages. Shorten it, or send it from your own office."
CONFIRM_FIRST: Final = "Confirm who they are first: a letter about this is for nobody else."
NOT_THEIRS: Final = "A letter about this goes only to where they wrote from. Confirm who they are first."
OTHER_LETTER: Final = "This letter was sent before, to another address or about something else. Look at what was sent."
NOT_PRINTED: Final = "Our paper has no signs for {signs}. Say it in letters, or leave it out."
GONE: Final = "The letter's own file is not here any more."
MOST_PAGES: Final = 10
"""What GOV.UK Notify takes in one envelope, printed on both sides."""
SUBJECT_AT_MOST: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterDraft:
    """What an agent wrote. `address` is in lines; `abroad` says that it ends with a country and not with a postcode."""

    name: str
    address: str
    subject: str
    text: str
    abroad: bool = False


class LetterWriting:
    """Everything that leaves as a letter."""

    def __init__(self, parts: Parts, sending: Sending) -> None:
        self._parts = parts
        self._sending = sending

    async def preview(self, contact: Contact, draft: LetterDraft) -> list[str]:
        """Its pages as pictures, each an address that a browser shows. Raises what `send` would."""
        written = await self._written(contact, draft)
        pages = await asyncio.to_thread(pictures, written)
        return [f"data:image/png;base64,{base64.b64encode(page).decode()}" for page in pages]

    async def send(self, contact: Contact, draft: LetterDraft, *, author: str, key: str, undo_s: float = 0) -> None:
        """Handed over in `undo_s` seconds. The same `key` of one contact sends once; AlreadySent for another letter."""

        def kept(tx: Tx) -> bool:
            message = tx.messages.by_key(message_key(contact, key))
            row = tx.outbox.by_key(row_key(message.id)) if message else None
            if message is not None and row is not None:
                _same_letter(message, row, draft)
            return message is not None

        if await self._parts.sql.read(kept):
            return
        written = await self._written(contact, draft)
        paper, pages = await asyncio.to_thread(self._paper, written)

        def keep(tx: Tx) -> OutboxRow:
            message = tx.messages.add(contact.id, "out", written.text, author, key=message_key(contact, key))
            payload = {
                "message": message.id,
                "contact": contact.id,
                "author": author,
                "to": list(written.to),
                "subject": written.subject,
                "reference": written.reference,
                "day": written.day.isoformat(),
                "pages": pages,
                "paper": asdict(paper),
            }
            at = tx.now + timedelta(seconds=undo_s)
            row = tx.outbox.add(LETTER, message.id, payload, row_key(message.id), at)
            _same_letter(message, row, draft)
            return row

        row = await self._parts.sql.write(keep)
        if not undo_s:
            await self._sending.ring(row)
        await self._parts.notices.tell("message.queued", contact=contact.id, agent=contact.agent_id)

    def outgoing(self, message: Message, row: OutboxRow) -> Outgoing:
        """What is handed over, with its PDF. Off the event loop. Raises Refused when the file has gone."""
        told = row.payload
        try:
            content = (self._parts.settings.documents_folder / told["paper"]["path"]).read_bytes()
        except OSError as error:
            raise Refused(GONE) from error
        return Outgoing(
            id=message.id,
            reference=told["reference"],
            subject=told["subject"],
            text=message.text,
            to=tuple(told["to"]),
            day=date.fromisoformat(told["day"]),
            today=self._today(),
            pages=told["pages"],
            pdf=content,
        )

    async def _written(self, contact: Contact, draft: LetterDraft) -> Written:
        to = addressed(draft.name, draft.address, abroad=draft.abroad)
        subject, text = " ".join(draft.subject.split()), draft.text.strip()
        if not subject:
            raise InvalidInput(NO_SUBJECT, field="subject")
        if len(subject) > SUBJECT_AT_MOST:
            raise InvalidInput(f"Say it in {SUBJECT_AT_MOST} characters.", field="subject")
        if not text:
            raise InvalidInput(NO_TEXT, field="text")
        if missing := await asyncio.to_thread(unprintable, "\n".join((*to, subject, text))):
            raise InvalidInput(NOT_PRINTED.format(signs=" ".join(missing)), field="text")
        council = self._parts.county.council
        return Written(
            council=council.name,
            contact=tuple(filter(None, (*council.address, shown_phone(council.phone), council.email))),
            website=council.website,
            to=to,
            day=self._today(),
            reference=await self._parts.sql.write(lambda tx: self._reference(tx, contact, to)),
            subject=subject,
            text=text,
        )

    def _reference(self, tx: Tx, contact: Contact, to: tuple[str, ...]) -> str:
        """Its case's reference. Conflict when what the letter tells may not go to that address."""
        case = _case(tx, contact)
        asked, fresh = asked_of(self._parts.county, case.service), tx.contacts.get(contact.id)
        level = proven(tx, fresh, about(tx, fresh))
        if not may(asked, Act.HEAR, level):
            raise Conflict(CONFIRM_FIRST)
        # Where they wrote from is theirs by that much; anywhere else, an agent has to know who they are.
        told_to_anybody = may(asked, Act.HEAR, Level.NONE) or enough(Level.KNOWN, level)
        if not told_to_anybody and not set(postcodes("\n".join(to))) & set(known_of(tx, case)):
            raise Conflict(NOT_THEIRS)
        return case.reference

    def _paper(self, written: Written) -> tuple[Paper, int]:
        made = pdf(written)
        pages = pages_of(made)
        if pages > MOST_PAGES:
            raise InvalidInput(TOO_LONG.format(pages=MOST_PAGES), field="text")
        digest, path = keep_file(self._parts.settings.documents_folder, made, "pdf")
        name = f"Our letter of {written.day.isoformat()}.pdf"
        return Paper(name=name, content_type="application/pdf", path=path, sha256=digest, size=len(made)), pages

    def _today(self) -> date:
        return self._parts.clock.now().astimezone(self._parts.county.zone).date()


def _same_letter(message: Message, row: OutboxRow, draft: LetterDraft) -> None:
    """AlreadySent when what was kept with a key is another letter: to somebody else, or with other words."""
    same_words(message, draft.text)
    to = addressed(draft.name, draft.address, abroad=draft.abroad)
    if (list(to), " ".join(draft.subject.split())) != (row.payload["to"], row.payload["subject"]):
        raise AlreadySent(OTHER_LETTER)


def _case(tx: Tx, contact: Contact) -> Case:
    fresh = tx.contacts.get(contact.id)
    if fresh.case_id is None and fresh.service is None:
        raise Conflict(NO_CASE)
    return case_for(tx, fresh, fresh.service or "")


def posting(tx: Tx, contact: Contact, person: Person | None, messages: list[Message]) -> dict[str, Any]:
    """What an agent need not type: `{name, address, found}`. `found` says where the address is from.

    The one that they are known by, else the one on the letter that they sent.
    """
    name = person.name if person and person.name else ""
    known = [each.value for each in person.addresses if each.kind is AddressKind.POSTAL] if person else []
    if known:
        return {"name": name, "address": known[-1], "found": "known"}
    letter = next((each.text for each in messages if each.direction == "in"), "")
    told = contact.facts.get("letter") or {}
    who, lines = written_by(told, letter) if contact.channel is Channel.LETTER else ("", ())
    return {"name": name or who, "address": "\n".join(lines), "found": "letter" if lines else None}


def letter_shown(tx: Tx, message: Message) -> dict[str, Any] | None:
    """Of a message that left, or is to leave, as a letter: `{to, subject, pages, document}`."""
    row = tx.outbox.by_key(row_key(message.id)) if message.direction == "out" else None
    if row is None or row.kind != LETTER:
        return None
    kept = tx.documents.of_contact(message.contact_id)
    sha256 = row.payload["paper"]["sha256"]
    return {
        "to": row.payload["to"],
        "subject": row.payload["subject"],
        "pages": row.payload["pages"],
        "document": next((each.id for each in kept if each.sha256 == sha256), None),
    }
