"""Dial to clients and numbers."""

import pytest

from sandbox.carrier.line import Line
from tests.sandbox.world import CALLER, World

ANN = '<Dial action="/done" timeout="10"><Client {attributes}>ann</Client></Dial>'
EVENTS = 'statusCallback="/leg" statusCallbackEvent="initiated ringing answered completed"'


def legs(world: World, line: Line) -> list[Line]:
    return [leg for leg in world.carrier.lines.values() if leg.call.parent_sid == line.call.sid]


@pytest.mark.parametrize(
    ("robot", "status", "seconds"),
    [
        pytest.param(
            {"behaviour": "answer", "after_s": 2.0, "hang_up_after_s": 30.0}, "completed", "30", id="answered"
        ),
        pytest.param({"behaviour": "reject", "after_s": 1.0}, "busy", None, id="declined"),
        pytest.param({"behaviour": "ignore"}, "no-answer", None, id="nobody picks up"),
        pytest.param(None, "no-answer", None, id="nobody is registered"),
    ],
)
async def test_how_a_client_answers(
    world: World, robot: dict[str, object] | None, status: str, seconds: str | None
) -> None:
    if robot:
        world.robot("ann", **robot)  # type: ignore[arg-type]
    line = await world.call(ANN.format(attributes=EVENTS), leg="", done="<Hangup/>")
    await world.advance(60)
    told = world.asked("/done")[0]
    assert (told["DialCallStatus"], told.get("DialCallDuration")) == (status, seconds)
    assert told["DialBridged"] == ("true" if status == "completed" else "false")
    assert told["DialCallSid"] == legs(world, line)[0].call.sid
    ends = world.asked("/leg")[-1]
    assert (ends["CallStatus"], ends["ParentCallSid"], ends["Direction"]) == (status, line.call.sid, "outbound-dial")
    assert [one["SequenceNumber"] for one in world.asked("/leg")] == [str(n) for n in range(len(world.asked("/leg")))]


async def test_the_time_out_has_five_seconds_more(world: World) -> None:
    world.robot("ann", "ignore")
    await world.call(ANN.format(attributes=""), done="<Hangup/>")
    await world.advance(14.9)
    assert world.asked("/done") == []
    await world.advance(0.2)
    assert world.asked("/done")[0]["DialCallStatus"] == "no-answer"


async def test_all_ring_the_first_wins_and_the_others_are_canceled(world: World) -> None:
    world.robot("ann", after_s=5)
    world.robot("bob", after_s=3)
    world.robot("+447700900999", "ignore")
    line = await world.call("<Dial><Client>ann</Client><Client>bob</Client><Number>+447700900999</Number></Dial>")
    await world.advance(10)
    assert {leg.call.called: leg.call.status.value for leg in legs(world, line)} == {
        "client:ann": "canceled",
        "client:bob": "in-progress",
        "+447700900999": "canceled",
    }


async def test_in_turn_one_rings_after_another(world: World) -> None:
    world.robot("ann", "reject")
    world.robot("bob", after_s=1)
    line = await world.call('<Dial sequential="true"><Client>ann</Client><Client>bob</Client></Dial>')
    await world.advance(5)
    assert [leg.call.status.value for leg in legs(world, line)] == ["busy", "in-progress"]


async def test_a_whisper_is_heard_before_the_two_talk_and_its_hang_up_declines(world: World) -> None:
    world.robot("ann")
    line = await world.call(
        ANN.format(attributes='url="/whisper"'), whisper="<Say>A pothole call</Say><Hangup/>", done="<Hangup/>"
    )
    await world.advance(10)
    leg = legs(world, line)[0]
    assert world.heard(leg) == ["A pothole call"]
    assert world.asked("/done")[0]["DialBridged"] == "false"


