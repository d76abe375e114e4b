"""Our own token in an address of ours: `bins+sb-01kaz…-1f9a3c5e@example.org` names a contact, and only we can make it.

It proves no more than that somebody has an email of ours: who may join a case is not decided by it.
"""

import hashlib
import hmac
import re
from collections.abc import Iterable
from typing import Final

LOCAL_AT_MOST: Final = 64
"""Characters before the @ (RFC 5321 §4.5.3.1.1)."""
SIGNED: Final = 10

_TOKEN: Final = re.compile(r"\+sb-([0-9a-z]{26})-([0-9a-f]{10})@", re.IGNORECASE)


def addressed(mailbox: str, contact_id: str, key: str) -> str:
    """The mailbox's address with the contact's token; the bare one where that would be too long."""
    local, _, domain = mailbox.rpartition("@")
    name = contact_id.partition("_")[2]
    made = f"{local}+sb-{name}-{_signed(name, key)}"
    return f"{made}@{domain}" if len(made) <= LOCAL_AT_MOST else mailbox


def contacts_in(addresses: Iterable[str], key: str) -> list[str]:
    """The contacts that these addresses name, those alone that we signed."""
    found: list[str] = []
    for each in addresses:
        token = _TOKEN.search(each)
        if token and hmac.compare_digest(_signed(token[1].lower(), key), token[2].lower()):
            found.append(f"con_{token[1].lower()}")
    return found


def bare(address: str) -> str:
    """The address without a token of ours, in small letters."""
    return _TOKEN.sub("@", address.strip().lower())


def _signed(name: str, key: str) -> str:
    return hmac.new(key.encode(), f"mail:{name}".encode(), hashlib.sha256).hexdigest()[:SIGNED]
