"""Mailboxes tended: by one at a time, as mail comes, whatever goes wrong or dies in between."""

import asyncio
import hashlib
import json
import os
import random
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections import Counter
from itertools import pairwise
from typing import Final

import pytest

from bench.dovecot import PASSWORD, Dovecot
from bench.mail import written
from channels.email.imap import Inbox
from core.errors import NotAllowed, Unavailable
from intake import mailboxes
from records.rows import Contact
from tests.centre.house import House
from tests.centre.mail import BINS, BROKEN, ROADS, emails_of, ended, mail, until

SEED: Final = 7
MAILS: Final = 30
ROUNDS_AT_MOST: Final = 40
SOON_S: Final = 0.1
LATEST_S: Final = 1.5


async def test_a_mailbox_is_tended_by_one_at_a_time(house: House, server: Dovecot) -> None:
    box, emails = server.account(BINS), house.centre.emails
    assert await emails.lease(box, "one", 60)
    assert not await emails.lease(box, "two", 60)
    assert await emails.lease(server.account(ROADS), "two", 60)
    assert await emails.lease(box, "one", 0)
    assert await emails.lease(box, "two", 60), "a lease that ran out is anybody's"
    await emails.release(box, "one")
    assert not await emails.lease(box, "one", 60), "nobody gives away what another holds"
    await emails.release(box, "two")
    assert await emails.lease(box, "one", 60)


REFUSALS = [
    pytest.param({"password": "wrong"}, NotAllowed, id="a wrong password"),
    pytest.param({"folder": "Nowhere"}, Unavailable, id="a folder that is not there"),
]


@pytest.mark.parametrize(("changes", "error"), REFUSALS)
async def test_a_mailbox_that_cannot_be_opened_says_why(
    server: Dovecot, changes: dict[str, str], error: type[Exception]
) -> None:
    with pytest.raises(error) as caught:
        await asyncio.to_thread(Inbox, server.account(BINS, **changes))
    assert PASSWORD not in str(caught.value)


