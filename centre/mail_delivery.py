"""An email's outbox row done: composed from the record, handed to the mail server, and what it said kept.

A mail server cannot be asked what it took, so an attempt that ended without a word is left to a person. Its Message-ID
is the same on every attempt: whoever gets a second copy can tell, and an answer or a report settles the doubt. GOV.UK
Notify can be asked, and is, before any attempt after the first.
"""

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import Any, Final

from centre.kept_later import kept
from centre.mailing import Mailing
from centre.parts import Parts
from channels.email.outbound import Handed
from channels.email.relay import AllTurnedAway, Turned
from core.errors import OutcomeUnknown
from records.rows import OutboxRow
from records.tx import Tx

INTERRUPTED: Final = "An attempt ended before its answer was kept. The email may have been sent; please check."
TURNED_AWAY: Final = "It did not reach {who}. The mail server said: {words}"
LEFT: Final = frozenset({"sent", "undelivered", "delivered", "read"})
"""Statuses of what has left already."""


class MailDelivery:
    """One verb."""

    def __init__(self, parts: Parts, mailing: Mailing) -> None:
        self._parts = parts
        self._mailing = mailing

    async def deliver(self, row: OutboxRow) -> dict[str, Any]:
        """Hand it over; what came of it. Raises as `channels.email.outbound` does."""
        message_id = row.payload["message"]
        message = await self._parts.sql.read(lambda tx: tx.messages.get(message_id))
        if message.provider_id or message.status in LEFT:
            return {"found": True}
        if await self._found(row, message_id):
            return {"found": True}
        mail, documents = await self._parts.sql.read(lambda tx: self._mailing.outgoing(tx, message_id))
        whole = await asyncio.to_thread(self._mailing.with_files, mail, documents)
        try:
            handed = await asyncio.to_thread(partial(self._parts.email.send, whole, reference=message_id))
        except AllTurnedAway as error:
            await self._parts.sql.write(partial(_mark, error.turned))
            raise
        await kept(self._parts.sql.write(partial(_left, message_id, handed)))
        return {"mail_id": mail.mail_id, "turned_away": len(handed.turned)}

    async def _found(self, row: OutboxRow, message_id: str) -> bool:
        """Whether an earlier attempt took effect. Raises OutcomeUnknown when that cannot be told."""
        if row.attempts == 1 and not row.interrupted:
            return False
        name = await asyncio.to_thread(self._parts.email.find, message_id)
        if name is not None:
            await kept(self._parts.sql.write(partial(_left, message_id, Handed(name=name))))
        elif row.interrupted:
            raise OutcomeUnknown(INTERRUPTED)
        return name is not None


def _left(message_id: str, handed: Handed, tx: Tx) -> None:
    problem = " ".join(TURNED_AWAY.format(who=each.address, words=each.words) for each in handed.turned)
    if tx.messages.get(message_id).provider_id:
        # Notify has told of it already: what it said holds.
        return
    if handed.name:
        tx.messages.sent_as(message_id, handed.name)
    tx.messages.handed_over(message_id, problem or None)
    _mark(handed.turned, tx)


def _mark(turned: Sequence[Turned], tx: Tx) -> None:
    for each in turned:
        if each.gone:
            tx.undeliverable.mark(each.address, each.words)
