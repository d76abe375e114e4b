"""What the carrier calls: signatures before anything else, and a kind answer whatever fails behind it."""

from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import httpx
import pytest
from structlog.testing import capture_logs
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

from channels.phone.addresses import PATIENCE
from core.errors import InvalidInput, NotFound, OutcomeUnknown, SwitchboardError, Unavailable
from tests.fakes.centre import DOCUMENT, FakeCentre
from tests.web.conftest import CALL, PUBLIC_URL, TOKEN, Carrier
from web.providers import kindness, phone

LIVE = ["incoming", "step", "wait", "queue-left", "voicemail", "hold", "fallback"]
TOLD = ["status", "conference", "recording"]
TEXT = {
    "MessageSid": "SM" + "5" * 32,
    "AccountSid": CALL["AccountSid"],
    "From": "+447700900123",
    "To": CALL["To"],
    "Body": "The drain in Mill Lane is blocked",
    "NumMedia": "0",
}
MORE = {
    "QueueResult": "leave",
    "QueueTime": "12",
    "RecordingUrl": "https://api.twilio.com/rec/RE1",
    "RecordingSid": "RE" + "6" * 32,
    "RecordingDuration": "9",
    "RecordingStatus": "completed",
    "ConferenceSid": "CF" + "7" * 32,
    "FriendlyName": "con_1",
    "StatusCallbackEvent": "participant-join",
    "SequenceNumber": "1",
}
EVERY_PATH = [f"/phone/{name}" for name in LIVE + TOLD] + [
    "/sms/incoming",
    "/sms/status",
    "/whatsapp/incoming",
    "/whatsapp/status",
]


def a_form(path: str) -> dict[str, str]:
    return CALL | MORE if path.startswith("/phone/") else TEXT


def wrongly_signed(path: str, form: dict[str, str], slip: str) -> dict[str, str]:
    """The headers of a request with one thing wrong about its signature."""
    signer = RequestValidator("another token" if slip == "another token" else TOKEN)
    url = {"another host": "https://elsewhere.example.org", "http": PUBLIC_URL.replace("https", "http")}.get(slip)
    signed = form | ({"From": "+447700900999"} if slip == "a changed form" else {})
    target = path + ("?at=welcome" if slip == "another query" else "")
    signature = signer.compute_signature((url or PUBLIC_URL) + target, signed)
    return {} if slip == "no signature" else {"X-Twilio-Signature": "" if slip == "an empty one" else signature}


@pytest.mark.parametrize(
    "slip",
    ["no signature", "an empty one", "another token", "another host", "http", "a changed form", "another query"],
)
async def test_without_the_carriers_signature_nothing_happens(
    http: httpx.AsyncClient, centre: FakeCentre, slip: str
) -> None:
    for path in EVERY_PATH:
        form = a_form(path)
        with capture_logs() as lines:
            answer = await http.post(path, data=form, headers=wrongly_signed(path, form, slip))
        assert answer.status_code == 403, path
        assert answer.json()["error"]["code"] == "not_signed"
        assert centre.state.calls == []
        refusals = [line for line in lines if line["event"] == "webhook_refused"]
        assert [line["signature"] for line in refusals] == ["missing" if slip == "no signature" else "wrong"]
        assert "7700900" not in str(lines)
        assert "Mill Lane" not in str(lines)


@pytest.mark.parametrize("name", LIVE)
async def test_a_signed_request_of_a_live_call_is_answered_with_the_centres_document(
    carrier: Carrier, centre: FakeCentre, name: str
) -> None:
    answer = await carrier(f"/phone/{name}", CALL | MORE, {"contact": "con_1", "at": "wel come", "tries": "1"})
    assert (answer.status_code, answer.text) == (200, DOCUMENT)
    assert answer.headers["content-type"].startswith("text/xml")
    [(verb, (event,))] = centre.state.calls
    call = getattr(event, "call", event)
    assert verb == name
    assert (call.sid, call.raw["at"], call.raw["contact"]) == (CALL["CallSid"], "wel come", "con_1")


@pytest.mark.parametrize("name", TOLD)
async def test_news_of_a_call_is_acknowledged_with_nothing(carrier: Carrier, centre: FakeCentre, name: str) -> None:
    answer = await carrier(f"/phone/{name}", CALL | MORE)
    assert (answer.status_code, answer.content) == (204, b"")
    assert [verb for verb, _ in centre.state.calls] == [name]


