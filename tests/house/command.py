"""Runs the `switchboard` command as a person would, in a state folder and on ports of its own."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from switchboard.settings_page import names

ENDS_WITHIN_S: Final = 180


def environment(home: Path, port: int, **more: str) -> dict[str, str]:
    """Ours without any setting but these."""
    ours = {name.upper() for name in names()}
    rest = {name: value for name, value in os.environ.items() if name not in ours}
    return rest | {"SWITCHBOARD_HOME": str(home), "PORT": str(port), "COLUMNS": "100"} | more


def run(name: str, env: Mapping[str, str]) -> "subprocess.CompletedProcess[str]":
    """One command to its end."""
    command = [sys.executable, "-m", "switchboard", *name.split()]
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=ENDS_WITHIN_S, check=False)


class Up:
    """A running `switchboard up`. Its lines are kept as they come."""

    def __init__(self, env: Mapping[str, str]) -> None:
        command = [sys.executable, "-m", "switchboard", "up"]
        self.process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.lines: list[str] = []
        self._news = threading.Condition()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    @property
    def text(self) -> str:
        return "".join(self.lines)

    def wait_for(self, words: str, within_s: float = 90) -> None:
        """Until a line has these words. Fails with all that was printed."""
        with self._news:
            said = self._news.wait_for(lambda: words in self.text or self.process.poll() is not None, within_s)
        assert said, f"{words!r} was not printed in {within_s} s:\n{self.text}"
        assert words in self.text, f"it ended before {words!r} was printed:\n{self.text}"

    def descendants(self) -> dict[int, str]:
        """The command line of each of its children, by process id."""
        found = {}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                parent = int(stat.read_text().rsplit(")", 1)[1].split()[1])
                line = (stat.parent / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except (OSError, IndexError):
                continue
            if parent == self.process.pid:
                found[int(stat.parent.name)] = line
        return found

    def stop(self, number: signal.Signals = signal.SIGINT) -> float:
        """Send the signal and wait for the end. Returns the seconds it took."""
        started = time.monotonic()
        self.process.send_signal(number)
        self.process.wait(ENDS_WITHIN_S)
        took = time.monotonic() - started
        self.close()
        return took

    def close(self) -> None:
        """Whatever happened, leave nothing running."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self._reader.join()
        if self.process.stdout is not None:
            self.process.stdout.close()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            with self._news:
                self.lines.append(line)
                self._news.notify_all()
        with self._news:
            self._news.notify_all()
