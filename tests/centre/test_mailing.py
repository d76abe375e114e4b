"""Emails that leave: to whom, with what below, once; what may have been sent waits for a person, or for an answer."""

import socket
from dataclasses import replace
from typing import Any

import pytest

from centre.mailing import Draft
from centre.outbox import LEASE_S
from channels.email.outbound import EmailOutbound
from channels.email.relay import MailRelay
from core.errors import AlreadySent, Conflict, InvalidInput, NotAllowed, NotFound
from records.rows import OutboxRow
from tests.centre.correspondence import ANNE, BEN, BINS, BOX, EVE, ROADS, Desk, written
from tests.centre.house import House
from tests.channels.relay import Relay


@pytest.fixture
async def desk(house: House) -> Desk:
    return Desk(house)


async def row_of(desk: Desk) -> OutboxRow:
    return desk.house.ask(lambda tx: tx.outbox.of_subject(desk.ours()[-1].id))[0]


async def test_an_answer_goes_to_whoever_wrote_with_what_they_wrote_below(desk: Desk, relay: Relay) -> None:
    await desk.comes(written(f"Anne Smith <{ANNE}>", mail_id="<1@example.org>", references=["<0@example.org>"]))
    (contact,) = desk.contacts()
    sent = await desk.answers(contact, "We come on Tuesday.")
    by_hand = [each for each in relay.office.taken if each.message["Auto-Submitted"] is None]
    (taken,) = by_hand
    message = taken.message
    case = desk.house.ask(lambda tx: tx.cases.get(tx.contacts.get(contact.id).case_id or "")).reference
    assert (taken.sender, taken.to) == (BINS, (ANNE,))
    assert str(message["Subject"]) == f"Re: Missed bin [Ref {case}]"
    assert str(message["Message-ID"]) == sent.mail_id
    assert (str(message["In-Reply-To"]), str(message["References"])) == (
        "<1@example.org>",
        "<0@example.org> <1@example.org>",
    )
    body = message.get_body(("plain",))
    assert body is not None
    said = body.get_content().replace("\r\n", "\n")
    assert said.startswith("We come on Tuesday.\n\nOn ")
    assert said.rstrip().endswith("Anne Smith wrote:\n> The bin was not emptied.")
    (reply,) = [each for each in desk.said(contact) if each.author == desk.house.staff["amina"]]
    assert (reply.status, reply.text) == ("sent", "We come on Tuesday.")


RECIPIENTS = [
    pytest.param({}, ([ANNE], []), id="whoever wrote"),
    pytest.param({"cc": f"{BEN}, {EVE}"}, ([ANNE], [BEN, EVE]), id="and everybody who was copied in"),
    pytest.param({"to": f"{BINS}, {BEN}"}, ([ANNE], [BEN]), id="and whoever else it went to"),
    pytest.param({"Reply_To": BEN}, ([BEN], []), id="the address that it asks to be answered at"),
    pytest.param({"cc": f"{ROADS}, {BINS.upper()}, contact-centre@westmere.example.org"}, ([ANNE], []), id="not us"),
    pytest.param(
        {"cc": "bins+sb-00000000000000000000000000-0000000000@westmere.example.org"}, ([ANNE], []), id="token"
    ),
    pytest.param({"cc": f"{ANNE.upper()}, {BEN}, {BEN}"}, ([ANNE], [BEN]), id="each once"),
    pytest.param({"cc": "undisclosed-recipients:;"}, ([ANNE], []), id="no groups that hide somebody"),
    pytest.param({"Reply_To": BINS}, ([ANNE], []), id="not our own mailbox, though it asks for that"),
]


@pytest.mark.parametrize(("given", "expected"), RECIPIENTS)
async def test_the_recipients_come_from_the_message_minus_our_own(
    desk: Desk, relay: Relay, monkeypatch: pytest.MonkeyPatch, given: dict[str, str], expected: Any
) -> None:
    ours = desk.house.centre.emails._mailing.ours | {BINS, ROADS}
    monkeypatch.setattr(desk.house.centre.emails._mailing, "ours", ours)
    await desk.comes(written(ANNE, **given))
    sent = await desk.answers(desk.contacts()[0])
    assert ([each.address for each in sent.to], [each.address for each in sent.cc]) == expected


async def test_some_may_be_left_out_and_nobody_is_added(desk: Desk, relay: Relay) -> None:
    await desk.comes(written(ANNE, cc=BEN))
    (contact,) = desk.contacts()
    sent = await desk.answers(contact, "To you alone.", to=(ANNE,), cc=())
    assert ([each.address for each in sent.to], sent.cc) == ([ANNE], ())
    for given in ({"to": (EVE,)}, {"cc": (BEN, EVE)}):
        with pytest.raises((InvalidInput, Conflict), match="only to those who were on the email"):
            await desk.answers(contact, "And you?", **given)
    with pytest.raises(InvalidInput, match="nobody to send it to"):
        await desk.answers(contact, "Nobody?", to=(), cc=())


