"""Indexing post: what an agent does with a letter that a machine could not read for certain.

Its pages may be divided (those from a page on are a letter of their own, read and queued as if they had come alone),
joined to the next of their file, turned, and blacked out in parts. Then it is said what it is, and it goes on as an
ordinary contact. Its target has run from the day it was received all the time: arrival never changes.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import structlog

from centre.assurance import THEIRS, UNSURE, naming, proven
from centre.found_again import Side, found_again
from centre.guessing import Guessing
from centre.indexing_view import view_of, with_texts
from centre.kept_letters import Paper
from centre.leaves import Leaves, added, left_of, mark, place_of, rewrite, still, theirs, words_of
from centre.letter_words import about_letter
from centre.letters import TO_BE_INDEXED
from centre.next_letter import parted
from centre.papers import number_of, pages, papers, turned
from centre.parts import Parts
from centre.passing_on import PassingOn
from centre.sending import SCAN, Sending
from centre.writers import reached_at
from channels.letter import parting, turning
from channels.letter.dates import date_of
from channels.letter.finding import references_in
from channels.letter.parting import Box
from core.assurance import Level, enough
from core.errors import Conflict, InvalidInput, NotFound
from records.rows import Case, Contact, Document, OutboxRow
from records.tx import Tx

log = structlog.get_logger()

FIRST_PAGE: Final = "A letter is divided after its first page: choose a later one to begin the next with."
WENT: Final = "(its pages are a letter of their own)"
WENT_AGAIN: Final = "What had been added to it is a letter of its own again."
NOTHING_DRAWN: Final = "Draw a box over what nobody may read."
NO_SERVICE: Final = "Choose what the letter is about."
STILL_POST: Final = "It is post to be indexed already. Choose what the letter is about."
NO_SUCH_REQUEST: Final = "We have no request with this reference. Correct it, or leave it empty."
IN_THE_FUTURE: Final = "A letter is not dated after the day on which it came."


@dataclass(frozen=True, slots=True, kw_only=True)
class Indexed:
    """What an agent says that a letter is. `person` is one who is known, `name` one who is not; both may be missing.

    `postcode`, `phone` and `email` are its writer's, and prove from then on who they are; a `postcode` of None says
    nothing of the one that was read, an empty one that it is not the writer's.
    """

    service: str
    person: str | None = None
    name: str = ""
    dated: date | None = None
    reference: str = ""
    phone: str = ""
    email: str = ""
    postcode: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Turn:
    """A page turned: its picture (None when it is as it was scanned again), the letter's PDF, and what that says."""

    picture: Paper | None
    whole: Paper
    texts: list[str]


