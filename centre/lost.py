"""What was to arrive and did not: a conversation that was closed in the belief that it had waits for somebody again,
and a resident whose file could not be kept is told so.

1. In the transaction that learns of it, the contact waits again in the record, marked as not heard of by the engine.
2. The engine is told, and the mark goes. A process that ends in between leaves it, and it is looked for (`catch_up`).
"""

import structlog

from centre.arrivals import CLOSED, TRIAGE, WAITING, Arrivals
from centre.parts import Parts
from centre.sending import AUTOMATIC, Sending
from centre.ways import way_to
from core.errors import ConfigInvalid, Refused
from records.rows import Contact, Message, OutboxRow
from records.tx import Tx
from router.engine.states import Ended

log = structlog.get_logger()

NOT_HEARD = "not_heard"
"""The fact of a contact that waits again and of which the engine may not know."""
NOT_KEPT = "file-not-kept"
"""The county's words to whoever sent a file that could not be kept; without them nothing is said."""


CAME_BACK = frozenset({"undelivered", "failed"})


class Lost:
    """Nothing is lost unseen."""

    def __init__(self, parts: Parts, arrivals: Arrivals, sending: Sending) -> None:
        self._parts = parts
        self._arrivals = arrivals
        self._sending = sending

    async def again_if_closed(self, message_id: str) -> None:
        """After it is known for good that a message did not arrive. One that nobody wrote by hand opens nothing."""
        await self.arrive(await self._parts.sql.write(lambda tx: self.again(tx, message_id)))

    def again(self, tx: Tx, message_id: str) -> Contact | None:
        """The first half of it, within a transaction: the contact that waits again, for `arrive`; None when none does.

        Asked again before the engine has heard of it, it is the same contact.
        """
        message, contact = _where(tx, message_id)
        if contact.state == WAITING and contact.facts.get(NOT_HEARD):
            return contact
        if message.author == AUTOMATIC or contact.state != CLOSED or contact.outcome == Ended.MERGED:
            return None
        log.info("contact_waits_again_for_a_lost_message", contact=contact.id)
        self._arrivals.planned(tx, contact.id, contact.service or TRIAGE, again=True)
        return tx.contacts.merge_facts(contact.id, {NOT_HEARD: True})

    async def arrive(self, contact: Contact | None) -> None:
        """The second half: the engine is told of what `again` gave."""
        if contact is None:
            return
        await self._arrivals.arrive(contact, again=True)
        await self._parts.sql.write(lambda tx: tx.contacts.merge_facts(contact.id, {NOT_HEARD: None}))

    async def catch_up(self) -> int:
        """Tell the engine of what a process that ended could not. Always 0: nothing comes in this way."""
        for contact in await self._parts.sql.read(lambda tx: tx.contacts.routed_open()):
            if contact.state == WAITING and contact.facts.get(NOT_HEARD):
                await self.arrive(contact)
        return 0

    async def if_it_came_back(self, message_id: str) -> None:
        """After it is known under which name the carrier has it: word that it failed may have come before."""
        message = await self._parts.sql.read(lambda tx: tx.messages.get(message_id))
        if message.status in CAME_BACK:
            await self.again_if_closed(message_id)
            await self._parts.notices.tell("message.status", contact=message.contact_id)

    def say_not_kept(self, tx: Tx, row: OutboxRow) -> OutboxRow | None:
        """Tell the resident, once a conversation, where they can be written to by themselves; the row to ring for."""
        words = self._parts.county.council.texts.get(NOT_KEPT, "")
        contact = tx.contacts.get(row.subject_id)
        if not words or contact.channel is not way_to(self._parts, contact).channel:
            return None
        try:
            if self._sending.may_text(tx, contact):
                return self._sending.put(tx, contact, words, author=AUTOMATIC, key=NOT_KEPT)[1]
        except (Refused, ConfigInvalid) as error:
            # The agent sees it all the same, and can say so.
            log.warning("sender_not_told", contact=contact.id, error=type(error).__name__)
        return None


def _where(tx: Tx, message_id: str) -> tuple[Message, Contact]:
    """The message, and the conversation that it is in by now."""
    message = tx.messages.get(message_id)
    return message, tx.joined.survivor(tx.contacts.get(message.contact_id))
