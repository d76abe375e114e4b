"""Enqueue, Leave, Dial to a queue, and taking callers out by REST."""

import pytest

from sandbox.carrier.pages import Page, Source
from sandbox.carrier.verbs.dial_queue import Dequeuing
from sandbox.twiml import Element
from tests.sandbox.world import CALLER, Reply, World

QUEUE = '<Enqueue action="/left" waitUrl="/wait">waiting</Enqueue><Say>After</Say>'
OTHER = "+447700900456"


async def test_the_wait_document_is_told_the_place_and_asked_for_again_when_it_runs_out(world: World) -> None:
    await world.call(QUEUE, wait='<Pause length="10"/>')
    await world.call(QUEUE, caller=OTHER)
    await world.advance(25)
    mine = [one for one in world.asked("/wait") if one["From"] == OTHER]
    assert [(one["QueuePosition"], one["QueueTime"], one["CurrentQueueSize"]) for one in mine] == [
        ("2", "0", "2"),
        ("2", "10", "2"),
        ("2", "20", "2"),
    ]
    assert mine[0]["QueueSid"].startswith("QU")
    assert {mine[0]["MaxQueueSize"], mine[1]["AvgQueueTime"]} == {"1000", "10"}


@pytest.mark.parametrize(
    ("wait", "after", "result"),
    [
        pytest.param("<Leave/>", "", "leave", id="Leave"),
        pytest.param("<Dial>+441632960000</Dial>", "", "error", id="a wait document that is refused"),
        pytest.param('<Pause length="99"/>', "hang up", "hangup", id="the caller hangs up"),
        pytest.param('<Pause length="99"/>', "redirect", "redirected", id="REST sends the call elsewhere"),
    ],
)
async def test_how_a_stay_ends(world: World, wait: str, after: str, result: str) -> None:
    line = await world.call(QUEUE, wait=wait, left="<Say>Left</Say>", elsewhere="<Say>Elsewhere</Say>")
    await world.advance(7)
    if after == "hang up":
        await world.hang_up(line)
    elif after == "redirect":
        world.carrier.redirect(line, Source(url=world.application.url + "/elsewhere"))
    await world.advance(5)
    assert [one["QueueResult"] for one in world.asked("/left")] == [result]
    expected = {"hang up": [], "redirect": ["Elsewhere"]}.get(after, ["Left"])
    assert world.heard(line) == expected
    assert world.carrier.queues.named("waiting").members == []


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        pytest.param(Reply(b"RIFF", content_type="audio/wav"), "play", id="a sound"),
        pytest.param(Reply(b"Please wait", content_type="text/plain"), "say", id="plain words"),
    ],
)
async def test_a_wait_address_that_answers_with_sound_is_asked_again_and_again(
    world: World, answer: Reply, kind: str
) -> None:
    line = await world.call(QUEUE, wait=answer)
    await world.advance(20)
    assert len(world.heard(line, kind)) > 1
    assert len(world.asked("/wait")) > 1
    assert (line.call.over, world.asked("/left")) == (False, [])


async def test_a_caller_who_hangs_up_in_the_moment_of_being_taken_keeps_no_agent_waiting(world: World) -> None:
    line = await world.call(QUEUE, wait='<Pause length="99"/>', left="")
    agent = await world.call("<Pause length='99'/>", caller=OTHER)
    member = world.carrier.queues.named("waiting").take_front()
    assert member is not None
    taking = Dequeuing(agent, Element("Queue"), Page(verbs=()))
    member.taken.set_result(taking)
    await world.hang_up(line)
    assert taking.gone.is_set()
    assert not taking.ready.is_set()


async def test_a_full_queue_sends_on_at_once(world: World) -> None:
    small = QUEUE.replace("<Enqueue", '<Enqueue maxQueueSize="1"')
    await world.call(small, wait='<Pause length="99"/>', left="<Say>Full</Say>")
    line = await world.call(small, caller=OTHER)
    assert world.asked("/left")[0]["QueueResult"] == "queue-full"
    assert world.heard(line) == ["Full"]


