"""When a chat is over, what still reaches it, and what begins another. Pure."""

from datetime import datetime, timedelta
from typing import Final

from centre.sending import hashed
from centre.shown import cut
from records.rows import Contact
from router.engine.states import Ended

LEFT: Final = "left"
"""The fact that a chat has once its resident has ended it."""
LATE: Final = timedelta(minutes=1)
"""How long after an agent has ended a chat its resident's words still reach it."""
SHOWN_FOR: Final = timedelta(hours=2)
"""How long a chat that has ended can be read by whoever has its token."""


def state_of(contact: Contact) -> str:
    """`waiting`, `talking` or `ended`, as its resident sees it."""
    if contact.state == "closed" or contact.facts.get(LEFT):
        return "ended"
    return "talking" if contact.state in ("connecting", "active", "wrapping") else "waiting"


def late_until(contact: Contact) -> datetime | None:
    """Until when words reach a chat that has closed; None where they do not, or need no such time."""
    by_us = contact.outcome not in (Ended.ABANDONED, Ended.MERGED) and not contact.facts.get(LEFT)
    return contact.closed_at + LATE if contact.state == "closed" and contact.closed_at and by_us else None


def is_late(contact: Contact, now: datetime) -> bool:
    """Whether words that come now have a closed chat wait again."""
    until = late_until(contact)
    return until is not None and now <= until


def is_put_away(contact: Contact, now: datetime) -> bool:
    """Whether it may be read no more."""
    return contact.state == "closed" and contact.closed_at is not None and now - contact.closed_at > SHOWN_FOR


def is_over(contact: Contact, words: str, now: datetime) -> bool:
    """Whether these words would begin nothing in it: it has ended, with others, or cannot be read any more."""
    others = contact.facts.get("words") != cut(words)
    return state_of(contact) == "ended" and (others or is_put_away(contact, now))


def next_token(token: str, words: str) -> str:
    """The token of the chat that these words begin after another: asked for twice, the same."""
    return hashed(f"{token}\0{words}")[:40]
