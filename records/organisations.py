"""Organisations that contacts speak for."""

from records import tables
from records.family import Family
from records.rows import Organisation


class Organisations(Family):
    """A school, a care home, a shop."""

    table = tables.organisations

    def create(self, name: str) -> Organisation:
        organisation_id = self._new_id("org")
        self._insert({"id": organisation_id, "name": name, "created_at": self._now})
        return self.get(organisation_id)

    def get(self, organisation_id: str) -> Organisation:
        """Raises NotFound."""
        query = self._select(Organisation).where(self.table.c.id == organisation_id)
        return self._one(Organisation, query, "organisation")
