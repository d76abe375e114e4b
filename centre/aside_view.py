"""What is put aside, as a list on a screen: whose, about what, until when, by whom and why."""

from collections.abc import Callable
from typing import Any

from centre.shown import shown_address
from records.tx import Tx

SHOWN = 200


def asides(tx: Tx, label: Callable[[str], str], by: str | None = None) -> list[dict[str, Any]]:
    """`[{contact, state, channel, service_label, name, address, until, why, by}]`, whatever comes back first, first."""
    names = {account.id: account.name for account in tx.accounts.list()}
    lines = []
    for contact in tx.contacts.aside(by)[:SHOWN]:
        person = tx.people.get(contact.person_id) if contact.person_id else None
        lines.append(
            {
                "contact": contact.id,
                "state": contact.state,
                "channel": contact.channel.value,
                "service_label": label(contact.service or ""),
                "name": person.name if person else None,
                "address": shown_address(contact),
                "until": contact.aside_until.isoformat() if contact.aside_until else None,
                "why": contact.aside_why,
                "by": names.get(contact.aside_by or ""),
            }
        )
    return lines
