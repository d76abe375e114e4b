"""Each test that asks for `record` runs twice: on SQLite and on PostgreSQL, each in a division of its own."""

import itertools
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from core.clock import ManualClock
from core.ids import Ids
from records.record import Record
from tests.records.postgres import a_postgres, drop_database, make_database

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A running server. It need not survive a power cut, so it does not wait for the disk."""
    with a_postgres() as server:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET synchronous_commit = off")
            connection.execute("SELECT pg_reload_conf()")
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The url of a database of this test's own, with nothing in it."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'record.db'}"
        return
    server = request.getfixturevalue("postgres")
    name = f"fresh_{os.getpid()}_{next(_numbers)}"
    yield make_database(server, name)
    drop_database(server, name)


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The url of a database with every table, shared by tests that keep to a division each."""
    if request.param == "sqlite":
        address = f"sqlite:///{tmp_path_factory.mktemp('record') / 'record.db'}"
        _migrate(address)
        yield address
        return
    server = request.getfixturevalue("postgres")
    name = f"shared_{os.getpid()}"
    address = make_database(server, name)
    _migrate(address)
    yield address
    drop_database(server, name)


@pytest.fixture
def clock() -> ManualClock:
    """Noon on a Monday, until it is told otherwise."""
    return ManualClock(NOON)


@pytest.fixture
def record(url: str, clock: ManualClock) -> Iterator[Record]:
    """A record in a division that nobody else is in."""
    record = Record(url, division=f"division-{next(_numbers)}", clock=clock, ids=Ids(clock))
    yield record
    record.close()


def _migrate(url: str) -> None:
    record = Record(url, division="none")
    record.migrate()
    record.close()
