"""The one place where the async house calls the synchronous record: in a thread, a few at a time."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from records.record import Record
from records.tx import Tx

T = TypeVar("T")

AT_ONCE = 4
"""Reads at once. Writes queue up here in order: a queue of our own is fair, the one inside a store need not be."""


class Sql:
    """Transactions on the record, from async code. What a block raises is raised here, with nothing kept."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._readers = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="record-read")
        self._writers = ThreadPoolExecutor(record.writers, thread_name_prefix="record-write")

    async def write(self, act: Callable[[Tx], T]) -> T:
        """Run `act` in a transaction that writes; its answer comes once the commit is on disk."""
        return await self._in_thread(self._writers, partial(_in, self._record.transaction, act))

    async def read(self, ask: Callable[[Tx], T]) -> T:
        """Run `ask` in a transaction that sees one moment."""
        return await self._in_thread(self._readers, partial(_in, self._record.reading, ask))

    def read_at_once(self, ask: Callable[[Tx], T]) -> T:
        """`read`, for whoever is off the event loop already."""
        return _in(self._record.reading, ask)

    async def ping(self) -> None:
        """Raises Unavailable when the record cannot be reached."""
        await self._in_thread(self._readers, self._record.ping)

    def close(self) -> None:
        """Let the threads and the connections go."""
        self._writers.shutdown(wait=True)
        self._readers.shutdown(wait=True)
        self._record.close()

    @staticmethod
    async def _in_thread(threads: ThreadPoolExecutor, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(threads, work)


def _in(begin: Callable[[], "object"], act: Callable[[Tx], T]) -> T:
    with begin() as tx:  # type: ignore[attr-defined]  # a context manager of Tx
        return act(tx)
