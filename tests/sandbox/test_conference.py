"""Conferences by TwiML: when they start and end, what is told, who may be in them."""

import pytest

from tests.sandbox.world import World

ALL = "start end join leave mute hold modify speaker announcement"
ROOM = (
    '<Dial action="/done"><Conference statusCallback="/room" statusCallbackEvent="{events}" {attributes}>'
    "K7</Conference></Dial>"
)
OTHER = "+447700900456"


def room(attributes: str = "", events: str = ALL) -> str:
    return ROOM.format(attributes=attributes, events=events)


def events(world: World) -> list[str]:
    return [
        one["StatusCallbackEvent"] for one in sorted(world.asked("/room"), key=lambda one: int(one["SequenceNumber"]))
    ]


async def test_it_starts_with_the_second_and_ends_with_the_last(world: World) -> None:
    first = await world.call(room('participantLabel="caller"'), room="", done="<Hangup/>")
    assert world.heard(first, "play") == ["music:hold"]
    second = await world.call(room('participantLabel="ann"'), caller=OTHER)
    await world.advance(10)
    await world.hang_up(second)
    await world.hang_up(first)
    assert events(world) == [
        "participant-join",
        "participant-join",
        "conference-start",
        "participant-leave",
        "participant-leave",
        "conference-end",
    ]
    told = sorted(world.asked("/room"), key=lambda one: int(one["SequenceNumber"]))
    assert [one["SequenceNumber"] for one in told] == ["1", "2", "3", "4", "5", "6"]
    assert told[0]["ParticipantLabel"] == "caller"
    assert (told[0]["FriendlyName"], told[0]["Muted"], told[0]["StartConferenceOnEnter"]) == ("K7", "false", "true")
    assert (told[3]["ParticipantCallStatus"], told[3]["ReasonParticipantLeft"]) == ("completed", "participant_hung_up")
    assert told[5]["ReasonConferenceEnded"] == "last-participant-left"
    assert told[5]["CallSidEndingConference"] == first.call.sid


async def test_it_does_not_start_before_one_who_may_start_it(world: World) -> None:
    await world.call(room('startConferenceOnEnter="false"'), room="")
    await world.call(room('startConferenceOnEnter="false"'), caller=OTHER)
    assert "conference-start" not in events(world)
    await world.call(room(), caller="+447700900789")
    assert "conference-start" in events(world)


async def test_one_with_end_on_exit_ends_it_for_all_and_they_go_on_with_their_action(world: World) -> None:
    first = await world.call(room(), room="", done="<Say>Thank you</Say>")
    second = await world.call(room('endConferenceOnExit="true"'), caller=OTHER)
    await world.hang_up(second)
    assert world.heard(first) == ["Thank you"]
    assert world.asked("/done")[-1]["DialCallStatus"] == "answered"
    assert "DialCallSid" not in world.asked("/done")[-1]
    ended = next(one for one in world.asked("/room") if one["StatusCallbackEvent"] == "conference-end")
    assert ended["ReasonConferenceEnded"] == "participant-with-end-conference-on-exit-left"


async def test_the_first_participant_fixes_who_is_told(world: World) -> None:
    await world.call(room(events="start"), room="")
    await world.call(room(events=ALL).replace("/room", "/another"), caller=OTHER, another="")
    assert events(world) == ["conference-start"]
    assert world.asked("/another") == []


async def test_waiting_documents_play_once_and_then_it_is_silent(world: World) -> None:
    line = await world.call(room('waitUrl="/wait"'), room="", wait="<Say>Please hold</Say>")
    await world.advance(60)
    assert world.heard(line) == ["Please hold"]


async def test_waiting_documents_may_not_gather(world: World) -> None:
    await world.call(room('waitUrl="/wait"'), room="", wait="<Gather/>")
    assert world.codes() == [13238]


@pytest.mark.parametrize(
    ("attributes", "code"),
    [
        pytest.param('participantLabel="caller"', 16025, id="a label that is taken"),
        pytest.param('maxParticipants="1"', 16020, id="a full conference"),
        pytest.param(f'coach="CA{"0" * 32}"', 13240, id="nobody there to coach"),
    ],
)
async def test_who_may_not_come_in(world: World, attributes: str, code: int) -> None:
    await world.call(room('participantLabel="caller"'), room="")
    line = await world.call(room(attributes), caller=OTHER)
    await world.advance(10)
    assert line.call.problems[0]["code"] == code
    assert line.call.status == "completed"


async def test_star_leaves_and_counts_as_answered(world: World) -> None:
    line = await world.call(room().replace("<Dial", '<Dial hangupOnStar="true"'), room="", done="<Say>Bye</Say>")
    await world.press(line, "*")
    assert world.heard(line) == ["Bye"]
    assert world.asked("/done")[0]["DialCallStatus"] == "answered"


async def test_it_is_recorded_from_the_start_when_asked_for(world: World) -> None:
    wish = 'record="record-from-start" recordingStatusCallback="/recording"'
    first = await world.call(room(wish), room="", recording="", done="<Hangup/>")
    await world.advance(5)
    second = await world.call(room(wish), caller=OTHER)
    await world.advance(12)
    await world.hang_up(first)
    await world.hang_up(second)
    told = world.asked("/recording")
    assert [(one["RecordingDuration"], one["RecordingSource"]) for one in told] == [("12", "Conference")]
    assert told[0]["ConferenceSid"].startswith("CF")


async def test_who_speaks_is_told(world: World) -> None:
    line = await world.call(room(events="speaker"), room="")
    line.voice(True)
    line.voice(False)
    await world.advance(1)
    assert events(world) == ["participant-speech-start", "participant-speech-stop"]


async def test_a_name_used_again_is_a_new_conference(world: World) -> None:
    first = await world.call(room(), room="")
    await world.hang_up(first)
    await world.call(room())
    assert len({one["ConferenceSid"] for one in world.asked("/room")}) == 2
