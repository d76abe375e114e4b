"""Writing to residents: a message and its outbox row are committed together, then a worker is rung for.

If the bell is lost, the clock's sweep rings again; the row's key keeps one text from going twice.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

import structlog

from centre.parts import Parts
from centre.texting import number_of
from centre.ways import way_to
from channels.messages_out import must_be_short
from core.errors import AlreadySent, Conflict, InvalidInput, NotFound, Unavailable
from records.rows import Contact, Message, OutboxRow
from records.tx import Tx

log = structlog.get_logger()

TEXT, MAIL, RECORDING, PICTURE, REFERRAL, PROMISED = "text", "mail", "recording", "picture", "referral", "token"
HANG_UP, REQUEUE, LINE_OVER = "hang_up", "requeue", "line_over"
SCAN = "scan"
LETTER = "letter"
WITHDRAWAL = "withdrawal"
"""The kinds of outbox rows: what goes out, what a call or a withdrawal still needs once the carrier or the engine is
back, what is to be read."""

AUTOMATIC = "switchboard"
"""The author of what nobody wrote by hand."""

OTHER_WORDS = (
    "What you had written before your last change has been taken already, and this has not. See what is there; if this "
    "should go as well, send it again."
)
"""Of two that would go out alike, whoever wrote them decides."""

LINK_LASTS = timedelta(days=7)


class Sending:
    """Everything that leaves for a resident."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def text(self, contact: Contact, text: str, *, author: str, key: str, undo_s: float = 0) -> Message:
        """A text to the contact's own number, sent in `undo_s` seconds. The same `key` of one contact sends once.

        It leaves on the channel that `centre.ways` says. AlreadySent when somebody wrote other words with this `key`.
        """

        def keep(tx: Tx) -> tuple[Message, OutboxRow]:
            message, row = self.put(tx, contact, text, author=author, key=key, undo_s=undo_s)
            if author != AUTOMATIC:
                same_words(message, text)
            return message, row

        message, row = await self._parts.sql.write(keep)
        if not undo_s:
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
            if tx.messages.by_key(message_key(contact, asked)) is None:
                tx.places.create(hashed(token), contact.id, expires)
            return self.put(tx, contact, words, author=author, key=asked)

        message, row = await self._parts.sql.write(keep)
        await self.ring(row)
        await self._parts.notices.tell("message.queued", contact=contact.id, agent=contact.agent_id)
        return message

    def put(
        self, tx: Tx, contact: Contact, text: str, *, author: str, key: str, undo_s: float = 0
    ) -> tuple[Message, OutboxRow]:
        """A text and its outbox row, within a transaction of the caller's. Raises Refused with the reason."""
        way, words = way_to(self._parts, contact), text.strip()
        template = way.check(tx, contact, words)
        if not words:
            raise InvalidInput("Write something first.", field="text")
        if author != AUTOMATIC:
            # Whoever wrote it can shorten it now; what nobody wrote is refused as it leaves, and shown then.
            must_be_short(words, way.out.longest)
        message = tx.messages.add(contact.id, "out", words, author, key=message_key(contact, key))
        payload = {"to": number_of(contact), "message": message.id, "contact": contact.id, "author": author}
        payload |= {"by": way.channel.value, "from": way.sender} | ({"template": template} if template else {})
        at = tx.now + timedelta(seconds=undo_s)
        return message, tx.outbox.add(TEXT, message.id, payload, row_key(message.id), at)

    async def may(self, contact: Contact) -> bool:
        """Whether a text that nobody wrote by hand goes to this contact."""
        return await self._parts.sql.read(lambda tx: self.may_text(tx, contact))

    def may_text(self, tx: Tx, contact: Contact) -> bool:
        """`may`, within a transaction of the caller's."""
        return way_to(self._parts, contact).goes_by_itself(tx, contact)

    async def ring(self, row: OutboxRow) -> None:
        """Ask a worker to deliver a row now."""
        try:
            await self._parts.live.jobs.ring("deliver", row.id)
        except Unavailable:
            log.warning("worker_not_rung", row=row.id, kind=row.kind)


def taken_back(tx: Tx, agent: str, contact: str, message_id: str) -> None:
    """Keep a message that its own author takes back from ever being sent. Conflict when it has left, or is leaving."""
    message, row = tx.messages.get(message_id), tx.outbox.by_key(row_key(message_id))
    if row is None or (message.contact_id, message.author) != (contact, agent):
        raise NotFound("There is no such message of yours.")
    if not tx.outbox.take_back(row.id):
        raise Conflict("It has been sent already, or is being sent now.")
    tx.messages.mark(message.id, "canceled")


def undo_until(tx: Tx, message: Message, now: datetime) -> datetime | None:
    """Until when a message can be taken back; None when it cannot any more."""
    row = tx.outbox.by_key(row_key(message.id)) if message.status == "queued" and not message.provider_id else None
    waits = row is not None and row.state == "due" and row.attempts == 0 and row.next_at > now
    return row.next_at if row is not None and waits else None


def status_shown(message: Message) -> str | None:
    """What a carrier has does not wait here any more, though it may be minutes until more is heard of it."""
    return "sending" if message.provider_id and message.status == "queued" else message.status


def same_words(message: Message, words: str) -> None:
    """AlreadySent when a message that was kept with a key is not these words, so that nobody takes them for sent."""
    if message.text != words.strip():
        raise AlreadySent(OTHER_WORDS)


def row_key(message: str) -> str:
    """Of a message's outbox row, whatever its channel."""
    return f"text:{message}"


def message_key(contact: Contact, key: str) -> str:
    """The same `key` of one contact is one message."""
    return f"{contact.id}:{key}"


def hashed(token: str) -> str:
    """How a link's token is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def digest(words: str) -> str:
    """A short name for words, by which the same are known again."""
    return hashed(words)[:16]
