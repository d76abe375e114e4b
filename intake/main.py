"""`switchboard intake`: tends the mailboxes, watches for post, and compares the record with the carrier's own list.

1. Everything is compared at start, for this process may have been down together with all others, and every 5 minutes.
2. After that, each round is one intake's turn, however many run: a turn is taken in the live store.
3. A round that fails is tried again soon, turn or no turn: what it finds is taken in once only (unique provider id).
"""

import asyncio
import signal
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, suppress
from typing import Final, Protocol

import structlog
import uvloop

from core.errors import SwitchboardError, Unavailable
from intake.folders import Letters, watch
from intake.mailboxes import Emails, tend

log = structlog.get_logger()

ROUND_EVERY_S: Final = 300.0
AFTER_FAILURE_S: Final = 10.0
BEAT_EVERY_S: Final = 5.0
ASK_AGAIN_S: Final = 0.2


class CatchesUp(Protocol):
    """A channel that can compare itself with its provider, or what goes on where a process ended. Returns how many
    contacts were missing."""

    async def catch_up(self) -> int: ...


class Health(Protocol):
    """Where a process says that it lives."""

    async def beat(self, part: str) -> None: ...


class Limits(Protocol):
    """How often something may be done, over all processes."""

    async def hit(self, key: str, limit: int, per_s: float) -> bool: ...


class Centre(Protocol):
    """What intake needs of the centre."""

    @property
    def phone(self) -> CatchesUp: ...
    @property
    def texts(self) -> CatchesUp: ...
    @property
    def notify(self) -> CatchesUp: ...
    @property
    def lost(self) -> CatchesUp: ...
    @property
    def emails(self) -> Emails: ...

    @property
    def letters(self) -> Letters: ...
    @property
    def health(self) -> Health: ...
    @property
    def limits(self) -> Limits: ...


OpenCentre = Callable[[], AbstractAsyncContextManager[Centre]]


def run(open_centre: OpenCentre) -> None:
    """Works until SIGINT or SIGTERM."""

    async def serve() -> None:
        stop = asyncio.Event()
        for each in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(each, stop.set)
        async with open_centre() as centre:
            await work(centre, stop)

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve())


async def work(centre: Centre, stop: asyncio.Event, *, every_s: float = ROUND_EVERY_S) -> None:
    """Beats, makes rounds, tends mailboxes and watches for post until `stop`."""
    mailboxes = [tend(centre.emails, box) for box in centre.emails.mailboxes]
    endless = (_beats(centre), _rounds(centre, every_s), watch(centre.letters), *mailboxes)
    works = [asyncio.create_task(each) for each in endless]
    try:
        await stop.wait()
    finally:
        await _ended(works)


async def _ended(works: list[asyncio.Task[None]]) -> None:
    """Cancelled again and again: up to Python 3.11 asyncio.wait_for may swallow a cancellation (cpython#86296)."""
    while left := [each for each in works if not each.done()]:
        for each in left:
            each.cancel()
        await asyncio.wait(left, timeout=ASK_AGAIN_S)


async def make_round(centre: Centre) -> int:
    """Compare every channel with its provider. Returns how many contacts had been missed.

    Unavailable ends it: it is made again soon. One that fails otherwise keeps none of the others from it, and is raised
    at the end.
    """
    channels = {"phone": centre.phone, "texts": centre.texts, "notify": centre.notify, "lost": centre.lost}
    found, failed = 0, list[Exception]()
    for name, channel in channels.items():
        try:
            missed = await channel.catch_up()
        except Unavailable:
            raise
        except Exception as error:
            log.warning("channel_not_compared", channel=name, error=type(error).__name__)
            failed.append(error)
            continue
        if missed:
            log.warning("missed_contacts_taken_in", channel=name, count=missed)
        found += missed
    if failed:
        raise failed[0]
    return found


async def _rounds(centre: Centre, every_s: float) -> None:
    went_well = await _made(centre)
    while True:
        await asyncio.sleep(every_s if went_well else AFTER_FAILURE_S)
        if not went_well or await _my_turn(centre, every_s):
            went_well = await _made(centre)


async def _made(centre: Centre) -> bool:
    """Whether a round went through. What went wrong is told, and is no reason to stop."""
    try:
        await make_round(centre)
    except SwitchboardError as error:
        log.warning("round_failed", error=type(error).__name__, why=str(error))
        return False
    except Exception as error:
        log.error("round_failed", error=type(error).__name__, exc_info=error)
        return False
    return True


async def _my_turn(centre: Centre, every_s: float) -> bool:
    """Whether no other intake has made this round. A live store that is away cannot say no."""
    try:
        return await centre.limits.hit("intake:round", 1, every_s * 0.8)
    except SwitchboardError:
        return True


async def _beats(centre: Centre) -> None:
    while True:
        with suppress(SwitchboardError):
            await centre.health.beat("intake")
        await asyncio.sleep(BEAT_EVERY_S)
