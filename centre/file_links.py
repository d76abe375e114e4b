"""Files for whoever is written to by text or WhatsApp, which carry none from here: a link to each, good for a week.

Nothing of a link is kept: it names its document and its last day, and only we can make it. Whoever has it can open the
file, so it is for what its resident may show around.
"""

import asyncio
import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from centre.keeping import keep_file
from centre.matters import sends_from
from centre.papers import papers
from centre.parts import Parts
from centre.sending import LINK_LASTS
from channels.email.attaching import attachable
from core.errors import NotFound, Unavailable
from records.rows import Document
from records.tx import Tx

OVER: Final = "This link has expired or is incomplete. Ask whoever sent it to you for a new one."
AWAY: Final = "Files cannot be taken just now. Please try again in a few minutes."
ENDING: Final = "bin"
SIGNED: Final = 16
_TOKEN: Final = re.compile(r"([0-9a-z]{26})-([0-9a-f]{8})-([0-9a-f]{16})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """A file behind a link, which is good until then. `size` is in bytes."""

    name: str
    content_type: str
    size: int
    path: Path
    until: datetime


class FileLinks:
    """The verbs."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def make(self, agent: str, contact_id: str, name: str, content: bytes) -> str:
        """Keep a file as a document of the contact; its link. InvalidInput says why another is not sent."""
        contact = await sends_from(self._parts, agent, contact_id)
        most = self._parts.settings.mail_files_mb
        shown, content_type = await asyncio.to_thread(attachable, name, content, most)
        try:
            digest, path = await asyncio.to_thread(keep_file, self._parts.settings.documents_folder, content, ENDING)
        except OSError as error:
            raise Unavailable(AWAY) from error

        def keep(tx: Tx) -> Document:
            known = [
                each for each in tx.documents.of_contact(contact.id) if (each.sha256, each.name) == (digest, shown)
            ]
            return known[0] if known else tx.documents.add(contact.id, shown, content_type, len(content), digest, path)

        document = await self._parts.sql.write(keep)
        await self._parts.notices.tell("contact.document", contact=contact.id)
        until = self._parts.clock.now() + LINK_LASTS
        return f"{self._parts.settings.public_url}/file/{self._token(document.id, until)}"

    async def read(self, token: str) -> Linked:
        """What is behind a link. NotFound, with a sentence, for one that is over, or whose file was blacked out."""
        found = _TOKEN.fullmatch(token)
        if not found:
            raise NotFound(OVER)
        document_id, until = f"doc_{found[1]}", datetime.fromtimestamp(int(found[2], 16), UTC)
        if not hmac.compare_digest(self._token(document_id, until), token) or until <= self._parts.clock.now():
            raise NotFound(OVER)
        document = await self._parts.sql.read(lambda tx: _shown(tx, document_id))
        path = self._parts.settings.documents_folder / document.path
        if not await asyncio.to_thread(path.is_file):
            raise NotFound(OVER)
        kind, size = document.content_type, document.size
        return Linked(name=document.name, content_type=kind, size=size, path=path, until=until)

    def _token(self, document_id: str, until: datetime) -> str:
        named = f"{document_id.partition('_')[2]}-{int(until.timestamp()):08x}"
        key = self._parts.settings.secret_key.encode()
        return f"{named}-{hmac.new(key, f'file:{named}'.encode(), hashlib.sha256).hexdigest()[:SIGNED]}"


def _shown(tx: Tx, document_id: str) -> Document:
    """The document, unless it was blacked out since, or belongs to another contact now."""
    document = tx.documents.get(document_id)
    if document not in papers(tx, tx.contacts.get(document.contact_id)):
        raise NotFound(OVER)
    return document
