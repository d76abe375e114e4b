"""A letter on its way into the record: what came of its file, what shows it, and how both are written down.

Functions of one transaction, and of files that are there already. What a letter means is decided in `letters`.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from centre.arrivals import take_in
from centre.assurance import naming, proven
from centre.guessing import GUESS
from centre.keeping import keep_copy
from centre.papers import BROUGHT_BY, MAIL_TYPE, PAPER
from centre.sending import SCAN
from centre.shown import cut
from channels.letter.inbound import Scan
from core.assurance import Level, enough
from core.channel import Channel
from core.errors import InvalidInput, NotFound
from records.rows import Contact, NewContact, OutboxRow
from records.tx import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A file beside the record that shows a letter: its PDF, or a page of it."""

    name: str
    content_type: str
    path: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptLetter:
    """One letter to be kept: what it says, where it goes, and what shows it."""

    facts: dict[str, Any]
    words: str
    service: str
    papers: tuple[Paper, ...] = ()
    guess: dict[str, Any] | None = None
    reply_to: str | None = None
    """The case that a code on it, or a bureau's index, says it belongs to."""
    shared: bool = False
    """Whether the email that brought it brought other letters as well."""


def papers_of(made: Path, documents: Path, number: int, pages: tuple[int, ...]) -> Iterator[Paper]:
    """A letter's pages as pictures, then its PDF, kept beside the record."""
    names = [(f"page-{page}.jpg", "image/jpeg") for page in pages] + [(f"{number}.pdf", "application/pdf")]
    for name, content_type in names:
        source = made / name
        if source.exists():
            digest, size = keep_copy(source, documents, source.suffix)
            path = f"{digest}{source.suffix}"
            yield Paper(name=name, content_type=content_type, path=path, sha256=digest, size=size)


def original_of(row: OutboxRow) -> Paper:
    """The file itself, as it came."""
    name = Path(row.payload["place"]).name
    content_type = "application/pdf" if name.lower().endswith(".pdf") else "application/octet-stream"
    size, path = row.payload["size"], row.payload["path"]
    return Paper(name=name, content_type=content_type, path=path, sha256=row.subject_id, size=size)


def note(
    tx: Tx,
    scan: Scan,
    digest: str,
    size: int,
    received: datetime,
    *,
    ending: str | None = None,
    two_passes: bool = False,
    mail: Mapping[str, Any] | None = None,
) -> tuple[OutboxRow, bool]:
    """The row of a file that is kept as `digest` and `ending` (else its own), and whether it is new.

    `mail` is the email that brought it: `{path, sha256, size, shared}`, `shared` where it brought other files as well.
    """
    key = f"scan:{scan.key}:{digest}"
    known = tx.outbox.by_key(key)
    if known is not None:
        return known, False
    before = tx.outbox.of_subject(digest)
    payload = {
        "place": scan.place,
        "folder": scan.folder,
        "said": dict(scan.said),
        "path": f"{digest}{scan.path.suffix.lower() if ending is None else ending}",
        "size": size,
        "received": received.isoformat(),
        "duplicate_of": before[0].id if before else None,
        "two_passes": two_passes,
        "notes": list(scan.notes),
        "by_index": scan.by_index,
        "index": None if scan.speaks_of is None else list(scan.speaks_of),
        **({"mail": dict(mail)} if mail else {}),
    }
    return tx.outbox.add(SCAN, digest, payload, key), True


def facts_of(row: OutboxRow) -> dict[str, Any]:
    """What is known of every letter of a file. A second copy may be a reminder: it is kept, and says so."""
    facts = {"file": row.payload["place"], "received": row.payload["received"], **row.payload["said"]}
    return {**facts, "duplicate": True} if row.payload["duplicate_of"] else facts


def keep(tx: Tx, row: OutboxRow, number: int, letter: KeptLetter) -> Contact:
    """One letter in the record: the contact, its words, its own PDF; and the case that our paper names."""
    received = datetime.fromisoformat(row.payload["received"])
    new = NewContact(
        channel=Channel.LETTER,
        provider_id=f"{row.id}/{number}",
        to=row.payload["folder"] or "post",
        received_at=received,
        service=letter.service,
        facts={"words": cut(letter.words), "letter": letter.facts}
        | ({GUESS: letter.guess} if letter.guess else {})
        | ({PAPER: {"shared": True}} if letter.shared else {}),
    )
    contact, created = take_in(tx, new)
    if not created:
        return contact
    tx.messages.add(contact.id, "in", letter.words, "resident", key=f"letter:{contact.provider_id}", at=received)
    for paper in letter.papers:
        tx.documents.add(contact.id, paper.name, paper.content_type, paper.size, paper.sha256, paper.path)
    if mail := row.payload.get("mail"):
        tx.documents.add(contact.id, BROUGHT_BY, MAIL_TYPE, mail["size"], mail["sha256"], mail["path"])
    with suppress(NotFound, InvalidInput):
        if letter.reply_to:
            case = tx.cases.by_reference(letter.reply_to)
            if not enough(Level.CONTACT, proven(tx, contact, case)):
                # Whoever has our paper may be anybody: what they say of themselves proves nothing of the matter.
                tx.contacts.merge_facts(contact.id, naming(case))
            return tx.contacts.link(contact.id, case_id=case.id, person_id=case.person_id)
    return contact
