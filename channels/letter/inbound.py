"""A watched folder: which of its files are whole and still, and what their place and the bureau's index say of them.

Looks at names, sizes and ends only; what is in a file is `reading`'s business.
"""

import csv
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from io import StringIO
from pathlib import Path, PurePosixPath
from typing import Final

from channels.letter.whole import is_whole
from core.errors import InvalidInput

SETTLES_AFTER_S: Final = 5.0
"""A file whose size and time have not changed for so long is not being written any more, if it ends as files end."""
GIVEN_UP_AFTER_S: Final = 3600.0
"""A file that has been still for so long and does not end as it should will not get better."""
IGNORED: Final = (".part", ".tmp", ".crdownload", ".filepart")
INDEX: Final = ".csv"
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "file": ("file", "filename", "file name", "document", "image"),
    "received": ("received", "date received", "received date", "scan date"),
    "reference": ("reference", "ref", "our reference"),
    "service": ("service", "department"),
}
"""What bureaux call what we look for."""
DATES: Final = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """A file that has arrived. `place` is where below the watched folder; `said` what an index says of it.

    `key` is the same for the same file looked at twice, and another for a second copy of it.
    """

    path: Path
    place: str
    key: str
    modified_s: float
    said: Mapping[str, str] = field(default_factory=dict)

    @property
    def folder(self) -> str:
        """The sub-folder: an office or a service; empty at the top."""
        return str(PurePosixPath(self.place).parent) if "/" in self.place else ""


@dataclass(slots=True)
class Watched:
    """The folder, and since when each of its files has been still. Looked at again and again, by one thread."""

    folder: Path
    _still: dict[Path, tuple[int, int, float]] = field(default_factory=dict)

    def settled(self, now_s: float) -> list[Scan]:
        """The files that may be taken, oldest first; `now_s` is any clock that only goes forward."""
        seen = {path: stat for path in sorted(self.folder.rglob("*")) if (stat := self._stat(path))}
        self._still = {path: self._since(path, stat, now_s) for path, stat in seen.items()}
        ready = {path for path in seen if self._is_ready(path, now_s)}
        indexes = {path: rows for path in ready if path.suffix.lower() == INDEX and (rows := _rows(path)) is not None}
        scans = [self._scan(path, indexes) for path in ready if path not in indexes and not _waits(path, seen, ready)]
        scans += [self._scan(path, {}) for path, rows in indexes.items() if not _left(path, rows, seen)]
        return sorted(scans, key=lambda scan: (scan.modified_s, scan.place))

    def _stat(self, path: Path) -> tuple[int, int] | None:
        """Size and time of a file that somebody means to send; None for all else, and for one that has just gone."""
        if path.name.startswith((".", "~")) or path.suffix.lower() in IGNORED:
            return None
        with suppress(OSError):
            if path.is_file() and not path.is_symlink():
                stat = path.stat()
                return stat.st_size, stat.st_mtime_ns
        return None

    def _since(self, path: Path, stat: tuple[int, int], now_s: float) -> tuple[int, int, float]:
        before = self._still.get(path)
        return before if before is not None and before[:2] == stat else (*stat, now_s)

    def _is_ready(self, path: Path, now_s: float) -> bool:
        still_s = now_s - self._still[path][2]
        return still_s >= GIVEN_UP_AFTER_S or (still_s >= SETTLES_AFTER_S and is_whole(path))

    def _scan(self, path: Path, indexes: Mapping[Path, Mapping[str, dict[str, str]]]) -> Scan:
        place = path.relative_to(self.folder).as_posix()
        said = next((rows[path.name] for index, rows in indexes.items() if _speaks_of(index, rows, path)), {})
        stat = path.stat()
        return Scan(
            path=path,
            place=place,
            key=f"{place}:{stat.st_ino}:{stat.st_size}:{stat.st_mtime_ns}",
            modified_s=stat.st_mtime,
            said=said,
        )


def index_of(text: str) -> dict[str, dict[str, str]]:
    """A bureau's index: what it says of each file, by name, in our words. Raises InvalidInput when it has no names."""
    lines = csv.DictReader(StringIO(text.lstrip("\ufeff")))
    ours = {name: key for key, names in COLUMNS.items() for name in names}
    columns = {name: ours[name.strip().lower()] for name in lines.fieldnames or () if name.strip().lower() in ours}
    if "file" not in columns.values():
        raise InvalidInput("The index has no column with the names of the files.", field="file")
    rows = [{columns[name]: (row[name] or "").strip() for name in columns} for row in lines]
    return {row.pop("file"): row for row in rows if row.get("file")}


def received_on(text: str) -> datetime | None:
    """The day in an index's column, at its beginning; None when it is none."""
    for form in DATES:
        with suppress(ValueError):
            return datetime.strptime(text, form)  # noqa: DTZ007  # a day has no zone until the centre gives it one
    return None


def _rows(index: Path) -> dict[str, dict[str, str]] | None:
    """None when it cannot be read: it is then taken as a file that nobody can use, and put before people."""
    try:
        return index_of(index.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, InvalidInput, csv.Error):
        return None


def _waits(path: Path, seen: Mapping[Path, object], ready: set[Path]) -> bool:
    """Whether an index lies beside a file and is still being written: what it will say is not known yet."""
    return any(other.suffix.lower() == INDEX and other.parent == path.parent and other not in ready for other in seen)


def _left(index: Path, rows: Mapping[str, object], seen: Mapping[Path, object]) -> bool:
    """Whether files that the index speaks of still lie beside it. It goes last."""
    return any(index.parent / name in seen for name in rows)


def _speaks_of(index: Path, rows: Mapping[str, object], path: Path) -> bool:
    return index.parent == path.parent and path.name in rows
