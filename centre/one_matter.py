"""Which contacts are one matter: a person's others that may be joined to one, and what was joined to it already.

Only contacts that are certainly the same person's are ever named: of a number that several share, none is.
"""

from collections.abc import Callable
from typing import Any

from centre.arrivals import known_person, line_is_up
from centre.shown import cut
from core.channel import Channel
from records.projection import ASIDE
from records.rows import Contact
from records.tx import Tx

FREE = ("waiting", "offered", *ASIDE)
"""In nobody's hands."""
PRESENT = (Channel.CHAT, Channel.WALK_IN)
"""Somebody is there, and waits for an answer of their own."""
WORDS = 160
"""Characters of a resident's words in a list."""

Label = Callable[[str | None], str | None]


def is_theirs(tx: Tx, contact: Contact, person_id: str | None) -> bool:
    """Whether this person, and certainly nobody else, made the contact."""
    return person_id is not None and person_id == (contact.person_id or known_person(tx, contact.from_address))


def may_be_joined(tx: Tx, other: Contact, agent: str | None) -> bool:
    """Whether it is free, or written work in the same hands; never while somebody is on its line."""
    if other.channel in PRESENT or (other.channel is Channel.PHONE and line_is_up(tx, other.provider_id)):
        return False
    return other.state in FREE or is_in_same_hands(other, agent)


def is_in_same_hands(other: Contact, agent: str | None) -> bool:
    """Whether this agent works on it too."""
    return agent is not None and other.agent_id == agent and other.state == "active"


def others_of(tx: Tx, contact: Contact) -> list[Contact]:
    """What else the person of a contact has open that may be joined to it, oldest first."""
    if contact.person_id is None or contact.state == "closed":
        return []
    person = tx.people.get(contact.person_id)
    found = tx.joined.open_of(person.id, tuple(person.addresses))
    theirs = [each for each in found if each.id != contact.id and is_theirs(tx, each, person.id)]
    return [each for each in theirs if may_be_joined(tx, each, contact.agent_id)]


def others_shown(tx: Tx, contact: Contact, label: Label) -> list[dict[str, Any]]:
    """`[{contact, channel, service_label, arrived_at, state, words, with}]`; `with` is at whose desk it rings."""
    names = {account.id: account.name for account in tx.accounts.list()}
    return [
        {
            **joined_line(each, label(each.service)),
            "state": each.state,
            "words": _words(tx, each),
            "with": names.get(each.agent_id or "") if each.state == "offered" else None,
        }
        for each in others_of(tx, contact)
    ]


def joined_line(contact: Contact, label: str | None) -> dict[str, Any]:
    """`{contact, channel, service_label, arrived_at}`."""
    return {
        "contact": contact.id,
        "channel": contact.channel.value,
        "service_label": label,
        "arrived_at": contact.arrived_at.isoformat(),
    }


def _words(tx: Tx, contact: Contact) -> str:
    """The newest that the resident said in it."""
    said = [each.text for each in tx.messages.of_contact(contact.id) if each.direction == "in"]
    return cut(said[-1] if said else str(contact.facts.get("words") or ""), WORDS)
