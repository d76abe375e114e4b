"""A county elsewhere is served by its folder alone: its map opens in its middle, its screens show its time."""

import asyncio
import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest
from playwright.async_api import Page, expect

from tests.acceptance import screens
from tests.acceptance.county import elsewhere
from tests.acceptance.house import House
from tests.acceptance.screens import MARGARET, see

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.timeout(180)]
MIDDLE = {"lat": 54.6, "lng": -3.1}
ZONE = "Asia/Kathmandu"
"""A quarter of an hour off every other, so that its times cannot be taken for another's."""
NEAR_M = 15.0
"""A pin that went a step and came back is where it was, but for the rounding to pixels."""


async def test_a_county_elsewhere_has_its_own_middle_and_time_on_every_screen(tmp_path: Path) -> None:
    async with (
        House(tmp_path, media=True, **elsewhere(tmp_path, middle=MIDDLE, zone=ZONE)) as house,
        screens.browser(timezone_id="America/New_York") as context,
        httpx.AsyncClient(base_url=house.sandbox_url) as carrier,
    ):
        desk = await screens.ready_desk(context, house, "amina")
        told = await desk.evaluate("async () => (await fetch('/desk/api/me')).json()")
        assert (told["council"]["middle"], told["zone"]) == (MIDDLE, ZONE)
        await carrier.post("/sandbox/texts", json={"from": MARGARET, "body": "There is a pothole in Mill Lane"})
        await see(desk, "offer-accept").click()
        await _times_are_the_countys(desk)
        await _the_pin_starts_in_the_middle(desk)
        await see(desk, "place-edit").click()
        await see(desk, "place-link").click()
        await expect(see(desk, "place-link")).to_contain_text("Link sent")
        page = await context.new_page()
        await page.goto(await _link(carrier))
        await _a_step_there_and_back(page, "where-map")
        assert await page.locator('[data-test="where-map"] .leaflet-overlay-pane path').count() == 0, (
            "no other county's lines are drawn"
        )
        lat, lng = str(await see(page, "where-near").get_attribute("data-at")).split(",")
        _in_the_middle(float(lat), float(lng))


async def _times_are_the_countys(desk: Page) -> None:
    message = see(desk, "message").first
    await expect(message).to_contain_text("pothole in Mill Lane")
    contact = await desk.evaluate("async () => (await (await fetch('/desk/api/view')).json()).in_hand[0].contact")
    ask = "async (id) => (await (await fetch(`/desk/api/contacts/${id}`)).json()).messages[0].at"
    at = datetime.fromisoformat(await desk.evaluate(ask, contact))
    await expect(message.locator(".num").first).to_have_text(f"{at.astimezone(ZoneInfo(ZONE)):%H:%M}")


async def _the_pin_starts_in_the_middle(desk: Page) -> None:
    await see(desk, "place-by-pin").click()
    await _a_step_there_and_back(desk, "place-map")
    assert await desk.locator('[data-test="place-map"] .leaflet-overlay-pane path').count() == 0, (
        "no other county's lines are drawn"
    )
    lat, lng = str(await see(desk, "place-near").text_content()).split(", ")
    _in_the_middle(float(lat), float(lng))
    await see(desk, "place-pin-save").click()
    await expect(see(desk, "place-text")).to_contain_text("54.")


async def _a_step_there_and_back(page: Page, test: str) -> None:
    """What places a pin that nobody has placed yet, where it stands."""
    await expect(see(page, test).locator(".map-pin")).to_be_visible()
    await see(page, test).focus()
    await expect(see(page, test).locator(".map-square").first).to_be_visible()
    for key in ("ArrowRight", "ArrowLeft"):
        await page.keyboard.press(key)
    await expect(page.locator('[data-test$="-near"]')).to_contain_text(re.compile(r"^54\.\d"))


def _in_the_middle(lat: float, lng: float) -> None:
    north_m, east_m = (lat - MIDDLE["lat"]) * 111_000, (lng - MIDDLE["lng"]) * 64_000
    assert max(abs(north_m), abs(east_m)) < NEAR_M, (lat, lng)


async def _link(carrier: httpx.AsyncClient) -> str:
    """The address that the resident was texted."""
    async with asyncio.timeout(15):
        while True:
            told = (await carrier.get("/sandbox/texts", params={"number": MARGARET})).json()
            found = [link[0] for each in told if (link := re.search(r"https?://\S+/where/[\w-]+", each["body"]))]
            if found:
                return str(found[0])
            await asyncio.sleep(0.1)
