"""What agents put right: the guess said one service, they chose another. Supervisors make examples of it, or not."""

from datetime import datetime
from typing import Final

from sqlalchemy import delete, update

from core.errors import NotFound
from records import taught_tables
from records.family import Family
from records.taught_rows import PutRight

TAUGHT: Final = "taught"
PUT_AWAY: Final = "put away"


class PutRights(Family):
    """One row a contact: what was chosen last."""

    table = taught_tables.put_right

    def say(self, contact_id: str, guessed: str | None, chosen: str, by: str) -> None:
        """An agent chose; the guess after all takes it back. What a supervisor has settled stays settled."""
        row = self.table.c
        mine = (row.division == self._division) & (row.contact_id == contact_id) & row.settled_at.is_(None)
        if chosen == guessed:
            self._connection.execute(delete(self.table).where(mine))
            return
        values = {"contact_id": contact_id, "guessed": guessed, "chosen": chosen, "by": by, "at": self._now}
        if not self._insert_unless(values, ("contact_id",)):
            self._connection.execute(update(self.table).where(mine).values(chosen=chosen, by=by, at=self._now))

    def open(self, since: datetime, limit: int) -> list[PutRight]:
        """What nobody has settled yet, the newest first."""
        row = self.table.c
        query = self._select(PutRight).where(taught_tables.is_unsettled, row.at >= since)
        return self._all(PutRight, query.order_by(row.at.desc(), row.contact_id).limit(limit))

    def settle(self, contact_id: str, by: str, how: str) -> bool:
        """`how` is TAUGHT or PUT_AWAY. Whether nobody had settled it before; NotFound when there is none."""
        row = self.table.c
        mine = (row.division == self._division) & (row.contact_id == contact_id)
        if self._first(PutRight, self._select(PutRight).where(row.contact_id == contact_id)) is None:
            raise NotFound("There is no such suggestion.")
        values = {"settled_at": self._now, "settled_by": by, "settled_as": how}
        statement = update(self.table).where(mine, row.settled_at.is_(None)).values(**values)
        return self._connection.execute(statement).rowcount == 1

    def unsettle(self, contact_id: str) -> None:
        """It is a suggestion again; nothing when it is one, or there is none."""
        row = self.table.c
        mine = (row.division == self._division) & (row.contact_id == contact_id)
        values = {"settled_at": None, "settled_by": None, "settled_as": None}
        self._connection.execute(update(self.table).where(mine).values(**values))
