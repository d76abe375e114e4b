"""An agent rings a resident about what they have in hand: the two speak, or the agent is told plainly why not."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from centre.rings import spoken
from core.address import caller
from core.channel import Channel
from core.errors import Conflict, OutcomeUnknown, Refused, Unavailable
from records.rows import Contact, NewContact
from sandbox.carrier.line import Line
from tests.centre.house import House
from tests.centre.people import LANDLINE, MARGARET
from tests.centre.test_asides import has_text, in_

Does = Callable[[House, str], Awaitable[object]]
RINGS_ON = 40.0
"""Longer than any phone is let ring."""


async def rings(house: House, name: str = "amina") -> str:
    """An agent has a text in hand and rings its resident, whose phone rings; the contact's id."""
    house.robot(name)
    contact = await has_text(house, name)
    await house.centre.ringing.ring(house.staff[name], contact)
    await house.until(lambda: dialled(house) and dialled(house)[-1].call.status == "ringing")
    return contact


async def talks(house: House) -> str:
    contact = await rings(house)
    await pick_up(house)
    await stage(house, contact, "talking")
    return contact


def dialled(house: House, number: str = MARGARET) -> list[Line]:
    """The resident's lines that we have made."""
    lines = house.carrier.carrier.lines.values()
    return [line for line in lines if line.call.called == number]


async def pick_up(house: House) -> None:
    """The resident answers as soon as their phone rings: a line is there a moment before it does."""
    await house.until(lambda: dialled(house) and house.carrier.carrier.exchange.picked_up(dialled(house)[-1].call.sid))


async def stage(house: House, contact: str, wanted: str) -> Contact:
    """Waits until the ring of a contact is at this stage."""

    def reached() -> Contact | None:
        kept = house.ask(lambda tx: tx.contacts.get(contact))
        return kept if kept.facts.get("ring", {}).get("stage") == wanted else None

    found: Contact = await house.until(reached)
    return found


async def free(house: House, contact: str, name: str = "amina") -> None:
    """Waits until no line of it is up and the agent may be offered a call again; the contact is still in hand."""
    await stage(house, contact, "over")
    await house.until(lambda: all(line.call.over for line in house.carrier.carrier.lines.values()))

    async def may_take() -> bool:
        state = await house.runtime.engine.agent(house.staff[name])
        return state is not None and "phone" in state.may_take

    await house.until(may_take)
    await house.is_(contact, "active")
    assert house.problems == []


def noted(house: House, contact: str) -> list[str]:
    said = house.ask(lambda tx: tx.messages.of_contact(contact))
    return [each.text for each in said if each.direction == "note"]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.2, "1 second"), (30, "30 seconds"), (119, "119 seconds"), (120, "2 minutes"), (200, "3 minutes")],
)
async def test_how_long_they_spoke_is_said_in_seconds_while_it_is_short(seconds: float, words: str) -> None:
    began = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
    said = spoken(began, began + timedelta(seconds=seconds))
    assert said == f"Rang the resident, and spoke with them for {words}."


async def test_an_agent_rings_a_resident_speaks_with_them_and_closes_as_usual(house: House) -> None:
    contact = await talks(house)
    line = dialled(house)[-1]
    assert line.call.caller == house.number
    assert (await house.centre.desk.view(house.staff["amina"]))["in_hand"][0]["ring"]["stage"] == "talking"
    await house.centre.desk.hang_up(house.staff["amina"], contact)
    await free(house, contact)
    (note,) = [each for each in house.ask(lambda tx: tx.messages.of_contact(contact)) if each.direction == "note"]
    assert re.fullmatch(r"Rang the resident, and spoke with them for \d+ seconds?\.", note.text)
    assert note.author == "switchboard", "nobody wrote it"
    await house.centre.desk.close(house.staff["amina"], contact, "settled", "")
    assert (await house.is_(contact, "closed")).outcome == "served"


async def no_answer(house: House, contact: str) -> None:
    await house.pass_(RINGS_ON)


async def declines(house: House, contact: str) -> None:
    house.carrier.carrier.exchange.refused(dialled(house)[-1].call.sid)


async def resident_goes(house: House, contact: str) -> None:
    await house.hangs_up(dialled(house)[-1])


