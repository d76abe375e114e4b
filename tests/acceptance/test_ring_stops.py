"""A caller hangs up while it rings: how soon the desk is quiet, from the caller's finger to the agent's screen."""

import asyncio
import statistics
from pathlib import Path
from typing import Final

import pytest
from playwright.async_api import Page, expect

from tests.acceptance import screens
from tests.acceptance.county import always_open
from tests.acceptance.house import House
from tests.acceptance.screens import see

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

TIMES: Final = 5
QUIET_WITHIN_MS: Final = 200

WATCH: Final = """() => {
    window.quietAt = new Promise((done) => {
        const look = () => {
            if (document.querySelector('[data-test="offer"]') || window.__desk.ringing()) return;
            watcher.disconnect();
            done(performance.timeOrigin + performance.now());
        };
        const watcher = new MutationObserver(look);
        watcher.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
    });
}"""
"""When the offer has left the screen and the ring is silent, on the clock that all pages of a browser share."""

HANG_UP: Final = """() => {
    const now = performance.timeOrigin + performance.now();
    document.querySelector('[aria-label="Hang up"]').click();
    return now;
}"""


@pytest.mark.long
async def test_the_ring_stops_as_soon_as_the_caller_hangs_up(tmp_path: Path) -> None:
    """The way: the phone's page, the carrier, its signed webhook, the engine, the notice, the stream, the desk."""
    async with House(tmp_path, media=True, **always_open(tmp_path)) as house, screens.browser() as context:
        desk = await screens.ready_desk(context, house, "amina")
        phone = await screens.phone(context, house)
        took = [await _hung_up_and_quiet(phone, desk) for _ in range(TIMES)]
        print("\nThe ring stopped", ", ".join(f"{each:.0f}" for each in took), "ms after the caller hung up.")
        assert statistics.median(took) <= QUIET_WITHIN_MS


async def _hung_up_and_quiet(phone: Page, desk: Page) -> float:
    await expect(phone.get_by_role("button", name="Call", exact=True)).to_be_enabled(timeout=10_000)
    await screens.ring_about_a_pothole(phone)
    await expect(see(desk, "offer")).to_be_visible()
    assert await desk.evaluate("window.__desk.ringing()")
    await asyncio.sleep(0.5)
    await desk.evaluate(WATCH)
    hung_up: float = await phone.evaluate(HANG_UP)
    quiet: float = await desk.evaluate("window.quietAt")
    return quiet - hung_up
