"""A resident's call from the first ring to the referral, on the real screens, with the sound measured both ways."""

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.async_api import Page, expect

from tests.acceptance import screens
from tests.acceptance.house import House
from tests.acceptance.screens import heard, see

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


async def today(console: Page) -> dict[str, int]:
    """The day's figures, as the board is given them."""
    view: dict[str, Any] = await console.evaluate("async () => (await fetch('/console/api/view')).json()")
    figures: dict[str, int] = view["today"]
    return figures


async def counted(console: Page, before: dict[str, int], names: tuple[str, ...]) -> None:
    """Waits until the board has counted one more of each, and says so in its tile."""
    wanted = {name: before[name] + 1 for name in names}
    async with asyncio.timeout(10):
        while {name: figure for name, figure in (await today(console)).items() if name in names} != wanted:
            await asyncio.sleep(0.2)
    share = f"of {before['answered'] + 1} today"
    await expect(console.get_by_text(share).first).to_be_visible()


async def test_a_resident_calls_about_a_pothole_and_it_is_referred(tmp_path: Path) -> None:
    async with (
        House(tmp_path, media=True) as house,
        screens.browser() as context,
        httpx.AsyncClient(base_url=house.sandbox_url) as carrier,
    ):
        desk = await screens.ready_desk(context, house, "amina")
        console = await screens.log_in(context, house, "console", "grace")
        phone = await screens.phone(context, house)
        before = await today(console)

        await screens.ring_about_a_pothole(phone)
        await expect(see(desk, "offer")).to_be_visible()
        await expect(see(desk, "offer-service")).to_have_text("Pothole or damaged road")
        await expect(see(desk, "offer-who")).to_have_text("Margaret Ellison")
        await see(desk, "offer-accept").click()
        await expect(see(desk, "call-state")).to_have_attribute("data-live", "yes")
        await expect(see(desk, "call-state")).to_contain_text("On the line")

        for page, which in ((desk, "__desk"), (phone, "__phone")):
            await heard(page, which)

        await see(desk, "place-road").fill("Mill Lane")
        await see(desk, "place-junction").fill("Abbey Road")
        await see(desk, "place-save").click()
        await expect(see(desk, "place-text")).to_have_text("Mill Lane, near Abbey Road")
        await see(desk, "refer-open").click()
        await see(desk, "refer-description").fill("A deep hole in the left-hand lane.")
        await see(desk, "refer-size").select_option("A dustbin lid")
        await see(desk, "refer-danger").select_option("No")
        await see(desk, "refer-submit").click()
        await expect(see(desk, "referral-number")).to_be_visible()
        number = await see(desk, "referral-number").inner_text()

        requests = (await carrier.get("/sandbox/partner/requests")).json()
        assert [each["service_request_id"] for each in requests] == [number]
        assert "A deep hole" in requests[0]["description"]
        await expect(phone.get_by_text(number).first).to_be_visible()

        await see(desk, "call-hang-up").click()
        await expect(see(desk, "wrap-up")).to_be_visible()
        await see(desk, "close-submit").click()
        await expect(see(desk, "my-state")).to_contain_text("Ready")
        await counted(console, before, ("arrived", "answered", "referred", "served"))
