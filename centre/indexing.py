"""Indexing post: what an agent does with a letter that a machine could not read for certain.

Its pages may be divided (those from a page on are a letter of their own, read and queued as if they had come alone),
joined to the next of their file, and blacked out in parts. Then it is said what it is, and it goes on as an ordinary
contact. Its target has run from the day it was received all the time: arrival never changes.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import structlog

from centre.keeping import keep_file
from centre.kept_letters import WORDS_SHOWN, Paper
from centre.letters import TO_BE_INDEXED
from centre.matters import opened
from centre.papers import PAPER, may_see_originals, number_of, original_of, pages, papers, searchable
from centre.parts import Parts
from centre.passing_on import PassingOn
from centre.sending import SCAN, Sending
from centre.writers import suggested, writers
from channels.letter import parting
from channels.letter.finding import email_in, phone_in, postcode_in, writer_in
from channels.letter.parting import Box
from core.channel import Channel
from core.errors import Conflict, InvalidInput, NotFound
from records.rows import Contact, Document, Message, OutboxRow
from records.tx import Tx

log = structlog.get_logger()

NO_LETTER: Final = "It is no letter."
NO_SUCH_PAGE: Final = "There is no such page, or it is another letter's by now."
FIRST_PAGE: Final = "A letter is divided after its first page: choose a later one to begin the next with."
NOTHING_DRAWN: Final = "Draw a box over what nobody may read."
NO_SERVICE: Final = "Choose what the letter is about."
STILL_POST: Final = "It is post to be indexed already. Choose what the letter is about."
IN_THE_FUTURE: Final = "A letter is not dated after the day on which it came."
NO_PDF: Final = "This file was not read, so its pages cannot be divided or blacked out here."


@dataclass(frozen=True, slots=True, kw_only=True)
class Indexed:
    """What an agent says that a letter is. `person` is one who is known, `name` one who is not; both may be missing."""

    service: str
    person: str | None = None
    name: str = ""
    dated: date | None = None
    reference: str = ""


class Indexing:
    """The verbs. `agent` is an account's id."""

    def __init__(self, parts: Parts, sending: Sending, passing_on: PassingOn) -> None:
        self._parts = parts
        self._sending = sending
        self._passing_on = passing_on

    async def view(self, agent: str, contact: str) -> dict[str, Any]:
        """`{pages, text, received, dated, reference, name, person, people, duplicate}`."""
        mine = await self._letter(agent, contact)
        return await self._parts.sql.read(lambda tx: self._view(tx, mine, agent))

    async def split(self, agent: str, contact: str, page: str) -> None:
        """The pages from this one on are a letter of their own, which is read and queued by itself."""
        mine, shown = await self._of(agent, contact, page)
        file, place = self._place(mine, shown, page)
        if place == 0:
            raise Conflict(FIRST_PAGE)
        kept, rest = await asyncio.to_thread(self._parted, file, place)
        text = await asyncio.to_thread(parting.text_of, self._path(kept.path))

        def keep(tx: Tx) -> OutboxRow:
            fresh = tx.contacts.get(mine.id, lock=True)
            made = tx.documents.add(fresh.id, **_fields(kept))
            ours = _numbers(fresh, place)
            later = [each.id for each in pages(papers(tx, fresh)) if number_of(each) not in ours]
            _mark(tx, fresh, gone=[*later, file.id], letter={"pages": ours})
            _rewrite(tx, fresh, text)
            tx.messages.add(contact, "note", f"The pages from page {place + 1} on are a letter of their own.", agent)
            log.info("letter_split", contact=contact, document=made.id)
            return tx.outbox.add(SCAN, rest.sha256, _scan(fresh, rest, place), f"split:{fresh.id}:{rest.sha256}")

        await self._sending.ring(await self._parts.sql.write(keep))
        await self._changed(agent, contact)

    async def redact(self, agent: str, contact: str, page: str, boxes: Sequence[Box]) -> None:
        """A copy with these boxes black is shown from now on; the page as it came stays for those who index."""
        if not boxes:
            raise InvalidInput(NOTHING_DRAWN, field="boxes")
        mine, shown = await self._of(agent, contact, page)
        file, place = self._place(mine, shown, page)
        picture = next(each for each in shown if each.id == page)
        burnt, whole = await asyncio.to_thread(self._burnt, picture, file, place, boxes)
        text = await asyncio.to_thread(parting.text_of, self._path(whole.path))

        def keep(tx: Tx) -> None:
            fresh = tx.contacts.get(mine.id, lock=True)
            copies = {
                each.id: tx.documents.add(contact, **_fields(made)).id
                for each, made in zip((picture, file), (burnt, whole), strict=True)
            }
            _mark(tx, fresh, redacted=copies)
            _rewrite(tx, fresh, text)
            tx.messages.add(contact, "note", f"A part of page {place + 1} was blacked out.", agent)

        await self._parts.sql.write(keep)
        log.info("letter_redacted", contact=contact, boxes=len(boxes))
        await self._changed(agent, contact)

    async def index(self, agent: str, contact: str, said: Indexed) -> None:
        """It is this, from them, about that: it goes on to those who do it. Asked twice, it is done once."""
        if not said.service:
            raise InvalidInput(NO_SERVICE, field="service")
        if said.service == TO_BE_INDEXED:
            raise InvalidInput(STILL_POST, field="service")
        kept = await self._parts.sql.read(lambda tx: tx.contacts.get(contact))
        if kept.agent_id == agent:
            mine = await self._letter(agent, contact)
            received = mine.arrived_at.astimezone(self._parts.county.zone).date()
            if said.dated is not None and said.dated > received:
                raise InvalidInput(IN_THE_FUTURE, field="dated")
            await self._parts.sql.write(lambda tx: _said(tx, mine, said))
        await self._passing_on.pass_on(agent, contact, service=said.service, reason="Indexed")
        log.info("letter_indexed", contact=contact, agent=agent)

    async def _letter(self, agent: str, contact: str) -> Contact:
        mine = await opened(self._parts, agent, contact)
        if mine.channel is not Channel.LETTER:
            raise Conflict(NO_LETTER)
        return mine

    async def _of(self, agent: str, contact: str, page: str) -> tuple[Contact, list[Document]]:
        """The letter whose page it is: this one, or one that was joined to it; and what is shown of it."""
        await self._letter(agent, contact)

        def read(tx: Tx) -> tuple[Contact, list[Document]]:
            for each in _parts(tx, tx.contacts.get(contact)):
                shown = papers(tx, each)
                if page in [paper.id for paper in shown]:
                    return each, shown
            raise NotFound(NO_SUCH_PAGE)

        return await self._parts.sql.read(read)

    def _view(self, tx: Tx, contact: Contact, agent: str) -> dict[str, Any]:
        parts = _parts(tx, contact)
        told = contact.facts.get("letter") or {}
        account = tx.accounts.get(agent)
        text = "\n\n".join(message.text for each in parts if (message := _words(tx, each)))
        leaves = [(each, page, at) for each in parts for at, page in enumerate(pages(papers(tx, each)))]
        return {
            "pages": [
                {
                    "id": each.id,
                    "number": number,
                    "original": original_of(part, each.id) if may_see_originals(account) else None,
                    "divides": at > 0 and searchable(papers(tx, part)) is not None,
                }
                for number, (part, each, at) in enumerate(leaves, 1)
            ],
            "text": text,
            "received": contact.arrived_at.isoformat(),
            "dated": told.get("date"),
            "reference": next(iter(told.get("references") or ()), told.get("reference") or ""),
            "name": writer_in(text)[0],
            "person": contact.person_id,
            "people": [suggested(each) for each in writers(tx, contact, told, text)],
            "duplicate": bool(told.get("duplicate")),
        }

    def _place(self, contact: Contact, shown: Sequence[Document], page: str) -> tuple[Document, int]:
        """The PDF as it is now, and where in it this page stands."""
        picture = next((each for each in pages(shown) if each.id == page), None)
        file = searchable(shown)
        if picture is None:
            raise NotFound(NO_SUCH_PAGE)
        if file is None:
            raise Conflict(NO_PDF)
        numbers = list((contact.facts.get("letter") or {}).get("pages") or ())
        return file, numbers.index(number_of(picture)) if number_of(picture) in numbers else number_of(picture) - 1

    def _path(self, name: str) -> Path:
        return self._parts.settings.documents_folder / name

    def _parted(self, file: Document, place: int) -> tuple[Paper, Paper]:
        path = self._path(file.path)
        every = range(parting.pages_in(path))
        first, rest = parting.part(path, every[:place]), parting.part(path, every[place:])
        return self._kept(file.name, first, "pdf"), self._kept("divided.pdf", rest, "pdf")

    def _burnt(self, picture: Document, file: Document, place: int, boxes: Sequence[Box]) -> tuple[Paper, Paper]:
        burnt = parting.burnt(self._path(picture.path).read_bytes(), boxes)
        whole = parting.redacted(self._path(file.path), {place: burnt}, {place: boxes})
        return self._kept(picture.name, burnt, "jpg"), self._kept(file.name, whole, "pdf")

    def _kept(self, name: str, content: bytes, ending: str) -> Paper:
        digest, path = keep_file(self._parts.settings.documents_folder, content, ending)
        kind = {"pdf": "application/pdf", "jpg": "image/jpeg"}[ending]
        return Paper(name=name, content_type=kind, path=path, sha256=digest, size=len(content))

    async def _changed(self, agent: str, contact: str) -> None:
        await self._parts.notices.tell("contact.changed", contact=contact, agent=agent)


