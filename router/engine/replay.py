"""Replaying a recorded log: what came from outside is done again at its own moments, and every decision is compared.

An entry of the log is what one verb did. Its first event says which verb that was and what it was given (`inputs`);
all of its events, the first included, are what the engine decided. So an entry is replayed by calling that verb, at the
recorded moment, on an engine that has lived through all entries before; it has to write the same entry.

The names of buckets tell in which order requirements were first seen, which decides nothing: they may differ, one for
one. Nothing else may.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import groupby, zip_longest
from typing import Any, Final

from core.errors import Conflict, InvalidInput
from core.event import Event
from router.engine.engine import Engine
from router.engine.events import entry_of
from router.engine.inputs import Entry, do_again

BUCKETS: Final = ("bucket", "from")
TRIM_EVERY: Final = 1000


@dataclass
class Moment:
    """Virtual milliseconds, which a replay moves."""

    now: int = 0

    def __call__(self) -> int:
        return self.now


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Where a replay first went another way. `recorded` or `replayed` is None where one has no such event at all."""

    recorded: Event | None
    replayed: Event | None

    def __str__(self) -> str:
        return f"recorded: {_told(self.recorded)}; replayed: {_told(self.replayed)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """What a replay found, and how much of the log was the same. Falsy when every decision was: `first` is None."""

    entries: int
    events: int
    offers: int
    first: Difference | None

    def __bool__(self) -> bool:
        return self.first is not None


async def replay(events: Iterable[Event], engine: Engine) -> Differences:
    """Do what a generation's log tells again on `engine`, up to the first event that comes out otherwise.

    `events` are one generation's in order, from `generation.began` to any later point. `engine` is a fresh one on a
    store of its own, under a `Moment` of virtual time. Raises InvalidInput or Conflict when they are not.
    """
    if await engine.generation() is not None:
        raise Conflict("A replay needs an engine that knows nothing yet.")
    rerun = Rerun(engine)
    for _, entry in groupby(events, lambda event: (event.generation, entry_of(event.sequence))):
        if first := await rerun.entry(list(entry)):
            return rerun.found(first)
    return rerun.found(None)


@dataclass
class Rerun:
    """How far a replay is."""

    engine: Engine
    entries: int = 0
    events: int = 0
    offers: int = 0
    generation: str = ""
    read_to: str = "0"
    ours: dict[str, str] = field(default_factory=dict)
    theirs: dict[str, str] = field(default_factory=dict)

    def found(self, first: Difference | None) -> Differences:
        return Differences(entries=self.entries, events=self.events, offers=self.offers, first=first)

    async def entry(self, recorded: Entry) -> Difference | None:
        """One entry again; where it first differs, if anywhere."""
        self._move_to(recorded[0])
        await do_again(self.engine, recorded)
        for one, other in zip_longest(recorded, await self._written()):
            if not one or not other or not self._same(one, other):
                return Difference(recorded=one, replayed=other)
            self.events += 1
            self.offers += one.type == "offer.made"
        self.entries += 1
        return None

    def _move_to(self, event: Event) -> None:
        if event.type == "generation.began" and not self.generation:
            self.generation = event.generation
        if event.generation != self.generation or not self.generation:
            raise InvalidInput("A replay is of one generation, from its beginning.", field="events")
        if not isinstance(self.engine.virtual, Moment):
            raise InvalidInput("A replay needs an engine under a moment of virtual time.", field="engine")
        self.engine.virtual.now = event.at_ms

    async def _written(self) -> list[Event]:
        written = await self.engine.read_events(self.read_to)
        if written:
            self.read_to = written[-1].sequence
        if self.entries % TRIM_EVERY == 0:
            await self.engine.trim_events(self.read_to)
        return written

    def _same(self, one: Event, other: Event) -> bool:
        if not all(self._same_bucket(one.facts.get(name, ""), other.facts.get(name, "")) for name in BUCKETS):
            return False
        named: dict[str, Any] = {name: one.facts[name] for name in BUCKETS if name in one.facts}
        facts = {**other.facts, **named}
        return replace(other, facts=facts, sequence=one.sequence, generation=one.generation) == one

    def _same_bucket(self, one: str, other: str) -> bool:
        return self.ours.setdefault(one, other) == other and self.theirs.setdefault(other, one) == one


def _told(event: Event | None) -> str:
    if event is None:
        return "nothing"
    whom = " ".join(filter(None, [event.contact_id, event.agent_id, str(event.epoch or "")]))
    return f"{event.sequence} {event.type} {whom} at {event.at_ms} {dict(sorted(event.facts.items()))}"
