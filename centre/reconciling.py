"""Keeping the two stores one truth: the log into the record, the record back into the engine, whatever happened.

1. Every event of the engine is written to the record, in order, each once (`drain`).
2. Every two seconds what is open in the record and unknown to the engine goes back where it was (`reconcile`).
3. A missing generation means that the engine's store was flushed: everything open is put back at once (`rebuild`).
"""

import asyncio

import structlog

from centre.parts import Parts
from centre.planning import Planning
from centre.publishing import Rules
from core.channel import Channel
from core.errors import SwitchboardError
from records.rows import Contact
from records.tx import Tx
from router.engine.states import Contact as State

log = structlog.get_logger()

BATCH = 500
WITH_AN_AGENT = {State.CONNECTING.value, State.ACTIVE.value, State.WRAPPING.value}


class Reconciling:
    """The clock's verbs. Any number of clocks may run them at once."""

    def __init__(self, parts: Parts, rules: Rules) -> None:
        self._parts = parts
        self._rules = rules
        self._read_to: tuple[str, str] = ("", "0")

    async def drain(self, block_ms: int) -> int:
        """Write the engine's next events to the record; waits up to `block_ms` for one. Returns how many were read."""
        generation = await self._parts.engine.generation()
        if generation is None:
            await asyncio.sleep(block_ms / 1000)
            return 0
        if self._read_to[0] != generation:
            last = await self._parts.sql.read(lambda tx: tx.events.last_sequence(generation))
            self._read_to = (generation, last or "0")
        events = await self._parts.engine.read_events(self._read_to[1], BATCH, block_ms or None)
        if not events:
            return 0
        await self._parts.sql.write(lambda tx: tx.events.append(events))
        self._read_to = (generation, events[-1].sequence)
        await self._parts.engine.trim_events(events[-1].sequence)
        await self._parts.notices.tell("record.caught_up")
        return len(events)

    async def reconcile(self) -> int:
        """Put back whatever the engine has lost. Returns how many contacts went back."""
        if await self._parts.engine.generation() is None:
            return await self.rebuild()
        back = await self._put_back()
        await self._rules.follow()
        return back

    async def rebuild(self, *, clear: bool = False) -> int:
        """Start a generation and put everything open back in its place. `clear` forgets what the engine has first."""
        if clear:
            await self._parts.engine.clear()
        generation = await self._parts.engine.start_generation()
        current = await self._parts.sql.read(lambda tx: tx.rules.current())
        if current is not None:
            await self._parts.engine.publish(current.n)
        back = await self._put_back()
        await self._parts.engine.resume()
        log.warning("engine_rebuilt", generation=generation, contacts=back)
        return back

    async def _put_back(self) -> int:
        ids = await self._parts.sql.read(lambda tx: tx.contacts.routed_open_ids())
        lost = await self._parts.engine.missing(ids) if ids else set()
        back = 0
        for contact_id in (each for each in ids if each in lost):
            back += await self._restore(contact_id)
        return back

    async def _restore(self, contact_id: str) -> int:
        """One contact, as the record has it now; a call that is down by now is ended instead."""
        contact = await self._parts.sql.read(lambda tx: tx.contacts.get(contact_id))
        if contact.state == "closed" or contact.plan is None:
            return 0
        if contact.channel is Channel.PHONE and not await self._still_up(contact):
            return 0
        state = contact.state if contact.state in WITH_AN_AGENT and contact.agent_id else State.WAITING.value
        if state == State.CONNECTING.value:
            # Whether their call will connect nobody knows any more; at the original place nothing is lost.
            state = State.WAITING.value
        word = await self._parts.engine.restore(
            Planning.of(contact), state, agent=contact.agent_id if state != "waiting" else None, epoch=contact.epoch
        )
        if state == State.WAITING.value and contact.state != State.WAITING.value:
            await self._parts.sql.write(lambda tx: _back_to_waiting(tx, contact.id))
        return int(word.value == "restored")

    async def _still_up(self, contact: Contact) -> bool:
        """Whether the caller's line is up, by the carrier's own word; when it cannot say, they are believed there."""
        try:
            status = await asyncio.to_thread(self._parts.phone.call_status, contact.provider_id)
        except SwitchboardError:
            return True
        if not status.over or contact.state == State.WRAPPING.value:
            return True
        outcome = "abandoned" if contact.state in ("waiting", "offered", "connecting") else "served"
        await self._parts.sql.write(lambda tx: tx.contacts.move(contact.id, "closed", outcome=outcome, at=tx.now))
        return False


def _back_to_waiting(tx: Tx, contact_id: str) -> None:
    tx.contacts.move(contact_id, "waiting", at=tx.now)
