"""What all tests share: one embedded Valkey on a private socket, emptied for each test that asks for it."""

import tempfile
from collections.abc import AsyncIterator, Iterator
from functools import lru_cache
from pathlib import Path

import pytest
from xdist.remote import Producer  # type: ignore[import-untyped]
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

from core import document
from live.connection import Live
from live.embedded import Embedded

HEAVY = ("tests/acceptance/", "tests/sandbox_media/", "tests/bench/", "tests/house/")
"""Tests that start whole processes or browsers, or measure: one worker does these, the others everything else."""


def pytest_configure() -> None:
    """The county's files are parsed once in a run, not for every test; what a test changed is parsed."""
    pytest.MonkeyPatch().setattr(document, "_tree", lru_cache(maxsize=64)(document._tree))


class OneHeavyAtATime(LoadScopeScheduling):  # type: ignore[misc]
    """A file stays with one worker, so that what its tests share is made once; and so do all the heavy ones."""

    def _split_scope(self, nodeid: str) -> str:
        file: str = nodeid.partition("::")[0]
        return "heavy" if file.startswith(HEAVY) else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> OneHeavyAtATime:
    """Tests run on several workers, see the Makefile."""
    return OneHeavyAtATime(config, log)


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
