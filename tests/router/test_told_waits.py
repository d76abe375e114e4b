"""What a caller is told of their wait never rises while nothing got worse: random lives on the real verbs.

What got worse is judged here by what was done and what the log tells, not by the engine's own sums.
"""

import asyncio
from dataclasses import dataclass, field
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.event import Event
from live.connection import Live
from tests.router.floor import START_MS, Floor, plan

KEPT_S = 90
SKILLS = ("highways:1", "highways:2", "libraries:1", "highways:2 libraries:1", "highways:1 libraries:2")
TOLD = ("plain", "kept", "steps", "both")
WORSE = (
    *("offer.declined", "offer.expired", "offer.media_failed", "offer.withdrawn"),  # is back in line, maybe ahead
    "agent.phone_gone",  # who waited for them alone waits for everybody
)


@dataclass
class Day:
    """A floor on which all are busy, a line of callers, and four who are told how long it may take."""

    floor: Floor
    at_work: list[str] = field(default_factory=list)
    in_line: list[str] = field(default_factory=list)
    last: dict[str, tuple[int, int]] = field(default_factory=dict)
    each: dict[str, float] = field(default_factory=dict)
    spoilt: set[str] = field(default_factory=set)
    held: ClassVar[int] = 0
    rose: ClassVar[int] = 0

    async def begin(self) -> None:
        for number, skills in enumerate(SKILLS):
            await self.comes_to_work(number)
            await self.floor.engine.arrive(plan(f"first{number}", skills.split()[0]))
            self.in_line.append(f"first{number}")
            await self.takes_what_rings(number)
        for number in range(12):
            await self.comes_behind(number)
        behind = START_MS + 100
        await self.floor.engine.arrive(plan("plain", "highways:1", arrived=behind))
        await self.floor.engine.arrive(
            plan("kept", "highways:1", preferred="a1", preferred_ms=KEPT_S * 1000, arrived=behind)
        )
        await self.floor.engine.arrive(plan("steps", "highways:2", then={40: "highways:1", 70: ""}, arrived=behind))
        await self.floor.engine.arrive(
            plan("both", "highways:2", then={60: ""}, preferred="a3", preferred_ms=KEPT_S * 500, arrived=behind)
        )
        await self.floor.events()

    async def comes_to_work(self, number: int) -> bool:
        self.at_work.append(f"a{len(self.at_work)}")
        await self.floor.agent(self.at_work[-1], SKILLS[number % len(SKILLS)])
        return False

    async def comes_behind(self, number: int) -> bool:
        self.in_line.append(f"c{len(self.in_line)}")
        late = 0 if len(self.in_line) <= 17 else 1_000_000
        skills = SKILLS[number % len(SKILLS)]
        await self.floor.engine.arrive(plan(self.in_line[-1], skills, arrived=START_MS + late + len(self.in_line)))
        return False

    async def comes_ahead(self, number: int) -> bool:
        self.in_line.append(f"c{len(self.in_line)}")
        skills, one = SKILLS[number % len(SKILLS)], f"a{number % 5}" if number % 3 == 0 else ""
        ahead = plan(self.in_line[-1], skills, target_s=1, preferred=one, preferred_ms=KEPT_S * 400 if one else 0)
        await self.floor.engine.arrive(ahead)
        return True

    async def gives_up(self, number: int) -> bool:
        if self.in_line:
            await self.floor.engine.withdraw(self.in_line[number % len(self.in_line)], "abandoned")
        return False

    async def takes_what_rings(self, number: int) -> bool:
        agent = self.at_work[number % len(self.at_work)]
        for contact in await self.floor.rings(agent):
            await self.floor.accept(contact, agent)
        return False

    async def declines(self, number: int) -> bool:
        agent = self.at_work[number % len(self.at_work)]
        for contact in await self.floor.rings(agent):
            await self.floor.engine.decline(contact, agent, await self.floor.epoch(contact), "busy")
        return False

    async def is_done(self, number: int) -> bool:
        held = [id for id in self.everybody() if await self.floor.state(id) == "active"]
        if held:
            await self.floor.engine.close(held[number % len(held)], "served")
        return False

    async def rests(self, number: int) -> bool:
        await self.floor.engine.take_break(self.at_work[number % len(self.at_work)], "lunch")
        return True

    async def is_back(self, number: int) -> bool:
        await self.floor.engine.ready(self.at_work[number % len(self.at_work)])
        return False

    async def loses_their_phone(self, number: int) -> bool:
        await self.floor.engine.beat(self.at_work[number % len(self.at_work)], phone_ready=False, lease_ms=10**9)
        return True

    async def has_a_phone_again(self, number: int) -> bool:
        await self.floor.engine.beat(self.at_work[number % len(self.at_work)], phone_ready=True, lease_ms=10**9)
        return False

    async def time_passes(self, number: int) -> bool:
        await self.floor.after(1 + number % 25)
        return False

    def everybody(self) -> list[str]:
        return [*self.in_line, *TOLD]

    def got_worse(self, did: bool, events: list[Event]) -> bool:
        """Whether anything did, whatever became better beside it."""
        told_of = any(event.type in WORSE for event in events)
        return did or told_of

    async def longer_calls(self) -> bool:
        """Whether calls of any kind take longer by now than they were said to: their mean times the pace of waits."""
        dump, longer = await self.floor.engine.dump(), False
        for bucket in dump["requirements"]:
            handling = float(dump["means"].get(bucket, "240000").split()[0])
            now = handling * float(dump["paces"].get(bucket, "1").split()[0])
            longer = longer or now > self.each.get(bucket, 240_000)
            self.each[bucket] = now
        return longer

    async def does(self, deed: str, number: int) -> None:
        did = await getattr(self, deed)(number)
        longer, events = await self.longer_calls(), await self.floor.events()
        for told in TOLD:
            place = await self.floor.engine.tell_place(told)
            if place is None:
                self.last.pop(told, None)  # a later wait is another one
                continue
            if place.estimate_low_s is None or place.estimate_high_s is None:
                self.spoilt.add(told)  # told nothing: what got worse meanwhile is told of later
                continue
            now, before = (place.estimate_low_s, place.estimate_high_s), self.last.get(told)
            worse = longer or told in self.spoilt or self.got_worse(did, events)
            rises = before is not None and (now[0] > before[0] or now[1] > before[1])
            assert worse or not rises, f"{told} was told {before}, and is told {now}"
            Day.held, Day.rose = Day.held + (not worse), Day.rose + rises
            self.last[told] = now
            self.spoilt.discard(told)


