"""Doors, cookies, the token for changes, roles, and what guessing passwords gets."""

from dataclasses import replace

import httpx
import pytest
from fastapi import FastAPI

from config.settings import Settings
from core.errors import Unavailable
from tests.fakes.centre import FakeCentre
from tests.fakes.centre_state import AMINA, PASSWORD
from tests.web.conftest import LogIn, serving
from web import throttle
from web.throttle import OwnCount, network


async def test_a_login_gives_the_person_and_a_cookie_for_that_door_alone(http: httpx.AsyncClient) -> None:
    answer = await http.post("/desk/api/login", json={"username": "amina", "password": PASSWORD})
    assert answer.status_code == 200
    assert answer.json()["account"] == {"id": AMINA.id, "username": "amina", "name": "Amina Yusuf", "role": "agent"}
    assert answer.json()["council"] == {"name": "Westmere County Council"}
    name, *attributes = (part.strip() for part in answer.headers["set-cookie"].split(";"))
    assert name.startswith("switchboard_desk=")
    assert {each.lower() for each in attributes} == {
        "httponly",
        "max-age=43200",
        "path=/desk",
        "samesite=lax",
        "secure",
    }


async def test_over_plain_http_the_cookie_is_not_marked_secure(
    centre: FakeCentre, app: FastAPI, settings: Settings
) -> None:
    local = settings.model_copy(update={"public_url": "http://localhost:8000"})
    app.state.edge = replace(app.state.edge, settings=local)
    async with serving(app, local) as (_, address), httpx.AsyncClient(base_url=address) as http:
        answer = await http.post("/desk/api/login", json={"username": "amina", "password": PASSWORD})
        assert "secure" not in answer.headers["set-cookie"].lower()


async def test_both_doors_stand_side_by_side_in_one_browser(http: httpx.AsyncClient, log_in: LogIn) -> None:
    desk, console = await log_in("amina"), await log_in("sam", "console")
    both = {"cookie": f"{desk['cookie']}; {console['cookie']}"}
    assert (await http.get("/desk/api/me", headers=both)).json()["account"]["username"] == "amina"
    assert (await http.get("/console/api/me", headers=both)).json()["account"]["username"] == "sam"
    left = await http.post("/desk/api/logout", headers=both | {"x-csrf-token": desk["x-csrf-token"]})
    assert left.status_code == 200
    assert "path=/desk" in left.headers["set-cookie"].lower()
    assert (await http.get("/desk/api/me", headers=both)).status_code == 401
    assert (await http.get("/console/api/me", headers=both)).status_code == 200


async def test_a_cookie_of_one_door_opens_no_other(http: httpx.AsyncClient, log_in: LogIn) -> None:
    token = (await log_in("sam"))["cookie"].split("=")[1]
    answer = await http.get("/console/api/me", headers={"cookie": f"switchboard_console={token}"})
    assert answer.status_code == 401


async def test_a_supervisor_may_sit_at_the_desk(http: httpx.AsyncClient, log_in: LogIn) -> None:
    assert (await http.get("/desk/api/view", headers=await log_in("sam"))).status_code == 200


async def test_an_agent_may_not_open_the_console(http: httpx.AsyncClient, centre: FakeCentre) -> None:
    answer = await http.post("/console/api/login", json={"username": "amina", "password": PASSWORD})
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "not_allowed")
    assert "set-cookie" not in answer.headers
    assert centre.state.sessions == {}


async def test_an_agents_session_at_the_console_is_refused_too(http: httpx.AsyncClient, centre: FakeCentre) -> None:
    session = await centre.people.log_in("amina", PASSWORD, "console")
    answer = await http.get("/console/api/rules", headers={"cookie": f"switchboard_console={session.session_token}"})
    assert answer.status_code == 403


@pytest.mark.parametrize(("username", "password"), [("amina", "wrong"), ("nobody", PASSWORD), ("nobody", "wrong")])
async def test_a_refused_login_does_not_say_which_part_was_wrong(
    http: httpx.AsyncClient, username: str, password: str
) -> None:
    answer = await http.post("/desk/api/login", json={"username": username, "password": password})
    assert (answer.status_code, answer.json()) == (
        401,
        {
            "error": {
                "code": "login_failed",
                "message": "That name and password do not match. Please try again.",
                "field": None,
            }
        },
    )


