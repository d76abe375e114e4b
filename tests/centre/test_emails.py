"""Email, from a real mailbox to a contact that waits: once, whole, whatever dies in between."""

import asyncio
import hashlib
import json
import os
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest

from centre.sending import put_text
from channels.email.imap import Inbox, MailboxAccount
from channels.email.inbound import AT_MOST
from core.channel import Channel
from core.errors import InvalidInput, NotAllowed, NotFound, Unavailable
from intake import mailboxes
from records.rows import Contact
from tests.centre.dovecot import PASSWORD, Dovecot
from tests.centre.house import House

BINS: Final = "bins@westmere.example.org"
ROADS: Final = "roads@westmere.example.org"
SEED: Final = 7
MAILS: Final = 30
ROUNDS_AT_MOST: Final = 40


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dovecot]:
    home = tmp_path_factory.mktemp("dovecot")
    for folder in (home, *home.parents[:2]):
        folder.chmod(0o755)  # the mail server's own user has to get through
    with Dovecot(home / "server") as running:
        yield running


def mail(number: int | str, *, message_id: str | None = None, words: str = "The bin was not emptied.") -> bytes:
    known = f"<{number}@example.org>" if message_id is None else message_id
    head = f"Message-ID: {known}\n" if known else ""
    head += f"From: Anne <anne@example.org>\nSubject: Missed bin {number}\nDate: Mon, 3 Mar 2025 10:00:00 +0000\n"
    text = f"{head}\n{words}"
    return text.replace("\n", "\r\n").encode()


BROKEN: Final = b"\x02\x01 nothing that could be read"
BOUNCE: Final = (
    b"Return-Path: <>\r\nFrom: mailer-daemon@example.org\r\nContent-Type: multipart/report; boundary=b\r\n\r\n--b\r\n"
    b"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\n"
    b"Final-Recipient: rfc822; a@example.org\r\nAction: failed\r\nStatus: 5.1.1\r\n--b--\r\n"
)


def emails_of(house: House) -> list[Contact]:
    return [each for each in house.ask(lambda tx: tx.contacts.recent()) if each.channel is Channel.EMAIL]


async def fetched(house: House, box: MailboxAccount) -> int:
    """All that is new in a mailbox, taken in."""
    inbox = await asyncio.to_thread(Inbox, box)
    try:
        return await mailboxes.fetch_new(house.centre.emails, box, inbox)
    finally:
        await asyncio.to_thread(inbox.close)


async def test_an_email_becomes_a_contact_that_waits_with_its_words_and_its_original(
    house: House, server: Dovecot
) -> None:
    server.append(BINS, mail(1))
    assert await fetched(house, server.account(BINS)) == 1
    (contact,) = emails_of(house)
    assert contact.state == "waiting"
    assert contact.service is not None
    assert contact.from_address is not None
    assert (contact.to, contact.from_address.value) == (BINS, "anne@example.org")
    (message,) = house.ask(lambda tx: tx.messages.of_contact(contact.id))
    assert message.text == "Missed bin 1\n\nThe bin was not emptied."
    (document,) = house.ask(lambda tx: tx.documents.of_contact(contact.id))
    kept = house.settings.documents_folder / document.path
    assert (kept.read_bytes(), document.content_type) == (mail(1), "message/rfc822")
    assert (server.originals(BINS), server.originals(BINS, "Switchboard")) == ([], [mail(1)])


async def test_the_files_of_an_email_are_kept_beside_it(house: House, server: Dovecot) -> None:
    raw = (
        mail(1).replace(b"\r\n\r\n", b"\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n", 1)
        + b"\r\n--b\r\n\r\nLook.\r\n--b\r\nContent-Type: application/pdf; name=../bill.pdf\r\n\r\n%PDF\r\n--b--\r\n"
    )
    await house.centre.emails.take_in(server.account(BINS), raw, None)
    (contact,) = emails_of(house)
    files = house.ask(lambda tx: tx.documents.of_contact(contact.id))
    assert [(each.name, each.size) for each in files] == [("original.eml", len(raw)), ("bill.pdf", 4)]
    assert (house.settings.documents_folder / files[1].path).read_bytes() == b"%PDF"


