"""What all tests share: one embedded Valkey on a private socket, emptied for each test that asks for it."""

import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from live.connection import Live
from live.embedded import Embedded


@pytest.fixture(scope="session")
def valkey_server() -> Iterator[Embedded]:
    """The server, for tests that must see or stop its process. It dies with the test run."""
    with tempfile.TemporaryDirectory(prefix="switchboard-") as folder, Embedded(Path(folder)) as server:
        yield server


@pytest.fixture(scope="session")
def valkey(valkey_server: Embedded) -> str:
    """The address of the session's server."""
    return valkey_server.url


@pytest.fixture
async def live(valkey: str) -> AsyncIterator[Live]:
    """A connection to an empty store."""
    async with await Live.connect(valkey) as live:
        await live.redis.flushall()
        yield live
