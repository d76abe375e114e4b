"""What left and did not arrive, told to whoever sent it, beside what they have in hand."""

from datetime import timedelta
from typing import Any, Final

from records.rows import Message
from records.tx import Tx

TOLD_FOR: Final = timedelta(days=3)
"""As long as networks and mail systems try; after that it stands in the conversation alone."""
AT_MOST: Final = 20
SENTENCE: Final = "A message of yours did not arrive. {problem}"


def came_back(tx: Tx, agent: str) -> list[dict[str, Any]]:
    """This agent's, as notices on the desk, the newest first."""
    return [_notice(tx, each) for each in tx.messages.came_back(agent, tx.now - TOLD_FOR, AT_MOST)]


def _notice(tx: Tx, message: Message) -> dict[str, Any]:
    return {
        "id": f"back:{message.id}",
        "level": "warning",
        "text": SENTENCE.format(problem=message.problem or "").strip(),
        "contact": tx.joined.survivor(tx.contacts.get(message.contact_id)).id,
        "at": message.at.isoformat(),
    }
