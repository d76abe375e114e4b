"""Callers who would rather be rung back than wait on the line: their contact keeps its place without them.

1. In the queue they press 1: that is on record before the line goes. Their contact waits on, and its end means nothing.
2. An agent accepts it like any call; when their softphone has joined, the resident is dialled (`ringing_back`).
3. Not reached, it is tried again by itself twice, five minutes apart; then it is its agent's to decide.
4. Who rings again while they wait to be rung is recognised: the new call has the old one's place, and nobody is rung.

The calls out themselves are `ringing_back`'s.
"""

import structlog

from centre.asides import back_in_queue
from centre.parts import Parts
from centre.rings import CALL_BACK, NEXT_TRY, NOT_REACHED, TRIES, Ring, by_hand, has_no_line
from config.county import OFFICE
from core.address import Address
from core.channel import Channel
from core.clock import to_ms
from core.errors import Unavailable
from ivr import Session
from ivr.nodes.queue import QueueNode
from records.rows import Contact
from records.tx import Tx
from router.engine.words import Word

log = structlog.get_logger()

WISH = "call-back:"
"""How the key of the note begins that says so."""
WAITS = ("waiting", "offered", "parked", "callback")
"""Where nobody is ringing them, or about to."""


class CallBacks:
    """Keeping a place without a line."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def offered(self, contact: Contact, session: Session) -> bool:
        """Whether this caller may choose it: their menu says so, their number is known, and we are open."""
        menu = self._parts.county.menus.get(session.menu)
        node = menu.nodes.get(session.node) if menu else None
        if not isinstance(node, QueueNode) or not node.ring_back or contact.from_address is None:
            return False
        return contact.state in WAITS and self._parts.county.is_open(OFFICE, self._parts.clock.now())

    async def wished(self, contact: Contact) -> bool:
        """They have chosen it; False when an agent is about to have them on the line anyway."""

        def keep(tx: Tx) -> bool:
            now = tx.contacts.get(contact.id, lock=True)
            if now.state not in WAITS:
                return False
            tx.contacts.merge_facts(contact.id, {CALL_BACK: {"tries": 0, "by_hand": False}})
            tx.messages.add(contact.id, "note", "Asked to be rung back.", "caller", key=f"{WISH}{contact.id}")
            return True

        kept = await self._parts.sql.write(keep)
        if kept:
            log.info("call_back_wished", contact=contact.id)
            await self._parts.notices.tell("contact.changed", contact=contact.id)
        return kept

    async def rang_again(self, sid: str, sender: Address | None) -> Contact | None:
        """The contact of somebody who waits to be rung and rings by themselves, now by this call; None otherwise."""
        if sender is None:
            return None
        contact = await self._parts.sql.write(lambda tx: _taken_over(tx, sid, sender))
        if contact is None:
            return None
        log.info("caller_rang_again", contact=contact.id)
        try:
            await self._parts.engine.take_up(contact.id, "the resident rang again")
        except Unavailable:
            log.warning("contact_waits_for_the_engine", contact=contact.id)
        return contact

    async def after_ring(self, contact_id: str, ring: Ring) -> None:
        """They have been spoken with: wrap-up. Or not reached: again later, or it is the agent's to decide."""
        contact = await self._parts.sql.read(lambda tx: tx.contacts.get(contact_id))
        if not has_no_line(contact):
            return
        if ring.end is None:
            await self._parts.sql.write(lambda tx: tx.contacts.merge_facts(contact_id, {CALL_BACK: None}))
            if await self._parts.engine.wrap(contact_id, agent=ring.agent) is Word.WRAPPING:
                await self._parts.sql.write(lambda tx: tx.contacts.move(contact_id, "wrapping", at=tx.now))
        elif ring.end in NOT_REACHED and not by_hand(contact):
            await self._again(contact, ring.agent)

    async def _again(self, contact: Contact, agent: str) -> None:
        wish = {**contact.facts[CALL_BACK], "tries": contact.facts[CALL_BACK]["tries"] + 1}
        await self._parts.sql.write(lambda tx: tx.contacts.merge_facts(contact.id, {CALL_BACK: wish}))
        if wish["tries"] >= TRIES:
            return
        until, why = self._parts.clock.now() + NEXT_TRY, "not reached; rung again by itself"
        if await self._parts.engine.call_back(contact.id, to_ms(until), why, agent=agent) is Word.CALLBACK:
            await self._parts.sql.write(
                lambda tx: tx.contacts.move(contact.id, "callback", at=tx.now, until=until, why=why)
            )
            await self._parts.notices.tell("contact.changed", contact=contact.id, agent=agent)


def _taken_over(tx: Tx, sid: str, sender: Address) -> Contact | None:
    found = tx.contacts.open_from(Channel.PHONE, sender, lock=True)
    if found is None or not has_no_line(found) or found.state not in WAITS:
        return None
    tx.legs.upsert(sid, found.id, "caller")
    tx.contacts.set_provider_id(found.id, sid)
    tx.contacts.merge_facts(found.id, {CALL_BACK: None})
    return back_in_queue(tx, tx.contacts.get(found.id))
