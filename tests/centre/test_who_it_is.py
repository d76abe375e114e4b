"""Who is speaking, what they need, and whom it is about: a shared telephone is no reason to rename anybody."""

import pytest

from centre.assurance import known_of, naming
from centre.facts import facts_of
from core.address import Address, email, phone
from core.channel import Channel
from core.errors import InvalidInput, NotFound
from records.projection import MERGED
from records.rows import Case, NewContact
from records.tx import Tx
from tests.centre.house import House
from tests.centre.people import MARGARET

POTHOLE = {"place": "Mill Lane, by the ford", "description": "A deep hole.", "size": "A dustbin lid", "danger": "no"}


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


async def test_what_somebody_speaks_and_needs_is_kept_for_the_next_time_and_can_be_taken_back(house: House) -> None:
    contact, desk, amina = await _margaret_calls(house), house.centre.desk, house.staff["amina"]
    await desk.set_needs(amina, contact, language="PL", access_needs=" hearing, large print\nbsl ")
    shown = (await desk.contact(amina, contact))["person"]
    assert (shown["language"], shown["access_needs"]) == ("pl", "hearing, large print\nbsl")
    seen = house.ask(lambda tx: facts_of(tx, tx.contacts.get(contact)))
    assert (seen.language, seen.access_needs) == ("pl", ("hearing", "large print", "bsl"))
    await desk.set_needs(amina, contact, language="", access_needs="")
    shown = (await desk.contact(amina, contact))["person"]
    assert (shown["language"], shown["access_needs"]) == (None, None)


@pytest.mark.parametrize(
    ("language", "needs", "field"),
    [
        pytest.param("Polish", "", "language", id="a language by its name"),
        pytest.param("pl", "x" * 501, "access_needs", id="more than can be read at a glance"),
    ],
)
async def test_needs_that_cannot_be_kept_change_nothing(house: House, language: str, needs: str, field: str) -> None:
    contact, desk, amina = await _margaret_calls(house), house.centre.desk, house.staff["amina"]
    await desk.set_needs(amina, contact, language="cy", access_needs="hearing")
    with pytest.raises(InvalidInput) as refused:
        await desk.set_needs(amina, contact, language=language, access_needs=needs)
    assert refused.value.field == field
    shown = (await desk.contact(amina, contact))["person"]
    assert (shown["language"], shown["access_needs"]) == ("cy", "hearing")


@pytest.mark.parametrize(
    "number", [pytest.param(MARGARET, id="a number"), pytest.param("anonymous", id="a withheld number")]
)
async def test_what_a_caller_without_a_name_speaks_is_kept_with_the_name_that_they_give(
    house: House, number: str
) -> None:
    _, contact = await house.speaks("amina", number)
    desk, amina = house.centre.desk, house.staff["amina"]
    await desk.set_needs(amina, contact, language="pl", access_needs="")
    await desk.set_person(amina, contact, "Peter Example")
    shown = (await desk.contact(amina, contact))["person"]
    assert (shown["name"], shown["language"]) == ("Peter Example", "pl")


async def test_somebody_else_at_the_number_does_not_inherit_what_is_spoken_there(house: House) -> None:
    contact, desk, amina = await _margaret_calls(house), house.centre.desk, house.staff["amina"]
    await desk.set_needs(amina, contact, language="pl", access_needs="hearing")
    await desk.set_person(amina, contact, "Peter Example", somebody_else=True)
    shown = (await desk.contact(amina, contact))["person"]
    assert (shown["language"], shown["access_needs"]) == (None, None)


JOHNS = email("john@example.org")


def _marys_case(house: House) -> Case:
    """The open case of Mary, whom the number is known for, with the email that she wrote about it; it is over."""

    def make(tx: Tx) -> Case:
        mary = tx.people.create("Mary Example", [phone(MARGARET), email("mary@example.org")])
        new = NewContact(
            channel=Channel.EMAIL,
            provider_id="marys",
            from_address=email("mary@example.org"),
            to="help@example.org",
            received_at=tx.now,
            service="highways/pothole",
            person_id=mary.id,
        )
        contact, _ = tx.contacts.take_in(new)
        case = tx.cases.create(mary.id, "highways/pothole")
        tx.contacts.link(contact.id, case_id=case.id)
        tx.contacts.move(contact.id, "closed", outcome="served")
        return case

    return house.do(make)


def _case(house: House, contact: str) -> Case:
    return house.ask(lambda tx: tx.cases.get(str(tx.contacts.get(contact).case_id)))


