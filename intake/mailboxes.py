"""Mailboxes, each tended by one process at a time: fetch what is new, have it kept, move it away, wait for more.

1. A lease in SQL says whose turn it is; it is renewed at each round, and another process takes over when it runs out.
2. What is new is fetched oldest first. A message is moved away only when the centre has it for good.
3. Then the server is asked to say when more comes (IDLE), for a while; a server that cannot is asked again (polled).
What goes wrong with a mailbox is shown on the board, is tried again, and stops no other mailbox.
"""

import asyncio
import secrets
from contextlib import suppress
from datetime import datetime
from typing import Final, Protocol

import structlog

from channels.email.imap import Inbox, MailboxAccount
from channels.email.inbound import AT_MOST
from core.errors import SwitchboardError

log = structlog.get_logger()

LEASE_S: Final = 25.0
ROUND_S: Final = 10.0
"""Seconds for which a round listens; well within the lease."""
AT_ONCE: Final = 20
"""Messages of a round: with more, the lease is renewed in between."""
POLL_S: Final = 5.0
AFTER_FAILURE_S: Final = 10.0
NOT_MINE_S: Final = 5.0
MISTAKE: Final = "The mailbox cannot be read, by a mistake of ours. Please tell whoever maintains this."


class Emails(Protocol):
    """What a mailbox needs of the centre."""

    @property
    def mailboxes(self) -> tuple[MailboxAccount, ...]: ...
    async def take_in(self, box: MailboxAccount, raw: bytes, received_at: datetime | None) -> object: ...
    async def lease(self, box: MailboxAccount, holder: str, for_s: float) -> bool: ...
    async def release(self, box: MailboxAccount, holder: str) -> None: ...
    async def trouble(self, box: MailboxAccount, problem: str | None) -> None: ...


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
            while await emails.lease(box, holder, LEASE_S):
                # Word of what came while something was moved away is lost, so it is looked for before listening.
                if not await fetch_new(emails, box, inbox):
                    await _listen(inbox)
        finally:
            await asyncio.to_thread(inbox.close)
    except SwitchboardError as error:
        await _failed(emails, box, str(error), error)
    except Exception as error:
        log.error("mailbox_broke", error=type(error).__name__, exc_info=error)
        await _failed(emails, box, MISTAKE, error)


async def fetch_new(emails: Emails, box: MailboxAccount, inbox: Inbox) -> int:
    """Take in what is new, oldest first; how many there were, at most `AT_ONCE`."""
    uids = (await asyncio.to_thread(inbox.new))[:AT_ONCE]
    for uid in uids:
        fetched = await asyncio.to_thread(lambda uid=uid: inbox.fetch(uid, at_most=AT_MOST))  # type: ignore[misc]
        if fetched is not None:
            await emails.take_in(box, fetched.raw, fetched.received_at)
            await asyncio.to_thread(inbox.done, uid)
    return len(uids)


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
