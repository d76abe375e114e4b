"""Web forms by email: a confirmation to the address that was given, once; and an agent's answer, by mail or by text."""

from collections.abc import Mapping

import pytest

from centre.auto_reply import AT_MOST
from centre.mailing import Draft, written_from
from channels.email.imap import MailboxAccount
from core.channel import Channel
from core.errors import InvalidInput
from records.rows import Contact
from tests.centre.correspondence import ANNE, BOX, EVE, written
from tests.centre.house import House
from tests.centre.test_web_forms import ME, POTHOLE
from tests.centre.visitor import Visitor
from tests.channels.relay import Relay, Taken

BY_MAIL = {"d-answer_by": "email", "d-email": ANNE, "d-phone": ""}


async def sends(house: House, details: Mapping[str, str]) -> Contact:
    """A form, sent by a resident who gave this: its contact, once all that it leads to has left."""
    visitor = Visitor(house.http)
    await visitor.opens("/ask/highways/pothole")
    await visitor.presses("next", POTHOLE)
    await visitor.presses("next", {**ME, **details})
    done = await visitor.presses("send")
    assert done.title.startswith("We have it"), done.text
    await visitor.presses("send")
    await house.deliver_all()
    await house.carrier_time.settle()
    forms = [each for each in house.ask(lambda tx: tx.contacts.recent(50)) if each.channel is Channel.WEB_FORM]
    return forms[0]


async def taken_by_amina(house: House) -> str:
    await house.at_work("amina")
    return str((await house.accepts("amina"))["contact"])


def text_of(taken: Taken) -> str:
    body = taken.message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


async def test_who_gave_an_address_is_told_by_mail_once_with_the_reference(house: House, relay: Relay) -> None:
    contact = await sends(house, BY_MAIL)
    (taken,) = relay.office.taken
    reference = house.ask(lambda tx: tx.cases.get(str(contact.case_id))).reference
    assert (taken.sender, taken.to) == (house.settings.mail_from, (ANNE,))
    assert str(taken.message["Subject"]) == f"Pothole or damaged road [Ref {reference}]"
    assert taken.message["Auto-Submitted"] == "auto-replied"
    assert reference in text_of(taken)
    assert "and answer " in text_of(taken)
    assert house.bodies() == []


async def test_who_sends_it_again_with_changes_is_told_of_that_once_where_they_were_reached_first(
    house: House, relay: Relay
) -> None:
    visitor = Visitor(house.http)
    await visitor.opens("/ask/highways/pothole")
    await visitor.presses("next", POTHOLE)
    check = await visitor.presses("next", {**ME, **BY_MAIL})
    await visitor.presses("send")
    for size in ("Larger", "A saucer"):
        visitor.page, visitor.path = check, "/ask/highways/pothole"
        await visitor.presses("matter")
        await visitor.presses("next", {"a-size": size})
        await visitor.presses("send")
    await house.deliver_all()
    assert [taken.to for taken in relay.office.taken] == [(ANNE,), (ANNE,)]
    (contact,) = [each for each in house.ask(lambda tx: tx.contacts.recent(9)) if each.channel is Channel.WEB_FORM]
    reference = house.ask(lambda tx: tx.cases.get(str(contact.case_id))).reference
    assert f"Your reference is still {reference}" in text_of(relay.office.taken[1])


CONFIRMED = [
    pytest.param(BY_MAIL, (1, 0), id="an address alone: by mail"),
    pytest.param({"d-answer_by": "phone", "d-email": ANNE}, (1, 0), id="to be rung, with both: by mail"),
    pytest.param({"d-answer_by": "text", "d-email": ANNE}, (1, 1), id="asked for a text, with both: both"),
    pytest.param({"d-answer_by": "text"}, (0, 1), id="a number alone: by text"),
    pytest.param({"d-answer_by": "none", "d-email": ANNE}, (0, 0), id="no answer wanted: none"),
]


@pytest.mark.parametrize(("details", "expected"), CONFIRMED)
async def test_it_is_confirmed_where_it_can_be_read(
    house: House, relay: Relay, details: Mapping[str, str], expected: tuple[int, int]
) -> None:
    await sends(house, details)
    assert (len(relay.office.taken), len(house.bodies())) == expected


async def test_an_address_where_nothing_arrives_is_not_written_to(house: House, relay: Relay) -> None:
    house.do(lambda tx: tx.undeliverable.mark(ANNE, "5.1.1"))
    await sends(house, {"d-answer_by": "phone", "d-email": ANNE})
    assert (relay.office.taken, len(house.bodies())) == ([], 1)


