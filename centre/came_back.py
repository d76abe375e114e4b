"""What left and did not arrive, or never left, told to whoever sent it, beside what they have in hand."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from centre.sending import LETTER, MAIL, TEXT
from centre.shown import CALLS_THEMSELVES, shown_address
from records.rows import Contact, Message, OutboxRow
from records.tx import Tx

TOLD_FOR: Final = timedelta(days=3)
"""As long as networks and mail systems try; after that it stands in the conversation alone."""
AT_MOST: Final = 20
SENTENCE: Final = "A message of yours to {who} did not arrive. {problem}"
NOT_SENT: Final = {TEXT: "A text", MAIL: "An email", LETTER: "A letter"}
"""By the kind of its row."""
NEVER_LEFT: Final = "{what} to {who} was not sent: {problem}"
SHOWN: Final = 2
"""Recipients of an email who are named; of more, their number."""


def came_back(tx: Tx, agent: str) -> list[dict[str, Any]]:
    """This agent's, as notices on the desk, the newest first."""
    return [_came_back(tx, each) for each in tx.messages.came_back(agent, tx.now - TOLD_FOR, AT_MOST)]


def never_left(tx: Tx, agent: str, problems: Sequence[OutboxRow]) -> list[dict[str, Any]]:
    """The same of what was not sent, from the outbox's own problems."""
    mine = [each for each in problems if each.kind in NOT_SENT and each.payload.get("author") == agent]
    return [_never_left(tx, each) for each in mine]


def _came_back(tx: Tx, message: Message) -> dict[str, Any]:
    contact = tx.joined.survivor(tx.contacts.get(message.contact_id))
    return {
        "id": f"back:{message.id}",
        "level": "warning",
        "text": SENTENCE.format(who=_to_whom(tx, message.id, contact), problem=message.problem or "").strip(),
        "contact": contact.id,
        "at": message.at.isoformat(),
    }


def _never_left(tx: Tx, row: OutboxRow) -> dict[str, Any]:
    message = tx.messages.get(row.payload["message"])
    contact = tx.joined.survivor(tx.contacts.get(message.contact_id))
    who = _to_whom(tx, message.id, contact)
    return {
        "id": row.id,
        "level": "warning",
        "text": NEVER_LEFT.format(what=NOT_SENT[row.kind], who=who, problem=row.error),
        "contact": contact.id,
        "at": row.created_at.isoformat(),
    }


def _to_whom(tx: Tx, message_id: str, contact: Contact) -> str:
    """Whoever an email was addressed to; else whose contact it is, called as the desk calls them."""
    envelope = tx.mails.of_message(message_id)
    if envelope is None or not envelope.to:
        return _called(tx, contact)
    named = [each.name or each.address for each in envelope.to]
    return " and ".join(named) if len(named) <= SHOWN else f"{named[0]} and {len(named) - 1} others"


def _called(tx: Tx, contact: Contact) -> str:
    person = tx.people.get(contact.person_id) if contact.person_id else None
    if person and person.name:
        return person.name
    address, claims = shown_address(contact), contact.facts.get(CALLS_THEMSELVES)
    return f"{claims} ({address})" if claims else address
