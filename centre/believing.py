"""Whether a live store that was started again still knows all that the record does.

It forgets at most the last second: but that may have been told, and acted on. Nothing is decided there until this has
been asked (`Engine.is_sure`), so what is compared stands still.

1. The last event that is in the record is in the store's own log: whatever that tells has not been lost.
2. An act is written into the record before its event is. So who holds what, what is over, and who is on a break is the
   same on both sides.
"""

from collections.abc import Mapping
from typing import Any, Final

from centre.parts import Parts
from records.projection import ASIDE, CLOSED
from records.rows import Contact
from records.tx import Tx

PART: Final = 50
"""Contacts, or agents, of one part."""
HELD: Final = ("connecting", "active", "wrapping")
AT_ODDS: Final = {"ready", "break"}
"""What an agent is to be offered must not depend on which of the two is asked."""


async def has_the_last(parts: Parts, generation: str) -> bool:
    """Whether the store has the last event of this generation that the record has. Asked before more are read."""
    last = await parts.sql.read(lambda tx: tx.events.last_sequence(generation))
    return last is None or await parts.engine.has_event(last)


async def agrees(parts: Parts) -> bool:
    """Whether the two say the same, once all that the store told is in the record. What it lacks whole is put back."""
    after, more = "", True
    while more:
        part = await parts.engine.slice(after, PART)
        if await parts.sql.read(lambda tx, part=part: _differs(tx, part)):  # type: ignore[misc]
            return False
        after = part["next"]
        more = after != ""
    return await _same_hands(parts)


async def _same_hands(parts: Parts) -> bool:
    """Whoever has something by the record has it, or the store does not know of it and is told."""
    for contact in await parts.sql.read(lambda tx: tx.contacts.routed_open()):
        found = await parts.engine.contact(contact.id) if contact.state in HELD else None
        if found and _place(found.state, found.agent, found.epoch) != _kept(contact):
            return False
    return True


def _differs(tx: Tx, part: Mapping[str, Any]) -> bool:
    told = {id: _place(row["state"], row["agent"], row["epoch"]) for id, row in part["contacts"].items() if row}
    if any(_kept(contact) != told[contact.id] for contact in tx.contacts.get_many(list(told))):
        return True
    accounts = {account.id: account.state for account in tx.accounts.list()} if part["agents"] else {}
    states = ({str(row.get("state")), accounts.get(id)} for id, row in part["agents"].items())
    return any(both == AT_ODDS for both in states)


def _kept(contact: Contact) -> tuple[str, ...]:
    return _place(contact.state, contact.agent_id, contact.epoch)


def _place(state: str, agent: str | None, epoch: str | int | None) -> tuple[str, ...]:
    """Where a contact is, as far as both must agree; of one in hand, whose it is, and by which offer."""
    if state in HELD:
        return ("held", str(agent), str(epoch))
    return (CLOSED if state == CLOSED else "aside" if state in ASIDE else "waits",)
