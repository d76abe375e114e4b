"""Each time the guess learned from the county's examples, numbered from 1 in each division, and what came of it.

What was learned is kept of the one that holds alone: of all others it is gone, and with it every trace of what was
withdrawn.
"""

from typing import Any, Final

from sqlalchemy import bindparam, func, select, update

from core.errors import NotFound
from core.lesson import HOLDS, OPEN, Did, Lesson, advance
from records import taught_tables
from records.family import Family
from records.taught_rows import LessonRow

_ROW = taught_tables.lessons.c
HELD: Final = select(func.max(_ROW.n)).where(_ROW.division == bindparam("division"), _ROW.state.in_(HOLDS))


class Lessons(Family):
    """Their states move as `core.lesson` says."""

    table = taught_tables.lessons

    def ask(self, by: str) -> tuple[LessonRow, bool]:
        """One that waits to be begun, and whether it is new: what waits already serves everybody who asks."""
        self._alone("lessons")
        newest = self.newest()
        if newest is not None and newest.state == Lesson.WAITING:
            return newest, False
        return self._add(by, Lesson.WAITING), True

    def go_back(self, by: str) -> LessonRow:
        """From now on it is as shipped; what was being learned meanwhile comes too late."""
        self._alone("lessons")
        newest = self.newest()
        if newest is not None and newest.state == Lesson.WAITING:
            self._set(newest.n, {"state": advance(Lesson.WAITING, Did.FAIL), "ended_at": self._now})
        kept = self._add(by, Lesson.SHIPPED, ended_at=self._now)
        self._forget_all_but(kept.n)
        return kept

    def begin(self, n: int, examples: int, weights: str) -> LessonRow | None:
        """A worker learns from so many examples; None when it has ended, or a later one was asked for."""
        self._alone("lessons")
        row, newest = self.get(n), self.newest()
        if row.state not in OPEN or newest is None or newest.n != n:
            return None
        self._set(n, {"state": advance(Lesson(row.state), Did.BEGIN), "examples": examples, "weights": weights})
        return self.get(n)

    def end(
        self,
        n: int,
        did: Did,
        *,
        report: dict[str, Any] | None = None,
        problem: str | None = None,
        correction: str | None = None,
    ) -> LessonRow:
        """What came of it. One that may go live does unless a later one holds already."""
        self._alone("lessons")
        row = self.get(n)
        after = advance(Lesson(row.state), did)
        told = {"state": after, "ended_at": self._now, "report": report, "problem": problem, "correction": correction}
        self._set(n, told)
        if after == Lesson.LIVE:
            self._forget_all_but(self.held_n() or n)
        return self.get(n)

    def get(self, n: int) -> LessonRow:
        """Raises NotFound."""
        row = self._first(LessonRow, self._select(LessonRow).where(_ROW.n == n))
        if row is None:
            raise NotFound("There is no such lesson.")
        return row

    def newest(self) -> LessonRow | None:
        """The last that was asked for."""
        return self._first(LessonRow, self._select(LessonRow).order_by(_ROW.n.desc()).limit(1))

    def last_ended(self) -> LessonRow | None:
        """The last that came to anything."""
        query = self._select(LessonRow).where(_ROW.state.not_in(OPEN))
        return self._first(LessonRow, query.order_by(_ROW.n.desc()).limit(1))

    def held_n(self) -> int | None:
        """The number of the one that holds; None when nothing was ever learned. Quick: every guess may ask."""
        return self._connection.execute(HELD, {"division": self._division}).scalar()

    def held(self) -> LessonRow | None:
        """The one that holds."""
        n = self.held_n()
        return None if n is None else self.get(n)

    def correction(self, n: int) -> str | None:
        """What was learned; None when it is as shipped."""
        query = select(_ROW.correction).where(_ROW.division == self._division, _ROW.n == n)
        return self._connection.execute(query).scalar()

    def _add(self, by: str, state: Lesson, **more: Any) -> LessonRow:
        newest = self.newest()
        n = newest.n + 1 if newest else 1
        self._insert({"n": n, "state": state, "by": by, "at": self._now, "examples": 0, **more})
        return self.get(n)

    def _set(self, n: int, changes: dict[str, Any]) -> None:
        mine = (_ROW.division == self._division) & (_ROW.n == n)
        self._connection.execute(update(self.table).where(mine).values(**changes))

    def _forget_all_but(self, n: int) -> None:
        mine = (_ROW.division == self._division) & (_ROW.n != n) & _ROW.correction.is_not(None)
        self._connection.execute(update(self.table).where(mine).values(correction=None))
