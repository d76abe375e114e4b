"""Chromium as a person has it: one window with tabs, of which all but one are hidden, slowed and put to sleep.

Playwright by itself keeps every page awake and in front, so that nothing of this could be seen.
"""

import asyncio
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import BrowserContext, Page, async_playwright

from tests.acceptance.screens import CHROMIUM, FLAGS

STARTS_WITHIN_S = 20


@asynccontextmanager
async def window(folder: Path) -> AsyncIterator[BrowserContext]:
    """One window. `folder` keeps the browser's profile."""
    how = ("--headless=new", "--window-size=1280,800", "--remote-debugging-port=0", f"--user-data-dir={folder}")
    browser = subprocess.Popen(  # noqa: ASYNC220
        [CHROMIUM, *how, *FLAGS, "about:blank"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        async with async_playwright() as playwright:
            at = f"http://127.0.0.1:{await _port(folder)}"
            connected = await playwright.chromium.connect_over_cdp(at, no_defaults=True)
            context = connected.contexts[0]
            context.set_default_timeout(20_000)
            yield context
            await connected.close()
    finally:
        browser.terminate()
        browser.wait(10)


async def fall_asleep(page: Page) -> None:
    """What a browser does to a hidden tab after some minutes, and to every tab of a closed laptop: no code runs."""
    await _lifecycle(page, "frozen")


async def wake_up(page: Page) -> None:
    await _lifecycle(page, "active")


async def _lifecycle(page: Page, state: str) -> None:
    session = await page.context.new_cdp_session(page)
    await session.send("Page.setWebLifecycleState", {"state": state})
    await session.detach()


async def _port(folder: Path) -> int:
    """Chromium writes the port that it took into a file."""
    told = folder / "DevToolsActivePort"
    async with asyncio.timeout(STARTS_WITHIN_S):
        while not (told.exists() and len(told.read_text().splitlines()) > 1):
            await asyncio.sleep(0.05)
    return int(told.read_text().splitlines()[0])
