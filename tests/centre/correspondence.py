"""Correspondence for tests: what residents and their machines write, and the envelopes of what we answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from centre.arrivals import TRIAGE
from centre.mailing import Draft
from centre.referring import case_for
from channels.email.imap import MailboxAccount
from core.channel import Channel
from records.mails import Envelope
from records.rows import Contact, Message
from records.tx import Tx
from tests.centre.house import House

BINS, ROADS = "bins@westmere.example.org", "roads@westmere.example.org"
ANNE, BEN, EVE = "anne@example.org", "ben@example.org", "eve@elsewhere.example"
BOX = MailboxAccount(address=BINS, host="127.0.0.1", port=1, user=BINS, password="-")
ROADS_BOX = MailboxAccount(address=ROADS, host="127.0.0.1", port=1, user=ROADS, password="-")


def written(
    sender: str = ANNE,
    *,
    subject: str = "Missed bin",
    words: str = "The bin was not emptied.",
    mail_id: str = "",
    answers: str = "",
    references: Iterable[str] = (),
    to: str = BINS,
    cc: str = "",
    **headers: str,
) -> bytes:
    """A message as its mail server delivers it; headers are given with _ for -."""
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Message-ID"] = mail_id or f"<{abs(hash((sender, subject, words, answers)))}@example.org>"
    message["Date"] = datetime(2026, 3, 3, 10, tzinfo=UTC)
    given = {"Cc": cc, "In-Reply-To": answers, "References": " ".join(references), **headers}
    for name, value in given.items():
        if value:
            message[name.replace("_", "-")] = value
    message.set_content(words)
    return message.as_bytes()


@dataclass
class Desk:
    """One agent's correspondence in a house: takes what comes, answers it, and sees what left."""

    house: House
    agent: str = "amina"

    async def comes(self, raw: bytes, box: MailboxAccount = BOX) -> None:
        await self.house.centre.emails.take_in(box, raw, None)

    def contacts(self) -> list[Contact]:
        """Every email contact, oldest first."""
        found = [each for each in self.house.ask(lambda tx: tx.contacts.recent(500)) if each.channel is Channel.EMAIL]
        return list(reversed(found))

    def said(self, contact: Contact | str) -> list[Message]:
        name = contact if isinstance(contact, str) else contact.id
        return self.house.ask(lambda tx: tx.messages.of_contact(name))

    def ours(self) -> list[Envelope]:
        """The envelopes of what we wrote by hand, oldest first."""
        ids = [each.id for each in self.contacts()]
        found = self.house.ask(lambda tx: tx.mails.of_contacts(ids))
        return [each for each in found if each.direction == "out" and not each.automatic]

    async def takes(self, contact: Contact) -> Contact:
        """The contact in this agent's hands, in the record: what the engine does is not looked at here."""
        me = self.house.staff[self.agent]

        def act(tx: Tx) -> Contact:
            held = tx.contacts.move(contact.id, "active", agent=me, epoch=contact.epoch + 1, at=tx.now)
            case_for(tx, held, held.service or TRIAGE)
            return tx.contacts.get(held.id)

        return self.house.do(act)

    async def answers(self, contact: Contact, words: str = "We come on Tuesday.", **given: Any) -> Envelope:
        """Take it and answer, to the end: the envelope of what left."""
        held = await self.takes(contact)
        me = self.house.staff[self.agent]
        await self.house.centre.correspondence.answer(me, held.id, Draft(text=words, **given), words)
        await self.house.deliver_all()
        return self.ours()[-1]

    def closes(self, contact: Contact) -> None:
        def act(tx: Tx) -> None:
            tx.contacts.move(contact.id, "closed", outcome="served", at=tx.now)
            held = tx.contacts.get(contact.id)
            if held.case_id:
                tx.cases.close(held.case_id)

        self.house.do(act)
