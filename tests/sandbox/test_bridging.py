"""The way calls are bridged: queue, REST participant, conference; hold, mute, coach; every way of parting."""

import pytest
from twilio.base.exceptions import TwilioRestException  # type: ignore[import-untyped]

from sandbox.carrier.line import Line
from tests.sandbox.served import Served, ask
from tests.sandbox.world import COUNCIL, Asked, World

QUEUE = '<Enqueue action="/left" waitUrl="/wait">waiting</Enqueue>'
JOIN = (
    '<Dial><Conference participantLabel="caller" beep="false" endConferenceOnExit="true">contact-7</Conference></Dial>'
)


@pytest.fixture
async def waiting(caller: World) -> Line:
    caller.pages |= {"/conference": "", "/leg": "", "/join": JOIN}
    line = await caller.call(QUEUE, wait='<Pause length="30"/>', left="")
    await caller.advance(5)
    return line


async def call_agent(served: Served, caller: World) -> str:
    url, client = caller.application.url, served.client()
    one = await ask(
        lambda: client.conferences("contact-7").participants.create(
            to="client:ann?contact=7&epoch=1",
            from_=COUNCIL,
            label="agent-ann",
            beep="false",
            end_conference_on_exit=False,
            conference_status_callback=url + "/conference",
            conference_status_callback_event=["start", "end", "join", "leave", "mute", "hold", "modify"],
            status_callback=url + "/leg",
            status_callback_event=["initiated", "ringing", "answered", "completed"],
            timeout=15,
        )
    )
    assert one.conference_sid.startswith("CF")
    await caller.clock.settle()
    return str(one.call_sid)


def events(caller: World) -> list[str]:
    told = sorted(caller.asked("/conference"), key=lambda one: int(one["SequenceNumber"]))
    return [one["StatusCallbackEvent"] for one in told]


async def test_a_waiting_caller_is_joined_with_an_agent_and_leaves(
    served: Served, caller: World, waiting: Line
) -> None:
    client = served.client()

    def joined(asked: Asked) -> str:
        if asked.params["StatusCallbackEvent"] == "participant-join" and asked.params["ParticipantLabel"] != "caller":
            url = caller.application.url + "/join"
            caller.carrier.background(ask(lambda: client.calls(waiting.call.sid).update(url=url)))
        return ""

    caller.pages["/conference"] = joined
    caller.robot("ann", after_s=1.0)
    leg = await call_agent(served, caller)
    await caller.advance(1)
    for _ in range(50):
        await ask(lambda: None)
        await caller.clock.settle()
        if waiting.call.conference:
            break
    assert waiting.call.conference == "contact-7"
    assert caller.asked("/left")[0]["QueueResult"] == "redirected"
    room = (await ask(lambda: client.conferences.list(friendly_name="contact-7", status="in-progress")))[0]
    people = await ask(lambda: client.conferences(room.sid).participants.list())
    assert {one.label: one.status for one in people} == {"caller": "connected", "agent-ann": "connected"}
    await caller.advance(60)
    await caller.hang_up(waiting)
    assert caller.carrier.lines[leg].call.status == "completed"
    assert events(caller) == [
        "participant-join",
        "participant-join",
        "conference-start",
        "participant-leave",
        "conference-end",
        "participant-leave",
    ]
    assert [one["CallStatus"] for one in caller.asked("/leg")] == ["initiated", "ringing", "in-progress", "completed"]
    assert (await ask(lambda: client.conferences(room.sid).fetch())).status == "completed"


async def together(served: Served, caller: World, waiting: Line) -> str:
    caller.robot("ann")
    leg = await call_agent(served, caller)
    client, url = served.client(), caller.application.url + "/join"
    await ask(lambda: client.calls(waiting.call.sid).update(url=url))
    await caller.clock.settle()
    return leg


async def test_an_agent_who_drops_out_leaves_the_caller_who_goes_back_to_the_queue(
    served: Served, caller: World, waiting: Line
) -> None:
    leg = await together(served, caller, waiting)
    caller.carrier.softphones.hung_up(leg)
    await caller.clock.settle()
    assert waiting.call.status == "in-progress"
    left = next(one for one in caller.asked("/conference") if one["StatusCallbackEvent"] == "participant-leave")
    assert (left["ParticipantLabel"], left["ParticipantCallStatus"]) == ("agent-ann", "completed")
    client, url = served.client(), caller.application.url + "/phone/incoming"
    await ask(lambda: client.calls(waiting.call.sid).update(url=url))
    await caller.clock.settle()
    assert waiting.call.queue == "waiting"


