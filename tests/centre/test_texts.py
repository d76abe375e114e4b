"""Texts in and out, the words that stop them, and the place that a resident shows."""

import json
import re
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from structlog.testing import capture_logs

from centre.listed_texts import ListedTexts
from centre.places import Places
from centre.texts import NOT_KNOWN
from channels.messages import Text, text_change
from channels.messages_out import TextSummary
from core.channel import Channel
from core.errors import NotFound, Refused
from records.rows import Contact, PlaceLink
from records.tx import Tx
from sandbox.carrier.texts import Fate
from tests.centre.house import House
from tests.centre.people import MARGARET


def _contacts(house: House) -> list[Contact]:
    return house.ask(lambda tx: tx.contacts.recent(10))


async def _in_hand(house: House, body: str = "There is a pothole in Mill Lane") -> str:
    """A text that an agent has taken."""
    await house.at_work("amina")
    await house.text(body)
    offer = await house.accepts("amina")
    return str(offer["contact"])


async def _view(house: House, contact: str) -> dict[str, Any]:
    return await house.centre.desk.contact(house.staff["amina"], contact)


async def test_a_text_is_queued_by_what_it_says_answered_once_and_closed(house: House) -> None:
    contact = await _in_hand(house)
    for _ in range(2):
        await house.centre.desk.reply(house.staff["amina"], contact, "Thank you, we will look.", "k1")
    await house.deliver_all()
    await house.carrier_time.settle()
    assert [body for body in house.bodies() if body == "Thank you, we will look."] == ["Thank you, we will look."]
    assert any("we have your text" in body for body in house.bodies())
    await house.pass_(10)
    await house.until(lambda: _status(house, contact, "Thank you, we will look.") == "delivered")
    await house.centre.desk.close(house.staff["amina"], contact, "settled", "")
    kept = await house.is_(contact, "closed")
    assert (kept.service, kept.channel, kept.outcome) == ("highways/pothole", Channel.SMS, "served")


async def test_what_was_written_is_kept_as_it_was(house: House) -> None:
    written = "  Bitte, ‘schnell’ \U0001f600\r\n\tno. 12\u202e  "
    await house.text(written)
    (contact,) = _contacts(house)
    assert house.ask(lambda tx: tx.messages.of_contact(contact.id))[0].text == written


async def test_what_the_carrier_sent_is_kept_whole_beside_its_message_and_in_no_list_of_files(house: House) -> None:
    house.post.times = 2
    contact = await _in_hand(house)
    view = await _view(house, contact)
    (told,) = [each["request"] for each in view["messages"] if each["direction"] == "in"]
    path, _ = await house.centre.desk.document(house.staff["amina"], contact, told)
    form = json.loads(path.read_text("utf-8"))
    assert (form["Body"], form["From"]) == ("There is a pothole in Mill Lane", MARGARET)
    assert {"MessageSid", "NumSegments", "ApiVersion"} <= form.keys()
    assert view["documents"] == []
    assert len(house.ask(lambda tx: tx.documents.requests_of([contact]))) == 1


async def test_a_text_while_the_conversation_is_open_joins_it(house: House) -> None:
    contact = await _in_hand(house)
    await house.text("It is outside number 12")
    assert [each.id for each in _contacts(house)] == [contact]
    said = [each["text"] for each in (await _view(house, contact))["messages"] if each["direction"] == "in"]
    assert said == ["There is a pothole in Mill Lane", "It is outside number 12"]
    assert (await house.centre.desk.view(house.staff["amina"]))["in_hand"][0]["unread"] == 2
    await house.centre.desk.close(house.staff["amina"], contact, "settled", "")
    await house.text("And one more thing, a pothole")
    assert len(_contacts(house)) == 2


