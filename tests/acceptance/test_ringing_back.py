"""An agent rings a resident back about a text, on the real screens, with the sound measured both ways."""

import asyncio
from pathlib import Path

import httpx
import pytest
from playwright.async_api import BrowserContext, Page, Route, expect

from tests.acceptance import screens
from tests.acceptance.county import always_open
from tests.acceptance.house import House
from tests.acceptance.screens import MARGARET, heard, see

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.timeout(240)]
OFFERED = "press 1: you keep your place"


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

        await ring(desk, phone)
        await phone.get_by_role("button", name="Decline").click()
        await expect(see(desk, "ring-last")).to_contain_text("busy or declined")

        await ring(desk, phone)
        await see(desk, "call-hang-up").click()
        await expect(see(desk, "ring-last")).to_contain_text("hung up before they answered")

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


async def test_nobody_is_rung_until_the_server_has_heard_of_the_softphone(tmp_path: Path) -> None:
    async with (
        House(tmp_path, media=True, **always_open(tmp_path)) as house,
        screens.browser() as context,
        httpx.AsyncClient(base_url=house.sandbox_url) as carrier,
    ):
        go_on = await held_up(context)
        desk = await screens.log_in(context, house, "desk", "amina")
        await expect(see(desk, "phone-state")).to_contain_text("connecting")
        await see(desk, "ready").click()
        await carrier.post("/sandbox/texts", json={"from": MARGARET, "body": "There is a pothole in Mill Lane"})
        await see(desk, "offer-accept").click()
        await expect(see(desk, "ring-not-yet")).to_contain_text("once your phone is connected")
        await expect(see(desk, "ring-them")).to_have_attribute("aria-disabled", "true")

        go_on.set()
        await expect(see(desk, "phone-state")).to_contain_text("Phone connected", timeout=3_000)
        await expect(see(desk, "ring-not-yet")).to_be_hidden()
        await ring(desk, await screens.phone(context, house))


async def held_up(context: BrowserContext) -> asyncio.Event:
    """A desk's word that its softphone is there is held up on its way, until the event is set."""
    go_on = asyncio.Event()

    async def hold_up(route: Route) -> None:
        if (route.request.post_data_json or {}).get("phone") == "registered":
            await go_on.wait()
        await route.continue_()

    # Requests of a worker that tabs share cannot be held up; a tab that has none to share has its own.
    await context.add_init_script("delete window.SharedWorker")
    await context.route("**/desk/api/beat", hold_up)
    return go_on


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
