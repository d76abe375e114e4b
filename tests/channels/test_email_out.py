"""Email that leaves: what it looks like, what cannot be smuggled into it, and what each answer of the server means."""

import socket
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from channels.email import inbound
from channels.email.composing import File, Outgoing, compose, quoted, shortened
from channels.email.mail import Party
from channels.email.outbound import EmailOutbound
from channels.email.relay import AllTurnedAway, MailRelay
from channels.email.subjects import answering, base, marked, references_in
from channels.email.tokens import addressed, bare, contacts_in
from core.errors import InvalidInput, OutcomeUnknown, Refused, SwitchboardError, Unavailable
from tests.channels.relay import Office, Relay

BINS = "bins@westmere.example.org"
ANNE, BEN = "anne@example.org", "ben@example.org"
NOON = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)
CONTACT = "con_01kaz0000000000000000000aa"
KEY = "k" * 32
LETTER = Outgoing(
    mail_id="<msg_1@westmere.example.org>",
    sender=Party(name="Westmere County Council", address=BINS),
    envelope_from=BINS,
    reply_to=BINS,
    to=(Party(name="Anne", address=ANNE),),
    cc=(Party(address=BEN),),
    subject="Re: Bins",
    text="We come on Tuesday.",
    date=NOON,
    in_reply_to="<1@example.org>",
    references=("<0@example.org>", "<1@example.org>"),
)


def test_an_email_says_whom_it_is_from_to_and_what_it_answers() -> None:
    with Relay() as relay:
        assert EmailOutbound(MailRelay(relay.url, answer_s=2)).send(LETTER).turned == ()
    (taken,) = relay.office.taken
    assert (taken.sender, taken.to) == (BINS, (ANNE, BEN))
    said = taken.message
    assert {name: str(said[name]) for name in ("From", "To", "Cc", "Reply-To", "Subject", "In-Reply-To")} == {
        "From": f"Westmere County Council <{BINS}>",
        "To": f"Anne <{ANNE}>",
        "Cc": BEN,
        "Reply-To": BINS,
        "Subject": "Re: Bins",
        "In-Reply-To": "<1@example.org>",
    }
    assert str(said["References"]) == "<0@example.org> <1@example.org>"
    assert (str(said["Message-ID"]), said["Auto-Submitted"]) == ("<msg_1@westmere.example.org>", None)


def test_what_we_write_we_read_again_word_for_word() -> None:
    words = "Dear Zoë,\n\nwe come on Tuesday “early”.\n.\nFrom here on.\n" + "long " * 400
    file = File(name="plan für Anne.pdf", content_type="application/pdf", content=b"%PDF\r\n.\r\nx")
    mail = inbound.read(compose(replace(LETTER, text=words, files=(file,), subject="Bins – Zoë")))
    assert mail.text.split() == words.split()
    assert (mail.subject, mail.in_reply_to) == ("Bins – Zoë", "<1@example.org>")
    assert [(each.filename, each.content) for each in mail.attachments] == [("plan für Anne.pdf", b"%PDF\r\n.\r\nx")]
    assert not mail.automatic


LONG: list[Any] = [
    pytest.param(f"<{'DB9PR01MB' * 9}{'a' * 40}@DB9PR01MB0001.eurprd01.prod.example.org>", id="as Exchange makes them"),
    pytest.param(f"<{'x' * 880}@example.org>", id="as long as a line may be"),
    pytest.param("<=?utf-8?q?a?=@example.org>", id="one that looks encoded"),
]


@pytest.mark.parametrize("mail_id", LONG)
def test_an_id_that_is_answered_is_written_as_it_came_however_long_it_is(mail_id: str) -> None:
    raw = compose(replace(LETTER, in_reply_to=mail_id, references=("<0@example.org>", mail_id, mail_id[:-1] + "x>")))
    head = raw.partition(b"\r\n\r\n")[0]
    assert f"In-Reply-To: {mail_id}\r\n".encode() in head
    assert f"References: <0@example.org>\r\n {mail_id}\r\n {mail_id[:-1]}x>\r\n".encode() in head
    assert max(map(len, head.split(b"\r\n"))) <= 998
    mail = inbound.read(raw)
    assert (mail.in_reply_to, mail.references[:2]) == (mail_id, ("<0@example.org>", mail_id))


def test_an_id_that_cannot_be_written_as_it_is_is_left_out() -> None:
    raw = compose(replace(LETTER, in_reply_to="<ä@example.org>", references=("<ä@example.org>", "<1@example.org>")))
    assert b"In-Reply-To" not in raw
    assert b"References: <1@example.org>\r\n" in raw


