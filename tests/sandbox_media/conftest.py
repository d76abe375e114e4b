"""The whole sandbox with sound, a stand-in council, and Chromium, for the tests of this folder."""

import subprocess
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from playwright.async_api import Browser, async_playwright

from sandbox.app import build
from sandbox.carrier.carrier import Carrier
from sandbox.settings import Settings
from tests.sandbox_media.council import ROOT, Council
from tests.sandbox_media.serving import free_port, port_of, serving

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--allow-loopback-in-peer-connection",
    "--autoplay-policy=no-user-gesture-required",
]
WITH_MICROPHONE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sandbox:
    """A carrier that runs, with sound."""

    app: FastAPI
    url: str
    settings: Settings
    council: Council
    council_url: str

    @property
    def carrier(self) -> Carrier:
        carrier: Carrier = self.app.state.carrier
        return carrier

    @property
    def host(self) -> str:
        return self.url.removeprefix("http://")

    async def rest(self, path: str, **form: str) -> dict[str, object]:
        """One request of the REST API, as our side makes it."""
        address = f"{self.url}/2010-04-01/Accounts/{self.settings.account_sid}/{path}.json"
        auth = (self.settings.account_sid, self.settings.auth_token)
        async with httpx.AsyncClient() as client:
            answer = await client.post(address, data=form, auth=auth)
        assert answer.status_code < 300, answer.text
        found: dict[str, object] = answer.json()
        return found


@pytest.fixture
async def sandbox(tmp_path: Path) -> AsyncIterator[Sandbox]:
    council, place, mail, own = Council(), free_port(), free_port(), free_port()
    smtp = port_of(mail)
    mail.close()
    async with serving(council.app, place) as council_url:
        settings = Settings(
            port=port_of(own),
            webhook_url=council_url,
            home=tmp_path,
            smtp_port=smtp,
            media=True,
            api_secret="a-secret-for-tests-of-thirty-two-bytes",
        )
        app = build(settings)
        async with serving(app, own) as url:
            yield Sandbox(app=app, url=url, settings=settings, council=council, council_url=council_url)


@pytest.fixture(scope="session")
def built_page() -> None:
    """The page as it stands; nothing is done when it has not changed."""
    subprocess.run(["node", "web/ui/build.mjs", "--only=sandbox"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


@pytest.fixture
async def chromium(built_page: None) -> AsyncIterator[Browser]:
    """A browser with a microphone that beeps once a second."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *WITH_MICROPHONE])
        yield browser
        await browser.close()


@pytest.fixture
async def deaf_chromium(built_page: None) -> AsyncIterator[Browser]:
    """A browser on a machine without a microphone."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        await browser.close()
