"""The record as a whole: opened once a process, handing out transactions. Each is bound to one division.

Synchronous on purpose (3.6 times faster on SQLite than its async twin); async code calls it in a thread.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

from core.clock import Clock, SystemClock
from core.errors import Unavailable
from core.ids import Ids
from records.database import BUSY_MS, open_engine, reading, writing
from records.family import Scope
from records.migrating import bring_to_head, is_at_head
from records.troubles import explained
from records.tx import Tx

POOL = 8


class Record:
    """The system of record at a `sqlite:///` or `postgresql://` url. Safe to share between threads, not over a fork."""

    def __init__(
        self,
        url: str,
        *,
        division: str,
        clock: Clock | None = None,
        ids: Ids | None = None,
        busy_ms: int = BUSY_MS,
    ) -> None:
        self.division = division
        self._clock = clock or SystemClock()
        self._ids = ids or Ids(self._clock)
        self._ids_lock = threading.Lock()
        self._engine: Engine = open_engine(url, busy_ms=busy_ms)

    def migrate(self) -> None:
        """Bring the tables up to date. Safe from several processes at once; quick when there is nothing to do.

        Raises ConfigInvalid for a damaged file or a record newer than this program, Unavailable when out of reach.
        """
        with explained():
            with self._engine.connect() as connection:
                if is_at_head(connection):
                    return
            with writing(self._engine) as connection, connection.begin():
                bring_to_head(connection)

    def must_be_current(self) -> None:
        """Raises Unavailable unless the tables are there and up to date: for whoever reads, and changes nothing."""
        with explained(), self._engine.connect() as connection:
            if not is_at_head(connection):
                raise Unavailable("The record has no tables, or not this program's. Run `switchboard prepare` first.")

    @contextmanager
    def transaction(self, division: str | None = None) -> Iterator[Tx]:
        """A transaction that writes: all of it is kept, and on disk, when the block ends; none of it if it raises."""
        with self._begun(writing, division) as tx:
            yield tx

    @contextmanager
    def reading(self, division: str | None = None) -> Iterator[Tx]:
        """A transaction that sees one moment and may not write. Never waits for a writer."""
        with self._begun(reading, division) as tx:
            yield tx

    def ping(self) -> None:
        """Raises Unavailable when the record cannot be reached."""
        with explained(), self._engine.connect() as connection:
            connection.exec_driver_sql("SELECT 1")

    @property
    def writers(self) -> int:
        """How many threads of one process are of use for writing: SQLite lets one write at a time, and is not fair."""
        return 1 if self._engine.dialect.name == "sqlite" else POOL

    def close(self) -> None:
        """Let every connection go."""
        self._engine.dispose()

    @contextmanager
    def _begun(self, connect: Callable[[Engine], Connection], division: str | None) -> Iterator[Tx]:
        with explained():
            connection = connect(self._engine)
        try:
            with explained():
                transaction = connection.begin()
                scope = Scope(
                    connection=connection,
                    division=division or self.division,
                    now=self._clock.now(),
                    new_id=self._new_id,
                )
            try:
                with explained():
                    yield Tx(scope)
            except BaseException:
                transaction.rollback()
                raise
            with explained(committing=True):
                transaction.commit()
        finally:
            connection.close()

    def _new_id(self, kind: str) -> str:
        with self._ids_lock:
            return self._ids.new(kind)
