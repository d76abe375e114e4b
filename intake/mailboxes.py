"""Mailboxes, each tended by one process at a time: fetch what is new, have it kept, move it away, wait for more.

1. A lease in SQL says whose turn it is; it is renewed at each round, and another process takes over when it runs out.
2. What is new is fetched oldest first, a few together. They are moved away only when the centre has them for good.
3. Then the server is asked to say when more comes (IDLE), for a while; a server that cannot is asked again (polled).
What goes wrong with a mailbox is shown on the board, is tried again, and stops no other mailbox.
"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any, Final, Protocol

import structlog

from channels.email.imap import Inbox, MailboxAccount
from channels.email.inbound import AT_MOST
from core.errors import SwitchboardError

log = structlog.get_logger()

LEASE_S: Final = 25.0
ROUND_S: Final = 10.0
"""Seconds for which a round listens; well within the lease."""
LOOK_AT: Final = 1_000
"""Messages of a round."""
TOGETHER: Final = 25
"""Messages kept in one transaction, after each of which the lease is renewed."""
BYTES_TOGETHER: Final = 4_000_000
POLL_S: Final = 5.0
AFTER_FAILURE_S: Final = 10.0
NOT_MINE_S: Final = 5.0
MISTAKE: Final = "The mailbox cannot be read, by a mistake of ours. Please tell whoever maintains this."


class Emails(Protocol):
    """What a mailbox needs of the centre."""

    @property
    def mailboxes(self) -> tuple[MailboxAccount, ...]: ...
    async def read_all(self, box: MailboxAccount, came: Sequence[tuple[bytes, datetime | None]]) -> Sequence[Any]: ...
    async def keep_all(self, arrived: Sequence[Any]) -> Sequence[object]: ...
    async def lease(self, box: MailboxAccount, holder: str, for_s: float) -> bool: ...
    async def release(self, box: MailboxAccount, holder: str) -> None: ...
    async def trouble(self, box: MailboxAccount, problem: str | None) -> None: ...


Mine = Callable[[], Awaitable[bool]]
"""Whether the mailbox is still this process's."""


async def always() -> bool:
    """For whoever is alone."""
    return True


async def tend(emails: Emails, box: MailboxAccount) -> None:
    """Tends one mailbox until cancelled, whatever happens to it."""
    holder = secrets.token_hex(8)
    try:
        while True:
            await _one_life(emails, box, holder)
    finally:
        with suppress(SwitchboardError):
            await emails.release(box, holder)


async def _one_life(emails: Emails, box: MailboxAccount, holder: str) -> None:
    """One connection, from its lease to whatever ends it. What went wrong is told."""
    try:
        if not await emails.lease(box, holder, LEASE_S):
            await asyncio.sleep(NOT_MINE_S)
            return
        inbox = await asyncio.to_thread(Inbox, box)
        try:
            await emails.trouble(box, None)

            async def mine() -> bool:
                return await emails.lease(box, holder, LEASE_S)

            while await mine():
                # Word of what came while something was moved away is lost, so it is looked for before listening.
                if not await fetch_new(emails, box, inbox, mine):
                    await _listen(inbox)
        finally:
            await asyncio.to_thread(inbox.close)
    except SwitchboardError as error:
        await _failed(emails, box, str(error), error)
    except Exception as error:
        log.error("mailbox_broke", error=type(error).__name__, exc_info=error)
        await _failed(emails, box, MISTAKE, error)


async def fetch_new(emails: Emails, box: MailboxAccount, inbox: Inbox, mine: Mine = always) -> int:
    """Take in what is new, oldest first, for as long as the mailbox is `mine`; how many there were."""
    uids = await asyncio.to_thread(inbox.new)
    batches = await asyncio.to_thread(_batches, inbox, uids)
    coming = _coming(emails, box, inbox, batches[:1])
    count = 0
    try:
        for place, batch in enumerate(batches):
            if coming is None or not await mine():
                break
            found, arrived = await coming
            # The next are on their way while these are kept.
            coming = _coming(emails, box, inbox, batches[place + 1 : place + 2])
            await emails.keep_all(arrived)
            await asyncio.to_thread(inbox.done, found)
            count += len(batch)
    finally:
        if coming is not None:
            coming.cancel()
            await asyncio.gather(coming, return_exceptions=True)
    return count


def _coming(
    emails: Emails, box: MailboxAccount, inbox: Inbox, batches: list[list[int]]
) -> asyncio.Task[tuple[list[int], Sequence[Any]]] | None:
    """The UIDs of a batch that are still there, and its messages on disk and read."""

    async def fetch(batch: list[int]) -> tuple[list[int], Sequence[Any]]:
        found = await asyncio.to_thread(lambda: inbox.fetch(batch, at_most=AT_MOST))
        return list(found), await emails.read_all(box, [(each.raw, each.received_at) for each in found.values()])

    return asyncio.create_task(fetch(batches[0])) if batches else None


def _batches(inbox: Inbox, uids: list[int]) -> list[list[int]]:
    """In their order, some together: never many at once, nor much, for all of a batch is in memory."""
    sizes = inbox.sizes(uids[:LOOK_AT]) if len(uids) > 1 else {}
    batches: list[list[int]] = []
    weight = 0
    for uid in uids[:LOOK_AT]:
        size = sizes.get(uid, AT_MOST)
        if not batches or len(batches[-1]) >= TOGETHER or weight + size > BYTES_TOGETHER:
            batches.append([])
            weight = 0
        batches[-1].append(uid)
        weight += size
    return batches


async def _listen(inbox: Inbox) -> None:
    if inbox.can_listen:
        await asyncio.to_thread(inbox.listen, ROUND_S)
    else:
        await asyncio.sleep(POLL_S)


async def _failed(emails: Emails, box: MailboxAccount, why: str, error: Exception) -> None:
    log.warning("mailbox_failed", error=type(error).__name__, why=why)
    with suppress(SwitchboardError):
        await emails.trouble(box, why)
    await asyncio.sleep(AFTER_FAILURE_S)
