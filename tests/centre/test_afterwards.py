"""A wrap-up that runs out says nothing of how the contact ended; its agent is told, and says it afterwards."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from core.errors import Conflict, InvalidInput, NotAllowed, SwitchboardError
from records.tx import Tx
from tests.centre.house import House
from tests.centre.test_calls import wrapping


async def ran_out(house: House) -> str:
    _, contact = await wrapping(house)
    await house.fall_due("wrap", contact)
    await house.is_(contact, "closed")
    return contact


async def told(house: House, name: str = "amina") -> list[str]:
    """Of which contacts this agent's desk asks how they ended."""
    view = await house.centre.desk.view(house.staff[name])
    return [each["contact"] for each in view["without_outcome"]]


def settled(house: House) -> tuple[int, int]:
    day = house.clock.now() - timedelta(hours=1)
    total = house.ask(lambda tx: tx.counts.today(day)).total
    return total.served, total.settled


async def test_a_wrap_up_that_ran_out_is_not_settled_until_its_agent_says_so(house: House) -> None:
    contact = await ran_out(house)
    assert house.ask(lambda tx: tx.contacts.get(contact)).outcome == "no_outcome"
    assert (await told(house), settled(house)) == ([contact], (1, 0))
    for _ in range(2):
        await house.centre.afterwards.set_outcome(house.staff["amina"], contact, "settled")
    kept = house.ask(lambda tx: tx.contacts.get(contact))
    assert (kept.outcome, kept.facts["outcome"]) == ("served", "settled")
    assert (await told(house), settled(house)) == ([], (1, 1))
    assert house.ask(lambda tx: tx.cases.get(str(kept.case_id))).state == "closed"


def ended_yesterday(tx: Tx, contact: str) -> None:
    tx.contacts._change(contact, {"closed_at": tx.now - timedelta(days=1)})


def said_already(tx: Tx, contact: str) -> None:
    tx.contacts.correct_outcome(contact, "served")


def nothing(tx: Tx, contact: str) -> None:
    del tx, contact


@pytest.mark.parametrize(
    ("before", "who", "outcome", "error"),
    [
        pytest.param(nothing, "amina", "lunch", InvalidInput, id="an outcome that the council does not have"),
        pytest.param(nothing, "ben", "settled", NotAllowed, id="somebody else's contact"),
        pytest.param(said_already, "amina", "settled", Conflict, id="one whose outcome is known"),
        pytest.param(ended_yesterday, "amina", "settled", Conflict, id="one that ended on an earlier day"),
    ],
)
async def test_what_cannot_be_said_afterwards(
    house: House, before: Callable[[Tx, str], None], who: str, outcome: str, error: type[SwitchboardError]
) -> None:
    contact = await ran_out(house)
    house.do(lambda tx: before(tx, contact))
    with pytest.raises(error):
        await house.centre.afterwards.set_outcome(house.staff[who], contact, outcome)
    assert await told(house, "ben") == []
