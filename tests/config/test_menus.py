"""Every way through the shipped menus: any keys, silence and speech end with a person, a message or a goodbye.

Whatever is asked of the caller on the way is a document that the carrier would accept.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from channels.phone import twiml
from channels.phone.addresses import PhoneAddresses
from config.county import DEFAULTS
from config.loading import read
from ivr import (
    Answered,
    Collect,
    Digits,
    Event,
    HangUp,
    LookUp,
    Menu,
    Queue,
    SendText,
    Session,
    Silence,
    Speech,
    Started,
    Step,
    Voicemail,
    walk,
)
from ivr.asks import ANSWERS, Fact
from ivr.checking import check as check_menu
from ivr.nodes.describe import GUESSED, DescribeNode
from ivr.prompts import Say, talking_seconds
from sandbox.twiml import Place, check

ADDRESSES = PhoneAddresses(public_url="http://localhost:8000")
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
STARTED = Started(facts={"council": "Westmere County Council"})
KEYS = "0123456789*#"


@cache
def menus() -> dict[str, Menu]:
    read_ = [read(path, Menu).model for path in sorted((DEFAULTS / "menus").glob("*.yaml"))]
    return {menu.menu: menu for menu in read_}


@cache
def described() -> dict[str, Menu]:
    """The same of a county that asks its callers what it is about."""
    main = menus()["main"].model_dump()
    main["nodes"]["in-words"]["enabled"] = True
    return {**menus(), "main": Menu.model_validate(main)}


def _words() -> set[str]:
    """Every word that any option listens for."""
    options = [option for menu in menus().values() for option in menu.anywhere]
    for menu in menus().values():
        options += [option for node in menu.nodes.values() for option in getattr(node, "options", ())]
    return {word for option in options for word in option.words}


WORDS = sorted(_words())


@dataclass
class Call:
    """One caller, who does what hypothesis draws; the centre's answers are drawn too."""

    data: Any

    def event(self, step: Step) -> Event:
        match step.ask:
            case Collect():
                return self._caller()
            case LookUp(what=Fact.ABOUT):
                return self._understood()
            case LookUp(what=what):
                return Answered(word=self._draw(some.sampled_from([*ANSWERS[what], "unknown"])))
            case SendText():
                return Answered(word=self._draw(some.sampled_from(["sent", "cannot"])))
            case Queue():
                return Answered(word="left")
            case _:
                return Answered(word="recorded")

    def _understood(self) -> Event:
        service = self._draw(some.sampled_from(["", "highways/grass", "highways/pothole", "highways/danger"]))
        facts = {GUESSED: service, "about": "something"} if service else {}
        return Answered(word="guessed" if service else "unsure", facts=facts)

    def _caller(self) -> Event:
        kind = self._draw(some.sampled_from(["keys", "words", "silence", "noise"]))
        if kind == "keys":
            return Digits(digits=self._draw(some.text(alphabet=KEYS, min_size=1, max_size=9)))
        if kind == "words":
            said = " ".join(self._draw(some.lists(some.sampled_from(WORDS), min_size=1, max_size=3)))
            return Speech(text=said, confidence=self._draw(some.none() | some.floats(0, 1)))
        return Silence() if kind == "silence" else Speech(text=self._draw(some.text(max_size=30)))

    def _draw(self, strategy: Any) -> Any:
        return self.data.draw(strategy)


@settings(max_examples=200, deadline=None)
@given(some.data(), some.booleans(), some.booleans())
def test_every_call_ends_well(data: Any, store_is_lost: bool, is_asked: bool) -> None:
    call, known = Call(data), described() if is_asked else menus()
    step = walk(known, Session(menu="main"), STARTED, NOW)
    for _ in range(60):
        if isinstance(step.ask, Collect | Queue | Voicemail | HangUp):
            assert check(twiml.render(step, ADDRESSES, contact="con_1"), Place.CALL) == []
        if isinstance(step.ask, HangUp):
            break
        session = step.session
        if store_is_lost:
            session = Session.from_query(session.to_query(), menu="main")
        step = walk(known, session, call.event(step), NOW)
    else:
        pytest.fail("The call went on for sixty steps.")
    assert any(isinstance(prompt, Say) for prompt in step.prompts)


