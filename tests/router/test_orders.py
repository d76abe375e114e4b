"""Which contact goes first, and which agent is asked first: each order, each way to pick, shares, promotion."""

from typing import Any

import pytest

from core.channel import Band, Channel
from router.engine.words import Word
from tests.router.floor import START_MS, Floor, plan

SMS = {Channel.SMS: 1}


async def by(floor: Floor, **how: object) -> None:
    assert await floor.engine.publish(2, **how) is Word.MOVED  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("order", "first"),
    [
        pytest.param("due_first", "urgent", id="whose promise runs out first"),
        pytest.param("first_come", "early", id="who came first"),
        pytest.param("weighted_wait", "heavy", id="whose weighted wait is longest"),
        pytest.param("longest_queue", "many1", id="the first of the longest queue"),
    ],
)
async def test_the_next_contact_is_the_one_that_the_divisions_order_says(floor: Floor, order: str, first: str) -> None:
    await by(floor, order=order)

    async def arrive(id: str, asks: str, ago_s: int, target_s: int, weight: float = 1) -> None:
        arrived = START_MS - ago_s * 1000
        by_arrival = order != "due_first"
        weighs = weight if order == "weighted_wait" else 1
        await floor.engine.arrive(
            plan(id, asks, arrived=arrived, target_s=target_s, weight=weighs, by_arrival=by_arrival)
        )

    await arrive("early", "highways:1", 60, 600)
    await arrive("urgent", "libraries:1", 10, 11)
    await arrive("heavy", "bsl:1", 40, 600, weight=5)
    for number in (1, 2, 3):
        await arrive(f"many{number}", "blue-badge:1", 30 - number, 600)
    await floor.agent("ann", "highways:3 libraries:3 bsl:3 blue-badge:3")
    assert await floor.rings("ann") == ["many1" if first == "many1" else first]


async def test_no_order_puts_what_is_written_before_who_waits_live(floor: Floor) -> None:
    for version, order in enumerate(("first_come", "weighted_wait", "longest_queue"), 2):
        await floor.engine.publish(version, order=order)
        early = START_MS - 10**6
        for number in range(3):
            id = f"{order}-text{number}"
            text = plan(id, "highways:1", channel=Channel.SMS, band=Band.STANDARD, arrived=early, by_arrival=True)
            await floor.engine.arrive(text)
        await floor.engine.arrive(plan(f"{order}-call", "libraries:1", by_arrival=True))
        await floor.agent(order, "highways:1 libraries:1", capacity={Channel.PHONE: 1, Channel.SMS: 1})
        assert f"{order}-call" in await floor.rings(order)
        await floor.engine.leave(order)
        for number in range(3):
            await floor.engine.withdraw(f"{order}-text{number}", "withdrawn")
        await floor.engine.withdraw(f"{order}-call", "abandoned")


PICKS = ["fewest_skills", "longest_idle", "best_skilled"]


@pytest.mark.parametrize("before", PICKS, ids=lambda pick: f"{pick} before")
@pytest.mark.parametrize("came_after", [0, 1, 2, 3], ids=lambda count: f"{count} of them since")
@pytest.mark.parametrize(
    ("pick", "asked"),
    [
        pytest.param(
            "fewest_skills", "specialist rested expert", id="who has the fewest skills, which keeps generalists free"
        ),
        pytest.param("longest_idle", "rested specialist expert", id="who has been idle longest"),
        pytest.param("best_skilled", "expert rested specialist", id="who is best at it"),
    ],
)
async def test_whoever_is_asked_first_and_next_is_whom_the_division_picks_whatever_it_did_before(
    floor: Floor, pick: str, asked: str, before: str, came_after: int
) -> None:
    await floor.engine.prepare(["phone|highways:1"])
    await floor.engine.publish(1, pick=before)
    skills = {"rested": "highways:2 libraries:2", "specialist": "highways:1", "expert": "highways:5 libraries:1 bsl:1"}
    for number, agent in enumerate(skills):
        if number == len(skills) - came_after:
            await by(floor, pick=pick)
        await floor.agent(agent, skills[agent])
        await floor.after(5)
    if came_after == 0:
        await by(floor, pick=pick)
    await floor.engine.arrive(plan("c1", "highways:1", rules_version=2))
    for agent in asked.split():
        assert await floor.rings(agent) == ["c1"]
        await floor.engine.decline("c1", agent, await floor.epoch("c1"), "busy")
    await floor.sound()


