"""Safeguarding markers at the desk: set, seen and lifted by those alone who are trained to take such a worry."""

from typing import Any, Final

from core.errors import NotAllowed
from records.staff_rows import Account
from records.tx import Tx

TRAINED: Final = "safeguarding"
"""The skill of those who may know."""
NOT_FOR_YOU: Final = "Only those who are trained in safeguarding may do that."


def may_see_markers(account: Account) -> bool:
    return account.skills.get(TRAINED, 0) > 0


def for_the_trained(tx: Tx, agent: str) -> None:
    """Raises NotAllowed for everybody else."""
    if not may_see_markers(tx.accounts.get(agent)):
        raise NotAllowed(NOT_FOR_YOU)


def markers_shown(tx: Tx, person_id: str | None, account: Account) -> list[dict[str, Any]] | None:
    """`[{id, text, by, at}]`; None for whoever may not know whether there are any."""
    if not may_see_markers(account):
        return None
    found = tx.markers.of_person(person_id) if person_id else []
    return [
        {"id": each.id, "text": each.text, "by": tx.accounts.get(each.by).name, "at": each.at.isoformat()}
        for each in found
    ]
