"""GOV.UK Notify over real HTTP: what goes out, how it is found again, and what each of its failures means."""

import base64
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import httpx
import pytest

from channels.carrier import Carrier
from channels.email.by_notify import NotifyEmails
from channels.email.composing import File
from channels.email.composing import Outgoing as Email
from channels.email.mail import Party
from channels.letter.by_notify import NotifyLetters
from channels.letter.outbound import Outgoing
from channels.notify import Notify, NotifyAccount, receipt
from channels.sms.by_notify import NotifyTexts
from core.errors import InvalidInput, NotAllowed, NotFound, OutcomeUnknown, Refused, Unavailable
from sandbox.partner.notify import SECRET, SERVICE

KEY = f"live-{SERVICE}-{SECRET}"
TEMPLATE = "11111111-2222-4333-8444-555555555555"
TO = "+447700900123"
LETTER = Outgoing(
    id="msg_01k",
    reference="482-193-074",
    subject="The pothole",
    text="It is filled.",
    to=("Mrs Ashworth", "14 Mill Lane", "WM3 7QD"),
    day=date(2026, 11, 27),
    today=date(2026, 11, 27),
    pages=1,
    pdf=b"%PDF-1.7 a letter %%EOF",
)

BINS, ANNE, BEN = "bins@westmere.example.org", "anne@example.org", "ben@example.org"
REPLY_TO = "99999999-2222-4333-8444-555555555555"
EMAIL = Email(
    mail_id="<msg_1@westmere.example.org>",
    sender=Party(name="Westmere County Council", address=BINS),
    envelope_from=BINS,
    reply_to=BINS,
    to=(Party(name="Anne", address=ANNE),),
    subject="Re: Bins [Ref 482-193-074]",
    text="We come on Tuesday.",
    date=datetime(2026, 3, 3, 12, tzinfo=UTC),
)


def account(sandbox: httpx.Client, key: str = KEY, timeout_s: float = 10) -> Notify:
    return Notify(NotifyAccount(key=key, base_url=str(sandbox.base_url).rstrip("/"), timeout_s=timeout_s))


@pytest.fixture
def notify(sandbox: httpx.Client) -> Iterator[Notify]:
    """Behaving well, before and after."""
    behave(sandbox, "up")
    yield account(sandbox)
    behave(sandbox, "up")


def behave(sandbox: httpx.Client, mode: str) -> None:
    sandbox.put("/sandbox/notify/mode", json={"mode": mode}).raise_for_status()


def kept(sandbox: httpx.Client, reference: str) -> list[dict[str, object]]:
    return [each for each in sandbox.get("/sandbox/notify").json() if each["reference"] == reference]


def test_a_text_goes_out_under_our_name_for_it(sandbox: httpx.Client, notify: Notify, carrier: Carrier) -> None:
    texts = NotifyTexts(carrier, notify, public_url="http://localhost", template=TEMPLATE)
    name = texts.send(TO, "We will fill it.", reference="msg_a")
    (sent,) = kept(sandbox, "msg_a")
    assert name == f"notify:{sent['id']}" == texts.find("msg_a")
    assert (sent["phone_number"], sent["template_id"]) == (TO, TEMPLATE)
    assert sent["personalisation"] == {"text": "We will fill it."}
    assert texts.find("msg_of_nobody") is None


def test_what_is_no_text_is_not_sent(notify: Notify, carrier: Carrier) -> None:
    texts = NotifyTexts(carrier, notify, public_url="http://localhost", template=TEMPLATE)
    for words in (" ", "x" * 1601):
        with pytest.raises(InvalidInput):
            texts.send(TO, words, reference="msg_b")


def test_our_own_paper_is_printed_as_it_is(sandbox: httpx.Client, notify: Notify) -> None:
    letters = NotifyLetters(notify, template="paper", postage="second")
    name = letters.send(LETTER)
    (sent,) = kept(sandbox, LETTER.id)
    assert letters.find(LETTER) == name
    assert base64.b64decode(str(sent["content"])) == LETTER.pdf
    assert sent["postage"] == "second"