def test_what_no_person_wrote_says_so() -> None:
    assert inbound.read(compose(replace(LETTER, automatic=True))).automatic_reason.startswith("it says Auto-Submitted")


EVIL = "x\r\nBcc: evil@example.org\r\n\r\nbody"
SMUGGLED = [
    pytest.param({"subject": EVIL}, id="a subject"),
    pytest.param({"subject": "x\nBcc: evil@example.org"}, id="a subject with a bare line feed"),
    pytest.param({"subject": "x\u2028Bcc: evil@example.org"}, id="a subject with a line separator"),
    pytest.param({"to": (Party(name=EVIL, address=ANNE),)}, id="a name"),
    pytest.param({"to": (Party(name='Anne" <evil@example.org>, "', address=ANNE),)}, id="a name with an address in it"),
    pytest.param({"sender": Party(name=EVIL, address=BINS)}, id="our own name"),
    pytest.param({"in_reply_to": "<1@x>\r\nBcc: evil@example.org"}, id="an id"),
    pytest.param({"references": ("<1@x>\r\nBcc: evil@example.org",)}, id="a reference"),
    pytest.param({"files": (File(name=EVIL, content_type="text/plain", content=b"x"),)}, id="a file's name"),
    pytest.param({"files": (File(name="a", content_type="a/b\r\nBcc: e@x.org", content=b"x"),)}, id="a file's type"),
]


@pytest.mark.parametrize("given", SMUGGLED)
def test_nothing_begins_a_header_of_its_own(given: dict[str, Any]) -> None:
    mail = replace(LETTER, **given)
    raw = compose(mail)
    head = raw.partition(b"\r\n\r\n")[0]
    assert not [line for line in head.split(b"\r\n") if line.lower().startswith(b"bcc")]
    assert "evil@example.org" not in mail.recipients
    assert [each.address for each in (*inbound.read(raw).to, *inbound.read(raw).cc)] == [ANNE, BEN]


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("anne@example.org\r\nRCPT TO:<evil@example.org>", id="a line break"),
        pytest.param("an ne@example.org", id="a space"),
        pytest.param("@example.org", id="nobody"),
        pytest.param("änne@example.org", id="letters that not every mail server knows"),
        pytest.param("anne@exa>mple.org", id="a bracket"),
    ],
)
def test_an_address_that_is_none_is_refused_before_anybody_is_asked(address: str) -> None:
    with pytest.raises(InvalidInput, match="cannot be written to"):
        compose(replace(LETTER, to=(Party(address=address),)))


def test_a_domain_in_other_letters_is_written_as_mail_servers_know_it() -> None:
    mail = inbound.read(compose(replace(LETTER, to=(Party(address="anne@bücher.example"),), cc=())))
    assert [each.address for each in mail.to] == ["anne@xn--bcher-kva.example"]


ANSWERS: list[Any] = [
    pytest.param({ANNE: "550 5.1.1 no such user", BEN: "550 5.1.1 no"}, None, AllTurnedAway, id="nobody is known"),
    pytest.param({ANNE: "450 greylisted"}, None, Unavailable, id="one is told to wait, so all wait"),
    pytest.param({}, "554 looks like spam", Refused, id="a refused message is a refusal"),
    pytest.param({}, "452 disk full", Unavailable, id="a full disk is tried again"),
    pytest.param({}, "hang up", OutcomeUnknown, id="cut off after the message: nobody knows"),
]


@pytest.mark.parametrize(("rcpt", "data", "expected"), ANSWERS)
def test_each_answer_of_the_mail_server_means(
    rcpt: dict[str, str], data: str | None, expected: type[SwitchboardError]
) -> None:
    with Relay(Office(rcpt=rcpt, data=data)) as relay, pytest.raises(expected):
        EmailOutbound(MailRelay(relay.url, answer_s=2)).send(LETTER)
    assert relay.office.taken == []


def test_who_is_turned_away_keeps_nobody_else_from_getting_it() -> None:
    with Relay(Office(rcpt={BEN: "550 5.1.1 no such user"})) as relay:
        (turned,) = EmailOutbound(MailRelay(relay.url, answer_s=2)).send(LETTER).turned
    assert (turned.address, turned.gone, turned.words) == (BEN, True, "5.1.1 no such user")
    assert [each.to for each in relay.office.taken] == [(ANNE,)]


