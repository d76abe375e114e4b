"""Calls by the carrier's own library through the stand-in's process: queue, ring, join, hold, leave, message."""

import time
import wave
from datetime import timedelta
from io import BytesIO
from typing import Any

import httpx
import pytest
from twilio.jwt.access_token import AccessToken  # type: ignore[import-untyped]

from channels.carrier import Carrier
from channels.phone import twiml
from channels.phone.addresses import PhoneAddresses
from channels.phone.inbound import CallStatus, ConferenceChange, ConferenceWord, QueueResult
from channels.phone.outbound import PhoneOutbound
from core.clock import SystemClock
from core.errors import Conflict, NotFound
from ivr import Collect, HangUp, Queue, Say, Session, Step, Voicemail
from tests.channels.conftest import ACCOUNT, KEY, NUMBER, SECRET
from tests.channels.office import Office

RESIDENT = "+447700900123"
NOBODY = "CA" + "0" * 32
BYE = Step(session=Session(menu="main", node="bye"), prompts=(Say(text="Bye."),), ask=HangUp())


def _step(ask: Any) -> Step:
    return Step(session=Session(menu="main", node="here", tries=1, turns=2), prompts=(Say(text="Hi."),), ask=ask)


class Caller:
    """A resident's telephone, by the carrier's control address."""

    def __init__(self, sandbox: httpx.Client) -> None:
        self._sandbox = sandbox
        self.sid = str(self._do("/sandbox/calls", {"from": RESIDENT})["sid"])

    def press(self, digits: str) -> None:
        self._do(f"/sandbox/calls/{self.sid}/press", {"digits": digits})

    def say(self, text: str) -> None:
        self._do(f"/sandbox/calls/{self.sid}/say", {"text": text})

    def hang_up(self) -> None:
        self._do(f"/sandbox/calls/{self.sid}/hang-up", {})

    def until(self, *doing: str, heard: int = 1) -> None:
        """Waits until the call is at that verb and as many things have been heard: a key before that is a key lost."""
        end = time.monotonic() + 10
        while time.monotonic() < end:
            call = self._sandbox.get(f"/sandbox/calls/{self.sid}").json()
            if call["doing"] in doing and len(call["heard"]) >= heard:
                return
            time.sleep(0.02)
        raise AssertionError(f"The call never came to {doing}; it is at {call['doing']}, having heard {call['heard']}.")

    @property
    def problems(self) -> list[Any]:
        return list(self._sandbox.get(f"/sandbox/calls/{self.sid}").json()["problems"])

    def _do(self, path: str, body: dict[str, str]) -> dict[str, Any]:
        answer = self._sandbox.post(path, json=body)
        assert answer.is_success, answer.text
        return dict(answer.json())


@pytest.fixture
def in_queue(office: Office, addresses: PhoneAddresses) -> None:
    """Every caller is queued at once, hears the wait, and may leave it by a key."""
    queue = _step(Queue(service="highways/pothole"))
    office.answers["phone/incoming"] = lambda call: twiml.render(queue, addresses, contact=call.sid)
    office.answers["phone/wait"] = lambda waiting: (
        twiml.leave() if waiting.digits else twiml.wait(addresses, contact=waiting.call.sid, position=1)
    )
    office.answers["phone/queue-left"] = lambda left: twiml.render(BYE, addresses, contact=left.call.sid)
    office.answers["phone/hold"] = lambda call: twiml.hold_music(addresses)


def _robot(sandbox: httpx.Client, agent: str, behaviour: str) -> None:
    sandbox.put(f"/sandbox/clients/{agent}", json={"behaviour": behaviour}).raise_for_status()


def _joined(label: str) -> Any:
    return lambda change: change.word is ConferenceWord.JOINED and change.label == label


