"""Scanned post: a file is kept, then read by a worker, and each letter in it becomes a contact like any other.

1. The original is on disk, under the name of its own content, before the record hears of it.
2. The record keeps a row of the outbox for it, under the file's own key; only then is the file taken from its folder.
3. A worker reads it, apart. All its letters are committed together; each is planned and queued as every contact is.
4. What cannot be read with certainty goes to those who index post. What is broken waits on the board, to be downloaded.

Wherever the power goes, the next look at the folder, or the next sweep, goes on from there.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import structlog

from centre.arrivals import TRIAGE, Arrivals, take_in
from centre.keeping import keep_copy
from centre.parts import Parts
from centre.sending import SCAN, Sending
from channels.letter.apart import read_apart
from channels.letter.inbound import Scan, received_on
from channels.letter.reading import Wanted
from channels.letter.shapes import Letter, Reading, Trouble, Unreadable
from core.channel import Channel
from core.errors import InvalidInput, NotFound, Refused, SwitchboardError
from records.rows import Contact, NewContact, OutboxRow
from records.tx import Tx
from skills.guess import guess_service

log = structlog.get_logger()

TO_BE_INDEXED: Final = "post/to-be-indexed"
FOR_PEOPLE: Final = frozenset(
    {Trouble.ENCRYPTED, Trouble.TOO_LARGE, Trouble.TOO_MANY_PAGES, Trouble.TOO_HEAVY, Trouble.TOO_SLOW}
)
"""Files that somebody may well be able to open: they are queued, unread."""
WORDS_SHOWN: Final = 120
HOLD_EVERY_S, HOLD_S = 30, 90
LONG_AGO: Final = timedelta(days=60)
"""A file's time before this is a clock that was never set, not the day on which a letter came."""
AT_ONCE: Final = 1
"""Files that one worker reads at a time; each takes a core."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """One letter to be kept: what it says, where it goes, its own PDF (content, hash) if there is one."""

    facts: dict[str, Any]
    words: str
    service: str
    copy: tuple[str, int] | None = None
    reply_to: str | None = None
    pages: tuple[int, ...] = ()


class Letters:
    """Post, from the watched folder to the queue."""

    def __init__(self, parts: Parts, arrivals: Arrivals, sending: Sending) -> None:
        self._parts = parts
        self._arrivals = arrivals
        self._sending = sending
        self._free = asyncio.Semaphore(AT_ONCE)

    @property
    def folder(self) -> Path:
        """What is watched."""
        return self._parts.settings.post_folder

    async def take(self, scan: Scan) -> bool:
        """Keep a file that has settled. Whether its key is new; either way its folder may let it go afterwards.

        Raises OSError when it cannot be read any more, or was written to meanwhile; nothing is kept then.
        """
        ending = scan.path.suffix.lower()
        documents = self._parts.settings.documents_folder
        digest, size = await asyncio.to_thread(keep_copy, scan.path, documents, ending)
        received = self._received(scan)
        row, fresh = await self._parts.sql.write(lambda tx: _note(tx, scan, digest, size, received))
        if fresh:
            log.info("post_taken_in", row=row.id, bytes=size, again=row.payload["duplicate_of"] is not None)
            await self._sending.ring(row)
        return fresh

    async def read(self, row: OutboxRow) -> dict[str, Any]:
        """Deliver a row: read its file, keep and queue its letters. What came of it."""
        async with self._held(row), self._free:
            letters = await asyncio.to_thread(self._letters, row)
            contacts = await self._parts.sql.write(lambda tx: [_keep(tx, row, n, each) for n, each in letters])
        for contact, (_, each) in zip(contacts, letters, strict=True):
            await self._arrivals.queue(contact, each.service)
        return {"contacts": [contact.id for contact in contacts]}

    async def original(self, row_id: str) -> tuple[Path, str]:
        """The file as it came, and the name that it had; NotFound when the row is of something else."""
        row = await self._parts.sql.read(lambda tx: tx.outbox.get(row_id))
        if row.kind != SCAN:
            raise NotFound("There is no such file.")
        return self._parts.settings.documents_folder / row.payload["path"], Path(row.payload["place"]).name

    def _received(self, scan: Scan) -> datetime:
        """The day that an index says, else when the file was written, else now."""
        now, zone = self._parts.clock.now(), self._parts.county.zone
        said = received_on(scan.said.get("received", ""))
        day = said.replace(tzinfo=zone) if said else datetime.fromtimestamp(scan.modified_s, zone)
        return day if now - LONG_AGO < day <= now else now

    def _letters(self, row: OutboxRow) -> list[tuple[int, _Kept]]:
        """What a file holds, read in a process of its own; raises Refused when nobody can make anything of it."""
        documents = self._parts.settings.documents_folder
        received = datetime.fromisoformat(row.payload["received"])
        with tempfile.TemporaryDirectory(prefix="post-") as copies:
            wanted = Wanted(received=received.astimezone(self._parts.county.zone).date(), searchable=Path(copies))
            try:
                reading = read_apart(documents / row.payload["path"], wanted)
            except Unreadable as error:
                if error.trouble not in FOR_PEOPLE:
                    raise Refused(str(error)) from error
                return [(1, self._unread(row, error))]
            return [
                (number, self._read(row, reading, each, keep_copy(Path(copies) / f"{number}.pdf", documents, ".pdf")))
                for number, each in enumerate(reading.letters, 1)
            ]

    def _unread(self, row: OutboxRow, error: Unreadable) -> _Kept:
        facts = {**_facts(row), "reason": str(error.trouble)}
        return _Kept(
            facts=facts, words=f"(a file that was not read: {error})", service=self._said(row) or TO_BE_INDEXED
        )

    def _read(self, row: OutboxRow, reading: Reading, letter: Letter, copy: tuple[str, int]) -> _Kept:
        guess = guess_service(letter.text, self._parts.county.services.values())
        told = {
            key: value for key, value in letter.to_dict().items() if key not in ("text", "cover", "codes") and value
        }
        facts = {**_facts(row), **told, "guess": {"service": guess.service, "confidence": guess.confidence}}
        if reading.warnings:
            facts["warnings"] = list(reading.warnings)
        codes = [code for code in letter.codes if code.startswith("switchboard:")]
        return _Kept(
            facts=facts,
            words=letter.text or "(nothing that could be read)",
            service=self._said(row, letter) or self._meant(letter, guess.service) or TO_BE_INDEXED,
            copy=copy,
            reply_to=next(iter(letter.references), None) if codes else None,
            pages=letter.pages,
        )

    def _said(self, row: OutboxRow, letter: Letter | None = None) -> str | None:
        """The service that a cover sheet, the bureau's index or the folder names."""
        named = (
            letter.cover.get("service") if letter else None,
            row.payload["said"].get("service"),
            row.payload["folder"],
        )
        return next((each for each in named if each in self._parts.county.services), None)

    def _meant(self, letter: Letter, guess: str | None) -> str | None:
        """The service that its words mean, if they can be trusted. Possibly safeguarding is enough for safeguarding."""
        service = self._parts.county.services.get(guess or "")
        if letter.needs_human:
            return guess if service and service.hard else None
        return guess or TRIAGE

    @asynccontextmanager
    async def _held(self, row: OutboxRow) -> AsyncIterator[None]:
        """Nobody else takes the row over while its file waits and is read, however long that takes."""

        async def hold() -> None:
            while True:
                await asyncio.sleep(HOLD_EVERY_S)
                with suppress(SwitchboardError):
                    await self._parts.sql.write(lambda tx: tx.outbox.hold(row.id, tx.now, HOLD_S))

        holding = asyncio.create_task(hold())
        try:
            yield
        finally:
            holding.cancel()


