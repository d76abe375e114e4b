"""Chromium with a microphone that hums, and the three doors of a house opened side by side in it."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from playwright.async_api import BrowserContext, Locator, Page, async_playwright, expect

from tests.acceptance.house import House

CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Without it a machine that has no network but loopback finds no way between two of its own windows.
    "--allow-loopback-in-peer-connection",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
)
PASSWORD = "westmere-demo"
MARGARET = "+447700900123"
PATIENCE_MS = 20_000
"""A machine that does other things meanwhile is slow, and nothing is wrong with that."""
expect.set_options(timeout=PATIENCE_MS)


@asynccontextmanager
async def browser(*, voice: Path | None = None, **how: Any) -> AsyncIterator[BrowserContext]:
    """One browser, as one person has it; pages opened in it share cookies and workers.

    `voice` is a WAV file that its microphone hears over and over, instead of a hum.
    """
    spoken = [f"--use-file-for-fake-audio-capture={voice}"] if voice else []
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *spoken])
        try:
            context = await chromium.new_context(**{"viewport": {"width": 1280, "height": 800}, **how})
            context.set_default_timeout(PATIENCE_MS)
            yield context
        finally:
            await chromium.close()


async def another(context: BrowserContext) -> BrowserContext:
    """The same browser as somebody else has it: nothing shared with the first."""
    assert context.browser is not None
    found = await context.browser.new_context(viewport={"width": 1280, "height": 800})
    found.set_default_timeout(PATIENCE_MS)
    return found


def see(page: Page, name: str) -> Locator:
    """What a screen calls `name` for tests."""
    return page.locator(f'[data-test="{name}"]')


async def log_in(context: BrowserContext, house: House, door: str, username: str) -> Page:
    """A door's page, with somebody logged in."""
    page = await context.new_page()
    await page.goto(f"{house.url}/{door}")
    await see(page, "login-username").fill(username)
    await see(page, "login-password").fill(PASSWORD)
    await see(page, "login-submit").click()
    await expect(see(page, "freshness")).to_be_visible()
    return page


async def ready_desk(context: BrowserContext, house: House, username: str) -> Page:
    """An agent at their desk, their softphone registered, ready."""
    page = await log_in(context, house, "desk", username)
    await expect(see(page, "phone-state")).to_contain_text("Phone connected")
    await see(page, "ready").click()
    await expect(see(page, "my-state")).to_contain_text("Ready")
    return page


async def phone(context: BrowserContext, house: House) -> Page:
    """Margaret's telephone."""
    page = await context.new_page()
    await page.goto(house.sandbox_url)
    await expect(page.get_by_role("img", name="Network: good")).to_be_visible()
    return page


async def press(page: Page, key: str, after: str) -> None:
    """Press a key on the telephone once these words have been heard."""
    await expect(page.get_by_text(after).first).to_be_visible()
    await page.get_by_role("group", name="Keypad").get_by_role("button", name=re.compile(rf"^{key}\b")).click()


async def ring_about_a_pothole(page: Page) -> None:
    """Dial the council and press the way to "pothole"."""
    await page.get_by_role("button", name="Call", exact=True).click()
    await press(page, "1", "dial 999")
    await press(page, "1", "pothole or damaged road, press 1")
    await press(page, "2", "text you a link")


async def energy_in(page: Page, which: str, seconds: float = 2.0) -> tuple[float, int]:
    """How much sound, and how many packets, a page's call took in within these seconds, by WebRTC's own statistics."""
    ask = f"async () => {{ const found = await window.{which}.stats(); return found.inbound ?? found }}"
    before: dict[str, Any] = await page.evaluate(ask)
    await asyncio.sleep(seconds)
    after: dict[str, Any] = await page.evaluate(ask)
    energy = "energy" if "energy" in after else "totalAudioEnergy"
    packets = "packets" if "packets" in after else "packetsReceived"
    return after[energy] - before[energy], after[packets] - before[packets]


async def heard(page: Page, which: str) -> None:
    """A page's call, `__desk` or `__phone`, takes in sound."""
    energy, packets = await energy_in(page, which)
    assert packets > 50, f"{which}: {packets} packets in two seconds"
    assert energy > 0.0001, f"{which} hears nothing: {energy}"
