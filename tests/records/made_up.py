"""Contacts and events for the tests, made up in one place."""

import itertools
from datetime import datetime
from typing import Any

from core.address import Address, phone
from core.channel import Channel
from core.clock import to_ms
from core.event import Event
from records.rows import Contact, NewContact
from records.tx import Tx
from tests.records.conftest import NOON

CALLER = phone("07700 900123")
_numbers = itertools.count(1)


def new_call(provider_id: str | None = None, *, at: datetime = NOON, **more: Any) -> NewContact:
    """A call as the carrier delivers it."""
    values: dict[str, Any] = {
        "channel": Channel.PHONE,
        "provider_id": provider_id or f"CA{next(_numbers)}",
        "to": "+441632960100",
        "received_at": at,
        "from_address": CALLER,
        "service": "highways/pothole",
    }
    return NewContact(**values | more)


def a_call(tx: Tx, **more: Any) -> Contact:
    """A call that was taken in just now."""
    contact, _ = tx.contacts.take_in(new_call(**more))
    return contact


def a_person(tx: Tx, name: str = "Sam Ferris", *addresses: Address) -> str:
    """A resident's id."""
    return tx.people.create(name, addresses or (CALLER,)).id


def an_event(tx: Tx, type_: str, contact_id: str | None, at: datetime, **more: Any) -> Event:
    """One event of this transaction's division; its sequence is new unless one is given."""
    values: dict[str, Any] = {
        "division": tx.division,
        "generation": "g1",
        "sequence": f"{to_ms(at)}-{next(_numbers)}",
        "type": type_,
        "at_ms": to_ms(at),
        "contact_id": contact_id,
    }
    return Event(**values | more)