async def test_files_go_along_and_only_those_of_the_matter(desk: Desk, relay: Relay) -> None:
    await desk.comes(written(ANNE))
    await desk.comes(written(EVE, subject="Another"))
    anne, eve = desk.contacts()
    (mine,) = desk.house.ask(lambda tx: tx.documents.of_contact(anne.id))
    await desk.answers(anne, "Here is yours again.", files=(mine.id,))
    message = relay.office.taken[-1].message
    assert [each.get_filename() for each in message.iter_attachments()] == ["original.eml"]
    with pytest.raises(NotFound):
        await desk.answers(eve, "Here is somebody's.", files=(mine.id,))


async def test_a_file_that_has_gone_is_told_and_nothing_is_sent(desk: Desk, relay: Relay) -> None:
    await desk.comes(written(ANNE, words="A file that is only here"))
    (contact,) = desk.contacts()
    (document,) = desk.house.ask(lambda tx: tx.documents.of_contact(contact.id))
    await desk.house.deliver_all()
    before = len(relay.office.taken)
    (desk.house.settings.documents_folder / document.path).unlink()
    await desk.answers(contact, files=(document.id,))
    row = await row_of(desk)
    assert (row.state, row.error) == ("dead", "A file to be attached is not here any more.")
    assert len(relay.office.taken) == before


async def test_the_same_key_sends_once(desk: Desk, relay: Relay) -> None:
    await desk.comes(written(ANNE))
    (contact,) = desk.contacts()
    for _ in range(3):
        await desk.answers(contact, "Once.")
    assert [str(each.message["Message-ID"]) for each in relay.office.taken].count(desk.ours()[-1].mail_id) == 1


OTHERS = [
    pytest.param({"to": (BEN,)}, id="it goes to another"),
    pytest.param({"cc": ()}, id="somebody is left out"),
    pytest.param({"files": ()}, id="a file is left out"),
]


@pytest.mark.parametrize("changed", OTHERS)
async def test_the_same_key_with_another_email_says_that_it_was_not_sent(
    desk: Desk, relay: Relay, changed: dict[str, Any]
) -> None:
    await desk.comes(written(ANNE, cc=BEN))
    held = await desk.takes(desk.contacts()[0])
    (document,) = desk.house.ask(lambda tx: tx.documents.of_contact(held.id))
    me, answer = desk.house.staff["amina"], desk.house.centre.correspondence.answer
    draft = Draft(text="Once.", to=(ANNE,), cc=(BEN,), files=(document.id,))
    for each in (draft, draft, replace(draft, to=(ANNE.upper(),)), replace(draft, to=None, cc=None)):
        await answer(me, held.id, each, "k")
    with pytest.raises(AlreadySent):
        await answer(me, held.id, replace(draft, **changed), "k")
    with pytest.raises(AlreadySent):
        await answer(me, held.id, replace(draft, text="Twice."), "k")


async def test_what_is_taken_back_is_never_sent(desk: Desk, relay: Relay) -> None:
    await desk.comes(written(ANNE))
    held = await desk.takes(desk.contacts()[0])
    await desk.house.deliver_all()
    before = len(relay.office.taken)
    me = desk.house.staff["amina"]
    await desk.house.centre.correspondence.answer(me, held.id, Draft(text="Wrong."), "k", 10)
    view = await desk.house.centre.desk.contact(me, held.id)
    (shown,) = [each for each in view["messages"] if each["text"] == "Wrong."]
    assert shown["undo_until"] is not None
    await desk.house.centre.desk.take_back(me, held.id, shown["id"])
    row = await row_of(desk)
    assert (row.state, desk.said(held)[-1].status) == ("done", "canceled")
    await desk.house.deliver_all()
    assert len(relay.office.taken) == before


async def test_who_is_copied_in_an_answer_that_is_taken_back_is_a_stranger_still(desk: Desk) -> None:
    await desk.comes(written(ANNE, cc=BEN))
    held = await desk.takes(desk.contacts()[0])
    me, centre = desk.house.staff["amina"], desk.house.centre

    async def warned() -> bool:
        view = await centre.desk.contact(me, held.id)
        return any(BEN in each for each in view["mailing"]["warnings"])

    assert await warned()
    await centre.correspondence.answer(me, held.id, Draft(text="Wrong.", to=(ANNE,), cc=(BEN,)), "k", 10)
    await centre.desk.take_back(me, held.id, desk.said(held)[-1].id)
    assert await warned()
    await desk.comes(written(BEN, subject=desk.ours()[-1].subject))
    assert len(desk.contacts()) == 2


