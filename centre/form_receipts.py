"""What whoever sent a form is told of it by ourselves: that we have it, and once that we have what they changed in it.

It goes to where they said first: whoever sends a form again may sit at a computer that others use.
"""

from dataclasses import dataclass
from typing import Final

import structlog

from centre.assurance import may_be_told
from centre.auto_reply import AT_MOST, KEY, WITHIN, wants_automatic_mail
from centre.form_words import DETAILS
from centre.mailing import Draft, Mailing
from centre.parts import Parts
from centre.promises import by_when
from centre.sending import AUTOMATIC, Sending, hashed
from channels.web_form.inbound import AnswerBy
from core.channel import Channel
from core.errors import Refused, Unavailable
from records.rows import Case, Contact
from records.tx import Tx

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The county's texts, without one of which none is sent that way; and their names among a contact's messages, of
    each of which there is one at most."""

    text: str
    mail: str
    key: str
    mail_key: str


FIRST: Final = Receipt(text="form-received", mail="form-received-email", key=KEY, mail_key="received-by-mail")
CHANGED: Final = Receipt(
    text="form-changed", mail="form-changed-email", key=f"changed:{KEY}", mail_key="changed-by-mail"
)


def answered_by(parts: Parts, contact: Contact) -> str:
    """When we answer, in words."""
    return by_when(contact.due_at or contact.arrived_at, parts.clock.now(), parts.county.zone)


class FormReceipts:
    """Sends them."""

    def __init__(self, parts: Parts, sending: Sending, mailing: Mailing) -> None:
        self._parts = parts
        self._sending = sending
        self._mailing = mailing

    async def send(self, contact: Contact, receipt: Receipt) -> None:
        """That we have it, and when we answer: by mail to an address that was given, by text to who asked for that or
        gave a mobile alone. Nothing to who wants no answer, nor of what nobody is told without an agent: others may
        read it there. A few an hour to one address, whoever gives it."""
        wanted = contact.facts.get(DETAILS, {}).get("answer_by")
        if wanted == AnswerBy.NONE or not await self._parts.sql.read(lambda tx: self._may_hear(tx, contact.id)):
            return
        mailed = await self._by_mail(contact, receipt)
        if not mailed or wanted == AnswerBy.TEXT:
            await self._by_text(contact, receipt)

    def _may_hear(self, tx: Tx, contact_id: str) -> bool:
        """Whether whoever reads what was given may know of it: of what was chosen, and of what it sounds like."""
        kept = tx.contacts.get(contact_id)
        case, ways, chosen = tx.cases.get(str(kept.case_id)), (Channel.EMAIL, Channel.SMS), kept.facts.get("form_of")
        return all(may_be_told(tx, self._parts.county, kept, case, way, chosen) for way in ways)

    async def _by_mail(self, contact: Contact, receipt: Receipt) -> bool:
        """It leaves with the next sweep of the outbox. Whether it will."""
        given = contact.facts.get(DETAILS, {}).get("email")
        template = self._parts.county.council.texts.get(receipt.mail)
        if not given or template is None or not await self._is_within(f"form-mail:{hashed(given)[:32]}"):
            return False
        council = self._parts.county.council.name

        def put(tx: Tx) -> bool:
            kept = tx.contacts.get(contact.id)
            if kept.case_id is None or not wants_automatic_mail(tx, given, self._mailing.ours):
                return False
            reference = tx.cases.get(kept.case_id).reference
            draft = Draft(
                text=template.format(reference=reference, when=answered_by(self._parts, kept), council=council)
            )
            self._mailing.put(tx, kept, draft, author=AUTOMATIC, key=receipt.mail_key, automatic=True)
            return True

        try:
            return await self._parts.sql.write(put)
        except Refused:
            log.info("form_not_confirmed_by_mail", contact=contact.id)
            return False

    async def _is_within(self, name: str) -> bool:
        """Whether this was not done too often. A live store that is away cannot say so."""
        try:
            return await self._parts.live.limits.hit(name, AT_MOST, WITHIN.total_seconds())
        except Unavailable:
            return True

    async def _by_text(self, contact: Contact, receipt: Receipt) -> None:
        template = self._parts.county.council.texts.get(receipt.text)

        def may(tx: Tx) -> tuple[Contact, Case] | None:
            kept = tx.contacts.get(contact.id)
            number = kept.from_address.value if kept.from_address else ""
            asked_often = tx.messages.answered(number, KEY, since=tx.now - WITHIN) >= AT_MOST
            if not self._sending.may_text(tx, kept) or asked_often or kept.case_id is None:
                return None
            return kept, tx.cases.get(kept.case_id)

        found = await self._parts.sql.read(may) if template else None
        if not found or not template:
            return
        words = template.format(reference=found[1].reference, when=answered_by(self._parts, found[0]))
        try:
            await self._sending.text(found[0], words, author=AUTOMATIC, key=receipt.key)
        except Refused:
            log.info("form_not_confirmed_by_text", contact=contact.id)
