"""What the resident was promised next: kept on the case, told on its timeline, and taken back."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.errors import Conflict, InvalidInput, NotAllowed, SwitchboardError
from records.rows import Case, Contact
from tests.centre.house import House

ZONE = ZoneInfo("Europe/London")


async def _in_hand(house: House) -> str:
    line, contact = await house.speaks("amina")
    assert not line.call.over
    return contact


def _case(house: House, contact: str) -> Case:
    kept: Contact = house.ask(lambda tx: tx.contacts.get(contact))
    return house.ask(lambda tx: tx.cases.get(str(kept.case_id)))


def _day(house: House, ahead: int) -> date:
    return house.clock.now().astimezone(ZONE).date() + timedelta(days=ahead)


async def test_it_is_on_the_case_and_on_the_timeline_and_can_be_taken_back(house: House) -> None:
    contact, amina = await _in_hand(house), house.staff["amina"]
    await house.centre.desk.promise(amina, contact, "An inspector looks at it", _day(house, 7))
    kept = _case(house, contact)
    assert kept.next_action == "An inspector looks at it"
    assert kept.promised_at is not None
    assert kept.promised_at.astimezone(ZONE).date() == _day(house, 7)
    told = (await house.centre.desk.contact(amina, contact))["timeline"]
    assert any("An inspector looks at it, promised by" in (each["text"] or "") for each in told)
    await house.centre.desk.promise(amina, contact, "", None)
    assert (_case(house, contact).next_action, _case(house, contact).promised_at) == (None, None)


@pytest.mark.parametrize(
    ("action", "ahead", "error"),
    [
        pytest.param("", 1, InvalidInput, id="a day without what happens by then"),
        pytest.param("We ring you", -1, InvalidInput, id="a day that has passed"),
        pytest.param("We ring you", 400, InvalidInput, id="a day more than a year away"),
    ],
)
async def test_what_cannot_be_promised_is_refused(
    house: House, action: str, ahead: int, error: type[SwitchboardError]
) -> None:
    contact = await _in_hand(house)
    with pytest.raises(error):
        await house.centre.desk.promise(house.staff["amina"], contact, action, _day(house, ahead))
    assert _case(house, contact).next_action is None


async def test_only_whoever_has_it_promises(house: House) -> None:
    contact = await _in_hand(house)
    with pytest.raises((NotAllowed, Conflict)):
        await house.centre.desk.promise(house.staff["ben"], contact, "We ring you", None)