def test_notifys_own_template_is_filled_in(sandbox: httpx.Client, notify: Notify) -> None:
    NotifyLetters(notify, template=TEMPLATE, postage="second").send(LETTER)
    said = kept(sandbox, LETTER.id)[-1]["personalisation"]
    assert said == {
        "address_line_1": "Mrs Ashworth",
        "address_line_2": "14 Mill Lane",
        "address_line_3": "WM3 7QD",
        "subject": "The pothole",
        "text": "It is filled.",
        "reference": "482-193-074",
    }


FATES = {
    "waiting": ("created", "queued", False),
    "on its way": ("sending", "sending", False),
    "there": ("delivered", "delivered", False),
    "never": ("permanent-failure", "undelivered", True),
    "not now": ("temporary-failure", "undelivered", True),
}


@pytest.mark.parametrize("name", FATES)
def test_what_became_of_a_text(name: str, sandbox: httpx.Client, notify: Notify) -> None:
    theirs, ours, problem = FATES[name]
    sent = notify.text(TO, TEMPLATE, "Hello", f"msg_{name}")
    sandbox.put(f"/sandbox/notify/{sent.removeprefix('notify:')}", json={"status": theirs}).raise_for_status()
    fate = notify.fate(sent)
    assert (fate.status, fate.problem is not None) == (ours, problem)


def test_one_that_it_does_not_keep_any_more_is_not_found(notify: Notify) -> None:
    with pytest.raises(NotFound):
        notify.fate("notify:00000000-0000-4000-8000-000000000000")


FAILURES = {
    "too many requests: nothing was done": ("busy", Unavailable, 0),
    "the limit of the day: nothing was done": ("spent", Unavailable, 0),
    "away: nothing was done": ("away", Unavailable, 0),
    "a key of the team's": ("team", Refused, 0),
    "an answer of 500": ("broken", OutcomeUnknown, 1),
    "a gateway's answer": ("gateway", OutcomeUnknown, 1),
    "an answer that breaks off": ("drop", OutcomeUnknown, 1),
    "an answer that is a page": ("no json", OutcomeUnknown, 1),
    "no answer in time": ("slow", OutcomeUnknown, 1),
}


@pytest.mark.parametrize("name", FAILURES)
def test_each_failure_says_whether_it_may_have_gone(name: str, sandbox: httpx.Client, notify: Notify) -> None:
    mode, kind, count = FAILURES[name]
    behave(sandbox, mode)
    with pytest.raises(kind):
        account(sandbox, timeout_s=1).text(TO, TEMPLATE, "Hello", f"msg_{mode}")
    assert len(kept(sandbox, f"msg_{mode}")) == count
    behave(sandbox, "up")
    assert (notify.find(f"msg_{mode}") is not None) is bool(count)


@pytest.mark.parametrize(("mode", "words"), [("spent", "limit of the day"), ("busy", "Notify is busy")])
def test_too_much_for_a_day_is_told_from_too_much_at_once(
    mode: str, words: str, sandbox: httpx.Client, notify: Notify
) -> None:
    behave(sandbox, mode)
    with pytest.raises(Unavailable, match=words):
        notify.text(TO, TEMPLATE, "Hello", "msg_limit")


def test_a_question_that_is_not_answered_is_safe_to_ask_again(sandbox: httpx.Client, notify: Notify) -> None:
    behave(sandbox, "away")
    with pytest.raises(Unavailable):
        notify.find("msg_a")


def test_an_address_at_which_nobody_listens_was_surely_not_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
    with pytest.raises(Unavailable, match="Nothing was sent"):
        Notify(NotifyAccount(key=KEY, base_url=f"http://127.0.0.1:{port}")).text(TO, TEMPLATE, "Hello", "msg_c")


