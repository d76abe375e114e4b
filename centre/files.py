"""Files beside the record: written once, whole and on disk, under the name of their own content."""

import hashlib
import os
import secrets
from pathlib import Path


def keep_file(folder: Path, content: bytes, ending: str) -> tuple[str, str]:
    """Write `content` unless it is there; its SHA-256 and its path below `folder`. On disk when this returns."""
    digest = hashlib.sha256(content).hexdigest()
    target = folder / f"{digest}.{ending}"
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists():
        part = target.with_suffix(f".{secrets.token_hex(4)}")
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
        _sync(target.parent)
    return digest, target.name


def _sync(folder: Path) -> None:
    """The name of a new file is on disk when its folder is."""
    held = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(held)
    finally:
        os.close(held)
