"""A watched folder: which of its files are whole and still, and what their place and the bureau's index say of them.

Looks at names, sizes and ends only; what is in a file is `reading`'s business.

1. A file may be taken when it is still and whole; where its folder's files wait for an index, when one names it.
2. Whoever takes it moves it aside first (`set_aside`): a scanner that writes the name again writes another file.
3. One that was moved aside and not taken, for the power went, is found there and counts as the file that it was.
4. An index goes when all have come that it speaks of, or after an hour.
"""

import os
import re
import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Final

from channels.letter.bureau import SUFFIX, Rows, named, rows_of
from channels.letter.whole import is_whole

SETTLES_AFTER_S: Final = 5.0
"""A file whose size and time have not changed for so long is not being written any more, if it ends as files end."""
GIVEN_UP_AFTER_S: Final = 3600.0
"""A file that has been still for so long and does not end as it should will not get better."""
IGNORED: Final = (".part", ".tmp", ".crdownload", ".filepart")
ASIDE: Final = ".taking-"
"""How the folder begins into which a file is moved while it is taken."""
ENDING: Final = re.compile(r"(\.[a-z0-9]{1,8})?")
NO_INDEX: Final = "It waited an hour for the bureau's index, and none named it."

Stat = tuple[int, int, int]
"""Size, time in nanoseconds, and the file's own number."""
AGAIN_AFTER_S: Final = 2.0
AGAIN_AT_MOST_S: Final = 600.0
"""What cannot be taken is tried after 2 s, 4 s, 8 s, and so on, for each look reads all of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """A file that has arrived. `place` is where below the watched folder; `said` what an index says of it.

    `key` is the same for the same file looked at twice, and another for a second copy of it. `speaks_of` are the files
    that an index names, None of all else; `by_index` says that one names this file. `notes` are for whoever has it
    before them.
    """

    path: Path
    place: str
    key: str
    modified_s: float
    said: Mapping[str, str] = field(default_factory=dict)
    speaks_of: tuple[str, ...] | None = None
    notes: tuple[str, ...] = ()
    by_index: bool = False

    @property
    def folder(self) -> str:
        """The sub-folder: an office or a service; empty at the top."""
        return str(PurePosixPath(self.place).parent) if "/" in self.place else ""


@dataclass(slots=True)
class Watched:
    """The folder, and since when each of its files has been still. Looked at again and again, by one thread.

    `indexed` are the sub-folders whose files, and those below, wait for an index.
    """

    folder: Path
    indexed: Sequence[str] = ()
    _still: dict[Path, tuple[int, int, float]] = field(default_factory=dict)
    _seen: dict[tuple[Path, str], float] = field(default_factory=dict)
    _failed: dict[str, tuple[int, float]] = field(default_factory=dict)

    def settled(self, now_s: float) -> list[Scan]:
        """The files that may be taken, oldest first; `now_s` is any clock that only goes forward."""
        seen = {path: stat for path in sorted(self.folder.rglob("*")) if (stat := self._stat(path))}
        self._still = {path: self._since(path, stat, now_s) for path, stat in seen.items()}
        self._remember(seen, now_s)
        ready = {path for path in seen if self._is_ready(path, now_s)}
        indexes = {path: rows for path in ready if _is_index(path) and (rows := rows_of(path)) is not None}
        found = [self._scan(path, seen[path], indexes, now_s) for path in ready if path not in indexes]
        scans = [each for each in found if each is not None and not _waits(each.path, seen, ready)]
        scans += [
            self._index(path, seen[path], rows)
            for path, rows in indexes.items()
            if self._is_over(path, rows, seen, now_s)
        ]
        due = [each for each in scans if self._failed.get(each.key, (0, now_s))[1] <= now_s]
        return sorted(due, key=lambda scan: (scan.modified_s, scan.place))

    def failed(self, scan: Scan, now_s: float) -> int:
        """It could not be taken, and is put off, each time for longer; how often that was."""
        self._failed = {key: each for key, each in self._failed.items() if now_s - each[1] < GIVEN_UP_AFTER_S}
        count = self._failed.get(scan.key, (0, 0.0))[0] + 1
        self._failed[scan.key] = (count, now_s + min(AGAIN_AFTER_S * 2 ** (count - 1), AGAIN_AT_MOST_S))
        return count

    def _stat(self, path: Path) -> Stat | None:
        """Of a file that somebody means to send; None for all else, and for one that has just gone."""
        hidden = any(
            each.startswith(".") and not each.startswith(ASIDE) for each in path.relative_to(self.folder).parts
        )
        if hidden or path.name.startswith("~") or path.suffix.lower() in IGNORED:
            return None
        with suppress(OSError):
            if path.is_file() and not path.is_symlink():
                stat = path.stat()
                return stat.st_size, stat.st_mtime_ns, stat.st_ino
        return None

    def _since(self, path: Path, stat: Stat, now_s: float) -> tuple[int, int, float]:
        before = self._still.get(path)
        return before if before is not None and before[:2] == stat[:2] else (*stat[:2], now_s)

    def _remember(self, seen: Mapping[Path, object], now_s: float) -> None:
        """Which files were here within the last hour: of an index, those that have gone have come."""
        self._seen = {each: at for each, at in self._seen.items() if now_s - at <= GIVEN_UP_AFTER_S}
        self._seen |= {_name(path): now_s for path in seen}

    def _is_ready(self, path: Path, now_s: float) -> bool:
        still_s = self._still_s(path, now_s)
        if _is_aside(path):  # it was ready before
            return still_s >= SETTLES_AFTER_S
        return still_s >= GIVEN_UP_AFTER_S or (still_s >= SETTLES_AFTER_S and is_whole(path))

    def _still_s(self, path: Path, now_s: float) -> float:
        return now_s - self._still[path][2]

    def _scan(self, path: Path, stat: Stat, indexes: Mapping[Path, Rows], now_s: float) -> Scan | None:
        """None while it waits for an index."""
        place = self._place(path)
        beside, name = _name(path)
        here = [rows for index, rows in indexes.items() if laid(index).parent == beside and name in rows]
        said = here[0][name] if here else None
        if said is not None or not self._wants_index(place):
            return replace(_scanned(path, place, stat), said=said or {}, by_index=said is not None)
        late = _is_aside(path) or self._still_s(path, now_s) >= GIVEN_UP_AFTER_S
        return replace(_scanned(path, place, stat), notes=(NO_INDEX,)) if late else None

    def _index(self, path: Path, stat: Stat, rows: Rows) -> Scan:
        return replace(_scanned(path, self._place(path), stat), speaks_of=tuple(rows))

    def _place(self, path: Path) -> str:
        """Where it lay, as text: a name in another encoding is not lost for it, but not written as it was either."""
        return os.fsencode(laid(path).relative_to(self.folder).as_posix()).decode(errors="replace")

    def _wants_index(self, place: str) -> bool:
        return any(place.startswith(f"{folder}/") for folder in self.indexed)

    def _is_over(self, index: Path, rows: Rows, seen: Mapping[Path, object], now_s: float) -> bool:
        """Whether nothing more is to come that it speaks of, or nobody waits for it any longer."""
        here = {_name(path) for path in seen}
        names = [(laid(index).parent, name) for name in rows]
        if any(each in here for each in names):
            return False
        came = bool(names) and all(each in self._seen for each in names)
        return came or self._still_s(index, now_s) >= GIVEN_UP_AFTER_S


def set_aside(path: Path) -> Path:
    """Move a file out of its scanner's way, within its own folder; where it is now. Raises OSError."""
    if _is_aside(path):
        return path
    place = path.parent / f"{ASIDE}{secrets.token_hex(6)}"
    place.mkdir()
    try:
        path.rename(place / path.name)
    except OSError:
        place.rmdir()
        raise
    return place / path.name


