"""The ground that `switchboard up` stands on: its folder, its lock, its ports, the built pages."""

import asyncio
import errno
import fcntl
import importlib.util
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from config.kept import make_home
from config.settings import Settings
from core.errors import Unavailable
from switchboard.failing import Stopped

PAGES: Final = {"web": "index.html", "sandbox": "phone.html"}
LOCK: Final = "up.lock"
ANSWERS_WITHIN_S: Final = 10.0
LOOPBACK: Final = ("127.0.0.1", "::1")
"""What `localhost`, as the address is printed, may be to a browser: it would open another program of that port."""


@contextmanager
def only_one(home: Path) -> Iterator[None]:
    """Hold the state folder for this process alone."""
    make_home(home)
    with (home / LOCK).open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.seek(0)
            who = lock.read().strip() or "unknown"
            raise Stopped(
                f"Switchboard already runs from {home} (process {who}). Stop that one first, or start a second one "
                "with a SWITCHBOARD_HOME and a PORT of its own."
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def ports_are_free(settings: Settings) -> None:
    """Raises Stopped naming the first port that another program has."""
    wanted = [settings.port, settings.sandbox_port, settings.sandbox_smtp_port] if settings.sandbox else [settings.port]
    is_local = urlsplit(settings.public_url).hostname == "localhost"
    for port in wanted:
        if not _free(settings.host, port) or (is_local and any(_taken(each, port) for each in LOOPBACK)):
            also = "" if port == settings.port else f" (PORT is {settings.port}; the sandbox takes the two after it)"
            raise Stopped(
                f"Port {port} is taken by another program{also}. Stop that program, or choose another: "
                f"PORT={settings.port + 10} switchboard up"
            )


def stores_answer(settings: Settings) -> None:
    """Raises Stopped when a Redis or Valkey that is named is not there; the embedded one is started later."""
    if settings.embedded_redis:
        return
    # What every start would have to load otherwise, though few need it.
    from switchboard.checks.stores import answers

    for name, url in (("REDIS_URL", settings.redis_url), ("JOBS_REDIS_URL", settings.jobs_redis_url)):
        try:
            asyncio.run(asyncio.wait_for(answers(url), ANSWERS_WITHIN_S))
        except (Unavailable, TimeoutError):
            raise Stopped(f"No Redis or Valkey answers at {name}. Start it, or correct {name}.") from None


def pages_are_built(settings: Settings) -> None:
    """Raises Stopped when the front end is missing."""
    for package, page in PAGES.items():
        if package == "sandbox" and not settings.sandbox:
            continue
        found = importlib.util.find_spec(package)
        folder = Path(found.origin).parent if found and found.origin else Path(package)
        if not (folder / "static" / page).is_file():
            raise Stopped("The pages have not been built yet. Run `make install` first.")


def _free(host: str, port: int) -> bool:
    return _bound(host, port) is None


def _taken(host: str, port: int) -> bool:
    """Whether somebody listens there: an address that this machine does not have at all is no matter."""
    error = _bound(host, port)
    return error is not None and error.errno == errno.EADDRINUSE


def _bound(host: str, port: int) -> OSError | None:
    """What keeps us from listening there."""
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind((host, port))
    except OSError as error:
        return error
    return None
