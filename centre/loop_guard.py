"""How often we answer by ourselves where every message comes from another address, as a ticket system's do.

Kept in this process alone, which tends its mailboxes alone: started again, it begins anew. Nothing here is recorded.
"""

import re
from datetime import datetime, timedelta
from typing import Final

STEM_WITHIN: Final = timedelta(days=1)
STEM_AT_MOST: Final = 1
"""Addresses that are answered of those that differ in what programmes vary. How often one is, the record knows."""
ALIKE_AT_MOST: Final = 5
"""The same of those that differ in any digits: as many may bear one name, and no robot goes on for long."""
DOMAIN_WITHIN: Final = timedelta(hours=1)
DOMAIN_AT_MOST: Final = 100
"""Answers to one domain: more than residents of a county write in an hour from the largest public one."""
REMEMBERED_AT_MOST: Final = 50_000

_VARIES: Final = re.compile(
    r"\+.*"  # a tag
    r"|(?<=[-_=])\d+"  # ticket-12
    r"|(?<=[a-z])\d{9,}"  # longer than the day on which somebody was born
    r"|(?=\d*(?:[a-z]+\d+){3})[0-9a-z]{16,}"  # letters and digits without a word in them
)
_DIGITS: Final = re.compile(r"\d+")


def stem(address: str) -> str:
    """The address without what programmes vary in theirs, in small letters. john.smith1 and john.smith2 are two."""
    local, _, domain = address.lower().rpartition("@")
    return f"{_VARIES.sub('', local)}@{domain}"


def _alike(address: str) -> str:
    """The stem without any digits, marked, for it must not be taken for a stem."""
    local, _, domain = stem(address).rpartition("@")
    return f"~{_DIGITS.sub('', local)}@{domain}"


class LoopGuard:
    """What was answered lately: of each stem which addresses, of each domain which messages, and when."""

    def __init__(self) -> None:
        self._answered: dict[str, dict[str, datetime]] = {}

    def admits(self, address: str, message: str, now: datetime) -> bool:
        """Whether `message` of `address` is answered, which is counted. The same message again has the same answer."""
        domain = address.lower().rpartition("@")[2]
        limits = (
            (stem(address), address.lower(), STEM_WITHIN, STEM_AT_MOST),
            (_alike(address), address.lower(), STEM_WITHIN, ALIKE_AT_MOST),
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