def _fields(paper: Paper) -> dict[str, Any]:
    return {name: getattr(paper, name) for name in ("name", "content_type", "size", "sha256", "path")}


def _numbers(contact: Contact, place: int) -> list[int]:
    """The numbers of the pages that stay."""
    told = (contact.facts.get("letter") or {}).get("pages")
    return list(told)[:place] if told else list(range(1, place + 1))


def _mark(
    tx: Tx,
    contact: Contact,
    *,
    gone: Sequence[str] = (),
    redacted: Mapping[str, str] | None = None,
    letter: Mapping[str, Any] | None = None,
) -> None:
    told = contact.facts.get(PAPER) or {}
    paper = {
        "gone": [*told.get("gone", ()), *gone],
        "redacted": {**told.get("redacted", {}), **(redacted or {})},
    }
    facts: dict[str, Any] = {PAPER: paper}
    if letter:
        facts["letter"] = {**(contact.facts.get("letter") or {}), **letter}
    tx.contacts.merge_facts(contact.id, facts)


def _parts(tx: Tx, contact: Contact) -> list[Contact]:
    """The letter and those that were joined to it."""
    return [contact, *(each for each in tx.joined.part_of(contact.id) if each.channel is Channel.LETTER)]


def _words(tx: Tx, contact: Contact) -> Message | None:
    """The message that holds what the letter says."""
    return tx.messages.by_key(f"letter:{contact.provider_id}")


