"""Who would rather be rung back keeps their place without a line: they are rung when it is their turn, once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from centre.call_backs import CallBacks
from core.clock import to_ms
from core.errors import Conflict
from ivr import Session
from sandbox.carrier.line import Line
from tests.centre.house import House
from tests.centre.people import LANDLINE, MARGARET
from tests.centre.test_asides import in_
from tests.centre.test_ringing_back import dialled, noted, pick_up, stage

RINGS_ON = 40.0


async def keeps_place(house: House, number: str = MARGARET) -> tuple[Line, str]:
    """A resident waits, presses 1, hears the goodbye and is off the line; the call and its contact's id."""
    line, contact = await house.queues(number)
    await house.press(line, "1")
    await house.pass_(30)
    await house.until(lambda: line.call.over)
    return line, contact


async def is_rung(house: House, name: str = "amina") -> None:
    """An agent accepts; the resident's phone rings."""
    before = len(dialled(house))
    house.robot(name)
    await house.at_work(name)
    await house.accepts(name)
    await house.until(lambda: len(dialled(house)) > before and dialled(house)[-1].call.status == "ringing")


def said(line: Line) -> str:
    return " ".join(heard["text"] for heard in line.call.heard if heard["kind"] == "say")


async def test_they_keep_their_place_are_told_so_and_are_rung_when_it_is_their_turn(house: House) -> None:
    line, contact = await keeps_place(house)
    assert "press 1: you keep your place" in said(line)
    assert said(line).endswith("we will ring you on this number when it is your turn. Goodbye.")
    _, later = await house.queues(LANDLINE)
    first = await house.is_(contact, "waiting")
    rows = await house.centre.why.waiting("highways/pothole")
    assert [(row["contact"], row["ring_back"]) for row in rows] == [(contact, True), (later, False)]
    await is_rung(house)
    await pick_up(house)
    await stage(house, contact, "talking")
    await house.centre.desk.hang_up(house.staff["amina"], contact)
    kept = await house.is_(contact, "wrapping")
    assert kept.arrived_at == first.arrived_at
    await house.centre.desk.close(house.staff["amina"], contact, "settled", "Rung back.")
    assert (await house.is_(contact, "closed")).outcome == "served"
    assert len(dialled(house)) == 1
    assert house.problems == []


async def test_a_draft_that_is_tried_on_these_days_knows_since_when_they_stand_in_no_line(house: House) -> None:
    _, contact = await keeps_place(house)
    await house.drain()
    now = house.clock.now()
    past = await house.centre.what_if.past(now - timedelta(days=1), now + timedelta(days=1))
    (came,) = [each for each in past.came if each.contact == contact]
    note = next(each for each in house.ask(lambda tx: tx.messages.of_contact(contact)) if each.key)
    assert (came.off_line_ms, came.gave_up) == (to_ms(note.at), False)


async def test_who_is_not_reached_is_tried_twice_more_and_then_it_is_the_agents_to_decide(house: House) -> None:
    _, contact = await keeps_place(house)
    for tried in (1, 2):
        await is_rung(house)
        await house.pass_(RINGS_ON)
        kept = await house.is_(contact, "callback")
        assert len(dialled(house)) == tried
        assert kept.aside_until is not None
        assert 290 < (kept.aside_until - house.clock.now()).total_seconds() <= 300
        await house.fall_due("aside", contact)
    await is_rung(house)
    await house.pass_(RINGS_ON)
    await stage(house, contact, "over")
    await house.is_(contact, "active")
    assert sum("no answer" in note for note in noted(house, contact)) == 3
    await house.centre.ringing.ring(house.staff["amina"], contact)
    await house.until(lambda: len(dialled(house)) == 4)
    await pick_up(house)
    await stage(house, contact, "talking")
    await house.hangs_up(dialled(house)[-1])
    await house.is_(contact, "wrapping")


async def test_who_cannot_be_reached_can_be_closed(house: House) -> None:
    _, contact = await keeps_place(house)
    house.do(lambda tx: tx.contacts.merge_facts(contact, {"call_back": {"tries": 3, "by_hand": False}}))
    await house.at_work("amina")
    await house.accepts("amina")
    await house.is_(contact, "active")
    assert dialled(house) == [], "nobody is rung a fourth time by itself"
    await house.centre.desk.close(house.staff["amina"], contact, "settled", "Not reached.")
    await house.is_(contact, "closed")


