"""The process that reads one file: asked on standard input, in JSON, it answers on standard output, in JSON.

`python -m channels.letter.child`, started by `apart` alone.
"""

import json
import os
import resource
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from channels.letter.limits import Limits
from channels.letter.reading import read
from channels.letter.scanning import Scanner
from channels.letter.shapes import Reading, Trouble, Unreadable, Wanted

POLITELY: Final = 10


def main() -> None:
    """Reads one file, within the limits that it was given."""
    asked: Mapping[str, Any] = json.load(sys.stdin)
    limits = Limits(**asked["limits"])
    wanted = Wanted(
        received=date.fromisoformat(asked["received"]),
        two_passes=asked["two_passes"],
        searchable=Path(asked["searchable"]) if asked["searchable"] else None,
        upright=asked["upright"],
        ours=frozenset(asked["ours"]),
    )
    _bind(limits)
    try:
        told = _as_told(read(Path(asked["path"]), wanted, limits=limits, scanner=Scanner(), each_page=_timed(limits)))
    except Unreadable as error:
        told = {"trouble": error.trouble}
    except MemoryError:
        told = {"trouble": Trouble.TOO_HEAVY}
    json.dump(told, sys.stdout)


def _as_told(reading: Reading) -> dict[str, Any]:
    letters = [each.to_dict() for each in reading.letters]
    return {"trouble": None, "pages": reading.pages, "letters": letters, "warnings": list(reading.warnings)}


def _bind(limits: Limits) -> None:
    """Politely, for people wait for other things; no core files, no more memory than allowed, and time for one page."""
    os.nice(POLITELY)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform != "darwin":  # which refuses it
        resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    _timed(limits)(0)


def _timed(limits: Limits) -> Callable[[int], None]:
    """Each page has processor time of its own; who overstays is ended by the system (SIGXCPU)."""

    def more(_: int) -> None:
        spent = resource.getrusage(resource.RUSAGE_SELF)
        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(spent.ru_utime + spent.ru_stime) + limits.page_s, most))

    return more


if __name__ == "__main__":
    main()
