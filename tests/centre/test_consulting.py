"""Asking a colleague during a call: every ending, whoever drops out, and whatever the carrier says twice."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from core.errors import Conflict, InvalidInput, NotAllowed, Unavailable
from records.rows import Contact
from sandbox.carrier.line import Line
from sandbox.carrier.rooms import Participant
from tests.centre.house import House

ABOUT = "The trader who dug it up"


def call(house: House, contact: str) -> Contact:
    return house.ask(lambda tx: tx.contacts.get(contact))


async def ask(house: House, contact: str, who: str = "ben", **to: str) -> str:
    """Amina asks; the consultation's id."""
    named = to or {"colleague": house.staff[who]}
    await house.centre.consulting.begin(house.staff["amina"], contact, **named, reason=ABOUT)
    return str(call(house, contact).facts["consult"]["contact"])


async def ringing(house: House, behaviour: str = "answer") -> tuple[Line, str, str]:
    line, contact = await house.speaks("amina")
    house.robot("ben", behaviour)
    await house.at_work("ben")
    question = await ask(house, contact)
    await house.offer("ben")
    return line, contact, question


async def talking(house: House) -> tuple[Line, str, str]:
    line, contact, question = await ringing(house)
    await house.accepts("ben")
    await house.is_(question, "active")
    return line, contact, question


async def shown(house: House, who: str) -> dict[str, Any] | None:
    view = await house.centre.desk.view(house.staff[who])
    return next((each["consult"] for each in view["in_hand"]), None)


async def back(house: House, contact: str) -> None:
    await house.centre.consulting.back(house.staff["amina"], contact)


def hears(house: House, line: Line) -> bool:
    """Whether the caller is in the conference and not on hold."""
    found = _member(house, line)
    return found is not None and not found.hold


def on_hold(house: House, line: Line) -> bool:
    found = _member(house, line)
    return found is not None and bool(found.hold)


def _member(house: House, line: Line) -> Participant | None:
    mine = (room.participants.get(line.call.sid) for room in house.carrier.carrier.rooms)
    return next((each for each in mine if each is not None), None)


async def test_a_colleague_is_asked_while_the_caller_hears_music(house: House) -> None:
    line, contact, question = await ringing(house)
    assert on_hold(house, line)
    offer = await house.offer("ben")
    assert (offer["contact"], offer["why"]) == (question, f"Amina asks about: {ABOUT}")
    await house.accepts("ben")
    await house.is_(question, "active")
    assert on_hold(house, line)
    assert not line.call.over
    asking, asked = await shown(house, "amina"), await shown(house, "ben")
    assert asking is not None
    assert asked is not None
    assert (asking["side"], asking["name"], asking["state"]) == ("asking", "Ben", "talking")
    assert (asked["side"], asked["name"], asked["state"]) == ("asked", "Amina", "talking")
    assert call(house, question).case_id == call(house, contact).case_id
    view = await house.centre.desk.contact(house.staff["ben"], question)
    assert [each["contact"] for each in view["timeline"] if each["contact"] == question] == []
    assert view["address"] == "07700 900123"
    assert house.problems == []


async def test_handed_over_the_caller_is_the_colleagues_and_the_first_agent_is_free(house: House) -> None:
    line, contact, question = await talking(house)
    await house.centre.consulting.hand_over(house.staff["amina"], contact)
    kept = await house.is_(contact, "active")
    assert (kept.agent_id, kept.facts["held"], kept.facts["consult"]) == (house.staff["ben"], False, None)
    assert (await house.is_(question, "closed")).outcome == "merged"
    await house.until(lambda: house.leg(contact, "amina").call.over)
    assert hears(house, line)
    assert not house.leg(contact, "ben").call.over
    assert (await house.centre.desk.view(house.staff["amina"]))["in_hand"] == []
    case = house.ask(lambda tx: tx.cases.get(kept.case_id or ""))
    assert case.owner == house.staff["ben"]
    await house.centre.desk.hang_up(house.staff["ben"], contact)
    await house.is_(contact, "wrapping")
    assert house.problems == []


async def figures(house: House) -> tuple[dict[str, Any], list[dict[str, Any]], list[dict[str, Any]], list[Any]]:
    board = await house.centre.board.view()
    lines = [line for line in board["today_by_service"] if line["arrived"]]
    return board["today"], lines, [hour for hour in board["hours"] if hour["arrived"]], board["services"]


