"""A resident's contacts about one matter go to one agent together."""

from datetime import timedelta

import pytest

from core.address import Address, AddressKind
from core.channel import Channel
from records.rows import NewContact
from tests.centre.house import House
from tests.centre.people import MARGARET

SERVICE = "highways/pothole"


async def arrives(house: House, channel: Channel, provider_id: str, person: str) -> str:
    """A contact of a person who is known comes in; its id."""
    new = NewContact(
        channel=channel,
        provider_id=provider_id,
        to=house.number,
        received_at=house.clock.now() - timedelta(minutes=1),
        from_address=Address(kind=AddressKind.PHONE, value=MARGARET),
        person_id=person,
        service=SERVICE,
    )
    contact = house.do(lambda tx: tx.contacts.take_in(new)[0])
    await house.centre.reconciling.reconcile()
    return (await house.is_(contact.id, "waiting")).id


@pytest.mark.parametrize(
    ("has_case", "together"),
    [pytest.param(True, True, id="one matter"), pytest.param(False, False, id="nobody knows yet that it is one")],
)
async def test_whoever_takes_one_of_a_case_has_the_others_in_hand_and_in_the_record(
    house: House, has_case: bool, together: bool
) -> None:
    person = house.do(lambda tx: tx.people.create("Margaret", ())).id
    case = house.do(lambda tx: tx.cases.create(person, SERVICE)) if has_case else None
    first = await arrives(house, Channel.SMS, "SM1", person)
    second = await arrives(house, Channel.VOICEMAIL, "RE1", person)
    await house.at_work("amina")
    taken = (await house.accepts("amina"))["contact"]
    (other,) = {first, second} - {taken}
    kept = house.ask(lambda tx: tx.contacts.get(other))
    assert (kept.state == "active") is together
    if case is not None:
        assert (kept.agent_id, kept.case_id) == (house.staff["amina"], case.id)
        await house.is_(other, "active")
        held = (await house.centre.desk.view(house.staff["amina"]))["in_hand"]
        assert [each["case"] for each in held] == [case.id, case.id]
        await house.centre.desk.close(house.staff["amina"], taken, "settled", "Done.")
        assert house.ask(lambda tx: tx.cases.get(case.id)).state == "open", "the other of the matter is still open"


async def test_a_call_is_never_part_of_a_bundle(house: House) -> None:
    _, contact = await house.queues()
    assert (house.ask(lambda tx: tx.contacts.get(contact)).plan or {})["bundle"] == ""