@pytest.mark.parametrize("where", ["waiting", "offered", "callback"])
async def test_who_rings_again_has_their_old_place_and_is_not_rung(house: House, where: str) -> None:
    _, contact = await keeps_place(house)
    if where == "offered":
        await house.at_work("amina")
        offer = await house.offer("amina")
        assert (offer["ring_back"], offer["rings_at_once"]) == (True, True), "the offer says that accepting rings them"
    if where == "callback":
        await is_rung(house)
        await house.pass_(RINGS_ON)
        await house.centre.people.leave(house.staff["amina"])
    before = await house.is_(contact, where)
    rung = len(dialled(house))
    again = await house.dial()
    await house.pass_(30)
    assert "You have kept your place" in said(again)
    kept = await house.is_(contact, "waiting", "offered")
    assert (kept.arrived_at, kept.provider_id) == (before.arrived_at, again.call.sid)
    house.robot("amina")
    await house.at_work("amina")
    await house.accepts("amina")
    await house.is_(contact, "active")
    assert len(dialled(house)) == rung
    assert not again.call.over
    await house.hangs_up(again)
    await house.is_(contact, "wrapping")


async def test_who_rings_again_and_hangs_up_is_not_rung_any_more(house: House) -> None:
    _, contact = await keeps_place(house)
    again = await house.dial()
    await house.hangs_up(again)
    assert (await house.is_(contact, "closed")).outcome == "abandoned"


async def test_a_withheld_number_is_not_offered_it(house: House) -> None:
    line, _ = await house.queues("anonymous")
    assert "you keep your place" not in said(line)
    await house.press(line, "1")
    await house.pass_(20)
    assert "Start after the tone" in said(line)


@pytest.mark.parametrize("shut", [False, True])
async def test_once_the_office_has_closed_it_is_not_offered(house: House, shut: bool) -> None:
    contact, parts = house.contact(await house.dial()), house.centre._parts
    today = house.clock.now().date()
    days = frozenset(today + timedelta(days=day) for day in (-1, 0, 1)) if shut else frozenset()
    office = replace(parts.county.calendars["always"], holidays=days)
    county = replace(parts.county, open_all_hours=False, calendars={**parts.county.calendars, "office": office})
    call_backs = CallBacks(replace(parts, county=county))
    session = Session(menu="main", node="queue-pothole")
    assert call_backs.offered(replace(contact, state="waiting"), session) is not shut


async def test_a_flush_takes_nobodys_place(house: House) -> None:
    _, contact = await keeps_place(house)
    before = await house.state(contact)
    await house.flush()
    await house.centre.reconciling.reconcile()
    after = await house.state(contact)
    assert before is not None
    assert after is not None
    assert (after.state, after.arrived_ms) == ("waiting", before.arrived_ms)
    await house.centre.phone.catch_up()
    assert (await house.is_(contact, "waiting")).outcome is None
    await is_rung(house)
    await pick_up(house)
    await stage(house, contact, "talking")
    await house.flush()
    await house.centre.reconciling.reconcile()
    await house.is_(contact, "active")
    assert not dialled(house)[-1].call.over
    await house.at_work("amina")
    await house.hangs_up(dialled(house)[-1])
    await house.is_(contact, "wrapping")


async def test_an_agents_softphone_that_fails_keeps_their_place(house: House) -> None:
    _, contact = await keeps_place(house)
    house.robot("amina", "reject")
    await house.at_work("amina")
    await house.accepts("amina")
    await house.is_(contact, "waiting")
    assert dialled(house) == []
    await is_rung(house, "ben")


async def test_after_a_call_the_agent_agrees_on_a_time_and_rings_then(house: House) -> None:
    line, contact = await house.speaks("amina")
    amina = house.staff["amina"]
    with pytest.raises(Conflict, match="cannot be put aside"):
        await house.centre.asides.park(amina, contact, in_(house, hours=1), "later")
    await house.centre.desk.hang_up(amina, contact)
    await house.centre.asides.park(amina, contact, in_(house, hours=1), "the form has come")
    await house.is_(contact, "callback")
    await house.until(lambda: line.call.over)
    await house.at_work("ben")
    await house.fall_due("aside", contact)
    assert (await house.accepts("amina"))["contact"] == contact
    await house.is_(contact, "active")
    assert dialled(house) == []
    await house.centre.ringing.ring(amina, contact)
    await house.until(lambda: dialled(house))
    await pick_up(house)
    await stage(house, contact, "talking")
    await house.centre.desk.hang_up(amina, contact)
    await house.is_(contact, "wrapping")


async def test_ringing_about_a_call_leaves_the_agents_phone_as_it_was(house: House) -> None:
    _, contact = await keeps_place(house)
    house.do(lambda tx: tx.contacts.merge_facts(contact, {"call_back": {"tries": 3, "by_hand": True}}))
    house.robot("amina", "reject")
    await house.at_work("amina")
    await house.accepts("amina")
    await house.is_(contact, "active")
    await house.centre.ringing.ring(house.staff["amina"], contact)
    await stage(house, contact, "over")
    await house.centre.desk.close(house.staff["amina"], contact, "settled", "")
    await house.is_(contact, "closed")
