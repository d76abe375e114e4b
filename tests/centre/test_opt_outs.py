"""STOP, START and HELP: who wants no more texts, kept by us as by the carrier, and what an agent sees of it."""

from typing import Any

import pytest

from core.errors import OptedOut
from sandbox.carrier.texts import Fate
from tests.centre.house import House
from tests.centre.people import MARGARET

WORDS = "Where is it?"


async def _in_hand(house: House, body: str = "There is a pothole in Mill Lane") -> str:
    await house.at_work("amina")
    await house.text(body)
    contact = str((await house.accepts("amina"))["contact"])
    await house.deliver_all()
    return contact


async def _view(house: House, contact: str) -> dict[str, Any]:
    return await house.centre.desk.contact(house.staff["amina"], contact)


def _stopped(house: House) -> bool:
    return house.ask(lambda tx: tx.opt_outs.stopped(MARGARET, house.number)) is not None


async def test_the_agent_sees_a_stop_and_cannot_send_until_start(house: House) -> None:
    contact = await _in_hand(house)
    rev = (await _view(house, contact))["rev"]
    await house.text("Stop")
    seen = await _view(house, contact)
    assert "no more texts" in seen["texting"]["refused"]
    assert seen["rev"] != rev
    amina = house.staff["amina"]
    for asks in (
        house.centre.desk.reply(amina, contact, WORDS, "k1"),
        house.centre.desk.send_place_link(amina, contact, "k2"),
    ):
        with pytest.raises(OptedOut, match="no more texts"):
            await asks
    await house.text("START")
    assert (await _view(house, contact))["texting"] == {"refused": None, "warning": None, "longest": 1600}
    await house.centre.desk.reply(amina, contact, WORDS, "k3")
    await house.deliver_all()
    assert house.bodies().count(WORDS) == 1


async def test_a_stop_that_comes_before_the_text_has_gone_holds(house: House) -> None:
    contact = await _in_hand(house)
    await house.centre.desk.reply(house.staff["amina"], contact, WORDS, "k1")
    await house.text("STOP")
    assert "dead" in await house.deliver_all()
    (message,) = [each for each in (await _view(house, contact))["messages"] if each["text"] == WORDS]
    assert message["status"] == "failed"
    assert "no more texts" in message["problem"]
    notices = (await house.centre.desk.view(house.staff["amina"]))["notices"]
    assert any("no more texts" in each["text"] for each in notices)
    assert WORDS not in house.bodies()


async def test_what_was_refused_and_then_sent_again_by_a_person_was_sent(house: House) -> None:
    contact = await _in_hand(house)
    await house.centre.desk.reply(house.staff["amina"], contact, WORDS, "k1")
    await house.text("STOP")
    await house.deliver_all()
    await house.text("START")
    (dead,) = [each for each in house.ask(lambda tx: tx.outbox.problems()) if each.state == "dead"]
    await house.centre.outbox.try_again("someone", dead.id)
    await house.deliver_all()
    await house.pass_(10)
    (message,) = [each for each in (await _view(house, contact))["messages"] if each["text"] == WORDS]
    assert (message["status"], message["problem"]) == ("delivered", None)
    assert house.bodies().count(WORDS) == 1


@pytest.mark.parametrize("told", ["at once", "by callback"])
async def test_a_stop_that_only_the_carrier_heard_is_learnt_from_its_answer(house: House, told: str) -> None:
    contact = await _in_hand(house)
    await house.centre.desk.reply(house.staff["amina"], contact, WORDS, "k1")
    house.post.held.add("/sms/incoming")
    if told == "at once":
        await house.text("STOP")
        await house.deliver_all()
    else:
        house.carrier.carrier.texts.fates[MARGARET] = Fate("failed", 21610)
        await house.deliver_all()
        await house.pass_(10)
    assert _stopped(house)
    assert "no more texts" in (await _view(house, contact))["texting"]["refused"]


@pytest.mark.parametrize(
    ("words", "stopped"),
    [
        pytest.param(["STOP"], True, id="STOP"),
        pytest.param(["Unsubscribe"], True, id="another word for it"),
        pytest.param(["STOP 12345"], False, id="STOP and a number is a message"),
        pytest.param(["Please stop the noise"], False, id="stop within a sentence is a message"),
        pytest.param(["STOP", "START"], False, id="START opens it again"),
        pytest.param(["STOP", "Yes"], False, id="so does YES, which the carrier takes for START"),
        pytest.param(["STOP", "HELP"], True, id="HELP changes nothing"),
        pytest.param(["STOP", "Start a new case"], True, id="start within a sentence does not"),
    ],
)
async def test_only_the_words_alone_are_heeded_as_the_carrier_does(
    house: House, words: list[str], stopped: bool
) -> None:
    for body in words:
        await house.text(body)
    assert _stopped(house) is stopped
    assert ((MARGARET, house.number) in house.carrier.carrier.texts.opted_out) is stopped


@pytest.mark.parametrize("body", ["STOP", "START", "HELP", "info"])
async def test_what_the_carrier_answers_is_not_answered_twice(house: House, body: str) -> None:
    if body == "START":
        await house.text("STOP")
    before = len(house.bodies())
    await house.text(body)
    await house.deliver_all()
    assert len(house.bodies()) == before + 1


async def test_somebody_who_asks_for_help_reaches_a_person(house: House) -> None:
    await house.text("HELP")
    (contact,) = house.ask(lambda tx: tx.contacts.recent(5))
    assert contact.state == "waiting"


async def test_a_caller_who_opted_out_is_offered_no_link(house: House) -> None:
    await house.text("STOP")
    before = len(house.bodies())
    await house.queues(keys=("1", "1", "1"))
    await house.deliver_all()
    assert len(house.bodies()) == before
