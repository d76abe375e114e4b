"""Seven loops, each of which any number of clocks may run at once.

    deadlines   every 50 ms   what has run out happens, once, in the script that claims it
    log         at once       the engine's events into the record
    truth       every 2 s     what the engine has lost goes back; a flushed engine is rebuilt
    outbox      every 5 s     rings again for what was left, and at once for what was put off till now
    chats       every 10 s    whoever left the chat's queue without a word gives up their place
    check       every 30 s    whether what must always be true of the live state is
    pulse       every 5 s     says that this process lives

A loop that fails says so, waits a little and goes on: stores go away and come back. One that fails by a mistake of ours
goes on as well, for the others need not stop for it; `/health` tells of it until it gets through.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import structlog

from core.errors import SwitchboardError
from runtime.parts import Runtime

log = structlog.get_logger()

TICK_S = 0.05
TRUTH_S = 2.0
SWEEP_S = 5.0
CHECK_S = 30.0
PULSE_S = 5.0
CHATS_S = 10.0
EVENTS_BLOCK_MS = 1000
LONGEST_WAIT_S = 5.0
BATCH = 200


async def run(runtime: Runtime) -> None:
    """Until cancelled."""
    centre = runtime.centre

    async def deadlines() -> None:
        await centre.deadlines.tick(BATCH)

    async def events() -> None:
        await centre.reconciling.drain(EVENTS_BLOCK_MS)

    async def truth() -> None:
        await centre.reconciling.reconcile()

    async def outbox() -> float | None:
        return await centre.outbox.sweep()

    async def chats() -> None:
        await centre.chats.sweep()

    async def check() -> None:
        await centre.checking.look()

    failing: set[str] = set()

    async def pulse() -> None:
        await centre.health.beat("clock", failing=sorted(failing))

    async with asyncio.TaskGroup() as loops:
        loops.create_task(_again("pulse", pulse, PULSE_S, failing))
        # A store that is new or was flushed has nothing to keep time for yet. Should this fail, the loop says why.
        with suppress(Exception):
            await truth()
        loops.create_task(_again("deadlines", deadlines, TICK_S, failing))
        loops.create_task(_again("log", events, 0, failing))
        loops.create_task(_again("truth", truth, TRUTH_S, failing))
        loops.create_task(_again("outbox", outbox, SWEEP_S, failing))
        loops.create_task(_again("chats", chats, CHATS_S, failing))
        loops.create_task(_again("check", check, CHECK_S, failing))


async def _again(name: str, act: Callable[[], Awaitable[float | None]], every_s: float, failing: set[str]) -> None:
    """Do it for ever, `every_s` apart, or sooner where it says so; after a failure a little later each time.

    A loop is among the `failing` from what nobody foresaw until it gets through again.
    """
    wait = 0.1
    while True:
        try:
            sooner = await act()
        except SwitchboardError as error:
            log.warning("clock_loop_failed", loop=name, error=str(error), again_in_s=wait)
            wait = await _waited(wait)
        except Exception as error:
            log.error("clock_loop_failed", loop=name, error=type(error).__name__, again_in_s=wait, exc_info=error)
            failing.add(name)
            wait = await _waited(wait)
        else:
            failing.discard(name)
            wait = 0.1
            await asyncio.sleep(every_s if sooner is None else max(TICK_S, min(every_s, sooner)))


async def _waited(wait: float) -> float:
    """How long to wait the next time."""
    await asyncio.sleep(wait)
    return min(wait * 2, LONGEST_WAIT_S)
