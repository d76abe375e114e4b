"""What became of what left through GOV.UK Notify: it tells by itself, and is asked every five minutes all the same.

1. What it tells and what it is asked come to the same: states go forward alone, in whatever order they are heard.
2. What may have been sent, and is known there by our name for it, was: nothing is sent again for it.
3. What did not arrive is noted in its conversation and told to its author; one that has closed waits again. Where
   nothing can ever arrive, the address is marked.
"""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Final

import structlog

from centre.lost import Lost
from centre.parts import Parts
from centre.sending import AUTOMATIC, LETTER, MAIL, TEXT, Sending, row_key
from centre.set_aside import kept_as_it_came
from channels.notify import NAME, Fate, Receipt
from core.errors import NotFound
from records.rows import Contact, Message, OutboxRow
from records.tx import Tx

log = structlog.get_logger()

KEPT_FOR: Final = timedelta(days=7)
"""How long Notify knows of one."""
AT_ONCE: Final = 200
WORD_SHOWN: Final = 40
CAME_BACK: Final = frozenset({"undelivered", "failed"})
WHAT: Final = {TEXT: "A text", MAIL: "An email", LETTER: "A letter"}
NOTE: Final = "{what} of ours did not arrive. {problem}"
NOTE_GONE: Final = "{what} of ours did not arrive, and sending it again will not help. {problem}"


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What was heard of a message, and the contact in which that has to be looked at."""

    message: Message
    contact: Contact
    lost: bool
    again: Contact | None = None
    """The contact as it waits again, in the record; the engine is to be told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a receipt changed; `again` is a row that was in doubt, and can be ticked off now."""

    ours: bool
    news: News | None = None
    again: OutboxRow | None = None


class NotifyNews:
    """What Notify tells, and one look at all that is under way."""

    def __init__(self, parts: Parts, sending: Sending, lost: Lost) -> None:
        self._parts = parts
        self._sending = sending
        self._lost = lost

    async def told(self, receipt: Receipt) -> None:
        """A delivery receipt. Told twice, or late, it changes nothing more."""
        told = await self._parts.sql.write(partial(_told, self._lost, receipt))
        if not told.ours:
            log.info("notification_not_ours")
        if told.again is not None:
            log.info("outbox_doubt_settled", row=told.again.id)
            await self._sending.ring(told.again)
        await self._pass_on(told.news)
        if told.ours:
            digest, path, size = await kept_as_it_came(self._parts, receipt.raw)
            await self._parts.sql.write(partial(_kept_with_it, receipt, size, digest, path))

    async def catch_up(self) -> int:
        """Ask for all that is under way. Always 0: nothing comes in this way, so nothing can have been missed."""
        if self._parts.notify is None:
            return 0
        await self._settle_doubts()
        since = self._parts.clock.now() - KEPT_FOR
        for message in await self._parts.sql.read(lambda tx: tx.messages.under_way(NAME, since, AT_ONCE)):
            await self._look(message)
        return 0

    async def _settle_doubts(self) -> None:
        """What may have been sent, and is known there by our name for it, was: its next attempt finds it again."""
        for row in await self._parts.sql.read(lambda tx: tx.outbox.problems()):
            if row.kind in WHAT and row.state == "unknown" and await self._is_there(row):
                again = await self._parts.sql.write(partial(_again, row.id))
                log.info("outbox_doubt_settled", row=row.id)
                await self._sending.ring(again)

    async def _is_there(self, row: OutboxRow) -> bool:
        notify = self._parts.notify
        return notify is not None and await asyncio.to_thread(notify.find, row.payload["message"]) is not None

    async def _look(self, message: Message) -> None:
        name, notify = message.provider_id, self._parts.notify
        if name is None or notify is None:  # pragma: no cover  (what is under way has a name)
            return
        try:
            fate = await asyncio.to_thread(notify.fate, name)
        except NotFound:
            log.warning("notification_not_known", message=message.id)
            return
        await self._pass_on(await self._parts.sql.write(lambda tx: _heard(tx, self._lost, name, fate)))

    async def _pass_on(self, news: News | None) -> None:
        if news is None:
            return
        message, contact = news.message, news.contact
        if news.lost:
            log.info("message_came_back", message=message.id, contact=contact.id, status=message.status)
            await self._lost.arrive(news.again)
        author = message.author if message.author != AUTOMATIC else None
        await self._parts.notices.tell("message.status", contact=contact.id, agent=author)


def _told(lost: Lost, receipt: Receipt, tx: Tx) -> Told:
    if tx.messages.by_provider_id(receipt.name) is not None:
        return Told(ours=True, news=_heard(tx, lost, receipt.name, receipt.fate))
    row = _row_of(tx, receipt.reference)
    if row is None:
        return Told(ours=False)
    # Told before the answer to our own request was kept, or instead of it.
    tx.messages.sent_as(row.payload["message"], receipt.name)
    news = _heard(tx, lost, receipt.name, receipt.fate)
    in_doubt = row.state in ("unknown", "dead")
    return Told(ours=True, news=news, again=tx.outbox.try_again(row.id) if in_doubt else None)


def _kept_with_it(receipt: Receipt, size: int, digest: str, path: str, tx: Tx) -> None:
    """What Notify sent stands with the message, once a word; it is told again until we have answered."""
    message = tx.messages.by_provider_id(receipt.name)
    if message is not None:
        tx.documents.told(message.contact_id, receipt.name, receipt.told[:WORD_SHOWN], size, digest, path)


def _row_of(tx: Tx, reference: str | None) -> OutboxRow | None:
    """Of what was handed over under this name of ours, as long as nobody knows what it is called there."""
    row = tx.outbox.by_key(row_key(reference)) if reference else None
    if row is None or row.kind not in WHAT or tx.messages.get(row.payload["message"]).provider_id:
        return None
    return row


def _heard(tx: Tx, losing: Lost, name: str, fate: Fate) -> News | None:
    """A state that is further than what was known; None for any other."""
    if fate.status is None:
        log.info("notification_status_not_known")
        return None
    if not tx.messages.set_status(name, fate.status, fate.problem):
        return None
    message = tx.messages.by_provider_id(name)
    if message is None:  # pragma: no cover  (its status has just been set)
        return None
    contact = tx.joined.survivor(tx.contacts.get(message.contact_id))
    row = tx.outbox.by_key(row_key(message.id))
    lost = fate.status in CAME_BACK
    where = _where(tx, message, row)
    if lost:
        words = (NOTE_GONE if fate.gone else NOTE).format(what=WHAT[row.kind if row else TEXT], problem=fate.problem)
        tx.messages.add(contact.id, "note", words, AUTOMATIC, key=f"{name}:{fate.status}")
    if where and fate.gone:
        tx.undeliverable.mark(where, fate.problem or "")
    elif where and fate.status == "delivered":
        tx.undeliverable.clear(where)
    again = losing.again(tx, message.id) if lost else None
    return News(message=message, contact=contact, lost=lost, again=again)


def _where(tx: Tx, message: Message, row: OutboxRow | None) -> str | None:
    """The number or the address that it went to. A postal address is read by people: it is not marked."""
    if row is None or row.kind == LETTER:
        return None
    if row.kind == TEXT:
        return str(row.payload["to"])
    envelope = tx.mails.of_message(message.id)
    return envelope.to[0].address if envelope else None


def _again(row_id: str, tx: Tx) -> OutboxRow:
    return tx.outbox.try_again(row_id)