@pytest.mark.parametrize("channel", ["sms", "whatsapp"])
async def test_a_text_is_taken_in_and_answered_with_an_empty_document(
    carrier: Carrier, centre: FakeCentre, channel: str
) -> None:
    answer = await carrier(f"/{channel}/incoming", TEXT)
    assert answer.status_code == 200
    assert ElementTree.fromstring(answer.text).tag == "Response"
    assert list(ElementTree.fromstring(answer.text)) == []
    [(_, (text,))] = centre.state.calls
    assert text.body == TEXT["Body"]


@pytest.mark.parametrize("channel", ["sms", "whatsapp"])
async def test_how_a_text_fared_is_acknowledged_with_nothing(carrier: Carrier, channel: str) -> None:
    answer = await carrier(f"/{channel}/status", TEXT | {"MessageStatus": "delivered"})
    assert (answer.status_code, answer.content) == (204, b"")


AWAY, BROKEN, REFUSED = Unavailable("The record cannot be reached."), KeyError("+447700900123"), NotFound("No contact.")


@pytest.mark.parametrize(
    ("name", "error", "heard"),
    [
        pytest.param("incoming", AWAY, "503", id="a call that cannot be recorded goes to the carrier's fallback"),
        pytest.param("incoming", BROKEN, "past the menu", id="a call that our menu breaks on is put through"),
        pytest.param("step", AWAY, "again", id="a menu without its store holds on"),
        pytest.param("step", BROKEN, "past the menu", id="a broken menu is passed by"),
        pytest.param("step", REFUSED, "past the menu", id="an impossible step is passed by"),
        pytest.param("queue-left", AWAY, "again", id="leaving the queue waits for the store"),
        pytest.param("voicemail", AWAY, "again", id="a voicemail waits for the store"),
        pytest.param("voicemail", OutcomeUnknown("?"), "past the menu", id="a doubtful voicemail ends at a person"),
        pytest.param("wait", AWAY, "music", id="the queue without its store plays music"),
        pytest.param("wait", BROKEN, "music", id="a broken queue plays music"),
        pytest.param("hold", BROKEN, "music", id="a broken hold plays music"),
        pytest.param("fallback", AWAY, "again", id="the fallback without its store holds on"),
        pytest.param("fallback", BROKEN, "again", id="a broken fallback tries again"),
    ],
)
async def test_a_caller_on_the_line_is_never_left_in_silence(
    carrier: Carrier, centre: FakeCentre, name: str, error: Exception, heard: str
) -> None:
    centre.state.fail[name] = error
    query = {"contact": "con_1", "at": "welcome"}
    with capture_logs() as lines:
        answer = await carrier(f"/phone/{name}", CALL | MORE | {"Digits": "3"}, query)
    assert "7700900" not in str(lines)
    if heard == "503":
        assert answer.status_code == 503
        assert answer.headers["retry-after"]
        return
    assert answer.status_code == 200
    document = ElementTree.fromstring(answer.text)
    said, last = [each.tag for each in document], document[-1]
    if heard == "music":
        assert (said, last.text) == (["Play"], f"{PUBLIC_URL}/phone/music.wav")
    elif heard == "again":
        assert said == ["Say", "Pause", "Redirect"]
        assert urlsplit(last.text or "").path == f"/phone/{name}"
        carried = parse_qs(urlsplit(last.text or "").query)
        assert carried["Digits"] == ["3"]
        assert carried["RecordingSid"] == [MORE["RecordingSid"]]
        assert carried["at"] == ["welcome"]
        assert carried["again"] == ["1"]
    else:
        assert said == ["Say", "Redirect"]
        assert last.text == f"{PUBLIC_URL}/phone/fallback?contact=con_1{PATIENCE}"


async def test_what_a_held_up_caller_had_pressed_arrives_in_the_end(carrier: Carrier, centre: FakeCentre) -> None:
    centre.state.fail["step"] = AWAY
    answer = await carrier("/phone/step", CALL | {"Digits": "3"}, {"at": "welcome"})
    target = urlsplit(ElementTree.fromstring(answer.text)[-1].text or "")
    del centre.state.fail["step"]
    query = {name: values[0] for name, values in parse_qs(target.query).items()}
    assert (await carrier(target.path, CALL, query)).text == DOCUMENT
    assert centre.state.calls[-1][1][0].digits == "3"


