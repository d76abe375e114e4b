"""GOV.UK Notify's receipts at the edge: nothing without the token, once kept acknowledged, nobody's address logged."""

import httpx
import pytest
from fastapi import FastAPI
from structlog.testing import capture_logs

from channels.notify import Receipt
from config.settings import Settings
from core.clock import ManualClock
from core.errors import NotFound, Unavailable
from tests.fakes.centre import FakeCentre
from tests.fakes.centre_state import NOW
from web.app import create_app

TOKEN = "a-token-that-nobody-guesses"
TO = "anne@example.org"
RECEIPT = {"id": "n1", "reference": "msg_1", "to": TO, "status": "delivered", "notification_type": "email"}
BEARER = {"authorization": f"Bearer {TOKEN}"}
PATH = "/notify/status"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"notify_callback_token": TOKEN})


WRONG = [
    pytest.param({}, id="none"),
    pytest.param({"authorization": "Bearer"}, id="an empty one"),
    pytest.param({"authorization": f"Bearer {TOKEN}x"}, id="a longer one"),
    pytest.param({"authorization": f"Basic {TOKEN}"}, id="another way of proving it"),
    pytest.param({"authorization": "Bearer \u00e9".encode().decode("latin-1")}, id="letters that are no ASCII"),
]


@pytest.mark.parametrize("headers", WRONG)
async def test_without_the_token_nothing_is_heard(
    http: httpx.AsyncClient, centre: FakeCentre, headers: dict[str, str]
) -> None:
    raw = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    with capture_logs() as lines:
        answer = await http.post(PATH, json=RECEIPT, headers=raw)
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "not_signed")
    assert centre.state.calls == []
    assert TO not in str(lines)


async def test_a_receipt_is_acknowledged_once_it_is_kept(http: httpx.AsyncClient, centre: FakeCentre) -> None:
    with capture_logs() as lines:
        answer = await http.post(PATH, json=RECEIPT, headers=BEARER)
    assert (answer.status_code, answer.content) == (204, b"")
    [(verb, (told,))] = centre.state.calls
    assert verb == "told"
    assert isinstance(told, Receipt)
    assert (told.name, told.reference, told.fate.status) == ("notify:n1", "msg_1", "delivered")
    assert TO not in str(lines)


ANSWERS = [
    pytest.param(Unavailable("The record cannot be reached."), 503, id="the record is away: told again later"),
    pytest.param(KeyError(TO), 503, id="a mistake of ours: told again later"),
    pytest.param(NotFound("No message."), 204, id="refused: it would be refused again"),
]


@pytest.mark.parametrize(("error", "status"), ANSWERS)
async def test_what_could_not_be_kept_is_asked_for_again(
    http: httpx.AsyncClient, centre: FakeCentre, error: Exception, status: int
) -> None:
    centre.state.fail["told"] = error
    with capture_logs() as lines:
        answer = await http.post(PATH, json=RECEIPT, headers=BEARER)
    assert answer.status_code == status
    assert TO not in str(lines)


@pytest.mark.parametrize("body", [b"", b"nothing", b"[]", b'{"id": "n1"}', b"\xff\xfe"])
async def test_what_is_no_receipt_changes_nothing_and_is_not_sent_again(
    http: httpx.AsyncClient, centre: FakeCentre, body: bytes
) -> None:
    answer = await http.post(PATH, content=body, headers=BEARER)
    assert (answer.status_code, centre.state.calls) == (204, [])


async def test_a_house_without_a_token_hears_nobody(centre: FakeCentre, settings: Settings, app: FastAPI) -> None:
    without = create_app(centre, settings.model_copy(update={"notify_callback_token": ""}), clock=ManualClock(NOW))
    transport = httpx.ASGITransport(without)
    async with httpx.AsyncClient(transport=transport, base_url="http://web") as client:
        for headers in ({}, {"authorization": "Bearer "}, {"authorization": "Bearer"}):
            assert (await client.post(PATH, json=RECEIPT, headers=headers)).status_code == 403
    assert centre.state.calls == []
