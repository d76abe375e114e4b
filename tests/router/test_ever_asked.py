"""However much was ever asked for: what nobody waits for any more costs nothing, and breaks nothing."""

from typing import Any

import pytest

from live.connection import Live
from router.engine.words import Word
from tests.router.floor import Floor, plan

EVER = 10_000


async def asked(floor: Floor, count: int) -> None:
    """So many requirements that a road inspector meets were published at some time."""
    for start in range(0, count, 1000):
        await floor.engine.prepare([f"phone|highways:1*{weight(row)}" for row in range(start, start + 1000)])


def weight(row: int) -> float:
    return round(1 + row / EVER, 4)


async def calls(floor: Floor, name: str, count: int, asks: str = "highways:1", *, every_ms: int = 1) -> None:
    """So many calls, each in a bucket of its own."""
    now = floor.hands.now = floor.hands.now + 1000
    for row in range(count):
        await floor.engine.arrive(plan(f"{name}{row}", asks, weight=weight(row), arrived=now + row * every_ms))


@pytest.mark.parametrize("ever", [pytest.param(0, id="of little"), pytest.param(EVER, id="of ten thousand")])
@pytest.mark.parametrize(
    ("others", "mine"),
    [
        pytest.param(0, 20, id="all are theirs"),
        pytest.param(10, 3, id="theirs are among the first few"),
        pytest.param(15, 3, id="theirs begin where the first few end"),
        pytest.param(1100, 3, id="theirs are behind very many"),
    ],
)
async def test_who_gets_ready_is_given_the_first_they_can_serve_whatever_was_ever_asked(
    floor: Floor, ever: int, others: int, mine: int
) -> None:
    await floor.agent("ann")
    await asked(floor, ever)
    await floor.engine.arrive(plan("now"))
    await floor.accept("now", "ann")
    await calls(floor, "other", others, "libraries:1")
    await calls(floor, "mine", mine)
    assert await floor.engine.close("now", "served") is Word.CLOSED
    for row in range(mine):
        assert await floor.rings("ann") == [f"mine{row}"]
        await floor.accept(f"mine{row}", "ann")
        await floor.engine.take_break("ann", "tea")
        await floor.engine.close(f"mine{row}", "served")
        assert await floor.engine.ready("ann") is Word.READY
    assert await floor.rings("ann") == []
    await floor.sound()


@pytest.mark.parametrize("others", [0, 14, 15, 16, 30], ids=lambda others: f"behind {others}")
async def test_of_two_that_are_as_good_the_first_by_name_is_given(floor: Floor, others: int) -> None:
    await floor.sign_in("ann")
    await calls(floor, "other", others, "libraries:1")
    await calls(floor, "mine", 9, every_ms=0)
    await floor.engine.arrive(plan("mine", weight=1.9, arrived=floor.hands.now))
    await floor.engine.ready("ann")
    assert await floor.rings("ann") == ["mine"]


async def test_getting_ready_costs_the_same_whatever_was_ever_asked(floor: Floor, live: Live) -> None:
    await floor.sign_in("ann")
    await calls(floor, "other", 20, "libraries:1")
    before = await cost_us(floor, live)
    await asked(floor, EVER)
    assert await cost_us(floor, live) < 5 * before, "it was 90 times as much"


async def cost_us(floor: Floor, live: Live) -> float:
    """Of getting ready, for the server, in µs: the cheapest of some, for the machine does other things as well."""
    found = []
    for _ in range(50):
        await floor.engine.take_break("ann", "tea")
        await live.redis.config_resetstat()
        await floor.engine.ready("ann")
        told: dict[str, Any] = await live.redis.info("commandstats")
        found.append(sum(row["usec"] for name, row in told.items() if "fcall" in name))
    return float(min(found))
