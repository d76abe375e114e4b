"""Every TwiML document that is sent is one that the carrier would accept where it performs it, and says what it should.

The check is the stand-in carrier's, which is written from Twilio's documents and shares no code with ours.
"""

import re
import xml.etree.ElementTree as ET
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from channels.phone import twiml, words
from channels.phone.addresses import PATIENCE, PhoneAddresses
from ivr import (
    Ask,
    Collect,
    HangUp,
    LookUp,
    Pause,
    Play,
    Prompt,
    Queue,
    Redirect,
    Say,
    SendText,
    Session,
    Step,
    Voicemail,
)
from ivr.asks import Fact
from sandbox.twiml import Place, check
from web.providers import kindness

HOME = Path(twiml.__file__).parents[2]
OURS = ("centre", "channels", "clock", "config", "core", "intake", "ivr", "runtime", "web", "worker")

ADDRESSES = PhoneAddresses(public_url="https://switchboard.example.org/")
QUERY = "contact=con_01kaz&menu=main&at=highways&tries=1&turns=4"
SESSION = Session(menu="main", node="highways", tries=1, turns=4, facts={"said": "private"})
CONTACT = "con_01kaz"
AWKWARD = 'Fish & "chips" <b>£5</b> – it’s…'


def _step(ask: Ask, *prompts: Prompt) -> Step:
    return Step(session=SESSION, prompts=prompts or (Say(text="Hello."),), ask=ask)


def _rendered(ask: Ask, *prompts: Prompt) -> str:
    return twiml.render(_step(ask, *prompts), ADDRESSES, contact=CONTACT)


def _tree(document: str) -> ET.Element:
    return ET.fromstring(document)


ALL_PROMPTS = (
    Say(text=AWKWARD),
    Pause(seconds=2),
    Play(url="/phone/music.wav"),
    Play(url="https://a.example.org/b.wav"),
)
DOCUMENTS = {
    "keys and speech": (_rendered(Collect(hints=("road", "x" * 150))), Place.CALL),
    "keys only": (_rendered(Collect(speech=False, digits=9, finish_on="#")), Place.CALL),
    "every kind of prompt": (_rendered(Collect(), *ALL_PROMPTS), Place.CALL),
    "queue": (_rendered(Queue(service="highways/pothole"), *ALL_PROMPTS), Place.CALL),
    "voice message": (_rendered(Voicemail(service="a/b"), *ALL_PROMPTS), Place.CALL),
    "goodbye": (_rendered(HangUp(), *ALL_PROMPTS), Place.CALL),
    "somebody is being asked": (
        twiml.wait(ADDRESSES, contact=CONTACT, position=0, is_ringing=True),
        Place.QUEUE,
    ),
    "waiting, nothing known": (twiml.wait(ADDRESSES, contact=CONTACT, position=0), Place.QUEUE),
    "waiting, all known": (twiml.wait(ADDRESSES, contact=CONTACT, position=3, low_s=60, high_s=200), Place.QUEUE),
    "waiting, no way out": (twiml.wait(ADDRESSES, contact=CONTACT, position=1, may_leave=False), Place.QUEUE),
    "out of the queue": (twiml.leave(), Place.QUEUE),
    "into the conference": (twiml.into_conference(ADDRESSES, contact=CONTACT), Place.CALL),
    "alone in the conference": (twiml.hold_music(ADDRESSES, say=""), Place.ROOM),
    "on hold": (twiml.hold_music(ADDRESSES), Place.HOLD),
    "a few words and goodbye": (twiml.say_and_hang_up("One.", AWKWARD), Place.CALL),
    "music, once": (twiml.music(ADDRESSES), Place.QUEUE),
    "music, on hold": (twiml.music(ADDRESSES), Place.HOLD),
    "a few words, and on": (twiml.say_and_go_on("One.", AWKWARD, to="https://a.example.org/?a=b&c=d"), Place.CALL),
    "hold on": (
        kindness.again(ADDRESSES, "step", {"Digits": "<&>", "RecordingUrl": "https://a/b?c&d"}, {"at": "wel come"}),
        Place.CALL,
    ),
    "hold on, once more": (kindness.again(ADDRESSES, "voicemail", {}, {kindness.AGAIN: "1"}), Place.CALL),
    "held on for too long": (kindness.again(ADDRESSES, "step", {}, {kindness.AGAIN: "24"}), Place.CALL),
    "past the menu": (kindness.past_the_menu(ADDRESSES, {"contact": CONTACT}), Place.CALL),
    "sorry": (twiml.sorry(), Place.CALL),
    "in our place": (twiml.in_our_place(ADDRESSES, council=AWKWARD), Place.CALL),
    "nothing": (twiml.nothing(), Place.CALL),
}


@pytest.mark.parametrize(("document", "place"), DOCUMENTS.values(), ids=DOCUMENTS)
def test_the_carrier_would_accept(document: str, place: Place) -> None:
    assert check(document, place) == []
    assert len(document.encode()) < 64 * 1024


MAKERS = {
    twiml: {
        "wait",
        "leave",
        "into_conference",
        "hold_music",
        "music",
        "say_and_go_on",
        "say_and_hang_up",
        "sorry",
        "in_our_place",
        "nothing",
        "render",
    },
    kindness: {"again", "past_the_menu"},
}
NO_DOCUMENT = {"agent_label", "queue_name"}


