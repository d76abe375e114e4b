"""What odd programmes write: addresses as encoded words, routes, and reports in the words of a mail system."""

import pytest

from channels.email import addresses
from channels.email.inbound import read
from channels.email.mail import Party
from channels.email.tree import FIELD_CUT

HEAD = "From: ann@example.org\nDate: Mon, 3 Mar 2025 10:00:00 +0000\n"
ANNE = Party(name="Anne", address="ann@example.org")
ENCODED = "=?utf-8?q?ann=40example.org?="


@pytest.mark.parametrize("field", ["To", "Cc", "Reply-To"])
@pytest.mark.parametrize("value", [ENCODED, f"bob@example.org, {ENCODED}", "=?utf-8?b?YW5uQGV4YW1wbGUub3Jn?="])
def test_an_address_that_is_encoded_does_not_count_and_is_told(field: str, value: str) -> None:
    mail = read(f"{HEAD}Message-ID: <a@example.org>\n{field}: {value}\n\nHello".encode())
    assert mail.warnings == (f"An address under {field} is encoded as only names may be, so it does not count.",)


def test_an_encoded_name_beside_its_address_is_as_it_should_be() -> None:
    mail = read(f"{HEAD}Message-ID: <a@example.org>\nCc: {ENCODED} <ann@example.org>\n\nHello".encode())
    assert mail.warnings == ()


def test_a_message_id_that_cannot_be_read_is_told() -> None:
    mail = read(f"{HEAD}Message-ID: =?utf-8?q?=3Ca=40example.org=3E?=\n\nHello".encode())
    assert (mail.message_id, mail.warnings) == ("", ("Its Message-ID cannot be read.",))


@pytest.mark.parametrize("who", ["Ann Resident", "Ann <>"])
def test_a_sender_without_any_address_is_told(who: str) -> None:
    mail = read(f"From: {who}\nDate: Mon, 3 Mar 2025 10:00:00 +0000\nMessage-ID: <a@example.org>\n\nHello".encode())
    assert (mail.sender.address, mail.warnings) == ("", (addresses.NO_ADDRESS,))


ROUTES = [
    pytest.param("Ann . Q . Resident <@relay.example.org:ann@example.org>", id="one relay"),
    pytest.param("Ann . Q . Resident <@a.example.org,@relay.example.org:ann@example.org>", id="two relays"),
    pytest.param("Ann . Q . Resident <@relay.example.org: ann@example.org>, bob@example.org", id="and somebody else"),
]


@pytest.mark.parametrize("value", ROUTES)
def test_a_name_stays_beside_an_address_with_the_way_to_it(value: str) -> None:
    mail = read(f"{HEAD}To: {value}\n\nHello".encode())
    assert mail.to[0] == Party(name="Ann . Q . Resident", address="ann@example.org")


REPORTS = [
    pytest.param(
        "Hi. This is the qmail-send program at example.org.\nI'm afraid I wasn't able to deliver your message.\n\n"
        "<gone@example.org>:\n192.0.2.1 does not like recipient.\nRemote host said: 550 5.1.1 No such user",
        id="qmail",
    ),
    pytest.param(
        "A message that you sent could not be delivered.\n\n  gone@example.org\n"
        "    SMTP error from remote mail server after RCPT TO:<gone@example.org>:\n"
        "    host mx.example.org [192.0.2.1]: 550 5.1.1 No such user",
        id="Exim",
    ),
    pytest.param(
        "The message could not be stored for\n\ngone@example.org\n\n"
        "On 3 Mar 2025 10:00 the server of <gone@example.org> said:\nThis mailbox is temporarily over quota.",
        id="an old provider",
    ),
]


@pytest.mark.parametrize("words", REPORTS)
def test_why_nothing_arrived_is_no_quote(words: str) -> None:
    copy = "\n\nFrom: council@example.org\nTo: gone@example.org\nSubject: Your bin\n\nDear resident"
    head = "From: Mail System <MAILER-DAEMON@example.org>\nSubject: failure notice\n\n"
    mail = read(f"{head}{words}{copy}".encode())
    assert mail.text == words
    assert "Dear resident" in mail.quoted, "the copy of what we wrote still is"


REST = "From: Anne <ann@example.org>\nDate: Mon, 3 Mar 2025 10:00:00 +0000\nMessage-ID: <a@example.org>\n"
LONG = [
    pytest.param("Subject: " + "L" * 1_000_000, "subject", id="a subject of a megabyte"),
    pytest.param("X-Scan: " + "L" * 1_000_000, "x-scan", id="a field that nobody asks for"),
    pytest.param("X-Scan: a" + "\n b" * 300_000, "x-scan", id="one over many lines"),
]


@pytest.mark.parametrize(("field", "name"), LONG)
def test_a_field_that_is_too_long_is_cut_and_those_behind_it_are_read(field: str, name: str) -> None:
    mail = read(f"{field}\n{REST}Content-Type: text/html\n\n<p>Hello</p>".encode())
    assert (mail.sender, mail.message_id, mail.text) == (ANNE, "<a@example.org>", "Hello")
    assert mail.warnings == (FIELD_CUT.format(names=name),)
    assert not mail.unclear_sender


def test_behind_many_long_fields_who_wrote_is_read() -> None:
    many = "".join(f"X-{n}: {'L' * 100_000}\n" for n in range(20))
    mail = read(f"{many}{REST}\nHello".encode())
    assert (mail.sender, mail.text) == (ANNE, "Hello")


def test_a_sender_who_is_cut_is_no_plain_one() -> None:
    assert read(f"From: {'a' * 100_000} <ann@example.org>\n\nHello".encode()).unclear_sender


@pytest.mark.parametrize("ends", ["=0D=0A", "=0A", "=07", "=E2=80=A8", "=E2=80=AE", "=C2=85"])
def test_a_name_or_subject_is_one_line_without_control_letters(ends: str) -> None:
    word = f"=?utf-8?Q?Ann{ends}Bcc:_x@example.org?="
    head = HEAD.replace("ann@example.org", f"{word} <ann@example.org>")
    mail = read(f"{head}To: {word} <b@x.org>\nSubject: {word}\n\n".encode())
    assert {mail.sender.name, mail.to[0].name, mail.subject} == {"Ann Bcc: x@example.org"}


def test_the_name_of_a_file_is_one_line() -> None:
    head = "Content-Type: text/csv\nContent-Disposition: attachment; filename==?utf-8?Q?a=0D=0A=E2=80=A8b.csv?=\n"
    (file,) = read(f"From: a@example.org\n{head}\nx".encode()).attachments
    assert file.filename == "ab.csv"
