"""Opens SQLite or PostgreSQL so that both promise the same. What is stored there is no business of this file.

1. A SQLite write transaction starts with BEGIN IMMEDIATE: with the driver's own deferred start, two processes read the
   same row, both write it, and one update is lost without an error.
2. SQLite runs in WAL with synchronous=FULL, so what is committed survives the power going.
3. A reading is one snapshot on both, and refuses to write.
"""

import sqlite3
import time
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from core.errors import ConfigInvalid, Problem
from records.folded import folded

BUSY_MS: Final = 10_000
"""How long a writer waits for the one before it, on either database, before it is told "later"."""

_WRITES: Final = "switchboard_writes"


def open_engine(url: str, *, busy_ms: int = BUSY_MS) -> Engine:
    """An engine for a `sqlite:///path` or `postgresql://…` url. Connects to nothing yet; else ConfigInvalid."""
    parsed = _parsed(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(parsed, busy_ms)
    return create_engine(
        parsed,
        hide_parameters=True,
        pool_pre_ping=True,
        pool_size=10,
        max_overflow=20,
        pool_timeout=busy_ms / 1000,
        connect_args={
            "connect_timeout": max(2, busy_ms // 1000),
            "options": f"-c lock_timeout={busy_ms} -c timezone=UTC",
        },
    )


def writing(engine: Engine) -> Connection:
    """A connection whose transaction may write."""
    return engine.connect().execution_options(**{_WRITES: True})


def reading(engine: Engine) -> Connection:
    """A connection whose transaction sees one moment and may not write."""
    connection = engine.connect()
    if engine.dialect.name == "postgresql":
        return connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return connection


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise ConfigInvalid([Problem(message="DATABASE_URL is not a database address.")]) from None
    if parsed.drivername in ("postgres", "postgresql", "postgresql+psycopg"):
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername == "sqlite" and parsed.database not in (None, "", ":memory:"):
        return parsed
    message = "DATABASE_URL must be sqlite:///a/file or postgresql://user@host/name."
    raise ConfigInvalid([Problem(message=message)])


def _sqlite(url: URL, busy_ms: int) -> Engine:
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_size=10,
        max_overflow=20,
        pool_timeout=busy_ms / 1000,
        # The driver starts no transaction by itself: the "begin" event below does, in words.
        connect_args={"isolation_level": None, "check_same_thread": False, "timeout": busy_ms / 1000},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _: Any) -> None:
        connection.execute(f"PRAGMA busy_timeout = {busy_ms}")
        _use_wal(connection, busy_ms)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA cache_size = -16000")
        connection.create_function("folded", 1, folded, deterministic=True)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(_WRITES, False)
        connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if writes else 'ON'}")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _use_wal(connection: sqlite3.Connection, busy_ms: int) -> None:
    """Turn WAL on. Two processes that open a new file together can be refused here without the usual waiting."""
    give_up = time.monotonic() + busy_ms / 1000
    while connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > give_up:
                raise
            time.sleep(0.01)