FATES = [
    pytest.param({"data": "452 disk full"}, ("due", "queued"), id="told to wait: tried again by itself"),
    pytest.param({"rcpt": {ANNE: "450 greylisted"}}, ("due", "queued"), id="greylisted: tried again by itself"),
    pytest.param({"data": "554 looks like spam"}, ("dead", "failed"), id="refused: a person has to change something"),
    pytest.param({"rcpt": {ANNE: "550 5.1.1 no such user"}}, ("dead", "failed"), id="no such address: not again"),
    pytest.param({"data": "take it and hang up"}, ("unknown", "sending"), id="cut off: it may have been sent"),
    pytest.param({"data": "hang up"}, ("unknown", "sending"), id="cut off, and it was not taken: nobody can tell"),
    pytest.param({"rcpt": {ANNE: "421 going down"}}, ("due", "queued"), id="the server is going down"),
    pytest.param({"data": "421 going down"}, ("due", "queued"), id="the server goes down and says that it has nothing"),
    pytest.param({"data": "450 busy"}, ("due", "queued"), id="a busy server: tried again by itself"),
    pytest.param({"data": "550 not wanted"}, ("dead", "failed"), id="refused for ever: not again"),
    pytest.param({"slow_s": 3.0}, ("due", "queued"), id="slow before it has anything: tried again by itself"),
    pytest.param({"slow_to_take_s": 3.0}, ("unknown", "sending"), id="slow in taking it: it may have been sent"),
]


@pytest.mark.parametrize(("how", "expected"), FATES)
async def test_what_the_mail_server_says_is_what_the_desk_shows(
    desk: Desk, relay: Relay, how: dict[str, Any], expected: tuple[str, str]
) -> None:
    await desk.comes(written(ANNE))
    (contact,) = desk.contacts()
    await desk.house.deliver_all()
    for name, value in how.items():
        setattr(relay.office, name, value)
    await desk.answers(contact)
    row = await row_of(desk)
    assert (row.state, desk.said(contact)[-1].status) == expected
    problems = (await desk.house.centre.board.view())["problems"]
    assert [each["text"] for each in problems if each["kind"] == "mail"] == [f"An email was not sent. {row.error}"]
    notices = (await desk.house.centre.desk.view(desk.house.staff["amina"]))["notices"]
    assert any(each["text"].startswith(f"An email to {ANNE} was not sent: ") for each in notices)


async def test_a_mail_server_that_is_down_is_tried_until_it_is_back_and_gets_it_once(desk: Desk, relay: Relay) -> None:
    await desk.comes(written(ANNE))
    (contact,) = desk.contacts()
    await desk.house.deliver_all()
    before, parts = len(relay.office.taken), desk.house.centre._parts
    up = parts.email
    with socket.create_server(("127.0.0.1", 0)) as gone:
        nobody = f"smtp://127.0.0.1:{gone.getsockname()[1]}"
    object.__setattr__(parts, "email", EmailOutbound(MailRelay(nobody, answer_s=2)))
    await desk.answers(contact)
    for _ in range(2):
        row = await row_of(desk)
        assert (row.state, row.error) == ("due", "The mail server could not be reached.")
        assert desk.said(contact)[-1].status == "queued"
        desk.house.try_again(row.id)
        assert await desk.house.centre.outbox.deliver(row.id) == "later"
    object.__setattr__(parts, "email", up)
    desk.house.try_again(row.id)
    assert await desk.house.centre.outbox.deliver(row.id) == "done"
    assert (len(relay.office.taken) - before, desk.said(contact)[-1].status) == (1, "sent")


async def test_what_may_have_been_sent_is_sent_again_by_a_person_alone_under_the_same_id(
    desk: Desk, relay: Relay
) -> None:
    await desk.comes(written(ANNE))
    (contact,) = desk.contacts()
    await desk.house.deliver_all()
    relay.office.data = "take it and hang up"
    sent = await desk.answers(contact)
    relay.office.data = None
    await desk.house.centre.outbox.sweep()
    assert await desk.house.deliver_all() == []
    await desk.house.centre.outbox.try_again(desk.house.staff["grace"], (await row_of(desk)).id)
    assert await desk.house.deliver_all() == ["done"]
    ids = [str(each.message["Message-ID"]) for each in relay.office.taken]
    assert ids.count(sent.mail_id) == 2
    assert desk.said(contact)[-1].status == "sent"


