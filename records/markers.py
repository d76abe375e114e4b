"""Safeguarding markers: that somebody may come to harm. Who may see them is the centre's to say."""

from sqlalchemy import update

from records.family import Family
from records.living import living
from records.person_rows import Marker
from records.person_tables import markers


class Markers(Family):
    """One row a worry. A lifted one is kept, and no longer shown."""

    table = markers

    def add(self, person_id: str, text: str, by: str) -> Marker:
        """A worry about this person, said by an account."""
        marker_id = self._new_id("mrk")
        whose = living(self._connection, self._division, person_id)
        self._insert({"id": marker_id, "person_id": whose, "text": text, "by": by, "at": self._now})
        return self._one(Marker, self._select(Marker).where(self.table.c.id == marker_id), "marker")

    def of_person(self, person_id: str) -> list[Marker]:
        """Those that stand, oldest first."""
        row = self.table.c
        query = self._select(Marker).where(row.person_id == person_id, row.lifted_at.is_(None))
        return self._all(Marker, query.order_by(row.at, row.id))

    def lift(self, marker_id: str, person_id: str, by: str) -> None:
        """The worry is over. Lifted already: nothing happens. NotFound when it is another person's."""
        row = self.table.c
        mine = (row.id == marker_id) & (row.person_id == person_id) & (row.division == self._division)
        self._one(Marker, self._select(Marker).where(mine), "marker")
        statement = update(self.table).where(mine, row.lifted_at.is_(None))
        self._connection.execute(statement.values(lifted_at=self._now, lifted_by=by))