@pytest.mark.parametrize("body", ["stop", "HELP", "START"])
async def test_a_word_for_the_carrier_is_neither_judged_nor_counted(house: House, body: str) -> None:
    contact = await _in_hand(house)
    before = house.ask(lambda tx: tx.contacts.get(contact)).facts.get("guess")
    await house.text(body)
    assert (await house.centre.desk.view(house.staff["amina"]))["in_hand"][0]["unread"] == 1
    view = await _view(house, contact)
    assert [each["text"] for each in view["messages"] if each["direction"] == "note"] == []
    assert house.ask(lambda tx: tx.contacts.get(contact)).facts.get("guess") == before


@pytest.mark.parametrize(
    ("body", "state", "outcome"),
    [
        pytest.param("STOP", "closed", "withdrawn", id="STOP alone is a command"),
        pytest.param(" stop ", "closed", "withdrawn", id="in any case, with spaces"),
        pytest.param("START", "closed", "withdrawn", id="START alone is one too"),
        pytest.param("STOP 12345", "waiting", None, id="STOP and a number is a message"),
        pytest.param("Please stop the noise", "waiting", None, id="stop within a sentence is a message"),
    ],
)
async def test_only_the_word_alone_is_a_command(house: House, body: str, state: str, outcome: str | None) -> None:
    await house.text(body)
    (contact,) = _contacts(house)
    assert (contact.state, contact.outcome) == (state, outcome)


async def test_a_text_whose_sending_could_not_be_written_down_goes_once(house: House) -> None:
    contact = await _in_hand(house)
    await house.deliver_all()
    await house.centre.desk.reply(house.staff["amina"], contact, "Only once.", "k1")
    (row,) = house.ask(lambda tx: tx.outbox.due(house.clock.now(), 5))
    with house.record_away(after=1):
        assert await house.centre.outbox.deliver(row.id) == "kept later"
    assert await house.centre.outbox.deliver(row.id) == "not mine"
    await house.pass_(90)
    house.lease_runs_out(row.id)
    assert await house.centre.outbox.deliver(row.id) == "done"
    await house.carrier_time.settle()
    assert house.bodies().count("Only once.") == 1
    assert house.ask(lambda tx: tx.outbox.get(row.id)).result["found"] is True  # type: ignore[index]


async def test_a_carrier_that_is_away_is_asked_again(house: House) -> None:
    contact = await _in_hand(house)
    await house.deliver_all()
    await house.centre.desk.reply(house.staff["amina"], contact, "Later.", "k1")
    with house.carrier_away():
        assert await house.deliver_all() == ["later"]
    (row,) = house.ask(lambda tx: tx.outbox.problems())
    assert (row.state, row.attempts) == ("due", 1)
    assert 4 <= (row.next_at - house.clock.now()).total_seconds() <= 6
    await house.centre.outbox.try_again(house.staff["grace"], row.id)
    assert await house.deliver_all() == ["done"]
    assert house.bodies().count("Later.") == 1


async def test_the_place_that_a_resident_shows_is_on_the_desk(house: House) -> None:
    contact = await _in_hand(house)
    before = (await house.centre.desk.view(house.staff["amina"]))["in_hand"][0]["rev"]
    await house.centre.desk.send_place_link(house.staff["amina"], contact, "k1")
    await house.deliver_all()
    link = next(found[1] for body in house.bodies() if (found := re.search(r"/where/(\S+)", body)))
    assert (await house.http.get(f"/where/{link}/data")).json()["already"] is None
    for lat in (52.1, 52.2):
        answer = await house.http.post(f"/where/{link}", json={"lat": lat, "lng": -2.3, "note": "by the gate"})
        assert answer.status_code == 200
    assert (await _view(house, contact))["place"]["text"] == "by the gate (pin at 52.20000, -2.30000)"
    assert (await house.centre.desk.view(house.staff["amina"]))["in_hand"][0]["rev"] != before
    parts = house.centre._parts
    moved = replace(parts.county, council=replace(parts.county.council, middle={"lat": 54.6, "lng": -3.1}))
    assert (await Places(replace(parts, county=moved)).read(link))["centre"] == {"lat": 54.6, "lng": -3.1}
    assert (await house.http.post(f"/where/{link}", json={"note": "Mill Lane, by the ford"})).status_code == 200
    assert (await _view(house, contact))["place"]["text"] == "Mill Lane, by the ford"
    assert (await house.http.get(f"/where/{link}/data")).json()["already"] is None
    with pytest.raises(NotFound):
        await house.centre.places.read("nobody-knows-this")
    assert house.ask(lambda tx: [each.from_address.value for each in tx.contacts.recent(2) if each.from_address]) == [
        MARGARET
    ]


