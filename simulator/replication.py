"""One replication: the loop in Lua driven to its end, a stretch at a time, on a server of its own."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import numpy as np

from live.connection import PATIENTLY_S, Live
from live.embedded import Embedded
from router.engine.base import VIRTUAL_TIME, library
from router.engine.keys import Keys
from simulator.scenario import Scenario
from simulator.scene import scene_text
from simulator.streams import Floats, draw
from simulator.tally import Story, Tally, tally

LUA: Final = Path(__file__).parent / "lua"

FIRST_EVENTS: Final = 1_000
STRETCH_S: Final = 0.3
"""Short enough for a bar that moves, and for a server that must not seem busy."""
GROWTH: Final = 4.0
WIDTHS: Final = (9, 3)

Told = Callable[[float], None]


@asynccontextmanager
async def stage(folder: Path) -> AsyncIterator["Stage"]:
    """A private server with the engine's verbs and the loop on it, for one replication after another."""
    with Embedded(folder, durable=False) as server:
        # Answers are packed numbers, which are no text.
        async with await Live.connect(server.url, decode=False, answer_within_s=PATIENTLY_S) as live:
            yield Stage(live)


class Stage:
    """Where replications are run, one at a time."""

    def __init__(self, live: Live) -> None:
        self._live = live
        self._verbs = library(live, VIRTUAL_TIME, LUA)
        self._keys = Keys("simulation")

    async def run(
        self, scenario: Scenario, seed: int, replication: int, told: Told, *, estimates: bool = False
    ) -> Tally:
        """What one replication came to; `told` hears what share of it is done.

        With `estimates` everybody who has to wait is told how long, and the tally says how often that was right.
        """
        await self._live.clear(self._keys.prefix)
        draws = draw(scenario, seed, replication)
        table = np.stack([draws.at, draws.type, draws.patience, draws.exponential, draws.normal, draws.seed], axis=1)
        rows, changes = [b""], [b""]
        setting, taken, events, is_over = scene_text(scenario, estimates=estimates), 0, FIRST_EVENTS, False
        while not is_over:
            began = time.perf_counter()
            count, over, ended, staffed = await self._stretch(setting, table, taken, events)
            setting, taken, is_over = "", taken + count, over == 1
            rows.append(ended)
            changes.append(staffed)
            events = round(events * min(GROWTH, STRETCH_S / max(time.perf_counter() - began, 1e-3)))
            told(taken / len(table) if len(table) else 1.0)
        return tally(scenario, draws, Story(contacts=_numbers(rows, WIDTHS[0]), staff=_numbers(changes, WIDTHS[1])))

    async def _stretch(self, setting: str, table: Floats, taken: int, events: int) -> tuple[int, int, bytes, bytes]:
        # Every contact is an event of its own, so there are never more of them than events.
        arrivals = table[taken : taken + events]
        (answer,) = await self._verbs.call(
            "stretch",
            [
                {
                    "prefix": self._keys.prefix,
                    "setting": setting,
                    "limit": max(1, events),
                    "arrivals": _packed(arrivals),
                    "is_last": int(taken + len(arrivals) == len(table)),
                }
            ],
            tail=[0],
        )
        return tuple(answer)


def _packed(table: Floats) -> bytes:
    """Numbers as a flat MessagePack array of doubles."""
    flat = np.empty(table.size, dtype=[("is_double", "u1"), ("number", ">f8")])
    flat["is_double"], flat["number"] = 0xCB, table.ravel()
    return b"\xdd" + table.size.to_bytes(4, "big") + flat.tobytes()


def _numbers(parts: list[bytes], width: int) -> Floats:
    return np.frombuffer(b"".join(parts), dtype="<f8").reshape(-1, width)