async def test_hold_mute_and_coach_are_changed_and_told(served: Served, caller: World, waiting: Line) -> None:
    leg = await together(served, caller, waiting)
    caller.pages["/hold"] = "<Say>Please hold</Say>"
    client = served.client()
    people = client.conferences("contact-7").participants
    held = await ask(lambda: people("caller").update(hold=True, hold_url=caller.application.url + "/hold"))
    await caller.advance(3)
    assert held.hold is True
    assert caller.heard(waiting)[:2] == ["Please hold", "Please hold"]
    assert caller.application.of("/hold")[0].method == "GET"
    assert waiting.call.doing == "hold"
    await ask(lambda: people("caller").update(hold=False))
    heard = len(caller.heard(waiting))
    await caller.advance(10)
    assert len(caller.heard(waiting)) == heard
    assert (await ask(lambda: people(leg).update(muted=True))).muted is True
    assert (await ask(lambda: people(leg).update(muted=False))).muted is False
    coach = await ask(lambda: people(leg).update(coaching=True, call_sid_to_coach=waiting.call.sid))
    assert (coach.coaching, coach.call_sid_to_coach) == (True, waiting.call.sid)
    await caller.clock.settle()
    assert events(caller)[3:] == [
        "participant-hold",
        "participant-unhold",
        "participant-mute",
        "participant-unmute",
        "participant-modify",
    ]


async def test_the_default_hold_is_music(served: Served, caller: World, waiting: Line) -> None:
    await together(served, caller, waiting)
    client = served.client()
    await ask(lambda: client.conferences("contact-7").participants("caller").update(hold=True))
    assert caller.heard(waiting, "hold") == ["music:hold"]


async def test_a_participant_is_removed_by_label(served: Served, caller: World, waiting: Line) -> None:
    leg = await together(served, caller, waiting)
    client = served.client()
    assert await ask(lambda: client.conferences("contact-7").participants("agent-ann").delete())
    await caller.clock.settle()
    assert caller.carrier.lines[leg].call.status == "completed"
    assert waiting.call.status == "in-progress"


async def test_a_conference_is_ended_and_announced_to(served: Served, caller: World, waiting: Line) -> None:
    leg = await together(served, caller, waiting)
    caller.pages["/announce"] = "<Say>One minute left</Say>"
    client, url = served.client(), caller.application.url + "/announce"
    await ask(lambda: client.conferences("contact-7").update(announce_url=url))
    await caller.advance(3)
    assert caller.heard(waiting) == ["One minute left"]
    await ask(lambda: client.conferences("contact-7").update(status="completed"))
    await caller.advance(1)
    assert {caller.carrier.lines[leg].call.status, waiting.call.status} == {"completed"}
    ended = next(one for one in caller.asked("/conference") if one["StatusCallbackEvent"] == "conference-end")
    assert ended["ReasonConferenceEnded"] == "conference-ended-via-api"


@pytest.mark.parametrize(
    ("behaviour", "status"),
    [
        pytest.param("reject", "busy", id="an agent who declines"),
        pytest.param("ignore", "no-answer", id="an agent who does not answer"),
        pytest.param(None, "no-answer", id="an agent who is not registered"),
    ],
)
async def test_a_leg_that_never_joins(
    served: Served, caller: World, waiting: Line, behaviour: str | None, status: str
) -> None:
    if behaviour:
        caller.robot("ann", behaviour)
    leg = await call_agent(served, caller)
    await caller.advance(21)
    assert caller.carrier.lines[leg].call.status == status
    assert caller.asked("/leg")[-1]["CallStatus"] == status
    assert events(caller) == []
    assert waiting.call.queue == "waiting"
    assert caller.carrier.rooms.find("contact-7") is None


async def test_a_label_that_is_taken_is_refused(served: Served, caller: World, waiting: Line) -> None:
    await together(served, caller, waiting)
    with pytest.raises(TwilioRestException) as refused:
        await call_agent(served, caller)
    assert refused.value.code == 16025


async def test_a_conference_recording_is_paused_for_card_numbers(served: Served, caller: World, waiting: Line) -> None:
    caller.pages["/join"] = JOIN.replace("<Conference", '<Conference record="record-from-start"')
    await together(served, caller, waiting)
    await caller.advance(10)
    client = served.client()
    current = client.conferences("contact-7").recordings("Twilio.CURRENT")
    assert (await ask(lambda: current.update(status="paused"))).status == "paused"
    await caller.advance(30)
    await ask(lambda: current.update(status="in-progress"))
    await caller.advance(5)
    await caller.hang_up(waiting)
    recording = (await ask(lambda: client.recordings.list()))[0]
    assert (recording.duration, recording.source) == ("15", "Conference")