@pytest.mark.parametrize("module", MAKERS, ids=lambda module: module.__name__)
def test_every_document_that_can_be_made_is_checked_above(module: ModuleType) -> None:
    public = {
        name
        for name, value in vars(module).items()
        if callable(value) and getattr(value, "__module__", "") == module.__name__ and not name.startswith("_")
    }
    assert public - NO_DOCUMENT == MAKERS[module]


def test_one_module_alone_builds_documents() -> None:
    ours = (path for name in OURS for path in (HOME / name).rglob("*.py"))
    builds = [path for path in ours if re.search(r"VoiceResponse|<Response", path.read_text())]
    assert builds == [Path(twiml.__file__)]


@pytest.mark.parametrize(
    "ask", [LookUp(what=Fact.OPEN), SendText(template="a"), Redirect(menu="a")], ids=["look-up", "text", "redirect"]
)
def test_what_the_centre_performs_cannot_be_sent(ask: Ask) -> None:
    with pytest.raises(TypeError, match="for the centre to perform"):
        _rendered(ask)


def test_a_gather_that_hears_nothing_still_answers_and_nothing_private_is_in_its_address() -> None:
    response = _tree(_rendered(Collect(digits=1, timeout_s=6, hints=("road", "pot hole"))))
    gather, redirect = response
    assert gather.attrib == {
        "input": "dtmf speech",
        "numDigits": "1",
        "finishOnKey": "",
        "timeout": "6",
        "speechTimeout": "auto",
        "language": "en-GB",
        "hints": "road,pot hole",
        "method": "POST",
        "actionOnEmptyResult": "true",
        "action": f"https://switchboard.example.org/phone/step?{QUERY}{PATIENCE}",
    }
    assert redirect.text == gather.attrib["action"]
    assert "private" not in redirect.text
    assert [(each.tag, each.text, each.attrib) for each in gather] == [
        ("Say", "Hello.", {"voice": "Polly.Amy-Neural", "language": "en-GB"})
    ]


def test_words_arrive_as_they_were_written() -> None:
    (say, hang_up) = _tree(twiml.say_and_hang_up(AWKWARD))
    assert (say.text, hang_up.tag) == (AWKWARD, "Hangup")


def test_a_sound_of_ours_is_given_its_whole_address() -> None:
    response = _tree(_rendered(HangUp(), Play(url="/phone/music.wav"), Play(url="https://a.example.org/b.wav")))
    assert [play.text for play in response.findall("Play")] == [
        "https://switchboard.example.org/phone/music.wav",
        "https://a.example.org/b.wav",
    ]


def test_the_queue_is_the_service_s_own_and_leaving_it_resumes_the_menu() -> None:
    enqueue = _tree(_rendered(Queue(service="highways/pothole"))).find("Enqueue")
    assert enqueue is not None
    assert enqueue.text == "highways.pothole"
    assert enqueue.attrib["waitUrl"] == f"https://switchboard.example.org/phone/wait?contact=con_01kaz{PATIENCE}"
    assert enqueue.attrib["action"].startswith(
        "https://switchboard.example.org/phone/queue-left?contact=con_01kaz&menu=main&at="
    )


def test_the_caller_stays_on_when_the_agent_leaves_the_conference() -> None:
    conference = _tree(twiml.into_conference(ADDRESSES, contact=CONTACT)).find("Dial/Conference")
    assert conference is not None
    assert conference.text == CONTACT
    attributes: dict[str, Any] = conference.attrib
    expected = {
        "beep": "false",
        "startConferenceOnEnter": "true",
        "endConferenceOnExit": "false",
        "participantLabel": "caller",
    }
    assert {name: attributes[name] for name in expected} == expected


def test_music_on_hold_never_ends() -> None:
    play = _tree(twiml.hold_music(ADDRESSES)).find("Play")
    assert play is not None
    assert play.attrib == {"loop": "0"}


@pytest.mark.parametrize(
    ("position", "said"),
    [
        (0, "You are in the queue, and we will answer as soon as we can."),
        (1, "You are next in the queue."),
        (2, "You are second in the queue."),
        (10, "You are tenth in the queue."),
        (11, "You are number 11 in the queue."),
    ],
)
def test_the_place(position: int, said: str) -> None:
    assert words.place(position) == said


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        pytest.param(None, None, "", id="nothing is promised when nothing is known"),
        pytest.param(5, 40, "We expect to answer within a minute.", id="soon"),
        pytest.param(100, 130, "We expect to answer in about 2 minutes.", id="a narrow estimate"),
        pytest.param(60, 300, "We expect to answer in 1 to 5 minutes.", id="a wide estimate"),
        pytest.param(None, 240, "We expect to answer in about 4 minutes.", id="one figure"),
        pytest.param(600, 2400, "We expect to answer in 10 to 40 minutes.", id="long, perhaps"),
        pytest.param(1900, 4000, "The wait is likely to be more than half an hour.", id="long, surely"),
        pytest.param(300, 200, "We expect to answer in about 3 minutes.", id="the wrong way round"),
    ],
)
def test_the_wait(low: int | None, high: int | None, said: str) -> None:
    assert words.estimate(low, high) == said
