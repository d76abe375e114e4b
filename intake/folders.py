"""The watched folder: every two seconds, what has settled in it is handed to the centre, then taken out of it.

Two intakes may watch one folder: the record takes a file once, and whoever comes second finds it gone.
"""

import asyncio
import time
from pathlib import Path
from typing import Final, Protocol

import structlog

from channels.letter.inbound import Scan, Watched
from core.errors import SwitchboardError

log = structlog.get_logger()

LOOK_EVERY_S: Final = 2.0


class Letters(Protocol):
    """What a watched folder needs of the centre."""

    @property
    def folder(self) -> Path: ...

    async def take(self, scan: Scan) -> bool: ...


async def watch(letters: Letters, *, every_s: float = LOOK_EVERY_S) -> None:
    """Until cancelled. A folder that is away is looked for again and again."""
    watched = Watched(letters.folder)
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
            await letters.take(scan)
            await asyncio.to_thread(scan.path.unlink, missing_ok=True)
        except Exception as error:
            # Whatever is wrong with one file, those behind it are post too.
            _tell("post_not_taken", error)
            continue
        taken += 1
    return taken


def _tell(event: str, error: Exception) -> None:
    """What a folder or a file may do is a warning; anything else is a mistake of ours, told with its place."""
    if isinstance(error, (OSError, SwitchboardError)):
        log.warning(event, error=type(error).__name__)
    else:
        log.error(event, error=type(error).__name__, exc_info=error)
