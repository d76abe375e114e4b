"""Scanned post: a file is kept, then read by a worker, and each letter in it becomes a contact like any other.

1. The original is on disk, under the name of its own content, before the record hears of it.
2. The record keeps a row of the outbox for it, under the file's own key; only then is the file taken from its folder.
3. A worker reads it, apart. All its letters are committed together; each is planned and queued as every contact is.
4. What cannot be read with certainty goes to those who index post. What is broken waits on the board, to be downloaded.

Wherever the power goes, the next look at the folder, or the next sweep, goes on from there.
"""

import asyncio
import tempfile
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import structlog

from centre.arrivals import TRIAGE, Arrivals
from centre.bureau_indexes import INDEX, what_lacks
from centre.guessing import Guessing, kept_guess
from centre.holding import held
from centre.keeping import keep_copy, keep_file
from centre.kept_letters import KeptLetter, Paper, facts_of, keep, note, original_of, papers_of
from centre.letter_words import about_letter
from centre.own_reach import own_reach
from centre.parts import Parts
from centre.sending import SCAN, Sending
from centre.untaken import TROUBLE, settle, untaken
from channels.letter.apart import read_apart
from channels.letter.bureau import SEVERAL, received_on
from channels.letter.inbound import Scan, ending_of
from channels.letter.shapes import Letter, Reading, Reason, Trouble, Unreadable, Wanted
from channels.letter.whole import is_a_scan
from channels.web_form.files import shown_name
from config.post_folders import rule_of
from core.errors import InvalidInput, NotFound, Refused, SwitchboardError
from records.rows import OutboxRow
from records.tx import Tx

log = structlog.get_logger()

TO_BE_INDEXED: Final = "post/to-be-indexed"
NOT_KEPT: Final = frozenset({"text", "cover", "codes", "coded"})
YES: Final = frozenset({"yes", "y", "true", "1", "x"})
HANDED_IN: Final = "Front desk"
"""The office by which such post came."""
NO_SCAN: Final = "Choose a PDF, TIFF, PNG or JPEG: that is what a scanner makes."
NO_SERVICE: Final = "There is no such service. Choose another, or none."
FOR_PEOPLE: Final = frozenset(
    {Trouble.ENCRYPTED, Trouble.TOO_LARGE, Trouble.TOO_MANY_PAGES, Trouble.TOO_HEAVY, Trouble.TOO_SLOW}
)
"""Files that somebody may well be able to open: they are queued, unread."""
UNPARTED: Final = frozenset({Reason.DOUBTFUL_ORDER, Reason.ANOTHER_BEGINS})
"""Somebody has to tell the pages apart before they go anywhere."""
MAYBE_TWO: Final = UNPARTED | {Reason.TWO_REFERENCES, Reason.TWO_ON_A_PAGE}
"""It may be two people's letters, and so is linked to no case."""
LONG_AGO: Final = timedelta(days=60)
"""A file's time before this is a clock that was never set, not the day on which a letter came."""


class NoHandFree(Exception):
    """This worker is reading another file, which takes a core."""


