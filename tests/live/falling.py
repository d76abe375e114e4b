"""An embedded server that is killed, and started again on what it wrote, as `switchboard up` does; or on less of it, as
after a power cut, which takes what was not on the disk yet."""

from pathlib import Path
from types import TracebackType
from typing import Self

from live.embedded import Embedded


class Falling:
    """The server, at one `url` however often it falls."""

    def __init__(self, folder: Path) -> None:
        self._server = Embedded(folder)
        self.url = self._server.url

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """In order."""
        self._server.stop()

    def written(self) -> int:
        """How much of all that it did it has written so far: it writes before it answers."""
        return self._file().stat().st_size

    def fall(self, back_to: int | None = None) -> None:
        """kill -9, and a new start; without what was written after a moment, where that is said."""
        self._server.process.kill()
        self._server.process.wait()
        if back_to is not None:
            with self._file().open("r+b") as file:
                file.truncate(back_to)
        self._server.stop()
        self._server = Embedded(self._server.folder)

    def _file(self) -> Path:
        (file,) = (self._server.folder / "appendonlydir").glob("*.incr.aof")
        return file
