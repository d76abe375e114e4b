"""Record: what ends a message, and who is told."""

import wave

import pytest

from tests.sandbox.world import World

DOCUMENT = '<Record action="/done" {attributes} recordingStatusCallback="/recording"/><Say>Nothing</Say>'


@pytest.mark.parametrize(
    ("attributes", "spoken", "key", "digits", "seconds"),
    [
        pytest.param("", True, "#", "#", 4, id="a key ends it and is told"),
        pytest.param('finishOnKey="5"', True, "5", "5", 4, id="only the wished key"),
        pytest.param('maxLength="9"', True, "", "", 9, id="the longest length"),
        pytest.param('timeout="3"', True, "", "", 7, id="silence after words"),
    ],
)
async def test_what_ends_a_message(
    world: World, attributes: str, spoken: bool, key: str, digits: str, seconds: int
) -> None:
    line = await world.call(DOCUMENT.format(attributes=attributes), done="<Hangup/>", recording="")
    await world.advance(0.4)
    line.voice(True)
    await world.advance(4)
    if "maxLength" not in attributes:
        line.voice(False)
    await world.press(line, key)
    await world.advance(20)
    told = world.asked("/done")[0]
    assert (told["Digits"], told["RecordingDuration"]) == (digits, str(seconds))
    assert told["RecordingUrl"].endswith(f"/Recordings/{told['RecordingSid']}")
    status = world.asked("/recording")[0]
    assert (status["RecordingStatus"], status["RecordingSource"]) == ("completed", "RecordVerb")
    with wave.open(str(world.carrier.recordings.path(told["RecordingSid"]))) as file:
        assert file.getnframes() / file.getframerate() == pytest.approx(seconds, abs=0.1)


async def test_a_message_of_silence_is_no_message(world: World) -> None:
    document = DOCUMENT.format(attributes='recordingStatusCallbackEvent="in-progress completed absent"')
    line = await world.call(document, recording="")
    await world.advance(6)
    assert world.asked("/done") == []
    assert world.heard(line) == ["Nothing"]
    assert [one["RecordingStatus"] for one in world.asked("/recording")] == ["in-progress", "absent"]


async def test_a_caller_who_hangs_up_leaves_the_message_and_the_action_hears_of_it(world: World) -> None:
    line = await world.call(DOCUMENT.format(attributes=""), done="<Say>never</Say>", recording="")
    await world.advance(0.4)
    await world.say(line, "the light is out in Mill Lane")
    await world.advance(3)
    await world.hang_up(line)
    told = world.asked("/done")[0]
    assert (told["Digits"], told["CallStatus"], told["RecordingDuration"]) == ("hangup", "completed", "3")
    assert world.heard(line) == []
