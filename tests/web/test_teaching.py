"""The addresses of what the guess learns: for supervisors alone, with their token, sizes bounded, refusals in words."""

from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs

from tests.fakes.centre import FakeCentre
from tests.fakes.centre_state import SAM
from tests.web.conftest import LogIn

PATH = "/console/api/lessons"
WORDS = "a swan on the roundabout"
ACTS: list[tuple[str, dict[str, Any], tuple[str, tuple[Any, ...]]]] = [
    ("learn", {}, ("learn", (SAM.id,))),
    ("go-back", {}, ("go_back", (SAM.id,))),
    ("try", {"text": f" {WORDS} "}, ("attempt", (WORDS,))),
    ("examples", {"text": WORDS, "about": "a/b"}, ("teach", (SAM.id, WORDS, "a/b", None))),
    ("examples", {"text": WORDS, "about": "a/b", "contact": "con_1"}, ("teach", (SAM.id, WORDS, "a/b", "con_1"))),
    ("examples/tau_1/bring-back", {}, ("bring_back", (SAM.id, "tau_1"))),
    ("examples/tau_1/remove", {}, ("remove", (SAM.id, "tau_1"))),
    ("suggestions/con_1/put-away", {}, ("put_away", (SAM.id, "con_1"))),
    ("suggestions/con_1/put-back", {}, ("put_back", (SAM.id, "con_1"))),
]


@pytest.mark.parametrize(("path", "body", "did"), ACTS, ids=[path for path, _, _ in ACTS])
async def test_each_act_reaches_the_centre_from_a_supervisor_with_the_token_alone(
    http: httpx.AsyncClient,
    log_in: LogIn,
    centre: FakeCentre,
    path: str,
    body: dict[str, Any],
    did: tuple[str, tuple[Any, ...]],
) -> None:
    amina = await log_in("amina")
    assert (await http.post(f"{PATH}/{path}", json=body, headers=amina)).status_code == 401
    sam = await log_in("sam", "console")
    without = {name: value for name, value in sam.items() if name.lower() != "x-csrf-token"}
    assert (await http.post(f"{PATH}/{path}", json=body, headers=without)).status_code == 403
    assert did not in centre.state.calls
    with capture_logs() as logged:
        assert (await http.post(f"{PATH}/{path}", json=body, headers=sam)).status_code == 200
    assert did in centre.state.calls
    assert "swan" not in str(logged)


@pytest.mark.parametrize("path", ["", "/learning"])
async def test_what_was_taught_is_read_by_supervisors_and_kept_by_no_browser(
    http: httpx.AsyncClient, log_in: LogIn, path: str
) -> None:
    assert (await http.get(PATH + path)).status_code == 401
    answer = await http.get(PATH + path, headers=await log_in("sam", "console"))
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")


@pytest.mark.parametrize(
    ("path", "body", "status", "field"),
    [
        pytest.param("examples", {"text": "", "about": "a/b"}, 422, "text", id="no words"),
        pytest.param("examples", {"text": "a" * 10_001, "about": "a/b"}, 422, "text", id="more than anything takes"),
        pytest.param("examples", {"text": WORDS, "about": "a" * 201}, 422, "about", id="no service's name"),
        pytest.param("examples/tau_9/withdraw", {}, 404, None, id="an example that is not there"),
    ],
)
async def test_what_makes_no_sense_is_refused(
    http: httpx.AsyncClient, log_in: LogIn, path: str, body: dict[str, Any], status: int, field: str | None
) -> None:
    answer = await http.post(f"{PATH}/{path}", json=body, headers=await log_in("sam", "console"))
    assert (answer.status_code, answer.json()["error"]["field"]) == (status, field)
    assert answer.json()["error"]["message"].endswith(".")