class Indexing:
    """The verbs. `agent` is an account's id."""

    def __init__(self, parts: Parts, sending: Sending, passing_on: PassingOn, guessing: Guessing) -> None:
        self._parts = parts
        self._sending = sending
        self._passing_on = passing_on
        self._guessing = guessing
        self._leaves = Leaves(parts)

    async def view(self, agent: str, contact: str) -> dict[str, Any]:
        """See `indexing_view`."""
        mine = await self._leaves.letter(agent, contact)
        told, places = await self._parts.sql.read(lambda tx: view_of(tx, mine, agent))
        return await with_texts(told, places, self._leaves)

    async def split(self, agent: str, contact: str, page: str) -> None:
        """The pages from this one on are a letter of their own, which is read and queued by itself."""
        mine, shown = await self._leaves.of(agent, contact, page)
        _, file, place = place_of(mine, shown, page)
        if place == 0 and mine.id == contact:
            raise Conflict(FIRST_PAGE)
        # All pages of a letter that was joined to this one go together, and leave nothing.
        kept, rest = await asyncio.to_thread(self._parted, file, place)
        texts = await asyncio.to_thread(parting.texts_of, self._leaves.path(kept.path)) if kept else []
        guess = await asyncio.to_thread(about_letter, "\n\n".join(texts), self._guessing.if_possible)
        found = await asyncio.to_thread(self._found_again, mine, shown, place, texts, rest)

        def keep(tx: Tx) -> OutboxRow:
            fresh = still(tx, mine, file)
            row = tx.outbox.add(SCAN, rest.sha256, _scan(fresh, rest, place), f"split:{fresh.id}:{rest.sha256}")
            made = added(tx, fresh, kept) if kept else None
            ours = _numbers(fresh, place)
            later = [each.id for each in pages(papers(tx, fresh)) if number_of(each) not in ours]
            mark(tx, fresh, gone=[*later, file.id], letter=left_of(fresh, ours) | parted(fresh, row.id), shared=True)
            rewrite(tx, fresh, texts, guess, own=self._leaves.own, **found)
            if kept is None and (words := words_of(tx, fresh)):
                tx.messages.reword(words.id, WENT)
            said = f"The pages from page {place + 1} on are a letter of their own." if kept else WENT_AGAIN
            tx.messages.add(contact, "note", said, agent)
            log.info("letter_split", contact=contact, document=made)
            return row

        await self._sending.ring(await self._parts.sql.write(keep))
        await self._leaves.changed(agent, contact)

    async def redact(self, agent: str, contact: str, page: str, boxes: Sequence[Box]) -> None:
        """A copy with these boxes black is shown from now on; the page as it came stays for those who index."""
        if not boxes:
            raise InvalidInput(NOTHING_DRAWN, field="boxes")
        mine, shown = await self._leaves.of(agent, contact, page)
        picture, file, place = place_of(mine, shown, page)
        burnt, whole = await asyncio.to_thread(self._burnt, picture, file, place, boxes)
        texts = await asyncio.to_thread(parting.texts_of, self._leaves.path(whole.path))

        def keep(tx: Tx) -> None:
            fresh = still(tx, mine, picture, file)
            mark(tx, fresh, redacted={picture.id: added(tx, fresh, burnt), file.id: added(tx, fresh, whole)})
            rewrite(tx, fresh, texts, own=self._leaves.own)
            tx.messages.add(contact, "note", f"A part of page {place + 1} was blacked out.", agent)

        await self._parts.sql.write(keep)
        log.info("letter_redacted", contact=contact, boxes=len(boxes))
        await self._leaves.changed(agent, contact)

    async def turn(self, agent: str, contact: str, page: str, degrees: int) -> None:
        """The page lies so from now on, 90, 180 or 270 degrees clockwise from now, in its picture and in the PDF.

        It is read again as it lies: takes two seconds. Turned until it lies as it was scanned, it is what it was.
        """
        mine, shown = await self._leaves.of(agent, contact, page)
        picture, file, place = place_of(mine, shown, page)
        before = turned(mine).get(page)
        first = before or {"page": page, "file": file.id, "degrees": 0}
        lies = (first["degrees"] + degrees) % 360
        scanned = await self._parts.sql.read(lambda tx: [tx.documents.get(first[each]) for each in ("page", "file")])
        turn = await asyncio.to_thread(self._turned, mine, scanned, file, place, lies)
        guess = await asyncio.to_thread(about_letter, "\n\n".join(turn.texts), self._guessing.if_possible)

        def keep(tx: Tx) -> None:
            fresh = still(tx, mine, picture, file)
            lying = {copy: each for copy, each in turned(fresh).items() if copy != page}
            if turn.picture is not None:
                lying[added(tx, fresh, turn.picture)] = {**first, "degrees": lies}
            added(tx, fresh, turn.whole)
            mark(tx, fresh, gone=[file.id, *([page] if before else [])], turned=lying)
            rewrite(tx, fresh, turn.texts, guess, own=self._leaves.own, **self._missed(fresh, turn.texts))

        await self._parts.sql.write(keep)
        log.info("letter_turned", contact=contact, degrees=lies)
        await self._leaves.changed(agent, contact)

    async def index(self, agent: str, contact: str, said: Indexed) -> None:
        """It is this, from them, about that: it goes on to those who do it. Asked twice, it is done once."""
        if not said.service:
            raise InvalidInput(NO_SERVICE, field="service")
        if said.service == TO_BE_INDEXED:
            raise InvalidInput(STILL_POST, field="service")
        kept = await self._parts.sql.read(lambda tx: tx.contacts.get(contact))
        if kept.agent_id == agent:
            mine = await self._leaves.letter(agent, contact)
            if said.dated is not None and said.dated > self._day(mine):
                raise InvalidInput(IN_THE_FUTURE, field="dated")
            await self._parts.sql.write(lambda tx: _said(tx, mine, said))
        await self._passing_on.pass_on(agent, contact, service=said.service, reason="Indexed")
        log.info("letter_indexed", contact=contact, agent=agent)

    def _parted(self, file: Document, place: int) -> tuple[Paper | None, Paper]:
        path = self._leaves.path(file.path)
        every = range(parting.pages_in(path))
        first = self._leaves.kept(file.name, parting.part(path, every[:place]), "pdf") if place else None
        return first, self._leaves.kept("divided.pdf", parting.part(path, every[place:]), "pdf")

    def _found_again(
        self, contact: Contact, shown: Sequence[Document], place: int, texts: Sequence[str], rest: Paper
    ) -> dict[str, Any]:
        """Of the pages before this place; see `found_again`."""
        ours, path = _numbers(contact, place), self._leaves.path
        pictures = [(number_of(each) in ours, path(each.path)) for each in pages(shown)]
        stays = Side(texts=texts, pictures=[each for here, each in pictures if here])
        goes = Side(texts=parting.texts_of(path(rest.path)), pictures=[each for here, each in pictures if not here])
        return found_again(contact, stays, goes, self._day(contact))

    def _burnt(self, picture: Document, file: Document, place: int, boxes: Sequence[Box]) -> tuple[Paper, Paper]:
        burnt = parting.burnt(self._leaves.path(picture.path).read_bytes(), boxes)
        whole = parting.redacted(self._leaves.path(file.path), {place: burnt}, {place: boxes})
        return self._leaves.kept(picture.name, burnt, "jpg"), self._leaves.kept(file.name, whole, "pdf")

    def _turned(self, contact: Contact, scanned: Sequence[Document], file: Document, place: int, lies: int) -> "_Turn":
        """`scanned` are the page before it was turned, and the PDF that has it so."""
        page, before = (self._leaves.path(each.path) for each in scanned)
        now = self._leaves.path(file.path)
        picture = None
        if lies == 0:
            whole = parting.replaced(now, place, before, place)
        else:
            jpeg, pdf = turning.turned(page.read_bytes(), lies, self._day(contact))
            picture = self._leaves.kept(scanned[0].name, jpeg, "jpg")
            whole = parting.replaced(now, place, pdf)
        kept = self._leaves.kept(file.name, whole, "pdf")
        return _Turn(picture=picture, whole=kept, texts=parting.texts_of(self._leaves.path(kept.path)))

    def _missed(self, contact: Contact, texts: Sequence[str]) -> dict[str, Any]:
        """What was not found in the letter before, and is now that a page can be read."""
        told = contact.facts.get("letter") or {}
        day = date_of(theirs(contact, texts), self._day(contact))
        references = list(references_in("\n\n".join(texts)))
        missed = {"date": day.isoformat() if day else None, "references": references}
        return {name: found for name, found in missed.items() if found and not told.get(name)}

    def _day(self, contact: Contact) -> date:
        return contact.arrived_at.astimezone(self._parts.county.zone).date()


