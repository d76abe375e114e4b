"""All that can be done to an engine, as deeds at random: whoever runs one says only how choices are made.

The county is small, so that deeds meet: six agents, a dozen needs, three matters, every channel's kind.
"""

import itertools
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from core.channel import CHANNEL_BANDS, Band, Channel
from core.errors import Unavailable
from router.engine.engine import Engine
from router.engine.views import ContactState
from router.rules.plan import Plan
from skills.need import requirement_texts
from skills.profile import AgentProfile, usual_beside
from tests.router.floor import Hands, needs, plan

AGENTS = ["ann", "bob", "cat", "dan", "eve", "fay"]
SKILLS = ["highways:3", "highways:1", "highways:2 bsl:3", "highways:5 libraries:5 bsl:1", "libraries:2", ""]
ASKS = ["", "highways:1", "highways:2", "highways:1 bsl:2!", "libraries:1", "libraries:2!", "highways:5 libraries:5"]
CHANNELS = [Channel.PHONE, Channel.PHONE, Channel.SMS, Channel.SMS, Channel.EMAIL, Channel.LETTER, Channel.CHAT]
WRITTEN = frozenset({Channel.EMAIL, Channel.LETTER})
CAPACITIES: list[dict[Channel, int]] = [
    {Channel.PHONE: 1, Channel.SMS: 3, Channel.EMAIL: 2, Channel.LETTER: 1, Channel.CHAT: 2},
    {Channel.PHONE: 1, Channel.SMS: 2, Channel.EMAIL: 1},
    {Channel.SMS: 1, Channel.LETTER: 2},
    {Channel.PHONE: 1},
]
BESIDE = [
    usual_beside(),
    {**usual_beside(), Channel.EMAIL: frozenset({Channel.SMS}), Channel.LETTER: frozenset[Channel]()},
    {held: frozenset[Channel]() for held in Channel},
]
STEPS: list[dict[int, str] | None] = [None, None, {30: ""}, {20: "highways:1", 60: ""}]
ORDERS = ["due_first", "first_come", "weighted_wait", "longest_queue"]
PICKS = ["fewest_skills", "longest_idle", "best_skilled"]

Thing = TypeVar("Thing")


class Choose(Protocol):
    """One of several things, at random or as Hypothesis draws."""

    def __call__(self, things: Sequence[Thing], /) -> Thing: ...


@dataclass
class Town:
    """An engine, and everybody who does something to it. `marks` the ids of this one's contacts."""

    engine: Engine
    choose: Choose
    hands: Hands = field(default_factory=Hands)
    marks: str = "c"
    plans: dict[str, Plan] = field(default_factory=dict)
    version: int = 1
    count: int = 0

    async def do(self, deed: str) -> None:
        """One deed of `DEEDS` by its name."""
        await DEEDS[deed](self)

    def contact(self) -> str:
        """A contact, most often a late one."""
        known = [*self.plans] or ["nobody"]
        return self.choose([*known[-6:], *known[-3:], self.choose(known)])

    def agent(self) -> str:
        return self.choose(AGENTS)

    async def held(self, *states: str) -> ContactState | None:
        """A contact in one of these states, in somebody's hands or not, if a few tries find one; else any, or none."""
        found = None
        for _ in range(3):
            agent = await self.engine.agent(self.agent())
            if ids := [each.contact for each in (agent.in_hand if agent else ()) if each.state in states]:
                return await self.engine.contact(self.choose(ids))
            found = await self.engine.contact(self.contact()) or found
            if found and found.state in states:
                return found
        return found

    def planned(self, id: str, arrived: int, version: int) -> Plan:
        """A plan for a contact as these rules might make it. Hard needs are in every step."""
        asks, channel = self.choose(ASKS), self.choose(CHANNELS) if id not in self.plans else self.plans[id].channel
        hard = " ".join(part for part in asks.split() if part.endswith("!"))
        later = self.choose(STEPS)
        made = plan(
            id,
            asks,
            channel=channel,
            band=self.choose([CHANNEL_BANDS[channel], CHANNEL_BANDS[channel], Band.BACKGROUND]),
            service=self.choose(["highways/pothole", "libraries/enquiry"]),
            arrived=arrived,
            target_s=self.choose([0, 20, 60, 300]),
            then={after: " ".join(filter(None, [hard, text])) for after, text in (later or {}).items()},
            preferred=self.choose([None, None, *AGENTS]),
            preferred_ms=self.choose([10_000, 45_000]),
            rules_version=version,
            weight=self.choose([1, 1, 2, 0.5]),
            bundle=self.choose(["", "", "m1", "m2", "m3"]),
            question=self.choose([False, self.plans[id].question] if id in self.plans else [False, False, False, True]),
            by_arrival=self.choose([False, False, True]),
            offer_ms=self.choose([5_000, 20_000]),
            wrap_ms=self.choose([5_000, 30_000]),
        )
        self.plans[id] = made
        return made

    def profile(self, agent: str) -> AgentProfile:
        levels = {need.skill: need.level for need in needs(self.choose(SKILLS))}
        return AgentProfile(
            id=agent,
            skills=levels,
            capacity=self.choose(CAPACITIES),
            beside=self.choose(BESIDE),
            interruptible=self.choose([frozenset(), WRITTEN]),
        )


