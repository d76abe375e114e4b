"""Mailboxes that are tended: by one process at a time, and what is wrong with them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, update

from records import mail_tables
from records.family import Family


@dataclass(frozen=True, slots=True, kw_only=True)
class TroubledMailbox:
    """A mailbox that cannot be read, why, and since when."""

    name: str
    problem: str
    problem_since: datetime


class Mailboxes(Family):
    """A row a mailbox, made when it is first tended."""

    table = mail_tables.mailboxes

    def lease(self, name: str, holder: str, for_s: float) -> bool:
        """Take the mailbox for `for_s` seconds, or keep it for as long again; False when another holds it."""
        self._insert_unless({"name": name}, ("name",))
        box = self.table.c
        free = or_(box.lease_until.is_(None), box.lease_until <= self._now, box.lease_by == holder)
        statement = update(self.table).where(box.name == name, box.division == self._division, free)
        values = {"lease_by": holder, "lease_until": self._now + timedelta(seconds=for_s)}
        return self._connection.execute(statement.values(**values)).rowcount == 1

    def release(self, name: str, holder: str) -> None:
        """Let another take it at once."""
        box = self.table.c
        mine = (box.name == name) & (box.division == self._division) & (box.lease_by == holder)
        self._connection.execute(update(self.table).where(mine).values(lease_until=None))

    def set_problem(self, name: str, problem: str | None) -> bool:
        """Why it cannot be read, or None. Whether that is news; the first time of the same problem counts."""
        box = self.table.c
        news = box.problem.is_distinct_from(problem)
        mine = (box.name == name) & (box.division == self._division)
        values = {"problem": problem, "problem_since": self._now if problem else None}
        return self._connection.execute(update(self.table).where(mine, news).values(**values)).rowcount == 1

    def troubled(self) -> list[TroubledMailbox]:
        """Those that cannot be read, longest first."""
        box = self.table.c
        query = self._select(TroubledMailbox).where(box.problem.is_not(None))
        return self._all(TroubledMailbox, query.order_by(box.problem_since, box.name))
