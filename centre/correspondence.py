"""What an agent does about emails in hand: answering, looking at one as it came, saying to which case it belongs."""

import asyncio
from typing import Any

import structlog

from centre.linking import settle_suggestion
from centre.mail_reading import read_so_far
from centre.mailing import Draft, Mailing
from centre.matters import opened, seen, sends_from
from centre.parts import Parts
from channels.web_form.files import Upload
from core.errors import InvalidInput, NotFound
from records.rows import Document
from records.tx import Tx

log = structlog.get_logger()

NO_ORIGINAL = "There is no email of that message here."


class Correspondence:
    """The verbs. `agent` is an account's id."""

    def __init__(self, parts: Parts, mailing: Mailing) -> None:
        self._parts = parts
        self._mailing = mailing

    async def answer(self, agent: str, contact: str, draft: Draft, key: str, undo_s: float = 0) -> None:
        """An answer by email, which `Desk.take_back` keeps from being sent for `undo_s` seconds."""
        mine = await sends_from(self._parts, agent, contact)
        await self._mailing.send(mine, draft, author=agent, key=key, undo_s=undo_s)

    async def upload(self, agent: str, contact: str, name: str, content: bytes) -> Upload:
        """A file for an email that is being written: kept for a day and a half, for good once that is sent."""
        await sends_from(self._parts, agent, contact)
        return await self._mailing.upload(name, content)

    async def original(self, agent: str, contact: str, message: str) -> dict[str, Any]:
        """An email as it came, with what it quotes: as `switchboard email read` shows it. Raises NotFound."""
        await seen(self._parts, agent, contact)
        document = await self._parts.sql.read(lambda tx: _original(tx, contact, message))
        path = self._parts.settings.documents_folder / document.path
        try:
            mail = await asyncio.to_thread(lambda: read_so_far(path.read_bytes()))
        except (OSError, InvalidInput) as error:
            raise NotFound(NO_ORIGINAL) from error
        shown = mail.to_dict()
        # The desk shows words; what a stranger's page may hold is not rendered beside it.
        shown.pop("html_sanitised")
        return {**shown, "document": document.id}

    async def link(self, agent: str, contact: str, *, accept: bool) -> None:
        """The case that an email seems to belong to: it belongs there, or it does not. Asked twice, it is done once."""
        await opened(self._parts, agent, contact)
        await self._parts.sql.write(lambda tx: settle_suggestion(tx, contact, agent, accept=accept))
        log.info("suggested_case_settled", contact=contact, accepted=accept)
        await self._parts.notices.tell("contact.changed", contact=contact, agent=agent)


def _original(tx: Tx, contact: str, message: str) -> Document:
    envelope = tx.mails.of_message(message)
    if envelope is None or envelope.direction != "in" or not envelope.files:
        raise NotFound(NO_ORIGINAL)
    if tx.joined.survivor(tx.contacts.get(envelope.contact_id)).id != contact and envelope.contact_id != contact:
        raise NotFound(NO_ORIGINAL)
    return tx.documents.get(envelope.files[0])
