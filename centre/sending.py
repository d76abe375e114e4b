"""Writing to residents: a message and its outbox row are committed together, then a worker is rung for.

If the bell is lost, the clock's sweep rings again; the row's key keeps one text from going twice.
"""

import hashlib
import secrets
from datetime import timedelta

import structlog

from centre.parts import Parts
from core.address import AddressKind
from core.errors import InvalidInput, Unavailable
from records.rows import Contact, Message, OutboxRow
from records.tx import Tx

log = structlog.get_logger()

TEXT, RECORDING, PICTURE, REFERRAL, PROMISED = "text", "recording", "picture", "referral", "token"
HANG_UP, REQUEUE, LINE_OVER = "hang_up", "requeue", "line_over"
SCAN = "scan"
"""The kinds of outbox rows: what goes out, what a call still needs once the carrier or the engine is back, what is to
be read."""

AUTOMATIC = "switchboard"
"""The author of what nobody wrote by hand."""

LINK_LASTS = timedelta(days=7)


class Sending:
    """Everything that leaves for a resident."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def text(self, contact: Contact, text: str, *, author: str, key: str) -> Message:
        """A text to the contact's own number. The same `key` for the same contact sends once."""
        message, row = await self._parts.sql.write(lambda tx: put_text(tx, contact, text, author=author, key=key))
        await self.ring(row)
        await self._parts.notices.tell("message.queued", contact=contact.id, agent=contact.agent_id)
        return message

    async def place_link(self, contact: Contact, *, author: str, key: str) -> Message:
        """A link on which the resident shows where. The same `key` for the same contact makes and sends one.

        Only its hash is kept, so a reader of the record cannot use it.
        """
        token, asked = secrets.token_urlsafe(12), f"place:{key}"
        expires = self._parts.clock.now() + LINK_LASTS
        link = f"{self._parts.settings.public_url}/where/{token}"
        words = self._parts.county.council.texts["place-link"].format(link=link)

        def keep(tx: Tx) -> tuple[Message, OutboxRow]:
            # One at a time: two requests side by side would each make a link, and text one of them.
            tx.contacts.get(contact.id, lock=True)
            if tx.messages.by_key(_key(contact, asked)) is None:
                tx.places.create(hashed(token), contact.id, expires)
            return put_text(tx, contact, words, author=author, key=asked)

        message, row = await self._parts.sql.write(keep)
        await self.ring(row)
        await self._parts.notices.tell("message.queued", contact=contact.id, agent=contact.agent_id)
        return message

    async def ring(self, row: OutboxRow) -> None:
        """Ask a worker to deliver a row now."""
        try:
            await self._parts.live.jobs.ring("deliver", row.id)
        except Unavailable:
            log.warning("worker_not_rung", row=row.id, kind=row.kind)


def put_text(tx: Tx, contact: Contact, text: str, *, author: str, key: str) -> tuple[Message, OutboxRow]:
    """A text and its outbox row, within a transaction of the caller's."""
    if contact.from_address is not None and contact.from_address.kind is not AddressKind.PHONE:
        raise InvalidInput("They wrote an email, so there is no number to which a text could be sent.", field="text")
    if contact.from_address is None:
        raise InvalidInput("This caller withheld their number, so a text cannot be sent.", field="text")
    words = text.strip()
    if not words:
        raise InvalidInput("Write something first.", field="text")
    message = tx.messages.add(contact.id, "out", words, author, key=_key(contact, key))
    payload = {"to": contact.from_address.value, "message": message.id, "contact": contact.id, "author": author}
    return message, tx.outbox.add(TEXT, message.id, payload, f"text:{message.id}")


def _key(contact: Contact, key: str) -> str:
    return f"{contact.id}:{key}"


def hashed(token: str) -> str:
    """How a link's token is kept."""
    return hashlib.sha256(token.encode()).hexdigest()
