"""Reading a file in a process of its own, so that one made to harm, or merely broken, harms nothing but itself.

The process sets its limits before it looks at the file (`child`). However it ends, there is a Reading or a Trouble.
"""

import errno
import json
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from channels.letter.limits import Limits
from channels.letter.shapes import Letter, Reading, Trouble, Unreadable, Wanted

KEPT: Final = ("PATH", "LANG", "LC_ALL", "HOME", "TMPDIR")
"""What of our surroundings the process may see; the rest holds keys."""
ONE_THREAD: Final = {"OMP_THREAD_LIMIT": "1", "OPENBLAS_NUM_THREADS": "1"}

NOT_AT_HAND: Final[Mapping[int, Trouble]] = {
    errno.ENOENT: Trouble.MISSING,
    errno.ENOTDIR: Trouble.MISSING,
    errno.EACCES: Trouble.NOT_ALLOWED,
    errno.EPERM: Trouble.NOT_ALLOWED,
    errno.ENAMETOOLONG: Trouble.NAME_TOO_LONG,
}
"""What the system says of a file that cannot be opened."""


def read_apart(path: Path, wanted: Wanted, *, limits: Limits | None = None) -> Reading:
    """What the file holds; raises Unreadable. Waits for it, about a second a page."""
    limits = limits or Limits()
    check_at_hand(path)
    asked = {
        "path": str(path.resolve()),
        "received": wanted.received.isoformat(),
        "two_passes": wanted.two_passes,
        "searchable": str(wanted.searchable.resolve()) if wanted.searchable else None,
        "upright": wanted.upright,
        "ours": sorted(wanted.ours),
        "limits": asdict(limits),
    }
    try:
        done = subprocess.run(
            [sys.executable, "-m", "channels.letter.child"],
            input=json.dumps(asked),
            capture_output=True,
            text=True,
            errors="replace",  # what libraries complain of need not be words
            timeout=limits.file_s,
            env={name: os.environ[name] for name in KEPT if name in os.environ} | ONE_THREAD,
        )
    except subprocess.TimeoutExpired as error:
        raise Unreadable(Trouble.TOO_SLOW) from error
    return _told(done)


def check_at_hand(path: Path) -> None:
    """Whether there is a file and it may be read; raises Unreadable. Its first byte is read, for nothing less tells."""
    try:
        kind = path.stat().st_mode
        if not stat.S_ISREG(kind):  # to open a pipe would wait for whoever writes into it
            raise Unreadable(Trouble.FOLDER if stat.S_ISDIR(kind) else Trouble.NO_FILE)
        with path.open("rb") as file:
            file.read(1)
    except OSError as error:
        raise Unreadable(NOT_AT_HAND.get(error.errno or 0, Trouble.NOT_OPENED)) from error


def _told(done: "subprocess.CompletedProcess[str]") -> Reading:
    if done.returncode == -signal.SIGXCPU:
        raise Unreadable(Trouble.TOO_SLOW)
    if done.returncode != 0:
        # A library that finds no memory ends the process in its own ways; so does one that trips over a broken file.
        raise Unreadable(Trouble.TOO_HEAVY if _lacked_memory(done) else Trouble.BROKEN)
    told: Mapping[str, Any] = json.loads(done.stdout)
    if told["trouble"]:
        raise Unreadable(Trouble(told["trouble"]))
    letters = tuple(Letter.from_dict(each) for each in told["letters"])
    return Reading(pages=told["pages"], letters=letters, warnings=tuple(told["warnings"]))


def _lacked_memory(done: "subprocess.CompletedProcess[str]") -> bool:
    if done.returncode == -signal.SIGABRT and not done.stderr.strip():
        return True  # so the library of PDFs ends, without a word, where a page's drawing unpacks to more than there is
    return done.returncode == -signal.SIGKILL or "MemoryError" in done.stderr or "bad_alloc" in done.stderr
