"""A letter's outbox row done: its PDF handed to whoever prints it, and then shown with the contact.

Both ways out can be asked for a letter by its own name, so an attempt that ended without a word is looked up first.
"""

import asyncio
from typing import Any, Final

from centre.kept_later import kept
from centre.letter_writing import LetterWriting
from centre.parts import Parts
from core.address import Address, AddressKind
from core.errors import OutcomeUnknown
from records.rows import OutboxRow
from records.tx import Tx

INTERRUPTED: Final = "An attempt ended before its answer was kept. The letter may have been sent; please check."


class LetterDelivery:
    """One verb."""

    def __init__(self, parts: Parts, writing: LetterWriting) -> None:
        self._parts = parts
        self._writing = writing

    async def deliver(self, row: OutboxRow) -> dict[str, Any]:
        """Hand it over; what came of it. Raises as `channels.letter.outbound` does."""
        message = await self._parts.sql.read(lambda tx: tx.messages.get(row.payload["message"]))
        if message.provider_id:
            known = message.provider_id
            await kept(self._parts.sql.write(lambda tx: _left(tx, row, known)))
            return {"letter": known}
        post = self._parts.post
        letter = await asyncio.to_thread(self._writing.outgoing, message, row)
        name = await asyncio.to_thread(post.find, letter) if row.attempts > 1 or row.interrupted else None
        found = name is not None
        if name is None:
            if row.interrupted:
                raise OutcomeUnknown(INTERRUPTED)
            name = await asyncio.to_thread(post.send, letter)
        handed = name
        await kept(self._parts.sql.write(lambda tx: _left(tx, row, handed)))
        return {"letter": name, "found": found}


def _left(tx: Tx, row: OutboxRow, name: str) -> None:
    """It has gone: its PDF stays with the contact, and its address with whoever it went to."""
    paper = row.payload["paper"]
    if not tx.messages.get(row.payload["message"]).provider_id:
        # Else Notify has told of it already: what it said holds.
        tx.messages.sent_as(row.payload["message"], name)
        tx.messages.handed_over(row.payload["message"])
    contact = tx.contacts.get(row.payload["contact"])
    if all(each.sha256 != paper["sha256"] for each in tx.documents.of_contact(contact.id)):
        tx.documents.add(contact.id, **paper)
    if contact.person_id:
        lines = "\n".join(row.payload["to"][1:])
        tx.people.add_address(contact.person_id, Address(kind=AddressKind.POSTAL, value=lines))
