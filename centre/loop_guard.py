"""How often we answer by ourselves where every message comes from another address, as a ticket system's do.

Kept in this process alone, which tends its mailboxes alone: started again, it begins anew. Nothing here is recorded.
"""

import re
from datetime import datetime, timedelta
from typing import Final

STEM_WITHIN: Final = timedelta(days=1)
STEM_AT_MOST: Final = 1
"""Addresses that are answered of those that differ in digits or after a + alone. How often one is, the record knows."""
DOMAIN_WITHIN: Final = timedelta(hours=1)
DOMAIN_AT_MOST: Final = 100
"""Answers to one domain: more than residents of a county write in an hour from the largest public one."""
REMEMBERED_AT_MOST: Final = 50_000

_VARIES: Final = re.compile(r"\+.*|\d+")


def stem(address: str) -> str:
    """The address without digits and without what follows a +, in small letters."""
    local, _, domain = address.lower().rpartition("@")
    return f"{_VARIES.sub('', local)}@{domain}"


class LoopGuard:
    """What was answered lately: of each stem which addresses, of each domain which messages, and when."""

    def __init__(self) -> None:
        self._answered: dict[str, dict[str, datetime]] = {}

    def admits(self, address: str, message: str, now: datetime) -> bool:
        """Whether `message` of `address` is answered, which is counted. The same message again has the same answer."""
        domain = address.lower().rpartition("@")[2]
        limits = (
            (stem(address), address.lower(), STEM_WITHIN, STEM_AT_MOST),
            (domain, message, DOMAIN_WITHIN, DOMAIN_AT_MOST),
        )
        if any(self._others(name, this, now - within) >= most for name, this, within, most in limits):
            return False
        if len(self._answered) >= REMEMBERED_AT_MOST:
            self._forget(now - STEM_WITHIN)
        for name, this, _, _ in limits:
            self._answered.setdefault(name, {})[this] = now
        return True

    def _others(self, name: str, this: str, since: datetime) -> int:
        known = {each: at for each, at in self._answered.get(name, {}).items() if at >= since}
        if known:
            self._answered[name] = known
        else:
            self._answered.pop(name, None)
        return len(known.keys() - {this})

    def _forget(self, before: datetime) -> None:
        self._answered = {
            name: known for name, known in self._answered.items() if max(known.values(), default=before) > before
        }