async def agent_hangs_up(house: House, contact: str) -> None:
    await house.centre.desk.hang_up(house.staff["amina"], contact)


async def softphone_goes(house: House, contact: str) -> None:
    await house.hangs_up(house.leg(contact, "amina"))


BEFORE: list[tuple[str, Does, str]] = [
    ("nobody answers", no_answer, "no answer"),
    ("they decline", declines, "busy or declined"),
    ("the agent hangs up first", agent_hangs_up, "hung up before they answered"),
    ("the agent's softphone goes", softphone_goes, "hung up before they answered"),
]


@pytest.mark.parametrize(("how", "says"), [pytest.param(how, says, id=name) for name, how, says in BEFORE])
async def test_a_ring_that_comes_to_nothing_is_told_in_plain_words_and_the_contact_stays(
    house: House, how: Does, says: str
) -> None:
    contact = await rings(house)
    await how(house, contact)
    await free(house, contact)
    (note,) = noted(house, contact)
    assert says in note
    view = await house.centre.desk.contact(house.staff["amina"], contact)
    assert view["ring_them"] == {"number": "07700 900123", "why_not": None, "last": note}


@pytest.mark.parametrize("how", [resident_goes, agent_hangs_up, softphone_goes])
async def test_whoever_hangs_up_the_call_ends_for_both_and_the_contact_stays(house: House, how: Does) -> None:
    contact = await talks(house)
    await how(house, contact)
    await free(house, contact)
    assert "spoke with them" in noted(house, contact)[0]


async def test_a_softphone_that_does_not_answer_rings_no_resident(house: House) -> None:
    house.robot("amina", "reject")
    contact = await has_text(house)
    await house.centre.ringing.ring(house.staff["amina"], contact)
    await free(house, contact)
    assert dialled(house) == []
    assert "your own phone did not answer" in noted(house, contact)[0]


async def test_asked_many_times_they_are_rung_once(house: House) -> None:
    house.robot("amina")
    contact = await has_text(house)
    await asyncio.gather(*(house.centre.ringing.ring(house.staff["amina"], contact) for _ in range(5)))
    await stage(house, contact, "dialling")
    await house.centre.ringing.ring(house.staff["amina"], contact)
    await house.until(lambda: dialled(house))
    assert len(dialled(house)) == 1
    await pick_up(house)
    await stage(house, contact, "talking")


@pytest.mark.parametrize("at_once", [False, True], ids=["one after the other", "side by side"])
async def test_the_carriers_words_may_all_come_twice(house: House, at_once: bool) -> None:
    house.post.times, house.post.at_once = 2, at_once
    contact = await talks(house)
    assert len(dialled(house)) == 1
    await resident_goes(house, contact)
    await free(house, contact)
    assert len(noted(house, contact)) == 1


async def test_no_call_is_offered_to_who_rings_and_one_that_waits_is_as_soon_as_they_are_done(house: House) -> None:
    contact = await talks(house)
    other, waiting = await house.queues(LANDLINE)
    assert (await house.centre.desk.view(house.staff["amina"]))["offers"] == []
    await agent_hangs_up(house, contact)
    assert (await house.offer("amina"))["contact"] == waiting
    await house.hangs_up(other)


async def test_who_is_on_a_call_cannot_ring_anybody(house: House) -> None:
    contact = await has_text(house)
    _, call = await house.speaks("amina", LANDLINE)
    with pytest.raises(Conflict, match="a call already"):
        await house.centre.ringing.ring(house.staff["amina"], contact)
    with pytest.raises(Conflict, match="a call itself"):
        await house.centre.ringing.ring(house.staff["amina"], call)


async def test_who_has_no_softphone_cannot_ring_anybody(house: House) -> None:
    await house.at_work("amina", phone=False)
    await house.text("There is a pothole in Mill Lane")
    contact = (await house.accepts("amina"))["contact"]
    with pytest.raises(Conflict, match="softphone"):
        await house.centre.ringing.ring(house.staff["amina"], contact)