async def test_requirements_are_in_use_once_all_profiles_were_compared_with_them(floor: Floor) -> None:
    for number in range(100):
        await floor.agent(f"a{number}", f"s{number}:1 common:{number % 5 + 1}")
    assert await floor.engine.prepare(["phone|common:5", "phone|s7:1", "phone|common:5"]) == 2
    assert await floor.engine.prepare(["phone|common:5"]) == 0, "known already"
    await floor.engine.arrive(plan("c1", "s7:1"))
    assert await floor.rings("a7") == ["c1"]
    await floor.engine.arrive(plan("c2", "common:5"))
    rings = [number for number in range(100) if await floor.rings(f"a{number}") == ["c2"]]
    assert [number % 5 for number in rings] == [4], "one of those at level 5"


async def test_what_is_written_keeps_its_share_of_peoples_time(floor: Floor) -> None:
    await by(floor, share=0.25)
    await floor.agent("ann", "highways:3", capacity={Channel.PHONE: 1, Channel.SMS: 1})
    spent = {"call": 0, "text": 0}
    for number in range(60):
        now = floor.hands.now
        await floor.engine.arrive(plan(f"call{number}", arrived=now))
        await floor.engine.arrive(plan(f"text{number}", channel=Channel.SMS, band=Band.STANDARD, arrived=now))
        contact = (await floor.rings("ann"))[0]
        await floor.accept(contact, "ann") if contact.startswith("call") else await floor.engine.accept(
            contact, "ann", await floor.epoch(contact)
        )
        floor.hands.now += 60_000
        spent[contact[:4]] += 60
        await floor.engine.close(contact, "served")
        floor.hands.now += 1000
    assert 0.2 <= spent["text"] / sum(spent.values()) <= 0.3


async def test_nobody_is_idle_because_what_is_owed_time_is_cooling_down_for_them(floor: Floor) -> None:
    await by(floor, share=0.9)
    await floor.agent("ann", "highways:3", capacity={Channel.PHONE: 1, Channel.SMS: 1})
    await floor.engine.arrive(plan("first"))
    await floor.accept("first", "ann")
    floor.hands.now += 600_000
    await floor.engine.arrive(plan("text", channel=Channel.SMS, band=Band.STANDARD, arrived=floor.hands.now))
    await floor.engine.close("first", "served")
    await floor.engine.decline("text", "ann", await floor.epoch("text"), "busy")
    await floor.engine.take_break("ann", "tea")
    await floor.engine.arrive(plan("call", arrived=floor.hands.now))
    await floor.engine.ready("ann")
    assert await floor.rings("ann") == ["call"]


async def test_a_skill_that_is_never_relaxed_is_not_passed_by_for_a_share(floor: Floor) -> None:
    await by(floor, share=0.9)
    await floor.agent("ann", "highways:3 safeguarding:3", capacity={Channel.PHONE: 1, Channel.SMS: 1})
    await floor.engine.arrive(plan("first"))
    await floor.accept("first", "ann")
    floor.hands.now += 600_000
    await floor.engine.arrive(plan("safe", "safeguarding:3!", arrived=floor.hands.now))
    await floor.engine.arrive(plan("text", channel=Channel.SMS, band=Band.STANDARD, arrived=floor.hands.now))
    await floor.engine.close("first", "served")
    assert (await floor.rings("ann"))[0] == "safe"


@pytest.mark.parametrize("order", ["due_first", "first_come", "weighted_wait", "longest_queue"])
async def test_it_is_not_passed_by_for_a_share_either_where_another_caller_is_before_it(
    floor: Floor, order: str
) -> None:
    await by(floor, order=order, share=0.9)
    both = {Channel.PHONE: 1, Channel.SMS: 1}
    alone: dict[Channel, frozenset[Channel]] = {channel: frozenset() for channel in both}
    await floor.agent("ann", "highways:3 safeguarding:3", capacity=both, beside=alone)
    await floor.engine.arrive(plan("first"))
    await floor.accept("first", "ann")
    await floor.after(600)
    now = floor.hands.now
    how: dict[str, Any] = {"by_arrival": order != "due_first"}
    for number in range(3):
        await floor.engine.arrive(plan(f"road{number}", arrived=now - 9_000 + number, **how))
    await floor.engine.arrive(plan("safe", "safeguarding:3!", arrived=now - 1_000, **how))
    await floor.engine.arrive(plan("text", channel=Channel.SMS, band=Band.STANDARD, arrived=now - 9_000, **how))
    await floor.engine.close("first", "served")
    came = []
    for _ in range(5):
        (contact,) = await floor.rings("ann")
        came.append(contact)
        await floor.engine.decline(contact, "ann", await floor.epoch(contact), "busy")
    assert came == ["safe", "text", "road0", "road1", "road2"]


