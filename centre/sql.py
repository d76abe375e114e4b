"""The one place where the async house calls the synchronous record: in a thread, a few at a time."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from records.record import Record
from records.tx import Tx

T = TypeVar("T")

AT_ONCE = 8
"""SQLite has one writer and PostgreSQL a pool; more threads would only wait inside it."""


class Sql:
    """Transactions on the record, from async code. What a block raises is raised here, with nothing kept."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="record")

    async def write(self, act: Callable[[Tx], T]) -> T:
        """Run `act` in a transaction that writes; its answer comes once the commit is on disk."""
        return await self._in_thread(partial(_in, self._record.transaction, act))

    async def read(self, ask: Callable[[Tx], T]) -> T:
        """Run `ask` in a transaction that sees one moment."""
        return await self._in_thread(partial(_in, self._record.reading, ask))

    async def ping(self) -> None:
        """Raises Unavailable when the record cannot be reached."""
        await self._in_thread(self._record.ping)

    def close(self) -> None:
        """Let the threads and the connections go."""
        self._threads.shutdown(wait=True)
        self._record.close()

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)


def _in(begin: Callable[[], "object"], act: Callable[[Tx], T]) -> T:
    with begin() as tx:  # type: ignore[attr-defined]  # a context manager of Tx
        return act(tx)
