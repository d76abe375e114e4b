"""A suggested link settled: an email that somebody else wrote belongs to the case that it answers, or it does not."""

from typing import Any

from centre.assurance import THREAD, naming
from centre.email_threads import Why
from centre.referring import case_for
from core.errors import Conflict
from records.rows import Case, Contact
from records.tx import Tx

SAYS = {
    Why.STRANGER: (
        "It answers a message of another matter, but comes from an address that is not part of it. Linked, it is read "
        "with that matter. It stays no proof that they are the person who asked."
    ),
    Why.DISOWNED: "It answers a message of another matter, but may not be from the address that it says.",
    Why.NEW_SUBJECT: "It answers a message of another matter, under a new subject.",
}
LINKED = "Linked to case {reference}, which it answers."
APART = "Kept apart from case {reference}, which it seemed to answer."


def suggested(contact: Contact) -> dict[str, Any] | None:
    """`{reference, why}` as the desk shows it; None when nothing is suggested, or it was settled."""
    given = contact.facts.get(THREAD)
    return {"reference": given["reference"], "why": SAYS[Why(given["why"])]} if given else None


def settle_suggestion(tx: Tx, contact_id: str, agent: str, *, accept: bool) -> None:
    """Link it, or keep it apart; a stranger who is linked is no resident of that case.

    A case of its own that holds nothing else is over with that.
    """
    contact = tx.contacts.get(contact_id, lock=True)
    given = contact.facts.get(THREAD)
    if not given:
        return
    tx.contacts.merge_facts(contact_id, {THREAD: None})
    case = _case(tx, given, contact)
    note = (LINKED if accept else APART).format(reference=case.reference)
    tx.messages.add(contact_id, "note", note, agent, key=f"link:{contact_id}")
    if not accept or contact.case_id == case.id:
        return
    tx.contacts.link(contact_id, case_id=case.id)
    if given["why"] == Why.STRANGER:
        tx.contacts.merge_facts(contact_id, naming(case, linked=True))
    if case.state == "closed":
        tx.cases.reopen(case.id)
    if contact.case_id and not tx.contacts.of_case(contact.case_id) and not tx.referrals.of_case(contact.case_id):
        tx.cases.close(contact.case_id)


def _case(tx: Tx, given: dict[str, Any], contact: Contact) -> Case:
    other = tx.joined.survivor(tx.contacts.get(given["contact"]))
    if other.case_id:
        return tx.cases.get(other.case_id)
    service = other.service or contact.service
    if service is None:
        raise Conflict("It is not known yet what that matter is about. Try again when somebody has taken it.")
    return case_for(tx, other, service)