@pytest.mark.usefixtures("in_queue")
def test_a_caller_waits_is_joined_by_the_agent_held_and_outlives_the_agent(
    sandbox: httpx.Client, office: Office, phone: PhoneOutbound, carrier: Carrier, addresses: PhoneAddresses
) -> None:
    _robot(sandbox, "acc_1", "answer")
    caller = Caller(sandbox)
    office.wait_for("phone/wait")
    contact = caller.sid

    leg = phone.ring_agent(contact=contact, agent="acc_1", epoch=3)
    joined: ConferenceChange = office.wait_for("phone/conference", _joined("agent-acc_1"))
    assert (joined.name, joined.call_sid, joined.query["contact"]) == (contact, leg, contact)
    assert phone.leg_of(contact=contact, agent="acc_1") == leg

    phone.move(caller.sid, twiml=twiml.into_conference(addresses, contact=contact))
    together: ConferenceChange = office.wait_for("phone/conference", _joined("caller"))
    left = office.wait_for("phone/queue-left")
    assert left.result is QueueResult.REDIRECTED

    phone.hold(contact=contact, call_sid=caller.sid, on=True)
    office.wait_for("phone/hold")
    place = carrier.client.conferences(together.sid).participants(caller.sid)
    assert place.fetch().hold is True
    phone.hold(contact=contact, call_sid=caller.sid, on=False, conference=together.sid)
    assert place.fetch().hold is False

    assert phone.hang_up(leg) is True
    office.wait_for("phone/conference", lambda change: change.word is ConferenceWord.LEFT)
    ended = office.wait_for("phone/status", lambda change: change.call.sid == leg)
    assert ended.call.query == {"contact": contact, "party": "agent-acc_1", "epoch": "3"}
    assert phone.leg_of(contact=contact, agent="acc_1") is None
    assert phone.call_status(caller.sid) is CallStatus.IN_PROGRESS
    assert caller.sid in {call.sid for call in phone.calls_up()}

    assert phone.hang_up(caller.sid) is True
    office.wait_for("phone/status", lambda change: change.call.sid == caller.sid and change.call.status.over)
    assert phone.call_status(caller.sid) is CallStatus.COMPLETED
    assert phone.hang_up(caller.sid) is False
    assert caller.problems == []


@pytest.mark.usefixtures("in_queue")
def test_an_agent_s_ring_can_be_taken_back(sandbox: httpx.Client, office: Office, phone: PhoneOutbound) -> None:
    _robot(sandbox, "acc_2", "ignore")
    leg = phone.ring_agent(contact="con_ring", agent="acc_2", epoch=1)
    assert phone.call_status(leg) in {CallStatus.QUEUED, CallStatus.RINGING}
    assert phone.hang_up(leg) is True
    told = office.wait_for("phone/status", lambda change: change.call.sid == leg)
    assert told.call.status is CallStatus.CANCELED


@pytest.mark.usefixtures("in_queue")
def test_a_key_in_the_queue_leaves_it(sandbox: httpx.Client, office: Office) -> None:
    caller = Caller(sandbox)
    caller.until("say", "play", heard=2)
    caller.press("1")
    left = office.wait_for("phone/queue-left")
    assert left.result is QueueResult.LEFT
    assert left.call.query == {"contact": caller.sid, "menu": "main", "at": "here", "tries": "1", "turns": "2"}
    assert caller.problems == []


@pytest.mark.usefixtures("in_queue")
def test_hanging_up_in_the_queue_is_told(sandbox: httpx.Client, office: Office) -> None:
    caller = Caller(sandbox)
    office.wait_for("phone/wait")
    caller.hang_up()
    over = office.wait_for("phone/status", lambda change: change.call.sid == caller.sid)
    assert over.call.status is CallStatus.COMPLETED


