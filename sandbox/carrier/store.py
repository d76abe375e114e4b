"""What survives a restart, in one SQLite file: texts, mail, partner requests, finished recordings, who opted out.

Each kind is a list of JSON things with a key; nothing is queried but by key and order.
"""

import json
import sqlite3
from pathlib import Path
from typing import Any, Final

Thing = dict[str, Any]
SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS things (
    number INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL,
    UNIQUE (kind, key)
)
"""


class StoreUnreadable(Exception):
    """The file is there and is no store of ours; the sentence says which."""


class Store:
    """Keeps things by kind and key. Small and synchronous: a few microseconds a row."""

    def __init__(self, home: Path) -> None:
        home.mkdir(parents=True, exist_ok=True)
        self.home = home
        path = home / "sandbox.sqlite"
        try:
            self._file = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
            self._file.execute("PRAGMA journal_mode = WAL")
            self._file.execute("PRAGMA synchronous = NORMAL")
            self._file.execute(SCHEMA)
        except sqlite3.DatabaseError as error:
            raise StoreUnreadable(f"{path} cannot be read ({error}). Move it away to start afresh.") from error

    def put(self, kind: str, key: str, thing: Thing) -> None:
        """A new thing, or a new version of it in its old place."""
        self._file.execute(
            "INSERT INTO things (kind, key, body) VALUES (?, ?, ?)"
            " ON CONFLICT (kind, key) DO UPDATE SET body = excluded.body",
            (kind, key, json.dumps(thing)),
        )

    def get(self, kind: str, key: str) -> Thing | None:
        row = self._file.execute("SELECT body FROM things WHERE kind = ? AND key = ?", (kind, key)).fetchone()
        return json.loads(row[0]) if row else None

    def drop(self, kind: str, key: str) -> None:
        self._file.execute("DELETE FROM things WHERE kind = ? AND key = ?", (kind, key))

    def all(self, kind: str) -> list[Thing]:
        """Oldest first."""
        rows = self._file.execute("SELECT body FROM things WHERE kind = ? ORDER BY number", (kind,))
        return [json.loads(row[0]) for row in rows]

    def close(self) -> None:
        self._file.close()