async def test_a_question_is_no_contact_in_any_figure(house: House) -> None:
    _, contact = await house.speaks("amina")
    alone = await figures(house)
    house.robot("ben")
    await house.at_work("ben")
    question = await ask(house, contact, service="highways/pothole")
    assert await figures(house) == alone, "while it rings"
    await house.accepts("ben")
    await house.is_(question, "active")
    assert await figures(house) == alone, "while they talk"
    await house.centre.consulting.hand_over(house.staff["amina"], contact)
    await house.is_(contact, "active")
    assert await figures(house) == alone, "and when it is over"
    assert alone[0]["arrived"] == alone[0]["answered"] == 1


async def test_all_three_speak_and_then_it_is_handed_over(house: House) -> None:
    line, contact, _ = await talking(house)
    await house.centre.consulting.together(house.staff["amina"], contact)
    assert hears(house, line)
    seen = await shown(house, "ben")
    assert seen is not None
    assert seen["state"] == "together"
    await house.centre.consulting.hand_over(house.staff["amina"], contact)
    assert (await house.is_(contact, "active")).agent_id == house.staff["ben"]
    assert hears(house, line)


Started = Callable[[House], Awaitable[tuple[Line, str, str]]]


@pytest.mark.parametrize("where", [ringing, talking], ids=["while it rings", "while they talk"])
async def test_back_to_the_caller_the_colleague_is_free(house: House, where: Started) -> None:
    line, contact, question = await where(house)
    await back(house, contact)
    await back(house, contact)
    assert (await house.is_(question, "closed")).outcome == "withdrawn"
    legs = house.ask(lambda tx: tx.legs.of_contact(question))
    await house.until(lambda: all(house.carrier.carrier.lines[leg.sid].call.over for leg in legs))
    view = await house.centre.desk.view(house.staff["ben"])
    assert (view["offers"], view["in_hand"]) == ([], [])
    assert hears(house, line)
    assert await shown(house, "amina") is None
    assert (await house.is_(contact, "active")).agent_id == house.staff["amina"]
    assert house.problems == []


async def declines(house: House, question: str) -> None:
    offer = await house.offer("ben")
    await house.centre.desk.decline(house.staff["ben"], offer["contact"], offer["epoch"], "busy")


async def does_not_answer(house: House, question: str) -> None:
    await house.fall_due("offer", question)
    await house.drain()
    await house.centre.reconciling.reconcile()


async def softphone_fails(house: House, question: str) -> None:
    house.robot("ben", "ignore")
    await house.accepts("ben")
    await house.fall_due("connecting", question)
    await house.centre.reconciling.reconcile()


async def drops_out(house: House, question: str) -> None:
    await house.accepts("ben")
    await house.is_(question, "active")
    await house.hangs_up(house.leg(question, "ben"))


async def hangs_up_at_the_desk(house: House, question: str) -> None:
    await house.accepts("ben")
    await house.is_(question, "active")
    await house.centre.desk.hang_up(house.staff["ben"], question)


@pytest.mark.parametrize(
    ("does", "why"),
    [
        pytest.param(declines, "declined", id="the colleague declines"),
        pytest.param(does_not_answer, "no_answer", id="the colleague never answers"),
        pytest.param(softphone_fails, "no_answer", id="the colleague's softphone does not come up"),
        pytest.param(drops_out, "left", id="the colleague's line drops"),
        pytest.param(hangs_up_at_the_desk, "left", id="the colleague leaves"),
    ],
)
async def test_whoever_asked_is_told_and_has_the_caller_again_by_one_click(
    house: House, does: Callable[[House, str], Awaitable[None]], why: str
) -> None:
    line, contact, question = await ringing(house)
    await does(house, question)
    await house.is_(question, "closed")
    seen = await house.until(lambda: _over(house))
    assert seen["why"] == why
    assert not line.call.over
    await back(house, contact)
    assert hears(house, line)
    assert await shown(house, "amina") is None
    again = await ask(house, contact) if why == "left" else None
    assert again != question


async def _over(house: House) -> dict[str, Any] | None:
    seen = await shown(house, "amina")
    return seen if seen is not None and seen["state"] == "over" else None


async def test_the_first_agents_line_drops_and_the_colleague_keeps_the_caller(house: House) -> None:
    line, contact, _ = await talking(house)
    await house.hangs_up(house.leg(contact, "amina"))
    kept = await house.until(lambda: _with(house, contact, "ben"))
    assert kept.state == "active"
    await house.until(lambda: hears(house, line))
    assert house.problems == []


