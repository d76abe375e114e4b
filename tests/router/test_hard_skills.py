"""What is never given up is asked of whoever is handed a contact as well; and who holds one without it is found."""

from collections.abc import Awaitable, Callable

import pytest

from live.connection import Live
from router.engine.check import problems
from router.engine.keys import Keys
from router.engine.words import Word
from tests.router.floor import Floor, plan
from tests.router.test_check import in_parts

P = Keys("westmere").prefix
ASKS = "highways:1 safeguarding:3!"


async def speaks(floor: Floor) -> None:
    """ann, who may, speaks with the caller."""
    await floor.agent("ann", "highways:3 safeguarding:3")
    await floor.engine.arrive(plan("c1", ASKS))
    await floor.accept("c1", "ann")


async def asks(floor: Floor, skills: str) -> None:
    """She asks bob, who answers."""
    await floor.agent("bob", skills)
    await floor.engine.arrive(plan("asked", preferred="bob", preferred_ms=60_000, question=True))
    await floor.accept("asked", "bob")


async def test_nobody_is_handed_a_caller_without_the_skill_that_is_never_given_up(floor: Floor) -> None:
    await speaks(floor)
    await asks(floor, "highways:3 safeguarding:2")
    await floor.told()
    assert await floor.engine.hand_over("c1", "ann", "asked") is Word.UNFIT
    assert await floor.told() == [], "nothing is lost"
    assert (await floor.state("c1"), await floor.state("asked")) == ("active", "active")
    state = await floor.engine.contact("c1")
    assert state is not None
    assert (state.agent, state.hard) == ("ann", "phone|safeguarding:3!")


async def test_whoever_has_it_is_handed_the_caller_whatever_else_they_lack(floor: Floor) -> None:
    await speaks(floor)
    await asks(floor, "safeguarding:3")
    assert await floor.engine.hand_over("c1", "ann", "asked") is Word.ACCEPTED


async def lose_the_skill(floor: Floor) -> None:
    await floor.sign_in("ann", "highways:3")


async def get_other_rules(floor: Floor) -> None:
    await floor.engine.replan(plan("c1", "highways:1 bsl:1!", rules_version=2))


async def are_back_from_a_flush(floor: Floor) -> None:
    await floor.engine.clear()
    floor.seen.clear()
    await floor.engine.start_generation()
    await floor.engine.restore(plan("c1", ASKS), "active", agent="ann", epoch=7)
    await floor.engine.resume()
    await floor.sign_in("ann", "highways:3")


async def are_back_before_their_contact_is(floor: Floor) -> None:
    await floor.engine.clear()
    floor.seen.clear()
    await floor.engine.start_generation()
    await floor.sign_in("ann", "highways:3")
    await floor.engine.restore(plan("c1", ASKS), "active", agent="ann", epoch=7)
    await floor.engine.resume()


CHANGES: dict[str, Callable[[Floor], Awaitable[None]]] = {
    "they lost the skill": lose_the_skill,
    "other rules ask for more": get_other_rules,
    "they came back from a flush with less": are_back_from_a_flush,
    "it came back to one with less": are_back_before_their_contact_is,
}


@pytest.mark.parametrize("changes", CHANGES.values(), ids=CHANGES.keys())
async def test_it_stays_in_hand_and_is_no_fault_when(floor: Floor, changes: Callable[[Floor], Awaitable[None]]) -> None:
    await speaks(floor)
    await changes(floor)
    assert await floor.state("c1") == "active"
    await floor.sound()


async def test_whoever_holds_what_they_could_never_be_given_is_found(live: Live) -> None:
    floor = await Floor.open(live)
    await speaks(floor)
    await live.redis.hset(P + "agent:ann", "skills", "highways:3")
    for found in (await in_parts(floor), problems(await floor.engine.dump())):
        assert "I5: c1 needs phone|safeguarding:3!, and is in the hands of ann." in found
