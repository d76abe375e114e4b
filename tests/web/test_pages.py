"""Pages, files, their protective headers, the doors and health."""

from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from config.settings import Settings, load_settings
from tests.fakes.centre import FakeCentre
from tests.web.conftest import serving
from web import policy
from web.app import create_app
from web.assets import Assets


def sources(policy: str) -> dict[str, list[str]]:
    """A content security policy by directive."""
    return {name: values for name, *values in (part.split() for part in policy.split(";"))}


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/", "index"),
        ("/desk", "desk"),
        ("/desk/", "desk"),
        ("/console", "console"),
        ("/console/rules", "console"),
        ("/console/lessons", "console"),
        ("/reception", "reception"),
        ("/waiting-room", "waiting-room"),
        ("/where/some-token", "where"),
    ],
)
async def test_a_page_is_an_empty_shell_that_nobody_keeps_or_frames(
    http: httpx.AsyncClient, path: str, page: str
) -> None:
    answer = await http.get(path)
    assert answer.status_code == 200
    assert f"<body>{page}</body>" in answer.text
    allowed = sources(answer.headers["content-security-policy"])
    nonce = answer.text.split('nonce="')[1].split('"')[0]
    assert allowed["default-src"] == ["'none'"]
    assert allowed["style-src"] == ["'self'", f"'nonce-{nonce}'"]
    assert allowed["frame-ancestors"] == ["'none'"]
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert ("https://sdk.twilio.com" in allowed["script-src"]) == (page == "desk")
    assert "https://*.tiles.example.org" in allowed["img-src"]
    assert ("microphone=(self)" in answer.headers["permissions-policy"]) == (page == "desk")
    assert ("geolocation=(self)" in answer.headers["permissions-policy"]) == (page == "where")
    assert answer.headers["cache-control"] == "no-store"
    assert nonce not in (await http.get(path)).text


async def test_every_answer_carries_the_protective_headers(http: httpx.AsyncClient) -> None:
    for path in ("/", "/health", "/desk/api/me", "/nothing", "/static/assets/plain.css"):
        headers = (await http.get(path)).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
        assert headers["strict-transport-security"]
        assert "content-security-policy" in headers
        assert "server" not in headers


def test_with_the_sandbox_the_desk_talks_to_its_signalling_and_to_nobody_else(tmp_path: Path) -> None:
    settings = load_settings(switchboard_home=tmp_path, port=8123)
    allowed = sources(policy.for_page("desk", settings, "n")["content-security-policy"])
    hosts = ["localhost:8124", "127.0.0.1:8124"]
    assert allowed["connect-src"] == ["'self'", *(f"{kind}://{host}" for host in hosts for kind in ("ws", "wss"))]
    assert allowed["script-src"] == ["'self'"]
    assert b"strict-transport-security" not in dict(policy.everywhere(settings))


def test_in_production_the_desk_talks_to_twilios_hosts(settings: Settings) -> None:
    allowed = sources(policy.for_page("desk", settings, "n")["content-security-policy"])
    assert "wss://voice-js.dublin.twilio.com" in allowed["connect-src"]
    assert "https://eventgw.twilio.com" in allowed["connect-src"]


async def test_hashed_files_are_kept_for_ever_and_come_compressed(http: httpx.AsyncClient) -> None:
    answer = await http.get("/static/assets/desk-ABCD2345.js")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert sources(answer.headers["content-security-policy"])["connect-src"] == ["'self'"]
    assert answer.text.startswith("console.log")
    plain = await http.get("/static/assets/desk-ABCD2345.js", headers={"accept-encoding": "identity"})
    assert plain.text == answer.text
    assert "content-encoding" not in plain.headers


async def test_other_files_are_asked_for_again_and_not_sent_again(http: httpx.AsyncClient, static: Path) -> None:
    first = await http.get("/static/assets/plain.css")
    assert first.headers["cache-control"] == "no-cache"
    again = await http.get("/static/assets/plain.css", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    (static / "assets" / "plain.css").write_text("body{color:red}")
    changed = await http.get("/static/assets/plain.css", headers={"if-none-match": first.headers["etag"]})
    assert changed.text == "body{color:red}"


@pytest.mark.parametrize(
    "name", [".built", "assets", "assets/none.js", "../settings", "%2e%2e/%2e%2e/etc/passwd", "a%00b", "/etc/passwd"]
)
async def test_nothing_but_built_files_is_served(http: httpx.AsyncClient, name: str) -> None:
    assert (await http.get(f"/static/{name}")).status_code == 404


async def test_a_front_end_that_is_not_built_says_so(app: FastAPI, settings: Settings, tmp_path: Path) -> None:
    app.state.edge = replace(app.state.edge, assets=Assets(tmp_path / "nowhere"))
    async with serving(app, settings) as (_, address), httpx.AsyncClient(base_url=address) as http:
        answer = await http.get("/desk")
        assert answer.status_code == 503
        assert "make install" in answer.text


async def test_demonstration_logins_are_told_only_where_the_sandbox_runs(
    http: httpx.AsyncClient, centre: FakeCentre, tmp_path: Path
) -> None:
    assert (await http.get("/api/doors")).json() == {"sandbox_url": None, "demo": []}
    sandbox = load_settings(switchboard_home=tmp_path / "home", port=8123)
    async with serving(create_app(centre, sandbox), sandbox) as (_, address), httpx.AsyncClient() as local:
        doors = (await local.get(f"{address}/api/doors")).json()
    assert doors["sandbox_url"] == "http://localhost:8124"
    assert [each["username"] for each in doors["demo"]] == ["amina"]


@pytest.mark.parametrize(
    ("parts", "status", "said"),
    [
        pytest.param({}, 200, "up", id="all is well"),
        pytest.param({"worker": "down"}, 200, "degraded", id="calls go on without the worker"),
        pytest.param({"jobs": "degraded", "carrier": "down"}, 200, "degraded", id="two parts ail"),
        pytest.param({"sql": "down"}, 503, "down", id="no record, no calls"),
        pytest.param({"redis": "down"}, 503, "down", id="no live state, no calls"),
        pytest.param({"redis": "degraded"}, 200, "degraded", id="a slow live state still works"),
    ],
)
async def test_health_names_what_ails(
    http: httpx.AsyncClient, centre: FakeCentre, parts: dict[str, str], status: int, said: str
) -> None:
    centre.health.down = parts
    answer = await http.get("/health")
    body = answer.json()
    assert (answer.status_code, body["status"], set(body["degraded"])) == (status, said, set(parts))
    assert {"sql", "redis", "jobs", "worker", "clock", "intake", "carrier", "web"} <= set(body["parts"])


@pytest.mark.parametrize("path", ["/", "/health", "/desk", "/console/rules", "/waiting-room"])
async def test_whoever_watches_may_ask_for_the_head_alone(http: httpx.AsyncClient, path: str) -> None:
    whole, head = await http.get(path), await http.head(path)
    assert (head.status_code, head.headers["content-type"]) == (200, whole.headers["content-type"])


async def test_health_that_cannot_be_had_counts_as_down(http: httpx.AsyncClient, centre: FakeCentre) -> None:
    centre.state.fail["parts"] = KeyError("redis://:secret@host")
    answer = await http.get("/health")
    assert (answer.status_code, answer.json()["status"]) == (503, "down")
    assert "secret" not in answer.text


async def test_health_asked_for_often_asks_the_parts_once(http: httpx.AsyncClient, centre: FakeCentre) -> None:
    for _ in range(5):
        await http.get("/health")
    assert [verb for verb, _ in centre.state.calls].count("parts") == 1
