"""Putting a contact where somebody can take it: linked to a person, planned, in the record, in the engine."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import structlog

from centre.guessing import Guessing
from centre.parts import Parts
from centre.planning import Planning, keep_plan
from core.address import Address
from core.channel import Channel
from core.errors import Unavailable
from records.rows import Contact, NewContact
from records.tx import Tx
from router.engine.states import Ended
from router.engine.words import Word

log = structlog.get_logger()

TAKEN_IN = (Word.WAITING, Word.OFFERED)
TRIAGE = "anything-else/triage"
ARRIVED, WAITING, CLOSED = "arrived", "waiting", "closed"
STRANDED_AFTER = timedelta(seconds=20)
"""Longer than any process takes between a contact's commit and its place in the queue."""


class Arrivals:
    """What every channel does with a contact once its own form has been read."""

    def __init__(self, parts: Parts, planning: Planning, guessing: Guessing) -> None:
        self._parts = parts
        self._planning = planning
        self._guessing = guessing

    async def take_in(self, new: NewContact) -> tuple[Contact, bool]:
        """Commit a contact, linked to the one person who has this address, if one has. Twice gives the same."""
        return await self._parts.sql.write(lambda tx: take_in(tx, new))

    async def queue(self, contact: Contact, service: str, *, again: bool = False) -> Word:
        """Plan a contact, commit the plan, then hand it to the engine. `again` lets one that had ended in once more.

        Asked twice, the first time counts. When the engine is away the contact is safe: it is in the record, from
        which the clock brings it back.
        """
        kept = await self._parts.sql.write(lambda tx: self.planned(tx, contact.id, service, again=again))
        return await self.arrive(kept, again=again)

    async def arrive(self, kept: Contact, *, again: bool = False) -> Word:
        """Hand a contact to the engine that `planned` has committed."""
        (word,) = await self.arrive_all([kept], again=again)
        return word

    async def arrive_all(self, kept: Sequence[Contact], *, again: bool = False) -> list[Word]:
        """The same for several."""
        words = await asyncio.gather(*(self._handed_over(each, again) for each in kept))
        await self._leave([each.id for each, word in zip(kept, words, strict=True) if word in TAKEN_IN])
        return [word or Word.WAITING for word in words]

    async def _handed_over(self, kept: Contact, again: bool) -> Word | None:
        """What the engine said of it; None when it is away."""
        if kept.state != WAITING:
            return Word.ALREADY
        try:
            return await self._parts.engine.arrive(self._planning.of(kept), force=again)
        except Unavailable:
            log.warning("contact_waits_for_the_engine", contact=kept.id)
            return None

    async def _leave(self, contact_ids: Sequence[str]) -> None:
        """Take out of the engine again whoever left in the very moment in which it took them in."""
        if not contact_ids:
            return
        with suppress(Unavailable):
            for each in await self._parts.sql.read(lambda tx: tx.contacts.get_many(contact_ids)):
                if each.state == CLOSED:
                    await self._parts.engine.withdraw(each.id, each.outcome or Ended.ABANDONED)

    async def queue_caller(self, contact: Contact, service: str) -> Word:
        """`queue` for somebody on the telephone: as long as their line is up, nothing that ended keeps them out."""
        up = await self._parts.sql.read(lambda tx: line_is_up(tx, contact.provider_id))
        return await self.queue(contact, service, again=up)

    async def queue_stranded(self) -> int:
        """Queue what was taken in by a process that ended before it could. Calls are still in their menu. How many."""
        before = self._parts.clock.now() - STRANDED_AFTER
        arrived = await self._parts.sql.read(lambda tx: tx.contacts.in_menu_open())
        stranded = [each for each in arrived if each.channel is not Channel.PHONE and each.moved_at < before]
        return sum([await self._queue_stranded(contact) for contact in stranded])

    async def _queue_stranded(self, contact: Contact) -> int:
        words = str(contact.facts.get("words") or "")
        try:
            service = contact.service or (await self._guessing.of(contact, words)).goes_to
            await self.queue(contact, service or TRIAGE)
        except Unavailable:
            raise
        except Exception as error:
            # Whatever is wrong with it, those behind it are queued.
            log.error("contact_not_queued", contact=contact.id, error=type(error).__name__, exc_info=error)
            return 0
        return 1

    def planned(
        self, tx: Tx, contact_id: str, service: str, *, again: bool = False, held: Contact | None = None
    ) -> Contact:
        """The first half of `queue`, within a transaction of the caller's: what comes of it is given to `arrive`.

        `held` is the contact as it is, from a transaction that made it or has locked it.
        """
        contact = held or tx.contacts.get(contact_id, lock=True)
        over = contact.state == CLOSED
        if contact.state != ARRIVED and not (over and again):
            return contact
        if contact.service != service:
            contact = tx.contacts.set_service(contact_id, service)
        plan = self._planning.plan(tx, contact)
        kept = keep_plan(tx, plan, held=contact)
        if not over:
            return kept
        # How it had ended is no word on how it will.
        tx.contacts.merge_facts(contact_id, {"outcome": None})
        # Its end may be of this very millisecond, or by a clock that is ahead of ours; it comes back after it.
        after = max(tx.now, (kept.closed_at or tx.now) + timedelta(milliseconds=1))
        return tx.contacts.move(contact_id, WAITING, at=after, arrives_again=True)


def line_is_up(tx: Tx, sid: str) -> bool:
    """Whether somebody is still on this line."""
    leg = tx.legs.by_sid(sid)
    return leg is not None and leg.ended_at is None


def take_in(tx: Tx, new: NewContact) -> tuple[Contact, bool]:
    """`Arrivals.take_in`, within a transaction of the caller's."""
    return tx.contacts.take_in(replace(new, person_id=new.person_id or known_person(tx, new.from_address)))


def known_person(tx: Tx, address: Address | None) -> str | None:
    """The one person with this address. A shared number is nobody's: the agent chooses from a list."""
    found = tx.people.find(address) if address else []
    return found[0].id if len(found) == 1 else None
