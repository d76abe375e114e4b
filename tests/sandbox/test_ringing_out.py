"""The council rings a number into a conference: its resident answers, declines, is out, or their voicemail answers."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from sandbox.carrier.call import Callback
from sandbox.carrier.line import Line
from sandbox.carrier.rooms import Wishes
from sandbox.carrier.verbs.dial_conference import Waiting
from tests.sandbox.world import CALLER, COUNCIL, World

EVENTS = frozenset({"initiated", "ringing", "answered", "completed"})


async def rings(world: World, number: str = CALLER) -> Line:
    """The agent is in the conference; the resident's number is rung into it for thirty seconds."""
    world.pages["/leg"] = ""
    world.robot("ann")
    for called, label in (("client:ann", "agent"), (number, "caller")):
        line = world.carrier.call_into_room(
            "K7",
            caller=COUNCIL,
            called=called,
            wishes=Wishes(label=label),
            waiting=Waiting("", "", "POST"),
            callback=Callback(url=f"{world.application.url}/leg", events=EVENTS) if label == "caller" else None,
            timeout_s=30,
        )
        await world.advance(0)
    return line


def statuses(world: World) -> list[str]:
    told = sorted(world.asked("/leg"), key=lambda one: int(one["SequenceNumber"]))
    return [one["CallStatus"] for one in told]


async def test_a_phone_page_is_told_who_rings_and_answers(world: World) -> None:
    with world.carrier.phones.listening(CALLER) as page:
        line = await rings(world)
        told = [page.get_nowait() for _ in range(page.qsize())]
        assert told[-1]["call"]["status"] == "ringing"
        assert (told[-1]["call"]["from"], told[-1]["call"]["direction"]) == (COUNCIL, "outbound-api")
        assert world.carrier.exchange.picked_up(line.call.sid)
        await world.advance(10)
        assert line.call.conference
        await world.hang_up(line)
    assert statuses(world) == ["initiated", "ringing", "in-progress", "completed"]


def declines(world: World, line: Line) -> None:
    assert world.carrier.exchange.refused(line.call.sid)


def waits(world: World, line: Line) -> None:
    """They are out."""


@pytest.mark.parametrize(
    ("does", "status"),
    [pytest.param(declines, "busy", id="declined"), pytest.param(waits, "no-answer", id="nobody is there")],
)
async def test_who_is_not_reached(world: World, does: Callable[[World, Line], None], status: str) -> None:
    with world.carrier.phones.listening(CALLER):
        line = await rings(world)
        does(world, line)
        await world.advance(36)
    assert line.call.status.value == status
    assert statuses(world)[-1] == status


async def test_who_is_rung_into_a_conference_that_ends_is_rung_no_more(world: World) -> None:
    with world.carrier.phones.listening(CALLER):
        line = await rings(world)
        agent = next(each for each in world.carrier.lines.values() if each.call.called == "client:ann")
        await world.hang_up(agent)
        await world.advance(1)
    assert line.call.status.value == "canceled"
    assert statuses(world)[-1] == "canceled"


@pytest.mark.parametrize(
    ("after_s", "page", "status"),
    [
        pytest.param(20.0, True, "in-progress", id="it answers after that many seconds"),
        pytest.param(None, True, "no-answer", id="switched off, it rings on"),
        pytest.param(60.0, True, "no-answer", id="the caller is sooner tired of ringing"),
        pytest.param(20.0, False, "no-answer", id="a number that nobody holds has none"),
    ],
)
async def test_a_voicemail_answers_for_who_does_not(
    world: World, after_s: float | None, page: bool, status: str
) -> None:
    world.carrier.settings = replace(world.carrier.settings, voicemail_after_s=after_s)
    with world.carrier.phones.listening(CALLER if page else "+447700900999"):
        line = await rings(world)
        await world.advance(19)
        assert line.call.status.value == "ringing"
        await world.advance(20)
        assert line.call.status.value == status
        if status == "in-progress":
            assert (line.call.doing, world.heard(line, "beep")) == ("voicemail", [""])
            await world.advance(61)
            assert line.call.status.value == "completed"
