"""A consultation as the desk shows it, on both sides of the question."""

from collections.abc import Mapping
from typing import Any

from centre.consultations import asked, call_of
from centre.planning import PASSED_ON
from records.rows import Contact
from records.tx import Tx


def consult_shown(tx: Tx, contact: Contact) -> dict[str, Any] | None:
    """`{side, name, state, why, words}`; None when nobody is asked about this contact, and it is no question itself.

    `side` is `asking` or `asked`, `name` who is at the other end. `state` is `ringing`, `talking`, `together` (the
    caller hears both), or `over`, and then `why`: `declined`, `no_answer`, `left` or `lost`.
    """
    if call_of(contact):
        by = contact.facts[PASSED_ON]["by"]
        fact = asked(tx.contacts.get(call_of(contact) or ""))
        state = "together" if fact is not None and fact["together"] else "talking"
        words = contact.facts[PASSED_ON]["words"]
        return {"side": "asked", "name": tx.accounts.get(by).name, "state": state, "why": None, "words": words}
    mine = asked(contact)
    if mine is None or mine["by"] != contact.agent_id:
        return None
    question = tx.contacts.get(mine["contact"])
    there = question.state == "active"
    name = tx.accounts.get(question.agent_id).name if there and question.agent_id else mine["to"]
    words = question.facts[PASSED_ON]["asks"]
    return {"side": "asking", "name": name, "state": _state(mine, there), "why": mine["ended"], "words": words}


def _state(fact: Mapping[str, Any], there: bool) -> str:
    if fact["ended"]:
        return "over"
    if not there:
        return "ringing"
    return "together" if fact["together"] else "talking"