async def test_a_son_on_his_mothers_number_leaves_her_case_and_his_address_never_opens_it(house: House) -> None:
    marys, desk, amina = _marys_case(house), house.centre.desk, house.staff["amina"]
    _, contact = await house.speaks("amina")
    assert _case(house, contact).id == marys.id, "by the number that is known for her"
    made = await desk.refer(amina, contact, "highways/pothole", POTHOLE)
    await desk.set_person(amina, contact, "John Example", somebody_else=True)
    john, his = _person(house, contact), _case(house, contact)
    house.do(lambda tx: tx.people.add_address(john, JOHNS))
    assert (his.person_id, his.owner, his.state) == (john, amina, "open")
    assert house.ask(lambda tx: tx.referrals.get(made["id"])).case_id == his.id
    with pytest.raises(NotFound):
        await house.centre.following.find(marys.reference, JOHNS.value)
    assert await house.centre.following.find(his.reference, JOHNS.value)
    kept = house.ask(lambda tx: tx.cases.get(marys.id))
    assert (kept.person_id, kept.state) == (marys.person_id, "open")
    await house.deliver_all()
    (request,) = (await house.control.get("/sandbox/partner/requests")).json()
    assert "Mary" not in str(request)
    await desk.set_person(amina, contact, "Mary Example", somebody_else=True)
    assert (_case(house, contact).id, house.ask(lambda tx: tx.cases.get(his.id)).state) == (marys.id, "closed")


@pytest.mark.parametrize(
    ("sender", "goes"),
    [
        pytest.param(phone(MARGARET), True, id="a text from there goes with it"),
        pytest.param(email("mary@example.org"), False, id="an email of hers stays hers"),
    ],
)
async def test_what_was_joined_from_the_same_address_goes_with_a_contact_that_is_somebody_elses(
    house: House, sender: Address, goes: bool
) -> None:
    marys = _marys_case(house)
    _, contact = await house.speaks("amina")

    def join(tx: Tx) -> str:
        new = NewContact(
            channel=Channel.SMS if goes else Channel.EMAIL,
            provider_id="part",
            from_address=sender,
            to="us",
            received_at=tx.now,
            service="highways/pothole",
            person_id=marys.person_id,
        )
        part, _ = tx.contacts.take_in(new)
        tx.contacts.link(part.id, case_id=marys.id)
        tx.contacts.move(part.id, "closed", outcome=MERGED, into=contact)
        return part.id

    part = house.do(join)
    await house.centre.desk.set_person(house.staff["amina"], contact, "John Example", somebody_else=True)
    with_it = (_person(house, part) == _person(house, contact), _case(house, part).id == _case(house, contact).id)
    assert with_it == (goes, goes)


async def test_a_case_that_holds_nothing_else_is_whoevers_contact_it_is(house: House) -> None:
    contact = await _margaret_calls(house)
    case = _case(house, contact)
    await house.centre.desk.set_person(house.staff["amina"], contact, "Peter Example", somebody_else=True)
    assert _case(house, contact).id == case.id
    assert _case(house, contact).person_id == _person(house, contact)


async def test_a_caller_without_a_number_who_says_their_name_has_the_case(house: House) -> None:
    _, contact = await house.speaks("amina", "anonymous")
    await house.centre.desk.set_person(house.staff["amina"], contact, "Peter Example")
    assert _case(house, contact).person_id == _person(house, contact)


async def test_what_a_stranger_wrote_about_anothers_case_stays_there_and_proves_nothing_of_it(house: House) -> None:
    marys = _marys_case(house)
    _, contact = await house.speaks("amina")
    house.do(lambda tx: tx.contacts.merge_facts(contact, naming(marys)))
    await house.centre.desk.set_person(house.staff["amina"], contact, "John Example", somebody_else=True)
    john = _person(house, contact)
    house.do(lambda tx: tx.people.add_address(john, JOHNS))
    assert _case(house, contact).id == marys.id
    assert JOHNS.value not in house.ask(lambda tx: set(known_of(tx, marys)))


async def test_whoever_was_confirmed_by_what_somebody_else_said_is_so_no_more(house: House) -> None:
    contact, desk, amina = await _margaret_calls(house), house.centre.desk, house.staff["amina"]
    margaret = _person(house, contact)
    await house.centre.confirming.confirm(amina, contact, "questions")
    await desk.set_person(amina, contact, "Margaret Example", somebody_else=True)
    assert house.ask(lambda tx: tx.people.get(margaret)).verified_at is not None, "it is her after all"
    await desk.set_person(amina, contact, "Peter Example", somebody_else=True)
    peter = _person(house, contact)
    assert house.ask(lambda tx: [tx.people.get(each).verified_at for each in (margaret, peter)]) == [None, None]
