"""Documents that Twilio would take, and those that it would refuse, each with its number."""

import pytest

from sandbox.twiml import Place, check


@pytest.mark.parametrize(
    ("document", "number"),
    [
        pytest.param("<Say>a & b</Say>", 12100, id="an ampersand that is not escaped"),
        pytest.param("<Say>a</say>", 12100, id="an end that does not match"),
        pytest.param("words", 12200, id="words outside a verb"),
        pytest.param("<say>a</say>", 12200, id="a verb in small letters"),
        pytest.param('<Say bogus="1">a</Say>', 12200, id="an unknown attribute"),
        pytest.param('<Say loop="-1">a</Say>', 13510, id="Say: loop"),
        pytest.param('<Say voice="robot">a</Say>', 13511, id="Say: voice"),
        pytest.param("<Say/>", 13520, id="Say: nothing to say"),
        pytest.param("<Say>a<Play>b</Play></Say>", 12200, id="a verb inside Say"),
        pytest.param('<Say><break for="1s"/>a</Say>', 12200, id="an unknown attribute of speech"),
        pytest.param("<Play/>", 12200, id="Play: nothing to play"),
        pytest.param('<Play loop="x">a.wav</Play>', 13410, id="Play: loop"),
        pytest.param('<Pause length="a"/>', 13910, id="Pause: length"),
        pytest.param('<Redirect method="PUT">x</Redirect>', 13710, id="Redirect: method"),
        pytest.param('<Gather finishOnKey="##"/>', 13310, id="Gather: finishOnKey"),
        pytest.param('<Gather method="PUT"/>', 13312, id="Gather: method"),
        pytest.param('<Gather timeout="soon"/>', 13313, id="Gather: timeout"),
        pytest.param('<Gather numDigits="0"/>', 13314, id="Gather: numDigits"),
        pytest.param('<Gather actionOnEmptyResult="yes"/>', 13338, id="Gather: actionOnEmptyResult"),
        pytest.param("<Gather><Dial>+441632960000</Dial></Gather>", 13320, id="Gather: a verb that may not be inside"),
        pytest.param("<Gather>words</Gather>", 12200, id="Gather: words"),
        pytest.param('<Record maxLength="0"/>', 13612, id="Record: maxLength"),
        pytest.param('<Record playBeep="loud"/>', 13616, id="Record: playBeep"),
        pytest.param("<Enqueue/>", 14204, id="Enqueue: no name"),
        pytest.param(f"<Enqueue>{'q' * 65}</Enqueue>", 14205, id="Enqueue: a name too long"),
        pytest.param('<Enqueue waitUrl="not an address">q</Enqueue>', 14202, id="Enqueue: waitUrl"),
        pytest.param("<Dial/>", 13223, id="Dial: nobody"),
        pytest.param('<Dial timeout="1">+441632960000</Dial>', 13212, id="Dial: timeout"),
        pytest.param("<Dial><Say>a</Say></Dial>", 13215, id="Dial: a verb inside"),
        pytest.param(
            "<Dial><Conference>a</Conference><Client>b</Client></Dial>", 13215, id="Dial: a conference with others"
        ),
        pytest.param("<Dial>" + "<Client>a</Client>" * 11 + "</Dial>", 13215, id="Dial: eleven parties"),
        pytest.param('<Dial><Conference muted="1">a</Conference></Dial>', 13230, id="Conference: muted"),
        pytest.param('<Dial><Conference beep="x">a</Conference></Dial>', 13235, id="Conference: beep"),
        pytest.param('<Dial><Conference participantLabel="a/b">a</Conference></Dial>', 16023, id="Conference: label"),
        pytest.param("<Dial><Client/></Dial>", 12200, id="Client: nobody"),
        pytest.param("<Pay/>", 12200, id="a verb of Twilio's that is not performed here"),
        pytest.param("<!DOCTYPE x>", 12100, id="a document type"),
    ],
)
def test_what_is_refused(document: str, number: int) -> None:
    assert [one[:5] for one in check(f"<Response>{document}</Response>")] == [str(number)]


@pytest.mark.parametrize(
    "document",
    [
        pytest.param("", id="nothing at all"),
        pytest.param('<?xml version="1.0" encoding="UTF-8"?>', id="with its header"),
        pytest.param(
            '<Say voice="Polly.Amy" language="en-GB">a <break time="1s"/> <emphasis>b</emphasis></Say>',
            id="speech marks",
        ),
        pytest.param(
            '<Gather input="dtmf speech" finishOnKey="" speechTimeout="auto" hints="a, b"><Say>a</Say></Gather>',
            id="a menu",
        ),
        pytest.param("<Redirect/>", id="a redirect to itself"),
        pytest.param('<Enqueue waitUrl="">q</Enqueue>', id="a silent queue"),
        pytest.param(
            '<Dial callerId="+441632960100"><Number sendDigits="ww1">+447700900123</Number></Dial>', id="a number"
        ),
        pytest.param("<!-- a comment --><Hangup/>", id="a comment"),
        pytest.param(
            '<Message to="+447700900123"><Body>a</Body><Media>http://a.example/x.png</Media></Message>',
            id="a text's reply",
        ),
    ],
)
def test_what_is_taken(document: str) -> None:
    header = document if document.startswith("<?xml") else ""
    assert check(f"{header}<Response>{document.removeprefix(header)}</Response>") == []


@pytest.mark.parametrize(
    ("place", "verb", "number"),
    [
        pytest.param(Place.QUEUE, "<Dial>+441632960000</Dial>", 12200, id="no Dial while waiting in a queue"),
        pytest.param(Place.ROOM, "<Gather/>", 13238, id="no Gather while waiting for a conference"),
        pytest.param(Place.WHISPER, "<Dial>+441632960000</Dial>", 13201, id="no Dial in a whisper"),
        pytest.param(Place.QUEUE_WHISPER, "<Hangup/>", 12200, id="no Hangup in a queued caller's whisper"),
        pytest.param(Place.TEXT, "<Say>a</Say>", 14110, id="no Say in a text's reply"),
        pytest.param(Place.CALL, "<Message>a</Message>", 12200, id="no Message in a call"),
    ],
)
def test_verbs_have_their_places(place: Place, verb: str, number: int) -> None:
    assert [one[:5] for one in check(f"<Response>{verb}</Response>", place)] == [str(number)]


def test_every_fault_is_told_with_its_line() -> None:
    faults = check('<Response>\n<Say bogus="1">a</Say>\n<Shout/>\n</Response>')
    assert faults == ["12200: Line 2: <Say> has no attribute 'bogus'.", "12200: Line 3: there is no verb <Shout>."]


def test_everything_that_twilios_own_builder_makes_is_taken() -> None:
    from twilio.twiml.voice_response import Dial, Gather, VoiceResponse  # type: ignore[import-untyped]

    response = VoiceResponse()
    gather = Gather(input="dtmf speech", action_on_empty_result=True, num_digits=1, timeout=4, bargeIn=True)
    gather.say("Café & pothole <now>", voice="Polly.Amy", language="en-GB")
    gather.pause(length=1)
    response.append(gather)
    dial = Dial(action="/after", hangup_on_star=True, time_limit=60)
    dial.conference("K7", participant_label="caller", wait_url="/wait", status_callback_event="join leave")
    response.append(dial)
    response.enqueue("waiting", wait_url="/wait", wait_url_method="POST", action="/left")
    assert check(str(response)) == []
