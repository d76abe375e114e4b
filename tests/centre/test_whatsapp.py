"""WhatsApp, from end to end: as a text, but for its addresses, its 24 hours, and what is answered by whom."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from centre.whatsapp import AGAIN, ASKED, OFF, TOO_LATE
from channels.messages_out import NOT_LISTED
from core.channel import Channel
from core.errors import InvalidInput, OptedOut
from records.rows import Contact, Message
from records.tx import Tx
from runtime.parts import Runtime, running
from sandbox.carrier.pictures import Sent
from sandbox.carrier.texts import Fate
from sandbox.carrier.whatsapp import WORDS
from tests.centre.front import Fault, front_of
from tests.centre.house import House
from tests.centre.people import MARGARET

POTHOLE = "There is a pothole in Mill Lane"
ANSWER = "Thank you, we will look."
PNG = b"\x89PNG\r\n\x1a\n" + b"a pothole, seen from above"
PDF = b"%PDF-1.7\n" + b"a letter, photographed"


def _contacts(house: House) -> list[Contact]:
    return house.ask(lambda tx: tx.contacts.recent(10))


async def _in_hand(house: House, body: str = POTHOLE, **more: Any) -> str:
    """A message that an agent has taken; it has had its automatic answer."""
    await house.at_work("amina")
    await house.whatsapp(body, **more)
    contact = str((await house.accepts("amina"))["contact"])
    await house.deliver_all()
    return contact


async def _says(house: House, contact: str, words: str = ANSWER, key: str = "k1", undo_s: float = 0) -> None:
    await house.centre.desk.reply(house.staff["amina"], contact, words, key, undo_s)


async def _view(house: House, contact: str) -> dict[str, Any]:
    return await house.centre.desk.contact(house.staff["amina"], contact)


def _message(house: House, contact: str, words: str = ANSWER) -> Message:
    return next(each for each in house.ask(lambda tx: tx.messages.of_contact(contact)) if each.text == words)


def _passes(house: House, hours: float) -> None:
    """What was said, was said so much longer ago, as our record and the carrier's have it."""
    ago = timedelta(hours=hours)
    with house.runtime.record.transaction() as tx:
        for contact in tx.contacts.recent(10):
            for each in tx.messages.of_contact(contact.id):
                tx.messages._change(each.id, {"at": each.at - ago})


async def test_a_message_is_queued_by_what_it_says_answered_once_replied_to_and_read(house: House) -> None:
    contact = await _in_hand(house, profile="Margaret")
    for _ in range(2):
        await _says(house, contact)
    await house.deliver_all()
    await house.carrier_time.settle()
    sent = [each for each in house.carrier.carrier.texts.of(MARGARET) if each["direction"] == "outbound-api"]
    assert {(each["from"], each["to"]) for each in sent} == {(f"whatsapp:{house.number}", f"whatsapp:{MARGARET}")}
    assert ["We will answer it here" in each["body"] for each in sent] == [True, False]
    await house.pass_(10)
    await house.until(lambda: _message(house, contact).status == "delivered")
    (ours,) = [each for each in sent if each["body"] == ANSWER]
    assert (await house.control.post(f"/sandbox/texts/{ours['sid']}/read")).status_code == 200
    await house.carrier_time.settle()
    await house.until(lambda: _message(house, contact).status == "read")
    await house.centre.desk.close(house.staff["amina"], contact, "settled", "")
    kept = await house.is_(contact, "closed")
    assert (kept.service, kept.channel, kept.outcome) == ("highways/pothole", Channel.WHATSAPP, "served")
    assert kept.from_address is not None
    assert kept.from_address.value == MARGARET


@pytest.mark.parametrize(
    ("target", "here"),
    [
        pytest.param(timedelta(hours=4), True, id="within the 24 hours"),
        pytest.param(timedelta(days=3), False, id="after them"),
    ],
)
async def test_an_answer_is_promised_there_only_for_as_long_as_free_words_go(
    house: House, monkeypatch: pytest.MonkeyPatch, target: timedelta, here: bool
) -> None:
    services: Any = house.runtime.county.services
    service = services["highways/pothole"]
    targets = {**service.targets_s, Channel.WHATSAPP: target.total_seconds()}
    monkeypatch.setitem(services, service.id, replace(service, targets_s=targets))
    await house.whatsapp(POTHOLE)
    await house.deliver_all()
    (answer,) = house.bodies()
    assert ("We will answer it here" in answer, "we may ask you to write again" in answer) == (here, not here)
    assert "call 999" in answer