def _note(tx: Tx, scan: Scan, digest: str, size: int, received: datetime) -> tuple[OutboxRow, bool]:
    key = f"scan:{scan.key}:{digest}"
    known = tx.outbox.by_key(key)
    if known is not None:
        return known, False
    before = tx.outbox.of_subject(digest)
    payload = {
        "place": scan.place,
        "folder": scan.folder,
        "said": dict(scan.said),
        "path": f"{digest}{scan.path.suffix.lower()}",
        "size": size,
        "received": received.isoformat(),
        "duplicate_of": before[0].id if before else None,
    }
    return tx.outbox.add(SCAN, digest, payload, key), True


def _facts(row: OutboxRow) -> dict[str, Any]:
    """What is known of every letter of a file. A second copy may be a reminder: it is kept, and says so."""
    facts = {"file": row.payload["place"], "received": row.payload["received"], **row.payload["said"]}
    return {**facts, "duplicate": True} if row.payload["duplicate_of"] else facts


def _keep(tx: Tx, row: OutboxRow, number: int, letter: _Kept) -> Contact:
    """One letter in the record: the contact, its words, its own PDF; and the case that our paper names."""
    received = datetime.fromisoformat(row.payload["received"])
    new = NewContact(
        channel=Channel.LETTER,
        provider_id=f"{row.id}/{number}",
        to=row.payload["folder"] or "post",
        received_at=received,
        service=letter.service,
        facts={"words": letter.words[:WORDS_SHOWN], "letter": letter.facts},
    )
    contact, created = take_in(tx, new)
    if not created:
        return contact
    tx.messages.add(contact.id, "in", letter.words, "resident", key=f"letter:{contact.provider_id}", at=received)
    if letter.copy is not None:
        digest, size = letter.copy
        tx.documents.add(contact.id, f"letter-{number}.pdf", "application/pdf", size, digest, f"{digest}.pdf")
    with suppress(NotFound, InvalidInput):
        if letter.reply_to:
            case = tx.cases.by_reference(letter.reply_to)
            return tx.contacts.link(contact.id, case_id=case.id, person_id=case.person_id)
    return contact
