"""Referrals by mail, against a real SMTP server."""

import asyncio
import json
import socket
import threading
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

from channels.email.relay import MailRelay
from core.errors import OutcomeUnknown, SwitchboardError, TurnedDown, Unavailable
from referrals.mailbox import Mailbox, compose
from referrals.partner import Receipt
from tests.referrals.parcels import AWARDS, parcel

SENDER = "contact-centre@westmere.example.org"


class PostOffice:
    """Keeps what it takes; `rcpt` and `data` are the answers it gives instead."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.rcpt: str | None = None
        self.data: str | None = None

    async def handle_RCPT(  # noqa: N802 - aiosmtpd calls it so
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if self.rcpt is None:
            envelope.rcpt_tos.append(address)
        return self.rcpt or "250 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - as above
        if self.data == "hang up":
            server.transport.close()
        elif self.data is None:
            message = message_from_bytes(envelope.content, policy=default)
            assert isinstance(message, EmailMessage)
            self.taken.append(message)
        return self.data or "250 kept"


@pytest.fixture
def office() -> PostOffice:
    return PostOffice()


class Doors(Controller):
    """The post office on a port of its own, which lets every visitor leave before it closes."""

    visits: list[SMTP]

    def factory(self) -> SMTP:
        smtp = super().factory()  # type: ignore[no-untyped-call]
        assert isinstance(smtp, SMTP)
        self.visits = [*getattr(self, "visits", []), smtp]
        return smtp

    def stop(self, no_assert: bool = False) -> None:
        asyncio.run_coroutine_threadsafe(self._empty(), self.loop).result(5)
        super().stop(no_assert)

    async def _empty(self) -> None:
        tasks = [visit._handler_coroutine for visit in getattr(self, "visits", [])]
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.sleep(0)


@pytest.fixture
def start(office: PostOffice) -> Iterator[Callable[..., int]]:
    controllers: list[Doors] = []

    def started(**options: Any) -> int:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = int(free.getsockname()[1])
        controllers.append(Doors(office, hostname="127.0.0.1", port=port, **options))
        controllers[-1].start()
        return port

    yield started
    for controller in controllers:
        controller.stop()


def mailbox(port: int, who: str = "") -> Mailbox:
    return Mailbox(
        MailRelay(f"smtp://{who}127.0.0.1:{port}", answer_s=1), sender=SENDER, council="Westmere County Council"
    )


def test_a_person_and_a_machine_can_both_read_it(office: PostOffice, start: Callable[..., int]) -> None:
    receipt = mailbox(start()).deliver(parcel(AWARDS, born="2008-02-29"), first=True)

    assert receipt == Receipt()
    assert not receipt.acknowledged
    message = office.taken[0]
    assert message["To"] == "awards@westmere.example.org"
    assert message["Subject"] == "Referral 482-193-075: Student awards"
    assert message["Message-ID"] == "<ref_01@westmere.example.org>"
    assert message["Auto-Submitted"] == "auto-generated"
    body = message.get_body(("plain",))
    assert body is not None
    assert body.get_content().splitlines()[:5] == [
        "A deep hole; cycles swerve round it.",
        "",
        "Case: 482-193-075",
        "Service: Student awards",
        "Student's name: Zoë Müller",
    ]
    attached = next(iter(message.iter_attachments()))
    assert attached.get_filename() == "482-193-075.json"
    data = json.loads(attached.get_content())
    assert data["fields"] == {"student": "Zoë Müller", "born": "2008-02-29"}
    assert data["referral"] == "ref_01"


def test_every_attempt_is_the_same_message_but_for_its_inner_boundary() -> None:
    made = [compose(parcel(AWARDS), sender=SENDER, to="a@example.org", council="W") for _ in range(2)]
    assert [str(each["Message-ID"]) for each in made] == ["<ref_01@westmere.example.org>"] * 2
    assert made[0]["Date"] == made[1]["Date"]


TROUBLES = [
    pytest.param("550 no such mailbox", None, TurnedDown, id="an unknown mailbox is a refusal"),
    pytest.param("450 greylisted", None, Unavailable, id="greylisting is tried again"),
    pytest.param(None, "554 looks like spam", TurnedDown, id="a refused message is a refusal"),
    pytest.param(None, "452 disk full", Unavailable, id="a full disk is tried again"),
    pytest.param(None, "hang up", OutcomeUnknown, id="cut off after the message: nobody knows"),
]


@pytest.mark.parametrize(("rcpt", "data", "expected"), TROUBLES)
def test_each_answer_of_the_mail_server_means(
    office: PostOffice,
    start: Callable[..., int],
    rcpt: str | None,
    data: str | None,
    expected: type[SwitchboardError],
) -> None:
    office.rcpt, office.data = rcpt, data
    with pytest.raises(expected) as caught:
        mailbox(start()).deliver(parcel(AWARDS), first=True)
    if isinstance(caught.value, TurnedDown):
        assert caught.value.words
    assert office.taken == []


def test_an_interrupted_attempt_is_left_to_a_person(office: PostOffice, start: Callable[..., int]) -> None:
    with pytest.raises(OutcomeUnknown):
        mailbox(start()).deliver(parcel(AWARDS), first=False, interrupted=True)
    assert office.taken == []


def test_no_mail_server_is_unavailable() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(Unavailable):
            mailbox(int(taken.getsockname()[1])).deliver(parcel(AWARDS), first=True)


def test_a_mail_server_that_never_speaks_is_unavailable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        opened: list[socket.socket] = []
        thread = threading.Thread(target=lambda: opened.append(silent.accept()[0]))
        thread.start()
        with pytest.raises(Unavailable):
            mailbox(int(silent.getsockname()[1])).check()
        thread.join()
        opened[0].close()


def test_no_setting_is_told_as_a_setting_to_make() -> None:
    with pytest.raises(Unavailable, match="SMTP_URL"):
        Mailbox(MailRelay(""), sender=SENDER, council="W").deliver(parcel(AWARDS), first=True)


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
@pytest.mark.parametrize(("password", "right"), [("s3:cret", True), ("wrong", False)])
def test_it_logs_in_with_the_name_and_password_of_the_url(
    start: Callable[..., int], password: str, right: bool
) -> None:
    def authenticate(_s: Any, _session: Any, _e: Any, _mechanism: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        return AuthResult(success=data == LoginPassword(b"us", b"s3:cret"), handled=False)

    port = start(authenticator=authenticate, auth_required=True, auth_require_tls=False)
    box = mailbox(port, who=f"us:{password.replace(':', '%3A')}@")
    if right:
        assert box.check().startswith("answers on 127.0.0.1")
    else:
        with pytest.raises(Unavailable, match="name and password"):
            box.check()
