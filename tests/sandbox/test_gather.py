"""Gather, rule by rule: keys, time-outs, speech."""

import pytest

from tests.sandbox.world import World

MENU = (
    '<Gather action="/done" {attributes}><Say>One two three four five six seven eight nine ten</Say></Gather>'
    "<Say>Nothing</Say>"
)


@pytest.mark.parametrize(
    ("attributes", "keys", "submitted"),
    [
        pytest.param('numDigits="1"', "3", "3", id="numDigits reached submits at once"),
        pytest.param('numDigits="2"', "42", "42", id="two digits"),
        pytest.param("", "12#", "12", id="the finishing key submits without itself"),
        pytest.param('finishOnKey="*"', "1#2*", "1#2", id="another finishing key"),
        pytest.param("", "#", None, id="the finishing key first is empty and falls through"),
        pytest.param('actionOnEmptyResult="true"', "#", "", id="empty is submitted when asked for"),
    ],
)
async def test_keys_that_end_it_at_once(world: World, attributes: str, keys: str, submitted: str | None) -> None:
    line = await world.call(MENU.format(attributes=attributes), done="<Hangup/>")
    await world.press(line, keys)
    assert [one["Digits"] for one in world.asked("/done")] == ([] if submitted is None else [submitted])
    assert ("Nothing" in world.heard(line)) == (submitted is None)


async def test_the_first_key_stops_the_prompt_and_starts_the_wait(world: World) -> None:
    line = await world.call(MENU.format(attributes='timeout="4"'), done="<Hangup/>")
    await world.advance(1)
    await world.press(line, "7")
    await world.advance(3.9)
    assert world.asked("/done") == []
    await world.advance(0.2)
    assert world.asked("/done")[0]["Digits"] == "7"


async def test_each_key_starts_the_wait_again(world: World) -> None:
    line = await world.call(MENU.format(attributes='timeout="4"'), done="<Hangup/>")
    for key in "123":
        await world.press(line, key)
        await world.advance(3.5)
    assert world.asked("/done") == []
    await world.advance(1)
    assert world.asked("/done")[0]["Digits"] == "123"


async def test_the_time_out_counts_from_the_end_of_the_prompt(world: World) -> None:
    line = await world.call(MENU.format(attributes='timeout="5"'))
    await world.advance(3.84 + 4.9)  # ten words, then almost five seconds
    assert world.heard(line) == ["One two three four five six seven eight nine ten"]
    await world.advance(0.3)
    assert world.heard(line)[-1] == "Nothing"


async def test_without_an_action_it_asks_its_own_address_again(world: World) -> None:
    line = await world.call('<Gather numDigits="1"/>')
    await world.press(line, "1")
    assert [one.get("Digits") for one in world.asked("/phone/incoming")] == [None, "1"]


async def test_an_empty_result_goes_to_the_action_after_the_time_out_when_asked(world: World) -> None:
    await world.call(MENU.format(attributes='actionOnEmptyResult="true" method="GET"'), done="<Hangup/>")
    await world.advance(3.85 + 5)
    asked = world.application.of("/done")[0]
    assert (asked.method, asked.query["Digits"]) == ("GET", "")


async def test_speech_ends_after_its_silence_and_comes_with_its_confidence(world: World) -> None:
    document = '<Gather input="speech" speechTimeout="2" action="/done" partialResultCallback="/partial"/>'
    line = await world.call(document, done="<Hangup/>", partial="")
    line.say("there is a big pothole", "0.87")
    await world.advance(1.9)
    assert world.asked("/done") == []
    await world.advance(0.2)
    said = world.asked("/done")[0]
    assert (said["SpeechResult"], said["Confidence"]) == ("there is a big pothole", "0.87")
    partial = world.asked("/partial")
    assert {one["SequenceNumber"]: one["UnstableSpeechResult"] for one in partial} == {
        "0": "there is",
        "1": "there is a big pothole",
    }


async def test_the_first_kind_of_input_wins(world: World) -> None:
    line = await world.call('<Gather input="dtmf speech" speechTimeout="auto" action="/done"/>', done="<Hangup/>")
    await world.say(line, "potholes please")
    await world.press(line, "5#")
    await world.advance(1.1)
    said = world.asked("/done")[0]
    assert said["SpeechResult"] == "potholes please"
    assert "Digits" not in said


async def test_words_are_not_heard_where_only_keys_are_asked_for(world: World) -> None:
    line = await world.call('<Gather action="/done"/><Say>Nothing</Say>')
    await world.say(line, "hello")
    await world.advance(6)
    assert world.asked("/done") == []
    assert world.heard(line) == ["Nothing"]


async def test_strong_words_are_masked_unless_asked_not_to_be(world: World) -> None:
    line = await world.call('<Gather input="speech" speechTimeout="1" action="/done"/>', done="<Hangup/>")
    await world.say(line, "what the fuck")
    await world.advance(2)
    assert world.asked("/done")[0]["SpeechResult"] == "what the f***"


async def test_keys_pressed_while_nobody_listens_are_lost(world: World) -> None:
    line = await world.call('<Say>Please wait a moment</Say><Gather numDigits="1" action="/done"/>')
    await world.press(line, "1")
    await world.advance(3)
    assert world.asked("/done") == []
