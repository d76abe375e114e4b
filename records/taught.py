"""The examples that supervisors teach the guess by. They are residents' words: withdrawn they stay for a while, so that
it can be undone, removed they are gone."""

from datetime import datetime

from sqlalchemy import delete, update

from core.errors import Conflict
from records import taught_tables
from records.family import Family
from records.taught_rows import Taught


class TaughtExamples(Family):
    """In each division, no two that are taught have the same words."""

    table = taught_tables.taught

    def add(self, text: str, about: str, by: str, *, contact: str | None = None, at_most: int) -> Taught:
        """A new one. Conflict when these words are taught already, or as many are as there may be."""
        self._alone("taught")
        now = self.now()
        if len(now) >= at_most:
            raise Conflict(f"There are {at_most} examples, which is as many as there may be. Withdraw some first.")
        if any(_plain(each.text) == _plain(text) for each in now):
            raise Conflict("These words are an example already. Withdraw that one first.")
        values = {"id": self._new_id("tau"), "text": text, "about": about, "by": by, "contact_id": contact}
        self._insert({**values, "at": self._now})
        return self.get(str(values["id"]))

    def get(self, id: str) -> Taught:
        """Raises NotFound."""
        return self._there(Taught, self._found(Taught, id=id), "example")

    def now(self) -> list[Taught]:
        """All that are taught, the newest first."""
        row = self.table.c
        query = self._select(Taught).where(taught_tables.is_taught)
        return self._all(Taught, query.order_by(row.at.desc(), row.id.desc()))

    def withdrawn(self, since: datetime) -> list[Taught]:
        """Those that were withdrawn since then, the last first."""
        row = self.table.c
        query = self._select(Taught).where(row.withdrawn_at >= since)
        return self._all(Taught, query.order_by(row.withdrawn_at.desc(), row.id.desc()))

    def withdraw(self, id: str, by: str) -> bool:
        """It is taught no more. Whether it was until now."""
        row = self.table.c
        mine = (row.id == self.get(id).id) & (row.division == self._division) & row.withdrawn_at.is_(None)
        statement = update(self.table).where(mine).values(withdrawn_at=self._now, withdrawn_by=by)
        return self._connection.execute(statement).rowcount == 1

    def bring_back(self, id: str, *, at_most: int) -> bool:
        """It is taught again after all. Whether it was not. Conflict as for `add`."""
        self._alone("taught")
        mine, now = self.get(id), self.now()
        if mine.withdrawn_at is None:
            return False
        if len(now) >= at_most or any(_plain(each.text) == _plain(mine.text) for each in now):
            raise Conflict("There is no room for it any more, or its words are an example again already.")
        self._change(id, {"withdrawn_at": None, "withdrawn_by": None})
        return True

    def remove(self, id: str) -> bool:
        """Its words are gone for good. Whether they were taught until now."""
        was = self.get(id)
        self._connection.execute(
            delete(self.table).where(self.table.c.id == id, self.table.c.division == self._division)
        )
        return was.withdrawn_at is None

    def forget(self, before: datetime) -> int:
        """Remove what was withdrawn before then. How many."""
        row = self.table.c
        mine = (row.division == self._division) & (row.withdrawn_at < before)
        return self._connection.execute(delete(self.table).where(mine)).rowcount


def _plain(text: str) -> str:
    return " ".join(text.lower().split())
