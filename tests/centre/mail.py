"""Made-up messages, and mail taken in by hand, for the tests of email and of its mailboxes."""

import asyncio
from collections.abc import Callable
from typing import Final

from channels.email.imap import Inbox, MailboxAccount
from core.channel import Channel
from intake import mailboxes
from records.rows import Contact
from tests.centre.house import House

BINS: Final = "bins@westmere.example.org"
ROADS: Final = "roads@westmere.example.org"
BROKEN: Final = b"\x02\x01 nothing that could be read"
BOUNCE: Final = (
    b"Return-Path: <>\r\nFrom: mailer-daemon@example.org\r\nContent-Type: multipart/report; boundary=b\r\n\r\n--b\r\n"
    b"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\n"
    b"Final-Recipient: rfc822; a@example.org\r\nAction: failed\r\nStatus: 5.1.1\r\n--b--\r\n"
)


def mail(number: int | str, *, message_id: str | None = None, words: str = "The bin was not emptied.") -> bytes:
    known = f"<{number}@example.org>" if message_id is None else message_id
    head = f"Message-ID: {known}\n" if known else ""
    head += f"From: Anne <anne@example.org>\nSubject: Missed bin {number}\nDate: Mon, 3 Mar 2025 10:00:00 +0000\n"
    text = f"{head}\n{words}"
    return text.replace("\n", "\r\n").encode()


def emails_of(house: House) -> list[Contact]:
    return [each for each in house.ask(lambda tx: tx.contacts.recent()) if each.channel is Channel.EMAIL]


async def fetched(house: House, box: MailboxAccount) -> int:
    """All that is new in a mailbox, taken in."""
    inbox = await asyncio.to_thread(Inbox, box)
    try:
        return await mailboxes.fetch_new(house.centre.emails, box, inbox)
    finally:
        await asyncio.to_thread(inbox.close)


async def until(seen: Callable[[], bool], within_s: float = 20) -> None:
    async with asyncio.timeout(within_s):
        while not await asyncio.to_thread(seen):
            await asyncio.sleep(0.02)


async def ended(life: asyncio.Task[None]) -> None:
    life.cancel()
    await asyncio.wait([life])
