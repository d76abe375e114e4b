"""The residents' pages at the edge: what they carry, how often, how much, and that refusals are pages."""

import re
from contextlib import ExitStack
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from core.errors import Unavailable
from tests.fakes.centre import FakeCentre
from tests.web.browser import Browser
from tests.web.conftest import LogIn
from web.edge import LARGEST_BODY
from web.throttle import OPEN_OF, OPEN_PLACE


def _hidden(html: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found, name
    return found[1]


async def _seal(http: httpx.AsyncClient) -> str:
    return _hidden((await http.get("/ask/highways/pothole", follow_redirects=True)).text, "form")


FILLED = {"a-description": "A hole", "d-about": "me", "d-answer_by": "none", "step": "check", "go": "send"}


@pytest.mark.parametrize("path", ["/ask", "/ask/follow", "/ask/highways/pothole", "/chat"])
async def test_a_page_says_what_it_is_and_may_run_only_our_own_files(http: httpx.AsyncClient, path: str) -> None:
    answer = await http.get(path, follow_redirects=True)
    assert answer.status_code == 200
    assert "<title>" in answer.text
    assert 'lang="en-GB"' in answer.text
    assert answer.text.count("<h1>") == 1
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
    assert "set-cookie" not in answer.headers


async def test_sent_twice_it_reaches_the_centre_under_one_name(http: httpx.AsyncClient, centre: FakeCentre) -> None:
    form = {**FILLED, "form": await _seal(http)}
    for _ in range(2):
        answer = await http.post("/ask/highways/pothole", data=form)
        assert answer.status_code == 303
    names = {what[0] for verb, what in centre.state.calls if verb == "form"}
    assert len(names) == 1
    assert "482-193-075" in (await http.get(answer.headers["location"])).text


async def test_what_was_typed_is_only_ever_text(http: httpx.AsyncClient) -> None:
    words = '"><script>alert(1)</script>'
    form = {**FILLED, "form": await _seal(http), "a-description": words, "d-name": words, "go": "check"}
    answer = await http.post("/ask/highways/pothole", data=form)
    assert "Check your answers" in answer.text
    assert "<script>alert" not in answer.text
    assert "<script>alert" not in (await http.get("/ask", params={"q": words})).text


@pytest.mark.parametrize(
    ("path", "size", "status"),
    [
        pytest.param("/ask/highways/pothole", LARGEST_BODY * 4, 403, id="a form may bring files"),
        pytest.param("/ask/highways/pothole", 27 * 1024 * 1024, 413, id="but not any number of them"),
        pytest.param("/chat", LARGEST_BODY * 4, 413, id="a chat brings words alone"),
    ],
)
async def test_how_much_may_be_sent(http: httpx.AsyncClient, path: str, size: int, status: int) -> None:
    answer = await http.post(path, files={"files": ("a.txt", b"a" * size)})
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("path", "data", "most"),
    [
        pytest.param("/ask/highways/pothole", FILLED, 30, id="forms that are sent"),
        pytest.param("/ask/follow", {"reference": "482-193-075", "proof": "x"}, 6, id="questions after one request"),
    ],
)
async def test_too_often_is_told_in_a_page(http: httpx.AsyncClient, path: str, data: dict[str, str], most: int) -> None:
    form = {**data, "form": await _seal(http)}
    statuses = [(await http.post(path, data=form)).status_code for _ in range(most + 1)]
    assert statuses[-1] == 429
    assert 429 not in statuses[:-1]
    last = await http.post(path, data=form)
    assert "text/html" in last.headers["content-type"]
    assert int(last.headers["retry-after"]) > 0


async def test_a_centre_that_is_away_is_a_page_that_says_so(http: httpx.AsyncClient, centre: FakeCentre) -> None:
    centre.state.fail["form"] = Unavailable("The record cannot be reached.")
    answer = await http.post("/ask/highways/pothole", data={**FILLED, "form": await _seal(http)})
    assert (answer.status_code, "We cannot do that just now" in answer.text) == (503, True)


async def test_another_site_cannot_post_here(http: httpx.AsyncClient) -> None:
    for path in ("/ask/highways/pothole", "/ask/follow", "/ask/follow/withdraw", "/chat", "/chat/say", "/chat/end"):
        answer = await http.post(path, data={"x": "y"}, headers={"sec-fetch-site": "cross-site"})
        assert answer.status_code == 403, path


async def test_a_chats_cookie_is_for_the_chat_alone(http: httpx.AsyncClient, centre: FakeCentre) -> None:
    seal = _hidden((await http.get("/chat")).text, "seal")
    answer = await http.post("/chat", data={"seal": seal, "words": "Hello"})
    cookie = answer.headers["set-cookie"].lower()
    for part in ("path=/chat", "httponly", "samesite=strict", "secure"):
        assert part in cookie
    assert centre.chats.said == ["Hello"]