def test_a_key_that_is_not_taken_is_said(sandbox: httpx.Client, notify: Notify) -> None:
    assert "2 templates" in notify.check()
    wrong = account(sandbox, key=f"live-{SERVICE}-{SERVICE}")
    for act in (wrong.check, lambda: wrong.text(TO, TEMPLATE, "Hello", "msg_d")):
        with pytest.raises(NotAllowed, match="NOTIFY_API_KEY"):
            act()


def test_an_address_of_two_lines_is_refused_without_repeating_it(notify: Notify) -> None:
    with pytest.raises(Refused) as refused:
        notify.letter(TEMPLATE, {"address_line_1": "Mrs Ashworth"}, "msg_e")
    assert "Ashworth" not in str(refused.value)


def test_an_email_goes_to_one_address_and_is_answered_at_the_mailbox_that_was_written_to(
    sandbox: httpx.Client, notify: Notify
) -> None:
    emails = NotifyEmails(notify, template=TEMPLATE, reply_to={BINS.upper(): REPLY_TO, "roads@example.org": ""})
    handed = emails.send(EMAIL, reference="msg_mail")
    (sent,) = kept(sandbox, "msg_mail")
    assert (handed.name, handed.turned) == (f"notify:{sent['id']}", ())
    assert emails.find("msg_mail") == handed.name
    assert (sent["email_address"], sent["email_reply_to_id"]) == (ANNE, REPLY_TO)
    assert sent["personalisation"] == {"subject": "Re: Bins [Ref 482-193-074]", "text": "We come on Tuesday."}


def test_an_email_from_a_mailbox_that_notify_does_not_know_is_answered_where_notify_says(
    sandbox: httpx.Client, notify: Notify
) -> None:
    NotifyEmails(notify, template=TEMPLATE, reply_to={}).send(EMAIL, reference="msg_default")
    (sent,) = kept(sandbox, "msg_default")
    assert "email_reply_to_id" not in sent


REFUSED = {
    "files": replace(EMAIL, files=(File(name="a.pdf", content_type="application/pdf", content=b"%PDF"),)),
    "a second address": replace(EMAIL, cc=(Party(address=BEN),)),
    "what is no address": replace(EMAIL, to=(Party(address="anne@nowhere"),)),
}


@pytest.mark.parametrize("name", REFUSED)
def test_an_email_with_what_notify_cannot_carry_is_refused(name: str, sandbox: httpx.Client, notify: Notify) -> None:
    with pytest.raises(Refused, match="Notify") as refused:
        NotifyEmails(notify, template=TEMPLATE, reply_to={}).send(REFUSED[name], reference=f"msg_{name}")
    assert kept(sandbox, f"msg_{name}") == []
    assert "anne" not in str(refused.value)


@pytest.mark.parametrize("name", FAILURES)
def test_each_failure_of_an_email_says_whether_it_may_have_gone(
    name: str, sandbox: httpx.Client, notify: Notify
) -> None:
    mode, kind, count = FAILURES[name]
    behave(sandbox, mode)
    with pytest.raises(kind):
        NotifyEmails(account(sandbox, timeout_s=1), template=TEMPLATE, reply_to={}).send(
            EMAIL, reference=f"mail_{mode}"
        )
    assert len(kept(sandbox, f"mail_{mode}")) == count


def test_a_receipt_says_what_became_of_one() -> None:
    said = {"id": "n1", "reference": "msg_1", "to": TO, "status": "permanent-failure"}
    told = receipt(said)
    assert (told.name, told.reference, told.fate.status, told.fate.gone) == ("notify:n1", "msg_1", "undelivered", True)
    assert TO not in repr(told)
    for wrong in ({}, {"id": "n1"}, {"id": 7, "status": "delivered"}, {"id": "n1", "status": None}):
        with pytest.raises(InvalidInput):
            receipt(wrong)