@pytest.mark.parametrize(
    ("opened", "kept"),
    [
        pytest.param(timedelta(hours=-1), 1, id="sent while this house was open and nobody listened"),
        pytest.param(timedelta(hours=1), 0, id="sent before this house was opened"),
    ],
)
async def test_texts_of_before_the_first_start_are_not_answered(house: House, opened: timedelta, kept: int) -> None:
    house.post.held.add("/sms/incoming")
    await house.text("Is this the taxi?")
    with house.opened_at(house.clock.now() + opened):
        assert await house.centre.texts.catch_up() == kept
    assert len(_contacts(house)) == kept
    await house.deliver_all()
    assert len(house.bodies()) == kept


async def test_a_link_that_is_asked_for_three_times_is_sent_once(house: House) -> None:
    contact = await _in_hand(house)
    for key in ("k1", "k1", "k1", "k2"):
        await house.centre.desk.send_place_link(house.staff["amina"], contact, key)
    assert _links(house) == 2, "one for each time that it was meant"
    await house.deliver_all()
    assert sum("/where/" in body for body in house.bodies()) == 2


@pytest.mark.parametrize("at_once", [False, True], ids=["one after another", "side by side"])
async def test_a_key_whose_request_is_repeated_texts_one_link(house: House, at_once: bool) -> None:
    house.post.times, house.post.at_once = 3, at_once
    await house.queues(keys=("1", "1", "1"))
    assert _links(house) == 1
    await house.deliver_all()
    assert sum("/where/" in body for body in house.bodies()) == 1


def _links(house: House) -> int:
    return sum(len(house.ask(partial(_places, each.id))) for each in _contacts(house))


def _places(contact: str, tx: Tx) -> list[PlaceLink]:
    return tx.places.of_contact(contact)


def _status(house: House, contact: str, text: str) -> str:
    messages = house.ask(lambda tx: tx.messages.of_contact(contact))
    return next(each.status for each in messages if each.text == text)


async def test_a_status_that_nobody_knows_is_logged_as_it_was_told_and_moves_nothing(house: House) -> None:
    contact = await _in_hand(house)
    await house.centre.desk.reply(house.staff["amina"], contact, "A crew comes.", "k1")
    await house.deliver_all()
    await house.pass_(10)
    (sent,) = [each for each in house.carrier.carrier.texts.of(MARGARET) if each["body"] == "A crew comes."]
    with capture_logs() as logged:
        house.carrier.carrier.texts._become(sent, Fate("teleported"))
        await house.carrier_time.settle()
    assert ("message_status_not_known", "teleported") in [(each["event"], each.get("status")) for each in logged]
    notes = [each["text"] for each in (await _view(house, contact))["messages"] if each["direction"] == "note"]
    assert notes == [NOT_KNOWN.format(word="teleported")]
    assert _status(house, contact, "A crew comes.") == "delivered"
    requests = house.ask(lambda tx: tx.documents.requests_of([contact]))
    assert f"{sent['sid']} teleported" in requests


