"""Where a matter has got to, in words that its resident may read or hear once they have proven enough."""

from collections.abc import Iterator, Sequence
from typing import Final

from centre.one_matter import FREE
from centre.parts import Parts
from centre.promises import by_when
from records.rows import Case, Contact, Referral
from records.tx import Tx
from referrals.states import State

WITHDRAWN: Final = "withdrawn_online"
"""The fact that a contact keeps when its resident has taken the request back."""
IN_HAND: Final = ("connecting", "active", "wrapping")
PASSED_ON: Final = (State.SENT, State.ACKNOWLEDGED, State.ACCEPTED)
UNDER_WAY: Final = (*PASSED_ON, State.QUEUED, State.UNCONFIRMED, State.SENT_BACK)
"""Referrals about which somebody may yet do something."""
SENTENCES: Final = {
    "waiting": "We have your request. Nobody has started on it yet.",
    "in_hand": "Somebody is dealing with your request now.",
    "passed_on": "We have passed your request on to those who do the work.",
    "open": "We are dealing with your request.",
    "withdrawing": "This request has been withdrawn. Whoever is working on it has been told.",
    "not_yet_out": "This request is to be withdrawn. It still waits here, with a note that says so.",
    "withdrawn": "This request has been withdrawn. Nothing more will be done about it.",
    "finished": "We have finished with your request.",
}


def state_of(tx: Tx, case: Case) -> str:
    """One word of SENTENCES. A wish to withdraw it says nothing of where it is."""
    contacts = [each for each in tx.contacts.of_case(case.id) if each.facts.get(WITHDRAWN) != "wish"]
    return _state(case, contacts, tx.referrals.of_case(case.id))


def sentences(parts: Parts, tx: Tx, case: Case) -> Iterator[str]:
    """All that is said of it, first where it is."""
    zone, state = parts.county.zone, state_of(tx, case)
    yield SENTENCES[state]
    if state == "waiting":
        due = [each.due_at for each in tx.contacts.of_case(case.id) if each.state in FREE and each.due_at]
        if due:
            yield f"We mean to answer {by_when(min(due), tx.now, zone)}."
    if state == "passed_on":
        for each in tx.referrals.of_case(case.id):
            if each.state in PASSED_ON:
                number = f" Their number for it is {each.partner_reference}." if each.partner_reference else ""
                yield f"It is with this team: {each.destination}.{number}"
    if case.promised_at is not None and state not in ("finished", "withdrawn"):
        yield f"We promised to come back to you {by_when(case.promised_at, tx.now, zone)}."


def _state(case: Case, contacts: Sequence[Contact], referrals: Sequence[Referral]) -> str:
    """What was withdrawn is `withdrawing` in somebody's hands, and `not_yet_out` while it waits in nobody's."""
    still = [each for each in contacts if each.state != "closed"]
    under_way = any(each.state in UNDER_WAY for each in referrals)
    if taken_back := [each for each in contacts if each.facts.get(WITHDRAWN)]:
        # What came in since, as a stranger's question, is nobody's work on it.
        states = {each.state for each in taken_back} - {"closed"}
        if states & set(FREE):
            return "not_yet_out"
        return "withdrawing" if states or under_way else "withdrawn"
    if any(each.state in IN_HAND for each in still):
        return "in_hand"
    if any(each.state in PASSED_ON for each in referrals):
        return "passed_on"
    if still:
        return "waiting"
    return "open" if under_way and case.state == "open" else "finished"
