"""Why a contact is where it is: what the sentences say of the real engine's state."""

from typing import Any

import pytest

from core.channel import Band, Channel
from router.engine.states import Ended
from router.engine.words import Word
from router.explain.contact import Beside, why_contact
from router.explain.subject import told_now
from router.rules.document import Order
from tests.router.asking import NAMES, Happens, declines, is_taken, just_rings, rings_out, talks, talks_to, why
from tests.router.floor import Floor, plan
from tests.router.test_holds import full


async def its_own_resident(floor: Floor) -> None:
    await is_taken(floor)
    await floor.after(120)
    assert await floor.engine.take_line("c1", "ann") is Word.TAKEN


async def nobody_signs(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.engine.arrive(plan("c1", "bsl:2!"))


async def relaxes(floor: Floor) -> None:
    await floor.engine.arrive(plan("c1", "highways:2", then={60: "highways:1", 120: ""}))


async def hardly_relaxes(floor: Floor) -> None:
    await floor.engine.arrive(plan("c1", "bsl:2!", then={60: "bsl:2!"}))


async def wraps(floor: Floor) -> None:
    await talks_to(floor, "wrap")
    await floor.after(20)
    await floor.engine.arrive(plan("c1", arrived=floor.hands.now))


async def kept(floor: Floor) -> None:
    await talks(floor)
    await floor.agent("bob")
    await floor.engine.arrive(plan("c1", preferred="ann", preferred_ms=60_000))


async def ends(floor: Floor) -> None:
    await floor.engine.arrive(plan("c1"))
    await floor.engine.withdraw("c1", Ended.ABANDONED)


async def parks(floor: Floor) -> None:
    await floor.engine.arrive(plan("c1"))
    await floor.engine.park("c1", floor.hands.now + 60_000, "papers")


async def is_joined(floor: Floor) -> None:
    await floor.engine.arrive(plan("c1"))
    await floor.engine.arrive(plan("c2"))
    await floor.engine.merge("c1", "c2")


async def is_promised(floor: Floor) -> None:
    await floor.engine.arrive(plan("c1"))
    await floor.engine.call_back("c1", floor.hands.now + 60_000, "opens at nine")


async def is_held_for(floor: Floor) -> None:
    """Ann has two emails in hand beside which no call is offered, and finishes one."""
    await full(floor, "ann")
    await floor.engine.arrive(plan("c1"))
    await floor.engine.close("ann-1", "served")


async def is_broken_off(floor: Floor) -> None:
    await floor.agent("ann", capacity={Channel.PHONE: 1, Channel.SMS: 1}, interruptible=frozenset({Channel.SMS}))
    await floor.engine.arrive(plan("c1", channel=Channel.SMS, band=Band.STANDARD))
    await floor.accept("c1", "ann")
    await floor.engine.arrive(plan("c0"))
    await floor.accept("c0", "ann")


async def is_of_a_matter(floor: Floor) -> None:
    text: dict[str, Any] = {"channel": Channel.SMS, "band": Band.STANDARD, "bundle": "matter"}
    await floor.engine.arrive(plan("c1", **text))
    await floor.engine.arrive(plan("c0", **text))
    await floor.agent("ann", capacity={Channel.SMS: 1})
    await floor.accept((await floor.rings("ann"))[0], "ann")


async def is_taken_late(floor: Floor) -> None:
    """After a minute the second step holds, and with it it is offered; the third holds by the time of the question."""
    await floor.engine.arrive(plan("c1", "highways:2", then={60: "highways:1", 120: ""}))
    await floor.after(60)
    await floor.agent("ann", "highways:1")
    await floor.accept("c1", "ann")
    await floor.after(300)


@pytest.mark.parametrize(
    ("happens", "says"),
    [
        pytest.param(nobody_signs, "needs British Sign Language at level 2, and that is never given up.", id="hard"),
        pytest.param(nobody_signs, "Nobody at work has British Sign Language at level 2.", id="nobody has it"),
        pytest.param(relaxes, "needs Roads at level 2 (step 1 of 3 of its route).", id="which step"),
        pytest.param(relaxes, "From 11:07:40 it needs only Roads.", id="when the next step comes"),
        pytest.param(
            hardly_relaxes, "needs British Sign Language at level 2, and that", id="steps that change nothing"
        ),
        pytest.param(relaxes, "Nobody at work has Roads at level 2.", id="nobody is at work"),
        pytest.param(relaxes, "It is first in line, in the live band, due at 11:07", id="place, band and due time"),
        pytest.param(wraps, "Ann's wrap-up ends in 40 s.", id="what would free it"),
        pytest.param(wraps, "1 person here could serve it: Ann has been writing up a call", id="who could serve it"),
        pytest.param(
            kept, "alone until 11:07: Ann knows the resident or the case.", id="kept for the one who knows it"
        ),
        pytest.param(kept, "From 11:07:40 others may take it as well.", id="until when it is kept"),
        pytest.param(declines, "Ann may be asked again in 60 s.", id="after a decline"),
        pytest.param(ends, "It ended as abandoned at 11:06, and nobody had it.", id="ended"),
        pytest.param(parks, "It was put aside at 11:06, and comes back at 11:07:40", id="put aside"),
        pytest.param(is_taken, "Ann has had it in hand since 11:06.", id="in hand"),
        pytest.param(rings_out, "1 person here could serve it: Ann has been ringing somebody out", id="who rings out"),
        pytest.param(
            its_own_resident,
            "Ann has had it in hand since 11:06, and has been ringing the resident out since 11:08.",
            id="its resident is rung",
        ),
        pytest.param(just_rings, "It has been ringing at Ann's desk since 11:06, and rings out at", id="ringing"),
        pytest.param(is_joined, "It was joined at 11:06 to the contact c2, and goes on as part of that.", id="merged"),
        pytest.param(
            is_promised,
            "The resident was promised at 11:06 to be rung back: from 11:07:40 on it waits again, in the place of its "
            "arrival, and whoever takes it rings them.",
            id="a promised call",
        ),
        pytest.param(
            is_held_for,
            "What Ann frees next is held for it until 11:08:40: nothing that is not live is added.",
            id="somebody is held for it",
        ),
        pytest.param(
            is_broken_off,
            "Ann has had it in hand since 11:06. It is broken off for a live contact, and goes on when that is off",
            id="broken off",
        ),
        pytest.param(is_of_a_matter, ": Ann has the rest of the matter.", id="kept for the matter"),
        pytest.param(is_taken_late, "This call about Pothole needed Roads. ", id="what was needed when it was offered"),
    ],
)
async def test_what_is_said_of_a_contact(floor: Floor, happens: Happens, says: str) -> None:
    await happens(floor)
    await floor.engine.arrive(plan("c1", arrived=floor.hands.now))
    said = " ".join((await why(floor))["sentences"])
    assert says in said, said


async def test_what_is_in_hand_is_told_with_all_that_the_sentences_stand_on(floor: Floor) -> None:
    await is_taken_late(floor)
    told = await why(floor)
    assert [need["level"] for need in told["needs"]] == [1]
    facts = {name: told[name] for name in ("step", "agent", "since", "until", "outcome", "held", "broken_off")}
    assert facts == {
        "step": 2,
        "agent": "ann",
        "since": "2026-11-18T11:07:40+00:00",
        "until": None,
        "outcome": None,
        "held": None,
        "broken_off": False,
    }


@pytest.mark.parametrize(
    ("order", "says"),
    [
        pytest.param(Order.FIRST_COME, "due at 11:07.", id="whose place is their turn"),
        pytest.param(Order.WEIGHTED_WAIT, "; but whose weighted wait is longest goes next.", id="waits are weighed"),
        pytest.param(Order.LONGEST_QUEUE, "; but the longest queue goes next.", id="queues are compared"),
    ],
)
async def test_where_the_place_in_line_does_not_say_who_goes_next_that_is_said(
    floor: Floor, order: Order, says: str
) -> None:
    await floor.engine.arrive(plan("c1"))
    assert says in (await why(floor, order=order))["sentences"][1]


async def test_it_looks_at_some_agents_and_counts_the_rest(floor: Floor) -> None:
    for number in range(30):
        await floor.agent(f"a{number}", "highways:3" if number % 2 else "libraries:1")
        await floor.engine.take_break(f"a{number}", "lunch")
    await floor.agent("ann")
    await floor.engine.arrive(plan("c0"))
    await floor.engine.arrive(plan("c1"))
    told = await floor.engine.why("c1", most=10)
    assert told is not None
    assert (len(told["agents"]), told["known"], told["able"]) == (10, 31, 1)
    assert "ann" in told["agents"], "whoever is at work and could serve it comes first"


async def test_of_more_people_than_are_looked_at_it_says_how_many_there_are_at_least(floor: Floor) -> None:
    for number in range(12):
        await floor.agent(f"a{number}")
        await floor.engine.arrive(plan(f"b{number}"))
        await floor.accept(f"b{number}", f"a{number}")
    await floor.engine.arrive(plan("c1"))
    told = await floor.engine.why("c1", most=10)
    assert told is not None
    said = why_contact(told_now("c1", told), NAMES, Beside())["sentences"][2]
    assert said.startswith("At least 12 people here could serve it: ")
    assert said.endswith(", and 8 more.")
