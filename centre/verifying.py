"""What an agent says of a person beyond their name: that they are who they say, and that they may come to harm."""

import structlog

from centre.assurance import CONFIRMED, How
from centre.confirming import NAME_FIRST
from centre.markers import for_the_trained
from centre.matters import Matters, caller
from core.errors import Conflict, InvalidInput
from records.tx import Tx

log = structlog.get_logger()


class Verifying(Matters):
    """The verbs. `agent` is an account's id."""

    async def verify(self, agent: str, contact: str, how: str) -> None:
        """This agent is sure who is calling, and how; an empty `how` takes it back. Either is noted on the contact.

        Two people who were both confirmed are never merged.
        """
        await self._open(agent, contact)

        def keep(tx: Tx) -> None:
            person = tx.people.get(caller(tx, contact))
            if not person.name:
                raise Conflict(NAME_FIRST)
            if (how.strip() or None) == person.verified_how:
                return
            tx.people.verify(person.id, agent, how.strip() or None)
            fact = {"how": How.QUESTIONS, "by": agent, "at": tx.now.isoformat()} if how.strip() else None
            tx.contacts.merge_facts(contact, {CONFIRMED: fact})
            said = f"Confirmed who they are: {how.strip()}" if how.strip() else "Who they are is no longer confirmed."
            tx.messages.add(contact, "note", said, agent)

        await self._parts.sql.write(keep)
        log.info("person_verified" if how.strip() else "person_not_verified", contact=contact, agent=agent)
        await self._changed(contact, agent)

    async def mark(self, agent: str, contact: str, text: str) -> None:
        """The caller may come to harm: only those who are trained set it, and only they see it. Once for each text."""
        await self._open(agent, contact)
        if not text.strip():
            raise InvalidInput("Say in a few words what the worry is.", field="text")

        def keep(tx: Tx) -> None:
            for_the_trained(tx, agent)
            person = caller(tx, contact)
            if all(each.text != text.strip() for each in tx.markers.of_person(person)):
                tx.markers.add(person, text.strip(), agent)

        await self._parts.sql.write(keep)
        log.info("person_marked", contact=contact, agent=agent)
        await self._changed(contact, agent)

    async def lift(self, agent: str, contact: str, marker: str) -> None:
        """The worry is over. It is kept who had it, and who lifted it."""
        await self._open(agent, contact)

        def keep(tx: Tx) -> None:
            for_the_trained(tx, agent)
            tx.markers.lift(marker, caller(tx, contact), agent)

        await self._parts.sql.write(keep)
        log.info("marker_lifted", contact=contact, agent=agent)
        await self._changed(contact, agent)
