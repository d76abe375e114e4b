"""An agent rings the resident of a text in hand: for as long as they speak, the text takes their phone as well."""

from collections.abc import Awaitable, Callable

import pytest

from core.channel import Band, Channel
from router.engine.check import problems
from router.engine.words import Word
from router.explain.candidates import candidates_at
from router.rules.plan import Plan
from tests.router.floor import Floor, plan

Ending = Callable[[Floor], Awaitable[object]]


def text(id: str) -> Plan:
    return plan(id, channel=Channel.SMS, band=Band.STANDARD)


async def has_text(floor: Floor) -> None:
    """Ann has a text in hand, and takes her phone to ring about it."""
    await floor.agent("ann")
    await floor.engine.arrive(text("text"))
    await floor.engine.accept("text", "ann", await floor.epoch("text"))


async def test_no_call_is_offered_to_an_agent_who_rings_somebody_and_one_is_as_soon_as_that_is_over(
    floor: Floor,
) -> None:
    await has_text(floor)
    assert await floor.engine.take_line("text", "ann") is Word.TAKEN
    assert await floor.engine.take_line("text", "ann") is Word.TAKEN, "asked twice, it is taken once"
    await floor.engine.arrive(plan("call"))
    assert await floor.rings("ann") == []
    assert problems(await floor.engine.dump()) == []
    assert await floor.engine.free_line("text", "ann") is Word.FREED
    assert await floor.engine.free_line("text", "ann") is Word.GONE
    assert await floor.rings("ann") == ["call"]
    assert problems(await floor.engine.dump()) == []


@pytest.mark.parametrize("state", ["offered", "connecting", "active", "wrapping"])
async def test_who_has_a_call_already_has_no_line_for_another(floor: Floor, state: str) -> None:
    await has_text(floor)
    await floor.engine.arrive(plan("call"))
    if state != "offered":
        await floor.engine.accept("call", "ann", await floor.epoch("call"))
    if state in ("active", "wrapping"):
        await floor.engine.connect("call", "ann", await floor.epoch("call"))
    if state == "wrapping":
        await floor.engine.wrap("call")
    assert await floor.state("call") == state
    assert await floor.engine.take_line("text", "ann") is Word.BUSY


async def test_a_phone_that_is_not_ready_rings_nobody(floor: Floor) -> None:
    await has_text(floor)
    await floor.engine.beat("ann", phone_ready=False)
    assert await floor.engine.take_line("text", "ann") is Word.ABSENT


async def test_nobody_rings_about_what_is_not_in_their_hands(floor: Floor) -> None:
    await has_text(floor)
    await floor.agent("bob")
    assert await floor.engine.take_line("text", "bob") is Word.GONE
    assert await floor.engine.free_line("text", "bob") is Word.GONE


ENDINGS: dict[str, Ending] = {
    "closed": lambda floor: floor.engine.close("text", "served"),
    "put aside": lambda floor: floor.engine.park("text", floor.hands.now + 60_000, "later"),
    "given back": lambda floor: floor.engine.give_back("text", "asked to"),
    "passed on": lambda floor: floor.engine.transfer(text("text"), "ann", "not ours"),
}


@pytest.mark.parametrize("how", ENDINGS)
async def test_what_leaves_the_agents_hands_takes_no_phone_any_more(floor: Floor, how: str) -> None:
    await has_text(floor)
    await floor.engine.take_line("text", "ann")
    await ENDINGS[how](floor)
    await floor.engine.arrive(plan("call"))
    assert await floor.rings("ann") == ["call"]
    dump = await floor.engine.dump()
    assert problems(dump) == []
    assert "line" not in dump["contacts"].get("text", {})


async def test_a_promised_call_that_is_made_takes_no_more_of_a_phone_and_it_is_known_since_when(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.engine.arrive(plan("call"))
    await floor.accept("call", "ann")
    await floor.after(5)
    assert await floor.engine.free_line("call", "ann") is Word.GONE
    assert await floor.engine.take_line("call", "ann") is Word.TAKEN
    since = floor.hands.now
    await floor.after(5)
    assert await floor.engine.take_line("call", "ann") is Word.TAKEN
    dump = await floor.engine.dump()
    assert (dump["load"]["ann"]["call"], dump["contacts"]["call"]["line"]) == ("taken:phone", str(since))
    assert problems(dump) == []
    assert await floor.engine.free_line("call", "ann") is Word.FREED
    assert "line" not in (await floor.engine.dump())["contacts"]["call"]


async def test_the_log_knows_who_rings_somebody_out_and_could_not_be_asked(floor: Floor) -> None:
    await has_text(floor)
    await floor.engine.take_line("text", "ann")
    await floor.agent("bob", "highways:3 libraries:1")
    await floor.engine.arrive(plan("call"))
    events = await floor.events()
    offer = [event for event in events if event.type == "offer.made"][-1]
    choice = candidates_at(events, offer.sequence)
    assert [each.agent.id for each in choice.candidates] == ["bob"], "Ann has fewer skills, and a line taken"


async def test_ringing_somebody_breaks_off_written_work_as_a_call_does(floor: Floor) -> None:
    await floor.agent(
        "ann",
        capacity={Channel.PHONE: 1, Channel.SMS: 1, Channel.EMAIL: 1},
        beside={Channel.SMS: frozenset({Channel.EMAIL}), Channel.EMAIL: frozenset({Channel.SMS})},
        interruptible=frozenset({Channel.EMAIL}),
    )
    for one in (text("text"), plan("email", channel=Channel.EMAIL, band=Band.STANDARD)):
        await floor.engine.arrive(one)
        await floor.engine.accept(one.contact_id, "ann", await floor.epoch(one.contact_id))
    await floor.engine.take_line("text", "ann")
    assert (await floor.told())[-1:] == ["contact.interrupted"]
    await floor.engine.free_line("text", "ann")
    assert (await floor.told())[-1:] == ["contact.resumed"]
    assert problems(await floor.engine.dump()) == []