async def arrive(town: Town) -> None:
    town.count += 1
    id = f"{town.marks}{town.count}"
    late = town.choose([0, 0, 0, 25_000, -2_000])
    await town.engine.arrive(town.planned(id, town.hands.now - late, town.version))


async def arrive_again(town: Town) -> None:
    if (found := await town.held("closed")) and found.id in town.plans:
        await town.engine.arrive(town.plans[found.id], force=town.choose([True, False]))


async def accept(town: Town) -> None:
    if found := await town.held("offered"):
        await town.engine.accept(found.id, *_whose(town, found))


async def decline(town: Town) -> None:
    if found := await town.held("offered"):
        await town.engine.decline(found.id, *_whose(town, found), "busy")


async def connect(town: Town) -> None:
    if found := await town.held("connecting"):
        await town.engine.connect(found.id, *_whose(town, found))


async def media_failed(town: Town) -> None:
    if found := await town.held("connecting"):
        await town.engine.media_failed(found.id, *_whose(town, found))


def _whose(town: Town, found: ContactState) -> tuple[str, int]:
    """The agent and epoch of a contact; now and then another's, or an old one."""
    mine = (found.agent or "ann", found.epoch or 0)
    return town.choose([mine, mine, mine, mine, (town.agent(), mine[1]), (mine[0], mine[1] - 1)])


async def give_back(town: Town) -> None:
    if found := await town.held("active"):
        await town.engine.give_back(found.id, "browser closed")


async def withdraw(town: Town) -> None:
    await town.engine.withdraw(town.contact(), town.choose(["abandoned", "voicemail"]))


async def merge(town: Town) -> None:
    await town.engine.merge(town.contact(), town.contact())


async def put_aside(town: Town) -> None:
    verb = town.choose([town.engine.park, town.engine.call_back])
    await verb(town.contact(), town.hands.now + town.choose([-1_000, 5_000, 60_000, 600_000]), "to look into")


async def take_up(town: Town) -> None:
    if found := await town.held("parked", "callback"):
        await town.engine.take_up(found.id, "asked for it")


async def take_line(town: Town) -> None:
    if found := await town.held("active"):
        await town.engine.take_line(found.id, _whose(town, found)[0])


async def free_line(town: Town) -> None:
    if found := await town.held("active"):
        await town.engine.free_line(found.id, _whose(town, found)[0])


async def transfer(town: Town) -> None:
    found = await town.held("active", "wrapping")
    if found and found.id in town.plans:
        passed = town.planned(found.id, found.arrived_ms, max(found.rules_version, town.version))
        await town.engine.transfer(passed, found.agent or town.agent(), "not ours")