def laid(path: Path) -> Path:
    """Where a file lay before it was moved aside."""
    return path.parent.parent / path.name if _is_aside(path) else path


def let_go(scan: Scan) -> None:
    """Take a file that was moved aside away. One that was written to meanwhile stays, and is found as another."""
    with suppress(FileNotFoundError):
        stat = scan.path.stat()
        if scan.key.endswith(f":{stat.st_size}:{stat.st_mtime_ns}"):
            scan.path.unlink()
    with suppress(OSError):
        scan.path.parent.rmdir()


def ending_of(path: Path) -> str:
    """The ending under which it is kept: its own, if that is one that a file may have anywhere."""
    ending = path.suffix.lower()
    return ending if ENDING.fullmatch(ending) else ".bin"


def _scanned(path: Path, place: str, stat: Stat) -> Scan:
    size, modified_ns, number = stat
    return Scan(path=path, place=place, key=f"{place}:{number}:{size}:{modified_ns}", modified_s=modified_ns / 1e9)


def _is_aside(path: Path) -> bool:
    return path.parent.name.startswith(ASIDE)


def _name(path: Path) -> tuple[Path, str]:
    """As an index beside it names it."""
    where = laid(path)
    return where.parent, named(os.fsencode(where.name).decode(errors="replace"))


def _is_index(path: Path) -> bool:
    return path.suffix.lower() == SUFFIX


def _waits(path: Path, seen: Mapping[Path, object], ready: set[Path]) -> bool:
    """Whether an index lies beside a file and is still being written: what it will say is not known yet."""
    return any(_is_index(other) and laid(other).parent == laid(path).parent and other not in ready for other in seen)
