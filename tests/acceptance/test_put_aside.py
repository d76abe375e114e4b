"""Written work put aside at a desk and taken up from the console, and an agent put on a break, on the real screens."""

from pathlib import Path

import httpx
import pytest
from playwright.async_api import Page, expect

from tests.acceptance import screens
from tests.acceptance.county import always_open
from tests.acceptance.house import House
from tests.acceptance.screens import see

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.timeout(180)]
TOM = "+447700900158"


async def test_what_is_put_aside_is_seen_and_taken_up_again(tmp_path: Path) -> None:
    async with (
        House(tmp_path, media=True, **always_open(tmp_path)) as house,
        screens.browser() as context,
        httpx.AsyncClient(base_url=house.sandbox_url) as carrier,
    ):
        desk = await screens.ready_desk(context, house, "amina")
        console = await screens.log_in(context, house, "console", "grace")
        await carrier.post("/sandbox/texts", json={"from": TOM, "body": "There is a pothole in Mill Lane"})
        await see(desk, "offer-accept").click()
        await _put_aside(desk)
        await see(desk, "take-up").click()
        await see(desk, "offer-accept").click()
        await _put_aside(desk)
        await _taken_up_from_the_console(console)
        await expect(see(desk, "offer-accept")).to_be_visible()
        await _on_a_break(console)
        await expect(see(desk, "my-state")).to_contain_text("On a break")


async def _put_aside(desk: Page) -> None:
    await see(desk, "aside-open").click()
    await see(desk, "aside-submit").click()
    await expect(desk.get_by_text("Say in a few words what it waits for.")).to_be_visible()
    await see(desk, "aside-tomorrow").check()
    await see(desk, "aside-why").fill("Waits for a photograph")
    await see(desk, "aside-submit").click()
    await expect(see(desk, "aside")).to_contain_text("Waits for a photograph")
    await expect(see(desk, "aside")).to_contain_text("09:00")
    await expect(see(desk, "contact")).to_be_hidden()


async def _taken_up_from_the_console(console: Page) -> None:
    await expect(see(console, "asides-open")).to_contain_text("1 put aside")
    await see(console, "asides-open").click()
    await expect(see(console, "board-aside")).to_contain_text("(by Amina)")
    await see(console, "take-up-why").fill("The photograph came by letter")
    await see(console, "board-take-up").click()
    await expect(see(console, "board-asides")).to_contain_text("Nothing is put aside.")
    await console.keyboard.press("Escape")


async def _on_a_break(console: Page) -> None:
    amina = see(console, "board-agent").filter(has_text="Amina")
    await amina.get_by_role("button", name="Act for Amina").click()
    await see(console, "act-break").check()
    await see(console, "act-submit").click()
    await expect(console.get_by_text("Say why: it is kept with your name.")).to_be_visible()
    await see(console, "act-why").fill("Asked me to")
    await see(console, "act-submit").click()
    await expect(amina).to_contain_text("Break")
    await see(console, "acts-open").click()
    await expect(see(console, "board-acts")).to_contain_text("Asked me to")