async def _with(house: House, contact: str, who: str) -> Contact | None:
    kept = call(house, contact)
    return kept if kept.agent_id == house.staff[who] else None


async def test_the_first_agents_line_drops_while_it_rings_and_the_caller_waits_at_their_place(house: House) -> None:
    line, contact, question = await ringing(house)
    await house.hangs_up(house.leg(contact, "amina"))
    await house.is_(question, "closed")
    kept = await house.is_(contact, "waiting", "offered")
    assert (kept.facts["held"], kept.facts["consult"]) == (False, None)
    await house.pass_(30)
    assert line.call.queue
    assert not line.call.over


@pytest.mark.parametrize("where", [ringing, talking], ids=["while it rings", "while they talk"])
async def test_the_caller_hangs_up_and_everybody_is_free(house: House, where: Started) -> None:
    line, contact, question = await where(house)
    await house.hangs_up(line)
    await house.is_(contact, "wrapping")
    await house.is_(question, "closed")
    legs = house.ask(lambda tx: [*tx.legs.of_contact(question), *tx.legs.of_contact(contact)])
    await house.until(lambda: all(house.carrier.carrier.lines[leg.sid].call.over for leg in legs))
    assert (await house.centre.desk.view(house.staff["ben"]))["in_hand"] == []


@pytest.mark.parametrize("where", [ringing, talking], ids=["while it rings", "while they talk"])
async def test_a_flush_ends_the_question_and_the_caller_is_safe(house: House, where: Started) -> None:
    line, contact, question = await where(house)
    await house.flush()
    await house.centre.reconciling.reconcile()
    kept = await house.is_(contact, "active")
    assert kept.agent_id == house.staff["amina"]
    assert (await house.is_(question, "closed")).outcome == "withdrawn"
    await house.at_work("amina", "ben")
    await house.until(lambda: _over(house))
    await back(house, contact)
    assert hears(house, line)


async def test_after_a_hand_over_late_and_repeated_words_change_nothing(house: House) -> None:
    line, contact, _ = await talking(house)
    await house.centre.consulting.hand_over(house.staff["amina"], contact)
    await house.until(lambda: house.leg(contact, "amina").call.over)
    for word in [
        each for each in house.post.seen if "/phone/conference" in each.words or "/phone/status" in each.words
    ]:
        await house.post.hand_on(word)
    kept = await house.is_(contact, "active")
    assert kept.agent_id == house.staff["ben"]
    assert not house.leg(contact, "ben").call.over
    assert hears(house, line)


@pytest.mark.parametrize("at_once", [False, True], ids=["one after the other", "side by side"])
async def test_every_word_of_the_carrier_may_come_twice(house: House, at_once: bool) -> None:
    house.post.times, house.post.at_once = 2, at_once
    line, contact, question = await talking(house)
    await house.centre.consulting.hand_over(house.staff["amina"], contact)
    await house.until(lambda: house.leg(contact, "amina").call.over)
    assert (await house.is_(contact, "active")).agent_id == house.staff["ben"]
    assert (await house.is_(question, "closed")).outcome == "merged"
    assert hears(house, line)
    await house.hangs_up(line)
    await house.is_(contact, "wrapping")
    await house.until(lambda: house.leg(contact, "ben").call.over)


async def test_while_the_carrier_is_away_nobody_is_asked(house: House) -> None:
    line, contact = await house.speaks("amina")
    await house.at_work("ben")
    with house.carrier_away(), pytest.raises(Unavailable):
        await ask(house, contact)
    assert await shown(house, "amina") is None
    assert (await house.centre.desk.view(house.staff["ben"]))["offers"] == []
    assert hears(house, line)


async def test_while_the_carrier_is_away_a_hand_over_waits_to_take_the_caller_off_hold(house: House) -> None:
    line, contact, _ = await talking(house)
    with house.carrier_away():
        await house.centre.consulting.hand_over(house.staff["amina"], contact)
    assert call(house, contact).agent_id == house.staff["ben"]
    assert on_hold(house, line)
    await house.deliver_all()
    await house.centre.reconciling.reconcile()
    assert hears(house, line)
    await house.until(lambda: house.leg(contact, "amina").call.over)


async def test_comparing_with_the_carrier_leaves_a_consultation_alone(house: House) -> None:
    line, _, question = await talking(house)
    await house.centre.phone.catch_up()
    await house.centre.reconciling.reconcile()
    await house.is_(question, "active")
    assert not house.leg(question, "ben").call.over
    assert on_hold(house, line)


