"""Why an offer went where it went, as the log tells it."""

import pytest

from core.channel import Band, Channel
from router.explain.mine import why_you
from tests.router.asking import NAMES, Happens, declines, just_rings, talks, why, why_last
from tests.router.floor import Floor, plan


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
            "Ben had it to themselves first: it was passed on to Ben.",
            id="was passed on",
        ),
        pytest.param(
            rings_whom_a_colleague_asks, "preferred", "a colleague asked Ben by name.", id="is asked by a colleague"
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