class Letters:
    """Post, from the watched folder to the queue."""

    def __init__(self, parts: Parts, arrivals: Arrivals, guessing: Guessing, sending: Sending) -> None:
        self._parts = parts
        self._arrivals = arrivals
        self._guessing = guessing
        self._sending = sending
        self._reading = False
        self._own = own_reach(parts)

    @property
    def folder(self) -> Path:
        """What is watched."""
        return self._parts.settings.post_folder

    @property
    def indexed(self) -> tuple[str, ...]:
        """The sub-folders whose files wait for an index."""
        return tuple(each.folder for each in self._parts.settings.post_folders if each.index)

    async def take(self, scan: Scan) -> bool:
        """Keep a file that has settled. Whether its key is new; either way its folder may let it go afterwards.

        Raises OSError when it cannot be read any more, or was written to meanwhile; nothing is kept then.
        """
        ending = ending_of(scan.path)
        documents = self._parts.settings.documents_folder
        digest, size = await asyncio.to_thread(keep_copy, scan.path, documents, ending)
        received = self._received(scan)
        two_passes = self._in_two_passes(scan)

        def keep(tx: Tx) -> tuple[OutboxRow, bool]:
            settle(tx, scan)
            return note(tx, scan, digest, size, received, ending=ending, two_passes=two_passes)

        row, fresh = await self._parts.sql.write(keep)
        if fresh:
            log.info("post_taken_in", row=row.id, bytes=size, again=row.payload["duplicate_of"] is not None)
            await self._sending.ring(row)
        return fresh

    async def tell_untaken(self, scan: Scan, why: str) -> None:
        """Put a file on the board that cannot be taken out of its folder. Once it is taken, it is there no more."""
        row = await self._parts.sql.write(lambda tx: untaken(tx, scan, why))
        await self._sending.ring(row)

    async def hand_in(self, by: str, name: str, content: bytes, service: str, key: str) -> dict[str, bool]:
        """A letter that was handed over the counter and scanned there: `{again}`, whether the same file came before.

        The same `key` twice is one letter. Raises InvalidInput for what is no scan, and for a service that is none.
        """
        if not is_a_scan(content):
            raise InvalidInput(NO_SCAN, field="file")
        if service and service not in self._parts.county.services:
            raise InvalidInput(NO_SERVICE, field="service")
        called = shown_name(name)
        path, now = Path(called), self._parts.clock.now()
        documents = self._parts.settings.documents_folder
        digest, _ = await asyncio.to_thread(keep_file, documents, content, path.suffix.lower().lstrip(".") or "bin")
        scan = Scan(
            path=path if path.suffix else path.with_suffix(".bin"),
            place=f"{HANDED_IN}/{called}",
            key=f"handed-in:{key}",
            modified_s=now.timestamp(),
            said={"service": service} if service else {},
        )
        row, fresh = await self._parts.sql.write(lambda tx: note(tx, scan, digest, len(content), now))
        if fresh:
            log.info("post_handed_in", row=row.id, by=by, bytes=len(content))
            await self._sending.ring(row)
        return {"again": row.payload["duplicate_of"] is not None}

    async def read(self, row: OutboxRow) -> dict[str, Any]:
        """Deliver a row: read its file, keep and queue its letters. What came of it.

        Raises NoHandFree while this worker reads another file: a pile of post must not hold up all else that goes out.
        """
        if TROUBLE in row.payload:
            raise Refused(row.payload[TROUBLE])
        if row.payload.get(INDEX) is not None:
            if lacks := await self._parts.sql.read(lambda tx: what_lacks(tx, row)):
                raise Refused(lacks)
            return {"index": len(row.payload[INDEX])}
        if self._reading:
            raise NoHandFree
        self._reading = True
        try:
            async with held(self._parts, row):
                letters = await asyncio.to_thread(self._letters, row)
                contacts = await self._parts.sql.write(lambda tx: [keep(tx, row, n, each) for n, each in letters])
        finally:
            self._reading = False
            await self._ring_for_next()
        for contact, (_, each) in zip(contacts, letters, strict=True):
            await self._arrivals.queue(contact, each.service)
        return {"contacts": [contact.id for contact in contacts]}

    async def _ring_for_next(self) -> None:
        with suppress(SwitchboardError):
            following = await self._parts.sql.write(lambda tx: tx.outbox.bring_forward(SCAN))
            if following is not None:
                await self._sending.ring(following)

    async def original(self, row_id: str) -> tuple[Path, str]:
        """The file as it came, and the name that it had; NotFound when the row is of something else."""
        row = await self._parts.sql.read(lambda tx: tx.outbox.get(row_id))
        if row.kind != SCAN or "path" not in row.payload:
            raise NotFound("There is no such file.")
        return self._parts.settings.documents_folder / row.payload["path"], Path(row.payload["place"]).name

    def _in_two_passes(self, scan: Scan) -> bool:
        """Whether its folder, or the bureau's index, says that it was scanned so."""
        said = scan.said.get("two_passes", "").strip().lower()
        if said:
            return said in YES
        rule = rule_of(self._parts.settings.post_folders, scan.folder)
        return rule is not None and rule.two_passes

    def _received(self, scan: Scan) -> datetime:
        """The day that an index says, else when the file was written, else now."""
        now, zone = self._parts.clock.now(), self._parts.county.zone
        said = received_on(scan.said.get("received", ""))
        try:
            day = said.replace(tzinfo=zone) if said else datetime.fromtimestamp(scan.modified_s, zone)
        except (OverflowError, OSError, ValueError):  # a file from the year 30,000, of a disk with a broken clock
            return now
        return day if now - LONG_AGO < day <= now else now

    def _letters(self, row: OutboxRow) -> list[tuple[int, KeptLetter]]:
        """What a file holds, read in a process of its own; raises Refused when nobody can make anything of it."""
        documents = self._parts.settings.documents_folder
        received = datetime.fromisoformat(row.payload["received"])
        with tempfile.TemporaryDirectory(prefix="post-") as copies:
            day = received.astimezone(self._parts.county.zone).date()
            # What an indexer has divided lies as they left it.
            wanted = Wanted(
                received=day,
                two_passes=row.payload.get("two_passes", False),
                searchable=Path(copies),
                upright=row.payload.get("upright", False),
                ours=self._own,
            )
            try:
                reading = read_apart(documents / row.payload["path"], wanted)
            except Unreadable as error:
                if error.trouble not in FOR_PEOPLE:
                    raise Refused(str(error)) from error
                return [(1, self._unread(row, error))]
            mail = row.payload.get("mail")
            shared = mail is not None and (mail["shared"] or len(reading.letters) > 1)
            found = [
                (number, self._read(row, reading, each, tuple(papers_of(Path(copies), documents, number, each.pages))))
                for number, each in enumerate(reading.letters, 1)
            ]
            return [(number, replace(each, shared=shared)) for number, each in found]

    def _unread(self, row: OutboxRow, error: Unreadable) -> KeptLetter:
        """A file that nobody has read, for somebody who may be able to open it."""
        facts = {**facts_of(row), "reason": str(error.trouble)}
        shared = bool(row.payload.get("mail", {}).get("shared"))
        words, service = f"(a file that was not read: {error})", self._said(row) or self._unsure()
        return KeptLetter(facts=facts, words=words, service=service, papers=(original_of(row),), shared=shared)

    def _read(self, row: OutboxRow, reading: Reading, letter: Letter, papers: tuple[Paper, ...]) -> KeptLetter:
        guess = about_letter(letter.text, self._guessing.at_once)
        told = {key: value for key, value in letter.to_dict().items() if key not in NOT_KEPT and value}
        facts = {**facts_of(row), **told}
        if warnings := [*row.payload.get("notes", ()), *reading.warnings]:
            facts["warnings"] = warnings
        several = SEVERAL in row.payload["said"] or letter.reason in MAYBE_TWO
        named = next(iter(letter.coded), None) or row.payload["said"].get("reference")
        return KeptLetter(
            facts=facts,
            words=letter.text or "(nothing that could be read)",
            service=self._where(row, letter) or self._meant(letter, guess.goes_to, several) or self._unsure(),
            papers=papers,
            guess=kept_guess(guess),
            reply_to=None if several else named,
        )

    def _said(self, row: OutboxRow, letter: Letter | None = None) -> str | None:
        """The service that a cover sheet, the bureau's index or the folder names."""
        named = (
            letter.cover.get("service") if letter else None,
            row.payload["said"].get("service"),
            row.payload["folder"],
        )
        return next((each for each in named if each in self._parts.county.services), None)

    def _where(self, row: OutboxRow, letter: Letter) -> str | None:
        """What is said of it, but for pages of which nobody knows whose they are: an indexer tells them apart first."""
        said = self._said(row, letter)
        hard = said is not None and self._parts.county.services[said].hard
        return said if hard or letter.reason not in UNPARTED else None

    def _unsure(self) -> str:
        """Where post goes that somebody has to look at. A county whose folder is older has nowhere but triage."""
        return TO_BE_INDEXED if TO_BE_INDEXED in self._parts.county.services else TRIAGE

    def _meant(self, letter: Letter, guess: str | None, several: bool) -> str | None:
        """The service that its words mean, if they can be trusted. Possibly safeguarding is enough for safeguarding."""
        service = self._parts.county.services.get(guess or "")
        if letter.needs_human or several:
            return guess if service and service.hard else None
        return guess or TRIAGE
