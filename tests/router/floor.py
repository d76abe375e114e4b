"""A small council for the engine's tests: short ways to say a plan, an agent, and what happened. Time stands still
until a test moves it."""

from dataclasses import dataclass, field
from typing import Any

from core.channel import Band, Channel
from core.event import Event
from live.connection import Live
from router.engine.check import problems
from router.engine.engine import Engine
from router.engine.words import Word
from router.rules.plan import Plan, PlanStep
from skills.need import Need
from skills.profile import AgentProfile

START_MS = 1_795_000_000_000
CAPACITY = {Channel.PHONE: 1, Channel.SMS: 3}


@dataclass
class Hands:
    """Virtual milliseconds, moved by hand."""

    now: int = START_MS

    def __call__(self) -> int:
        return self.now


def needs(text: str) -> tuple[Need, ...]:
    """`highways:2 bsl:1!` as needs; an exclamation mark is hard."""
    return tuple(
        Need(skill=skill, level=int(level.rstrip("!")), hard=level.endswith("!"))
        for skill, level in (part.split(":") for part in text.split())
    )


def plan(
    id: str,
    asks: str = "highways:1",
    *,
    channel: Channel = Channel.PHONE,
    band: Band = Band.LIVE,
    arrived: int = START_MS,
    target_s: int = 20,
    then: dict[int, str] | None = None,
    **more: object,
) -> Plan:
    """A plan. `then` maps seconds after arrival to the needs that hold from then."""
    later = (PlanStep(needs=needs(text), after_ms=after * 1000) for after, text in (then or {}).items())
    values: dict[str, object] = {
        "contact_id": id,
        "channel": channel,
        "service": "highways/pothole",
        "band": band,
        "arrived_ms": arrived,
        "due_ms": arrived + target_s * 1000,
        "steps": (PlanStep(needs=needs(asks)), *later),
        "rules_version": 1,
        **more,
    }
    return Plan(**values)  # type: ignore[arg-type]


@dataclass
class Floor:
    """An engine with its hands on the clock."""

    engine: Engine
    hands: Hands
    seen: list[Event] = field(default_factory=list)

    @classmethod
    async def open(cls, live: Live) -> "Floor":
        hands = Hands()
        engine = Engine(live, "westmere", virtual=hands)
        await engine.start_generation(pause_ms=0)
        await engine.tick()
        floor = cls(engine, hands)
        await floor.events()
        return floor

    async def agent(self, id: str, skills: str = "highways:3", **more: Any) -> None:
        """Signs an agent in and makes them ready."""
        await self.sign_in(id, skills, **more)
        assert await self.engine.ready(id) is Word.READY

    async def sign_in(self, id: str, skills: str = "highways:3", **more: Any) -> None:
        levels = {need.skill: need.level for need in needs(skills)}
        profile = AgentProfile(**{"id": id, "skills": levels, "capacity": CAPACITY, **more})
        await self.engine.sign_in(profile, phone_ready=True, lease_ms=10**9)

    async def rings(self, agent: str) -> list[str]:
        return [offer.contact for offer in await self.engine.offers_for(agent)]

    async def epoch(self, contact: str) -> int:
        state = await self.engine.contact(contact)
        assert state is not None
        assert state.epoch is not None
        return state.epoch

    async def state(self, contact: str) -> str:
        found = await self.engine.contact(contact)
        return found.state if found else "unknown"

    async def accept(self, contact: str, agent: str) -> int:
        """The agent accepts and is connected; answers the epoch."""
        epoch = await self.epoch(contact)
        assert (await self.engine.accept(contact, agent, epoch)).word is Word.ACCEPTED
        assert await self.engine.connect(contact, agent, epoch) is Word.CONNECTED
        return epoch

    async def after(self, seconds: float) -> list[str]:
        """Time passes; answers the kinds of deadline that fired."""
        self.hands.now += int(seconds * 1000)
        return [fired.kind for fired in await self.engine.tick()]

    async def events(self) -> list[Event]:
        """What happened since this was last asked."""
        known = len(self.seen)
        while some := await self.engine.read_events(self.seen[-1].sequence if self.seen else "0"):
            self.seen += some
        return self.seen[known:]

    async def told(self) -> list[str]:
        return [event.type for event in await self.events()]

    async def sound(self) -> None:
        """Every invariant holds."""
        assert problems(await self.engine.dump()) == []
