"""An agent says what a contact is really about: should it wait again, it waits for those who can help with that."""

from collections.abc import Awaitable, Callable

import pytest

from tests.centre.house import House

LIBRARY = "libraries/enquiry"


async def dropped(house: House, contact: str) -> None:
    house.leg(contact, "amina").hang_up()
    await house.carrier_time.settle()


async def passed_to_carys(house: House, contact: str) -> None:
    await house.at_work("carys")
    agent, colleague = house.staff["amina"], house.staff["carys"]
    await house.centre.passing_on.pass_on(agent, contact, colleague=colleague, reason="A book, after all")


@pytest.mark.parametrize("leaves", [dropped, passed_to_carys], ids=["its agent is cut off", "passed to a colleague"])
async def test_it_rings_for_those_who_help_with_what_it_is_about(
    house: House, leaves: Callable[[House, str], Awaitable[None]]
) -> None:
    _, contact = await house.speaks("amina")
    await house.centre.desk.set_service(house.staff["amina"], contact, LIBRARY)
    assert (await house.is_(contact, "active")).agent_id == house.staff["amina"]
    await leaves(house, contact)
    state = await house.state(contact)
    assert state is not None
    assert (state.service, state.requirement) == (LIBRARY, "phone|libraries:1")
    plan = house.ask(lambda tx: tx.contacts.get(contact)).plan or {}
    assert plan["service"] == LIBRARY
    await house.at_work("carys")
    assert (await house.offer("carys"))["service"] == LIBRARY
