"""Recorded days lived again, under the recorded rules and under others, one replication after another.

Both meet the same residents, draw by draw, so what differs is the rules' own.
"""

import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from live.connection import PATIENTLY_S, Live
from live.embedded import Embedded
from router.engine.engine import Engine
from router.engine.replay import Moment
from simulator.difference import Difference, Stranded, compared
from simulator.past import Past
from simulator.reliving import Lived, Reliving, Rules
from simulator.unservable import stays_of, unservable
from simulator.ways import Habits, Ways, habits_of

Told = Callable[[float], None]


async def live_again(
    past: Past, rules: Rules, division: str, told: Told, *, replications: int, seed: int
) -> Difference:
    """What `rules` would have changed. InvalidInput when nobody was served in those days.

    `told` hears the share that is done, 0 to 1.
    """
    began = time.perf_counter()
    days = _Days(past, habits_of(past), division, seed)
    again: list[list[Lived]] = []
    draft: list[list[Lived]] = []
    async with _server() as live:
        for number in range(replications):
            for found, kind in ((again, None), (draft, rules)):
                share = partial(_share, told, len(again) + len(draft), 2 * replications)
                # Where all went as recorded, chance has nothing to say another time either.
                known = found[-1] if kind is None and found and all(each.as_recorded for each in found[-1]) else None
                found.append(known or await days.lived(live, kind, number, share))
    overall, cells = compared(past, again, draft)
    return Difference(
        replications=replications,
        seed=seed,
        generations=past.generations,
        overall=overall,
        cells=cells,
        unservable=list(_stranded(past, rules)),
        wall_seconds=time.perf_counter() - began,
    )


@asynccontextmanager
async def _server() -> AsyncIterator[Live]:
    with (
        tempfile.TemporaryDirectory(prefix="switchboard-what-if-", ignore_cleanup_errors=True) as name,
        Embedded(Path(name), durable=False) as server,
    ):
        async with await Live.connect(server.url, answer_within_s=PATIENTLY_S) as live:
            yield live


def _share(told: Told, done: int, all: int, more: float) -> None:
    told((done + more) / all)


@dataclass(frozen=True, slots=True)
class _Days:
    past: Past
    habits: Habits
    division: str
    seed: int

    async def lived(self, live: Live, rules: Rules | None, number: int, told: Told) -> list[Lived]:
        """One replication, on a store that is emptied first."""
        moment = Moment()
        engine = Engine(live, self.division, virtual=moment)
        await engine.clear()
        ways = partial(Ways, habits=self.habits, until_ms=self.past.until_ms, seed=self.seed, replication=number)
        lived = await Reliving(engine, moment, self.past, rules).run(ways, told)
        told(1.0)
        return lived


def _stranded(past: Past, rules: Rules) -> Iterable[Stranded]:
    stays = stays_of(past)
    before = {came.id for came in unservable(past, stays, lambda came: came.plan)}
    for came in unservable(past, stays, lambda came: rules.plan(came.contact, came.plan)):
        yield Stranded(
            contact=came.contact,
            service=came.plan.service,
            channel=came.plan.channel,
            was_already=came.id in before,
        )
