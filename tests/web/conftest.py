"""The edge on a real server over loopback, with a centre in memory behind it and a carrier that signs in front."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest
from fastapi import FastAPI
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

from config.settings import Settings, load_settings
from core.clock import ManualClock
from tests.fakes.centre import FakeCentre
from tests.fakes.centre_state import NOW, PASSWORD
from web.app import create_app
from web.serve import Server, server

PUBLIC_URL = "https://contact.westmere.example.org"
TOKEN = "0123456789abcdef0123456789abcdef"
CALL = {
    "CallSid": "CA" + "1" * 32,
    "AccountSid": "AC" + "2" * 32,
    "From": "+447700900123",
    "To": "+441632960100",
    "CallStatus": "ringing",
    "CallerName": "",
}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A production-like installation: https in front, a real account, no sandbox."""
    return load_settings(
        public_url=PUBLIC_URL,
        switchboard_home=tmp_path,
        twilio_account_sid="AC" + "2" * 32,
        twilio_auth_token=TOKEN,
        twilio_api_key="SK" + "3" * 32,
        twilio_api_secret="a secret",
        twilio_twiml_app_sid="AP" + "4" * 32,
        smtp_url="smtp://mail.example.org",
        open311_url="https://highways.example.org/v2",
        secret_key="s" * 40,
        map_tiles_url="https://{s}.tiles.example.org/{z}/{x}/{y}.png",
    )


@pytest.fixture
def centre() -> FakeCentre:
    return FakeCentre()


@pytest.fixture
def static(tmp_path: Path) -> Path:
    """A built front end in small."""
    folder = tmp_path / "static"
    (folder / "assets").mkdir(parents=True)
    for page in ("index", "desk", "console", "where", "reception", "waiting-room", "nothing-here"):
        (folder / f"{page}.html").write_text(f"<!doctype html><html><head></head><body>{page}</body></html>")
    (folder / "assets" / "desk-ABCD2345.js").write_text("console.log('desk');\n" * 200)
    (folder / "assets" / "plain.css").write_text("body{}")
    (folder / ".built").write_text("hidden")
    return folder


@pytest.fixture
def app(centre: FakeCentre, settings: Settings, static: Path) -> FastAPI:
    return create_app(centre, settings, clock=ManualClock(NOW), static=static)


@asynccontextmanager
async def serving(app: FastAPI, settings: Settings) -> AsyncIterator[tuple[Server, str]]:
    """The application behind uvicorn on a free port."""
    running = server(app, settings, port=0)
    task = asyncio.create_task(running.serve())
    await asyncio.wait_for(running.ready.wait(), 5)
    try:
        yield running, f"http://127.0.0.1:{running.servers[0].sockets[0].getsockname()[1]}"
    finally:
        running.should_exit = True
        await task


@pytest.fixture
async def address(app: FastAPI, settings: Settings) -> AsyncIterator[str]:
    async with serving(app, settings) as (_, address):
        yield address


@pytest.fixture
async def http(address: str) -> AsyncIterator[httpx.AsyncClient]:
    """A browser that nobody has logged in with. Cookies are sent by hand: they are marked for https."""
    async with httpx.AsyncClient(base_url=address) as client:
        yield client


LogIn = Callable[..., Awaitable[dict[str, str]]]


@pytest.fixture
def log_in(http: httpx.AsyncClient) -> LogIn:
    """Logs in at a door; gives the headers that such a browser then sends."""

    async def enter(username: str, door: str = "desk") -> dict[str, str]:
        answer = await http.post(f"/{door}/api/login", json={"username": username, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        cookie = answer.headers["set-cookie"].split(";")[0]
        http.cookies.clear()
        return {"cookie": cookie, "x-csrf-token": answer.json()["csrf"]}

    return enter


Carrier = Callable[..., Awaitable[httpx.Response]]


@pytest.fixture
def carrier(http: httpx.AsyncClient) -> Carrier:
    """Posts a form as the carrier does, signed over the public address."""

    async def post(path: str, form: dict[str, str], query: dict[str, str] | None = None) -> httpx.Response:
        target = f"{path}?{urlencode(query)}" if query else path
        signature = RequestValidator(TOKEN).compute_signature(PUBLIC_URL + target, form)
        return await http.post(target, data=form, headers={"X-Twilio-Signature": signature})

    return post
