"""The carrier's word that a line moved on or is over, however and however often it reaches us.

1. A status callback: what it means for the contact comes first, for a ring must stop at once; then the line's own row.
2. When the engine is away the end goes into the outbox, and is acted on as soon as the engine is back.
3. What no callback told is found by comparing with the carrier's list (catching_up).
"""

from collections.abc import Mapping
from typing import Any

import structlog

from centre.calls import Calls
from centre.parts import Parts
from centre.ringing_back import RingingBack
from centre.sending import LINE_OVER, Sending
from channels.phone import inbound
from channels.phone.inbound import CallStatus
from core.errors import Unavailable
from records.rows import OutboxRow
from records.tx import Tx

log = structlog.get_logger()

LAST = 1_000_000
"""After every sequence number that a call could have: what the carrier says of a call when asked is the last word."""


class LineEnds:
    """Lines, as the carrier tells of them."""

    def __init__(self, parts: Parts, calls: Calls, ringing: RingingBack, sending: Sending) -> None:
        self._parts = parts
        self._calls = calls
        self._ringing = ringing
        self._sending = sending

    async def moved(self, event: inbound.StatusChange) -> None:
        """A status callback: idempotent, and in any order; only a line's end matters to its contact."""
        await self.is_now(event.call.sid, event.call.status, event.sequence or 0, event.call.query)

    async def is_now(self, sid: str, status: CallStatus, sequence: int, told: Mapping[str, str]) -> None:
        """A line is in this state, by a callback or by the carrier's list."""
        left = False
        if status.over:
            try:
                await self._over(sid, told, status)
            except Unavailable:
                left = True
        row = await self._parts.sql.write(lambda tx: _keep(tx, sid, status, sequence, dict(told) if left else None))
        if row is not None:
            log.warning("line_end_waits_for_the_engine")
            await self._sending.ring(row)

    async def again(self, row: OutboxRow) -> None:
        """What an outbox row holds of an end that could not be acted on. Raises Unavailable while it still cannot."""
        leg = await self._parts.sql.read(lambda tx: tx.legs.by_sid(row.payload["sid"]))
        status = CallStatus(leg.status) if leg else CallStatus.COMPLETED
        await self._over(row.payload["sid"], row.payload["told"], status)

    async def _over(self, sid: str, told: Mapping[str, str], status: CallStatus) -> None:
        if not await self._ringing.line_over(sid, told, status):
            await self._calls.line_over(sid, told)


def _keep(tx: Tx, sid: str, status: CallStatus, sequence: int, told: dict[str, Any] | None) -> OutboxRow | None:
    tx.legs.apply_status(sid, status.value, sequence)
    if told is None:
        return None
    return tx.outbox.add(LINE_OVER, sid, {"sid": sid, "told": told}, f"line-over:{sid}")