async def hand_over(town: Town) -> None:
    one, other = await town.held("active"), await town.held("active")
    if one and other:
        await town.engine.hand_over(one.id, one.agent or town.agent(), other.id)


async def wrap(town: Town) -> None:
    if found := await town.held("active"):
        await town.engine.wrap(found.id)


async def extend_wrap(town: Town) -> None:
    if found := await town.held("wrapping"):
        await town.engine.extend_wrap(found.id, 10_000)


async def close(town: Town) -> None:
    if found := await town.held("active", "wrapping"):
        await town.engine.close(found.id, "served", by=town.choose(["agent", "supervisor"]))


async def replan(town: Town) -> None:
    found = await town.held("waiting", "offered")
    if found and found.id in town.plans and found.state != "closed":
        version = found.rules_version + town.choose([0, 1])
        await town.engine.replan(town.planned(found.id, found.arrived_ms, version))


async def publish(town: Town) -> None:
    """New rules, first prepared, then over all who wait, as the house does it."""
    town.version += 1
    version, order, pick = town.version, town.choose(ORDERS), town.choose(PICKS)
    asked = {text for asks in ASKS for text in requirement_texts("chat", [needs(asks)], town.choose([1, 3]))}
    await town.engine.prepare(asked)
    await town.engine.publish(version, order=order, pick=pick, share=town.choose([0, 0, 0.2]))
    async for ids in town.engine.planned_before(version, chunk=3):
        states = [state for id in ids if (state := await town.engine.contact(id)) and id in town.plans]
        await town.engine.replan_many([town.planned(state.id, state.arrived_ms, version) for state in states])


async def sign_in(town: Town) -> None:
    await town.engine.sign_in(town.profile(town.agent()), phone_ready=town.choose([True, True, False]))


async def come_to_work(town: Town) -> None:
    agent = town.agent()
    await town.engine.sign_in(town.profile(agent), phone_ready=True, lease_ms=10**9)
    await town.engine.ready(agent)


async def beat(town: Town) -> None:
    lease = town.choose([15_000, 10**9])
    await town.engine.beat(town.agent(), phone_ready=town.choose([True, True, True, False]), lease_ms=lease)


async def say_ready(town: Town) -> None:
    await town.engine.ready(town.agent())


async def take_break(town: Town) -> None:
    await town.engine.take_break(town.agent(), town.choose(["lunch", "training"]))


async def leave(town: Town) -> None:
    await town.engine.leave(town.agent())


async def time_passes(town: Town) -> None:
    """Time passes, and the clock acts on all that has fallen due."""
    town.hands.now += town.choose([1, 500, 5_000, 12_000, 20_000, 60_000, 130_000, 300_000])
    while await town.engine.tick(limit=town.choose([1, 3, 200])):
        pass


async def resume(town: Town) -> None:
    await town.engine.resume()


Deed = Callable[[Town], Awaitable[None]]
DEEDS: dict[str, Deed] = {
    deed.__name__: deed
    for deed in (
        *(arrive, arrive_again, accept, decline, connect, media_failed, give_back, withdraw, merge, put_aside),
        *(
            take_up,
            take_line,
            free_line,
            transfer,
            hand_over,
            wrap,
            extend_wrap,
            close,
            replan,
            publish,
            sign_in,
            come_to_work,
            beat,
        ),
        *(say_ready, take_break, leave, time_passes, resume),
    )
}
OFTEN: dict[str, int] = {
    "arrive": 8,
    "accept": 12,
    "connect": 8,
    "time_passes": 6,
    "come_to_work": 4,
    "close": 4,
    "wrap": 3,
    "take_line": 3,
}
LOT: list[str] = list(itertools.chain.from_iterable([deed] * OFTEN.get(deed, 1) for deed in DEEDS))
"""Every deed, as often as it is done."""


async def in_peace(deed: Awaitable[Any]) -> None:
    """A deed that may meet a store without a generation."""
    try:
        await deed
    except Unavailable:
        return
