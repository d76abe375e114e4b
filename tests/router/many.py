"""Many who do something at once: engines on connections of their own, and what to hold against what came of it."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from core.event import Event
from live.connection import Live
from router.engine.engine import Engine
from router.engine.replay import Moment, replay
from tests.router.floor import Floor

FIFTY = 50
CONNECTIONS = 10


@asynccontextmanager
async def engines(floor: Floor, live: Live) -> AsyncIterator[list[Engine]]:
    """As processes have them."""
    async with AsyncExitStack() as stack:
        lives = [await stack.enter_async_context(await Live.connect(live.url)) for _ in range(CONNECTIONS)]
        yield [Engine(each, "westmere", virtual=floor.hands) for each in lives]


def plainly(events: list[Event]) -> list[tuple[str, str | None, str | None]]:
    return [(event.type, event.contact_id, event.agent_id) for event in events]


async def afresh(live: Live) -> Floor:
    await live.redis.flushall()
    return await Floor.open(live)


async def replays(floor: Floor, live: Live) -> None:
    """The log of a floor's generation, replayed on an emptied store."""
    await floor.events()
    await live.redis.flushall()
    events = [event for event in floor.seen if event.generation == floor.seen[-1].generation]
    differences = await replay(events, Engine(live, "westmere", virtual=Moment()))
    assert not differences, str(differences.first)
    await live.redis.flushall()
    await Floor.open(live)
