"""Reads a bomb, or many wild messages, in this process: how long the slowest took and how much memory, as JSON.

A process of its own, because memory is only counted at its highest.
"""

import json
import sys
import time
from pathlib import Path
from typing import Final

from channels.email.inbound import read
from core.errors import InvalidInput
from tests.samples.mail.bombs import BOMBS
from tests.samples.mail.wild import wild

WILD: Final = "wild"
SEED: Final = 20_261_127
COUNT: Final = 300


def main(name: str) -> None:
    messages = list(wild(SEED, COUNT)) if name == WILD else [BOMBS[name]()]
    before = _memory_mb()
    took = [_seconds(raw) for raw in messages]
    told = {"read": sum(was_read for _, was_read in took), "seconds": max(seconds for seconds, _ in took)}
    print(json.dumps({"name": name, **told, "mb": _memory_mb(), "before_mb": before}))


def _seconds(raw: bytes) -> tuple[float, bool]:
    """Of the processor, for one message and what is kept of it; and whether it was read, or refused with a sentence."""
    start = time.process_time()
    try:
        json.dumps(read(raw).to_dict()).encode()
    except InvalidInput:
        return time.process_time() - start, False
    return time.process_time() - start, True


def _memory_mb() -> float:
    """The most that this program had: what getrusage says begins with what the one that started it had."""
    line = next(each for each in Path("/proc/self/status").read_text().splitlines() if each.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main(sys.argv[1])
