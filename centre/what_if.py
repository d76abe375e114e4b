"""Recorded days once more: the log of the record is replayed on a private engine, and every decision compared.

What an engine decides follows from what came to it, so unchanged rules reproduce what was recorded, offer by offer.
A flush in between begins a new generation, whose log stands for itself.
"""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from centre.parts import Parts
from core.clock import to_ms
from core.errors import InvalidInput
from core.event import Event
from live.connection import Live
from live.embedded import Embedded
from router.engine.engine import Engine
from router.engine.replay import Moment, replay


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """What the replay of one generation came to. `first` tells where it first went another way, as a sentence.

    `steps` are the engine's, `offers` those among them; both count from the generation's beginning.
    """

    generation: str
    began_ms: int
    steps: int
    offers: int
    first: str | None


class WhatIf:
    """Questions about days that have been."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def again(self, since: datetime, until: datetime, told: Callable[[float], None]) -> list[Again]:
        """Each generation of these days, replayed from its beginning. InvalidInput when there is nothing of them.

        `told` hears the share that is done, 0 to 1.
        """
        since_ms, until_ms = to_ms(since), to_ms(until)
        generations = await self._parts.sql.read(lambda tx: tx.events.generations(since_ms, until_ms))
        if not generations:
            raise InvalidInput("The record holds nothing of those days.", field="from")
        found = []
        with tempfile.TemporaryDirectory(prefix="switchboard-again-") as name:
            for number, generation in enumerate(generations):
                events = await self._parts.sql.read(
                    lambda tx, wanted=generation: tx.events.of_generation(wanted, until_ms)  # type: ignore[misc]
                )
                found.append(await self._once_more(events, Path(name) / str(number)))
                told((number + 1) / len(generations))
        return found

    async def _once_more(self, events: list[Event], folder: Path) -> Again:
        with Embedded(folder, durable=False) as server:
            async with await Live.connect(server.url) as live:
                engine = Engine(live, self._parts.settings.division, virtual=Moment())
                came_to = await replay(events, engine)
        return Again(
            generation=events[0].generation,
            began_ms=events[0].at_ms,
            steps=came_to.entries,
            offers=came_to.offers,
            first=str(came_to.first) if came_to.first else None,
        )
