"""The log of every transition, kept for good; contacts and offers follow it in the same transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any, Final

from sqlalchemy import Select, func, select
from sqlalchemy.dialects import postgresql, sqlite

from core.event import Event
from records import tables
from records.contacts import Contacts
from records.family import Family
from records.offers import Offers

_CHUNK: Final = 500
_RECENT: Final = 30_000
_AGENTS: Final = 300_000
_KEY: Final = ("division", "generation", "sequence")


class Events(Family):
    """Unique on (division, generation, sequence), so the same piece of the stream may be read twice."""

    table = tables.events

    def append(self, events: Iterable[Event]) -> int:
        """Keep those not known yet and project them, in order; how many were new."""
        given = list(events)
        fresh: list[Event] = []
        for start in range(0, len(given), _CHUNK):
            fresh += self._keep(given[start : start + _CHUNK])
        Contacts(self._scope).project(fresh)
        offers = Offers(self._scope)
        for event in fresh:
            offers.apply(event)
        return len(fresh)

    def of_contact(self, contact_id: str) -> list[Event]:
        """A contact's whole story, in order."""
        query = self._select(Event).where(self.table.c.contact_id == contact_id)
        return self._all(Event, query.order_by(self.table.c.n))

    def floor(self, generation: str, up_to: str) -> list[Event]:
        """What leads up to an event of a generation, that event included, in order: all of the last `_RECENT` events,
        and of a good many more those about agents alone, who sign in once a day. Empty when the event is not kept."""
        event = self.table.c
        mine = (event.division == self._division) & (event.generation == generation)
        last = self._connection.execute(select(event.n).where(mine, event.sequence == up_to)).scalar()
        if last is None:
            return []
        recent = event.n > last - _RECENT
        agents = (event.n > last - _AGENTS) & event.contact_id.is_(None)
        query = self._select(Event).where(mine, event.n <= last, recent | agents)
        return self._all(Event, query.order_by(event.n))

    def last_sequence(self, generation: str) -> str | None:
        """Where the stream of this generation was read up to; None when nothing of it is kept."""
        event = self.table.c
        query = select(event.sequence).where(event.division == self._division, event.generation == generation)
        return self._connection.execute(query.order_by(event.n.desc()).limit(1)).scalar()

    def generations(self, since_ms: int, until_ms: int) -> list[str]:
        """The generations of which something happened between two moments, in order."""
        event = self.table.c
        mine = (event.division == self._division) & (event.at_ms >= since_ms) & (event.at_ms < until_ms)
        query = select(event.generation).where(mine).group_by(event.generation).order_by(func.min(event.n))
        return list(self._connection.execute(query).scalars())

    def of_generation(self, generation: str, until_ms: int) -> list[Event]:
        """All that happened in a generation before a moment, in order."""
        event = self.table.c
        query = self._select(Event).where(event.generation == generation, event.at_ms < until_ms)
        return self._all(Event, query.order_by(event.n))

    def since(self, after: int = 0, limit: int = 1000) -> list[tuple[int, Event]]:
        """Events with the number each has in the record, after number `after`, in order."""
        event = self.table.c
        query: Select[Any] = self._select(Event).add_columns(event.n).where(event.n > after)
        rows = self._connection.execute(query.order_by(event.n).limit(limit)).mappings()
        return [(row["n"], Event(**{name: value for name, value in row.items() if name != "n"})) for row in rows]

    def count(self) -> int:
        """How many events the division has kept."""
        return self._count()

    def _keep(self, events: Sequence[Event]) -> list[Event]:
        """Insert in one statement; those that were not there."""
        rows = {(event.generation, event.sequence): event for event in events if event.division == self._division}
        if len(rows) == 0:
            return []
        make = postgresql.insert if self._connection.dialect.name == "postgresql" else sqlite.insert
        statement = make(self.table).values([asdict(event) for event in rows.values()])
        kept = statement.on_conflict_do_nothing(index_elements=_KEY).returning(
            self.table.c.generation, self.table.c.sequence
        )
        new = {(row.generation, row.sequence) for row in self._connection.execute(kept)}
        return [event for key, event in rows.items() if key in new]
