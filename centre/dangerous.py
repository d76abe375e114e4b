"""Files that may be dangerous: noted in their conversation as they come, and marked beside their links."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from centre.sending import AUTOMATIC
from records.rows import Message
from records.tx import Tx

KEY: Final = "danger:"
"""How the key of such a note begins. Each line of it names a file, and says what that might do."""


def note_dangers(tx: Tx, contact_id: str, sentences: Iterable[str], *, of: str, at: datetime | None = None) -> None:
    """One automatic note of all that came with `of`, and none of nothing. The same again is the note that is there."""
    words = "\n".join(sentences)
    if words:
        tx.messages.add(contact_id, "note", words, AUTOMATIC, key=f"{KEY}{of}", at=at)


def dangers_of(said: Sequence[Message], name: str) -> list[str]:
    """What is noted of the files of this name, as `is a programme. Do not open it.`

    Of two with one name both are marked.
    """
    lines = [line for each in said if (each.key or "").startswith(KEY) for line in each.text.split("\n")]
    begins = f"“{name}” "
    return list(dict.fromkeys(line.removeprefix(begins) for line in lines if line.startswith(begins)))
