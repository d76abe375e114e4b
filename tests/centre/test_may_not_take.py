"""A caller who needs what is never given up stays with whoever asked, when the colleague who was asked lacks it."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from core.errors import Conflict
from tests.centre.house import House

RULE = """rules:
  - name: Only the trained
    services: [highways/pothole]
    needs:
      - {skill: safeguarding, level: 3, hard: true}

"""


@pytest_asyncio.fixture(loop_scope="session")
async def trained(house: House) -> AsyncIterator[House]:
    """Amina alone may take a pothole."""
    amina = house.staff["amina"]
    before = house.ask(lambda tx: tx.accounts.get(amina))
    skills = {**before.skills, "safeguarding": 4}
    house.do(lambda tx: tx.accounts.set_skills(amina, skills, dict(before.capacity)))
    text = house.county.rules_text.replace("rules:\n", RULE, 1).split("tests:")[0]
    house.do(lambda tx: tx.rules.publish(text, "Switchboard", "only the trained"))
    await house.centre.reconciling.reconcile()
    yield house
    house.do(lambda tx: tx.accounts.set_skills(amina, dict(before.skills), dict(before.capacity)))


async def asks_carys(house: House) -> tuple[str, str]:
    """Amina, on a call, asks about a book, and Carys answers: the call and the question."""
    _, contact = await house.speaks("amina")
    house.robot("carys")
    await house.at_work("carys")
    await house.centre.consulting.begin(
        house.staff["amina"], contact, service="libraries/enquiry", reason="What a book says"
    )
    await house.accepts("carys")
    fact = house.ask(lambda tx: tx.contacts.get(contact)).facts["consult"]
    await house.is_(fact["contact"], "active")
    return contact, fact["contact"]


async def test_the_desk_says_who_may_not_take_what_and_nothing_else_happens(trained: House) -> None:
    contact, question = await asks_carys(trained)
    amina = trained.staff["amina"]
    with pytest.raises(
        Conflict, match=r"^Carys may not take Safeguarding\. Keep the caller, or ask somebody who may\.$"
    ):
        await trained.centre.consulting.hand_over(amina, contact)
    assert (await trained.is_(contact, "active")).agent_id == amina
    await trained.is_(question, "active")
    await trained.centre.consulting.back(amina, contact)
    assert await trained.centre.checking.whole() == []


async def test_the_caller_waits_at_their_place_when_whoever_asked_drops_out(trained: House) -> None:
    contact, question = await asks_carys(trained)
    await trained.hangs_up(trained.leg(contact, "amina"))
    await trained.is_(contact, "waiting")
    await trained.is_(question, "closed")
    assert await trained.centre.checking.whole() == []
