"""WhatsApp at the stand-in carrier: told as Twilio tells it, free words for a day, a template at any time."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import httpx
import pytest
import pytest_asyncio
from twilio.base.exceptions import TwilioRestException  # type: ignore[import-untyped]
from twilio.rest import Client  # type: ignore[import-untyped]

from sandbox.carrier.account import Account
from sandbox.carrier.whatsapp import WORDS
from tests.sandbox.served import Served, ask
from tests.sandbox.world import CALLER, COUNCIL, World

TEMPLATE = "HX" + "5a" * 16
OURS, THEIRS = f"whatsapp:{COUNCIL}", f"whatsapp:{CALLER}"
DAY_S = 24 * 3600.0


@pytest_asyncio.fixture
async def there(served: Served, caller: World) -> AsyncIterator[World]:
    """A carrier whose account has a sender."""
    settings = replace(caller.carrier.settings, whatsapp_number=COUNCIL, whatsapp_template=TEMPLATE)
    caller.carrier.account = Account(settings)
    caller.pages |= {"/whatsapp/incoming": "", "/whatsapp/status": "", "/sms/incoming": ""}
    yield caller


@pytest_asyncio.fixture
async def http(served: Served) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=served.base) as client:
        yield client


@pytest.fixture
def client(served: Served) -> Client:
    return served.client()


async def _writes(world: World, http: httpx.AsyncClient, body: str = "There is a hole", **more: Any) -> dict[str, Any]:
    said = {"from": CALLER, "body": body, "whatsapp": True, "profile": "Margaret", **more}
    answer = await http.post("/sandbox/texts", json=said)
    assert answer.status_code == 201, answer.text
    await world.clock.settle()
    return dict(answer.json())


async def _sends(world: World, client: Client, **what: Any) -> str:
    callback = f"{world.application.url}/whatsapp/status"
    sent = await ask(lambda: client.messages.create(to=THEIRS, from_=OURS, status_callback=callback, **what))
    assert sent.status == "queued"
    return str(sent.sid)


async def test_a_message_is_passed_on_as_twilio_does(there: World, http: httpx.AsyncClient) -> None:
    sent = await _writes(there, http)
    (said,) = there.asked("/whatsapp/incoming")
    expected = {
        "MessageSid": sent["sid"],
        "From": THEIRS,
        "To": OURS,
        "Body": "There is a hole",
        "ProfileName": "Margaret",
        "WaId": CALLER[1:],
        "MessageType": "text",
        "NumMedia": "0",
    }
    assert said | expected == said
    assert not [name for name in said if name.endswith("Country")], "geography is a text's"
    assert there.asked("/sms/incoming") == []
    assert [each["sid"] for each in (await http.get("/sandbox/texts", params={"number": CALLER})).json()] == [
        sent["sid"]
    ]


@pytest.mark.parametrize(
    ("after_s", "what", "statuses", "code"),
    [
        pytest.param(0, {"body": "Hello"}, ["sent", "delivered"], None, id="free words at once"),
        pytest.param(DAY_S - 60, {"body": "Hello"}, ["sent", "delivered"], None, id="free words within the day"),
        pytest.param(DAY_S + 60, {"body": "Hello"}, ["failed"], "63016", id="free words after the day"),
        pytest.param(DAY_S + 60, {"content_sid": TEMPLATE}, ["sent", "delivered"], None, id="a template after it"),
        pytest.param(None, {"body": "Hello"}, ["failed"], "63016", id="free words to whoever never wrote"),
        pytest.param(None, {"content_sid": TEMPLATE}, ["sent", "delivered"], None, id="a template to them"),
    ],
)
async def test_free_words_go_for_a_day_and_a_template_at_any_time(
    there: World,
    http: httpx.AsyncClient,
    client: Client,
    after_s: float | None,
    what: dict[str, str],
    statuses: list[str],
    code: str | None,
) -> None:
    if after_s is not None:
        await _writes(there, http)
        await there.advance(after_s)
    sid = await _sends(there, client, **what)
    await there.advance(5)
    told = there.asked("/whatsapp/status")
    assert [each["MessageStatus"] for each in told] == statuses
    assert (told[-1].get("ErrorCode"), told[-1]["ChannelPrefix"]) == (code, "whatsapp")
    kept = await ask(lambda: client.messages(sid).fetch())
    assert (kept.body, kept.error_code) == (what.get("body", WORDS), int(code) if code else None)


async def test_what_a_person_reads_is_told(there: World, http: httpx.AsyncClient, client: Client) -> None:
    await _writes(there, http)
    sid = await _sends(there, client, body="Hello")
    assert (await http.post(f"/sandbox/texts/{sid}/read")).status_code == 404, "it has not arrived yet"
    await there.advance(5)
    for _ in range(2):
        assert (await http.post(f"/sandbox/texts/{sid}/read")).json()["status"] == "read"
    await there.clock.settle()
    assert [each["EventType"] for each in there.asked("/whatsapp/status")] == ["SENT", "DELIVERED", "READ"]


@pytest.mark.parametrize(
    ("to", "sender", "what", "code"),
    [
        pytest.param(CALLER, OURS, {"body": "Hello"}, 21910, id="a text from a WhatsApp sender"),
        pytest.param(THEIRS, COUNCIL, {"body": "Hello"}, 21910, id="a WhatsApp message from a number"),
        pytest.param(THEIRS, "whatsapp:+441632960999", {"body": "Hello"}, 63007, id="a sender of somebody else"),
        pytest.param("whatsapp:12", OURS, {"body": "Hello"}, 21211, id="a number that is none"),
        pytest.param(THEIRS, OURS, {"content_sid": "HX" + "0" * 32}, 21655, id="a template that is none"),
        pytest.param(THEIRS, OURS, {"body": "a" * 1601}, 21617, id="too many words"),
        pytest.param(THEIRS, OURS, {}, 21602, id="no words"),
    ],
)
async def test_what_is_refused(
    there: World, client: Client, to: str, sender: str, what: dict[str, str], code: int
) -> None:
    with pytest.raises(TwilioRestException) as refused:
        await ask(lambda: client.messages.create(to=to, from_=sender, **what))
    assert refused.value.code == code


async def test_stop_is_the_applications_to_heed(there: World, http: httpx.AsyncClient) -> None:
    await _writes(there, http, "STOP")
    kept = there.carrier.texts.of(CALLER)
    assert ([each["body"] for each in kept], (THEIRS, OURS) in there.carrier.texts.opted_out) == (["STOP"], False)


async def test_a_council_that_is_not_there_cannot_be_written_to(served: Served, http: httpx.AsyncClient) -> None:
    answer = await http.post("/sandbox/texts", json={"from": CALLER, "body": "Hello", "whatsapp": True})
    assert (answer.status_code, answer.json()["error"]["message"]) == (404, "The council is not on WhatsApp.")


async def test_a_place_is_passed_on_as_twilio_does(there: World, http: httpx.AsyncClient) -> None:
    await _writes(there, http, "", place={"latitude": 52.05, "longitude": -2.31, "label": "The ford"})
    (said,) = there.asked("/whatsapp/incoming")
    told = {name: said.get(name) for name in ("MessageType", "Body", "Latitude", "Longitude", "Label", "Address")}
    assert told == {
        "MessageType": "location", "Body": "", "Latitude": "52.05", "Longitude": "-2.31", "Label": "The ford",
        "Address": None,
    }  # fmt: skip


@pytest.mark.parametrize("place", [{"latitude": 52.05}, {"latitude": "north", "longitude": 1}, "here"])
async def test_half_a_place_is_refused_in_a_sentence(there: World, http: httpx.AsyncClient, place: Any) -> None:
    answer = await http.post("/sandbox/texts", json={"from": CALLER, "body": "", "whatsapp": True, "place": place})
    assert answer.status_code == 422
    assert "a latitude and a longitude" in answer.json()["error"]["message"]
