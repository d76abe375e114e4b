"""Files beside the record, each under the name of its own content: written once, whole, on disk before it is told."""

import hashlib
import os
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Final

CHUNK: Final = 1 << 20


def keep_file(folder: Path, content: bytes, ending: str) -> tuple[str, str]:
    """Write `content` unless it is there; its SHA-256 and its path below `folder`. On disk when this returns."""
    ((digest, path),) = keep_files(folder, [(content, ending)])
    return digest, path


def keep_files(folder: Path, files: Sequence[tuple[bytes, str]]) -> list[tuple[str, str]]:
    """The same for several, each with its ending: all are on disk when this returns."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = [_written(folder, *each) for each in files]
    # Also for what was there already: whoever wrote it may have ended before its name was on disk.
    _settle(folder)
    return kept


def _written(folder: Path, content: bytes, ending: str) -> tuple[str, str]:
    digest = hashlib.sha256(content).hexdigest()
    target = folder / f"{digest}.{ending}"
    if not target.exists():
        part = target.with_suffix(f".{secrets.token_hex(4)}")
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    return digest, target.name


def keep_copy(source: Path, folder: Path, ending: str) -> tuple[str, int]:
    """Copy a file of any size under its hash and `ending`; the hash and the size.

    Raises OSError when it cannot be read, or is written to meanwhile; then nothing is kept.
    """
    folder.mkdir(parents=True, exist_ok=True)
    before = source.stat()
    digest, part = hashlib.sha256(), folder / f"{secrets.token_hex(8)}.part"
    try:
        with source.open("rb") as reading, part.open("wb") as writing:
            while chunk := reading.read(CHUNK):
                digest.update(chunk)
                writing.write(chunk)
            writing.flush()
            os.fsync(writing.fileno())
        after = source.stat()
        if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
            raise BlockingIOError("The file is still being written.")
        part.replace(folder / f"{digest.hexdigest()}{ending}")
    finally:
        part.unlink(missing_ok=True)
    _settle(folder)
    return digest.hexdigest(), before.st_size


def _settle(folder: Path) -> None:
    """A name is on disk only when its folder is."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
