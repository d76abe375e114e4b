"""What mail systems report: on the message, in the conversation, at the address; never a contact of its own."""

from email.message import EmailMessage
from typing import Any

import pytest

from centre.lost import NOT_HEARD
from core.channel import Channel
from records.mails import Envelope
from tests.centre.correspondence import ANNE, BEN, BINS, BOX, EVE, Desk, written
from tests.centre.house import House


@pytest.fixture
async def desk(house: House) -> Desk:
    return Desk(house)


def report(sent: Envelope, **given: Any) -> bytes:
    """On one of ours; see `dsn`."""
    return dsn(sent.mail_id, sent.subject, **given)


def dsn(
    mail_id: str,
    subject: str,
    *,
    action: str = "failed",
    status: str = "5.1.1",
    who: str = ANNE,
    to: str = BINS,
    number: int = 1,
) -> bytes:
    """RFC 3464, as Postfix writes it."""
    lines = [
        "Return-Path: <>",
        "From: MAILER-DAEMON@mx.example.org",
        f"To: {to}",
        "Subject: Undelivered Mail Returned to Sender",
        f"Message-ID: <dsn-{number}@mx.example.org>",
        "Auto-Submitted: auto-replied",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
        "",
        "--b",
        "Content-Type: text/plain",
        "",
        "I could not deliver it.",
        "--b",
        "Content-Type: message/delivery-status",
        "",
        "Reporting-MTA: dns; mx.example.org",
        "",
        f"Final-Recipient: rfc822; {who}",
        f"Action: {action}",
        f"Status: {status}",
        "Diagnostic-Code: smtp; 550 No such user here",
        "--b",
        "Content-Type: text/rfc822-headers",
        "",
        f"Message-ID: {mail_id}",
        f"Subject: {subject}",
        "--b--",
        "",
    ]
    return "\r\n".join(lines).encode()


WORDS = {
    "hard": f"An email of ours did not reach {ANNE}, and sending it again will not help. "
    "The mail system says: 550 No such user here",
    "soft": f"An email of ours did not reach {ANNE}. The mail system says: 550 No such user here",
    "delayed": f"An email of ours has not reached {ANNE} yet; it is still being tried. "
    "The mail system says: 550 No such user here",
}
ROWS = [
    pytest.param("failed", "5.1.1", "undelivered", "hard", True, id="no such address: not delivered, and marked"),
    pytest.param("failed", "5.2.2", "undelivered", "soft", False, id="a full mailbox: not delivered, not marked"),
    pytest.param("failed", "5.2.1", "undelivered", "hard", True, id="a disabled mailbox: not delivered, and marked"),
    pytest.param("failed", "5.7.26", "undelivered", "soft", False, id="we are not trusted: not delivered, not marked"),
    pytest.param("failed", "5.7.1", "undelivered", "soft", False, id="taken for spam: not delivered, not marked"),
    pytest.param("failed", "5.4.7", "undelivered", "soft", False, id="it took too long: not delivered, not marked"),
    pytest.param("failed", "5.3.0", "undelivered", "soft", False, id="their own rule: not delivered, not marked"),
    pytest.param("failed", "4.4.7", "undelivered", "soft", False, id="given up for today: not delivered, not marked"),
    pytest.param("delayed", "4.4.1", "sent", "delayed", False, id="still being tried: sent, and why it takes long"),
]


@pytest.mark.parametrize(("action", "status", "expected", "words", "marked"), ROWS)
async def test_a_report_is_shown_on_the_message_and_in_the_conversation(
    desk: Desk, action: str, status: str, expected: str, words: str, marked: bool
) -> None:
    await desk.comes(written(ANNE))
    (contact,) = desk.contacts()
    sent = await desk.answers(contact)
    for _ in range(2):
        await desk.comes(report(sent, action=action, status=status))
    message = desk.house.ask(lambda tx: tx.messages.get(sent.id))
    assert (message.status, message.problem) == (expected, WORDS[words])
    notes = [each.text for each in desk.said(contact) if each.direction == "note"]
    assert notes == [WORDS[words]], "twice is once"
    assert bool(desk.house.ask(lambda tx: tx.undeliverable.among([ANNE]))) is marked
    assert len(desk.contacts()) == 1
    files = desk.house.ask(lambda tx: tx.documents.of_contact(contact.id))
    assert [each.name for each in files] == ["original.eml", "report.eml"]
    view = await desk.house.centre.desk.contact(desk.house.staff["amina"], contact.id)
    lines = [(each["kind"], each["text"]) for each in view["timeline"] if each["channel"] == Channel.EMAIL]
    assert ("note", WORDS[words]) in lines
    assert (view["mailing"]["warnings"] != []) is marked


async def test_what_did_not_arrive_from_a_closed_conversation_waits_for_somebody_again(desk: Desk) -> None:
    await desk.comes(written(ANNE))
    (contact,) = desk.contacts()
    sent = await desk.answers(contact)
    desk.closes(contact)
    await desk.comes(report(sent))
    (again,) = desk.contacts()
    assert (again.id, again.state) == (contact.id, "waiting")


async def test_our_automatic_answer_that_did_not_arrive_troubles_nobody(desk: Desk) -> None:
    await desk.comes(written(ANNE))
    (contact,) = desk.contacts()
    (sent,) = [each for each in desk.house.ask(lambda tx: tx.mails.of_contacts([contact.id])) if each.automatic]
    await desk.house.deliver_all()
    desk.closes(contact)
    await desk.comes(report(sent))
    assert [each.state for each in desk.contacts()] == ["closed"]


