"""Who is speaking, and whom it is about: a shared telephone is no reason to rename anybody."""

import pytest

from core.errors import InvalidInput
from tests.centre.house import House


async def _margaret_calls(house: House) -> str:
    """A call in Amina's hands, of Margaret whom the number is known for."""
    _, contact = await house.speaks("amina")
    await house.centre.desk.set_person(house.staff["amina"], contact, "Margaret Example")
    return contact


def _person(house: House, contact: str) -> str:
    return str(house.ask(lambda tx: tx.contacts.get(contact)).person_id)


def _name(house: House, person: str) -> str | None:
    name: str | None = house.ask(lambda tx: tx.people.get(person)).name
    return name


async def test_a_name_that_was_misheard_is_corrected(house: House) -> None:
    contact = await _margaret_calls(house)
    margaret = _person(house, contact)
    await house.centre.desk.set_person(house.staff["amina"], contact, "Margret Example")
    assert (_person(house, contact), _name(house, margaret)) == (margaret, "Margret Example")


async def test_a_son_at_the_same_number_is_a_person_of_his_own_and_both_are_offered_next_time(
    house: House,
) -> None:
    contact = await _margaret_calls(house)
    desk, amina, margaret = house.centre.desk, house.staff["amina"], _person(house, contact)
    await desk.set_person(amina, contact, "Peter Example", somebody_else=True)
    peter = _person(house, contact)
    assert peter != margaret
    assert (_name(house, margaret), _name(house, peter)) == ("Margaret Example", "Peter Example")
    shown = (await desk.contact(amina, contact))["person"]
    assert (shown["name"], [each["name"] for each in shown["maybe"]]) == ("Peter Example", ["Margaret Example"])
    await desk.set_person(amina, contact, "Margaret Example", somebody_else=True)
    assert _person(house, contact) == margaret


async def test_nobody_is_called_nothing(house: House) -> None:
    contact = await _margaret_calls(house)
    with pytest.raises(InvalidInput, match="Write the resident's name"):
        await house.centre.desk.set_person(house.staff["amina"], contact, " ", somebody_else=True)


async def test_whom_it_is_about_can_be_another_and_then_the_caller_after_all(house: House) -> None:
    contact, desk, amina = await _margaret_calls(house), house.centre.desk, house.staff["amina"]

    async def about(name: str) -> str | None:
        await desk.set_concerns(amina, contact, name=name, relation="mother", authority="")
        concerned: str | None = house.ask(lambda tx: tx.contacts.get(contact)).concerns_person_id
        return concerned

    first, again, other = await about("Rose Example"), await about("Rose Example"), await about("May Example")
    assert first == again != other
    assert _name(house, str(first)) == "Rose Example"
    assert await about("") is None
    assert (await desk.contact(amina, contact))["concerns"] is None
