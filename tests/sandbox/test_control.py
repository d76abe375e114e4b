"""The control API and the phone page's socket, over real HTTP."""

import asyncio
import json
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect

from tests.sandbox.served import Served
from tests.sandbox.world import CALLER, COUNCIL, World

MENU = '<Gather numDigits="1" action="/done"><Say>Press one for potholes</Say></Gather>'


@pytest.fixture
async def http(served: Served) -> Any:
    async with httpx.AsyncClient(base_url=served.base) as client:
        yield client


async def test_a_call_is_made_heard_pressed_and_ended(served: Served, caller: World, http: httpx.AsyncClient) -> None:
    caller.pages |= {"/phone/incoming": MENU, "/done": '<Enqueue waitUrl="">waiting</Enqueue>'}
    sid = (await http.post("/sandbox/calls", json={"from": CALLER, "to": COUNCIL})).json()["sid"]
    await http.post("/sandbox/clock/advance", json={"seconds": 1})
    seen = (await http.get(f"/sandbox/calls/{sid}")).json()
    assert (seen["status"], seen["doing"], seen["queue"], seen["problems"]) == ("in-progress", "say", None, [])
    assert [(one["kind"], one["text"]) for one in seen["heard"]] == [("say", "Press one for potholes")]
    late = await http.post(f"/sandbox/calls/{sid}/press", json={"digits": "1", "heard": 0})
    assert (late.status_code, late.json()["error"]["message"]) == (409, "Something else was said since.")
    await http.post(f"/sandbox/calls/{sid}/press", json={"digits": "1", "heard": len(seen["heard"])})
    await http.post("/sandbox/clock/advance", json={"seconds": 0})
    seen = (await http.get(f"/sandbox/calls/{sid}")).json()
    assert (seen["doing"], seen["queue"]) == ("queue", "waiting")
    await http.post(f"/sandbox/calls/{sid}/hang-up")
    assert (await http.get(f"/sandbox/calls/{sid}")).json()["status"] == "completed"
    assert len((await http.get("/sandbox/calls", params={"number": CALLER})).json()) == 1


async def test_an_address_where_nothing_is_is_a_page_for_people_and_a_sentence_for_programs(
    http: httpx.AsyncClient,
) -> None:
    page = await http.get("/nothing", headers={"accept": "text/html"})
    assert (page.status_code, "Page not found" in page.text) == (404, True)
    assert (await http.get("/nothing")).json() == {"error": {"message": "Not Found"}}


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        pytest.param(
            "POST", "/sandbox/calls", {"from": CALLER, "to": "+441632960999"}, 404, id="a number that is not ours"
        ),
        pytest.param("POST", "/sandbox/calls", {}, 422, id="no caller"),
        pytest.param("POST", "/sandbox/calls", [], 422, id="no object"),
        pytest.param("POST", "/sandbox/calls/CA1/press", {"digits": "1"}, 404, id="a call that is not there"),
        pytest.param("POST", "/sandbox/texts", {"from": CALLER, "body": ""}, 422, id="an empty text"),
        pytest.param("POST", "/sandbox/texts", {"from": CALLER, "body": "a" * 1601}, 422, id="a text too long"),
        pytest.param("PUT", "/sandbox/clients/ann", {"behaviour": "dance"}, 422, id="an unknown behaviour"),
        pytest.param("DELETE", "/sandbox/clients/ann", None, 404, id="a robot that is not there"),
        pytest.param("PUT", "/sandbox/partner/mode", {"mode": "odd"}, 422, id="an unknown mode"),
        pytest.param("POST", "/sandbox/clock/advance", {"seconds": -1}, 422, id="time that runs back"),
    ],
)
async def test_what_makes_no_sense_is_a_sentence(
    served: Served, http: httpx.AsyncClient, method: str, path: str, body: Any, status: int
) -> None:
    answer = await http.request(method, path, json=body)
    assert answer.status_code == status
    assert answer.json()["error"]["message"].endswith(".")


async def test_what_went_wrong_can_be_looked_at(served: Served, caller: World, http: httpx.AsyncClient) -> None:
    line = await caller.call("<Shout/>")
    await caller.advance(10)
    problem = (await http.get("/sandbox/problems")).json()[0]
    assert (problem["code"], problem["sid"]) == (12200, line.call.sid)
    assert problem["text"] == "Line 1: there is no verb <Shout>."
    deliveries = (await http.get("/sandbox/webhooks")).json()
    assert [one["url"].rsplit("/", 1)[-1] for one in deliveries] == ["incoming", "fallback", "status"]
    assert (await http.get("/health")).json()["status"] == "up"


async def test_robots_answer_over_http(served: Served, caller: World, http: httpx.AsyncClient) -> None:
    await http.put("/sandbox/clients/ann", json={"behaviour": "answer", "after_s": 2, "hang_up_after_s": 5})
    line = await caller.call("<Dial><Client>ann</Client></Dial>")
    await caller.advance(3)
    assert line.call.doing == "talking"
    assert (await http.get("/sandbox/clients")).json()["registered"] == ["ann"]
    assert (await http.delete("/sandbox/clients/ann")).status_code == 204
    await caller.advance(5)
    assert line.call.status == "completed"


async def frames(socket: ClientConnection, kind: str) -> dict[str, Any]:
    """The next frame of that kind."""
    while True:
        frame: dict[str, Any] = json.loads(await asyncio.wait_for(socket.recv(), 5))
        if frame["type"] == kind:
            return frame


async def test_a_phone_page_calls_hears_texts_and_is_told_what_cannot_be(served: Served, caller: World) -> None:
    caller.pages |= {"/phone/incoming": MENU, "/sms/incoming": "<Message>Thank you</Message>"}
    address = served.base.replace("http", "ws") + "/sandbox/phone?number=%2B447700900123"
    async with connect(address) as socket:
        assert (await frames(socket, "hello"))["council"] == COUNCIL
        await socket.send(json.dumps({"type": "dial", "to": COUNCIL}))
        sid = (await frames(socket, "call"))["call"]["sid"]
        assert (await frames(socket, "heard"))["text"] == "Press one for potholes"
        await socket.send(json.dumps({"type": "hang-up", "sid": sid}))
        while (await frames(socket, "call"))["call"]["status"] != "completed":
            pass
        await socket.send(json.dumps({"type": "text", "body": "Hello"}))
        assert (await frames(socket, "text"))["text"]["direction"] == "inbound"
        await caller.advance(1)
        assert (await frames(socket, "text"))["text"]["body"] == "Thank you"
        press = {"type": "press", "sid": "CA0", "digits": "1"}
        wrongs: list[object] = [press, {"type": "offer", "sdp": ""}, {"type": "odd"}, ["no frame"]]
        for wrong in wrongs:
            await socket.send(json.dumps(wrong))
            assert (await frames(socket, "error"))["message"].endswith(".")


async def test_a_phone_page_answers_a_call_that_the_council_makes(served: Served, caller: World) -> None:
    address = served.base.replace("http", "ws") + "/sandbox/phone?number=%2B447700900123"
    async with connect(address) as socket:
        await frames(socket, "hello")
        line = await caller.call(f"<Dial><Number>{CALLER}</Number></Dial>", caller="+447700900456")
        ringing = (await frames(socket, "call"))["call"]
        assert (ringing["status"], ringing["direction"]) == ("ringing", "outbound-dial")
        await socket.send(json.dumps({"type": "answer", "sid": ringing["sid"]}))
        while (await frames(socket, "call"))["call"]["doing"] != "talking":
            pass
        assert line.call.doing == "talking"