def test_what_is_larger_than_the_server_takes_is_refused_before_it_is_sent() -> None:
    large = File(name="film", content_type="video/mp4", content=b"x" * 2_000_000)
    with Relay(data_size_limit=1_000_000) as relay, pytest.raises(Refused, match=r"larger than .* takes \(1 MB\)"):
        EmailOutbound(MailRelay(relay.url, answer_s=2)).send(replace(LETTER, files=(large,)))


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
@pytest.mark.parametrize("right", [True, False])
def test_a_token_logs_in_as_google_and_microsoft_want_it(right: bool) -> None:
    office = Office(token="ya29.good" if right else "another")
    with Relay(office, auth_required=True, auth_require_tls=False) as relay:
        out = EmailOutbound(
            MailRelay(relay.url.replace("//", "//bins%40westmere.example.org@"), token="ya29.good", answer_s=2)
        )
        if right:
            assert out.check().startswith("answers on 127.0.0.1")
            out.send(LETTER)
        else:
            with pytest.raises(Unavailable, match="did not accept"):
                out.check()
    assert len(office.taken) == right


def test_without_a_server_or_a_setting_it_surely_was_not_sent() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(Unavailable, match="could not be reached"):
            EmailOutbound(MailRelay(f"smtp://127.0.0.1:{taken.getsockname()[1]}")).send(LETTER)
    with pytest.raises(Unavailable, match="SMTP_URL is not set"):
        EmailOutbound(MailRelay("")).send(LETTER)


BASES = [
    pytest.param("Re: AW: Fwd: Missed bin", "missed bin", id="what programmes put before it"),
    pytest.param("RE[2]: [EXTERNAL] Missed  bin", "missed bin", id="counts and marks of other mail systems"),
    pytest.param("Re: Missed bin [Ref 482-193-075]", "missed bin", id="our own mark"),
    pytest.param("EXTERNAL: Re: Missed bin", "missed bin", id="a gateway's mark with a colon"),
    pytest.param("***SPAM*** Re: Missed bin", "missed bin", id="a gateway's mark between stars"),
    pytest.param("[Suspected spam] Re: Missed bin", "missed bin", id="a gateway that is not sure"),
    pytest.param("Caution: External - Re: Missed bin", "missed bin", id="a gateway that warns"),
    pytest.param("Odpowiedź: R: 回复：Missed bin", "missed bin", id="answers in other languages"),
    pytest.param("Caution: the lid is sharp", "caution: the lid is sharp", id="a warning that somebody wrote"),
    pytest.param("External wall is wet", "external wall is wet", id="a mark's word in a sentence"),
    pytest.param("Automatic reply: Missed bin", "missed bin", id="a robot's"),
    pytest.param("Re: ", "", id="nothing"),
    pytest.param("Reply from Anne", "reply from anne", id="a word that only begins so"),
]


@pytest.mark.parametrize(("subject", "expected"), BASES)
def test_two_subjects_are_of_one_thread_by(subject: str, expected: str) -> None:
    assert base(subject) == expected


def test_a_reference_in_a_subject_is_found_however_it_is_written() -> None:
    good = "482193072"
    read = [each for each in (f"{good[:8]}{digit}" for digit in range(10)) if references_in(f"My case {each}, please")]
    assert len(read) == 1, "one check digit is right"
    shown = f"{read[0][:3]}-{read[0][3:6]}-{read[0][6:]}"
    assert references_in(f"Re: Bins [ref: {shown}]") == [shown]
    assert references_in(f"1-{shown}") == []
    assert marked(answering("Bins"), shown) == f"Re: Bins [Ref {shown}]"
    assert marked(answering(f"RE: Bins [Ref {shown}]"), shown) == f"RE: Bins [Ref {shown}]"
    assert len(marked("x" * 900, shown)) == 200
    assert references_in(marked("x" * 900, shown)) == [shown]


def test_a_token_names_a_contact_and_only_ours_counts() -> None:
    made = addressed(BINS, CONTACT, KEY)
    assert made.startswith("bins+sb-")
    assert contacts_in([made.upper()], KEY) == [CONTACT]
    assert contacts_in([made], "another key") == []
    assert contacts_in([BINS], KEY) == []
    assert (bare(made), bare("Anne+news@example.org")) == (BINS, "anne+news@example.org")
    assert addressed(f"{'long' * 10}@x.org", CONTACT, KEY) == f"{'long' * 10}@x.org"


def test_a_long_thread_keeps_its_first_and_its_newest() -> None:
    ids = [f"<{n}@x>" for n in range(100)]
    assert shortened(ids) == ("<0@x>", *ids[-19:])


def test_what_is_answered_stands_below_with_who_and_when() -> None:
    assert quoted("One\n\n> two", "Anne\r\nBcc: x", NOON) == (
        "On 3 March 2026 at 12:00, Anne Bcc: x wrote:\n> One\n>\n> > two"
    )
