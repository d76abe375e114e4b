"""Texts of which nobody knows whether they went: the carrier's own list tells. None is sent again for it."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

import structlog

from centre.parts import Parts
from centre.sending import TEXT
from channels.messages import bare, channel_of
from channels.messages_out import TextSummary
from core.channel import Channel
from records.rows import Message, OutboxRow
from records.tx import Tx

log = structlog.get_logger()

CLOCKS_DIFFER = timedelta(minutes=1)


async def settle_doubts(parts: Parts, listed: Sequence[TextSummary]) -> list[str]:
    """What may have been sent and stands on the list was sent. Returns the messages that are settled by it."""
    ours = [each for each in listed if not each.inbound]
    settled = await parts.sql.write(partial(_settle, ours))
    for row in settled:
        log.info("outbox_doubt_settled", row=row.id)
        await parts.notices.tell("outbox.moved", contact=row.payload["contact"], agent=row.payload["author"])
    return [str(row.payload["message"]) for row in settled]


def _settle(listed: Sequence[TextSummary], tx: Tx) -> list[OutboxRow]:
    doubted = [row for row in tx.outbox.problems() if row.kind == TEXT and row.state == "unknown"]
    return [row for row in doubted if _is_settled(listed, row, tx)]


def _is_settled(listed: Sequence[TextSummary], row: OutboxRow, tx: Tx) -> bool:
    message = tx.messages.get(row.payload["message"])
    for each in listed:
        if _same(each, row, message) and tx.messages.by_provider_id(each.sid) is None:
            tx.messages.sent_as(message.id, each.sid)
            tx.messages.set_status(each.sid, each.status.value)
            return tx.outbox.done(row.id, {"sid": each.sid, "found": True})
    return False


def _same(text: TextSummary, row: OutboxRow, message: Message) -> bool:
    in_time = text.sent_at is None or text.sent_at >= row.created_at - CLOCKS_DIFFER
    by = row.payload.get("by", Channel.SMS)
    return in_time and (channel_of(text.from_), bare(text.to), text.body) == (by, row.payload["to"], message.text)
