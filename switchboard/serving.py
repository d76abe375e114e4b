"""What each long-running process does: `python -m switchboard.serving NAME`, and `switchboard NAME` alike.

Imports are inside, so that a process loads only what it needs.
"""

import asyncio
import gc
import json
import logging
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Final, NoReturn

from config.settings import Settings, load_settings
from core.errors import ConfigInvalid
from switchboard.failing import in_a_sentence

if TYPE_CHECKING:
    from config.county import County

ASK_AGAIN_S: Final = 0.2


def web(settings: Settings, county: "County | None") -> None:
    """Webhooks, desk, console and pages."""
    from runtime.parts import open_centre
    from web.serve import run

    run(partial(open_centre, settings, county), settings)


def worker(settings: Settings, county: "County | None") -> None:
    """Delivers what is in the outbox."""
    from runtime.parts import open_centre
    from worker.main import run

    run(partial(open_centre, settings, county), settings.jobs_redis_url)


def intake(settings: Settings, county: "County | None") -> None:
    """Takes in what a webhook missed."""
    from intake.main import run
    from runtime.parts import open_centre

    run(partial(open_centre, settings, county))


def clock(settings: Settings, county: "County | None") -> None:
    """Deadlines, the log into the record, reconciliation."""
    import uvloop

    from clock.clock import run
    from runtime.parts import running

    async def until_told() -> None:
        told = asyncio.Event()
        for each in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(each, told.set)
        async with running(settings, county=county) as runtime:
            work = asyncio.create_task(run(runtime))
            waiting = asyncio.create_task(told.wait())
            await asyncio.wait([work, waiting], return_when=asyncio.FIRST_COMPLETED)
            await _ended(work, waiting)

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(until_told())


async def _ended(work: asyncio.Task[None], waiting: asyncio.Task[object]) -> None:
    """End the work and all that it began; raises what it ended with by itself.

    Asked again and again: a task that is in asyncio.wait_for may swallow a cancellation, up to Python 3.11
    (https://github.com/python/cpython/issues/86296), and a task group passes on only the first.
    """
    waiting.cancel()
    while not work.done():
        for each in asyncio.all_tasks() - {asyncio.current_task()}:
            each.cancel()
        await asyncio.wait([work], timeout=ASK_AGAIN_S)
    if not work.cancelled():
        work.result()


def prepare(settings: Settings) -> "County":
    """Bring the record's tables up to date; with the sandbox, load the demonstration. Quick when nothing is to do."""
    from config.county import load_county
    from records.record import Record
    from runtime.preparing import prepare

    county = load_county(settings.county_folder, open_all_hours=settings.open_all_hours)
    record = Record(settings.database_url, division=settings.division)
    try:
        prepare(settings, county, record)
    except ConfigInvalid as error:
        if not settings.database_url.startswith("sqlite:"):
            raise
        file = settings.database_url.removeprefix("sqlite:///")
        raise ConfigInvalid([replace(problem, file=file) for problem in error.problems]) from error
    finally:
        record.close()
    return county


def _prepare_and_tell(settings: Settings) -> None:
    """For `switchboard up`: the council, the demonstration's logins, what is wrong with the folder's rules, as JSON."""
    from config.shipped import rules_problems
    from switchboard import gate

    county = prepare(settings)
    gate.hand_over(county)
    people = county.people if settings.sandbox else ()
    logins = [{"username": each.username, "password": each.password, "role": str(each.role)} for each in people]
    warnings = [str(problem) for problem in rules_problems(county)]
    print(json.dumps({"council": county.council.name, "logins": logins, "warnings": warnings}))


PROCESSES: Final[dict[str, Callable[[Settings, "County | None"], None]]] = {
    "web": web,
    "worker": worker,
    "clock": clock,
    "intake": intake,
}


LOADED_BEFORE: Final[dict[str, tuple[str, ...]]] = {
    "web": ("web.serve",),
    "worker": ("worker.main",),
    "clock": ("clock.clock", "uvloop"),
    "intake": ("intake.main",),
}
"""What else a process loads before the gate, so that it can begin at once when that opens."""


def serve(name: str) -> None:
    """Run one process until it is told to stop."""
    gc.disable()  # while loading, which it would slow down by a tenth
    # structlog loads rich, when it is there, for a kind of traceback that no process prints: 40 ms of each start.
    sys.modules.setdefault("rich", None)  # type: ignore[arg-type]
    from switchboard import gate, logs

    settings = load_settings()
    logs.start(settings.log_level, name)
    for module in ("runtime.parts", *LOADED_BEFORE[name]):
        import_module(module)
    county = gate.handed_over() if gate.wait_outside() else prepare(settings)
    gc.freeze()  # what was loaded stays: there is nothing in it to collect
    gc.enable()
    PROCESSES[name](settings, county)


def main() -> None:
    """As a child of `switchboard up`."""
    with in_a_sentence():
        name = sys.argv[1]
        if name == "prepare":
            gc.disable()
            _prepare_and_tell(load_settings())
        else:
            serve(name)
    _leave()


def _leave() -> NoReturn:
    """End at once. All is closed by now, and taking a loaded interpreter down piece by piece costs 0.4 s of a CPU."""
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