DEEDS = (
    *("comes_to_work", "comes_behind", "comes_ahead", "gives_up", "takes_what_rings", "declines", "is_done"),
    *("rests", "is_back", "loses_their_phone", "has_a_phone_again", "time_passes", "time_passes", "takes_what_rings"),
)


async def live_a_day(url: str, deeds: list[tuple[str, int]]) -> None:
    live = await Live.connect(url)
    try:
        await live.redis.flushall()
        day = Day(await Floor.open(live))
        await day.begin()
        for deed, number in deeds:
            await day.does(deed, number)
    finally:
        await live.close()


def live_days(url: str, days: int, deeds: int) -> None:
    Day.held = Day.rose = 0

    @settings(max_examples=days, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 99)), min_size=deeds // 2, max_size=deeds))
    def each(lived: list[tuple[str, int]]) -> None:
        asyncio.run(live_a_day(url, lived))

    each()
    assert Day.held > days * deeds // 4, "little was told while nothing got worse"
    assert Day.rose > 0, "and what got worse is told"


def test_what_is_told_never_rises_while_nothing_got_worse(valkey: str) -> None:
    live_days(valkey, 12, 24)


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_what_is_told_never_rises_while_nothing_got_worse_on_many_days(valkey: str) -> None:
    live_days(valkey, 300, 60)