async def test_where_no_folder_is_named_what_was_taken_in_stays_and_is_marked(house: House, server: Dovecot) -> None:
    box = server.account(BINS, done="")
    server.append(BINS, mail(1))
    assert [await fetched(house, box), await fetched(house, box)] == [1, 0]
    assert server.originals(BINS) == [mail(1)]


SAME = [
    pytest.param([mail(1), mail(1)], 1, id="the same message twice is one contact"),
    pytest.param([mail(1), b"Received: again\r\n" + mail(1)], 1, id="the same message by two ways is one contact"),
    pytest.param([mail(1, message_id=""), mail(1, message_id="")], 1, id="without an id the bytes tell"),
    pytest.param([mail(1, message_id=""), mail(2, message_id="")], 2, id="without an id other bytes are another"),
    pytest.param([mail(1), mail(2)], 2, id="two messages are two contacts"),
]


@pytest.mark.parametrize(("messages", "contacts"), SAME)
async def test_what_counts_as_the_same(house: House, server: Dovecot, messages: list[bytes], contacts: int) -> None:
    server.append(BINS, *messages)
    await fetched(house, server.account(BINS))
    assert len(emails_of(house)) == contacts
    assert len(server.originals(BINS, "Switchboard")) == len(messages)


async def test_the_same_message_to_two_mailboxes_is_two_contacts(house: House, server: Dovecot) -> None:
    for address in (BINS, ROADS):
        server.append(address, mail(1))
        await fetched(house, server.account(address))
    assert sorted(contact.to for contact in emails_of(house)) == [BINS, ROADS]


async def test_what_cannot_be_read_is_shown_can_be_saved_and_holds_nothing_up(house: House, server: Dovecot) -> None:
    server.append(BINS, BROKEN, mail(1), BOUNCE, mail(2))
    await fetched(house, server.account(BINS))
    assert len(emails_of(house)) == 2
    shown = [each for each in (await house.centre.board.view())["problems"] if each["kind"] == "quarantine"]
    assert [each["text"] for each in shown] == [
        f"An email to {BINS} became no contact. This is no email: it has no headers that an email has.",
        f"An email to {BINS} became no contact. It reports that a message of ours did not arrive.",
    ]
    assert (await house.centre.emails.original(shown[0]["id"])).read_bytes() == BROKEN
    for each in shown:
        await house.centre.emails.settle("acc_sam", each["id"])
    assert not [each for each in (await house.centre.board.view())["problems"] if each["kind"] == "quarantine"]
    with pytest.raises(NotFound):
        await house.centre.emails.settle("acc_sam", "qua_none")


async def test_nobody_is_texted_at_an_email_address(house: House, server: Dovecot) -> None:
    server.append(BINS, mail(1))
    await fetched(house, server.account(BINS))
    (contact,) = emails_of(house)
    with pytest.raises(InvalidInput, match="no number to which a text could be sent"):
        house.do(lambda tx: put_text(tx, contact, "Hello", author="acc_amina", key="k"))


async def test_two_that_take_in_the_same_at_once_make_one_contact(house: House, server: Dovecot) -> None:
    async with house.another() as second:
        box = server.account(BINS)
        takers = [house.centre.emails, second.centre.emails] * 5
        await asyncio.gather(*(each.take_in(box, mail(1), None) for each in takers))
    assert len(emails_of(house)) == 1


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
    for name in ("AFTER_FAILURE_S", "NOT_MINE_S", "ROUND_S", "SLICE_S"):
        monkeypatch.setattr(mailboxes, name, 0.1)
    server.append(BINS, mail(1))
    server.stop()
    life = asyncio.create_task(mailboxes.tend(house.centre.emails, server.account(BINS)))
    try:
        await _until(lambda: bool(house.ask(lambda tx: tx.mailboxes.troubled())))
        (shown,) = [each for each in (await house.centre.board.view())["problems"] if each["kind"] == "mailbox"]
        assert shown["text"] == f"{BINS}: The mail server cannot be reached, or ended the connection."
        server.start()
        await _until(lambda: len(emails_of(house)) == 1)
        assert house.ask(lambda tx: tx.mailboxes.troubled()) == []
    finally:
        await _ended(life)


