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
_READ_ONLY: Final = "25006"
_MAY_ONLY_BE_READ: Final = "The record may only be read: by this reader, or by us at all."
_LATER_STATES: Final = ("08", "3D000", "53", "55P03", "57P0", "40001", "40P01")
"""PostgreSQL: connection lost, no such database, out of resources, lock not available, shutting down,
serialisation, deadlock."""


@contextmanager
def explained(*, committing: bool = False) -> Iterator[None]:
    """Run a block; raise Unavailable, Conflict, ConfigInvalid or OutcomeUnknown for what a database complains of."""
    try:
        yield
    except TimeoutError:
        raise Unavailable("Every connection to the record is in use. Please try again.") from None
    except sqlite3.Error as error:
        # While a connection is being prepared, the driver's error comes as it is.
        raise _meaning_of_sqlite(error) or error from None
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
    if state == _READ_ONLY:
        return Unavailable(_MAY_ONLY_BE_READ)
    if state is not None and state.startswith(_LATER_STATES):
        return Unavailable(f"The record cannot be used just now (PostgreSQL says {state}). Please try again.")
    return None


def _meaning_of_sqlite(error: sqlite3.Error) -> SwitchboardError | None:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in _BROKEN_FILE:
        message = "The record's file is damaged or is not a SQLite database. Put a copy back, or move it away."
        return ConfigInvalid([Problem(message=message)])
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return Unavailable("The record is busy: another process has held it for too long. Please try again.")
    if code == sqlite3.SQLITE_READONLY:
        return Unavailable(_MAY_ONLY_BE_READ)
    if code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL):
        return Unavailable("The record's file cannot be opened or written. Is there room, and may we write there?")
    return None
