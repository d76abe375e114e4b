"""Running a scenario: its replications, on as many cores as there are, and what they say together."""

import asyncio
import multiprocessing
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path

from core.errors import SwitchboardError, Unavailable
from simulator.replication import stage
from simulator.result import Result, result_of
from simulator.scenario import Scenario
from simulator.tally import Tally

Progress = Callable[[float], None]


def simulate(
    scenario: Scenario,
    seed: int | None = None,
    replications: int | None = None,
    progress: Progress = lambda _: None,
    *,
    cores: int | None = None,
) -> Result:
    """What the scenario comes to. `progress` hears the share that is done, 0 to 1.

    `seed` and `replications` are the scenario's own unless they are given, `cores` as many as there are. It starts an
    event loop of its own, so inside of one it is called in a thread. Raises Unavailable when a server, or one of the
    processes, fails.
    """
    began = time.perf_counter()
    seed = scenario.seed if seed is None else seed
    count = scenario.replications if replications is None else replications
    cores = min(count, cores or _cores())
    with tempfile.TemporaryDirectory(prefix="switchboard-simulate-", ignore_cleanup_errors=True) as name:
        if cores == 1:
            found = _here(scenario, seed, count, Path(name), progress)
        else:
            found = _spread(scenario, seed, count, cores, Path(name), progress)
    tallies = [found[number] for number in range(count)]
    return result_of(scenario, tallies, wall_seconds=time.perf_counter() - began)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _here(scenario: Scenario, seed: int, count: int, folder: Path, progress: Progress) -> dict[int, Tally]:
    found: dict[int, Tally] = {}
    _work(scenario, seed, range(count), folder, lambda n, share: progress((n + share) / count), found.__setitem__)
    return found


def _work(
    scenario: Scenario,
    seed: int,
    numbers: Sequence[int],
    folder: Path,
    told: Callable[[int, float], None],
    done: Callable[[int, Tally], None],
) -> None:
    async def run() -> None:
        async with stage(folder) as here:
            for number in numbers:
                done(number, await here.run(scenario, seed, number, partial(told, number)))

    asyncio.run(run())


def _spread(
    scenario: Scenario, seed: int, count: int, cores: int, folder: Path, progress: Progress
) -> dict[int, Tally]:
    """Every process takes each so-manieth replication, and tells over a pipe."""
    shares, found = [0.0] * count, {}
    with _crew(scenario, seed, count, cores, folder) as pipes:
        while pipes:
            for number, told in _heard(pipes):
                if isinstance(told, Tally):
                    found[number], shares[number] = told, 1.0
                else:
                    shares[number] = told
                progress(sum(shares) / count)
    return found


def _heard(pipes: list[Connection]) -> Iterator[tuple[int, Tally | float]]:
    """What some of the processes have to tell; the pipe of one that is done is taken off the list."""
    for pipe in wait(pipes):
        assert isinstance(pipe, Connection)
        try:
            told = pipe.recv()
        except EOFError:
            raise Unavailable("A process of the simulation ended before it was done.") from None
        if isinstance(told, SwitchboardError):
            raise told
        if told is None:
            pipes.remove(pipe)
        else:
            yield told


@contextmanager
def _crew(scenario: Scenario, seed: int, count: int, cores: int, folder: Path) -> Iterator[list[Connection]]:
    spawn = multiprocessing.get_context("spawn")
    crew: list[BaseProcess] = []
    pipes: list[Connection] = []
    try:
        for first in range(cores):
            ours, theirs = spawn.Pipe(duplex=False)
            mine = (theirs, scenario, seed, range(first, count, cores), folder / str(first))
            each: BaseProcess = spawn.Process(target=_member, args=mine, daemon=True)
            each.start()
            theirs.close()
            crew.append(each)
            pipes.append(ours)
        yield list(pipes)
    finally:
        for each in crew:
            # One that told all has nothing left to do, and one that did not is not waited for.
            each.terminate()
            each.join()
        for pipe in pipes:
            pipe.close()


def _member(pipe: Connection, scenario: Scenario, seed: int, numbers: Sequence[int], folder: Path) -> None:
    def tell(number: int, what: Tally | float) -> None:
        pipe.send((number, what))

    try:
        _work(scenario, seed, numbers, folder, tell, tell)
        pipe.send(None)
    except SwitchboardError as error:
        pipe.send(error)
    except KeyboardInterrupt:
        # Whoever began all this was told as well, and says so.
        pass
