"""Whether a text or an email that opens a conversation is answered by ourselves, saying when an agent will.

Once a conversation, and never a machine: two that answer each other would not stop.
"""

import re
from datetime import datetime, timedelta
from typing import Final

from channels.email.mail import Mail
from channels.email.tokens import bare
from channels.sms.segments import plain
from channels.sms.words import command
from records.rows import Contact
from records.tx import Tx

WITHIN: Final = timedelta(hours=1)
AT_MOST: Final = 3
"""Answers to one number within the hour; then whoever or whatever writes has to wait for an agent's."""

MAIL_WITHIN: Final = timedelta(days=1)
"""A day in which one address has one answer to its emails, and so has one case: robots are slower than telephones."""

TOO_OLD: Final = timedelta(days=2)
"""What has lain in the mailbox for longer is not answered by ourselves: on the first day, that is years of it."""

BY_MAIL: Final = "mail"
"""What STOP in an email is said to: all that we send by mail without anybody having written it."""

KEY: Final = "received"
"""Names the answer among a conversation's messages."""

_GREETED: Final = r"\A\W*(?:(?:hi|hello|dear|thanks|thank you)\b[^.!,\n]*[.!,\n]\s*)*"
_AUTOMATIC: Final = re.compile(
    rf"{_GREETED}(?:this is (?:an? )?)?auto(?:matic|mated)?[ -]?(?:message|reply|response|text|answer|responder)\b"
    rf"|{_GREETED}(?:(?:i am|i'm|i will be|we are) )?(?:currently |now )?out of (?:the )?office\b(?! hours)"
    r"|\A\W*no[ -]?reply\W*\Z"
    r"|\bplease (?:do not|don't) (?:reply|respond) to this (?:message|text|e-?mail)\b"
    r"|\A\W*(?:do not|don't|you cannot|you can't) (?:reply|respond) to this\b"
    r"|\bthis (?:number|mailbox|inbox) is not monitored\b"
    r"|\bnot receiving notifications\b|\bdriving with (?:focus|do not disturb)\b",
    re.IGNORECASE,
)
"""What a programme says of itself: at the beginning, where a resident may say the same of somebody else."""


def is_automatic(body: str) -> bool:
    """Whether a text says itself that nobody wrote it."""
    return _AUTOMATIC.search(plain(body)) is not None


def is_answered(tx: Tx, contact: Contact, body: str, *, carrier_answers: bool = True) -> bool:
    """Whether our answer goes out; not to STOP, START and HELP where the carrier has answered these itself."""
    if is_automatic(body) or contact.from_address is None or (carrier_answers and command(body) is not None):
        return False
    since = tx.now - WITHIN
    number = contact.from_address.value
    if tx.messages.said_before(number, body, since=since, not_in=contact.id):
        return False
    return tx.messages.answered(number, KEY, since=since) < AT_MOST


def is_mail_answered(tx: Tx, contact: Contact, mail: Mail, *, template: str, ours: frozenset[str]) -> bool:
    """Whether our answer to an email goes out that begins a conversation. `template` is the answer's own text."""
    if mail.automatic or is_automatic(mail.text) or contact.from_address is None:
        return False
    if contact.arrived_at < tx.now - TOO_OLD:
        return False
    sender = contact.from_address.value
    if not wants_automatic_mail(tx, sender, ours):
        return False
    # Whatever sends our own words back to us is no person that waits for an answer.
    if _opening(template) in " ".join(f"{mail.text} {mail.quoted}".split()):
        return False
    since = tx.now - MAIL_WITHIN
    if tx.messages.answered(sender, KEY, since=since):
        return False
    others = tx.contacts.of_case(contact.case_id) if contact.case_id else []
    return not any(_was_answered(tx, each.id, since) for each in others)


def wants_automatic_mail(tx: Tx, address: str, ours: frozenset[str]) -> bool:
    """Whether what nobody wrote by hand goes to this address: not to one of ours, to one at which nothing arrives, or
    to one that has said STOP."""
    if bare(address) in ours or tx.undeliverable.among([address]):
        return False
    return tx.opt_outs.stopped(address, BY_MAIL) is None


def _was_answered(tx: Tx, contact_id: str, since: datetime) -> bool:
    said = tx.messages.of_contact(contact_id)
    return any(each.at >= since and (each.key or "").endswith(f":{KEY}") for each in said)


def _opening(template: str) -> str:
    """The answer's first words, up to what is filled in."""
    return " ".join(template.partition("{")[0].split())
