"""What mail systems report on emails of ours: shown on the message and in its case. None opens anything new.

1. A report is about the message whose id it names; one that names none of ours is put aside for a person.
2. The message says what became of it, and a note with the report itself stands in the conversation and the timeline.
3. "No such address" alone marks the address, and only one that the message went to: who forges reports marks no other.
4. What did not arrive is somebody's to deal with: a conversation that has closed waits again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from centre.lost import NOT_HEARD, Lost
from centre.mail_keeping import Arrived, add_files
from centre.sending import AUTOMATIC
from channels.email.mail import Bounce, Mail
from records.mails import Envelope
from records.rows import Contact, Message
from records.tx import Tx

GONE: Final = "An email of ours did not reach {who}, and sending it again will not help. {reason}"
FAILED: Final = "An email of ours did not reach {who}. {reason}"
DELAYED: Final = "An email of ours has not reached {who} yet; it is still being tried. {reason}"
LOST: Final = "undelivered"
PROBLEM_AT_MOST: Final = 4_000
REPORTED: Final = "A mail system reports on an email of ours; see report.eml."


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """The message that a report is about, the contact it is in by now, and whether that has to be looked at again."""

    message: Message
    contact: Contact
    fresh: bool
    again: Contact | None = None
    """The contact as it waits again, in the record; the engine is to be told."""


def keep_report(tx: Tx, arrived: Arrived, lost: Lost) -> Reported | None:
    """The report on a message of ours, kept with it; None when it is about none. Twice is once, but for telling."""
    sent = _sent(tx, arrived.mail)
    if sent is None:
        return None
    message = tx.messages.get(sent.id)
    contact = tx.joined.survivor(tx.contacts.get(sent.contact_id))
    fresh = tx.messages.by_key(arrived.key) is None
    failed = [each for each in arrived.mail.bounces if not each.delayed]
    if not fresh:
        again = lost.again(tx, message.id) if failed and contact.facts.get(NOT_HEARD) else None
        return Reported(message=message, contact=contact, fresh=False, again=again)
    words = " ".join(map(_words, arrived.mail.bounces)) or REPORTED
    # Of the moment at which we learn of it: its own date is another machine's.
    tx.messages.add(contact.id, "note", words, AUTOMATIC, key=arrived.key)
    add_files(tx, contact.id, arrived.files[:1])
    if arrived.mail.bounces:
        _mark(tx, message, sent, arrived.mail.bounces, words)
    again = lost.again(tx, message.id) if failed else None
    return Reported(message=tx.messages.get(sent.id), contact=contact, fresh=True, again=again)


def _sent(tx: Tx, mail: Mail) -> Envelope | None:
    named = [mail.bounce.original_message_id] if mail.bounce else []
    found = tx.mails.by_mail_ids([*named, mail.in_reply_to, *mail.references])
    return next((each for each in found if each.direction == "out"), None)


def _words(bounce: Bounce) -> str:
    sentence = DELAYED if bounce.delayed else GONE if bounce.gone else FAILED
    reason = f"The mail system says: {bounce.reason}" if bounce.reason else ""
    return sentence.format(who=bounce.recipient or "somebody", reason=reason).strip()


def _mark(tx: Tx, message: Message, sent: Envelope, bounces: Sequence[Bounce], words: str) -> None:
    """On the message, beside what another report said of another recipient; at each address that is none."""
    known = (message.problem or "") if message.status == LOST else ""
    told = known if words in known else f"{known} {words}".strip()[:PROBLEM_AT_MOST]
    if known or all(each.delayed for each in bounces):
        tx.messages.set_problem(message.id, told)
    else:
        tx.messages.mark(message.id, LOST, told)
    went_to = {each.address.strip().lower() for each in (*sent.to, *sent.cc)}
    for each in bounces:
        if each.gone and not each.delayed and each.recipient.lower() in went_to:
            tx.undeliverable.mark(each.recipient, each.reason)