async def test_an_answer_settles_that_it_was_sent(desk: Desk, relay: Relay) -> None:
    await desk.comes(written(ANNE))
    (contact,) = desk.contacts()
    await desk.house.deliver_all()
    relay.office.data = "take it and hang up"
    sent = await desk.answers(contact)
    assert (await row_of(desk)).state == "unknown"
    await desk.comes(written(ANNE, subject=f"Re: {sent.subject}", answers=sent.mail_id, words="Thank you."))
    assert (await row_of(desk)).state == "done"
    assert desk.house.ask(lambda tx: tx.messages.get(sent.id)).status == "sent"


async def test_a_worker_that_dies_between_two_words_sends_nothing_twice(desk: Desk, relay: Relay) -> None:
    await desk.comes(written(ANNE))
    held = await desk.takes(desk.contacts()[0])
    await desk.house.deliver_all()
    await desk.house.centre.correspondence.answer(desk.house.staff["amina"], held.id, Draft(text="Half way."), "k")
    row = await row_of(desk)
    before = len(relay.office.taken)
    # Another worker had taken it, and was not heard of again.
    desk.house.do(lambda tx: tx.outbox.claim(row.id, desk.house.clock.now(), -LEASE_S))
    assert await desk.house.centre.outbox.deliver(row.id) == "unknown"
    assert len(relay.office.taken) == before


async def test_one_who_is_turned_away_is_told_and_marked_while_the_others_get_it(desk: Desk, relay: Relay) -> None:
    await desk.comes(written(ANNE, cc=BEN))
    (contact,) = desk.contacts()
    await desk.house.deliver_all()
    relay.office.rcpt = {BEN: "550 5.1.1 no such user"}
    await desk.answers(contact)
    message = desk.said(contact)[-1]
    assert (message.status, message.problem) == (
        "sent",
        f"It did not reach {BEN}. The mail server said: 5.1.1 no such user",
    )
    assert [each.address for each in desk.house.ask(lambda tx: tx.undeliverable.among([ANNE, BEN]))] == [BEN]


async def test_a_mailbox_that_takes_any_plus_has_our_token_in_its_answers(
    desk: Desk, relay: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk.house.centre.emails._mailing, "_boxes", {BINS: replace(BOX, plus=True)})
    await desk.comes(written(ANNE))
    (contact,) = desk.contacts()
    await desk.answers(contact)
    reply_to = str(relay.office.taken[-1].message["Reply-To"])
    assert reply_to.startswith("bins+sb-")
    await desk.comes(written(ANNE, subject="No subject of ours", to=reply_to, words="Found."))
    assert "Found." in desk.said(contact)[-1].text


async def test_what_came_by_another_way_has_no_email_to_answer(desk: Desk) -> None:
    await desk.house.text("There is a pothole")
    (contact,) = [each for each in desk.house.ask(lambda tx: tx.contacts.recent()) if each.channel == "sms"]
    with pytest.raises(InvalidInput, match="did not write an email"):
        await desk.answers(contact)


async def test_the_original_is_one_question_away_with_all_that_it_quotes(desk: Desk, relay: Relay) -> None:
    said = "On Mon, 2 Mar 2026 at 10:00, Westmere <bins@westmere.example.org> wrote:\n> We come on Tuesday."
    words = f"It was not emptied again.\n\n{said}"
    await desk.comes(written(f"Anne <{ANNE}>", words=words))
    await desk.comes(written(EVE, subject="Another"))
    anne, eve = [await desk.takes(each) for each in desk.contacts()]
    me, asked = desk.house.staff["amina"], desk.house.centre.correspondence.original
    (message,) = [each for each in desk.said(anne) if each.direction == "in"]
    found = await asked(me, anne.id, message.id)
    assert (found["text"], "> We come on Tuesday." in found["quoted"]) == ("It was not emptied again.", True)
    assert found["from"] == {"name": "Anne", "address": ANNE}
    for contact, name in ((eve.id, message.id), (anne.id, "msg_none")):
        with pytest.raises(NotFound):
            await asked(me, contact, name)
    with pytest.raises(NotAllowed):
        await asked(desk.house.staff["ben"], anne.id, message.id)
    view = await desk.house.centre.desk.contact(me, anne.id)
    assert view["mailing"]["to"] == [{"name": "Anne", "address": ANNE}]
    shown = {each["direction"]: each["mail"] for each in view["messages"]}
    assert (shown["in"]["subject"], shown["in"]["original"] is not None, shown["out"]["automatic"]) == (
        "Missed bin",
        True,
        True,
    )
