"""How often somebody may try: logging in, and opening or answering a texted link.

Counted in the live store over all processes, under keyed hashes of name and address; while that store is away each
process counts for itself, so that a lost store neither locks everybody out nor lets everybody guess.
"""

import asyncio
import hashlib
import hmac
import ipaddress
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from core.errors import Unavailable
from core.reference import digits_of
from web.errors import Turned
from web.ports import Limits

MOST_KEPT: Final = 10_000
"""Counters that a process keeps while the live store is away; beyond it the oldest go."""

PASSWORDS_AT_ONCE: Final = 4
"""Checking a password is meant to be costly; more at once would starve the telephone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """At most `most` in `per_s` seconds."""

    name: str
    most: int
    per_s: int


LOGIN_PLACE: Final = Limit(name="login-place", most=300, per_s=60)
"""Per address: a whole office behind one address logs in at nine."""
LOGIN_PAIR: Final = Limit(name="login-pair", most=10, per_s=300)
"""Per name and address: nobody mistypes this often."""
LOGIN_NAME: Final = Limit(name="login-name", most=60, per_s=300)
"""Per name, from anywhere: high, so that a stranger cannot easily shut somebody out."""
WHERE_PLACE: Final = Limit(name="where-place", most=60, per_s=60)
WHERE_LINK: Final = Limit(name="where-link", most=20, per_s=60)
PAGE_PLACE: Final = Limit(name="page-place", most=240, per_s=60)
"""Residents' pages, per address: a library's computers share one."""
SEND_PLACE: Final = Limit(name="send-place", most=30, per_s=600)
"""What reaches the queue from one address."""
FILE_PLACE: Final = Limit(name="file-place", most=40, per_s=600)
"""Files that were chosen, sent or not."""
DRAFT_PLACE: Final = Limit(name="draft-place", most=1200, per_s=3600)
"""Pages of forms that are kept for the Back button: what one address can have kept takes little of the live store."""
CHAT_PLACE: Final = Limit(name="chat-place", most=120, per_s=60)
"""Messages and signs of typing from one address."""
ASK_PLACE: Final = Limit(name="ask-place", most=20, per_s=600)
ASK_REFERENCE: Final = Limit(name="ask-reference", most=6, per_s=3600)
"""Asking after a request: from anywhere, so that nobody tries one reference with every postcode of a town."""
OPEN_PLACE: Final = 100
"""Streams that one address has open at a time, in one process: a library's readers in a chat, and screens on walls."""
OPEN_OF: Final = 6
"""The same of one chat, which a resident may have open in some tabs."""


class Throttle:
    """Turns away who tries too often (429), saying when to come back."""

    def __init__(self, limits: Limits, secret: str) -> None:
        self._limits = limits
        self._key = secret.encode()
        self._own = OwnCount()
        self._open = Counter[str]()
        self.passwords = asyncio.Semaphore(PASSWORDS_AT_ONCE)

    def whose(self, address: str) -> str:
        """A name for whoever has this address, from which nobody learns the address."""
        return self._digest(network(address))

    @contextmanager
    def streaming(self, address: str, of: str = "") -> Iterator[bool]:
        """Counts one open stream, of one chat if so named; whether there are few enough for another."""
        most = {f"place {network(address)}": OPEN_PLACE} | ({f"of {of}": OPEN_OF} if of else {})
        within = all(self._open[each] < most[each] for each in most)
        counted = tuple(most) if within else ()
        self._open.update(counted)
        try:
            yield within
        finally:
            self._open.subtract(counted)
            for each in counted:
                if not self._open[each]:
                    del self._open[each]

    async def log_in(self, address: str, username: str) -> None:
        """Counts one attempt to log in; right ones count too, so that the answer says nothing about the password."""
        name = username.strip().casefold()
        await self._count(LOGIN_PLACE, network(address))
        await self._count(LOGIN_PAIR, network(address), name)
        await self._count(LOGIN_NAME, name)

    async def where(self, address: str, token: str) -> None:
        """Counts one answer by a texted link, or one try of a link that is not good."""
        await self._count(WHERE_PLACE, network(address))
        await self._count(WHERE_LINK, token)

    async def page(self, address: str) -> None:
        """Counts one look at a resident's page."""
        await self._count(PAGE_PLACE, network(address))

    async def sends(self, address: str) -> None:
        """Counts one thing that a resident sends us."""
        await self._count(SEND_PLACE, network(address))

    async def files(self, address: str) -> None:
        """Counts one file."""
        await self._count(FILE_PLACE, network(address))

    async def drafts(self, address: str) -> None:
        """Counts one page of a form that is kept."""
        await self._count(DRAFT_PLACE, network(address))

    async def chats(self, address: str) -> None:
        """Counts one message, or one sign that somebody is typing."""
        await self._count(CHAT_PLACE, network(address))

    async def asks_after(self, address: str, reference: str) -> None:
        """Counts one question after a request; right ones count too."""
        await self._count(ASK_PLACE, network(address))
        digits = digits_of(reference)[:20]
        if digits:
            await self._count(ASK_REFERENCE, digits)

    async def _count(self, limit: Limit, *what: str) -> None:
        key = f"{limit.name}:{self._digest(*what)}"
        try:
            within = await self._limits.hit(key, limit.most, limit.per_s)
        except Unavailable:
            within = self._own.hit(key, limit.most, limit.per_s)
        if not within:
            wait = "a minute" if limit.per_s <= 60 else f"{limit.per_s // 60} minutes"
            message = f"That was tried too often. Please try again in {wait}."
            raise Turned(429, "too_many", message, retry_after_s=limit.per_s)

    def _digest(self, *what: str) -> str:
        return hmac.new(self._key, "\0".join(what).encode(), hashlib.sha256).hexdigest()[:32]


class OwnCount:
    """This process's own counters, in fixed windows."""

    def __init__(self) -> None:
        self._counts: dict[str, tuple[float, int]] = {}

    def hit(self, key: str, limit: int, per_s: int) -> bool:
        """As ports.Limits.hit, for this process alone."""
        now = time.monotonic()
        began, count = self._counts.pop(key, (now, 0))
        if now - began >= per_s:
            began, count = now, 0
        self._counts[key] = (began, count + 1)
        while len(self._counts) > MOST_KEPT:
            del self._counts[next(iter(self._counts))]
        return count < limit


def network(address: str) -> str:
    """Whose address this is: one IPv4 address, or the /64 that an IPv6 household has to itself."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return str(parsed)
    return str(ipaddress.ip_network((parsed, 64), strict=False))