async def test_a_second_message_joins_the_first_and_a_text_from_the_same_number_does_not(house: House) -> None:
    contact = await _in_hand(house)
    await house.whatsapp("It is outside number 12")
    assert [each.id for each in _contacts(house)] == [contact]
    await house.text("A text, about a pothole")
    assert {each.channel for each in _contacts(house)} == {Channel.SMS, Channel.WHATSAPP}


@pytest.mark.parametrize("times", [2, 5])
async def test_a_webhook_that_comes_again_changes_nothing(house: House, times: int) -> None:
    house.post.times, house.post.at_once = times, True
    contact = await _in_hand(house)
    await house.deliver_all()
    said = house.ask(lambda tx: tx.messages.of_contact(contact))
    assert ([each.direction for each in said], len(_contacts(house))) == (["in", "out"], 1)


async def test_one_that_comes_to_the_address_of_texts_is_one_all_the_same(house: House) -> None:
    account = house.carrier.carrier.account
    account.whatsapp_url = account.addresses.sms_url
    contact = await _in_hand(house)
    assert _contacts(house)[0].channel is Channel.WHATSAPP
    assert (await _view(house, contact))["texting"]["by"] == "whatsapp"


async def test_a_message_whose_webhook_was_missed_is_found_by_the_carriers_list(house: House) -> None:
    house.post.held.add("/whatsapp/incoming")
    await house.whatsapp(POTHOLE, files=[Sent("image/png", PNG)])
    await house.text("And a text")
    assert (await house.centre.texts.catch_up(), await house.centre.texts.catch_up()) == (1, 0)
    (found,) = [each for each in _contacts(house) if each.channel is Channel.WHATSAPP]
    await house.deliver_all()
    assert [each.size for each in house.ask(lambda tx: tx.documents.of_contact(found.id))] == [len(PNG)]


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        pytest.param(Sent("image/png", PNG), "(a picture)", id="a picture"),
        pytest.param(Sent("application/pdf", PDF), "(a file)", id="a PDF"),
    ],
)
async def test_what_comes_along_is_kept(house: House, sent: Sent, words: str) -> None:
    contact = await _in_hand(house, "", files=[sent])
    view = await _view(house, contact)
    assert [each["text"] for each in view["messages"] if each["direction"] == "in"] == [words]
    assert [each["content_type"] for each in view["documents"]] == [sent.content_type]


FORD: dict[str, Any] = {"latitude": "52.05123", "longitude": "-2.31", "label": "The ford", "address": "Mill Lane"}


async def test_a_place_that_is_sent_is_the_pin_on_the_map_of_the_contact(house: House) -> None:
    contact = await _in_hand(house, "There is a pothole")
    before = await _view(house, contact)
    await house.whatsapp("", **FORD)
    after = await _view(house, contact)
    assert before["place"] is None
    assert after["place"] == {
        "kind": "pin", "lat": 52.05123, "lng": -2.31, "note": "The ford, Mill Lane",
        "text": "The ford, Mill Lane (pin at 52.05123, -2.31000)",
    }  # fmt: skip
    assert after["messages"][-1]["text"] == "(a place on the map: The ford, Mill Lane, 52.05123, -2.31)"
    assert after["rev"] != before["rev"]


async def test_a_place_may_begin_the_conversation(house: House) -> None:
    contact = await _in_hand(house, "", **FORD)
    assert (await _view(house, contact))["place"]["kind"] == "pin"


async def test_a_place_abroad_stays_in_words(house: House) -> None:
    contact = await _in_hand(house, "", latitude="48.85", longitude="2.35")
    view = await _view(house, contact)
    assert (view["place"], view["messages"][0]["text"]) == (None, "(a place on the map: 48.85, 2.35)")


async def test_a_place_of_which_only_the_list_tells_says_that_there_was_something(house: House) -> None:
    house.post.held.add("/whatsapp/incoming")
    await house.whatsapp("", **FORD)
    house.post.held.clear()
    assert await house.centre.texts.catch_up() == 1
    (contact,) = house.ask(lambda tx: tx.contacts.recent(5))
    assert house.ask(lambda tx: tx.messages.of_contact(contact.id))[0].text == NOT_LISTED


async def test_the_desk_says_how_long_the_window_is_open_and_what_they_call_themselves(house: House) -> None:
    contact = await _in_hand(house, profile="Margaret")
    shown = (await _view(house, contact))["texting"]
    heard = _message(house, contact, POTHOLE).at
    assert shown["until"] == (heard + timedelta(hours=23, minutes=59)).isoformat()
    assert (shown["refused"], shown["offers"], shown["name"]) == (None, [], "Margaret")


