"""Reads each bomb in this process, and prints how long it took and how much memory: a JSON object a line.

A process of its own, because memory is only counted at its highest.
"""

import json
import sys
import time
from pathlib import Path

from channels.email.inbound import read
from core.errors import InvalidInput
from tests.samples.mail.bombs import BOMBS


def main(name: str) -> None:
    raw = BOMBS[name]()
    before = _memory_mb()
    start = time.process_time()
    try:
        read(raw)
        error = ""
    except InvalidInput as found:
        error = str(found)
    took = time.process_time() - start
    print(json.dumps({"bomb": name, "seconds": took, "mb": _memory_mb(), "before_mb": before, "error": error}))


def _memory_mb() -> float:
    """The most that this program had: what getrusage says begins with what the one that started it had."""
    line = next(each for each in Path("/proc/self/status").read_text().splitlines() if each.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main(sys.argv[1])