def _pressed(keys: str, *, opened: str = "open", can_text: str = "no") -> Step:
    """A call in which these keys are pressed one after the other, and the centre answers at once."""
    step = walk(menus(), Session(menu="main"), STARTED, NOW)
    ahead = list(keys)
    while not isinstance(step.ask, Queue | Voicemail | HangUp):
        match step.ask:
            case LookUp(what="open"):
                event: Event = Answered(word=opened, facts={"hours": "Monday to Friday, 9 am to 4 pm"})
            case LookUp():
                event = Answered(word=can_text)
            case SendText():
                event = Answered(word="sent")
            case _ if ahead:
                event = Digits(digits=ahead.pop(0))
            case _:
                break
        step = walk(menus(), step.session, event, NOW)
    return step


ROUTES = {
    "11": "highways/pothole",
    "12": "highways/drainage",
    "13": "highways/street-lighting",
    "14": "highways/grass",
    "15": "highways/danger",
    "19": "anything-else/triage",
    "21": "adult-social-care/safeguarding",
    "22": "adult-social-care/care-needs",
    "23": "adult-social-care/carers",
    "24": "adult-social-care/equipment",
    "31": "student-support/transport",
    "32": "student-support/awards",
    "39": "anything-else/triage",
    "41": "libraries/renewal",
    "42": "libraries/enquiry",
    "43": "local-history/request",
    "51": "consumer/scam",
    "52": "consumer/complaint",
    "53": "consumer/advice",
    "61": "business/information",
    "62": "business/fire-certificate",
    "91*": "anything-else/triage",
    "921": "complaints/complaint",
    "922": "complaints/social-care",
    "923": "complaints/compliment",
    "931": "information/foi",
    "932": "information/subject-access",
    "94": "anything-else/triage",
    "99": "anything-else/triage",
    "0": "anything-else/triage",
    "10": "anything-else/triage",
    "*11": "highways/pothole",
    "777": "anything-else/triage",
    "1777": "anything-else/triage",
}


@pytest.mark.parametrize(("keys", "service"), ROUTES.items(), ids=ROUTES)
def test_keys_in_office_hours(keys: str, service: str) -> None:
    assert _pressed(keys).ask == Queue(service=service)


@pytest.mark.parametrize(
    ("keys", "service"),
    [("1", "adult-social-care/safeguarding"), ("2", "highways/danger")],
)
def test_emergencies_are_taken_at_any_hour(keys: str, service: str) -> None:
    assert _pressed(keys, opened="closed").ask == Queue(service=service)


@pytest.mark.parametrize("keys", ["0", "77"])
def test_everybody_else_leaves_a_message_out_of_hours(keys: str) -> None:
    step = _pressed(keys, opened="closed")
    assert isinstance(step.ask, Voicemail)
    assert step.ask.service == "anything-else/triage"
    assert walk(menus(), step.session, Answered(word="recorded"), NOW).ask == HangUp(outcome="out_of_hours")


def test_a_pothole_caller_who_agrees_is_texted_a_link_and_then_put_through() -> None:
    offered = _pressed("11", can_text="yes")
    assert isinstance(offered.ask, Collect)
    agreed = walk(menus(), offered.session, Digits(digits="1"), NOW)
    assert agreed.ask == SendText(template="place-link")
    sent = walk(menus(), agreed.session, Answered(word="sent"), NOW)
    assert sent.ask == Queue(service="highways/pothole")
    assert sent.prompts[0] == Say(text="We have sent it. You can open it while you hold.")


@pytest.mark.parametrize(
    "event",
    [Digits(digits="2"), Silence(), Speech(text="no thanks"), Digits(digits="8")],
    ids=["no", "silence", "said no", "a wrong key"],
)
def test_no_text_without_consent(event: Event) -> None:
    offered = _pressed("11", can_text="yes")
    assert walk(menus(), offered.session, event, NOW).ask == Queue(service="highways/pothole")


