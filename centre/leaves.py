"""The pages of a letter in an agent's hands: which it has, where each stands in its PDF, what it says since a change.

What is kept of a change is in `papers`; the changes themselves are the verbs of `indexing`.
"""

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final

from centre.assurance import THEIRS, UNSURE
from centre.guessing import GUESS, kept_guess
from centre.keeping import keep_file
from centre.kept_letters import Paper
from centre.matters import opened
from centre.own_reach import own_reach
from centre.papers import PAPER, Turned, number_of, pages, papers, searchable
from centre.parts import Parts
from centre.shown import cut
from channels.letter.beginning import ANOTHER_LETTER
from channels.letter.finding import NEXT_PAGE, email_in, phone_in, postcode_in, writer_in
from core.channel import Channel
from core.errors import Conflict, NotFound
from records.rows import Contact, Document, Message
from records.tx import Tx
from skills.classifying.classifier import Verdict

NO_LETTER: Final = "It is no letter."
NO_SUCH_PAGE: Final = "There is no such page, or it is another letter's by now."
NO_PDF: Final = "This file was not read, so its pages cannot be divided, turned or blacked out here."
CHANGED_SINCE: Final = "The letter was changed meanwhile. Look at it again, then repeat what you did."
FOUND: Final = {"postcode": postcode_in, "phone": phone_in, "email": email_in}
KINDS: Final = {"pdf": "application/pdf", "jpg": "image/jpeg"}


class Leaves:
    """What all verbs of an indexer begin and end with."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self.own = own_reach(parts)

    async def letter(self, agent: str, contact: str) -> Contact:
        """The letter, which the agent has in hand; raises as `opened` does, and Conflict when it is none."""
        mine = await opened(self._parts, agent, contact)
        if mine.channel is not Channel.LETTER:
            raise Conflict(NO_LETTER)
        return mine

    async def of(self, agent: str, contact: str, page: str) -> tuple[Contact, list[Document]]:
        """The letter whose page it is: this one, or one that was joined to it; and what is shown of it."""
        await self.letter(agent, contact)

        def read(tx: Tx) -> tuple[Contact, list[Document]]:
            for each in parts_of(tx, tx.contacts.get(contact)):
                shown = papers(tx, each)
                if page in [paper.id for paper in shown]:
                    return each, shown
            raise NotFound(NO_SUCH_PAGE)

        return await self._parts.sql.read(read)

    def path(self, name: str) -> Path:
        """Where a document's bytes are."""
        return self._parts.settings.documents_folder / name

    def kept(self, name: str, content: bytes, ending: str) -> Paper:
        """A file beside the record, on disk when this returns. `ending` is pdf or jpg."""
        digest, path = keep_file(self._parts.settings.documents_folder, content, ending)
        return Paper(name=name, content_type=KINDS[ending], path=path, sha256=digest, size=len(content))

    async def changed(self, agent: str, contact: str) -> None:
        """Every screen that shows it is told."""
        await self._parts.notices.tell("contact.changed", contact=contact, agent=agent)


def place_of(contact: Contact, shown: Sequence[Document], page: str) -> tuple[Document, Document, int]:
    """The page, the PDF as it is now, and where in it this page stands, from 0."""
    picture = next((each for each in pages(shown) if each.id == page), None)
    file = searchable(shown)
    if picture is None:
        raise NotFound(NO_SUCH_PAGE)
    if file is None:
        raise Conflict(NO_PDF)
    numbers = list((contact.facts.get("letter") or {}).get("pages") or ())
    number = number_of(picture)
    return picture, file, numbers.index(number) if number in numbers else number - 1


def still(tx: Tx, contact: Contact, *documents: Document) -> Contact:
    """The contact, locked, when these are shown of it as before; else Conflict."""
    fresh = tx.contacts.get(contact.id, lock=True)
    if not {each.id for each in documents} <= {each.id for each in papers(tx, fresh)}:
        raise Conflict(CHANGED_SINCE)
    return fresh


