"""Mail that could not become a contact, requests of the carrier's that could not be read, and files of texts that are
not what they say: kept whole, with the reason, for a person to look at."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update

from records import mail_tables
from records.family import Family


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarantined:
    """One message. `mailbox` may be a request's name, or a file's. `path` is its original's, below the documents
    folder; `size` is in bytes."""

    id: str
    mailbox: str
    reason: str
    path: str
    size: int
    at: datetime


class Quarantine(Family):
    """The same message of the same mailbox is here once."""

    table = mail_tables.quarantined

    def add(self, mailbox: str, reason: str, path: str, size: int) -> bool:
        """Keep it; whether it was not there yet."""
        values = {
            "id": self._new_id("qua"),
            "mailbox": mailbox,
            "reason": reason,
            "path": path,
            "size": size,
            "at": self._now,
        }
        return self._insert_unless(values, ("mailbox", "path"))

    def get(self, item_id: str) -> Quarantined:
        """Raises NotFound."""
        query = self._select(Quarantined).where(self.table.c.id == item_id)
        return self._one(Quarantined, query, "message in quarantine")

    def open(self, limit: int = 100) -> list[Quarantined]:
        """What nobody has looked at yet, oldest first."""
        item = self.table.c
        query = self._select(Quarantined).where(item.settled_at.is_(None))
        return self._all(Quarantined, query.order_by(item.at, item.id).limit(limit))

    def settle(self, item_id: str, by: str) -> None:
        """A person has dealt with it; its original stays. Twice is once. Raises NotFound."""
        self.get(item_id)
        item = self.table.c
        mine = (item.id == item_id) & (item.division == self._division) & item.settled_at.is_(None)
        self._connection.execute(update(self.table).where(mine).values(settled_by=by, settled_at=self._now))
