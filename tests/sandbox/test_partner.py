"""The stand-in partners: Open311 and the mailbox, and what survives a restart."""

import smtplib
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import httpx
import pytest

from sandbox.app import build
from sandbox.carrier.store import Store, StoreUnreadable
from tests.sandbox.served import Served, ask
from tests.sandbox.world import CALLER, COUNCIL, World

POTHOLE = {
    "service_code": "POTHOLE",
    "lat": "51.75",
    "long": "-1.25",
    "description": "A deep hole",
    "account_id": "K7-123",
    "attribute[road]": "Mill Lane",
}


@pytest.fixture
async def http(served: Served) -> Any:
    async with httpx.AsyncClient(base_url=served.base) as client:
        yield client


async def mode(http: httpx.AsyncClient, word: str) -> None:
    await http.put("/sandbox/partner/mode", json={"mode": word})


async def test_a_request_is_numbered_kept_and_found_again(served: Served, http: httpx.AsyncClient) -> None:
    answer = await http.post("/open311/requests.json", data=POTHOLE)
    number = answer.json()[0]["service_request_id"]
    assert (answer.status_code, number) == (201, "300001")
    shown = (await http.get(f"/open311/requests/{number}.json")).json()[0]
    assert (shown["status"], shown["service_name"], shown["lat"]) == ("open", "Pothole", "51.75")
    assert "phone" not in shown
    found = (await http.get("/open311/requests.json", params={"account_id": "K7-123"})).json()
    assert [one["service_request_id"] for one in found] == [number]
    kept = (await http.get("/sandbox/partner/requests")).json()
    assert kept[0]["attributes"] == {"road": "Mill Lane"}
    await http.put(f"/sandbox/partner/requests/{number}", json={"status": "closed", "status_notes": "Filled"})
    assert (await http.get(f"/open311/requests/{number}.json")).json()[0]["status_notes"] == "Filled"


async def test_what_it_offers_can_be_read(served: Served, http: httpx.AsyncClient) -> None:
    codes = [one["service_code"] for one in (await http.get("/open311/services.json")).json()]
    assert codes == ["POTHOLE", "DRAINAGE", "GRASS", "STREETLIGHT", "EMERGENCY"]
    assert (await http.get("/open311/services/POTHOLE.json")).json()["attributes"][0]["code"] == "road"
    assert (await http.get("/open311/services/odd.json")).status_code == 404
    assert (await http.get("/open311/discovery.json")).json()["endpoints"][0]["url"].endswith("/open311")


async def test_a_token_becomes_a_number_after_a_while(served: Served, caller: World, http: httpx.AsyncClient) -> None:
    await mode(http, "token")
    token = (await http.post("/open311/requests.json", data=POTHOLE)).json()[0]["token"]
    assert (await http.get(f"/open311/tokens/{token}.json")).json()[0]["service_request_id"] == ""
    await caller.advance(6)
    assert (await http.get(f"/open311/tokens/{token}.json")).json()[0]["service_request_id"] == "300001"


@pytest.mark.parametrize(
    ("without", "words"),
    [
        pytest.param("service_code", "service_code", id="no service"),
        pytest.param("lat", "location", id="no place"),
        pytest.param("description", "description", id="no words"),
    ],
)
async def test_what_is_missing_is_refused(served: Served, http: httpx.AsyncClient, without: str, words: str) -> None:
    given = {name: value for name, value in POTHOLE.items() if name != without}
    answer = await http.post("/open311/requests.json", data=given)
    assert answer.status_code == 400
    assert words in answer.json()[0]["description"]


@pytest.mark.parametrize(
    ("word", "status", "kept"),
    [
        pytest.param("down", 503, 0, id="down"),
        pytest.param("refuse", 400, 0, id="refuses"),
        pytest.param("drop", None, 1, id="drops the line, having kept it"),
    ],
)
async def test_how_it_misbehaves(
    served: Served, http: httpx.AsyncClient, word: str, status: int | None, kept: int
) -> None:
    await mode(http, word)
    if status is None:
        with pytest.raises(httpx.RemoteProtocolError):
            await http.post("/open311/requests.json", data=POTHOLE)
    else:
        assert (await http.post("/open311/requests.json", data=POTHOLE)).status_code == status
    assert len((await http.get("/sandbox/partner/requests")).json()) == kept


async def test_a_slow_partner_has_kept_what_nobody_waited_for(
    served: Served, caller: World, http: httpx.AsyncClient
) -> None:
    await mode(http, "slow")
    with pytest.raises(httpx.ReadTimeout):
        await http.post("/open311/requests.json", data=POTHOLE, timeout=0.2)
    await caller.advance(30)
    assert len((await http.get("/sandbox/partner/requests")).json()) == 1


async def test_mail_is_taken_and_kept(served: Served, http: httpx.AsyncClient) -> None:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = (
        "Referral K7 – drains",
        "council@example.org",
        "team@example.org",
    )
    message["Message-ID"] = "<k7@example.org>"
    message.set_content("A drain is blocked.\n")
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="k7.pdf")

    def send() -> None:
        with smtplib.SMTP("127.0.0.1", served.app.state.mailbox.port, timeout=5) as server:
            server.send_message(message)

    await ask(send)
    kept = (await http.get("/sandbox/mail")).json()[0]
    assert (kept["subject"], kept["to"], kept["message_id"]) == (
        "Referral K7 – drains",
        ["team@example.org"],
        "<k7@example.org>",
    )
    assert kept["text"].strip() == "A drain is blocked."
    assert kept["attachments"] == ["k7.pdf"]


async def test_requests_texts_and_modes_survive_a_restart(
    served: Served, caller: World, http: httpx.AsyncClient
) -> None:
    caller.pages["/sms/incoming"] = ""
    await http.post("/open311/requests.json", data=POTHOLE)
    await http.post("/sandbox/texts", json={"from": CALLER, "to": COUNCIL, "body": "STOP"})
    await caller.clock.settle()
    await mode(http, "down")
    await served.stop()
    again = Served(build(served.settings), served.settings)
    await again.start()
    try:
        async with httpx.AsyncClient(base_url=again.base) as second:
            assert len((await second.get("/sandbox/partner/requests")).json()) == 1
            assert (await second.get("/sandbox/partner/mode")).json() == {"mode": "down"}
            assert (await second.get("/sandbox/texts", params={"number": CALLER})).json()[0]["body"] == "STOP"
            assert (CALLER, COUNCIL) in again.carrier.texts.opted_out
    finally:
        await again.stop()


def test_a_store_that_is_none_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "sandbox.sqlite").write_bytes(b"not a database at all" * 100)
    with pytest.raises(StoreUnreadable, match="Move it away"):
        Store(tmp_path)
