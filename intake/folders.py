"""The watched folder: every two seconds, what has settled in it is handed to the centre, then taken out of it.

1. A file is moved aside first, so that a scanner that writes its name again writes another file.
2. The centre takes it; then it goes. If the power goes before that, it is found where it was moved to.
3. What cannot be taken is put off for longer each time, and after a minute the board shows it.

Two intakes may watch one folder: the record takes a file once, and whoever comes second finds it gone.
"""

import asyncio
import time
from dataclasses import replace
from pathlib import Path
from typing import Final, Protocol

import structlog

from channels.letter.inbound import Scan, Watched, let_go, set_aside
from core.errors import SwitchboardError, Unavailable

log = structlog.get_logger()

LOOK_EVERY_S: Final = 2.0
TOLD_AFTER: Final = 5
"""Failures: together they take a minute."""


class Letters(Protocol):
    """What a watched folder needs of the centre."""

    @property
    def folder(self) -> Path: ...

    @property
    def indexed(self) -> tuple[str, ...]: ...

    async def take(self, scan: Scan) -> bool: ...

    async def tell_untaken(self, scan: Scan, why: str) -> None: ...


async def watch(letters: Letters, *, every_s: float = LOOK_EVERY_S) -> None:
    """Until cancelled. A folder that is away is looked for again and again."""
    watched = Watched(letters.folder, letters.indexed)
    while True:
        try:
            await look(letters, watched, time.monotonic())
        except Exception as error:
            _tell("post_not_looked_at", error)
        await asyncio.sleep(every_s)


async def look(letters: Letters, watched: Watched, now_s: float) -> int:
    """One look; how many files were taken. One that cannot be taken is tried again, and keeps no other waiting."""
    await asyncio.to_thread(letters.folder.mkdir, parents=True, exist_ok=True)
    taken = 0
    for scan in await asyncio.to_thread(watched.settled, now_s):
        try:
            aside = replace(scan, path=await asyncio.to_thread(set_aside, scan.path))
            await letters.take(aside)
            await asyncio.to_thread(let_go, aside)
        except (FileNotFoundError, Unavailable) as error:
            # Another intake has it, or the record is away: nothing is wrong with the file.
            _tell("post_not_taken", error)
        except Exception as error:
            # Whatever is wrong with one file, those behind it are post too.
            _tell("post_not_taken", error)
            await _failed(letters, watched, scan, now_s, error)
        else:
            taken += 1
    return taken


async def _failed(letters: Letters, watched: Watched, scan: Scan, now_s: float, error: Exception) -> None:
    """Put it off; from the fifth time on it is on the board, however long the record could not be told of it."""
    if watched.failed(scan, now_s) < TOLD_AFTER:
        return
    try:
        await letters.tell_untaken(scan, _why(error))
    except SwitchboardError as away:
        _tell("post_trouble_not_told", away)


def _why(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror}."
    return str(error) if isinstance(error, SwitchboardError) else "Something went wrong that the log tells of."


def _tell(event: str, error: Exception) -> None:
    """What a folder or a file may do is a warning; anything else is a mistake of ours, told with its place."""
    if isinstance(error, (OSError, SwitchboardError)):
        log.warning(event, error=type(error).__name__)
    else:
        log.error(event, error=type(error).__name__, exc_info=error)
