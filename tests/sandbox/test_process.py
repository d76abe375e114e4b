"""`python -m sandbox` as its own process: it starts, answers, stops, and says in one sentence why it cannot start."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

MEMORY_MB = 90


def free_port() -> int:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        return int(unused.getsockname()[1])


def environment(home: Path, **more: str) -> dict[str, str]:
    port = more.pop("SANDBOX_PORT", str(free_port()))
    given = {"SANDBOX_PORT": port, "SANDBOX_SMTP_PORT": str(free_port()), "SANDBOX_HOME": str(home)}
    return {"PATH": os.environ["PATH"]} | given | {"SANDBOX_MEDIA": "off"} | more


def wait_for_health(base: str, process: "subprocess.Popen[str]") -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            if httpx.get(base + "/health").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError("It did not come up.")


def test_it_starts_small_keeps_what_it_got_and_stops_when_told(tmp_path: Path) -> None:
    env = environment(tmp_path)
    base = f"http://127.0.0.1:{env['SANDBOX_PORT']}"
    for start in (1, 2):
        process = subprocess.Popen([sys.executable, "-m", "sandbox"], env=env, stderr=subprocess.PIPE, text=True)
        try:
            wait_for_health(base, process)
            form = {"service_code": "POTHOLE", "lat": "1", "long": "1", "description": "A hole"}
            httpx.post(base + "/open311/requests.json", data=form)
            assert len(httpx.get(base + "/sandbox/partner/requests").json()) == start
            status = Path(f"/proc/{process.pid}/status").read_text()
            resident = int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024
            assert resident < MEMORY_MB
            process.send_signal(signal.SIGINT)
            assert process.wait(30) in (0, -signal.SIGINT)
        finally:
            process.kill()
            process.communicate()


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        pytest.param("SANDBOX_PORT", "here", "no port number", id="no port number"),
        pytest.param("SANDBOX_MEDIA", "loud", "must be one of", id="an unknown choice"),
        pytest.param("SANDBOX_PORT", "taken", "is taken", id="a port that is taken"),
        pytest.param("SANDBOX_HOME", "corrupt", "Move it away", id="a corrupt store"),
    ],
)
def test_why_it_cannot_start_is_one_sentence(tmp_path: Path, name: str, value: str, words: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        if value == "taken":
            value = str(taken.getsockname()[1])
        if value == "corrupt":
            (tmp_path / "sandbox.sqlite").write_bytes(b"nonsense " * 1000)
            value = str(tmp_path)
        env = environment(tmp_path, **{name: value})
        done = subprocess.run([sys.executable, "-m", "sandbox"], env=env, capture_output=True, text=True, timeout=60)
    assert done.returncode != 0
    assert words in done.stderr
    assert "Traceback" not in done.stderr
