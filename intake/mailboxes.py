"""Mailboxes, each tended by one process at a time: fetch what is new, have it kept, move it away, wait for more.

1. A lease in SQL says whose turn it is; it is renewed at each round, and another process takes over when it runs out.
2. What is new is fetched oldest first, a few together. They are moved away only when the centre has them for good.
   One that the server does not give out, or move away, holds up none behind it (`lying`), nor does one over which it
   ends the connection (`breaking`).
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

from channels.email.imap import Fetched, Inbox, MailboxAccount, SaidNo
from channels.email.inbound import AT_MOST
from core.errors import SwitchboardError, Unavailable
from intake.breaking import BREAKS, Breaking
from intake.lying import GIVES_NOTHING, Lying, passes

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
BROKE_AT: Final = "The mail server ended the connection when it was asked for {where}."
NOT_MOVED: Final = "What was taken in stays where it is, for the mail server does not move or mark it. {why}"


class Emails(Protocol):
    """What a mailbox needs of the centre."""

    @property
    def mailboxes(self) -> tuple[MailboxAccount, ...]: ...
    async def read_all(self, box: MailboxAccount, came: Sequence[tuple[bytes, datetime | None]]) -> Sequence[Any]: ...
    async def not_given(self, box: MailboxAccount, what: str, why: str) -> Any: ...
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
    holder, breaking = secrets.token_hex(8), Breaking()
    try:
        while True:
            await _one_life(emails, box, holder, breaking)
    finally:
        with suppress(SwitchboardError):
            await emails.release(box, holder)


async def _one_life(emails: Emails, box: MailboxAccount, holder: str, breaking: Breaking) -> None:
    """One connection, from its lease to whatever ends it. What went wrong is told."""
    try:
        if not await emails.lease(box, holder, LEASE_S):
            await asyncio.sleep(NOT_MINE_S)
            return
        inbox, lying = await asyncio.to_thread(Inbox, box), Lying(breaking)
        breaking.opened(inbox.validity)
        try:
            await emails.trouble(box, None)

            async def mine() -> bool:
                return await emails.lease(box, holder, LEASE_S)

            while await mine():
                # Word of what came while something was moved away is lost, so it is looked for before listening.
                if not await fetch_new(emails, box, inbox, lying, mine):
                    await _listen(inbox)
        finally:
            await asyncio.to_thread(inbox.close)
    except SwitchboardError as error:
        await _failed(emails, box, error.sentence if isinstance(error, SaidNo) else str(error), error)
    except Exception as error:
        log.error("mailbox_broke", error=type(error).__name__, exc_info=error)
        await _failed(emails, box, MISTAKE, error)


async def fetch_new(
    emails: Emails, box: MailboxAccount, inbox: Inbox, lying: Lying | None = None, mine: Mine = always
) -> int:
    """Take in what is new, oldest first, for as long as the mailbox is `mine`; how much was taken from the mailbox."""
    lying = lying or Lying()
    uids = lying.to_look_at(await asyncio.to_thread(inbox.new))
    await _try_to_move(emails, box, inbox, lying)
    batches = await asyncio.to_thread(_batches, inbox, uids, lying)
    coming = _coming(emails, box, inbox, lying, batches[:1])
    count = 0
    try:
        for place in range(len(batches)):
            if coming is None or not await mine():
                break
            found, arrived = await coming
            rest = batches[place + 1 : place + 2]
            # The next are on their way while these are kept, unless they may end the connection.
            coming = None if lying.breaking.any_doubtful(rest) else _coming(emails, box, inbox, lying, rest)
            await emails.keep_all(arrived)
            lying.breaking.told(found)
            await _put_away(emails, box, inbox, lying, found)
            count += len(found)
            coming = coming or _coming(emails, box, inbox, lying, rest)
    finally:
        if coming is not None:
            coming.cancel()
            await asyncio.gather(coming, return_exceptions=True)
    return count


def _coming(
    emails: Emails, box: MailboxAccount, inbox: Inbox, lying: Lying, batches: list[list[int]]
) -> asyncio.Task[tuple[list[int], Sequence[Any]]] | None:
    """The UIDs of a batch that are done with once it is kept, and its messages on disk and read."""

    async def fetch(batch: list[int]) -> tuple[list[int], Sequence[Any]]:
        hopeless = {uid: BREAKS for uid in batch if lying.breaking.is_hopeless(uid)}
        asked = [uid for uid in batch if uid not in hopeless]
        found, vain = await asyncio.to_thread(_given_out, inbox, asked, lying.breaking)
        came = await emails.read_all(box, [(each.raw, each.received_at) for each in found.values()])
        given_up = hopeless | lying.given_up(vain)
        aside = [await emails.not_given(box, inbox.where(uid), why) for uid, why in given_up.items()]
        return [*found, *given_up], [*came, *aside]

    return asyncio.create_task(fetch(batches[0])) if batches else None


def _given_out(inbox: Inbox, batch: Sequence[int], breaking: Breaking) -> tuple[dict[int, Fetched], dict[int, str]]:
    """What the server gives of a batch, and why not of the others: which one it refuses is found by asking for each.

    Raises SaidNo where it gives nothing just now, whatever it is asked for; Unavailable where it ended the connection.
    """
    try:
        found = inbox.fetch(batch, at_most=AT_MOST)
        breaking.gave(found)
    except SaidNo as error:
        if passes(error.words):
            raise
        if len(batch) == 1:
            return {}, {batch[0]: error.sentence}
        found = {}
        vain: dict[int, str] = {}
        for uid in batch:
            given, not_given = _given_out(inbox, [uid], breaking)
            found |= given
            vain |= not_given
        return found, vain
    except Unavailable as error:
        breaking.broke(batch)
        if len(batch) == 1:
            raise Unavailable(BROKE_AT.format(where=inbox.where(batch[0]))) from error
        raise
    return found, {uid: GIVES_NOTHING for uid in batch if uid not in found}


async def _put_away(emails: Emails, box: MailboxAccount, inbox: Inbox, lying: Lying, uids: Sequence[int]) -> bool:
    """They are safely ours, so they leave the mailbox; whether they could."""
    try:
        await asyncio.to_thread(inbox.done, uids)
    except SaidNo as error:
        lying.stays(uids)
        log.warning("mail_not_moved", count=len(uids))
        await emails.trouble(box, NOT_MOVED.format(why=error.sentence))
        return False
    return True


async def _try_to_move(emails: Emails, box: MailboxAccount, inbox: Inbox, lying: Lying) -> None:
    """Whether what stayed can be moved by now: somebody may have made room."""
    one = lying.to_move_again
    if one and await _put_away(emails, box, inbox, lying, one):
        lying.can_be_moved()
    if lying.nothing_stays():
        await emails.trouble(box, None)


def _batches(inbox: Inbox, uids: list[int], lying: Lying) -> list[list[int]]:
    """In their order, some together: never many at once, nor much, for all of a batch is in memory."""
    sizes = _sizes(inbox, uids[:LOOK_AT], lying.breaking)
    batches: list[list[int]] = []
    weight = 0
    for uid in uids[:LOOK_AT]:
        size = sizes.get(uid, AT_MOST)
        alone = lying.is_doubtful(uid)
        if alone or not batches or len(batches[-1]) >= TOGETHER or weight + size > BYTES_TOGETHER:
            batches.append([])
            weight = 0
        batches[-1].append(uid)
        weight += size
    return batches


def _sizes(inbox: Inbox, uids: list[int], breaking: Breaking) -> dict[int, int]:
    """As the server says; a message that it cannot even weigh, or ends the connection over, makes them all unknown."""
    try:
        return inbox.sizes(uids) if len(uids) > 1 and breaking.weighs else {}
    except SaidNo as error:
        if passes(error.words):
            raise
        return {}
    except Unavailable:
        breaking.weighs = False
        raise


async def _listen(inbox: Inbox) -> None:
    if inbox.can_listen:
        await asyncio.to_thread(inbox.listen, ROUND_S)
    else:
        await asyncio.sleep(POLL_S)


async def _failed(emails: Emails, box: MailboxAccount, why: str, error: Exception) -> None:
    log.warning("mailbox_failed", error=type(error).__name__, why=str(error))
    with suppress(SwitchboardError):
        await emails.trouble(box, why)
    await asyncio.sleep(AFTER_FAILURE_S)
