"""Putting a contact where somebody can take it: linked to a person, planned, in the record, in the engine."""

from dataclasses import replace

import structlog

from centre.parts import Parts
from centre.planning import Planning
from core.address import Address
from core.clock import from_ms
from core.errors import Unavailable
from records.rows import Contact, NewContact
from records.tx import Tx
from router.engine.words import Word

log = structlog.get_logger()


class Arrivals:
    """What every channel does with a contact once its own form has been read."""

    def __init__(self, parts: Parts, planning: Planning) -> None:
        self._parts = parts
        self._planning = planning

    async def take_in(self, new: NewContact) -> tuple[Contact, bool]:
        """Commit a contact, linked to the one person who has this address, if one has. Twice gives the same."""
        return await self._parts.sql.write(lambda tx: take_in(tx, new))

    async def queue(self, contact: Contact, service: str, *, again: bool = False) -> Word:
        """Plan a contact, commit the plan, then hand it to the engine. `again` lets one that had ended in once more.

        When the engine is away the contact is safe: it is in the record, from which the clock brings it back.
        """
        contact = replace(contact, service=service)

        def keep(tx: Tx) -> Contact:
            tx.contacts.set_service(contact.id, service)
            plan = self._planning.plan(tx, contact)
            tx.contacts.set_plan(
                contact.id,
                plan.to_dict(),
                rules_version=plan.rules_version,
                due_at=from_ms(plan.due_ms),
                band=plan.band,
            )
            return tx.contacts.move(contact.id, "waiting", at=tx.now, arrives_again=again)

        kept = await self._parts.sql.write(keep)
        try:
            return await self._parts.engine.arrive(self._planning.of(kept), force=again)
        except Unavailable:
            log.warning("contact_waits_for_the_engine", contact=contact.id)
            return Word.WAITING


def take_in(tx: Tx, new: NewContact) -> tuple[Contact, bool]:
    """`Arrivals.take_in`, within a transaction of the caller's."""
    return tx.contacts.take_in(replace(new, person_id=new.person_id or known_person(tx, new.from_address)))


def known_person(tx: Tx, address: Address | None) -> str | None:
    """The one person with this address. A shared number is nobody's: the agent chooses from a list."""
    found = tx.people.find(address) if address else []
    return found[0].id if len(found) == 1 else None
