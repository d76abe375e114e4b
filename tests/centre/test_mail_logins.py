"""Logging in to a real mail server by OAuth2, several mailboxes, and folders that are made anew under our feet."""

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from imapclient import IMAPClient  # type: ignore[import-untyped]

from bench.dovecot import PASSWORD, Dovecot
from channels.email import oauth
from channels.email.imap import Inbox
from channels.email.oauth import Tokens
from core.errors import NotAllowed, Unavailable
from intake import mailboxes
from tests.centre.house import House
from tests.centre.mail import BINS, ROADS, emails_of, ended, fetched, mail, until
from tests.channels.issuer import REFRESH, Issuer

TOKEN = "ya29.good-token"


@pytest.fixture
def issuer() -> Iterator[str]:
    """Says whose a token is, as Google's tokeninfo does."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = parse_qs(urlsplit(self.path).query).get("access_token", [""])[0]
            known = asked == TOKEN
            body = json.dumps({"email": BINS} if known else {"error": "invalid_token"}).encode()
            self.send_response(200 if known else 400)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/tokeninfo?access_token="
    server.shutdown()
    thread.join()
    server.server_close()


async def test_a_token_opens_its_own_mailbox_and_is_told_when_it_does_not(house: House, issuer: str) -> None:
    with Dovecot(tokens=issuer) as server:
        server.append(BINS, mail(1))
        assert await fetched(house, server.account(BINS, password="", token=TOKEN)) == 1
        assert len(emails_of(house)) == 1
        for user, token in ((BINS, "ya29.stale"), (ROADS, TOKEN)):
            with pytest.raises(NotAllowed, match="does not accept") as caught:
                await asyncio.to_thread(Inbox, server.account(user, password="", token=token))
            assert token not in str(caught.value)


@pytest.mark.long
async def test_tokens_that_run_out_open_a_mailbox_again_and_again(house: House) -> None:
    with Issuer(owner=BINS) as issuer, Dovecot(tokens=issuer.tells) as server:
        box = server.account(BINS, password="", tokens=Tokens(issuer.grant()))
        server.append(BINS, mail(1))
        assert await fetched(house, box) == 1
        issuer.take_back()
        server.append(BINS, mail(2))
        assert await fetched(house, box) == 1
        assert (len(emails_of(house)), len(issuer.asked)) == (2, 2)


async def test_a_grant_that_was_taken_back_is_told_on_the_board_until_it_holds_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailboxes, "AFTER_FAILURE_S", 0.1)
    monkeypatch.setattr(oauth, "REST_S", 0.1)
    with Issuer(owner=BINS, refresh="another") as issuer, Dovecot(tokens=issuer.tells) as server:
        server.append(BINS, mail(1))
        box = server.account(BINS, password="", tokens=Tokens(issuer.grant()))
        life = asyncio.create_task(mailboxes.tend(house.centre.emails, box))
        try:
            await until(lambda: bool(house.ask(lambda tx: tx.mailboxes.troubled())))
            (problem,) = [each for each in (await house.centre.board.view())["problems"] if each["kind"] == "mailbox"]
            assert problem["text"].startswith(f"{BINS}: The sign-in service does not accept our refresh token")
            issuer.refresh = REFRESH
            await until(lambda: len(emails_of(house)) == 1)
            await until(lambda: not house.ask(lambda tx: tx.mailboxes.troubled()))
        finally:
            await ended(life)


@pytest.mark.long
async def test_several_mailboxes_are_tended_side_by_side_and_one_that_is_closed_to_us_stops_no_other(
    house: House, server: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailboxes, "AFTER_FAILURE_S", 0.1)
    boxes = [server.account(BINS), server.account(ROADS), server.account("x@westmere.example.org", password="wrong")]
    for box in boxes[:2]:
        server.append(box.address, mail(1), mail(2))
    lives = [asyncio.create_task(mailboxes.tend(house.centre.emails, box)) for box in boxes]
    try:
        await until(lambda: len(emails_of(house)) == 4)
        await until(lambda: [each.name for each in house.ask(lambda tx: tx.mailboxes.troubled())] == [boxes[2].name])
    finally:
        for life in lives:
            await ended(life)
    assert sorted(each.to for each in emails_of(house)) == [BINS, BINS, ROADS, ROADS]


def anew(server: Dovecot, *messages: bytes) -> int:
    """The folder as a restored backup brings it: other UIDs, no flags, a UIDVALIDITY of its own."""
    with IMAPClient("127.0.0.1", port=server.port, ssl=False) as client:
        client.login(BINS, PASSWORD)
        if client.folder_exists("Post"):
            client.delete_folder("Post")
        client.create_folder("Post")
        for raw in messages:
            client.append("Post", raw)
        return int(client.folder_status("Post", ["UIDVALIDITY"])[b"UIDVALIDITY"])


@pytest.mark.parametrize("done", ["", "Taken"], ids=["marked where it is", "moved away"])
async def test_a_folder_that_is_made_anew_doubles_and_loses_nothing(house: House, server: Dovecot, done: str) -> None:
    box = server.account(BINS, folder="Post", done=done)
    first = anew(server, mail(1), mail(2))
    assert await fetched(house, box) == 2
    second = anew(server, mail(3), mail(2), mail(1))
    assert second != first, "the same UIDs mean other messages now"
    assert await fetched(house, box) == 3
    assert sorted(str(each.facts["subject"]) for each in emails_of(house)) == [f"Missed bin {n}" for n in (1, 2, 3)]
    assert await fetched(house, box) == 0


async def test_a_folder_made_anew_while_we_are_in_it_ends_the_connection_and_loses_nothing(
    house: House, server: Dovecot
) -> None:
    box = server.account(BINS, folder="Post")
    anew(server, mail(1))
    inbox = await asyncio.to_thread(Inbox, box)
    try:
        uids = await asyncio.to_thread(inbox.new)
        anew(server, mail(2))
        # Or it is told on the board; in both cases the next connection sees the folder as it is now.
        with suppress(Unavailable):
            assert await asyncio.to_thread(lambda: inbox.fetch(uids, at_most=1000)) == {}
    finally:
        await asyncio.to_thread(inbox.close)
    await fetched(house, box)
    assert [each.facts["subject"] for each in emails_of(house)] == ["Missed bin 2"]
