"""An agent rings a resident back about a text, on the real screens, with the sound measured both ways."""

import asyncio
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Page, expect

from tests.acceptance import screens
from tests.acceptance.county import always_open
from tests.acceptance.house import House
from tests.acceptance.screens import MARGARET, heard, see

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
OFFERED = "press 1: you keep your place"


async def may_ring(desk: Page) -> None:
    """Waits until the server has heard that the softphone is there: a beat after the page has."""
    look = "async () => (await (await fetch('/desk/api/view')).json()).me.phone_ready"
    async with asyncio.timeout(15):
        while not await desk.evaluate(look):
            await asyncio.sleep(0.2)


async def ring(desk: Page, phone: Page) -> None:
    """Press "Ring them", until the telephone rings."""
    await see(desk, "ring-them").click()
    await expect(see(desk, "call-state")).to_contain_text("Ringing them")
    await expect(phone.get_by_text("is calling you").first).to_be_visible()


async def test_a_resident_who_wrote_is_rung_declines_and_is_rung_again(tmp_path: Path) -> None:
    async with (
        House(tmp_path, media=True, **always_open(tmp_path)) as house,
        screens.browser() as context,
        httpx.AsyncClient(base_url=house.sandbox_url) as carrier,
    ):
        desk = await screens.ready_desk(context, house, "amina")
        phone = await screens.phone(context, house)
        await carrier.post("/sandbox/texts", json={"from": MARGARET, "body": "There is a pothole in Mill Lane"})
        await see(desk, "offer-accept").click()
        await expect(desk.get_by_text("07700 900123").first).to_be_visible()

        await may_ring(desk)
        await ring(desk, phone)
        await phone.get_by_role("button", name="Decline").click()
        await expect(see(desk, "ring-last")).to_contain_text("busy or declined")

        await ring(desk, phone)
        await phone.get_by_role("button", name="Answer").click()
        await expect(see(desk, "call-state")).to_contain_text("On the line")
        for page, which in ((desk, "__desk"), (phone, "__phone")):
            await heard(page, which)

        await see(desk, "call-hang-up").click()
        await expect(see(desk, "ring-them")).to_be_visible()
        await expect(phone.get_by_text("Call ended").first).to_be_visible()
        await expect(desk.get_by_text("spoke with them").first).to_be_visible()
        await see(desk, "close-open").click()
        await see(desk, "close-outcome").first.check()
        await see(desk, "close-submit").click()
        await expect(see(desk, "contact")).to_be_hidden()


async def test_a_caller_keeps_their_place_and_is_rung_when_it_is_their_turn(tmp_path: Path) -> None:
    async with House(tmp_path, media=True, **always_open(tmp_path)) as house, screens.browser() as context:
        phone = await screens.phone(context, house)
        await screens.ring_about_a_pothole(phone)
        await expect(phone.get_by_text(OFFERED).first).to_be_visible(timeout=30_000)
        await screens.press(phone, "1", OFFERED)
        await expect(phone.get_by_text("Call ended").first).to_be_visible(timeout=30_000)

        desk = await screens.ready_desk(context, house, "amina")
        await expect(see(desk, "offer")).to_contain_text("Asked to be rung back")
        await see(desk, "offer-accept").click()
        await expect(phone.get_by_text("is calling you").first).to_be_visible(timeout=15_000)
        await phone.get_by_role("button", name="Answer").click()
        await expect(see(desk, "call-state")).to_contain_text("On the line")
        for page, which in ((desk, "__desk"), (phone, "__phone")):
            await heard(page, which)
        await see(desk, "call-hang-up").click()
        await expect(see(desk, "wrap-up")).to_be_visible()

        await see(desk, "aside-open").click()
        await see(desk, "aside-why").fill("The inspector will have been there")
        await see(desk, "aside-submit").click()
        await expect(see(desk, "aside")).to_contain_text("The inspector will have been there")
        await see(desk, "take-up").click()
        await see(desk, "offer-accept").click()
        await expect(see(desk, "ring-them")).to_be_visible()
