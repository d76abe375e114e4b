"""Comparing messages with the carrier's own list: what webhooks missed, how ours fared, and what went after all.

One that is broken keeps none of the others; what of it cannot be taken in is put aside for a person.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from centre.doubts import settle_doubts
from centre.looking_back import missed_since
from centre.lost import Lost
from centre.one_by_one import one_by_one
from centre.parts import Parts
from centre.set_aside import set_aside
from channels.messages import Text, TextChange, TextStatus
from channels.messages_out import MessagesOutbound, TextSummary, listed_text
from core.channel import Channel
from core.errors import NotFound, Unavailable
from records.rows import Message
from records.tx import Tx

SIDS: Final = ("SM", "MM")
"""How the carrier's names of messages begin, without and with files."""
AT_ONCE: Final = 1000
TELLS_WITHIN: Final = timedelta(minutes=5)
"""By then the carrier has told by itself how a message fared, if it can."""
LIST: Final = "list of messages"
NOT_TAKEN_IN: Final = "It was on the carrier's list and not here, and could not be taken in ({error})."


class ListedTexts:
    """`take_in` is what a webhook does with a message and when it was sent, `status` with word of one of ours."""

    def __init__(
        self,
        parts: Parts,
        lost: Lost,
        *,
        take_in: Callable[[Text, datetime], Awaitable[None]],
        status: Callable[[TextChange], Awaitable[None]],
    ) -> None:
        self._parts = parts
        self._lost = lost
        self._take_in = take_in
        self._status = status

    async def compare(self) -> int:
        """How many were taken in that webhooks had missed, each at its original time."""
        since = await self._parts.sql.read(lambda tx: missed_since(tx, self._parts.clock.now()))
        listed: list[TextSummary] = []

        async def lists(out: MessagesOutbound) -> int:
            listed.extend(await asyncio.to_thread(out.recent, since))
            return 0

        await one_by_one(self._parts.texts.values(), lists, what="the list of a channel")
        for message in await settle_doubts(self._parts, listed):
            await self._lost.if_it_came_back(message)
        await self._fared({each.sid: each for each in listed}, since)
        return await self._missed(listed, since)

    async def _missed(self, listed: Sequence[TextSummary], since: datetime) -> int:
        # The carrier's list goes by whole days, so it holds more than was asked for.
        theirs = [each for each in listed if each.inbound and (each.sent_at or since) >= since]
        in_turn = sorted(theirs, key=lambda each: each.sent_at or since)
        return await one_by_one(in_turn, self._one, what="a message that was missed")

    async def _one(self, text: TextSummary) -> int:
        if await self._parts.sql.read(partial(_known, text.sid)) is not None:
            return 0
        try:
            media = await asyncio.to_thread(self._any.media_of, text.sid) if text.media else ()
        except NotFound:
            # The carrier keeps them no more; what was written with them is here.
            media = ()
        try:
            await self._take_in(listed_text(text, media), text.sent_at or self._parts.clock.now())
        except Unavailable:
            raise
        except Exception as error:
            told = {"sid": text.sid, "from": text.from_, "to": text.to, "body": text.body, "sent_at": str(text.sent_at)}
            await set_aside(self._parts, LIST, told, NOT_TAKEN_IN.format(error=type(error).__name__))
            raise
        return 1

    async def _fared(self, listed: Mapping[str, TextSummary], since: datetime) -> None:
        """How ours fared of which more is to be heard, where no callback told it in time.

        The list goes by when a message was sent; those that never were are asked for one by one.
        """

        async def ask(message: Message) -> int:
            sid = str(message.provider_id)
            told = listed.get(sid) or await asyncio.to_thread(self._any.look, sid)
            if told is None or told.status in (TextStatus.UNKNOWN, message.status):
                return 0
            change = TextChange(sid=told.sid, sender=told.from_, status=told.status, error_code=told.error_code)
            await self._status(change)
            return 1

        until = self._parts.clock.now() - TELLS_WITHIN
        under_way = await self._parts.sql.read(lambda tx: _under_way(tx, since, until))
        await one_by_one(under_way, ask, what="how a message fared")

    @property
    def _any(self) -> MessagesOutbound:
        """The carrier's names of messages are the same on each of its channels."""
        return self._parts.texts[Channel.SMS]


def _under_way(tx: Tx, since: datetime, until: datetime) -> list[Message]:
    found = [message for begin in SIDS for message in tx.messages.under_way(begin, since, AT_ONCE)]
    return [each for each in found if each.at <= until and each.provider_id is not None]


def _known(sid: str, tx: Tx) -> Message | None:
    return tx.messages.by_provider_id(sid)
