"""Whether a text that opens a conversation is answered by ourselves, saying when an agent will.

Once a conversation, and never a machine: two that answer each other would not stop.
"""

import re
from datetime import timedelta
from typing import Final

from channels.sms.segments import plain
from channels.sms.words import command
from records.rows import Contact
from records.tx import Tx

WITHIN: Final = timedelta(hours=1)
AT_MOST: Final = 3
"""Answers to one number within the hour; then whoever or whatever writes has to wait for an agent's."""

KEY: Final = "received"
"""Names the answer among a conversation's messages."""

_AUTOMATIC: Final = re.compile(
    r"\bauto(?:matic|mated)?[ -]?(?:message|reply|response|text|answer|responder)\b"
    r"|\b(?:do not|don't|cannot|can't) (?:reply|respond) to this\b"
    r"|\bno[ -]?reply\b|\bthis (?:number|mailbox|inbox) is not monitored\b"
    r"|\bout of (?:the )?office\b|\bnot receiving notifications\b|\bdriving with (?:focus|do not disturb)\b",
    re.IGNORECASE,
)


def is_automatic(body: str) -> bool:
    """Whether a text says itself that nobody wrote it."""
    return _AUTOMATIC.search(plain(body)) is not None


def is_answered(tx: Tx, contact: Contact, body: str) -> bool:
    """Whether our answer goes out. The carrier has answered STOP, START and HELP itself."""
    if command(body) is not None or is_automatic(body) or contact.from_address is None:
        return False
    since = tx.now - WITHIN
    number = contact.from_address.value
    if tx.messages.said_before(number, body.strip(), since=since, not_in=contact.id):
        return False
    return tx.messages.answered(number, KEY, since=since) < AT_MOST
