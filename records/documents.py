"""Files that came with a contact. The bytes are in a folder; this knows where, how long and what they hash to."""

from collections.abc import Sequence

from records import tables
from records.family import Family
from records.rows import Document


class Documents(Family):
    """Originals are never changed, so there is no update."""

    table = tables.documents

    def add(self, contact_id: str, name: str, content_type: str, size: int, sha256: str, path: str) -> Document:
        values = {
            "id": self._new_id("doc"),
            "contact_id": contact_id,
            "name": name,
            "content_type": content_type,
            "size": size,
            "sha256": sha256,
            "path": path,
            "at": self._now,
        }
        return self._there(Document, self._inserted(Document, values), "document")

    def get(self, document_id: str) -> Document:
        """Raises NotFound."""
        return self._one(Document, self._select(Document).where(self.table.c.id == document_id), "document")

    def of_contacts(self, contact_ids: Sequence[str]) -> list[Document]:
        """Of all of these, oldest first."""
        document = self.table.c
        query = self._select(Document).where(document.contact_id.in_(contact_ids))
        return self._all(Document, query.order_by(document.at, document.id))

    def of_contact(self, contact_id: str) -> list[Document]:
        """Oldest first."""
        document = self.table.c
        query = self._select(Document).where(document.contact_id == contact_id)
        return self._all(Document, query.order_by(document.at, document.id))