async def test_a_login_never_takes_up_a_session_that_came_along(http: httpx.AsyncClient, log_in: LogIn) -> None:
    planted = await log_in("amina")
    body = {"username": "amina", "password": PASSWORD}
    answer = await http.post("/desk/api/login", json=body, headers={"cookie": planted["cookie"]})
    assert planted["cookie"] not in answer.headers["set-cookie"]


async def test_another_persons_login_ends_the_session_before(http: httpx.AsyncClient, log_in: LogIn) -> None:
    amina = await log_in("amina")
    body = {"username": "ben", "password": PASSWORD}
    await http.post("/desk/api/login", json=body, headers={"cookie": amina["cookie"]})
    assert (await http.get("/desk/api/me", headers={"cookie": amina["cookie"]})).status_code == 401


@pytest.mark.parametrize(
    "path", ["/desk/api/me", "/desk/api/stream", "/console/api/rules", "/console/api/view", "/console/api/why/con_1"]
)
@pytest.mark.parametrize("cookie", ["", "switchboard_desk=made-up; switchboard_console=made-up"])
async def test_nobody_sees_anything_without_logging_in(http: httpx.AsyncClient, path: str, cookie: str) -> None:
    answer = await http.get(path, headers={"cookie": cookie} if cookie else {})
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "not_logged_in")


@pytest.mark.parametrize(
    "slip",
    [
        pytest.param({"x-csrf-token": ""}, id="no token"),
        pytest.param({"x-csrf-token": "csrf99"}, id="another token"),
        pytest.param({"x-csrf-token": "csrf¹"}, id="a token that is not even plain letters"),
        pytest.param({"sec-fetch-site": "cross-site"}, id="from another site"),
        pytest.param({"sec-fetch-site": "same-site"}, id="from a neighbouring host"),
    ],
)
async def test_a_change_needs_its_token_and_its_own_site(
    http: httpx.AsyncClient, log_in: LogIn, centre: FakeCentre, slip: dict[str, str]
) -> None:
    headers = [(name.encode(), value.encode()) for name, value in (await log_in("amina") | slip).items()]
    answer = await http.post("/desk/api/ready", headers=headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "csrf")
    assert "ready" not in [verb for verb, _ in centre.state.calls]


async def test_another_site_cannot_log_somebody_in(http: httpx.AsyncClient) -> None:
    body = {"username": "amina", "password": PASSWORD}
    answer = await http.post("/desk/api/login", json=body, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403


@pytest.mark.parametrize("store", ["there", "away"])
async def test_guessing_is_stopped_with_the_time_to_wait(
    http: httpx.AsyncClient, centre: FakeCentre, store: str
) -> None:
    if store == "away":
        centre.state.fail["hit"] = Unavailable("The live store cannot be reached.")
    for _ in range(throttle.LOGIN_PAIR.most):
        answer = await http.post("/desk/api/login", json={"username": "amina", "password": "guess"})
        assert answer.status_code == 401
    stopped = await http.post("/desk/api/login", json={"username": " AMINA ", "password": PASSWORD})
    assert (stopped.status_code, stopped.headers["retry-after"]) == (429, str(throttle.LOGIN_PAIR.per_s))
    assert stopped.json()["error"]["code"] == "too_many"
    other = await http.post("/desk/api/login", json={"username": "ben", "password": PASSWORD})
    assert other.status_code == 200
    assert "amina" not in str([what for verb, what in centre.state.calls if verb == "hit"])


async def test_a_store_that_is_away_says_when_to_come_back(http: httpx.AsyncClient, centre: FakeCentre) -> None:
    centre.state.fail["session"] = Unavailable("The record cannot be reached.")
    answer = await http.get("/desk/api/me", headers={"cookie": "switchboard_desk=t"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "unavailable")
    assert answer.headers["retry-after"]


def test_a_household_with_ipv6_counts_as_one() -> None:
    assert network("2001:db8:1:2::5") == network("2001:db8:1:2:ffff::1") != network("2001:db8:1:3::5")
    assert network("192.0.2.1") != network("192.0.2.2")


def test_a_process_forgets_the_oldest_counters_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "MOST_KEPT", 2)
    own = OwnCount()
    assert own.hit("a", 1, 60)
    assert not own.hit("a", 1, 60)
    assert own.hit("b", 1, 60)
    assert own.hit("c", 1, 60)
    assert own.hit("a", 1, 60)
    assert own.hit("d", 1, 0)
    assert own.hit("d", 1, 0)