@pytest.mark.parametrize("verb", ["close", "put aside", "pass on"])
async def test_while_the_resident_is_on_the_line_the_contact_leaves_nobodys_hands(house: House, verb: str) -> None:
    contact, amina = await talks(house), house.staff["amina"]
    verbs: dict[str, Callable[[], Awaitable[object]]] = {
        "close": lambda: house.centre.desk.close(amina, contact, "settled", ""),
        "put aside": lambda: house.centre.asides.park(amina, contact, in_(house, hours=1), "later"),
        "pass on": lambda: house.centre.passing_on.pass_on(amina, contact, service="consumer/advice", reason="yours"),
    }
    with pytest.raises(Conflict, match="still on the line"):
        await verbs[verb]()
    assert not dialled(house)[-1].call.over


async def test_a_withheld_number_cannot_be_rung_and_the_desk_says_why(house: House) -> None:
    house.robot("amina")
    await house.at_work("amina")
    new = NewContact(
        channel=Channel.VOICEMAIL,
        provider_id="RE1",
        from_address=caller("anonymous"),
        to=house.number,
        received_at=house.clock.now(),
        service="highways/pothole",
    )
    made = house.do(lambda tx: tx.contacts.take_in(new))[0]
    await house.centre.reconciling._arrivals.queue(made, "highways/pothole")
    contact = (await house.accepts("amina"))["contact"]
    view = await house.centre.desk.contact(house.staff["amina"], contact)
    why_not = "The number was withheld, so they cannot be rung."
    assert view["ring_them"] == {"number": None, "why_not": why_not, "last": None}
    with pytest.raises(Conflict, match="withheld"):
        await house.centre.ringing.ring(house.staff["amina"], contact)


def fails_with(house: House, error: Exception, *, after: bool) -> None:
    """The carrier's answer to the next dialling: lost before it was done, or after."""
    phone: Any = house.centre._parts.phone
    real = type(phone).ring_resident

    def dial(**asked: Any) -> str:
        del phone.ring_resident
        if after:
            real(phone, **asked)
        raise error

    phone.ring_resident = dial


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (OutcomeUnknown("lost"), "may have been rung"),
        (Unavailable("away"), "safe to try again"),
        (Refused("That is not a number that can be called or texted."), "not a number that can be called"),
    ],
    ids=["its answer is lost", "it is away", "it refuses the number"],
)
async def test_when_the_carrier_does_not_dial_the_agent_is_told_and_nobody_is_rung_again(
    house: House, error: Exception, says: str
) -> None:
    house.robot("amina")
    contact = await has_text(house)
    fails_with(house, error, after=False)
    await house.centre.ringing.ring(house.staff["amina"], contact)
    await free(house, contact)
    assert dialled(house) == []
    assert says in noted(house, contact)[0]


async def test_a_dialling_whose_answer_is_lost_is_found_at_the_carrier_and_not_made_again(house: House) -> None:
    house.robot("amina")
    contact = await has_text(house)
    fails_with(house, OutcomeUnknown("lost"), after=True)
    await house.centre.ringing.ring(house.staff["amina"], contact)
    await house.until(lambda: dialled(house))
    await pick_up(house)
    await stage(house, contact, "talking")
    assert len(dialled(house)) == 1


async def test_a_flush_while_the_two_speak_ends_nothing_and_the_phone_stays_theirs(house: House) -> None:
    contact = await talks(house)
    await house.flush()
    await house.centre.reconciling.reconcile()
    await house.at_work("amina")
    other, _ = await house.queues(LANDLINE)
    assert (await house.centre.desk.view(house.staff["amina"]))["offers"] == []
    assert not dialled(house)[-1].call.over
    await house.hangs_up(other)
    await agent_hangs_up(house, contact)
    await free(house, contact)


async def test_a_line_that_ends_while_the_engine_is_away_is_acted_on_once_it_is_back(house: House) -> None:
    contact = await talks(house)
    with house.engine_away():
        await resident_goes(house, contact)
        await stage(house, contact, "over")
    await house.deliver_all()
    await free(house, contact)


async def test_hold_is_music_for_the_resident_and_the_agents_voice_again(house: House) -> None:
    contact = await talks(house)
    amina = house.staff["amina"]
    await house.centre.desk.hold(amina, contact, True)
    assert (await house.centre.desk.view(amina))["in_hand"][0]["held"]
    await house.until(lambda: dialled(house)[-1].call.doing == "hold")
    await house.centre.desk.hold(amina, contact, False)
    assert not (await house.centre.desk.view(amina))["in_hand"][0]["held"]
