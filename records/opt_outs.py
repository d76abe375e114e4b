"""Who wants no more texts from which number of ours (STOP), until they say otherwise (START)."""

from datetime import datetime

from sqlalchemy import update

from records import tables
from records.family import Family
from records.rows import OptOut


class OptOuts(Family):
    """One row a pair of numbers, both in E.164. What was said later holds, whatever order it comes in."""

    table = tables.opt_outs

    def say(self, number: str, sender: str, *, stopped: bool, at: datetime) -> bool:
        """The resident's `number` stops texts from our `sender`, or lets them come again; whether that changed it."""
        before = self._of(number, sender)
        values = {"number": number, "sender": sender, "stopped": stopped, "at": at}
        if before is None and self._insert_unless(values, ("number", "sender")):
            return stopped
        row = self.table.c
        mine = (row.number == number) & (row.sender == sender) & (row.division == self._division)
        statement = update(self.table).where(mine, row.at <= at)
        heard = self._connection.execute(statement.values(stopped=stopped, at=at)).rowcount == 1
        return heard and (before is None or before.stopped != stopped)

    def stopped(self, number: str, sender: str) -> OptOut | None:
        """Since when `number` wants nothing from `sender`; None when texts may be sent."""
        found = self._of(number, sender)
        return found if found is not None and found.stopped else None

    def of(self, number: str) -> list[OptOut]:
        """All that `number` has said about texts, to each sender of ours."""
        row = self.table.c
        return self._all(OptOut, self._select(OptOut).where(row.number == number).order_by(row.sender))

    def _of(self, number: str, sender: str) -> OptOut | None:
        return self._known(OptOut, number=number, sender=sender)
