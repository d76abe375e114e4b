"""Versions of the routing rules. None is ever changed; rolling back publishes an old text as a new version."""

from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, func, select

from core.errors import Conflict
from records import staff_tables
from records.family import Family, Scope
from records.staff_rows import RuleVersion

_ROW = staff_tables.rules.c
NEWEST: Final = select(func.max(_ROW.n)).where(_ROW.division == bindparam("division"))


class Rules(Family):
    """Numbered from 1 in each division, without gaps."""

    table = staff_tables.rules

    def __init__(self, scope: Scope) -> None:
        super().__init__(scope)
        self._current_n: int | None = None

    def publish(
        self,
        text: str,
        by: str,
        why: str,
        at: datetime | None = None,
        *,
        compiled_ok: bool = True,
        based_on: int | None = None,
    ) -> RuleVersion:
        """The next version. Conflict when `based_on` is given and somebody has published since, or does so just now."""
        newest = self.current_n() or 0
        if based_on is not None and based_on != newest:
            raise Conflict(f"Version {newest} was published while you were writing. Compare, then publish again.")
        values = {
            "n": newest + 1,
            "text": text,
            "by": by,
            "why": why,
            "at": at or self._now,
            "based_on": newest or None,
            "compiled_ok": compiled_ok,
        }
        if not self._insert_unless(values, ("n",)):
            raise Conflict("Somebody published at the same moment. Compare, then publish again.")
        self._current_n = None
        return self.get(newest + 1)

    def current_n(self) -> int | None:
        """The newest version's number, or None when nothing was ever published. One transaction goes by one version."""
        if self._current_n is None:
            self._current_n = self._connection.execute(NEWEST, {"division": self._division}).scalar()
        return self._current_n

    def current(self) -> RuleVersion | None:
        """The newest version, or None when nothing was ever published."""
        query = self._select(RuleVersion).order_by(self.table.c.n.desc()).limit(1)
        return self._first(RuleVersion, query)

    def get(self, n: int) -> RuleVersion:
        """Raises NotFound."""
        return self._one(RuleVersion, self._select(RuleVersion).where(self.table.c.n == n), "version of the rules")

    def list(self, limit: int = 50) -> "list[RuleVersion]":
        """Newest first."""
        return self._all(RuleVersion, self._select(RuleVersion).order_by(self.table.c.n.desc()).limit(limit))
