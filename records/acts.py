"""What supervisors did to others' work, and why."""

from records import staff_tables
from records.family import Family
from records.staff_rows import Act


class Acts(Family):
    """One row an act; never changed."""

    table = staff_tables.acts

    def add(self, by: str, did: str, why: str, *, contact: str | None = None, agent: str | None = None) -> None:
        """`did` is a word such as `release`; `by` and `agent` are accounts' ids."""
        values = {"by": by, "did": did, "contact_id": contact, "agent_id": agent, "why": why}
        self._insert({"id": self._new_id("act"), **values, "at": self._now})

    def recent(self, limit: int = 20) -> list[Act]:
        """The newest first."""
        query = self._select(Act).order_by(self.table.c.at.desc(), self.table.c.id.desc())
        return self._all(Act, query.limit(limit))
