"""Of the reports that are for good, which say that there is no such address; others are about us, or about today."""

import pytest

from channels.email.inbound import read
from channels.email.mail import BounceKind

HARD, SOFT = BounceKind.HARD, BounceKind.SOFT
ROWS = [
    pytest.param("5.1.1", "550 no", HARD, True, id="no such address"),
    pytest.param("5.1.10", "556 no", HARD, True, id="a domain that takes no mail"),
    pytest.param("5.2.1", "550 no", HARD, True, id="a disabled mailbox"),
    pytest.param("5.0.0", "550 5.1.1 no", HARD, True, id="the words have the code"),
    pytest.param("5.0.0", "550 No such user here", HARD, True, id="the words alone say so"),
    pytest.param("5.0.0", "550 refused", HARD, False, id="nobody says so"),
    pytest.param("5.7.1", "550 No such user, or spam", HARD, False, id="a code says otherwise than the words"),
    pytest.param("5.1.8", "550 bad sender", HARD, False, id="it is our own address"),
    pytest.param("5.7.26", "550 5.7.26 unauthenticated", HARD, False, id="we are not trusted"),
    pytest.param("4.1.1", "450 5.1.1 no", SOFT, False, id="not for good"),
]


@pytest.mark.parametrize(("status", "words", "kind", "gone"), ROWS)
def test_a_report_says_that_there_is_no_such_address_by(status: str, words: str, kind: BounceKind, gone: bool) -> None:
    lines = [
        "From: MAILER-DAEMON@mx.example.org",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
        "",
        "--b",
        "Content-Type: message/delivery-status",
        "",
        "Reporting-MTA: dns; mx.example.org",
        "",
        "Final-Recipient: rfc822; anne@example.org",
        "Action: failed",
        f"Status: {status}",
        f"Diagnostic-Code: smtp; {words}",
        "--b--",
        "",
    ]
    (bounce,) = read("\r\n".join(lines).encode()).bounces
    assert (bounce.kind, bounce.gone) == (kind, gone)


PROSE = [
    pytest.param("550 5.1.1 <anne@example.org>: unknown", True, id="a code of no such address"),
    pytest.param("550 5.7.1 <anne@example.org>: spam", False, id="a code of spam"),
    pytest.param("The user does not exist.", True, id="words"),
    pytest.param("It was refused.", False, id="words that say nothing of it"),
]


@pytest.mark.parametrize(("words", "gone"), PROSE)
def test_a_report_for_people_says_it_in_its_words(words: str, gone: bool) -> None:
    raw = f"From: Mailer-Daemon@mx.example.org\r\nX-Failed-Recipients: anne@example.org\r\n\r\n{words}\r\n"
    (bounce,) = read(raw.encode()).bounces
    assert bounce.gone is gone


FAILED = "Delivery has failed to these recipients or groups:\n\n"
NOT_FOUND = "The email address you entered couldn't be found. Please check it and try to resend the message."
IS_FULL = "The recipient's mailbox is full and can't accept messages now."
EXCHANGE = [
    pytest.param(f"{FAILED}anne@example.org\n{NOT_FOUND}", HARD, True, id="new"),
    pytest.param(
        f"{FAILED}Anne (anne@example.org)<mailto:anne@example.org>\n{IS_FULL}",
        SOFT,
        False,
        id="a full mailbox",
    ),
    pytest.param("Your message to anne@example.org couldn't be delivered.\nIt was refused.", HARD, False, id="refused"),
]


@pytest.mark.parametrize(("words", "kind", "gone"), EXCHANGE)
@pytest.mark.parametrize("sender", ["postmaster@example.org", "Microsoft Outlook <exchange@example.org>"])
def test_a_report_of_exchange_in_prose_is_one(words: str, kind: BounceKind, gone: bool, sender: str) -> None:
    head = f"From: {sender}\nX-MS-Exchange-Message-Is-Ndr:\nIn-Reply-To: <1@westmere.example.org>\n"
    (bounce,) = read(f"{head}Content-Type: text/plain; charset=utf-8\n\n{words}\n".encode()).bounces
    assert (bounce.recipient, bounce.kind, bounce.gone) == ("anne@example.org", kind, gone)
    assert bounce.original_message_id == "<1@westmere.example.org>"


def test_a_resident_who_writes_of_a_failed_delivery_reports_nothing() -> None:
    words = f"{FAILED}anne@example.org\nWhat does that mean?"
    assert read(f"From: ben@example.org\n\n{words}".encode()).bounces == ()
