"""How long `switchboard up` takes on this machine: the first start, which makes everything, the ones after it, the end.

Each is timed from the command to the line that says how to stop it, by which every part has answered; then it is
stopped as Ctrl-C stops it.
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from bench.figures import Bar

STARTS: Final = 4
SAYS_READY: Final = "Ctrl-C stops everything"
ENDS_WITHIN_S: Final = 30
BAR: Final = Bar(means="a second start, until every part has answered", limit=5, unit=" s")


def measure(starts: int = STARTS, tell: Callable[[str, float], None] = lambda _, __: None) -> dict[str, float]:
    """`{first_s, second_start_s, end_s}`: of the later starts the quickest counts, of the ends the slowest."""
    with tempfile.TemporaryDirectory(prefix="switchboard-bench-") as home:
        took = []
        for number in range(starts):
            tell("starting and stopping", number / starts)
            took.append(_once(home))
    begun, ended = zip(*took, strict=True)
    return {"first_s": begun[0], "second_start_s": min(begun[1:]), "end_s": max(ended)}


def _once(home: str) -> tuple[float, float]:
    # As wide as the line that is waited for, and with no setting of whoever measures.
    settings = {"PATH": os.environ.get("PATH", ""), "COLUMNS": "100", "SWITCHBOARD_HOME": home}
    settings["PORT"] = str(three_free_ports())
    log = Path(home, "said")
    began = time.monotonic()
    with log.open("w") as said:
        house = subprocess.Popen(
            [sys.executable, "-m", "switchboard", "up"], env=settings, stdout=said, stderr=said, start_new_session=True
        )
    try:
        while SAYS_READY not in log.read_text(encoding="utf-8"):
            if house.poll() is not None:
                raise RuntimeError(f"It did not start:\n{log.read_text(encoding='utf-8')}")
            time.sleep(0.02)
        begun = time.monotonic()
        house.send_signal(signal.SIGINT)
        house.wait(ENDS_WITHIN_S)
        return begun - began, time.monotonic() - begun
    finally:
        if house.poll() is None:
            os.killpg(house.pid, signal.SIGKILL)
            house.wait()


def three_free_ports() -> int:
    """The first of three ports in a row that nobody has now: the pages', and the stand-in carrier's two."""
    while True:
        with socket.socket() as first:
            first.bind(("127.0.0.1", 0))
            port = int(first.getsockname()[1])
        if port < 65000 and all(_free(port + more) for more in range(3)):
            return port


def _free(port: int) -> bool:
    with socket.socket() as trial:
        try:
            trial.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
