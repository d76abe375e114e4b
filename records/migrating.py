"""Brings a database to the newest version of the tables, with Alembic. The steps are in `records/migrations`."""

from pathlib import Path
from typing import Final

from sqlalchemy import Connection, inspect

from core.errors import ConfigInvalid, Problem

HEAD: Final = "0013"
"""The newest step. Kept here so that a start with nothing to do need not load Alembic; a test compares."""

_FOLDER: Final = Path(__file__).parent / "migrations"
_LOCK: Final = 0x5717C4B0
"""PostgreSQL: the advisory lock that lets one process migrate while others wait."""


def is_at_head(connection: Connection) -> bool:
    """Whether nothing has to be done."""
    return _version(connection) == HEAD


def bring_to_head(connection: Connection) -> None:
    """Run the steps that are missing, inside the caller's transaction. Of two processes, one waits."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
    if is_at_head(connection):
        return
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    try:
        command.upgrade(config, "head")
    except CommandError:
        message = "The record was written by a newer version of this program. Update the program, then start it again."
        raise ConfigInvalid([Problem(message=message)]) from None


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