@pytest.mark.parametrize("owed_for", [None, "somebody else"], ids=["nothing", "nothing that they may be given"])
async def test_whoever_is_due_first_is_next_where_no_text_waits_that_is_owed_time(
    floor: Floor, owed_for: str | None
) -> None:
    await by(floor, share=0.9)
    await floor.agent("ann", "highways:3 safeguarding:3", capacity={Channel.PHONE: 1, Channel.SMS: 1})
    await floor.engine.arrive(plan("first"))
    await floor.accept("first", "ann")
    await floor.after(600)
    now = floor.hands.now
    await floor.engine.arrive(plan("road", arrived=now - 9_000))
    await floor.engine.arrive(plan("safe", "safeguarding:3!", arrived=now - 1_000))
    if owed_for:
        await floor.engine.arrive(plan("text", "libraries:1", channel=Channel.SMS, band=Band.STANDARD, arrived=now))
    await floor.engine.close("first", "served")
    assert await floor.rings("ann") == ["road"]


async def test_somebody_free_is_found_behind_many_who_are_not_for_this_though_one_they_declined_waits_first(
    floor: Floor,
) -> None:
    for row in range(20):
        await floor.agent(f"other{row:02}", f"s{row}:1")
    await floor.agent("zed", "highways:1 a:1 b:1 c:1")
    await floor.engine.arrive(plan("c1"))
    await floor.engine.decline("c1", "zed", await floor.epoch("c1"), "busy")
    await floor.engine.arrive(plan("c2"))
    assert await floor.rings("zed") == ["c2"]
    await floor.engine.arrive(plan("c3"))
    assert await floor.state("c3") == "waiting"


async def test_what_is_kept_for_them_goes_before_nobody_who_is_due_sooner_though_they_are_newly_free_for_both(
    floor: Floor,
) -> None:
    capacity = {Channel.PHONE: 1, Channel.EMAIL: 2, Channel.SMS: 2}
    await floor.agent("ann", capacity=capacity, beside={channel: frozenset(Channel) for channel in Channel})
    for id in ("e1", "e2"):
        await floor.engine.arrive(plan(id, channel=Channel.EMAIL, band=Band.STANDARD))
        if id == "e1":
            await floor.accept(id, "ann")
    # With two emails in hand she may take calls and texts alone: nobody was ever seen so.
    own = plan("own", channel=Channel.SMS, band=Band.STANDARD, target_s=1000, preferred="ann", preferred_ms=600_000)
    await floor.engine.arrive(own)
    await floor.engine.arrive(plan("first", "highways:2", channel=Channel.SMS, band=Band.STANDARD, target_s=10))
    await floor.accept("e2", "ann")
    assert await floor.rings("ann") == ["first"]


async def one_on_the_line(floor: Floor, skills: str = "highways:3") -> int:
    """ann has been on a call for a while; what time it is then."""
    await floor.agent("ann", skills, capacity={Channel.PHONE: 1, Channel.SMS: 1})
    await floor.engine.arrive(plan("c0"))
    await floor.accept("c0", "ann")
    await floor.after(600)
    return floor.hands.now


@pytest.mark.parametrize("kept_s", [60, 20], ids=["which is longest", "which is not"])
async def test_the_wait_of_whom_somebody_knows_is_weighted_as_well(floor: Floor, kept_s: int) -> None:
    await by(floor, order="weighted_wait")
    now = await one_on_the_line(floor)
    kept: dict[str, Any] = {"preferred": "ann", "preferred_ms": 600_000, "by_arrival": True}
    await floor.engine.arrive(plan("plain", arrived=now - 300_000, by_arrival=True))
    await floor.engine.arrive(plan("light", arrived=now - 200_000, **kept))
    await floor.engine.arrive(plan("heavy", arrived=now - kept_s * 1000, weight=10, **kept))
    await floor.engine.close("c0", "served")
    assert await floor.rings("ann") == ["heavy" if kept_s == 60 else "plain"]
    await floor.sound()


async def test_a_skill_that_is_never_relaxed_is_not_passed_by_for_a_share_though_its_caller_is_kept_for_them(
    floor: Floor,
) -> None:
    await by(floor, share=0.5)
    now = await one_on_the_line(floor, "highways:3 bsl:3")
    await floor.engine.arrive(plan("text", channel=Channel.SMS, band=Band.STANDARD, arrived=now))
    await floor.engine.arrive(plan("bsl", "bsl:3!", arrived=now, preferred="ann", preferred_ms=60_000))
    await floor.engine.close("c0", "served")
    assert (await floor.rings("ann"))[0] == "bsl"
