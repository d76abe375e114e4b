"""Put aside until a moment, taken up again by hand, by its time, or by the resident; never lost by a flush."""

from datetime import UTC, datetime, timedelta

import pytest

from core.clock import to_ms
from core.errors import Conflict, InvalidInput, NotAllowed, SwitchboardError
from tests.centre.house import House

WHY = "waits for a form"


async def has_text(house: House, name: str = "amina") -> str:
    """An agent has a resident's text in hand; its contact's id."""
    await house.at_work(name)
    await house.text("There is a pothole in Mill Lane")
    return str((await house.accepts(name))["contact"])


def in_(house: House, **more: int) -> datetime:
    return house.clock.now() + timedelta(**more)


async def parked(house: House) -> str:
    contact = await has_text(house)
    await house.centre.asides.park(house.staff["amina"], contact, in_(house, hours=1), WHY)
    return contact


async def test_what_is_put_aside_is_on_its_agents_list_and_on_the_board_and_not_in_hand(house: House) -> None:
    contact = await parked(house)
    kept = house.ask(lambda tx: tx.contacts.get(contact))
    assert (kept.state, kept.aside_by, kept.aside_why) == ("parked", house.staff["amina"], WHY)
    await house.is_(contact, "parked")
    view = await house.centre.desk.view(house.staff["amina"])
    assert view["in_hand"] == []
    (line,) = view["aside"]
    assert (line["contact"], line["why"], line["by"]) == (contact, WHY, "Amina")
    assert (await house.centre.desk.view(house.staff["ben"]))["aside"] == []
    assert [each["contact"] for each in (await house.centre.board.view())["aside"]] == [contact]
    notes = [each.text for each in house.ask(lambda tx: tx.messages.of_contact(contact)) if each.direction == "note"]
    assert len(notes) == 1
    assert notes[0].endswith(WHY)


async def test_asked_twice_it_is_put_aside_once(house: House) -> None:
    contact = await parked(house)
    until = house.ask(lambda tx: tx.contacts.get(contact)).aside_until
    await house.centre.asides.park(house.staff["amina"], contact, in_(house, hours=2), "again")
    assert house.ask(lambda tx: tx.contacts.get(contact)).aside_until == until


async def test_taken_up_by_hand_it_rings_where_it_was_put_aside_first(house: House) -> None:
    contact = await parked(house)
    await house.at_work("ben")
    with pytest.raises(NotAllowed):
        await house.centre.asides.take_up(house.staff["ben"], contact)
    await house.centre.asides.take_up(house.staff["amina"], contact)
    assert (await house.accepts("amina"))["contact"] == contact
    kept = await house.is_(contact, "active")
    assert (kept.aside_until, kept.aside_by, kept.aside_why) == (None, None, None)
    with pytest.raises(NotAllowed):
        await house.centre.asides.take_up(house.staff["amina"], contact)


async def test_a_resident_who_writes_again_is_not_kept_waiting(house: House) -> None:
    contact = await parked(house)
    await house.text("Here is the form")
    assert (await house.accepts("amina"))["contact"] == contact
    kept = await house.is_(contact, "active")
    assert len([each for each in house.ask(lambda tx: tx.messages.of_contact(kept.id)) if each.direction == "in"]) == 2


@pytest.mark.parametrize(
    ("ahead", "back"),
    [
        pytest.param(timedelta(hours=1), "parked", id="its time is still to come"),
        pytest.param(timedelta(seconds=-1), "waiting", id="its time came while all was forgotten"),
    ],
)
async def test_after_a_flush_it_is_put_aside_until_the_same_moment(house: House, ahead: timedelta, back: str) -> None:
    contact = await parked(house)
    await house.is_(contact, "parked")
    until = in_(house, hours=1).replace(microsecond=0) if back == "parked" else house.clock.now() + ahead
    house.do(lambda tx: tx.contacts.move(contact, "parked", until=until, at=tx.now))
    await house.flush()
    assert await house.centre.reconciling.reconcile() == 1
    if back == "waiting":
        await house.centre.deadlines.tick(10)
    kept = await house.is_(contact, back)
    state = await house.state(contact)
    assert state is not None
    if back == "parked":
        assert state.deadline_ms == to_ms(until)
        assert (kept.aside_until, kept.aside_by, kept.aside_why) == (until, house.staff["amina"], WHY)


async def test_an_act_that_was_cut_short_is_kept_by_the_log_alone(house: House) -> None:
    """The process ended after the engine's word and before the record's."""
    contact = await has_text(house)
    until = in_(house, hours=1)
    await house.runtime.engine.park(contact, to_ms(until), WHY)
    kept = await house.is_(contact, "parked")
    assert kept.aside_until is not None
    assert (to_ms(kept.aside_until), kept.aside_by, kept.aside_why) == (to_ms(until), house.staff["amina"], WHY)


@pytest.mark.parametrize(
    ("ahead", "reason", "error"),
    [
        pytest.param(timedelta(seconds=5), WHY, InvalidInput, id="a time that is over before it is read"),
        pytest.param(timedelta(days=91), WHY, InvalidInput, id="a time that nobody will remember"),
        pytest.param(timedelta(hours=1), " ", InvalidInput, id="no reason"),
    ],
)
async def test_what_makes_no_sense_changes_nothing(
    house: House, ahead: timedelta, reason: str, error: type[SwitchboardError]
) -> None:
    contact = await has_text(house)
    with pytest.raises(error):
        await house.centre.asides.park(house.staff["amina"], contact, house.clock.now() + ahead, reason)
    await house.is_(contact, "active")


async def test_a_time_without_a_zone_is_the_countys_own(house: House) -> None:
    contact = await has_text(house)
    day = (house.clock.now() + timedelta(days=3)).replace(month=12, day=10, hour=9, minute=0, second=0, microsecond=0)
    await house.centre.asides.park(house.staff["amina"], contact, day.replace(tzinfo=None), WHY)
    until = house.ask(lambda tx: tx.contacts.get(contact)).aside_until
    assert until == datetime(day.year, 12, 10, 9, tzinfo=UTC)


async def test_a_caller_on_the_line_is_not_put_aside_nor_is_anothers_contact(house: House) -> None:
    _, call = await house.speaks("amina")
    with pytest.raises(Conflict):
        await house.centre.asides.park(house.staff["amina"], call, in_(house, hours=1), WHY)
    with pytest.raises(NotAllowed):
        await house.centre.asides.park(house.staff["ben"], call, in_(house, hours=1), WHY)