async def test_each_word_of_how_a_text_fared_is_kept_once_as_it_came(house: House) -> None:
    contact = await _in_hand(house)
    for sid, word in (("SM1", "sent"), ("SM1", "delivered"), ("SM1", "sent"), ("SM2", "sent")):
        form = {"MessageSid": sid, "MessageStatus": word, "From": house.settings.twilio_phone_number, "To": MARGARET}
        await house.centre.texts.status(text_change(form))
    requests = house.ask(lambda tx: tx.documents.requests_of([contact]))
    assert sorted(each for each in requests if each.startswith(("SM1 ", "SM2 "))) == [
        "SM1 delivered",
        "SM1 sent",
        "SM2 sent",
    ]
    path, _ = await house.centre.desk.document(house.staff["amina"], contact, requests["SM1 delivered"].id)
    assert json.loads(path.read_text("utf-8"))["MessageStatus"] == "delivered"


async def test_what_the_carrier_said_of_a_text_of_ours_stands_with_it_word_by_word(house: House) -> None:
    contact = await _in_hand(house)
    await house.centre.desk.reply(house.staff["amina"], contact, "A crew comes.", "k1")
    await house.deliver_all()
    await house.pass_(10)
    view = await _view(house, contact)
    (ours,) = [each for each in view["messages"] if each["text"] == "A crew comes."]
    assert [each["word"] for each in ours["fared"]] == ["sent", "delivered"]
    for each in ours["fared"]:
        path, _ = await house.centre.desk.document(house.staff["amina"], contact, each["id"])
        assert json.loads(path.read_text("utf-8"))["MessageStatus"] == each["word"]
    assert [each["fared"] for each in view["messages"] if each["direction"] == "in"] == [[]]


async def test_what_no_database_takes_is_left_out_of_a_text(house: House) -> None:
    await house.text("There is a\0 pothole")
    (contact,) = _contacts(house)
    assert house.ask(lambda tx: tx.messages.of_contact(contact.id))[0].text == "There is a pothole"


class _Refusing:
    """One channel's list that the carrier does not give."""

    def recent(self, since: datetime) -> list[TextSummary]:
        raise Refused("The carrier knows no such sender.")


async def test_a_list_that_is_refused_keeps_no_other_from_being_compared(house: House) -> None:
    house.post.held.add("/sms/incoming")
    await house.text("There is a pothole in Mill Lane")
    parts = house.centre._parts
    before = parts.texts
    object.__setattr__(parts, "texts", {Channel.WHATSAPP: _Refusing(), Channel.SMS: before[Channel.SMS]})
    try:
        assert await house.centre.texts.catch_up() == 1
    finally:
        object.__setattr__(parts, "texts", before)


async def test_a_request_that_cannot_be_read_is_shown_with_its_reason_and_can_be_saved(house: House) -> None:
    form = {"From": MARGARET, "Body": "There is a pothole"}
    for _ in range(2):
        await house.centre.texts.set_aside("sms/incoming", form, "The request has no 'MessageSid'.")
    (problem,) = (await house.centre.board.view())["problems"]
    assert (problem["kind"], problem["action"]) == ("quarantine", "settle")
    assert problem["text"] == (
        "A request of the carrier's, sms/incoming, could not be read. The request has no 'MessageSid'."
    )
    path = await house.centre.emails.original(problem["id"])
    assert (path.suffix, json.loads(path.read_text("utf-8"))) == (".json", form)
    await house.centre.emails.settle(house.staff["grace"], problem["id"])
    assert (await house.centre.board.view())["problems"] == []


async def test_a_text_that_cannot_be_taken_in_keeps_none_behind_it_and_is_put_aside(house: House) -> None:
    house.post.held.add("/sms/incoming")
    for words in ("The first", "There is a pothole in Mill Lane"):
        await house.text(words)
    parts = house.centre._parts
    taken: list[str] = []

    async def take_in(event: Text, at: datetime) -> None:
        if event.body == "The first":
            raise ValueError(event.body)
        taken.append(event.body)

    texts = house.centre.texts
    listed = ListedTexts(parts, texts._lost, take_in=take_in, status=texts.status)
    assert await listed.compare() == 1
    assert taken == ["There is a pothole in Mill Lane"]
    (problem,) = (await house.centre.board.view())["problems"]
    assert "could not be taken in (ValueError)" in problem["text"]
    assert "The first" not in problem["text"]
