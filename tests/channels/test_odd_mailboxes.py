"""Mailboxes whose server does not give out what it lists, moves nothing, or keeps no marks: the rest comes in."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any

import pytest

from channels.email.imap import AWAY, KEEPS_NO_MARKS, Inbox, MailboxAccount, SaidNo, opens
from core.errors import NotAllowed, Unavailable
from intake import mailboxes
from intake.breaking import BREAKS, Breaking
from intake.breaking import GIVEN_UP_AFTER as BROKEN_AFTER
from intake.lying import GIVEN_UP_AFTER, GIVES_NOTHING, MOVED_AGAIN_AFTER, Lying
from tests.fakes.imap_server import Odd, OddServer

MANY = {uid: f"From: a@example.org\r\nSubject: {uid}\r\n\r\nHello".encode() for uid in range(1, 31)}


class Emails:
    """Keeps what it gets."""

    mailboxes: tuple[MailboxAccount, ...] = ()

    def __init__(self) -> None:
        self.kept: list[Any] = []
        self.troubles: list[str | None] = []

    async def read_all(self, box: MailboxAccount, came: Sequence[tuple[bytes, datetime | None]]) -> Sequence[Any]:
        return [raw for raw, _ in came]

    async def not_given(self, box: MailboxAccount, what: str, why: str) -> Any:
        return (what, why)

    async def keep_all(self, arrived: Sequence[Any]) -> Sequence[object]:
        self.kept += arrived
        return arrived

    async def lease(self, box: MailboxAccount, holder: str, for_s: float) -> bool:
        return True

    async def release(self, box: MailboxAccount, holder: str) -> None: ...

    async def trouble(self, box: MailboxAccount, problem: str | None) -> None:
        self.troubles.append(problem)


@contextmanager
def opened(odd: Odd, **changes: Any) -> Iterator[tuple[MailboxAccount, Inbox]]:
    with OddServer(odd) as server:
        box = server.account(**changes)
        inbox = Inbox(box)
        try:
            yield box, inbox
        finally:
            inbox.close()


ODD = [
    pytest.param(Odd(dict(MANY), refused={3}), "Internal error occurred.", id="it refuses to give one out"),
    pytest.param(Odd(dict(MANY), refused={3}, no="BAD what?"), "what?", id="it does not understand what it is asked"),
    pytest.param(Odd(dict(MANY), refused={3}, weightless={3}), "Internal error", id="it cannot weigh it either"),
    pytest.param(Odd(dict(MANY), mute={3}), GIVES_NOTHING, id="it says nothing of it"),
]


@pytest.mark.parametrize(("odd", "said"), ODD)
async def test_a_message_that_is_not_given_out_holds_up_none_and_a_person_is_told_of_it(odd: Odd, said: str) -> None:
    emails, lying = Emails(), Lying()
    with opened(odd) as (box, inbox):
        counts = [await mailboxes.fetch_new(emails, box, inbox, lying) for _ in range(GIVEN_UP_AFTER + 2)]
    assert counts == [29, *[0] * (GIVEN_UP_AFTER - 2), 1, 0, 0], "what was not given is nothing that came"
    assert [each for each in emails.kept if isinstance(each, bytes)] == [MANY[uid] for uid in MANY if uid != 3]
    ((what, why),) = [each for each in emails.kept if not isinstance(each, bytes)]
    assert what == "UID 3 (UIDVALIDITY 7) in the folder INBOX"
    assert said in why
    assert sorted(odd.moved) == sorted(MANY), "and it is where everything goes that somebody has been told of"


async def test_a_server_that_gives_nothing_just_now_puts_nothing_aside() -> None:
    emails, lying = Emails(), Lying()
    odd = Odd(dict(MANY), refused=set(MANY), no="NO Server Unavailable. 15")
    with opened(odd) as (box, inbox):
        for _ in range(GIVEN_UP_AFTER + 1):
            with pytest.raises(SaidNo):
                await mailboxes.fetch_new(emails, box, inbox, lying)
    assert (emails.kept, odd.moved) == ([], [])


async def test_what_cannot_be_moved_is_taken_in_once_and_the_server_is_quoted_until_it_can() -> None:
    emails, lying = Emails(), Lying()
    odd = Odd(dict(MANY), moves=False)
    with opened(odd) as (box, inbox):
        counts = [await mailboxes.fetch_new(emails, box, inbox, lying) for _ in range(3)]
        assert counts == [30, 0, 0]
        assert emails.kept == [*MANY.values()]
        assert "Quota exceeded" in str(emails.troubles[-1])
        assert AWAY not in str(emails.troubles[-1])
        odd.mails[31] = b"From: b@example.org\r\n\r\nNew"
        assert await mailboxes.fetch_new(emails, box, inbox, lying) == 1
        odd.moves = True
        for _ in range(MOVED_AGAIN_AFTER + 1):
            await mailboxes.fetch_new(emails, box, inbox, lying)
    assert (odd.mails, emails.troubles[-1]) == ({}, None)


async def test_a_copy_whose_original_may_not_be_deleted_is_made_once() -> None:
    odd = Odd({1: MANY[1]}, moves=False, capabilities="IMAP4rev1")
    with opened(odd) as (_, inbox):
        for _ in range(3):
            with pytest.raises(SaidNo):
                inbox.done([1])
    assert odd.asked.count("COPY") == 1


MARKS = [
    pytest.param(r"(\Seen \Deleted)", False, id="none of ours"),
    pytest.param(r"(\Seen $switchboard)", True, id="this one"),
    pytest.param(r"(\Seen \*)", True, id="any"),
    pytest.param(None, True, id="it does not say"),
]


@pytest.mark.parametrize(("permanent", "opens"), MARKS)
async def test_mail_that_is_to_stay_needs_a_server_that_keeps_our_mark(permanent: str | None, opens: bool) -> None:
    odd = Odd(dict(MANY), permanent=permanent)
    if opens:
        with opened(odd, done=""):
            return
    with pytest.raises(NotAllowed) as refused, opened(odd, done=""):
        pass
    assert str(refused.value) == KEEPS_NO_MARKS
    with opened(odd):
        assert len(odd.mails) == len(MANY), "where it is moved away, no mark is needed"


async def test_a_folder_that_is_not_there_is_said_in_the_servers_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailboxes, "AFTER_FAILURE_S", 0.01)
    emails = Emails()
    with OddServer(Odd(dict(MANY))) as server:
        life = asyncio.create_task(mailboxes.tend(emails, server.account(folder="Inbx")))
        async with asyncio.timeout(10):
            while not emails.troubles:
                await asyncio.sleep(0.01)
        life.cancel()
        with suppress(asyncio.CancelledError):
            await life
        with pytest.raises(Unavailable, match="does not exist: "):
            await asyncio.to_thread(opens, server.account(folder="Inbx"))
    assert "does not exist" in str(emails.troubles[0])
    assert AWAY not in str(emails.troubles[0])


def _deadly(*uids: int, **changes: Any) -> Odd:
    return Odd({uid: MANY[uid] for uid in (changes.pop("there", None) or MANY)}, deadly=set(uids), **changes)


BROKEN = [
    pytest.param(_deadly(3), {3}, id="one of the first that are asked for together"),
    pytest.param(_deadly(3, 4, 28), {3, 4, 28}, id="several"),
    pytest.param(_deadly(3, heavy=True), {3}, id="it cannot be weighed either"),
]


@contextmanager
def quickly(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setattr(mailboxes, "AFTER_FAILURE_S", 0.01)
        patch.setattr(mailboxes, "POLL_S", 0.01)
        yield


async def _until(done: Any, life: "asyncio.Task[None]") -> None:
    try:
        async with asyncio.timeout(20):
            while not done():
                await asyncio.sleep(0.01)
    finally:
        life.cancel()
        with suppress(asyncio.CancelledError):
            await life


@pytest.mark.parametrize(("odd", "deadly"), BROKEN)
async def test_a_message_over_which_the_server_hangs_up_holds_up_none_and_a_person_is_told_of_it(
    odd: Odd, deadly: set[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    emails = Emails()
    with OddServer(odd) as server, quickly(monkeypatch):
        life = asyncio.create_task(mailboxes.tend(emails, server.account()))
        await _until(lambda: not odd.mails, life)
    assert sorted(each for each in emails.kept if isinstance(each, bytes)) == sorted(
        MANY[uid] for uid in MANY if uid not in deadly
    )
    assert sorted(each for each in emails.kept if not isinstance(each, bytes)) == sorted(
        (f"UID {uid} (UIDVALIDITY 7) in the folder INBOX", BREAKS) for uid in deadly
    )
    assert emails.troubles[-1] is None


async def test_a_server_that_hangs_up_whatever_it_is_asked_for_puts_nothing_aside_and_the_board_says_at_which(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    emails, odd = Emails(), _deadly(3, there=[3])
    with OddServer(odd) as server, quickly(monkeypatch):
        life = asyncio.create_task(mailboxes.tend(emails, server.account()))
        await _until(lambda: odd.asked.count("FETCH") > 2 * BROKEN_AFTER, life)
        assert (emails.kept, odd.moved) == ([], [])
        assert any("when it was asked for UID 3 (UIDVALIDITY 7)" in str(each) for each in emails.troubles)
        odd.mails[4] = MANY[4]
        life = asyncio.create_task(mailboxes.tend(emails, server.account()))
        await _until(lambda: not odd.mails, life)
    assert MANY[4] in emails.kept, "what comes later is taken in, and shows whose fault it is"
    assert len(emails.kept) == 2


def test_what_ended_a_connection_is_forgotten_with_what_its_uid_meant() -> None:
    breaking = Breaking()
    breaking.opened(7)
    breaking.broke([3])
    breaking.opened(7)
    assert breaking.is_doubtful(3)
    breaking.opened(8)
    assert not breaking.is_doubtful(3)