def test_keys_words_and_the_place_in_the_menu_come_back(
    sandbox: httpx.Client, office: Office, addresses: PhoneAddresses
) -> None:
    asked = _step(Collect(hints=("pothole",)))
    office.answers["phone/incoming"] = lambda call: twiml.render(asked, addresses, contact="con_1")
    office.answers["phone/step"] = lambda answer: twiml.render(
        BYE if answer.speech else asked, addresses, contact="con_1"
    )
    caller = Caller(sandbox)
    caller.until("say", "gather")
    caller.press("*")
    pressed = office.wait_for("phone/step")
    assert (pressed.digits, pressed.speech) == ("*", None)
    assert Session.from_query(pressed.call.query, menu="other") == Session(menu="main", node="here", tries=1, turns=2)
    caller.until("say", "gather", heard=2)
    caller.say("a pothole")
    said = office.wait_for("phone/step", lambda answer: answer.speech is not None)
    assert (said.speech, said.confidence) == ("a pothole", 0.9)
    office.wait_for("phone/status", lambda change: change.call.status is CallStatus.COMPLETED)
    assert caller.problems == []


def test_a_message_is_recorded_and_can_be_fetched(
    sandbox: httpx.Client, office: Office, phone: PhoneOutbound, addresses: PhoneAddresses
) -> None:
    message = _step(Voicemail(service="a/b", longest_s=10))
    office.answers["phone/incoming"] = lambda call: twiml.render(message, addresses, contact="con_1")
    office.answers["phone/voicemail"] = lambda recorded: twiml.render(BYE, addresses, contact="con_1")
    caller = Caller(sandbox)
    caller.until("record", heard=2)
    caller.say("There is a pothole in Mill Lane.")
    caller.press("#")
    recorded = office.wait_for("phone/voicemail")
    assert recorded.url is not None
    assert recorded.call.query["contact"] == "con_1"
    ready = office.wait_for("phone/recording")
    with wave.open(BytesIO(phone.recording(ready.sid))) as sound:
        assert sound.getnchannels() == 1
    assert caller.problems == []


@pytest.mark.usefixtures("in_queue")
def test_calls_that_webhooks_may_have_missed_are_listed(
    sandbox: httpx.Client, office: Office, phone: PhoneOutbound
) -> None:
    caller = Caller(sandbox)
    office.wait_for("phone/incoming")
    now = SystemClock().now()
    missed = next(call for call in phone.calls_since(now - timedelta(days=1)) if call.sid == caller.sid)
    assert (missed.from_, missed.to, missed.direction) == (RESIDENT, NUMBER, "inbound")
    assert missed.started_at is not None
    assert abs(missed.started_at - now) < timedelta(minutes=1)
    caller.hang_up()


def test_what_is_not_there_is_not_found(phone: PhoneOutbound) -> None:
    with pytest.raises(NotFound):
        phone.call_status(NOBODY)
    with pytest.raises(NotFound):
        phone.hold(contact="con_none", call_sid=NOBODY, on=True)
    assert phone.hang_up(NOBODY) is False
    assert phone.leg_of(contact="con_none", agent="acc_1") is None


@pytest.mark.usefixtures("in_queue")
def test_a_call_that_is_over_cannot_be_moved(sandbox: httpx.Client, office: Office, phone: PhoneOutbound) -> None:
    caller = Caller(sandbox)
    office.wait_for("phone/wait")
    caller.hang_up()
    office.wait_for("phone/status", lambda change: change.call.status.over)
    with pytest.raises(Conflict, match="no longer in a state"):
        phone.move(caller.sid, twiml=twiml.say_and_hang_up("Bye."))


def test_a_softphone_s_token_lets_it_be_rung_and_nothing_else(phone: PhoneOutbound) -> None:
    token = phone.access_token("acc_1", 600)
    read = AccessToken.from_jwt(token, SECRET)
    payload = read.payload
    assert (payload["iss"], payload["sub"]) == (KEY, ACCOUNT)
    assert payload["exp"] - int(SystemClock().now().timestamp()) in range(580, 601)
    assert payload["grants"] == {
        "identity": "acc_1",
        "voice": {"incoming": {"allow": True}, "outgoing": {"application_sid": "AP" + "33" * 16}},
    }
