"""Two robots that answer each other stop: whatever kind of responder writes back, we answer it at most once."""

from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from functools import partial
from itertools import count

import pytest

from centre.mailing import Mailing
from channels.email.composing import Outgoing, compose
from channels.email.inbound import read
from channels.email.mail import Mail
from records.tx import Tx
from tests.centre.correspondence import ANNE, BINS, BOX, Desk, written
from tests.centre.house import House

ROUNDS = 50
Responder = Callable[[Mail, int], EmailMessage]


@pytest.fixture
async def desk(house: House) -> Desk:
    return Desk(house)


def plain(heard: Mail, number: int) -> EmailMessage:
    """The least that an answer has."""
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"] = ANNE, heard.sender.address
    message["Subject"] = f"Re: {heard.subject}"
    message["Message-ID"] = f"<robot-{number}@example.org>"
    message["In-Reply-To"] = message["References"] = heard.message_id
    message.set_content(f"I am away until {number} May.")
    return message


def with_(**headers: str) -> Responder:
    """A plain one with these headers, _ for -; an empty one is taken away."""

    def respond(heard: Mail, number: int) -> EmailMessage:
        message = plain(heard, number)
        for name, value in headers.items():
            field = name.replace("_", "-")
            del message[field]
            if value:
                message[field] = value.format(number=number)
        return message

    return respond


def quoting(heard: Mail, number: int) -> EmailMessage:
    """No thread, another sender each time, and our own words below."""
    message = with_(In_Reply_To="", References="", From="robot-{number}@example.org", Subject="{number}")(heard, number)
    message.set_content("Noted.\n\n" + "\n".join(f"> {line}" for line in heard.text.splitlines()))
    return message


def echoing(heard: Mail, number: int) -> EmailMessage:
    """Gives back what it got, under its own name."""
    message = with_(In_Reply_To="", References="", From="echo-{number}@example.org")(heard, number)
    message.set_content(heard.text)
    return message


def unattended(heard: Mail, number: int) -> EmailMessage:
    message = with_(In_Reply_To="", References="", From="{number}@example.org", Subject="{number}")(heard, number)
    message.set_content(f"Ticket {number}: this mailbox is not monitored.")
    return message


def ticketing(heard: Mail, number: int) -> EmailMessage:
    """A new address, a new subject and its own words each time, and no thread."""
    del heard
    return read_back(
        written(f"ticket-{number}@help.example", subject=f"Ticket {number} opened", words=f"No. {number}.")
    )


def tagging(heard: Mail, number: int) -> EmailMessage:
    """The same with letters after a +."""
    del heard
    tag = "abcdefghijklmnopqrstuvwxyz"[number % 26] * number
    return read_back(written(f"help+{tag}@help.example", subject=f"Ticket {tag} opened", words=f"It is {tag}."))


def read_back(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, EmailMessage, policy=SMTP)


RESPONDERS = [
    pytest.param(with_(Auto_Submitted="auto-replied"), id="RFC 3834"),
    pytest.param(with_(Auto_Submitted="auto-generated"), id="a ticket system that is generated"),
    pytest.param(with_(X_Auto_Response_Suppress="All"), id="Exchange"),
    pytest.param(with_(X_Autoreply="yes"), id="cPanel"),
    pytest.param(with_(X_Autorespond="away"), id="autorespond"),
    pytest.param(with_(X_Mail_Autoreply="yes"), id="another mail server's own mark"),
    pytest.param(with_(X_Loop=ANNE), id="X-Loop"),
    pytest.param(with_(Precedence="bulk"), id="Precedence: bulk"),
    pytest.param(with_(Precedence="auto_reply"), id="Precedence: auto_reply"),
    pytest.param(with_(List_Id="<news.example.org>"), id="a mailing list"),
    pytest.param(with_(Return_Path="<>"), id="an empty return path"),
    pytest.param(with_(From="MAILER-DAEMON@example.org"), id="a mail system"),
    pytest.param(with_(From="no-reply@example.org"), id="one that takes no answers"),
    pytest.param(with_(Subject="Automatic reply: {number}"), id="Outlook's subject alone"),
    pytest.param(with_(Subject="Out of Office {number}"), id="a person's own subject"),
    pytest.param(plain, id="no mark at all, in our thread"),
    pytest.param(with_(In_Reply_To="", References=""), id="no mark and no thread, under our subject"),
    pytest.param(with_(In_Reply_To="", References="", Subject="Ticket {number}"), id="a new ticket each time"),
    pytest.param(with_(From="robot-{number}@example.org"), id="another address each time, in our thread"),
    pytest.param(quoting, id="another address each time, our words quoted"),
    pytest.param(echoing, id="an echo from another address each time"),
    pytest.param(unattended, id="a mailbox that says that nobody reads it"),
    pytest.param(ticketing, id="a ticket system with an address, a subject and words of its own for each"),
    pytest.param(tagging, id="the same with a tag in its address"),
    pytest.param(with_(From=BINS), id="our own mailbox"),
]