@pytest.mark.parametrize(
    ("said", "service"),
    [
        ("there is a massive pothole outside my house", "highways/pothole"),
        ("the street light is out", "highways/street-lighting"),
        ("my road is flooded", "highways/drainage"),
        ("I think my neighbour is being abused", "adult-social-care/safeguarding"),
        ("her son hits her", "adult-social-care/safeguarding"),
        ("I want to renew my library books", "libraries/renewal"),
        ("family history", "local-history/request"),
        ("I have been scammed", "consumer/scam"),
        ("bins", "anything-else/triage"),
        ("can I speak to a person", "anything-else/triage"),
        ("the school bus did not come", "student-support/transport"),
    ],
)
def test_words_at_the_first_choice(said: str, service: str) -> None:
    main = _pressed("")
    step = walk(menus(), main.session, Speech(text=said, confidence=0.8), NOW)
    step = step if isinstance(step.ask, Queue) else walk(menus(), step.session, Answered(word="no"), NOW)
    assert step.ask == Queue(service=service)


@pytest.mark.parametrize("opened", ["open", "closed"])
def test_999_is_in_the_first_words_and_the_first_choice_comes_within_half_a_minute(opened: str) -> None:
    first = _pressed("", opened=opened)
    assert isinstance(first.prompts[0], Say)
    assert "If someone is in immediate danger, hang up and dial 999." in first.prompts[0].text
    assert talking_seconds(first.prompts) <= 30


def test_a_wrong_key_a_silence_and_a_word_not_understood_are_met_in_other_words_then_by_a_person() -> None:
    step = _pressed("1")
    heard = [step.prompts]
    for event in (Silence(), Digits(digits="8"), Speech(text="mumble")):
        step = walk(menus(), step.session, event, NOW)
        heard.append(step.prompts)
    assert len(set(heard)) == len(heard)
    assert step.ask == Queue(service="anything-else/triage")


def test_a_reference_finds_its_case_s_own_service() -> None:
    step = _pressed("91")
    step = walk(menus(), step.session, Digits(digits="572413865"), NOW)
    assert isinstance(step.ask, LookUp)
    assert step.ask.subject == "572-413-865"
    found = Answered(word="found", facts={"service": "libraries/enquiry"})
    assert walk(menus(), step.session, found, NOW).ask == Queue(service="libraries/enquiry")


def test_a_key_in_the_queue_leaves_a_message_about_the_same_service() -> None:
    queue = _pressed("12")
    step = walk(menus(), queue.session, Answered(word="left"), NOW)
    assert isinstance(step.ask, Voicemail)
    assert step.ask.service == "highways/drainage"
    lost = Session.from_query(queue.session.to_query(), menu="main")
    step = walk(menus(), lost, Answered(word="left"), NOW)
    assert isinstance(step.ask, Voicemail)
    assert step.ask.service == "anything-else/triage"


def test_out_of_hours_the_calendar_s_own_hours_are_said_and_nothing_is_claimed_that_is_not_done() -> None:
    heard = " ".join(prompt.text for prompt in _pressed("", opened="closed").prompts if isinstance(prompt, Say))
    assert "We are open Monday to Friday, 9 am to 4 pm." in heard
    queued = " ".join(prompt.text for prompt in _pressed("1", opened="closed").prompts if isinstance(prompt, Say))
    assert "dial 999" in queued
    assert "in the queue" in queued
    assert "calling" not in queued.replace("Thank you for calling", "")


def test_a_county_that_asks_what_it_is_about_has_a_menu_without_a_fault() -> None:
    assert check_menu(described()["main"]) == []
    first = walk(described(), Session(menu="main"), STARTED, NOW)
    opened = walk(described(), first.session, Answered(word="open"), NOW)
    assert opened.session.node == "in-words"
    assert talking_seconds(opened.prompts) <= 30


def test_nobody_is_sent_anywhere_on_a_guess_but_where_it_cannot_wait() -> None:
    node = menus()["main"].nodes["in-words"]
    assert isinstance(node, DescribeNode)
    assert (node.enabled, set(node.straight)) == (False, {"adult-social-care/safeguarding", "highways/danger"})
