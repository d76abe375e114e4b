"""Agents at work, as a desk's process has them: whole lives through the engine's own methods, many in flight."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass

from bench.county import FOR_GOOD_MS, County, Residents
from bench.ground import Ground, together
from router.engine.words import Word

COUNTY = County(agents=100, profiles=50, requirements=40, breadth=10)
IN_FLIGHT = 32
"""Residents who are served at one time by one process."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A contact that an agent has taken."""

    contact: str
    agent: str


async def sign_in(ground: Ground, county: County, residents: Residents, *, ready: bool = True) -> None:
    """Everybody comes to work."""
    engine = ground.engine
    staff = list(county.staff(residents.channel))
    await together(engine.sign_in(agent, phone_ready=True, lease_ms=FOR_GOOD_MS) for agent in staff)
    if ready:
        await together(engine.ready(agent.id) for agent in staff)


async def taken(ground: Ground, contact: str) -> Held:
    """The agent at whose desk this contact rings sees it, and takes it."""
    state = await ground.engine.contact(contact)
    if state is None or state.agent is None or state.epoch is None:
        raise AssertionError("a contact rings at nobody, though somebody was free for it")
    accepted = await ground.engine.accept(contact, state.agent, state.epoch)
    if accepted.word is not Word.ACCEPTED:
        raise AssertionError(f"an offer could not be taken: {accepted.word}")
    return Held(contact=contact, agent=state.agent)


async def whole_life(ground: Ground, residents: Residents, number: int) -> None:
    """A text comes in, rings at somebody idle, is taken and closed."""
    plan = residents.asks(number, ground.now_ms)
    await ground.engine.arrive(plan)
    held = await taken(ground, plan.contact_id)
    await ground.engine.close(held.contact, "served")


async def lives_per_second(ground: Ground, residents: Residents, lives: int) -> float:
    """How many whole lives one process gets through in a second, with an idle agent for each."""
    numbers = iter(range(lives))

    async def line() -> None:
        for number in numbers:
            await whole_life(ground, residents, number % COUNTY.requirements)

    start = time.perf_counter()
    await asyncio.gather(*(line() for _ in range(IN_FLIGHT)))
    return lives / (time.perf_counter() - start)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share of them does not pass, nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
