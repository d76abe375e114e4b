"""Files that came with a contact. The bytes are in a folder; this knows where, how long and what they hash to."""

from collections.abc import Sequence
from typing import Final

from records import tables
from records.family import Family
from records.rows import Document

REQUEST: Final = "application/vnd.switchboard.request+json"
"""What a carrier sent about one message, as it came. It stands beside its message, and in no list of files."""


class Documents(Family):
    """Originals are never changed, so there is no update."""

    table = tables.documents

    def add(
        self,
        contact_id: str,
        name: str,
        content_type: str,
        size: int,
        sha256: str,
        path: str,
        *,
        message_id: str | None = None,
    ) -> Document:
        """One more, with the message that it came with, where it came with one."""
        values = {
            "id": self._new_id("doc"),
            "contact_id": contact_id,
            "name": name,
            "content_type": content_type,
            "size": size,
            "sha256": sha256,
            "path": path,
            "at": self._now,
            "message_id": message_id,
        }
        return self._there(Document, self._inserted(Document, values), "document")

    def told(self, contact_id: str, sid: str, word: str, size: int, sha256: str, path: str) -> None:
        """What a carrier sent when it said this word of a message of ours; the first time, for it may say it twice."""
        document, name = self.table.c, f"{sid} {word}"
        mine = (document.contact_id == contact_id) & (document.content_type == REQUEST) & (document.name == name)
        if not self._all(Document, self._select(Document).where(mine)):
            self.add(contact_id, name, REQUEST, size, sha256, path)

    def get(self, document_id: str) -> Document:
        """Raises NotFound."""
        return self._one(Document, self._select(Document).where(self.table.c.id == document_id), "document")

    def of_contacts(self, contact_ids: Sequence[str]) -> list[Document]:
        """The files of all of these, oldest first."""
        document = self.table.c
        mine = document.contact_id.in_(contact_ids) & (document.content_type != REQUEST)
        query = self._select(Document).where(mine)
        return self._all(Document, query.order_by(document.at, document.id))

    def of_contact(self, contact_id: str) -> list[Document]:
        """Its files, oldest first."""
        return self.of_contacts([contact_id])

    def requests_of(self, contact_ids: Sequence[str]) -> dict[str, Document]:
        """What a carrier sent about their messages, by the carrier's name of each; by name and word where it told how
        one of ours fared. Oldest first."""
        document = self.table.c
        mine = document.contact_id.in_(contact_ids) & (document.content_type == REQUEST)
        query = self._select(Document).where(mine).order_by(document.at, document.id)
        return {each.name: each for each in self._all(Document, query)}
