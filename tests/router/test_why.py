"""Why a contact waits, and why an offer went where it went: what the sentences say of the real engine's state."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from core.channel import Band, Channel
from router.engine.states import Ended
from router.engine.words import Word
from router.explain.candidates import choices_at
from router.explain.contact import Beside, why_contact
from router.explain.history import kept_of
from router.explain.mine import why_you
from router.explain.offering import why_offer
from router.explain.story import offers_of, story
from router.explain.subject import told_now
from router.explain.words import Names, lasting, ordinal
from router.rules.document import Order
from tests.router.floor import Floor, plan
from tests.router.test_holds import full

NAMES = Names(
    skills={"highways": "Roads", "bsl": "British Sign Language"},
    services={"highways/pothole": "Pothole"},
    agents={"ann": "Ann", "bob": "Ben", "cat": "Cat"},
    breaks={"lunch": "Lunch"},
    declines={"busy": "Still finishing something"},
)
Happens = Callable[[Floor], Awaitable[Any]]


async def why(floor: Floor, id: str = "c1", order: Order = Order.DUE_FIRST) -> dict[str, Any]:
    """The explanation of a contact, offers included."""
    await floor.events()
    told = await floor.engine.why(id)
    assert told is not None
    mine = [event for event in floor.seen if event.contact_id == id]
    choices = choices_at(floor.seen, {event.sequence for event in offers_of(mine)})
    place = await floor.engine.place(id)
    beside = Beside(place=place, story=story(mine, choices, NAMES), kept=kept_of(mine, id), order=order)
    return why_contact(told_now(id, told), NAMES, beside)


async def why_last(floor: Floor) -> dict[str, Any]:
    """The explanation of the last offer."""
    await floor.events()
    made = [event for event in floor.seen if event.type == "offer.made"][-1]
    return why_offer(choices_at(floor.seen, {made.sequence})[made.sequence], NAMES)


async def talks(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.engine.arrive(plan("c0"))
    await floor.accept("c0", "ann")


async def talks_to(floor: Floor, did: str, *more: str) -> None:
    await talks(floor)
    await getattr(floor.engine, did)("c0", *more)


async def holds_texts(floor: Floor) -> None:
    await floor.agent("ann")
    for id in ("t1", "t2", "t3"):
        await floor.engine.arrive(plan(id, channel=Channel.SMS))
        await floor.accept(id, "ann")


async def rings_out(floor: Floor) -> None:
    """Ann has a text in hand, and rings its resident two minutes later."""
    await floor.agent("ann")
    await floor.engine.arrive(plan("t1", channel=Channel.SMS))
    await floor.accept("t1", "ann")
    await floor.after(120)
    assert await floor.engine.take_line("t1", "ann") is Word.TAKEN


async def rings_whom_it_was_promised(floor: Floor) -> None:
    await talks(floor)
    await floor.after(120)
    assert await floor.engine.take_line("c0", "ann") is Word.TAKEN


async def rang_out(floor: Floor) -> None:
    await rings_out(floor)
    assert await floor.engine.free_line("t1", "ann") is Word.FREED
    await floor.engine.take_break("ann", "lunch")


async def declines(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.engine.arrive(plan("c1"))
    await floor.engine.decline("c1", "ann", await floor.epoch("c1"), "busy")


async def rings(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.engine.arrive(plan("c0"))


async def signs_in(floor: Floor, skills: str = "highways:3") -> None:
    await floor.sign_in("ann", skills)
    await floor.after(1)


async def on_a_break(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.engine.take_break("ann", "lunch")


async def without_a_phone(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.engine.beat("ann", phone_ready=False, lease_ms=10**9)


async def gone_home(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.engine.leave("ann")


async def takes_no_calls(floor: Floor) -> None:
    await floor.agent("ann", capacity={Channel.SMS: 3})


async def lets_it_ring(floor: Floor) -> None:
    await just_rings(floor)
    await floor.after(20)


async def passes_it_on(floor: Floor) -> None:
    await is_taken(floor)
    await floor.engine.transfer(plan("c1"), "ann", "passed_on")


async def has_no_line(floor: Floor) -> None:
    await just_rings(floor)
    epoch = await floor.epoch("c1")
    await floor.engine.accept("c1", "ann", epoch)
    await floor.engine.media_failed("c1", "ann", epoch)


CALL, TEXT = {"channel": Channel.PHONE}, {"channel": Channel.SMS, "band": Band.STANDARD}


@pytest.mark.parametrize(
    ("happens", "comes", "word", "says"),
    [
        pytest.param(talks, CALL, "at_capacity", "Ann has been talking since 11:06.", id="talking"),
        pytest.param(
            lambda floor: talks_to(floor, "wrap"),
            CALL,
            "at_capacity",
            "Ann has been writing up a call since 11:06.",
            id="in wrap-up",
        ),
        pytest.param(
            talks,
            TEXT,
            "not_beside",
            "Ann has been talking since 11:06, beside which no text is offered.",
            id="something in hand beside which this is not offered",
        ),
        pytest.param(
            holds_texts,
            TEXT,
            "at_capacity",
            "Ann has 3 texts in hand, as many as they may.",
            id="as many as they may",
        ),
        pytest.param(
            rings_out, CALL, "at_capacity", "Ann has been ringing somebody out since 11:08.", id="rings a resident out"
        ),
        pytest.param(
            rings_whom_it_was_promised,
            CALL,
            "at_capacity",
            "Ann has been ringing somebody out since 11:08.",
            id="makes a promised call",
        ),
        pytest.param(
            rings_out,
            TEXT,
            "not_beside",
            "Ann has been ringing somebody out since 11:08, beside which no text is offered.",
            id="rings somebody out, beside which this is not offered",
        ),
        pytest.param(
            rang_out, CALL, "on_break", "Ann has been on a break since 11:08 (Lunch).", id="has rung somebody out"
        ),
        pytest.param(rings, CALL, "at_capacity", "Ann has had a call ringing since 11:06.", id="a call rings"),
        pytest.param(rings, TEXT, "ringing", "Ann has had a call ringing since 11:06.", id="something else rings"),
        pytest.param(on_a_break, CALL, "on_break", "Ann has been on a break since 11:06 (Lunch).", id="on a break"),
        pytest.param(
            signs_in,
            CALL,
            "not_ready",
            "Ann has been at their desk since 11:06, and has not said that they are ready.",
            id="not ready",
        ),
        pytest.param(
            gone_home,
            CALL,
            "not_at_desk",
            "Ann has not been at their desk since 11:06.",
            id="not at their desk",
        ),
        pytest.param(without_a_phone, CALL, "phone_not_ready", "Ann has no phone connected.", id="no phone"),
        pytest.param(takes_no_calls, CALL, "not_this_channel", "Ann takes no calls.", id="no calls at all"),
        pytest.param(
            lambda floor: signs_in(floor, "libraries:3"),
            CALL,
            "lacks_skill",
            "Ann lacks Roads.",
            id="a skill is missing",
        ),
        pytest.param(
            lambda floor: signs_in(floor, "highways:1"),
            {**CALL, "asks": "highways:3"},
            "lacks_skill",
            "Ann lacks Roads at level 3 (has level 1).",
            id="a level is missing",
        ),
        pytest.param(
            declines,
            CALL,
            "cooling_down",
            "Ann declined it, and may be asked again at 11:07:40.",
            id="declined it",
        ),
        pytest.param(
            lets_it_ring,
            CALL,
            "cooling_down",
            "Ann let it ring out, and may be asked again at 11:08:00.",
            id="let it ring out",
        ),
        pytest.param(
            passes_it_on,
            CALL,
            "cooling_down",
            "Ann had it, and passed it on or gave it back, and may be asked again at 11:07:40.",
            id="passed it on",
        ),
        pytest.param(
            has_no_line,
            CALL,
            "cooling_down",
            "Ann accepted it, but their line did not come up, and may be asked again at 11:07:40.",
            id="their line did not come up",
        ),
    ],
)
async def test_why_an_agent_does_not_take_it(
    floor: Floor, happens: Happens, comes: dict[str, Any], word: str, says: str
) -> None:
    await happens(floor)
    await floor.engine.arrive(plan("c1", **{"asks": "highways:1", **comes}))
    told = await why(floor)
    assert [(row["word"], row["says"]) for row in told["agents"]] == [(word, says)]


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


async def is_taken(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.engine.arrive(plan("c1"))
    await floor.accept("c1", "ann")


async def just_rings(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.engine.arrive(plan("c1"))


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


async def two_are_free(floor: Floor, ann: str = "highways:3", bob: str = "highways:3 libraries:1") -> None:
    floor.seen.clear()
    await floor.agent("ann", ann)
    await floor.after(5)
    await floor.agent("bob", bob)


async def one_holds_a_text(floor: Floor) -> None:
    await two_are_free(floor, bob="highways:2")
    await floor.engine.arrive(plan("t1", channel=Channel.SMS))
    await floor.accept("t1", "ann")
    await floor.engine.arrive(plan("c1"))


async def one_is_freed(floor: Floor) -> None:
    await talks(floor)
    for number in (1, 2, 3):
        await floor.engine.arrive(plan(f"c{number}", target_s=10 * number))
    await floor.after(3)
    await floor.engine.close("c0", "served")


async def comes_to(floor: Floor, **agents: str) -> None:
    await two_are_free(floor, **agents)
    await floor.engine.arrive(plan("c1"))


async def comes_to_whom_it_knows(floor: Floor) -> None:
    await two_are_free(floor)
    await floor.engine.arrive(plan("c1", preferred="bob", preferred_ms=60_000))


async def rings_whom_it_was_passed_on_to(floor: Floor) -> None:
    await two_are_free(floor)
    await floor.engine.arrive(plan("c1"))
    await floor.accept("c1", "ann")
    await floor.engine.transfer(plan("c1", preferred="bob", preferred_ms=60_000, reason="Roads"), "ann", "passed_on")


async def rings_whom_a_colleague_asks(floor: Floor) -> None:
    await two_are_free(floor)
    await floor.engine.arrive(plan("c1", preferred="bob", preferred_ms=60_000, question=True))


async def comes_again_to_whoever_is_next(floor: Floor) -> None:
    await two_are_free(floor)
    await floor.engine.arrive(plan("c1"))
    await floor.accept("c1", "ann")
    await floor.engine.transfer(plan("c1", reason="Roads first"), "ann", "passed_on")


async def is_owed(floor: Floor) -> None:
    floor.seen.clear()
    await floor.engine.publish(2, share=0.5)
    await floor.agent("ann", capacity={Channel.CHAT: 1, Channel.SMS: 1}, beside={})
    await floor.engine.arrive(plan("c0", channel=Channel.CHAT))
    await floor.accept("c0", "ann")
    await floor.after(600)
    now = floor.hands.now
    await floor.engine.arrive(plan("c1", channel=Channel.SMS, band=Band.STANDARD, arrived=now, target_s=7200))
    await floor.engine.arrive(plan("chat", channel=Channel.CHAT, arrived=now - 60_000))
    await floor.engine.close("c0", "served")


async def goes_before_what_is_owed(floor: Floor) -> None:
    floor.seen.clear()
    await floor.engine.publish(2, share=0.5)
    await floor.agent("ann", "highways:3 bsl:3", capacity={Channel.CHAT: 1, Channel.SMS: 1}, beside={})
    await floor.engine.arrive(plan("c0", channel=Channel.CHAT))
    await floor.accept("c0", "ann")
    await floor.after(600)
    now = floor.hands.now
    await floor.engine.arrive(plan("text", channel=Channel.SMS, band=Band.STANDARD, arrived=now, target_s=7200))
    await floor.engine.arrive(plan("chat", channel=Channel.CHAT, arrived=now - 60_000))
    await floor.engine.arrive(plan("c1", "bsl:1!", channel=Channel.CHAT, arrived=now))
    await floor.engine.close("c0", "served")


async def is_put_back(floor: Floor) -> None:
    floor.seen.clear()
    await floor.engine.restore(plan("c1", arrived=floor.hands.now - 7_200_000), "waiting")
    await floor.after(5)
    await floor.agent("ann")


@pytest.mark.parametrize(
    ("happens", "decided", "says"),
    [
        pytest.param(
            rings_whom_it_was_passed_on_to,
            "preferred",
            "It was passed on to Ben, who had it to themselves first.",
            id="was passed on",
        ),
        pytest.param(
            rings_whom_a_colleague_asks, "preferred", "A colleague asked Ben by name.", id="is asked by a colleague"
        ),
        pytest.param(
            comes_again_to_whoever_is_next, "alone", "by the rule “Roads first”", id="by which rule it was passed on"
        ),
        pytest.param(is_owed, "agent", "it was the turn of what is not live, for which a share", id="written work's"),
        pytest.param(
            goes_before_what_is_owed, "agent", "and only what is never given up goes before that", id="before that"
        ),
        pytest.param(is_put_back, "agent", "; it had come 2 h 1 min before.", id="since when, over a rebuild"),
        pytest.param(just_rings, "alone", "Only Ann was free for it.", id="only one was free"),
        pytest.param(comes_to, "tier", "Ann has 1 skill, Ben 2 skills.", id="fewest skills"),
        pytest.param(
            one_holds_a_text, "in_hand", "Ben had nothing in hand, Ann 1 contact in hand.", id="least in hand"
        ),
        pytest.param(
            lambda floor: comes_to(floor, bob="highways:2"),
            "idle",
            "Ann had been idle since 11:06:40, Ben only since 11:06:45.",
            id="idle longest",
        ),
        pytest.param(comes_to_whom_it_knows, "preferred", "Ben knows the resident or the case", id="knows the case"),
        pytest.param(one_is_freed, "agent", "Ann became free, and it was first in line", id="became free"),
        pytest.param(
            one_is_freed, "agent", "It went before 2 others that Ann could have been given", id="what it beat"
        ),
        pytest.param(just_rings, "alone", "needed Roads (version 1 of the rules)", id="what it needed, by which rules"),
    ],
)
async def test_why_an_offer_went_to_whom_it_went(floor: Floor, happens: Happens, decided: str, says: str) -> None:
    floor.seen.clear()
    await happens(floor)
    told = await why_last(floor)
    said = " ".join(told["sentences"])
    assert (told["decided"], says in said) == (decided, True), said


async def test_the_story_tells_every_offer_and_what_became_of_it(floor: Floor) -> None:
    floor.seen.clear()
    await declines(floor)
    await floor.agent("bob", "highways:1")
    await floor.accept("c1", "bob")
    await floor.engine.close("c1", "served")
    told = await why(floor)
    assert [(each["name"], each["state"], each["reason"]) for each in told["offers"]] == [
        ("Ann", "declined", "Still finishing something"),
        ("Ben", "connected", None),
    ]
    assert told["offers"][0]["why"] == "Only Ann was free for it."


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


@pytest.mark.parametrize(
    ("requirement", "known", "says"),
    [
        ("phone|highways:2", False, "It needs Roads at level 2 (you have 4), and you are free."),
        ("phone|", False, "By now anybody may take it, and you are free."),
        (
            "phone|highways:2",
            True,
            "You know this resident or their case, or were given it by name, so you are asked first.",
        ),
    ],
    ids=["what it needs", "anybody", "known"],
)
def test_why_you(requirement: str, known: bool, says: str) -> None:
    assert why_you(requirement, {"highways": 4}, NAMES, known=known) == says


@pytest.mark.parametrize(
    ("ms", "says"),
    [
        (0, "0 s"),
        (1, "1 s"),
        (40_000, "40 s"),
        (119_000, "119 s"),
        (121_000, "3 min"),
        (7_500_000, "2 h 5 min"),
        (200 * 3_600_000, "9 days"),
    ],
)
def test_how_long(ms: int, says: str) -> None:
    assert lasting(ms) == says


def test_ordinals() -> None:
    assert [ordinal(n) for n in (1, 2, 3, 4, 11, 12, 21, 22, 103, 111)] == [
        "first", "second", "third", "4th", "11th", "12th", "21st", "22nd", "103rd", "111th",
    ]  # fmt: skip


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