async def test_a_hand_over_that_was_cut_off_is_finished_by_the_clock(house: House) -> None:
    line, contact, question = await talking(house)
    await house.runtime.engine.hand_over(contact, house.staff["amina"], question)
    await house.drain()
    await house.centre.reconciling.reconcile()
    kept = await house.is_(contact, "active")
    state = await house.state(contact)
    assert state is not None
    assert (kept.agent_id, kept.facts["bridge"]["epoch"]) == (house.staff["ben"], state.epoch)
    assert house.leg(contact, "amina").call.over
    assert hears(house, line)


async def test_the_caller_hangs_up_in_the_moment_of_the_hand_over_and_nobody_stays_on_the_line(house: House) -> None:
    line, contact, question = await talking(house)
    await house.runtime.engine.hand_over(contact, house.staff["amina"], question)
    ben = house.leg(question, "ben")
    await house.hangs_up(line)
    await house.centre.reconciling.reconcile()
    kept = await house.is_(contact, "wrapping")
    assert kept.agent_id == house.staff["ben"]
    await house.until(lambda: ben.call.over and house.leg(contact, "amina").call.over)


async def test_a_hand_over_and_a_change_of_mind_at_once_are_one_of_the_two(house: House) -> None:
    line, contact, question = await talking(house)
    desk = house.centre.consulting
    acts = [each(house.staff["amina"], contact) for _ in range(10) for each in (desk.hand_over, desk.back)]
    said = await asyncio.gather(*acts, return_exceptions=True)
    assert all(each is None or isinstance(each, Conflict | NotAllowed) for each in said), said
    await house.is_(question, "closed")
    kept = await house.is_(contact, "active")
    assert kept.agent_id in (house.staff["amina"], house.staff["ben"])
    assert not line.call.over
    assert not house.leg(contact, "amina" if kept.agent_id == house.staff["amina"] else "ben").call.over
    await house.until(lambda: hears(house, line))


@pytest.mark.parametrize(
    ("to", "reason", "error"),
    [
        pytest.param({"colleague": "ben"}, ABOUT, Conflict, id="somebody who is not at work"),
        pytest.param({"service": "libraries/enquiry"}, ABOUT, Conflict, id="a service for which nobody is free"),
        pytest.param({"service": "nowhere/at-all"}, ABOUT, InvalidInput, id="a service that is not"),
        pytest.param({}, ABOUT, InvalidInput, id="nobody"),
        pytest.param({"colleague": "ben"}, " ", InvalidInput, id="about nothing"),
    ],
)
async def test_who_cannot_be_asked_leaves_the_caller_on_the_line(
    house: House, to: dict[str, str], reason: str, error: type[Exception]
) -> None:
    line, contact = await house.speaks("amina")
    named = {name: house.staff.get(value, value) for name, value in to.items()}
    with pytest.raises(error):
        await house.centre.consulting.begin(house.staff["amina"], contact, **named, reason=reason)
    assert hears(house, line)


async def test_while_a_colleague_is_asked_the_call_is_not_ended_passed_on_or_asked_about_again(house: House) -> None:
    line, contact, question = await talking(house)
    amina, ben = house.staff["amina"], house.staff["ben"]
    for act in (
        house.centre.desk.hang_up(amina, contact),
        house.centre.desk.hold(amina, contact, False),
        house.centre.passing_on.pass_on(amina, contact, service="libraries/enquiry", reason="x"),
        ask(house, contact),
        house.centre.desk.hold(ben, question, True),
    ):
        with pytest.raises(Conflict):
            await act
    assert on_hold(house, line)


async def test_a_line_that_nobody_wrote_down_is_ended_when_it_was_not_connected(house: House) -> None:
    """Web died as it had rung the colleague, and heard nothing of their line."""
    line, contact, question = await ringing(house)
    ben, epoch = house.staff["ben"], (await house.offer("ben"))["epoch"]
    house.post.held |= {"/phone/conference", "/phone/status"}
    await house.runtime.engine.accept(question, ben, epoch)
    phone = house.centre.consulting._parts.phone
    sid = await asyncio.to_thread(phone.ring_agent, contact=question, agent=ben, epoch=epoch, conference=contact)
    await house.until(lambda: house.carrier.carrier.lines[sid].call.status == "in-progress")
    await house.fall_due("connecting", question)
    await house.until(lambda: house.carrier.carrier.lines[sid].call.over)
    assert not line.call.over
    assert not house.leg(contact, "amina").call.over
    house.post.held.clear()
    await back(house, contact)
    assert hears(house, line)
    assert house.problems == []
