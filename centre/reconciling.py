"""Keeping the two stores one truth: the log into the record, the record back into the engine, whatever happened.

1. Every event of the engine is written to the record, in order, each once (`drain`).
2. Every two seconds what is open in the record and unknown to the engine goes back where it was (`reconcile`): where
   many wait, the newest are looked at each time, and the others in turns.
3. A missing generation means that the engine's store was flushed: everything open is put back at once (`rebuild`).
4. A store that was started again is believed once it is known to have lost nothing (`believing`), or is rebuilt.

A call goes back as the carrier has it: whose line is over ends, or goes into wrap-up; who still speaks, speaks.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog

from centre.arrivals import Arrivals
from centre.believing import agrees, has_the_last
from centre.calls import Calls
from centre.consultations import LOST, Consultations, call_of
from centre.consulting import Consulting
from centre.late_texts import LateTexts
from centre.legs import Legs
from centre.missed import Missed
from centre.parts import Parts
from centre.planning import Planning
from centre.publishing import Rules
from centre.ringing_back import RingingBack
from centre.rings import has_no_line
from core.channel import Channel
from core.clock import to_ms
from core.errors import InvalidInput, SwitchboardError, Unavailable
from records.found_contacts import Place
from records.projection import ASIDE
from records.rows import Contact
from records.tx import Tx
from router.engine.states import Contact as State
from router.engine.words import Word

log = structlog.get_logger()

BATCH = 500
CHUNK = 200
IN_TURNS = 1_000
"""Of the newest, and of the others, whom a look asks the engine about when nothing is known to be lost."""
AT_ONCE = 16
"""Contacts put back at a time; the record hands them out in the order of their arrival."""
WAITING, CONNECTING, ACTIVE, WRAPPING = (
    each.value for each in (State.WAITING, State.CONNECTING, State.ACTIVE, State.WRAPPING)
)


LOOKED_AT_AGAIN = timedelta(seconds=30)
"""Longer than any act at a desk is under way."""


class Reconciling:
    """The clock's verbs. Any number of clocks may run them at once."""

    def __init__(
        self,
        parts: Parts,
        rules: Rules,
        arrivals: Arrivals,
        calls: Calls,
        ringing: RingingBack,
        legs: Legs,
        late: LateTexts,
        consultations: Consultations,
        consulting: Consulting,
    ) -> None:
        self._parts = parts
        self._missed = Missed(parts)
        self._rules = rules
        self._arrivals = arrivals
        self._calls = calls
        self._ringing = ringing
        self._legs = legs
        self._late = late
        self._consultations = consultations
        self._consulting = consulting
        self._read_to: tuple[str, str] = ("", "0")
        self._lately: dict[str, datetime] = {}
        self._all_there = False
        self._not_back: set[str] = set()
        self._asked_to: Place | None = None

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
        await self._late.after_leases(events)
        await self._parts.sql.write(lambda tx: tx.events.append(events))
        self._read_to = (generation, events[-1].sequence)
        await self._missed.look(events)
        await self._parts.engine.trim_events(events[-1].sequence)
        await self._parts.notices.tell("record.caught_up")
        return len(events)

    async def reconcile(self) -> int:
        """Put back whatever the engine has lost, and queue what never got there. Returns how many contacts."""
        generation = await self._parts.engine.generation()
        if generation is None:
            return await self.rebuild()
        if not await self._parts.engine.is_sure():
            return await self._started_again(generation)
        await self._look_again()
        back = await self._put_back(in_turns=self._all_there)
        self._all_there = back == 0 and not self._not_back
        await self._consulting.settle()
        await self._rules.follow()
        queued = await self._arrivals.queue_stranded()
        if self._not_back:
            # Everybody else is served by now. The clock's loop fails, so that `/health` tells of them.
            raise RuntimeError(f"{len(self._not_back)} contacts cannot be put back, see contact_not_put_back.")
        return back + queued

    async def _started_again(self, generation: str) -> int:
        whole = await has_the_last(self._parts, generation)
        while whole and await self.drain(0):
            pass
        if whole and await agrees(self._parts) and await self._parts.engine.vouch(generation):
            log.info("engine_started_again", generation=generation)
            return await self._put_back()
        log.warning("engine_lost_its_last_moment", generation=generation)
        return await self.rebuild(over=generation)

    async def rebuild(self, *, clear: bool = False, over: str = "") -> int:
        """Start a generation and put everything open back in its place. `clear` forgets what the engine has first.

        `over` is a generation that is not believed: if it is still the present one, it is forgotten in the same step.
        """
        if clear:
            await self._parts.engine.clear()
        generation = await self._parts.engine.start_generation(over=over)
        current = await self._parts.sql.read(lambda tx: tx.rules.current())
        if current is not None:
            await self._rules.hold(current)
        back = await self._put_back()
        await self._parts.engine.resume()
        (log.warning if back else log.info)("engine_rebuilt", generation=generation, contacts=back)
        return back

    async def _put_back(self, *, in_turns: bool = False) -> int:
        self._not_back.clear()
        ids = await self._parts.sql.read(self._some if in_turns else lambda tx: tx.contacts.routed_open_ids())
        lost = await self._parts.engine.missing(ids) if ids else set()
        wanted = [each for each in ids if each in lost]
        up = await self._up() if wanted else None
        back = 0
        for start in range(0, len(wanted), CHUNK):
            back += await self._restore_all(wanted[start : start + CHUNK], up)
        return back

    def _some(self, tx: Tx) -> list[str]:
        page, self._asked_to = tx.contacts.routed_open_page(self._asked_to, IN_TURNS)
        return [*page, *tx.contacts.routed_open_newest(IN_TURNS)]

    async def _look_again(self) -> None:
        """An act under way during a flush may close, in the record, what was just put back in somebody's hands."""
        since = self._parts.clock.now() - LOOKED_AT_AGAIN
        self._lately = {id: at for id, at in self._lately.items() if at > since}
        if self._lately:
            await self._take_out(list(self._lately))

    async def _restore_all(self, ids: Sequence[str], up: set[str] | None) -> int:
        contacts = await self._parts.sql.read(lambda tx: tx.contacts.get_many(ids))
        gate = asyncio.Semaphore(AT_ONCE)

        async def one(contact: Contact) -> int:
            async with gate:
                return await self._restore_or_plan_anew(contact, up)

        restored = await asyncio.gather(*(one(contact) for contact in contacts))
        # Whoever left between the reading and the putting back may not be offered to anybody.
        await self._take_out([contact.id for contact in contacts])
        self._lately |= dict.fromkeys((contact.id for contact in contacts), self._parts.clock.now())
        return sum(restored)

    async def _restore_or_plan_anew(self, contact: Contact, up: set[str] | None) -> int:
        """One contact. Whatever is wrong with it, everybody else goes back too."""
        try:
            try:
                return await self._restore(contact, up)
            except InvalidInput as error:
                log.error("contact_had_no_route", contact=contact.id, why=str(error))
                return await self._restore(await self._rules.replanned(contact.id), up)
        except Unavailable:
            raise
        except Exception as error:
            self._not_back.add(contact.id)
            log.error("contact_not_put_back", contact=contact.id, error=type(error).__name__, exc_info=error)
            return 0

    async def _restore(self, contact: Contact, up: set[str] | None) -> int:
        """One contact, where it belongs now."""
        if contact.state == State.CLOSED or contact.plan is None:
            return 0
        if call_of(contact):
            # A question is asked again more easily than it is mended; the caller is with whoever asked.
            await self._consultations.end(contact, LOST)
            return 0
        where = contact.state if contact.agent_id and contact.state in (CONNECTING, ACTIVE, WRAPPING) else WAITING
        if contact.state in ASIDE and contact.aside_until is not None:
            return await self._put_aside(contact, contact.aside_until)
        if contact.channel is Channel.PHONE:
            where = await self._by_the_carrier(contact, where, up)
            if where == State.CLOSED:
                await self._calls.caller_gone(contact)
                return 0
        return await self._placed(contact, where)

    async def _placed(self, contact: Contact, where: str) -> int:
        """In the engine first: one that came there by itself meanwhile has moved on since it was read."""
        agent, before = contact.agent_id if where != WAITING else None, self._parts.clock.now()
        paused = contact.paused_at is not None
        word = await self._parts.engine.restore(
            Planning.of(contact), where, agent=agent, epoch=contact.epoch, paused=paused
        )
        if word is not Word.RESTORED:
            return 0
        if where == WAITING and contact.state != WAITING:
            # Of this epoch and this moment: somebody may have been offered it since.
            await self._parts.sql.write(
                lambda tx: tx.contacts.move(contact.id, WAITING, epoch=contact.epoch, at=before)
            )
        if where == WAITING and contact.state in (CONNECTING, ACTIVE) and contact.channel is Channel.PHONE:
            await self._calls.back_from_flush(contact)
        await self._ringing.back_from_flush(contact)
        return 1

    async def _put_aside(self, contact: Contact, until: datetime) -> int:
        """Until the moment that was said; one that has passed falls due at once."""
        plan = Planning.of(contact)
        word = await self._parts.engine.restore(
            plan, contact.state, agent=contact.aside_by, until_ms=to_ms(until), reason=contact.aside_why or ""
        )
        return int(word is Word.RESTORED)

    async def _by_the_carrier(self, contact: Contact, state: str, up: set[str] | None) -> str:
        """Where a call belongs, by the lines that are up. One that was being connected starts anew."""
        if state == WRAPPING:
            return WRAPPING
        if has_no_line(contact):
            return ACTIVE if state == ACTIVE else WAITING
        if await self._is_over(contact.provider_id, up):
            if state != ACTIVE:
                return State.CLOSED.value
            await self._parts.sql.write(lambda tx: tx.contacts.move(contact.id, WRAPPING, at=tx.now))
            return WRAPPING
        if state == ACTIVE:
            return ACTIVE if await self._agent_is_there(contact, up) else WAITING
        return WAITING

    async def _agent_is_there(self, contact: Contact, up: set[str] | None) -> bool:
        legs = await self._parts.sql.read(lambda tx: tx.legs.of_contact(contact.id))
        mine = [leg for leg in legs if leg.agent_id == contact.agent_id and leg.epoch == contact.epoch]
        if not mine:
            return True
        return any([leg.ended_at is None and not await self._is_over(leg.sid, up) for leg in mine])

    async def _is_over(self, sid: str, up: set[str] | None) -> bool:
        """One that is not listed as up is asked about: the list may be a moment old."""
        return up is not None and sid not in up and await self._legs.is_over(sid)

    async def _up(self) -> set[str] | None:
        """The lines that are up; None when the carrier does not answer, and everybody is believed to be there."""
        try:
            return {call.sid for call in await asyncio.to_thread(self._parts.phone.calls_up)}
        except SwitchboardError:
            log.warning("rebuilding_without_the_carrier")
            return None

    async def _take_out(self, ids: Sequence[str]) -> None:
        def ended(tx: Tx) -> list[tuple[str, str]]:
            found = tx.contacts.get_many(ids)
            return [(each.id, each.outcome or "withdrawn") for each in found if each.state == State.CLOSED]

        for contact, outcome in await self._parts.sql.read(ended):
            withdrawn = await self._parts.engine.withdraw(contact, outcome)
            if withdrawn.word is Word.GONE:
                await self._parts.engine.close(contact, outcome)