async def test_who_has_written_stop_gets_no_automatic_mail_until_they_write_start(house: House, relay: Relay) -> None:
    await house.centre.emails.take_in(BOX, written(ANNE, subject="", words="Stop"), None)
    await house.deliver_all()
    relay.office.taken.clear()
    await sends(house, BY_MAIL)
    assert relay.office.taken == []
    await house.centre.emails.take_in(BOX, written(ANNE, subject="Again", words="start"), None)
    await house.deliver_all()
    relay.office.taken.clear()
    await sends(house, BY_MAIL)
    assert len(relay.office.taken) == 1


async def test_nobody_is_flooded_by_whoever_gives_their_address(house: House, relay: Relay) -> None:
    for _ in range(AT_MOST + 2):
        await sends(house, BY_MAIL | {"d-email": EVE})
    assert len(relay.office.taken) == AT_MOST


async def test_an_agent_answers_a_form_by_mail_and_the_answer_to_that_finds_the_case(
    house: House, relay: Relay
) -> None:
    await sends(house, BY_MAIL | {"d-name": "Anne Smith"})
    contact = await taken_by_amina(house)
    mailing = (await house.centre.desk.contact(house.staff["amina"], contact))["mailing"]
    assert mailing["to"] == [{"name": "Anne Smith", "address": ANNE}]
    assert (mailing["answers"], mailing["cc"], mailing["refused"], mailing["wants_text"]) == (None, [], None, False)
    draft = Draft(text="It is filled.", to=(ANNE,), cc=())
    await house.centre.correspondence.answer(house.staff["amina"], contact, draft, "k", 0)
    await house.deliver_all()
    answer = relay.office.taken[-1]
    assert (answer.to, text_of(answer).strip()) == ((ANNE,), "It is filled.")
    assert answer.message["Auto-Submitted"] is None
    reply = written(
        ANNE, subject=f"Re: {answer.message['Subject']}", answers=str(answer.message["Message-ID"]), words="Thank you."
    )
    await house.centre.emails.take_in(BOX, reply, None)
    first, last = house.ask(lambda tx: [tx.contacts.get(contact), tx.contacts.recent(1)[0]])
    assert (last.channel, last.case_id) == (Channel.EMAIL, first.case_id)


async def test_who_gave_a_number_alone_is_answered_by_text(house: House, relay: Relay) -> None:
    await sends(house, {"d-answer_by": "text"})
    contact = await taken_by_amina(house)
    me = house.staff["amina"]
    view = await house.centre.desk.contact(me, contact)
    assert (view["mailing"], view["texting"]["refused"]) == (None, None)
    with pytest.raises(InvalidInput, match="gave no address"):
        await house.centre.correspondence.answer(me, contact, Draft(text="Filled."), "k", 0)
    await house.centre.desk.reply(me, contact, "It is filled.", "k")
    await house.deliver_all()
    await house.carrier_time.settle()
    assert "It is filled." in house.bodies()


async def test_the_desk_is_told_that_a_text_was_asked_for(house: House, relay: Relay) -> None:
    await sends(house, {"d-answer_by": "text", "d-email": ANNE})
    contact = await taken_by_amina(house)
    assert (await house.centre.desk.contact(house.staff["amina"], contact))["mailing"]["wants_text"]


async def test_a_bounce_of_an_answer_warns_the_next_who_writes(house: House, relay: Relay) -> None:
    await sends(house, BY_MAIL)
    contact = await taken_by_amina(house)
    relay.office.rcpt = {ANNE: "550 5.1.1 no such user"}
    await house.centre.correspondence.answer(house.staff["amina"], contact, Draft(text="Filled."), "k", 0)
    await house.deliver_all()
    view = await house.centre.desk.contact(house.staff["amina"], contact)
    assert any(each.startswith(f"Email to {ANNE} came back") for each in view["mailing"]["warnings"])


def _box(address: str, *, scans: bool = False) -> MailboxAccount:
    return MailboxAccount(address=address, host="localhost", port=143, user=address, scans=scans)


OURS = "help@example.org"


@pytest.mark.parametrize(
    ("boxes", "sender"),
    [
        pytest.param([], OURS, id="no mailbox at all"),
        pytest.param([_box("bins@example.org"), _box("Help@example.org")], OURS, id="one that is read"),
        pytest.param([_box("bins@example.org"), _box("roads@example.org")], "bins@example.org", id="else the first"),
        pytest.param(
            [_box("scans@example.org", scans=True), _box("bins@example.org")], "bins@example.org", id="no scanner's"
        ),
        pytest.param([_box("scans@example.org", scans=True)], OURS, id="nothing but a scanner's"),
    ],
)
async def test_what_answers_a_form_is_from_where_people_may_write_to(boxes: list[MailboxAccount], sender: str) -> None:
    assert written_from(OURS, boxes) == sender