async def test_a_whisper_that_runs_out_connects(world: World) -> None:
    world.robot("ann")
    line = await world.call(ANN.format(attributes='url="/whisper"'), whisper="<Say>A call</Say>", done="<Hangup/>")
    await world.advance(10)
    assert {line.call.doing, legs(world, line)[0].call.doing} == {"talking"}


async def test_keys_are_sent_before_the_two_talk(world: World) -> None:
    world.robot("+447700900999")
    line = await world.call('<Dial><Number sendDigits="ww12">+447700900999</Number></Dial>')
    await world.advance(1.9)
    assert world.heard(legs(world, line)[0], "play") == ["ww12"]
    assert line.call.doing == "dial"
    await world.advance(0.2)
    assert line.call.doing == "talking"


async def test_a_phone_whose_connection_breaks_does_not_answer(world: World) -> None:
    class Broken:
        identity = "ann"

        async def ring(self, ring: object) -> None:
            raise ConnectionError

        async def cancel(self, call_sid: str) -> None: ...
        async def hang_up(self, call_sid: str, error: str | None = None) -> None: ...

    world.carrier.softphones.register(Broken())
    await world.call(ANN.format(attributes=""), done="<Hangup/>")
    assert world.asked("/done")[0]["DialCallStatus"] == "busy"


async def test_answer_on_bridge_keeps_ringing_until_somebody_answers(world: World) -> None:
    world.robot("ann", after_s=8)
    line = await world.call('<Dial answerOnBridge="true"><Client>ann</Client></Dial>')
    await world.advance(7)
    assert line.call.status == "ringing"
    await world.advance(2)
    assert line.call.status == "in-progress"


async def test_star_ends_the_conversation_when_asked_for(world: World) -> None:
    world.robot("ann")
    line = await world.call('<Dial hangupOnStar="true"><Client>ann</Client></Dial><Say>Next</Say>')
    await world.advance(1)
    await world.press(line, "*")
    await world.advance(0.1)
    assert world.heard(line) == ["Next"]
    assert legs(world, line)[0].call.status == "completed"


async def test_a_time_limit_ends_it(world: World) -> None:
    world.robot("ann")
    line = await world.call('<Dial timeLimit="60"><Client>ann</Client></Dial><Say>Next</Say>')
    await world.advance(61)
    assert world.heard(line) == ["Next"]


async def test_a_caller_who_hangs_up_ends_the_ringing(world: World) -> None:
    world.robot("ann", "ignore")
    line = await world.call(ANN.format(attributes=""), done="<Say>never</Say>")
    await world.hang_up(line)
    assert legs(world, line)[0].call.status == "canceled"
    assert world.asked("/done")[0]["CallStatus"] == "completed"


async def test_the_conversation_is_recorded_when_asked_for(world: World) -> None:
    world.robot("ann", hang_up_after_s=20.0)
    document = ANN.replace("<Dial", '<Dial record="record-from-answer" recordingStatusCallback="/recording"')
    await world.call(document.format(attributes=""), recording="", done="<Hangup/>")
    await world.advance(30)
    assert world.asked("/done")[0]["RecordingDuration"] == "20"
    assert world.asked("/recording")[0]["RecordingSource"] == "DialVerb"
    assert world.asked("/phone/status")[0]["RecordingDuration"] == "20"


async def test_parameters_reach_the_softphone(world: World) -> None:
    rings = []

    class Phone:
        identity = "ann"

        async def ring(self, ring: object) -> None:
            rings.append(ring)

        async def cancel(self, call_sid: str) -> None: ...
        async def hang_up(self, call_sid: str, error: str | None = None) -> None: ...

    world.carrier.softphones.register(Phone())
    await world.call(
        '<Dial><Client><Identity>ann</Identity><Parameter name="contact" value="7 &amp; 8"/></Client></Dial>'
    )
    assert rings[0].parameters == {"contact": "7 & 8"}  # type: ignore[attr-defined]
    assert (rings[0].caller, rings[0].called) == (CALLER, "client:ann")  # type: ignore[attr-defined]
