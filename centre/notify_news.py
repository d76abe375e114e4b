"""What became of what left through GOV.UK Notify: asked for every five minutes, because a text's fate comes late."""

import asyncio
from datetime import timedelta
from functools import partial
from typing import Final

import structlog

from centre.parts import Parts
from centre.sending import LETTER, TEXT, Sending
from channels.notify import NAME
from core.errors import NotFound
from records.rows import Message, OutboxRow
from records.tx import Tx

log = structlog.get_logger()

KEPT_FOR: Final = timedelta(days=7)
"""How long Notify knows of one."""
AT_ONCE: Final = 200


class NotifyNews:
    """One look."""

    def __init__(self, parts: Parts, sending: Sending) -> None:
        self._parts = parts
        self._sending = sending

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
            if row.kind in (TEXT, LETTER) and row.state == "unknown" and await self._is_there(row):
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
        status = fate.status
        if status is None:
            log.info("notification_status_not_known", message=message.id)
        elif await self._parts.sql.write(lambda tx: tx.messages.set_status(name, status, fate.problem)):
            await self._parts.notices.tell("message.status", contact=message.contact_id)


def _again(row_id: str, tx: Tx) -> OutboxRow:
    return tx.outbox.try_again(row_id)
