"""The log alone tells who could have been asked, and agrees with what the engine chose: on random working days."""

import pytest

from core.errors import NotFound
from live.connection import Live
from router.explain.candidates import Choice, How, candidates_at
from tests.router.floor import Floor, plan
from tests.router.histories import Day


async def all_agree(live: Live, seed: int, pick: str, steps: int = 100) -> int:
    """Every offer of a random day of some steps is held against the log; how many there were."""
    floor = await Floor.open(live)
    floor.seen.clear()
    await floor.engine.publish(2, pick=pick)
    await Day(floor, seed).run(steps)
    events = await floor.events()
    offers = [event for event in events if event.type == "offer.made"]
    for offer in offers:
        agrees(candidates_at(events, offer.sequence))
    return len(offers)


def agrees(choice: Choice) -> None:
    """The engine asked whom the log says it should, or offered what was first in line."""
    event = choice.event
    said = f"{event.sequence}: {event.contact_id} to {event.agent_id}, {event.facts}"
    if choice.how is How.BUNDLE:
        return
    assert choice.chosen is not None, said
    assert choice.chosen.agent.idle_since_ms == event.facts["idle_since"], said
    if choice.how is How.CAME:
        assert choice.chosen is choice.candidates[0], said
    elif choice.how is How.FREED:
        key = choice.contact.key(event.at_ms)
        assert all(key <= other.key(event.at_ms) for other in choice.others), said
    else:
        assert choice.contact.plan["preferred"] == event.agent_id, said


@pytest.mark.parametrize("pick", ["fewest_skills", "longest_idle", "best_skilled"])
@pytest.mark.parametrize("seed", [1, 3], ids=["one day", "another day"])
async def test_the_log_agrees_with_every_choice_of_a_random_day(live: Live, seed: int, pick: str) -> None:
    assert await all_agree(live, seed, pick) > 30


@pytest.mark.long
@pytest.mark.parametrize("pick", ["fewest_skills", "longest_idle", "best_skilled"])
@pytest.mark.parametrize("seed", range(100, 160))
async def test_the_log_agrees_with_every_choice_of_many_days(live: Live, seed: int, pick: str) -> None:
    assert await all_agree(live, seed, pick, 200) > 30


async def test_what_was_kept_for_somebody_who_went_home_could_have_been_offered_as_well(floor: Floor) -> None:
    await floor.agent("owner")
    await floor.engine.arrive(plan("busy"))
    await floor.accept("busy", "owner")
    for id, target_s in (("c1", 20), ("c2", 60)):
        await floor.engine.arrive(plan(id, target_s=target_s, preferred="owner", preferred_ms=10**9))
    await floor.engine.leave("owner")
    await floor.agent("other")
    *_, offer = [event for event in await floor.events() if event.type == "offer.made"]
    choice = candidates_at(floor.seen, offer.sequence)
    assert (choice.contact.id, [each.id for each in choice.others]) == ("c1", ["c2"])


async def test_an_offer_that_the_log_does_not_have_is_not_found(floor: Floor) -> None:
    with pytest.raises(NotFound):
        candidates_at(await floor.events(), "1-1")
