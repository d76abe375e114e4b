"""Acts on the outside that must happen once: a row each, claimed under a lease, tried again, or left for a person.

Life of a row: `due` (next_at says when) -> `claimed` (until lease_until) -> `done`, or `due` again, or `dead` (it will
never work), or `unknown` (it may have happened: only a person lets it be tried again).
"""

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, or_, update

from records import tables
from records.family import Family
from records.rows import OutboxRow

TAKEN_BACK: Final = {"taken_back": True}


class Outbox(Family):
    """Every write is one conditional statement, so two workers never hold the same row."""

    table = tables.outbox

    def add(
        self, kind: str, subject_id: str, payload: dict[str, Any], key: str, at: datetime | None = None
    ) -> OutboxRow:
        """Put an act in, to be tried from `at` (now). The same `key` again gives the row that is there."""
        values = {
            "id": self._new_id("out"),
            "kind": kind,
            "subject_id": subject_id,
            "payload": payload,
            "key": key,
            "state": "due",
            "attempts": 0,
            "interrupted": False,
            "next_at": at or self._now,
            "created_at": self._now,
        }
        added = self._inserted(OutboxRow, values, ("key",))
        return self._there(OutboxRow, added or self._found(OutboxRow, key=key), "outbox row")

    def get(self, row_id: str) -> OutboxRow:
        """Raises NotFound."""
        return self._there(OutboxRow, self._found(OutboxRow, id=row_id), "outbox row")

    def by_key(self, key: str) -> OutboxRow | None:
        """The row that was added with this key, if any."""
        return self._known(OutboxRow, key=key)

    def of_subject(self, subject_id: str) -> list[OutboxRow]:
        """All that is done, or to be done, for one subject, oldest first."""
        row = self.table.c
        return self._all(OutboxRow, self._select(OutboxRow).where(row.subject_id == subject_id).order_by(row.id))

    def since(self, kind: str, moment: datetime) -> list[OutboxRow]:
        """All of a kind that were put in from `moment` on, done or not, oldest first."""
        row = self.table.c
        query = self._select(OutboxRow).where(row.kind == kind, row.created_at >= moment)
        return self._all(OutboxRow, query.order_by(row.created_at, row.id))

    def due(self, now: datetime, limit: int = 100) -> list[OutboxRow]:
        """What may be claimed at `now`, most overdue first."""
        row = self.table.c
        query = self._select(OutboxRow).where(tables.outbox_is_open, self._claimable(now))
        return self._all(OutboxRow, query.order_by(row.next_at, row.id).limit(limit))

    def next_at(self, after: datetime) -> datetime | None:
        """When the next row falls due that is not due yet at `after`; None when none is put off."""
        row = self.table.c
        query = self._select(OutboxRow).where(tables.outbox_is_open, row.state == "due", row.next_at > after)
        found = self._first(OutboxRow, query.order_by(row.next_at).limit(1))
        return found.next_at if found else None

    def claim(self, row_id: str, now: datetime, lease_s: float) -> OutboxRow | None:
        """Take the row for `lease_s` seconds; None when it is not due or another has it.

        `interrupted` on the row says that an earlier claim ran out without a word: its attempt may have taken effect,
        so look it up before trying again.
        """
        row = self.table.c
        statement = (
            update(self.table)
            .where(row.id == row_id, row.division == self._division, self._claimable(now))
            .values(
                state="claimed",
                attempts=row.attempts + 1,
                interrupted=row.state == "claimed",
                lease_until=now + timedelta(seconds=lease_s),
            )
        )
        return self.get(row_id) if self._connection.execute(statement).rowcount == 1 else None

    def hold(self, row_id: str, now: datetime, lease_s: float) -> bool:
        """Keep a claimed row for `lease_s` seconds more, for work that takes long. False when it is claimed no more."""
        return self._settle(row_id, self.table.c.state == "claimed", {"lease_until": now + timedelta(seconds=lease_s)})

    def put_back(self, row_id: str, next_at: datetime) -> bool:
        """Nobody has tried it yet after all: whoever claimed it has no hand free before `next_at`."""
        row = self.table.c
        changes = {"state": "due", "next_at": next_at, "attempts": row.attempts - 1, "lease_until": None}
        return self._settle(row_id, row.state == "claimed", changes)

    def bring_forward(self, kind: str) -> OutboxRow | None:
        """The oldest row of a kind that was put back, due now; None when none was."""
        row = self.table.c
        mine = and_(row.kind == kind, row.state == "due", row.attempts == 0)
        query = self._select(OutboxRow).where(tables.outbox_is_open, mine).order_by(row.created_at, row.id)
        oldest = self._first(OutboxRow, query.limit(1))
        return self.try_again(oldest.id) if oldest else None

    def done(self, row_id: str, result: dict[str, Any] | None = None) -> bool:
        """It happened. True unless it was done already."""
        row = self.table.c
        changes = {"state": "done", "result": result, "error": None, "lease_until": None, "finished_at": self._now}
        return self._settle(row_id, row.state != "done", changes)

    def take_back(self, row_id: str) -> bool:
        """It is not to happen after all, and nobody has tried it: whether it was in time. Twice is the same."""
        row = self.table.c
        changes = {"state": "done", "result": TAKEN_BACK, "finished_at": self._now}
        return self._settle(row_id, and_(row.state == "due", row.attempts == 0), changes) or (
            self.get(row_id).result == TAKEN_BACK
        )

    def retry(self, row_id: str, error: str, next_at: datetime) -> bool:
        """It surely did not happen; try again at `next_at`. Only of a claimed row, as are `dead` and `unknown`."""
        return self._give_up(row_id, {"state": "due", "error": error, "next_at": next_at})

    def dead(self, row_id: str, error: str) -> bool:
        """It will never work as it is; a person has to look."""
        return self._give_up(row_id, {"state": "dead", "error": error, "finished_at": self._now})

    def unknown(self, row_id: str, error: str) -> bool:
        """It may have happened; a person has to look."""
        return self._give_up(row_id, {"state": "unknown", "error": error, "finished_at": self._now})

    def try_again(self, row_id: str, at: datetime | None = None) -> OutboxRow:
        """A person says: try it (again) now. A row that is done or in somebody's hands stays as it is."""
        open_to_all = self.table.c.state.in_(("due", "dead", "unknown"))
        self._settle(row_id, open_to_all, {"state": "due", "next_at": at or self._now, "finished_at": None})
        return self.get(row_id)

    def problems(self) -> list[OutboxRow]:
        """What somebody should know of: dead, unknown, or failed at least once and not done. Oldest first."""
        row = self.table.c
        wrong = or_(row.state.in_(("dead", "unknown")), row.error.is_not(None))
        query = self._select(OutboxRow).where(tables.outbox_is_open, wrong)
        return self._all(OutboxRow, query.order_by(row.created_at, row.id))

    def _claimable(self, now: datetime) -> ColumnElement[bool]:
        row = self.table.c
        return or_(
            and_(row.state == "due", row.next_at <= now),
            and_(row.state == "claimed", row.lease_until <= now),
        )

    def _give_up(self, row_id: str, changes: dict[str, Any]) -> bool:
        return self._settle(row_id, self.table.c.state == "claimed", {**changes, "lease_until": None})

    def _settle(self, row_id: str, when: ColumnElement[bool], changes: dict[str, Any]) -> bool:
        mine = and_(self.table.c.id == row_id, self.table.c.division == self._division)
        if self._connection.execute(update(self.table).where(mine, when).values(**changes)).rowcount == 1:
            return True
        self.get(row_id)  # a row that does not exist is a mistake, not a no
        return False