async def test_a_report_that_names_another_address_marks_neither(desk: Desk) -> None:
    """It was forwarded there; or somebody made the report up."""
    await desk.comes(written(ANNE))
    (contact,) = desk.contacts()
    sent = await desk.answers(contact)
    await desk.comes(report(sent, who=EVE))
    assert desk.house.ask(lambda tx: tx.undeliverable.among([ANNE, EVE])) == []
    assert desk.house.ask(lambda tx: tx.messages.get(sent.id)).status == "undelivered"


async def test_of_two_recipients_the_one_that_failed_is_named(desk: Desk) -> None:
    await desk.comes(written(ANNE, cc=BEN))
    (contact,) = desk.contacts()
    sent = await desk.answers(contact)
    await desk.comes(report(sent, who=BEN))
    assert [each.address for each in desk.house.ask(lambda tx: tx.undeliverable.among([ANNE, BEN]))] == [BEN]


def _also(raw: bytes, who: str, action: str, status: str) -> bytes:
    """The same report, about another recipient as well."""
    group = f"\r\n\r\nFinal-Recipient: rfc822; {who}\r\nAction: {action}\r\nStatus: {status}"
    return raw.replace(b" 550 No such user here", b" 550 No such user here" + group.encode())


BOTH = [
    pytest.param("failed", "5.1.1", [ANNE, BEN], id="nobody is at either address: both are marked"),
    pytest.param("delayed", "4.4.1", [ANNE], id="one is late, the other failed: it failed"),
]


@pytest.mark.parametrize(("action", "status", "marked"), BOTH)
async def test_a_report_on_two_recipients_tells_of_both(
    desk: Desk, action: str, status: str, marked: list[str]
) -> None:
    await desk.comes(written(ANNE, cc=BEN))
    (contact,) = desk.contacts()
    sent = await desk.answers(contact)
    await desk.comes(_also(report(sent), BEN, action, status))
    message = desk.house.ask(lambda tx: tx.messages.get(sent.id))
    assert message.status == "undelivered"
    assert ANNE in str(message.problem)
    assert BEN in str(message.problem)
    found = desk.house.ask(lambda tx: tx.undeliverable.among([ANNE, BEN]))
    assert [each.address for each in found] == marked


async def test_a_later_report_on_another_recipient_takes_nothing_back(desk: Desk) -> None:
    await desk.comes(written(ANNE, cc=BEN))
    (contact,) = desk.contacts()
    sent = await desk.answers(contact)
    await desk.comes(report(sent))
    await desk.comes(report(sent, who=BEN, action="delayed", status="4.4.1", number=2))
    message = desk.house.ask(lambda tx: tx.messages.get(sent.id))
    assert message.status == "undelivered"
    assert str(message.problem).startswith(WORDS["hard"])
    assert BEN in str(message.problem)


async def test_a_process_that_ends_before_the_engine_is_told_is_made_up_for_by_the_next_look(desk: Desk) -> None:
    await desk.comes(written(ANNE))
    (contact,) = desk.contacts()
    sent = await desk.answers(contact)
    desk.closes(contact)
    emails = desk.house.centre.emails
    read = await emails.read_all(BOX, [(report(sent), None)])
    desk.house.do(lambda tx: emails._keep(tx, read[0]))
    (again,) = desk.contacts()
    assert (again.state, again.facts[NOT_HEARD]) == ("waiting", True), "in the very transaction that keeps the report"
    await desk.comes(report(sent))
    (again,) = desk.contacts()
    assert (again.state, again.facts[NOT_HEARD]) == ("waiting", None)


async def test_a_report_on_nothing_of_ours_is_put_aside(desk: Desk) -> None:
    await desk.comes(dsn("<x@y>", "Bins"))
    await desk.comes(dsn("<x@y>", "Bins", action="delivered", status="2.0.0", number=2))
    assert desk.contacts() == []
    assert [each.reason for each in desk.house.ask(lambda tx: tx.quarantine.open())] == [
        "It reports that a message of ours did not arrive.",
        "It is a report on a message that we did not send.",
    ]


async def test_a_receipt_is_kept_with_the_message_and_opens_nothing(desk: Desk) -> None:
    await desk.comes(written(ANNE))
    (contact,) = desk.contacts()
    sent = await desk.answers(contact)
    receipt = EmailMessage()
    receipt["From"], receipt["To"], receipt["Subject"] = ANNE, BINS, "Read: Missed bin"
    receipt["Message-ID"], receipt["In-Reply-To"] = "<read@example.org>", sent.mail_id
    receipt["Content-Type"] = 'multipart/report; report-type=disposition-notification; boundary="b"'
    await desk.comes(receipt.as_bytes() + b"--b\n\nRead.\n--b--\n")
    assert [each.id for each in desk.contacts()] == [contact.id]
    assert desk.said(contact)[-1].text == "A mail system reports on an email of ours; see report.eml."
    assert desk.house.ask(lambda tx: tx.messages.get(sent.id)).status == "sent"


async def test_an_address_is_right_again_once_something_comes_from_it(desk: Desk) -> None:
    await desk.comes(written(ANNE))
    (contact,) = desk.contacts()
    sent = await desk.answers(contact)
    await desk.comes(report(sent))
    await desk.comes(written(ANNE, subject=f"Re: {sent.subject}", answers=sent.mail_id, words="I am here."))
    assert desk.house.ask(lambda tx: tx.undeliverable.among([ANNE])) == []
