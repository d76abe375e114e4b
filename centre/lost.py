"""What was to arrive and did not: a conversation that was closed in the belief that it had waits for somebody again,
and a resident whose file could not be kept is told so."""

import structlog

from centre.arrivals import CLOSED, TRIAGE, Arrivals
from centre.parts import Parts
from centre.sending import AUTOMATIC, Sending
from centre.ways import way_to
from core.errors import SwitchboardError
from records.rows import Contact, Message, OutboxRow
from records.tx import Tx
from router.engine.states import Ended

log = structlog.get_logger()

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
        message, contact = await self._parts.sql.read(lambda tx: _where(tx, message_id))
        if message.author == AUTOMATIC or contact.state != CLOSED or contact.outcome == Ended.MERGED:
            return
        log.info("contact_waits_again_for_a_lost_message", contact=contact.id)
        await self._arrivals.queue(contact, contact.service or TRIAGE, again=True)

    async def if_it_came_back(self, message_id: str) -> None:
        """After it is known under which name the carrier has it: word that it failed may have come before."""
        message = await self._parts.sql.read(lambda tx: tx.messages.get(message_id))
        if message.status in CAME_BACK:
            await self.again_if_closed(message_id)
            await self._parts.notices.tell("message.status", contact=message.contact_id)

    async def say_not_kept(self, row: OutboxRow) -> None:
        """Tell the resident, once a conversation, where they can be written to by themselves."""
        words = self._parts.county.council.texts.get(NOT_KEPT, "")
        contact = await self._parts.sql.read(lambda tx: tx.contacts.get(row.subject_id))
        if not words or contact.channel is not way_to(self._parts, contact).channel:
            return
        try:
            if await self._sending.may(contact):
                await self._sending.text(contact, words, author=AUTOMATIC, key=NOT_KEPT)
        except SwitchboardError as error:
            # The agent sees it all the same, and can say so.
            log.warning("sender_not_told", contact=contact.id, error=type(error).__name__)


def _where(tx: Tx, message_id: str) -> tuple[Message, Contact]:
    """The message, and the conversation that it is in by now."""
    message = tx.messages.get(message_id)
    return message, tx.joined.survivor(tx.contacts.get(message.contact_id))