@pytest.mark.parametrize(
    ("hours", "open_"),
    [
        pytest.param(0, True, id="at once"),
        pytest.param(23.9, True, id="on the last day, some minutes before"),
        pytest.param(23.99, False, id="half a minute before, which the way there may take"),
        pytest.param(24, False, id="a day later"),
        pytest.param(72, False, id="after a weekend"),
    ],
)
async def test_free_words_go_for_24_hours(house: House, hours: float, open_: bool) -> None:
    contact = await _in_hand(house)
    _passes(house, hours)
    shown = (await _view(house, contact))["texting"]
    assert (shown["refused"] is None, shown["until"] is not None, shown["offers"] == []) == (open_, open_, open_)


async def test_after_24_hours_only_the_approved_words_go_once_until_they_write_again(house: House) -> None:
    contact = await _in_hand(house)
    _passes(house, 24)
    await house.pass_(24 * 3600 + 1)
    shown = (await _view(house, contact))["texting"]
    approved = house.county.council.texts[AGAIN]
    assert (shown["offers"], shown["until"], approved) == ([approved], None, WORDS)
    with pytest.raises(InvalidInput, match=r"more than 24 hours ago.*ring them, or write another way"):
        await _says(house, contact)
    await _says(house, contact, approved, "k2")
    await house.deliver_all()
    await house.pass_(10)
    await house.until(lambda: _message(house, contact, approved).status == "delivered")
    shown = (await _view(house, contact))["texting"]
    assert (shown["offers"], ASKED in shown["refused"]) == ([], True)
    with pytest.raises(InvalidInput, match="asked to write again"):
        await _says(house, contact, approved, "k3")
    await house.whatsapp("Here I am")
    await _says(house, contact, ANSWER, "k4")
    await house.deliver_all()
    assert house.bodies().count(ANSWER) == house.bodies().count(approved) == 1


async def test_words_that_would_leave_too_late_are_not_sent_and_their_author_is_told(house: House) -> None:
    contact = await _in_hand(house)
    await _says(house, contact)
    _passes(house, 24)
    assert await house.deliver_all() == ["dead"]
    message = _message(house, contact)
    assert (message.status, message.problem) == ("failed", TOO_LATE)
    assert any(TOO_LATE in each["text"] for each in (await house.centre.desk.view(house.staff["amina"]))["notices"])
    assert ANSWER not in house.bodies()


FAILURES = [
    pytest.param(63016, "More than 24 hours had passed", id="the carrier's clock was stricter than ours"),
    pytest.param(63003, "not on WhatsApp", id="a number that is not on WhatsApp"),
    pytest.param(63024, "does not deliver to that number", id="somebody whose app is too old"),
    pytest.param(63999, r"error 63999", id="a code that is not known yet"),
]


@pytest.mark.parametrize(("code", "says"), FAILURES)
async def test_why_it_did_not_arrive_is_said(house: House, code: int, says: str) -> None:
    contact = await _in_hand(house)
    if code == 63016:
        await house.pass_(25 * 3600)
    else:
        house.carrier.carrier.texts.fates[MARGARET] = Fate("failed", code)
    await _says(house, contact)
    await house.deliver_all()
    await house.pass_(10)
    await house.until(lambda: _message(house, contact).status == "failed")
    assert says in str(_message(house, contact).problem)


async def test_once_the_carrier_has_said_that_the_window_is_over_the_desk_says_so_until_they_write_again(
    house: House,
) -> None:
    contact = await _in_hand(house)
    await house.pass_(25 * 3600)
    assert (await _view(house, contact))["texting"]["refused"] is None
    await _says(house, contact)
    await house.deliver_all()
    await house.pass_(10)
    await house.until(lambda: _message(house, contact).status == "failed")
    shown = (await _view(house, contact))["texting"]
    approved = house.county.council.texts[AGAIN]
    assert (shown["until"], shown["offers"]) == (None, [approved])
    with pytest.raises(InvalidInput, match=r"more than 24 hours ago.*ring them, or write another way"):
        await _says(house, contact, "Can you hear me?", "k2")
    await house.whatsapp("Here I am")
    assert (await _view(house, contact))["texting"]["refused"] is None
    await _says(house, contact, "Thank you.", "k3")
    await house.deliver_all()
    assert house.bodies().count("Thank you.") == 1