@pytest.mark.parametrize("responder", RESPONDERS)
async def test_it_ends_at_one_reply(desk: Desk, responder: Responder) -> None:
    """The resident's robot answers everything that we write, and also speaks first: fifty rounds at most."""
    numbers = count(1)
    first = read(written(BINS, subject="Your council tax", mail_id="<bill@westmere.example.org>"))
    heard: list[Mail] = [first]
    answers: list[str] = []
    for _ in range(ROUNDS):
        if not heard:
            break
        await desk.comes(responder(heard.pop(), next(numbers)).as_bytes())
        await desk.house.deliver_all()
        for each in await posted(desk, answers):
            answers.append(each.message_id)
            heard.append(each)
    assert len(answers) <= 1


async def posted(desk: Desk, known: list[str]) -> list[Mail]:
    """What has left since, as its recipient reads it."""
    contacts = [each.id for each in desk.contacts()]
    sent = [each for each in desk.house.ask(lambda tx: tx.mails.of_contacts(contacts)) if each.direction == "out"]
    mailing = desk.house.centre.emails._mailing
    fresh = [each for each in sent if each.mail_id not in known]
    whole = [desk.house.ask(partial(_outgoing, mailing, each.id)) for each in fresh]
    return [read(compose(each)) for each in whole]


def _outgoing(mailing: Mailing, message: str, tx: Tx) -> Outgoing:
    return mailing.outgoing(tx, message)[0]


async def test_a_person_is_answered_with_when_and_once_a_day(desk: Desk) -> None:
    await desk.comes(written(ANNE))
    await desk.comes(written(ANNE, subject="A lamp", words="A lamp is out."))
    answers = [each for each in await posted(desk, []) if each.automatic]
    assert len(answers) == 1
    assert answers[0].text.startswith("Thank you for your email. This is an automatic answer: somebody will read")
    assert "{" not in answers[0].text
    assert answers[0].quoted == "", "it gives nothing back that somebody else may have written"
    assert [each.address for each in answers[0].to] == [ANNE]


async def test_an_automatic_answer_goes_to_nobody_who_was_copied_in(desk: Desk) -> None:
    await desk.comes(written(ANNE, cc="everybody@example.org"))
    (answer,) = await posted(desk, [])
    assert [each.address for each in (*answer.to, *answer.cc)] == [ANNE]


async def test_an_automatic_answer_goes_to_nobody_who_is_only_named_as_one_to_reply_to(desk: Desk) -> None:
    named = [f"victim-{number}@elsewhere.example" for number in range(200)]
    await desk.comes(written(ANNE, Reply_To=", ".join(named)))
    (answer,) = await posted(desk, [])
    assert [each.address for each in (*answer.to, *answer.cc)] == [ANNE]


@pytest.mark.parametrize(
    ("days", "answered"),
    [
        pytest.param(1, 1, id="yesterday's is answered"),
        pytest.param(3, 0, id="what has lain there for three days is not"),
    ],
)
async def test_what_has_lain_in_the_mailbox_is_not_answered(desk: Desk, days: int, answered: int) -> None:
    came = desk.house.clock.now() - timedelta(days=days)
    await desk.house.centre.emails.take_in(BOX, written(ANNE), came)
    assert len(desk.contacts()) == 1
    assert len(await posted(desk, [])) == answered
