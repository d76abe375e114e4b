"""What came along with a message, or was recorded of a call: fetched, on disk, then in the record, then on the desk."""

import asyncio
from dataclasses import dataclass
from typing import Any, Final

from centre.dangerous import note_dangers
from centre.keeping import keep_file
from centre.parts import Parts
from centre.set_aside import file_set_aside
from channels.email.dangers import dangers
from channels.media import kind_of
from core.channel import Channel
from core.errors import Refused
from records.rows import OutboxRow
from records.tx import Tx

NO_PICTURE: Final = (
    "It says that it is a picture ({told}) and is none, so it was not kept with the message. The board has it."
)

TOLD_APART_BY: Final = 6
"""Letters of the carrier's name for a file that stand in ours: agents speak of it by that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file's bytes, under which name it is shown, and what it is. `ending` is without its dot."""

    name: str
    content: bytes
    content_type: str
    ending: str


class CameAlong:
    """One verb."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def deliver(self, row: OutboxRow) -> dict[str, Any]:
        """Fetch and keep one. What it is, its own first bytes say; what it might do is said beside it.

        Refused for what is too large to keep, or pretends to be a picture; the latter is put aside for a supervisor.
        """
        told = row.payload["content_type"]
        content, _ = await asyncio.to_thread(self._parts.texts[Channel.SMS].media, row.payload["url"])
        kind = kind_of(content, told)
        if kind is None:
            why = NO_PICTURE.format(told=told)
            await file_set_aside(self._parts, row.payload["sid"], content, why)
            raise Refused(why)
        name = f"{kind.word}-{row.payload['sid'][-TOLD_APART_BY:]}.{kind.ending}"
        file = File(name=name, content=content, content_type=kind.content_type, ending=kind.ending)
        return await keep_document(self._parts, row, file)


async def keep_document(parts: Parts, row: OutboxRow, file: File) -> dict[str, Any]:
    """Keep what an outbox row was to fetch as a document of its contact, the same one of the same message once."""
    folder = parts.settings.documents_folder
    digest, path = await asyncio.to_thread(keep_file, folder, file.content, file.ending)

    def keep(tx: Tx) -> None:
        # A row of before the messages were kept names none.
        message = row.payload.get("message")
        known = {(each.sha256, each.message_id) for each in tx.documents.of_contact(row.subject_id)}
        if (digest, message) in known:
            return
        size = len(file.content)
        tx.documents.add(row.subject_id, file.name, file.content_type, size, digest, path, message_id=message)
        note_dangers(tx, row.subject_id, dangers(file.name, file.content), of=row.payload["sid"])

    await parts.sql.write(keep)
    await parts.notices.tell("contact.document", contact=row.subject_id)
    return {"sha256": digest}