def _stopped(house: House, sender: str) -> bool:
    return house.ask(lambda tx: tx.opt_outs.stopped(MARGARET, sender)) is not None


@pytest.mark.parametrize("first", ["whatsapp", "text"])
async def test_a_stop_holds_on_its_own_channel_until_start(house: House, first: str) -> None:
    contact = await _in_hand(house)
    await (house.whatsapp("Stop") if first == "whatsapp" else house.text("Stop"))
    assert _stopped(house, f"whatsapp:{house.number}") is (first == "whatsapp")
    assert _stopped(house, house.number) is (first == "text")
    if first == "text":
        await _says(house, contact)
        return
    assert "no more WhatsApp messages" in (await _view(house, contact))["texting"]["refused"]
    with pytest.raises(OptedOut, match="no more WhatsApp messages"):
        await _says(house, contact)
    await house.whatsapp("START")
    await _says(house, contact, ANSWER, "k2")


@pytest.mark.parametrize(
    ("body", "state", "answers"),
    [
        pytest.param("STOP", "closed", 0, id="STOP leaves an agent nothing to do"),
        pytest.param("START", "closed", 0, id="nor does START"),
        pytest.param("HELP", "waiting", 1, id="HELP, which the carrier does not answer here, is answered by us"),
    ],
)
async def test_a_command_that_opens_a_conversation(house: House, body: str, state: str, answers: int) -> None:
    await house.whatsapp(body)
    await house.deliver_all()
    (contact,) = _contacts(house)
    assert (contact.state, len(house.bodies())) == (state, answers)


FAULTS = [
    pytest.param(Fault(reached=True, status=500), "unknown", id="500, and it was done"),
    pytest.param(Fault(reached=True, status=None), "unknown", id="cut off after it was done"),
    pytest.param(Fault(reached=False, status=503), "later", id="503, nothing done"),
]


@pytest.mark.parametrize(("fault", "word"), FAULTS)
@pytest.mark.parametrize("words", [ANSWER, WORDS], ids=["free words", "approved words"])
async def test_it_is_never_sent_twice(house: House, fault: Fault, word: str, words: str) -> None:
    contact = await _in_hand(house)
    if words == WORDS:
        _passes(house, 24)
    async with front_of(house) as front:
        front.fault = fault
        await _says(house, contact, words)
        assert await house.deliver_all() == [word]
        front.fault = None
        await house.centre.texts.catch_up()
        for row in house.ask(lambda tx: tx.outbox.problems()):
            await house.centre.outbox.try_again(house.staff["grace"], row.id)
        await house.deliver_all()
    assert house.bodies().count(words) == 1
    assert _message(house, contact, words).provider_id is not None


@asynccontextmanager
async def _without(house: House) -> AsyncIterator[Runtime]:
    """A process of the house that has no WhatsApp sender."""
    settings = house.settings.model_copy(update={"twilio_whatsapp_number": ""})
    async with running(settings, clock=house.clock, county=house.runtime.county) as runtime:
        yield runtime


async def test_a_county_without_a_sender_keeps_what_comes_and_says_that_nothing_can_be_sent(house: House) -> None:
    contact = await _in_hand(house)
    async with _without(house) as off:
        assert await off.centre.texts.catch_up() == 0
        shown = (await off.centre.desk.contact(house.staff["amina"], contact))["texting"]
        assert (shown["refused"], shown["offers"]) == (OFF, [])
        with pytest.raises(InvalidInput, match="not set up here"):
            await off.centre.desk.reply(house.staff["amina"], contact, ANSWER, "k1")


async def test_an_agent_without_a_capacity_for_it_is_not_offered_it(house: House) -> None:
    before = house.ask(partial(_takes, house.staff["carys"]))
    house.do(lambda tx: tx.accounts.set_skills(house.staff["carys"], {"highways": 5}, {"sms": 3}))
    try:
        await house.at_work("carys")
        await house.whatsapp(POTHOLE)
        await house.text("A text, about a pothole", "+447700900456")
        offer = await house.offer("carys")
        assert offer["channel"] == "sms"
        assert len((await house.centre.desk.view(house.staff["carys"]))["offers"]) == 1
    finally:
        house.do(lambda tx: tx.accounts.set_skills(house.staff["carys"], *before))


def _takes(account: str, tx: Tx) -> tuple[dict[str, int], dict[str, int]]:
    found = tx.accounts.get(account)
    return dict(found.skills), dict(found.capacity)
