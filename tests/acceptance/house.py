"""A whole house for a test: every process a real one, started, killed and started again by name.

Its state lives in a temporary folder, its ports are free ones, its processes die with the test.
"""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import IO, Self

import httpx
from redis import Redis

from config.settings import load_settings
from records.record import Record
from runtime.parts import open_record
from tests.live.falling import Falling

PROCESSES = ("sandbox", "web", "worker", "clock", "intake")
READY_WITHIN_S = 240.0


def free_ports(count: int) -> int:
    """The first of `count` ports in a row that nobody listens on. Where to look first is each test run's own."""
    first = 20000 + os.getpid() * 21 % 9000
    for start in range(first, 32000, 7):
        try:
            held = [socket.create_server(("127.0.0.1", port)) for port in range(start, start + count)]
        except OSError:
            continue
        for each in held:
            each.close()
        return start
    raise RuntimeError("No free ports.")


class House:
    """`async with House(folder) as house`: everything is up, prepared and answering."""

    def __init__(self, folder: Path, *, media: bool = False, **given: str) -> None:
        self.folder = folder
        self.port = free_ports(3)
        self.url = f"http://localhost:{self.port}"
        self.sandbox_url = f"http://localhost:{self.port + 1}"
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self._logs: dict[str, IO[bytes]] = {}
        self._redis: Falling | None = None
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("TWILIO_", "SANDBOX_"))},
            "PORT": str(self.port),
            "SWITCHBOARD_HOME": str(folder),
            "SANDBOX_MEDIA": "on" if media else "off",
            "PYTHONUNBUFFERED": "1",
            **given,
        }

    async def __aenter__(self) -> Self:
        self._redis = Falling(self.folder / "valkey")
        self._environment["REDIS_URL"] = self._redis.url
        self._environment["JOBS_REDIS_URL"] = f"{self._redis.url}?db=1"
        subprocess.run(self._command("prepare"), env=self._environment, check=True, cwd=self.folder)  # noqa: ASYNC221
        for name in PROCESSES:
            self.start(name)
        try:
            await self.healthy()
        except BaseException:
            self.stop()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Everything, in order; what does not go when asked is ended."""
        for process in self.running.values():
            process.send_signal(signal.SIGTERM)
        for process in self.running.values():
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        for log in self._logs.values():
            log.close()
        if self._redis is not None:
            self._redis.stop()

    def start(self, name: str) -> None:
        """Start a process by its name in the Procfile."""
        if name not in self._logs:
            self._logs[name] = (self.folder / f"{name}.log").open("ab")
        self.running[name] = subprocess.Popen(
            self._command(name),
            env=self._environment,
            stdout=self._logs[name],
            stderr=subprocess.STDOUT,
            cwd=self.folder,
        )

    def kill(self, name: str) -> None:
        """As the machine would: -9, no goodbye."""
        process = self.running.pop(name)
        process.kill()
        process.wait()

    def flush(self) -> None:
        """Everything in the live store is gone, jobs too."""
        assert self._redis is not None
        with Redis.from_url(self._redis.url) as redis:
            redis.flushall()

    def falls(self) -> None:
        """The live store is killed, and started again as `switchboard up` does."""
        assert self._redis is not None
        self._redis.fall()

    def record(self) -> Record:
        """The house's record, opened beside it."""
        return open_record(load_settings(port=self.port, switchboard_home=self.folder))

    def log(self, name: str) -> str:
        """What a process has printed."""
        return (self.folder / f"{name}.log").read_text(errors="replace")

    async def healthy(self) -> None:
        """Waits until every part says that it is up."""
        async with httpx.AsyncClient(timeout=5) as http:
            deadline = asyncio.get_running_loop().time() + READY_WITHIN_S
            while True:
                state = await _health(http, self.url)
                if state and all(part["state"] == "up" for part in state.values()):
                    return
                if asyncio.get_running_loop().time() > deadline:
                    logs = "\n".join(f"--- {name}\n{self.log(name)[-2000:]}" for name in self.running)
                    raise AssertionError(f"The house is not up: {state}\n{logs}")
                await asyncio.sleep(0.1)

    def _command(self, name: str) -> list[str]:
        return [sys.executable, "-m", "switchboard", name]


async def _health(http: httpx.AsyncClient, url: str) -> dict[str, dict[str, str]] | None:
    try:
        answer = await http.get(f"{url}/health")
        parts: dict[str, dict[str, str]] = answer.json()["parts"]
    except (httpx.TransportError, ValueError, KeyError):
        return None
    return parts
