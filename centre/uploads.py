"""Files that somebody has chosen and not sent yet: kept a day and a half, then gone; sent ones become documents."""

import asyncio
import errno
import os
from collections import Counter
from contextlib import suppress
from pathlib import Path
from stat import S_ISDIR
from typing import Final

from centre.keeping import keep_copy, keep_file
from centre.parts import Parts
from channels.web_form.files import Upload, kind_of, shown_name
from core.errors import Conflict, Unavailable

LASTS_S: Final = 36 * 3600
ALL_TOGETHER: Final = 2 * 1024**3
"""Bytes of files that nobody has sent: beyond it no more are taken, so that nobody fills the disk."""
OF_ONE: Final = 256 * 1024**2
"""The same of one address, so that nobody takes the place of everybody. A library's readers share it."""
RESIDENTS, STAFF = "uploads", "uploads-desk"
"""Two folders: whatever strangers choose, an agent can still add a file to an email."""
ENDING: Final = "bin"
AWAY: Final = "Files cannot be taken just now. Please try again in a few minutes, or send it without them."
GONE: Final = "A file that you chose is no longer here. Please choose it again."


class Uploads:
    """A folder beside the documents, on the same disk, with a folder in it for each who chose something."""

    def __init__(self, parts: Parts, folder: str = RESIDENTS, of_one: int = OF_ONE) -> None:
        self._documents = parts.settings.documents_folder
        self._folder = self._documents / folder
        self._of_one = of_one
        self._clock = parts.clock

    async def keep(self, name: str, content: bytes, whose: str) -> Upload:
        """Look at a file and keep it. InvalidInput says why it may not be sent, Unavailable that there are too many.

        `whose` names who chose it, in letters and digits that tell nobody who that is.
        """
        content_type = await asyncio.to_thread(kind_of, name, content)
        return await self.keep_as(shown_name(name), content_type, content, whose)

    async def keep_as(self, name: str, content_type: str, content: bytes, whose: str) -> Upload:
        """Keep a file that has been looked at."""
        try:
            sha256 = await asyncio.to_thread(self._kept, content, whose)
        except OSError as error:
            raise Unavailable(AWAY) from error
        return Upload(name=name, content_type=content_type, size=len(content), sha256=sha256)

    async def to_documents(self, upload: Upload) -> str:
        """The file's path below the documents, where it stays. Conflict when its time has run out."""
        try:
            return await asyncio.to_thread(self._copied, upload)
        except FileNotFoundError as error:
            raise Conflict(GONE) from error
        except OSError as error:
            raise Unavailable(AWAY) from error

    def _kept(self, content: bytes, whose: str) -> str:
        theirs = self._folder / whose
        unsent = self._sweep()
        if sum(unsent.values()) > ALL_TOGETHER or unsent[theirs] > self._of_one:
            raise OSError(errno.EDQUOT, "There are too many files that were never sent.")
        sha256, path = keep_file(theirs, content, ENDING)
        now = self._clock.now().timestamp()
        os.utime(theirs / path, (now, now))
        return sha256

    def _copied(self, upload: Upload) -> str:
        target = kept_path(upload)
        if (self._documents / target).exists():
            return target
        source = next(self._folder.rglob(target), None)
        if source is None:
            raise FileNotFoundError(target)
        keep_copy(source, self._documents, f".{ENDING}")
        return target

    def _sweep(self) -> Counter[Path]:
        """What was chosen and never sent goes. Bytes by folder of what is not old enough for that.

        What was sent is among the documents by now. Its copy stays here for as long as its form may be sent again.
        """
        now, unsent = self._clock.now().timestamp(), Counter[Path]()
        for path in self._folder.rglob("*") if self._folder.is_dir() else ():
            with suppress(FileNotFoundError):
                told = path.stat()
                if S_ISDIR(told.st_mode):
                    continue
                if now - told.st_mtime > LASTS_S:
                    path.unlink()
                elif not (self._documents / path.name).exists():
                    unsent[path.parent] += told.st_size
        return unsent


def kept_path(upload: Upload) -> str:
    """Where it is, below the documents, once it was sent."""
    return f"{upload.sha256}.{ENDING}"
