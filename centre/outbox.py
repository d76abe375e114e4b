"""Delivering what is in the outbox, one row at a time, wherever the bell rings.

Surely not done: tried again later, ever more patiently. Refused: a person has to change something. Perhaps done: looked
up where that can be done, else it waits for a person. Never twice by itself.
"""

import secrets
from datetime import timedelta

import structlog

from centre.deliveries import Deliveries, Result
from centre.kept_later import KeptLater
from centre.letters import NoHandFree
from centre.lost import Lost
from centre.parts import Parts
from centre.referring import Referring, subject
from centre.sending import LETTER, MAIL, PICTURE, REFERRAL, TEXT, Sending
from core.errors import Conflict, OutcomeUnknown, Refused, SwitchboardError, TurnedDown, Unavailable
from records.rows import Contact, OutboxRow
from records.tx import Tx
from referrals.backoff import wait_s
from referrals.states import MOVES, Did, State, advance

log = structlog.get_logger()

LEASE_S = 90
"""Longer than any attempt may take, so that a row is not taken over from a worker that lives."""

FREE_AFTER_S = 20
"""When a row is looked at again that found no hand free; it is rung for sooner, as soon as one is."""
SWEEP = 200
MESSAGES = frozenset({TEXT, MAIL, LETTER})
BROKEN = "Something went wrong on our side. It may have been done; please check, then try again."


class Outbox:
    """Acts on the outside world."""

    def __init__(
        self, parts: Parts, sending: Sending, referring: Referring, deliveries: Deliveries, lost: Lost
    ) -> None:
        self._parts = parts
        self._sending = sending
        self._referring = referring
        self._deliveries = deliveries
        self._lost = lost

    async def deliver(self, row_id: str) -> str:
        """Try one row, if it is due and nobody else has it.

        `done`, `later`, `dead`, `unknown`, `not mine`; `not now`: it waits for a hand; or `kept later`: done, and
        looked up when its lease is over.
        """
        now = self._parts.clock.now()
        row = await self._parts.sql.write(lambda tx: tx.outbox.claim(row_id, now, LEASE_S))
        if row is None:
            return "not mine"
        try:
            result = await self._deliveries.deliver(row)
        except NoHandFree:
            later = now + timedelta(seconds=FREE_AFTER_S)
            await self._parts.sql.write(lambda tx: tx.outbox.put_back(row.id, later))
            return "not now"
        except SwitchboardError as error:
            return await self._failed(row, error)
        except Exception as error:
            log.error("outbox_broke", row=row.id, kind=row.kind, exc_info=error)
            return await self._doubt(row, BROKEN)
        return await self._done(row, result)

    async def sweep(self) -> float | None:
        """Ring for what is due and was not heard, or was put off till now. Returns in how many seconds more is due."""
        now = self._parts.clock.now()
        due, next_at = await self._parts.sql.read(lambda tx: (tx.outbox.due(now, SWEEP), tx.outbox.next_at(now)))
        for row in due:
            await self._sending.ring(row)
        return (next_at - self._parts.clock.now()).total_seconds() if next_at else None

    async def try_again(self, by: str, item: str) -> None:
        """A person says so: whatever stood in the way, or whatever was in doubt, they have looked."""

        def keep(tx: Tx) -> OutboxRow:
            row = tx.outbox.get(item)
            if row.state in ("done", "claimed"):
                raise Conflict("It has just been sent, or is being sent now.")
            if row.kind == REFERRAL:
                referral = subject(tx, row)
                if Did.QUEUE in MOVES.get(State(referral.state), {}):
                    tx.referrals.move(referral.id, advance(State(referral.state), Did.QUEUE))
            return tx.outbox.try_again(item)

        row = await self._parts.sql.write(keep)
        log.info("outbox_tried_again", row=item, kind=row.kind, by=by)
        await self._sending.ring(row)
        await self._tell(row)

    async def _done(self, row: OutboxRow, result: Result) -> str:
        await self._parts.sql.write(lambda tx: tx.outbox.done(row.id, result))
        log.info("outbox_delivered", row=row.id, kind=row.kind, attempts=row.attempts)
        await self._tell(row)
        return "done"

    async def _failed(self, row: OutboxRow, error: SwitchboardError) -> str:
        match error:
            case KeptLater():
                log.warning("outbox_done_but_not_kept", row=row.id, kind=row.kind)
                return "kept later"
            case Unavailable():
                return await self._later(row, str(error))
            case Refused():
                return await self._refused(row, error.sentence if isinstance(error, TurnedDown) else str(error))
        return await self._doubt(row, str(error) if isinstance(error, OutcomeUnknown) else BROKEN)

    async def _later(self, row: OutboxRow, error: str) -> str:
        wait = wait_s(row.attempts, secrets.randbelow(1000) / 1000)
        if wait is None:
            return await self._refused(row, f"{error} It was tried {row.attempts} times.", Did.GIVE_UP)
        at = self._parts.clock.now() + timedelta(seconds=wait)
        await self._parts.sql.write(lambda tx: tx.outbox.retry(row.id, error, at))
        log.warning("outbox_tried_in_vain", row=row.id, kind=row.kind, attempts=row.attempts, next_in_s=round(wait))
        if row.kind == REFERRAL:
            await self._referring.delayed(await self._parts.sql.read(lambda tx: subject(tx, row)), error)
        await self._tell(row)
        return "later"

    async def _refused(self, row: OutboxRow, error: str, did: Did = Did.REFUSE) -> str:
        again, said = await self._parts.sql.write(lambda tx: self._lay_down(tx, row, error))
        log.warning("outbox_refused", row=row.id, kind=row.kind)
        await self._lost.arrive(again)
        await self._mark(row, did, error)
        if said is not None:
            await self._sending.ring(said)
        return "dead"

    def _lay_down(self, tx: Tx, row: OutboxRow, error: str) -> tuple[Contact | None, OutboxRow | None]:
        """All that the record has to say of it, at once.

        The contact that waits again because of it, if one does, and the row of what its sender is told of it.
        """
        tx.outbox.dead(row.id, error)
        if row.kind == PICTURE:
            return None, self._lost.say_not_kept(tx, row)
        if row.kind not in MESSAGES:
            return None, None
        tx.messages.mark(row.payload["message"], "failed", error)
        return self._lost.again(tx, row.payload["message"]), None

    async def _doubt(self, row: OutboxRow, error: str) -> str:
        def keep(tx: Tx) -> None:
            tx.outbox.unknown(row.id, error)
            if row.kind in MESSAGES:
                tx.messages.mark(row.payload["message"], "sending", error)

        await self._parts.sql.write(keep)
        log.warning("outbox_in_doubt", row=row.id, kind=row.kind)
        await self._mark(row, Did.LOSE_SIGHT, error)
        return "unknown"

    async def _mark(self, row: OutboxRow, did: Did, error: str) -> None:
        """Show it where somebody will see: on the referral, or, as the record has it already, on the message."""
        if row.kind == REFERRAL:
            await self._referring.failed(await self._parts.sql.read(lambda tx: subject(tx, row)), did, error)
        await self._tell(row)

    async def _tell(self, row: OutboxRow) -> None:
        contact = row.payload.get("contact")
        await self._parts.notices.tell("outbox.moved", contact=contact, agent=row.payload.get("author"))
