"""What may befall a house: a store or the carrier is away, a deadline passes, a worker is never heard of again."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from centre.centre import Centre
from core.clock import to_ms
from core.errors import Unavailable
from records.tx import Tx
from router.engine.keys import Keys
from runtime.parts import Runtime

T = TypeVar("T")
DIVISION = "westmere"


class Killed(BaseException):
    """No code of ours takes it for a failure that it could do something about."""


class Accidents:
    """Each undoes itself at the end of its block, or is a moment."""

    centre: Centre
    runtime: Runtime
    home: Path

    async def flush(self) -> None:
        """The live store forgets everything."""
        await self.runtime.live.redis.flushall()

    async def fall_due(self, kind: str, contact: str = "") -> None:
        """A deadline of the engine's is over; then what a clock does every 50 ms."""
        await self.make_due(kind, contact)
        await self.centre.deadlines.tick(200)

    async def make_due(self, kind: str, contact: str = "") -> None:
        """Deadlines of this kind are over now."""
        timers = Keys(DIVISION).timers
        redis: Any = self.runtime.live.redis
        due = [name for name in await redis.zrange(timers, 0, -1) if name.startswith(f"{kind}|{contact}")]
        assert due, f"there is no deadline for {kind}"
        await redis.zadd(timers, dict.fromkeys(due, 1))

    def try_again(self, row: str) -> None:
        """A row of the outbox is due now."""
        with self.runtime.record.transaction() as tx:
            tx.outbox.try_again(row)

    def lease_runs_out(self, row: str) -> None:
        """Whoever claimed this row of the outbox was never heard of again."""
        with closing(sqlite3.connect(self.home / "switchboard.db", isolation_level=None)) as file:
            file.execute("UPDATE outbox SET lease_until = 1 WHERE id = ?", (row,))

    @contextmanager
    def opened_at(self, moment: datetime) -> Iterator[None]:
        """The house had its first rules at that moment, so whatever is older came before it."""
        with closing(sqlite3.connect(self.home / "switchboard.db", isolation_level=None)) as file:
            ((before,),) = file.execute("SELECT at FROM rules WHERE n = 1").fetchall()
            file.execute("UPDATE rules SET at = ? WHERE n = 1", (to_ms(moment),))
            yield
            file.execute("UPDATE rules SET at = ? WHERE n = 1", (before,))

    @contextmanager
    def engine_away(self) -> Iterator[None]:
        """Every script is answered as when the live store does not."""

        async def away(*_: object) -> None:
            raise Unavailable("The live store cannot be reached.")

        engine: Any = self.runtime.engine
        engine._call_many = away
        try:
            yield
        finally:
            del engine._call_many

    @contextmanager
    def killed(self, after: int = 0) -> Iterator[None]:
        """After so many writes more the process ends, and nothing that it would have done then is done."""
        with suppress(Killed), self.record_away(after, Killed()):
            yield

    @contextmanager
    def record_away(self, after: int = 0, error: BaseException | None = None) -> Iterator[None]:
        """After so many writes more, the record takes none."""
        sql: Any = self.centre._parts.sql
        real, left = sql.write, [after]

        async def write(act: Callable[[Tx], T]) -> T:
            if left[0] <= 0:
                raise error or Unavailable("The record cannot be reached.")
            left[0] -= 1
            answer: T = await real(act)
            return answer

        sql.write = write
        try:
            yield
        finally:
            del sql.write

    @contextmanager
    def carrier_away(self) -> Iterator[None]:
        """Nobody listens where the carrier's API should be."""
        http: Any = self.centre._parts.phone._carrier._http
        there, http._base = http._base, urlsplit("http://127.0.0.1:9")
        try:
            yield
        finally:
            http._base = there