async def test_after_two_minutes_of_holding_on_there_is_an_apology_and_999(
    carrier: Carrier, centre: FakeCentre
) -> None:
    centre.state.fail["step"] = AWAY
    answer = await carrier("/phone/step", CALL, {"again": str(kindness.MOST_TIMES)})
    document = ElementTree.fromstring(answer.text)
    assert [each.tag for each in document] == ["Say", "Hangup"]
    assert "999" in (document[0].text or "")


@pytest.mark.parametrize(("name", "status"), [("incoming", 503), ("step", 200), ("wait", 200)])
async def test_a_slow_centre_is_answered_for_before_the_carrier_gives_up(
    carrier: Carrier, centre: FakeCentre, monkeypatch: pytest.MonkeyPatch, name: str, status: int
) -> None:
    assert phone.ANSWER_WITHIN_S < 15
    monkeypatch.setattr(phone, "ANSWER_WITHIN_S", 0.05)
    centre.state.slow[name] = 30
    assert (await carrier(f"/phone/{name}", CALL)).status_code == status


@pytest.mark.parametrize(
    ("error", "status"),
    [
        pytest.param(AWAY, 503, id="what cannot be kept now is asked for again"),
        pytest.param(BROKEN, 503, id="what breaks us is asked for again"),
        pytest.param(REFUSED, 204, id="what is refused would be refused again"),
    ],
)
@pytest.mark.parametrize("name", TOLD)
async def test_news_is_acknowledged_only_when_it_is_kept(
    carrier: Carrier, centre: FakeCentre, name: str, error: Exception, status: int
) -> None:
    centre.state.fail[name] = error
    assert (await carrier(f"/phone/{name}", CALL | MORE)).status_code == status


@pytest.mark.parametrize(("error", "status"), [(AWAY, 503), (BROKEN, 503), (InvalidInput("No."), 204)])
async def test_a_text_is_acknowledged_only_when_it_is_kept(
    carrier: Carrier, centre: FakeCentre, error: SwitchboardError, status: int
) -> None:
    centre.state.fail["text status"] = error
    assert (await carrier("/sms/status", TEXT | {"MessageStatus": "sent"})).status_code == status


@pytest.mark.parametrize("path", ["/sms/incoming", "/sms/status", "/whatsapp/incoming", "/whatsapp/status"])
async def test_what_cannot_be_read_is_put_aside_whole_before_it_is_acknowledged(
    carrier: Carrier, centre: FakeCentre, path: str
) -> None:
    broken = {"From": "+447700900123", "Odd": "Mill Lane"}
    with capture_logs() as lines:
        assert (await carrier(path, broken)).status_code in (200, 204)
    [(verb, (request, form, why))] = centre.state.calls
    assert (verb, request, form) == ("set aside", path[1:], broken)
    assert why == "The request has no 'MessageSid'."
    assert "Mill Lane" not in str(lines)
    centre.state.fail["set aside"] = AWAY
    assert (await carrier(path, broken)).status_code == 503


async def test_a_form_with_repeated_and_empty_values_keeps_its_signature(http: httpx.AsyncClient) -> None:
    body = "&".join(
        ["CallSid=CA1", "AccountSid=AC1", "To=%2B441632960100", "From=%2B447700900123", "Empty=", "Two=b", "Two=a"]
    )
    form = {"CallSid": "CA1", "AccountSid": "AC1", "To": "+441632960100", "From": "+447700900123", "Empty": ""}

    class Repeated(dict[str, str]):
        def getlist(self, name: str) -> list[str]:
            return ["b", "a"] if name == "Two" else [self[name]]

    signature = RequestValidator(TOKEN).compute_signature(
        f"{PUBLIC_URL}/phone/incoming?x=a%20b", Repeated(form | {"Two": "a"})
    )
    headers = {"X-Twilio-Signature": signature, "content-type": "application/x-www-form-urlencoded; charset=utf-8"}
    answer = await http.post("/phone/incoming?x=a%20b", content=body, headers=headers)
    assert answer.status_code == 200


async def test_an_address_that_we_do_not_have_is_not_found_even_when_signed(carrier: Carrier) -> None:
    assert (await carrier("/phone/nonsense", CALL)).status_code == 404


async def test_waiting_music_is_open_to_the_carrier(http: httpx.AsyncClient) -> None:
    answer = await http.get("/phone/music.wav")
    assert answer.headers["content-type"] == "audio/wav"
    assert answer.content[:4] == b"RIFF"
