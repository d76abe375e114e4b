"""Files that may be dangerous: noted in their conversation as they come, and marked beside their links."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Final

from centre.sending import AUTOMATIC
from records.rows import Document, Message
from records.tx import Tx

KEY: Final = "danger:"
"""How the key of such a note begins. Each line of it names a file, and says what that might do."""


def note_dangers(tx: Tx, contact_id: str, sentences: Iterable[str], *, of: str, at: datetime | None = None) -> None:
    """One automatic note of all that came with `of`, and none of nothing. The same again is the note that is there."""
    words = "\n".join(sentences)
    if words:
        tx.messages.add(contact_id, "note", words, AUTOMATIC, key=f"{KEY}{of}", at=at)


def dangers_noted(tx: Tx, contact_ids: Collection[str]) -> list[Message]:
    """The notes of these contacts, for `dangers_of`."""
    return tx.messages.keyed(contact_ids, KEY)


def dangers_of(noted: Iterable[Message], document: Document) -> list[str]:
    """What is noted of the files of this name in its conversation, as `is a programme. Do not open it.`

    Of two with one name both are marked.
    """
    name = document.name
    lines = [line for each in noted if each.contact_id == document.contact_id for line in each.text.split("\n")]
    begins = f"“{name}” "
    return list(dict.fromkeys(line.removeprefix(begins) for line in lines if line.startswith(begins)))
