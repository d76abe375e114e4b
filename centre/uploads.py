"""Files that somebody has chosen and not sent yet: kept a day and a half, then gone; sent ones become documents."""

import asyncio
import errno
from contextlib import suppress
from typing import Final

from centre.keeping import keep_copy, keep_file
from centre.parts import Parts
from channels.web_form.files import Upload, kind_of, shown_name
from core.errors import Conflict, Unavailable

LASTS_S: Final = 36 * 3600
ALL_TOGETHER: Final = 2 * 1024**3
"""Bytes of files that nobody has sent: beyond it no more are taken, so that nobody fills the disk."""
ENDING: Final = "bin"
AWAY: Final = "Files cannot be taken just now. Please try again in a few minutes, or send it without them."
GONE: Final = "A file that you chose is no longer here. Please choose it again."


class Uploads:
    """A folder beside the documents, on the same disk."""

    def __init__(self, parts: Parts) -> None:
        self._documents = parts.settings.documents_folder
        self._folder = self._documents / "uploads"
        self._clock = parts.clock

    async def keep(self, name: str, content: bytes) -> Upload:
        """Look at a file and keep it. InvalidInput says why it may not be sent."""
        content_type = await asyncio.to_thread(kind_of, name, content)
        return await self.keep_as(shown_name(name), content_type, content)

    async def keep_as(self, name: str, content_type: str, content: bytes) -> Upload:
        """Keep a file that has been looked at."""
        try:
            sha256 = await asyncio.to_thread(self._kept, content)
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

    def _kept(self, content: bytes) -> str:
        self._sweep()
        sha256, path = keep_file(self._folder, content, ENDING)
        (self._folder / path).touch()
        return sha256

    def _copied(self, upload: Upload) -> str:
        source = self._folder / f"{upload.sha256}.{ENDING}"
        target = kept_path(upload)
        if not (self._documents / target).exists():
            keep_copy(source, self._documents, f".{ENDING}")
        return target

    def _sweep(self) -> None:
        """What was chosen and never sent goes. OSError when there is too much that is not old enough."""
        now, kept = self._clock.now().timestamp(), 0
        for path in self._folder.glob("*") if self._folder.is_dir() else ():
            with suppress(FileNotFoundError):
                told = path.stat()
                if now - told.st_mtime > LASTS_S:
                    path.unlink()
                else:
                    kept += told.st_size
        if kept > ALL_TOGETHER:
            raise OSError(errno.EDQUOT, "There are too many files that were never sent.")


def kept_path(upload: Upload) -> str:
    """Where it is, below the documents, once it was sent."""
    return f"{upload.sha256}.{ENDING}"
