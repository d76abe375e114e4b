"""A hundred residents call at once about potholes, and ten agents answer: each is answered once, and counted once.

Twenty-five do so in every run, a hundred in the long ones: once as it is, and once while web, worker, clock and the
live store are killed and started again, and the store is emptied.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import httpx
import pytest

from core.channel import Channel
from records.record import Record
from tests.acceptance.agent import Agent
from tests.acceptance.house import House
from tests.acceptance.people import hire
from tests.acceptance.staff import Staff
from tests.acceptance.town import Resident, numbers

AGENTS = 10


@asynccontextmanager
async def at_work(house: House, count: int) -> AsyncIterator[list[Agent]]:
    """Agents at their desks, whose softphones answer by themselves."""
    agents = [Agent(house.url, username, password) for username, password in hire(house, count)]
    async with httpx.AsyncClient(base_url=house.sandbox_url, timeout=10) as carrier:
        for agent in agents:
            await agent.arrive()
            await carrier.put(f"/sandbox/clients/{agent.id}", json={"behaviour": "answer", "after_s": 0.05})
        working = [asyncio.create_task(agent.work()) for agent in agents]
        try:
            yield agents
        finally:
            for task in working:
                task.cancel()
            for task in working:
                with suppress(asyncio.CancelledError, BaseExceptionGroup):
                    await task


async def everybody_calls(carrier: httpx.AsyncClient, callers: int) -> list[Resident]:
    """All of them, at once."""
    town = [Resident(carrier, number) for number in numbers(callers)]
    await asyncio.gather(*(resident.calls() for resident in town))
    return town


async def all_closed(record: Record, town: list[Resident], within_s: float) -> None:
    """Waits until all their calls have been served to their end."""
    deadline = asyncio.get_running_loop().time() + within_s
    while True:
        with record.reading() as tx:
            calls = [tx.contacts.by_provider_id(Channel.PHONE, resident.sid) for resident in town]
        states = Counter(f"{each.state} {each.outcome or ''}" for each in calls if each)
        if states["closed referred"] == len(town):
            return
        assert asyncio.get_running_loop().time() < deadline, f"Not all were served: {states}"
        await asyncio.sleep(0.5)


async def each_was_told(town: list[Resident], within_s: float) -> dict[str, list[str]]:
    """Waits until every resident has the text with the partner's number."""
    deadline = asyncio.get_running_loop().time() + within_s
    while True:
        texts = {resident.number: await resident.texts() for resident in town}
        untold = [number for number, bodies in texts.items() if not any("passed this on" in body for body in bodies)]
        if not untold:
            return texts
        assert asyncio.get_running_loop().time() < deadline, f"{len(untold)} residents were not told."
        await asyncio.sleep(0.5)


async def each_was_answered(record: Record, town: list[Resident], within_s: float) -> Counter[int]:
    """How often residents were connected, by how many of them; waits until the log has somebody for each."""
    deadline = asyncio.get_running_loop().time() + within_s
    while True:
        with record.reading() as tx:
            calls = {each.provider_id: each.id for each in tx.contacts.recent(1000) if each.channel is Channel.PHONE}
            assert {resident.sid for resident in town} <= set(calls)
            events = [tx.events.of_contact(calls[resident.sid]) for resident in town]
        times = Counter(sum(event.type == "contact.connected" for event in told) for told in events)
        if not times[0] or asyncio.get_running_loop().time() >= deadline:
            return times
        await asyncio.sleep(0.5)


async def board(console: Staff) -> tuple[Counter[str], Counter[str]]:
    """What the board has counted today, of all and of potholes alone; nobody may wait there, or be in hand."""
    view = await console.view()
    assert [row for row in view["services"] if row["waiting"]] == []
    assert [agent for agent in view["agents"] if agent["in_hand"]] == []
    (potholes,) = (row for row in view["today_by_service"] if row["service"] == "highways/pothole")
    return Counter(view["today"]), Counter({name: potholes[name] for name in ("arrived", "answered", "abandoned")})


async def counted(console: Staff, before: tuple[Counter[str], Counter[str]], *, callers: int, answered: int) -> None:
    """The board counted every caller once: arrived, served and referred, with nobody who gave up."""
    deadline = asyncio.get_running_loop().time() + 10
    # Whatever was under way during a flush is out of everybody's hands within seconds.
    while any(agent["in_hand"] for agent in (await console.view())["agents"]):
        assert asyncio.get_running_loop().time() < deadline, "An agent holds what is over."
        await asyncio.sleep(0.5)
    after = await board(console)
    for now, then in zip(after, before, strict=True):
        assert now["arrived"] - then["arrived"] == callers
        assert now["abandoned"] == then["abandoned"]
        assert answered <= now["answered"] - then["answered"] <= callers
    assert [after[0][name] - before[0][name] for name in ("served", "referred")] == [callers, callers]


async def told_and_passed_on(town: list[Resident], carrier: httpx.AsyncClient) -> None:
    """One referral and one text each."""
    texts = await each_was_told(town, 60)
    for number, bodies in texts.items():
        told = [body for body in bodies if "passed this on" in body]
        assert len(told) == 1, f"{number} was told {len(told)} times."
    requests = (await carrier.get("/sandbox/partner/requests")).json()
    assert len(requests) == len(town)


@pytest.mark.timeout(240)
@pytest.mark.parametrize(
    "callers", [12, pytest.param(100, marks=pytest.mark.long)], ids=["a dozen callers", "a hundred callers"]
)
async def test_callers_and_ten_agents_none_lost_none_answered_twice(callers: int, tmp_path: Path) -> None:
    async with (
        House(tmp_path) as house,
        httpx.AsyncClient(base_url=house.sandbox_url, timeout=10) as carrier,
        at_work(house, AGENTS),
        Staff(house.url, "console", "grace", "westmere-demo") as grace,
    ):
        record, before = house.record(), await board(grace)
        town = await everybody_calls(carrier, callers)
        await all_closed(record, town, 120)
        await told_and_passed_on(town, carrier)
        assert await each_was_answered(record, town, 20) == {1: callers}
        await counted(grace, before, callers=callers, answered=callers)


@pytest.mark.long
@pytest.mark.timeout(400)
async def test_the_same_while_processes_are_killed_and_the_live_store_is_emptied(tmp_path: Path) -> None:
    async with (
        House(tmp_path) as house,
        httpx.AsyncClient(base_url=house.sandbox_url, timeout=10) as carrier,
        at_work(house, AGENTS),
        Staff(house.url, "console", "grace", "westmere-demo") as grace,
    ):
        record, before = house.record(), await board(grace)
        calling = asyncio.create_task(everybody_calls(carrier, 100))
        for accident in ("web", "worker", "clock", "store", "flush"):
            await asyncio.sleep(2)
            if accident == "flush":
                house.flush()
            elif accident == "store":
                house.falls()
            else:
                house.kill(accident)
                await asyncio.sleep(0.5)
                house.start(accident)
        town = await calling
        await all_closed(record, town, 240)
        await told_and_passed_on(town, carrier)
        times = await each_was_answered(record, town, 5)
        # After a flush the log of an instant may be gone, and with it a connection; there are never two.
        assert set(times) <= {0, 1}, f"Answered more than once: {times}"
        await counted(grace, before, callers=len(town), answered=times[1])
