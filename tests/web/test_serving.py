"""The process itself: it serves, it stops when told, quickly and with the centre closed behind it."""

import asyncio
import signal
import sys
import time
from pathlib import Path

import httpx
import pytest

PROGRAM = """
import socket, sys
from contextlib import asynccontextmanager
from config.settings import load_settings
from tests.fakes.centre import FakeCentre
from web.serve import run

@asynccontextmanager
async def open_centre():
    yield FakeCentre()
    print("centre closed", flush=True)

with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
print(port, flush=True)
run(open_centre, load_settings(switchboard_home=sys.argv[1], port=port))
print("stopped", flush=True)
"""


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
async def test_the_process_stops_at_once_and_in_order(tmp_path: Path, told: signal.Signals) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PROGRAM, str(tmp_path), stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    port = int(await process.stdout.readline())
    async with httpx.AsyncClient(base_url=f"http://localhost:{port}") as http:
        assert (await _once_up(http)).status_code == 200
        login = await http.post("/desk/api/login", json={"username": "amina", "password": "a good long password"})
        assert login.status_code == 200
        async with http.stream("GET", "/desk/api/stream") as stream:
            assert stream.status_code == 200
            began = time.monotonic()
            process.send_signal(told)
            said = (await process.stdout.read()).decode().split("\n")
    assert await process.wait() == 0
    assert said[-3:] == ["centre closed", "stopped", ""]
    assert time.monotonic() - began < 1.5


async def _once_up(http: httpx.AsyncClient) -> httpx.Response:
    for _ in range(200):
        try:
            return await http.get("/health")
        except httpx.ConnectError:
            await asyncio.sleep(0.05)
    raise AssertionError("the server did not come up")
