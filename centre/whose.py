"""Whose a contact is when it is not the one's whom the number is known for; with it goes the matter that it is about.

1. Its case was chosen when it was taken, by whom the number is known for. What somebody else asks is none of theirs:
   left there, that case would be shown to whoever has the newcomer's address.
2. A case that holds nothing else is the newcomer's. Any other the contact leaves, with the referrals that were made on
   it, for their own open one about the same, or for a new one.
3. What was joined to it from the same address goes along. What came from another is still the other's.
4. What an agent linked to another's case, as a stranger's, stays there: it proves nothing of it already.
"""

from collections.abc import Sequence
from datetime import datetime

from centre.assurance import CONFIRMED, named_by
from core.clock import to_ms
from records.rows import Case, Contact, Person
from records.tx import Tx

NO_MORE = "Who they are is no longer confirmed: it is another person's contact now."
LEFT = "Somebody else is speaking, so this is no longer in case {old}. It is in case {new}."
MOVED = "Moved to case {new}"


def somebody_else(tx: Tx, contact_id: str, name: str, agent: str) -> None:
    """The contact is from `name`: whoever is called so at its address, else somebody new."""
    contact = tx.contacts.get(contact_id, lock=True)
    person = _at_this_address(tx, contact, name)
    tx.contacts.link(contact.id, person_id=person.id)
    joined = _joined_from_there(tx, contact)
    for each in joined:
        tx.contacts.link(each.id, person_id=person.id)
    together = (contact, *joined)
    for each in together:
        if each.person_id != person.id:
            confirmed_no_more(tx, each, each.person_id, agent)
    for each in together:
        # As it is by now: the one before may have taken it along.
        case_id = tx.contacts.get(each.id).case_id
        if case_id is not None:
            _has_their_case(tx, each, tx.cases.get(case_id), person.id, agent, together)


def _joined_from_there(tx: Tx, contact: Contact) -> tuple[Contact, ...]:
    parts = tx.joined.part_of(contact.id) if contact.from_address is not None else []
    return tuple(each for each in parts if each.from_address == contact.from_address)


def confirmed_no_more(tx: Tx, contact: Contact, before: str | None, agent: str) -> None:
    """That an agent made sure of somebody in this contact was of whoever it was `before`; nor are they known by it."""
    confirmed = contact.facts.get(CONFIRMED)
    if not confirmed:
        return
    tx.contacts.merge_facts(contact.id, {CONFIRMED: None})
    tx.messages.add(contact.id, "note", NO_MORE, agent)
    person = tx.people.itself(before) if before else None
    at = to_ms(datetime.fromisoformat(confirmed["at"]))
    if person is not None and person.verified_at is not None and to_ms(person.verified_at) == at:
        tx.people.verify(person.id, agent, None)


def _at_this_address(tx: Tx, contact: Contact, name: str) -> Person:
    address = contact.from_address
    known = tx.people.find(address) if address else []
    matching = [person for person in known if person.name == name]
    return matching[0] if matching else tx.people.create(name, (address,) if address else ())


def _has_their_case(tx: Tx, contact: Contact, case: Case, person: str, agent: str, together: Sequence[Contact]) -> None:
    if named_by(contact) == case.id or not _is_anothers(tx, together, case, person):
        return
    own = tx.cases.open_for(person, contact.service or case.service)
    if own is None and _holds_nothing_else(tx, together, case):
        tx.cases.update(case.id, person_id=person)
        return
    own = own or tx.cases.create(person, contact.service or case.service, owner=contact.agent_id)
    for each in tx.contacts.of_case(case.id):
        if _is_of(together, each):
            tx.contacts.link(each.id, case_id=own.id)
    _referrals_follow(tx, together, case, own)
    tx.messages.add(contact.id, "note", LEFT.format(old=case.reference, new=own.reference), agent)
    if not tx.contacts.of_case(case.id) and not tx.referrals.of_case(case.id):
        tx.cases.update(case.id, next_action=MOVED.format(new=own.reference))
        tx.cases.close(case.id)


def _is_anothers(tx: Tx, together: Sequence[Contact], case: Case, person: str) -> bool:
    """Whether it is somebody else's. One of nobody is of whoever made its other contacts."""
    if case.person_id is not None:
        return case.person_id != person
    others = {each.person_id for each in tx.contacts.of_case(case.id) if not _is_of(together, each)}
    return bool(others - {None, person}) or not others


def _holds_nothing_else(tx: Tx, together: Sequence[Contact], case: Case) -> bool:
    here = {each.id for each in together}
    made_here = all(each.contact_id in here for each in tx.referrals.of_case(case.id))
    return made_here and all(_is_of(together, each) for each in tx.contacts.of_case(case.id))


def _is_of(together: Sequence[Contact], other: Contact) -> bool:
    """Whether it is one of these, or what was asked of a colleague about one."""
    return any(each.id in (other.id, other.consults) for each in together)


def _referrals_follow(tx: Tx, together: Sequence[Contact], old: Case, own: Case) -> None:
    """Those that were made on these contacts, and what is next because of them."""
    here = {each.id for each in together}
    made = {each.contact_id for each in tx.referrals.of_case(old.id) if each.contact_id in here}
    for contact_id in sorted(made):
        tx.referrals.follow(old.id, own.id, contact_id=contact_id)
    if made:
        tx.cases.update(own.id, next_action=old.next_action)
        tx.cases.update(old.id, next_action=None)
