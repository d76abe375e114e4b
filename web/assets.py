"""The built front end: pages and hashed files, compressed once and kept in memory until they change on disk."""

import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from core.errors import NotFound

HASHED: Final = re.compile(r"-[A-Z0-9]{8}\.[a-z0-9]+$")
"""How the front end's build names a file after what is in it: such a file never changes."""

SQUEEZED: Final = frozenset({".js", ".css", ".html", ".svg", ".json", ".geojson", ".map"})
TYPES: Final = {
    ".js": "text/javascript",
    ".woff2": "font/woff2",
    ".geojson": "application/geo+json",
    ".map": "application/json",
}
SMALLEST_SQUEEZED: Final = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """One file as it is sent. `squeezed` is it gzipped, None where that would not help."""

    body: bytes
    squeezed: bytes | None
    type: str
    etag: str
    changed_ns: int
    immutable: bool


class Assets:
    """The files below one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._kept: dict[str, Asset] = {}

    def get(self, name: str) -> Asset:
        """The file of that name below the folder; NotFound for everything else, hidden files included."""
        try:
            path = (self._folder / name).resolve()
            hidden = any(part.startswith(".") for part in path.relative_to(self._folder).parts)
            changed_ns = path.stat().st_mtime_ns
            kept = self._kept.get(name)
            if not hidden and (kept is None or kept.changed_ns != changed_ns):
                kept = self._kept[name] = _load(path, changed_ns)
        except (OSError, ValueError):
            kept = None
        if kept is None:
            raise NotFound("There is nothing at this address.")
        return kept

    def has(self, name: str) -> bool:
        """Whether there is such a file."""
        return (self._folder / name).is_file()


@lru_cache(maxsize=4)
def drawing(text: str) -> Asset:
    """A county's base map, which is a text of its folder and no file of ours."""
    return _asset(Path("map.geojson"), text.encode(), 0)


def _load(path: Path, changed_ns: int) -> Asset:
    return _asset(path, path.read_bytes(), changed_ns)


def _asset(path: Path, body: bytes, changed_ns: int) -> Asset:
    guessed = TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    text = guessed.startswith("text/") or guessed.endswith(("json", "svg+xml"))
    wanted = path.suffix in SQUEEZED and len(body) >= SMALLEST_SQUEEZED
    return Asset(
        body=body,
        squeezed=gzip.compress(body, 9, mtime=0) if wanted else None,
        type=f"{guessed}; charset=utf-8" if text else guessed,
        etag=f'"{hashlib.sha256(body).hexdigest()[:20]}"',
        changed_ns=changed_ns,
        immutable=HASHED.search(path.name) is not None,
    )