async def test_without_an_action_leaving_goes_on_with_the_next_verb(world: World) -> None:
    line = await world.call(QUEUE.replace('action="/left"', ""), wait="<Leave/>")
    assert world.heard(line) == ["After"]


async def test_silence_and_default_music_ask_nothing(world: World) -> None:
    silent = await world.call('<Enqueue waitUrl="">waiting</Enqueue>')
    music = await world.call("<Enqueue>waiting</Enqueue>", caller=OTHER)
    await world.advance(60)
    assert world.heard(silent, "play") == []
    assert world.heard(music, "play") == ["music:hold"]
    assert {silent.call.queue, music.call.queue} == {"waiting"}


async def test_a_wait_document_may_gather(world: World) -> None:
    line = await world.call(
        QUEUE,
        wait='<Gather numDigits="1" action="/key"><Say>Press 1 to be called back</Say></Gather>',
        key="<Leave/>",
        left="<Say>We will call you</Say>",
    )
    await world.press(line, "1")
    assert world.asked("/key")[0]["Digits"] == "1"
    assert world.heard(line)[-1] == "We will call you"


async def test_dial_takes_the_front_caller_whispers_to_them_and_the_action_follows_their_parting(world: World) -> None:
    caller = await world.call(QUEUE, wait='<Pause length="99"/>', left="<Say>Goodbye</Say>")
    await world.advance(20)
    agent = await world.call(
        '<Dial action="/agent-done"><Queue url="/whisper">waiting</Queue></Dial>',
        caller=OTHER,
        whisper="<Say>You are through to Ann</Say>",
        **{"agent-done": "<Hangup/>"},
    )
    await world.advance(3)
    whisper = world.asked("/whisper")[0]
    assert (whisper["CallSid"], whisper["DequeingCallSid"], whisper["QueueTime"]) == (
        caller.call.sid,
        agent.call.sid,
        "20",
    )
    assert (caller.call.doing, agent.call.doing) == ("talking", "talking")
    assert world.asked("/left") == []
    await world.advance(40)
    await world.hang_up(agent)
    left = world.asked("/left")
    assert [(one["QueueResult"], one["QueueTime"]) for one in left] == [("bridged", "20")]
    assert world.heard(caller)[-1] == "Goodbye"


async def test_dial_to_an_empty_queue_waits_for_a_caller(world: World) -> None:
    await world.call(QUEUE, wait="<Leave/>", left="<Hangup/>")
    agent = await world.call('<Dial action="/agent"><Queue>waiting</Queue></Dial>', caller=OTHER, agent="<Hangup/>")
    await world.advance(10)
    caller = await world.call(QUEUE, wait='<Pause length="99"/>')
    assert (caller.call.doing, agent.call.doing) == ("talking", "talking")
    await world.hang_up(caller)
    assert world.asked("/agent")[0]["DialCallStatus"] == "completed"
    assert world.asked("/left")[-1]["QueueResult"] == "bridged"


async def test_dial_to_an_unknown_queue_fails(world: World) -> None:
    await world.call('<Dial action="/agent"><Queue>nowhere</Queue></Dial>', caller=CALLER, agent="<Hangup/>")
    assert world.asked("/agent")[0]["DialCallStatus"] == "failed"


async def test_a_bridged_caller_who_is_redirected_was_redirected_from_bridged(world: World) -> None:
    caller = await world.call(QUEUE, wait='<Pause length="99"/>', left="<Say>never</Say>", elsewhere="<Say>There</Say>")
    agent = await world.call("<Dial><Queue>waiting</Queue></Dial><Say>Alone</Say>", caller=OTHER)
    world.carrier.redirect(caller, Source(url=world.application.url + "/elsewhere"))
    await world.advance(5)
    assert world.asked("/left")[0]["QueueResult"] == "redirected-from-bridged"
    assert world.heard(caller) == ["There"]
    assert world.heard(agent) == ["Alone"]