def _rewrite(tx: Tx, contact: Contact, text: str) -> None:
    """What the letter says now, what was found in it, and so what its line in every list says."""
    message = _words(tx, contact)
    if message is not None:
        tx.messages.reword(message.id, text or "(nothing that could be read)")
    told = tx.contacts.get(contact.id).facts.get("letter") or {}
    found = {"postcode": postcode_in(text), "phone": phone_in(text), "email": email_in(text)}
    tx.contacts.merge_facts(contact.id, {"words": text[:WORDS_SHOWN], "letter": {**told, **found}})


def _scan(contact: Contact, paper: Paper, place: int) -> dict[str, Any]:
    """As a file that had come by itself, on the same day."""
    file = (contact.facts.get("letter") or {}).get("file") or "a letter"
    return {
        "place": f"{Path(str(file)).stem}, from page {place + 1}.pdf",
        "folder": "",
        "said": {},
        "path": paper.path,
        "size": paper.size,
        "received": contact.arrived_at.isoformat(),
        "duplicate_of": None,
    }


def _said(tx: Tx, contact: Contact, said: Indexed) -> None:
    """In the record, in one go: what the agent read, whom it is from, to which case it belongs."""
    fresh = tx.contacts.get(contact.id, lock=True)
    letter = {**(fresh.facts.get("letter") or {}), "indexed": True}
    letter |= {"date": said.dated.isoformat()} if said.dated else {}
    case = None
    if said.reference.strip():
        case = tx.cases.by_reference(said.reference)
        letter["references"] = [case.reference]
    tx.contacts.merge_facts(fresh.id, {"letter": letter})
    person = tx.people.get(said.person).id if said.person else None
    if person is None and said.name.strip():
        person = tx.people.create(said.name.strip()).id
    if case is not None and case.id != fresh.case_id:
        old = fresh.case_id
        tx.contacts.link(fresh.id, person_id=person or case.person_id, case_id=case.id)
        if old and not tx.contacts.of_case(old):
            tx.cases.update(old, next_action=f"Joined to case {case.reference}")
            tx.cases.close(old)
    elif person is not None:
        tx.contacts.link(fresh.id, person_id=person)
