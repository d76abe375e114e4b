"""What the record knows about a contact that the routing rules may ask for."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from core.channel import Channel
from records.rows import Case, Contact
from records.tx import Tx
from router.rules.facts import Facts

LOOKED_AT = 20
"""Contacts of a person that are looked through for whom they last spoke with."""


def facts_of(tx: Tx, contact: Contact) -> Facts:
    """A contact as the rules see it."""
    person = tx.people.get(contact.person_id) if contact.person_id else None
    theirs = tx.contacts.of_person(person.id, LOOKED_AT) if person else []
    earlier = [each for each in theirs if each.id != contact.id and each.arrived_at <= contact.arrived_at]
    case = tx.cases.get(contact.case_id) if contact.case_id else None
    return Facts(
        contact_id=contact.id,
        channel=contact.channel,
        service=contact.service or "",
        arrived_at=_arrived(tx, contact),
        to=contact.to,
        known=person is not None,
        contacts_before=len(earlier),
        language=(person.language if person else None) or "en",
        access_needs=_needs(person.access_needs if person else None),
        case_id=_open_case(tx, contact, case),
        case_owner=case.owner if case and case.state == "open" else None,
        last_agent=next((each.agent_id for each in earlier if each.agent_id), None),
        said=_said(contact.facts),
    )


def _open_case(tx: Tx, contact: Contact, case: Case | None) -> str | None:
    """The matter that it is about: its own case, or, before anybody has taken it, the person's open one."""
    if case is None and contact.person_id and contact.service:
        case = tx.cases.open_for(contact.person_id, contact.service)
    return case.id if case and case.state == "open" else None


def _arrived(tx: Tx, contact: Contact) -> datetime:
    """When the wait began. A caller's begins when they leave the menu, everybody else's when they wrote."""
    if contact.channel is Channel.PHONE:
        return contact.queued_at or tx.now
    return contact.arrived_at


def _needs(text: str | None) -> tuple[str, ...]:
    """Agents part them by commas, or write one on each line."""
    return tuple(need.strip() for need in (text or "").replace("\n", ",").split(",") if need.strip())


def _said(facts: Mapping[str, Any]) -> dict[str, str]:
    return {name: value for name, value in facts.items() if isinstance(value, str)}
