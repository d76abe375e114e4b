"""Which letter lies behind another in the file that it came in, those that were divided off it by hand among them.

Whoever divided by mistake finds the pages there again: they come first, for they lay right behind what stayed.
"""

from typing import Final

from centre.sending import AUTOMATIC
from core.channel import Channel
from core.errors import Conflict
from records.rows import Contact
from records.tx import Tx

PARTED: Final = "parted"
"""Of what is known of a letter: the rows of the outbox that its later pages went off with, the newest last."""
FIRST: Final = "/1"
"""How the letter ends that such a row becomes; what is behind one in its own file is `/2` and on."""
NO_LETTER: Final = "It is no letter."
NO_NEXT: Final = "There is no letter behind it in the file that it came in."
BEING_READ: Final = "Those pages are still being read. Try again in a few seconds."
NOT_READ: Final = "Those pages could not be read by themselves. They wait on the board, with the reason."
WORKED_ON: Final = "Somebody has worked on those pages since, so they stay a letter of their own."
GIVEN_UP: Final = frozenset({"dead", "unknown"})


def parted(contact: Contact, row: str) -> dict[str, list[str]]:
    """What is to be kept of a letter whose later pages go off with this row."""
    return {PARTED: [*_rows(contact), row]}


def next_of(tx: Tx, kept: Contact) -> str:
    """The letter behind this one, and behind what was joined to it already. Conflict, in words, where there is none."""
    if kept.channel is not Channel.LETTER:
        raise Conflict(NO_LETTER)
    name, found = _next(tx, kept)
    if found is not None:
        return found.id
    if not name.endswith(FIRST):
        raise Conflict(NO_NEXT)
    state = tx.outbox.get(name.removesuffix(FIRST)).state
    raise Conflict(NOT_READ if state in GIVEN_UP else NO_NEXT if state == "done" else BEING_READ)


def division(tx: Tx, kept: Contact) -> str | None:
    """`being_read`, then `ready`, where what lies behind it was divided off by hand; None of all else."""
    name, found = _next(tx, kept)
    if not name.endswith(FIRST) or (found is not None and found.state == "closed"):
        return None
    waits = found is None and tx.outbox.get(name.removesuffix(FIRST)).state in ("due", "claimed")
    return "being_read" if waits else "ready"


def was_parted(letter: Contact) -> bool:
    """Whether somebody divided it off another by hand."""
    return letter.channel is Channel.LETTER and letter.provider_id.endswith(FIRST)


def as_it_came(tx: Tx, letter: Contact) -> bool:
    """Whether nobody has had it, written on it or joined anything to it: who it is from, a machine has read."""
    said = tx.messages.of_contact(letter.id)
    by_us = any(each.direction != "in" and each.author != AUTOMATIC for each in said)
    return letter.answered_at is None and not by_us and not tx.joined.part_of(letter.id)


def _next(tx: Tx, kept: Contact) -> tuple[str, Contact | None]:
    """Its name in the record, and itself if it is there; the name is empty when there can be none."""
    joined = {each.provider_id for each in tx.joined.part_of(kept.id)}
    ahead = _behind(kept)
    while ahead:
        name = ahead.pop(0)
        found = tx.contacts.by_provider_id(Channel.LETTER, name)
        if found is not None and name in joined:
            ahead = [*_behind(found), *ahead]
        elif found is not None or name.endswith(FIRST):
            return name, found
    return "", None


def _behind(letter: Contact) -> list[str]:
    file, _, number = letter.provider_id.rpartition("/")
    return [*(f"{row}{FIRST}" for row in reversed(_rows(letter))), f"{file}/{int(number) + 1}"]


def _rows(letter: Contact) -> list[str]:
    return list((letter.facts.get("letter") or {}).get(PARTED) or ())