async def test_a_chats_page_is_told_at_once_and_the_centre_who_is_there(
    http: httpx.AsyncClient, centre: FakeCentre
) -> None:
    centre.chats.token, centre.chats.said = "t", ["Hello"]
    cookie = {"cookie": "switchboard_chat=t"}
    async with http.stream("GET", "/chat/stream", headers=cookie) as answer:
        browser = Browser(answer.aiter_lines())
        assert len((await browser.view())["messages"]) == 1
        await http.post("/chat/say", data={"words": "More", "key": "k"}, headers=cookie)
        assert len((await browser.view(1))["messages"]) == 2
    done = [verb for verb, _ in centre.state.calls if verb.startswith("chat.")]
    assert done[0] == "chat.here"


async def test_words_that_are_too_long_for_one_message_come_back_to_be_shortened(
    http: httpx.AsyncClient, centre: FakeCentre
) -> None:
    centre.chats.token = "t"
    cookie = {"cookie": "switchboard_chat=t"}
    answer = await http.post("/chat/say", data={"words": "long " * 500}, headers=cookie)
    assert answer.status_code == 422
    assert "long long" in answer.text
    answer = await http.post("/chat/say", data={"words": "x" * 20_001}, headers=cookie)
    assert (answer.status_code, "Back button" in answer.text) == (422, True)


async def test_a_chat_that_may_not_be_read_any_more_leaves_the_pages_that_show_it(
    http: httpx.AsyncClient, centre: FakeCentre, app: FastAPI
) -> None:
    centre.chats.token = "t"
    async with http.stream("GET", "/chat/stream", headers={"cookie": "switchboard_chat=t"}) as answer:
        browser = Browser(answer.aiter_lines())
        await browser.view()
        centre.chats.over = True
        app.state.edge.screens.doubt()
        assert await browser.ended()


async def test_nobody_opens_streams_without_end(http: httpx.AsyncClient, centre: FakeCentre, app: FastAPI) -> None:
    centre.chats.token = "t"
    throttle = app.state.edge.throttle
    with ExitStack() as many:
        assert all(many.enter_context(throttle.streaming("127.0.0.1", "con_chat")) for _ in range(OPEN_OF))
        answer = await http.get("/chat/stream", headers={"cookie": "switchboard_chat=t"})
        assert answer.status_code == 429
        rest = OPEN_PLACE - OPEN_OF
        assert all(many.enter_context(throttle.streaming("127.0.0.1")) for _ in range(rest))
        assert (await http.get("/waiting-room/stream")).status_code == 429
        assert many.enter_context(throttle.streaming("192.0.2.1"))
    async with http.stream("GET", "/waiting-room/stream") as wall:
        assert wall.status_code == 200


async def test_a_request_of_many_contacts_can_still_be_withdrawn(http: httpx.AsyncClient, centre: FakeCentre) -> None:
    centre.following.by = tuple(f"con_{n:026}" for n in range(100))
    shown = await http.post("/ask/follow", data={"reference": "482-193-075", "proof": "WM3 4AB"})
    form = {"seal": _hidden(shown.text, "seal"), "go": "sure"}
    assert (await http.post("/ask/follow/withdraw", data=form)).status_code == 200
    assert ("withdraw", ("cas_1",)) in centre.state.calls


async def test_a_file_that_waits_no_more_is_said_and_not_left_out(http: httpx.AsyncClient) -> None:
    form = {**FILLED, "form": await _seal(http), "file": "made-up"}
    answer = await http.post("/ask/highways/pothole", data=form)
    assert (answer.status_code, "no longer here" in answer.text) == (422, True)


ROLES: list[Any] = [
    pytest.param("amina", "reception", 200, id="an agent helps out at the front desk"),
    pytest.param("sam", "reception", 200, id="so may a supervisor"),
]


@pytest.mark.parametrize(("who", "door", "status"), ROLES)
async def test_who_may_stand_at_the_front_desk(
    http: httpx.AsyncClient, log_in: LogIn, centre: FakeCentre, who: str, door: str, status: int
) -> None:
    headers = await log_in(who, door)
    body = {"words": "A hole", "key": "k1"}
    first = await http.post("/reception/api/visits", json=body, headers=headers)
    again = await http.post("/reception/api/visits", json=body, headers=headers)
    assert (first.status_code, first.json()["ticket"], again.json()["ticket"]) == (status, 1, 1)
    without = {name: value for name, value in headers.items() if name != "x-csrf-token"}
    assert (await http.post("/reception/api/visits", json=body, headers=without)).status_code == 403


async def test_the_wall_needs_no_login_and_shows_no_names(http: httpx.AsyncClient, centre: FakeCentre) -> None:
    centre.front_desk.tickets = {"k1": "27"}
    async with http.stream("GET", "/waiting-room/stream") as answer:
        view = await Browser(answer.aiter_lines()).view()
    assert view["called"][0] == {"ticket": 27, "desk": "3", "at": view["at"], "times": 1}