@pytest.mark.parametrize("without", ["", "IDLE", "MOVE"])
async def test_mail_that_comes_later_is_taken_in_as_it_comes(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, without: str
) -> None:
    monkeypatch.setattr(mailboxes, "POLL_S", 0.1)
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)
    with Dovecot(tmp_path / "server", without=without) as server:
        assert server.originals(BINS) == [], "a mailbox that two make at once is half made"
        life = asyncio.create_task(mailboxes.tend(house.centre.emails, server.account(BINS)))
        try:
            for number in range(1, 4):
                server.append(BINS, mail(number))
                await _until(lambda number=number: len(emails_of(house)) == number)  # type: ignore[misc]
            await _until(lambda: server.originals(BINS) == [])
        finally:
            await _ended(life)


async def test_a_message_longer_than_is_read_is_put_aside_and_stays_whole_in_the_mailbox(
    house: House, server: Dovecot
) -> None:
    whole = mail(1) + b"x" * AT_MOST
    server.append(BINS, whole, mail(2))
    await fetched(house, server.account(BINS))
    assert len(emails_of(house)) == 1
    (aside,) = house.ask(lambda tx: tx.quarantine.open())
    assert aside.reason == "The message is longer than 50 MB."
    assert sorted(map(len, server.originals(BINS, "Switchboard"))) == [len(mail(2)), len(whole)]


@pytest.mark.timeout(400)
async def test_killed_at_any_moment_every_message_is_one_contact_with_its_original(
    house: House, server: Dovecot
) -> None:
    """`kill -9` again and again while it works; what is in the mailbox, the record and the folder is then compared."""
    dice = random.Random(SEED)
    written = [mail(number, words=f"Words {number}.") for number in range(MAILS)]
    server.append(BINS, *written, BROKEN)
    kills = 0
    for _ in range(ROUNDS_AT_MOST):
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.centre.tend_mailbox", env=_environment(house, server)
        )
        enough = max(0, server.count(BINS) - dice.randint(1, 6))
        await _until(lambda enough=enough: server.count(BINS) <= enough, within_s=60)  # type: ignore[misc]
        await asyncio.sleep(dice.uniform(0, 0.1))
        process.kill()
        await process.wait()
        kills += 1
        if not server.count(BINS):
            break
    assert server.originals(BINS) == []
    assert kills > 2, "it was killed while there was still something to do"
    moved = Counter(server.originals(BINS, "Switchboard"))
    assert set(moved) == {*written, BROKEN}
    contacts = emails_of(house)
    assert Counter(each.facts["subject"] for each in contacts) == Counter(f"Missed bin {n}" for n in range(MAILS))
    for contact in contacts:
        (document,) = house.ask(lambda tx, contact=contact: tx.documents.of_contact(contact.id))  # type: ignore[misc]
        content = (house.settings.documents_folder / document.path).read_bytes()
        assert hashlib.sha256(content).hexdigest() == document.sha256
        assert content in moved
    assert len(house.ask(lambda tx: tx.quarantine.open())) == 1


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


async def _until(seen: Callable[[], bool], within_s: float = 20) -> None:
    async with asyncio.timeout(within_s):
        while not await asyncio.to_thread(seen):
            await asyncio.sleep(0.02)


async def _ended(life: asyncio.Task[None]) -> None:
    life.cancel()
    await asyncio.wait([life])
