"""What a database's complaint means to us: the driver's errors, turned into `core.errors` at one place.

The driver's own words may quote a row, so they are never passed on.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError, TimeoutError

from core.errors import ConfigInvalid, Conflict, OutcomeUnknown, Problem, SwitchboardError, Unavailable

_BROKEN_FILE: Final = frozenset({sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT})
_LATER_STATES: Final = ("08", "53", "55P03", "57P0", "40001", "40P01")
"""PostgreSQL: connection lost, out of resources, lock not available, shutting down, serialisation, deadlock."""


@contextmanager
def explained(*, committing: bool = False) -> Iterator[None]:
    """Run a block; raise Unavailable, Conflict, ConfigInvalid or OutcomeUnknown for what a database complains of."""
    try:
        yield
    except TimeoutError:
        raise Unavailable("Every connection to the record is in use. Please try again.") from None
    except DBAPIError as error:
        meaning = _meaning(error, committing=committing)
        if meaning is None:
            raise
        raise meaning from None


def _meaning(error: DBAPIError, *, committing: bool) -> SwitchboardError | None:
    if isinstance(error, IntegrityError):
        return Conflict("The record refused this: it is there already, or it names something that is not.")
    if isinstance(error.orig, sqlite3.Error):
        return _meaning_of_sqlite(error.orig)
    if committing and error.connection_invalidated:
        return OutcomeUnknown("The record went away while it was committing. It may or may not have been kept.")
    state = getattr(error.orig, "sqlstate", None)
    if state is None and isinstance(error, OperationalError | InterfaceError):
        return Unavailable("The record cannot be reached. Is the database running, and is DATABASE_URL right?")
    if state is not None and state.startswith(_LATER_STATES):
        return Unavailable(f"The record is busy or going away (PostgreSQL {state}). Please try again.")
    return None


def _meaning_of_sqlite(error: sqlite3.Error) -> SwitchboardError | None:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in _BROKEN_FILE:
        message = "The record's file is damaged or is not a SQLite database. Put a copy back, or move it away."
        return ConfigInvalid([Problem(message=message)])
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return Unavailable("The record is busy: another process has held it for too long. Please try again.")
    if code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL):
        return Unavailable("The record's file cannot be opened or written. Is there room, and may we write there?")
    return None
