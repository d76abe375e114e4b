"""What an agent says of a contact afterwards: how it ended, when its wrap-up was over before they had said so."""

from typing import Any

import structlog

from centre.outcomes import ending
from centre.parts import Parts
from centre.shown import shown_address
from core.days import day_start
from core.errors import Conflict, InvalidInput, NotAllowed
from records.rows import Contact
from records.tx import Tx
from router.engine.states import Ended

log = structlog.get_logger()


class Afterwards:
    """For the rest of the day on which it closed. `agent` is an account's id."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def set_outcome(self, agent: str, contact: str, outcome: str) -> None:
        """How a contact of theirs ended after all; said once. The same again changes nothing."""
        if outcome not in self._parts.county.council.outcomes:
            raise InvalidInput("Choose how it ended.", field="outcome")
        await self._parts.sql.write(lambda tx: self._said(tx, agent, contact, outcome))
        log.info("outcome_said_afterwards", contact=contact, agent=agent, outcome=outcome)
        await self._parts.notices.tell("contact.changed", contact=contact, agent=agent)

    def _said(self, tx: Tx, agent: str, contact_id: str, outcome: str) -> None:
        contact = tx.contacts.get(contact_id, lock=True)
        if contact.agent_id != agent:
            raise NotAllowed("This contact is not with you.")
        if contact.facts.get("outcome") == outcome:
            return
        if contact.outcome != Ended.NO_OUTCOME:
            raise Conflict("It is not one that ended without an outcome.")
        if contact.closed_at is None or contact.closed_at < day_start(tx.now, self._parts.county.zone):
            raise Conflict("It ended on an earlier day: it can be read, and no longer changed.")
        tx.contacts.merge_facts(contact_id, {"outcome": outcome})
        case_after(tx, tx.contacts.correct_outcome(contact_id, ending(outcome)), outcome)


def without_outcome(tx: Tx, parts: Parts, agent: str) -> list[dict[str, Any]]:
    """`[{contact, channel, service_label, name, address, at}]`: what ended so today in this agent's hands."""
    return [_line(tx, parts, each) for each in tx.contacts.without_outcome(agent, day_start(tx.now, parts.county.zone))]


def _line(tx: Tx, parts: Parts, contact: Contact) -> dict[str, Any]:
    person = tx.people.get(contact.person_id) if contact.person_id else None
    service = parts.county.services.get(contact.service or "")
    return {
        "contact": contact.id,
        "channel": contact.channel.value,
        "service_label": service.label if service else contact.service,
        "name": person.name if person else None,
        "address": shown_address(contact),
        "at": contact.closed_at.isoformat() if contact.closed_at else None,
    }


def case_after(tx: Tx, contact: Contact, outcome: str) -> None:
    """The case closes with its last contact, unless specialists have it."""
    if contact.case_id is None:
        return
    if outcome == "referred":
        case = tx.cases.get(contact.case_id)
        if case.closed_at and contact.closed_at and case.closed_at >= contact.closed_at:
            # It closed with this contact, which turns out to have been passed on.
            tx.cases.reopen(case.id)
        return
    others = [each for each in tx.contacts.of_case(contact.case_id) if each.state != "closed"]
    waiting = [each for each in tx.referrals.of_case(contact.case_id) if each.state not in ("completed", "withdrawn")]
    if not others and not waiting:
        tx.cases.close(contact.case_id)