def _numbers(contact: Contact, place: int) -> list[int]:
    """The numbers of the pages that stay."""
    told = (contact.facts.get("letter") or {}).get("pages")
    return list(told)[:place] if told else list(range(1, place + 1))


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
        "upright": True,
    }


def _said(tx: Tx, contact: Contact, said: Indexed) -> None:
    """In the record, in one go: what the agent read, whom it is from, to which case it belongs."""
    fresh = tx.contacts.get(contact.id, lock=True)
    told, theirs = fresh.facts.get("letter") or {}, reached_at(said.postcode, said.phone, said.email)
    unsure = [each for each in told.get(UNSURE) or () if each not in theirs]
    letter = {**told, "indexed": True, THEIRS: theirs, UNSURE: unsure}
    letter |= {"date": said.dated.isoformat()} if said.dated else {}
    case = None
    if said.reference.strip():
        case = _named(tx, said.reference)
        letter["references"] = [case.reference]
    tx.contacts.merge_facts(fresh.id, {"letter": letter})
    person = tx.people.get(said.person).id if said.person else None
    if person is None and said.name.strip():
        person = tx.people.create(said.name.strip()).id
    if case is not None and case.id != fresh.case_id:
        old = fresh.case_id
        if not enough(Level.CONTACT, proven(tx, tx.contacts.get(fresh.id), case)):
            # Whoever knows a reference may be anybody: their own address is no proof of that matter.
            tx.contacts.merge_facts(fresh.id, naming(case))
        tx.contacts.link(fresh.id, person_id=person or case.person_id, case_id=case.id)
        if old and not tx.contacts.of_case(old):
            tx.cases.update(old, next_action=f"Joined to case {case.reference}")
            tx.cases.close(old)
    elif person is not None:
        tx.contacts.link(fresh.id, person_id=person)


def _named(tx: Tx, reference: str) -> Case:
    try:
        return tx.cases.by_reference(reference)
    except NotFound as error:
        raise InvalidInput(NO_SUCH_REQUEST, field="reference") from error