def added(tx: Tx, contact: Contact, paper: Paper) -> str:
    """The id of a document that is the contact's from now on."""
    fields = {name: getattr(paper, name) for name in ("name", "content_type", "size", "sha256", "path")}
    return tx.documents.add(contact.id, **fields).id


def mark(
    tx: Tx,
    contact: Contact,
    *,
    gone: Sequence[str] = (),
    redacted: Mapping[str, str] | None = None,
    turned: Mapping[str, Turned] | None = None,
    letter: Mapping[str, Any] | None = None,
    shared: bool = False,
) -> None:
    """Keep what became of its papers; see `papers`. `turned` replaces what was there, all else is added."""
    told = contact.facts.get(PAPER) or {}
    paper = {
        "shared": shared or told.get("shared", False),
        "gone": [*told.get("gone", ()), *gone],
        "redacted": {**told.get("redacted", {}), **(redacted or {})},
        "turned": dict(told.get("turned", {}) if turned is None else turned),
    }
    facts: dict[str, Any] = {PAPER: paper}
    if letter:
        facts["letter"] = {**(contact.facts.get("letter") or {}), **letter}
    tx.contacts.merge_facts(contact.id, facts)


def left_of(contact: Contact, pages: Sequence[int]) -> dict[str, Any]:
    """What is known of a letter of which only `pages` stay: another that began behind them begins in it no more."""
    told = contact.facts.get("letter") or {}
    begins = told.get("begins")
    if begins is None or begins in pages:
        return {"pages": pages}
    said = [each for each in told.get("warnings") or () if each != ANOTHER_LETTER.format(page=begins)]
    return {"pages": pages, "begins": None, "reason": None, "warnings": said}


def parts_of(tx: Tx, contact: Contact) -> list[Contact]:
    """The letter and those that were joined to it."""
    return [contact, *(each for each in tx.joined.part_of(contact.id) if each.channel is Channel.LETTER)]


def words_of(tx: Tx, contact: Contact) -> Message | None:
    """The message that holds what the letter says."""
    return tx.messages.by_key(f"letter:{contact.provider_id}")


def theirs(contact: Contact, texts: Sequence[str]) -> str:
    """What a letter says without the paper of ours that came back with it, for `channels.letter.finding`."""
    told = contact.facts.get("letter") or {}
    numbers = list(told.get("pages") or range(1, len(texts) + 1))
    ours = told.get("ours") or ()
    return NEXT_PAGE.join(text for number, text in zip_longest(numbers, texts, fillvalue="") if number not in ours)


def rewrite(
    tx: Tx,
    contact: Contact,
    texts: Sequence[str],
    guess: Verdict | None = None,
    *,
    own: frozenset[str],
    **found: object,
) -> None:
    """What its pages say now, what was found on them, what it seems to be about; so, too, its line in every list.

    What an indexer confirmed and is read no more, is confirmed no more; what is read for the first time, nobody has
    compared with the page. `own` is what is the council's.
    """
    message, text = words_of(tx, contact), "\n\n".join(filter(None, texts))
    if message is not None:
        tx.messages.reword(message.id, text or "(nothing that could be read)")
    fresh = tx.contacts.get(contact.id)
    told, written = fresh.facts.get("letter") or {}, theirs(fresh, texts)
    who, lives = writer_in(written, own)
    now = {name: look(written, own) for name, look in FOUND.items()}
    confirmed = {n: v for n, v in (told.get(THEIRS) or {}).items() if v != told.get(n) or v == now[n]}
    doubted = told.get(UNSURE) or ()
    unsure = [n for n, v in now.items() if v and v != confirmed.get(n) and (n in doubted or v != told.get(n))]
    found = {**now, THEIRS: confirmed, UNSURE: unsure, "writer": who, "lives": list(lives), **found}
    facts = {"words": cut(text), "letter": {**told, **found}}
    tx.contacts.merge_facts(contact.id, facts | ({GUESS: kept_guess(guess)} if guess else {}))