async def test_a_mailbox_that_cannot_be_read_is_a_problem_until_it_can(
    house: House, server: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AFTER_FAILURE_S", "NOT_MINE_S", "ROUND_S"):
        monkeypatch.setattr(mailboxes, name, 0.1)
    server.append(BINS, mail(1))
    server.stop()
    life = asyncio.create_task(mailboxes.tend(house.centre.emails, server.account(BINS)))
    try:
        await until(lambda: bool(house.ask(lambda tx: tx.mailboxes.troubled())))
        (shown,) = [each for each in (await house.centre.board.view())["problems"] if each["kind"] == "mailbox"]
        assert shown["text"] == f"{BINS}: The mail server cannot be reached, or ended the connection."
        server.start()
        await until(lambda: len(emails_of(house)) == 1)
        assert house.ask(lambda tx: tx.mailboxes.troubled()) == []
    finally:
        await ended(life)


@pytest.mark.parametrize("without", ["", "IDLE", "MOVE"])
async def test_mail_that_comes_later_is_taken_in_as_it_comes(
    house: House, monkeypatch: pytest.MonkeyPatch, without: str
) -> None:
    monkeypatch.setattr(mailboxes, "POLL_S", 0.1)
    with Dovecot(without=without) as server:
        assert server.originals(BINS) == [], "a mailbox that two make at once is half made"
        life = asyncio.create_task(mailboxes.tend(house.centre.emails, server.account(BINS)))
        try:
            for number in range(1, 4):
                server.append(BINS, mail(number))
                await until(lambda number=number: len(emails_of(house)) == number)  # type: ignore[misc]
            await until(lambda: server.originals(BINS) == [])
        finally:
            await ended(life)


async def test_a_process_that_ends_does_not_wait_for_the_mail_server(
    house: House, server: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailboxes, "ROUND_S", 1_000)
    server.append(BINS, mail(1))
    life = asyncio.create_task(mailboxes.tend(house.centre.emails, server.account(BINS)))
    await until(lambda: len(emails_of(house)) == 1)
    async with asyncio.timeout(10):
        await ended(life)
    assert await house.centre.emails.lease(server.account(BINS), "the next", 1), "and another may take over at once"


@pytest.mark.timeout(400)
async def test_killed_at_any_moment_every_message_is_one_contact_with_its_original(
    house: House, server: Dovecot
) -> None:
    """`kill -9` again and again while it works; what is in the mailbox, the record and the folder is then compared."""
    await _killed_again_and_again(house, server, mails=MAILS, rounds=ROUNDS_AT_MOST)


@pytest.mark.long
@pytest.mark.timeout(3600)
async def test_killed_over_and_over_while_a_thousand_messages_come(house: House, server: Dovecot) -> None:
    await _killed_again_and_again(house, server, mails=1_000, rounds=400)


async def _killed_again_and_again(house: House, server: Dovecot, *, mails: int, rounds: int) -> None:
    """Killed at random moments of its work: before, while and after it reads, commits and moves messages away."""
    dice = random.Random(SEED)
    originals = {f"{BINS}:<{number}@example.org>": raw for number, raw in enumerate(written(mails))}
    server.fill(BINS, [*originals.values(), BROKEN])
    left, latest_s = [mails + 1], SOON_S
    while left[-1] and len(left) <= rounds:
        await _killed(house, server, after_s=dice.uniform(0, latest_s))
        left.append(server.left(BINS))
        # The first time surely before it is through; then as late as this machine takes to get on.
        latest_s = LATEST_S if len(left) == 2 else latest_s * (1.5 if left[-1] == left[-2] else 1)
    assert len(left) > 2, "it was killed while there was still something to do"
    await house.centre.reconciling.reconcile()
    _tell(left, seen := _seen(house, originals))
    assert seen == {"contacts": mails, "messages": mails, "waiting": mails, "whole": mails, "aside": 1}
    assert server.originals(BINS) == []
    assert Counter(server.originals(BINS, "Switchboard")) == Counter([*originals.values(), BROKEN])
    contacts = house.ask(lambda tx: tx.contacts.recent(2 * mails))
    assert await house.centre._parts.engine.missing([each.id for each in contacts]) == set()


async def _killed(house: House, server: Dovecot, *, after_s: float) -> None:
    """One life of the process that tends the mailbox, `after_s` long from the moment at which it is ready."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.centre.tend_mailbox", env=_environment(house, server), stdout=DEVNULL, stderr=PIPE
    )
    assert process.stderr is not None
    assert await asyncio.wait_for(process.stderr.readline(), 60) == b"ready\n"
    await asyncio.sleep(after_s)
    process.kill()
    await process.communicate()


def _seen(house: House, originals: dict[str, bytes]) -> dict[str, int]:
    """How many contacts there are, messages in them, contacts that wait, and originals and files as they came."""
    contacts = house.ask(lambda tx: tx.contacts.recent(2 * len(originals)))
    ids = {_name(each) for each in contacts}
    said = house.ask(lambda tx: [each for one in contacts for each in tx.messages.of_contact(one.id)])
    return {
        "contacts": len(contacts) if ids == set(originals) else -1,
        "messages": sum(each.direction == "in" for each in said),
        "waiting": sum(each.state == "waiting" for each in contacts),
        "whole": sum(_is_whole(house, each, originals[_name(each)]) for each in contacts),
        "aside": len(house.ask(lambda tx: tx.quarantine.open())),
    }


def _name(contact: Contact) -> str:
    """Its mailbox and Message-ID."""
    return str(contact.provider_id).partition("#")[0]


def _is_whole(house: House, contact: Contact, raw: bytes) -> bool:
    """Its original is byte for byte what was sent, and its files are what they must hash to."""
    documents = house.ask(lambda tx: tx.documents.of_contact(contact.id))
    contents = [(house.settings.documents_folder / each.path).read_bytes() for each in documents]
    sums = [hashlib.sha256(each).hexdigest() for each in contents]
    return (
        contents[0] == raw and sums == [each.sha256 for each in documents] and len(documents) == 1 + (b"bin.jpg" in raw)
    )


def _tell(left: list[int], seen: dict[str, int]) -> None:
    """For whoever looks at what a run saw (`pytest -s`)."""
    done = [before - after for before, after in pairwise(left)]
    print(f"\n{left[0]:,} messages, killed {len(done)} times, after each of which so many more were done:")
    print(" ".join(map(str, done)))
    print(", ".join(f"{count:,} {name}" for name, count in seen.items()))


def _environment(house: House, server: Dovecot) -> dict[str, str]:
    box = {"address": BINS, "host": "127.0.0.1", "port": server.port, "password": PASSWORD, "security": "none"}
    given = house.settings
    return {
        **os.environ,
        "SWITCHBOARD_HOME": str(given.switchboard_home),
        "PORT": str(given.port),
        "REDIS_URL": given.redis_url,
        "JOBS_REDIS_URL": given.jobs_redis_url,
        "MAILBOXES": json.dumps([box]),
    }
