"""What the screens say when it matters: whom nobody takes, which offer the key takes, what is missing."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from playwright.async_api import BrowserContext, Page, expect

from tests.acceptance import screens
from tests.acceptance.county import always_open
from tests.acceptance.house import House
from tests.acceptance.screens import see

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.timeout(180)]
TOM = "+447700900158"


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[tuple[House, BrowserContext, httpx.AsyncClient]]:
    """A house that never closes, a browser, and the carrier."""
    async with (
        House(folder, media=True, **always_open(folder)) as house,
        screens.browser() as context,
        httpx.AsyncClient(base_url=house.sandbox_url) as carrier,
    ):
        yield house, context, carrier


async def test_the_screens_tell_what_matters(tmp_path: Path) -> None:
    async with opened(tmp_path) as (house, context, carrier):
        desk = await screens.log_in(context, house, "desk", "amina")
        await expect(see(desk, "phone-state")).to_contain_text("Phone connected")
        console = await screens.log_in(context, house, "console", "grace")
        phone = await screens.phone(context, house)

        await _safeguarding_that_nobody_may_take(phone, console)
        await see(desk, "ready").click()
        await expect(see(desk, "my-state")).to_contain_text("Ready")
        await _two_offers_and_one_key(desk, phone, carrier)
        await _a_form_without_reproach(desk, phone)
        await _one_click_back_and_undone(console)
        await _a_new_login_is_not_ready(desk)


async def _safeguarding_that_nobody_may_take(phone: Page, console: Page) -> None:
    await phone.get_by_role("button", name="Call", exact=True).click()
    await screens.press(phone, "2", "dial 999")
    await screens.press(phone, "1", "even if you are not sure, press 1")
    await expect(see(console, "board-problem")).to_contain_text("Safeguarding: 1 waits, and nobody here may take it.")
    await expect(console.get_by_text("Nobody here for one service")).to_be_visible()
    await expect(console.get_by_text("All within their targets")).to_have_count(0)
    await _why_by_keyboard(console)
    await phone.get_by_role("button", name="Hang up", exact=True).click()
    await expect(console.get_by_text("All within their targets")).to_be_visible()


async def _why_by_keyboard(console: Page) -> None:
    await see(console, "why-open").first.focus()
    await console.keyboard.press("Enter")
    await expect(see(console, "why-contact")).to_have_count(1)
    await console.keyboard.press("Tab")
    await console.keyboard.press("Enter")
    await expect(see(console, "why-sentences")).to_contain_text("Safeguarding at level 3, and that is never given up.")
    await expect(see(console, "why-sentences")).to_contain_text("Nobody")
    await console.keyboard.press("Escape")
    await expect(see(console, "why-open").first).to_be_focused()


async def _two_offers_and_one_key(desk: Page, phone: Page, carrier: httpx.AsyncClient) -> None:
    """The text rings first, and the key is the call's all the same."""
    await expect(phone.get_by_role("button", name="Call", exact=True)).to_be_enabled()
    await phone.get_by_role("button", name="Call", exact=True).click()
    await screens.press(phone, "1", "dial 999")
    await screens.press(phone, "1", "pothole or damaged road, press 1")
    await expect(phone.get_by_text("text you a link").first).to_be_visible()
    await carrier.post("/sandbox/texts", json={"from": TOM, "body": "The street light in Abbey Road is out"})
    await expect(see(desk, "offer")).to_have_count(1)
    await screens.press(phone, "2", "text you a link")
    await expect(see(desk, "offer")).to_have_count(2)
    await expect(see(desk, "offer-accept").nth(0)).to_have_text("AcceptA, key A")
    await expect(see(desk, "offer-accept").nth(0)).to_have_attribute("aria-keyshortcuts", "A")
    await expect(see(desk, "offer-accept").nth(1)).to_have_text("Accept")
    await desk.keyboard.press("a")
    await expect(see(desk, "call-state")).to_contain_text("On the line")


async def _a_form_without_reproach(desk: Page, phone: Page) -> None:
    await see(desk, "refer-open").click()
    await see(desk, "refer-submit").click()
    form = see(desk, "refer-form")
    await expect(form.get_by_text("Please fill in “What is wrong?”.")).to_be_visible()
    await phone.get_by_role("button", name="Hang up", exact=True).click()
    await expect(see(desk, "wrap-up")).to_be_visible()
    await expect(form.get_by_text("Please fill in")).to_have_count(0)
    await expect(form.get_by_text("are missing")).to_have_count(0)


async def _one_click_back_and_undone(console: Page) -> None:
    await see(console, "go-rules").click()
    editor = see(console, "rules-editor").locator(".cm-content")
    await editor.click()
    await console.keyboard.press("Control+Home")
    await console.keyboard.type("# A snow day.\n")
    await expect(console.get_by_text("No errors")).to_be_visible()
    await see(console, "rules-discard").click()
    await expect(editor).not_to_contain_text("# A snow day.")
    await see(console, "rules-bring-back").click()
    await expect(editor).to_contain_text("# A snow day.")
    await expect(see(console, "rules-undone")).to_have_count(0)
    await expect(console.get_by_text("No errors")).to_be_visible()
    await see(console, "rules-publish").click()
    await expect(see(console, "rules-why")).to_be_focused()
    await see(console, "rules-why").fill("Snow")
    await see(console, "rules-confirm").click()
    await expect(see(console, "rules-done")).to_contain_text("Version 2 is in force.")
    await expect(see(console, "roll-back-undo")).to_have_count(0)
    await see(console, "compare").click()
    await expect(see(console, "rules-difference")).to_contain_text("# A snow day.")
    await console.keyboard.press("Escape")

    await see(console, "roll-back").click()
    await expect(see(console, "rules-done")).to_contain_text("Version 3 is in force, the same as version 1.")
    await expect(editor).not_to_contain_text("# A snow day.")
    await expect(see(console, "version").first).to_contain_text("Rolled back")
    await see(console, "roll-back-undo").click()
    await expect(see(console, "rules-done")).to_contain_text("Version 4 is in force, the same as version 2.")
    await expect(editor).to_contain_text("# A snow day.")


async def _a_new_login_is_not_ready(desk: Page) -> None:
    """A reload goes on as it was, the wrap-up included."""
    await desk.reload()
    await expect(see(desk, "my-state")).to_have_attribute("data-state", "ready")
    await desk.context.clear_cookies(path="/desk")
    await desk.reload()
    await see(desk, "login-username").fill("amina")
    await see(desk, "login-password").fill(screens.PASSWORD)
    await see(desk, "login-submit").click()
    await expect(see(desk, "ready")).to_be_visible()
    await expect(see(desk, "my-state")).to_have_attribute("data-state", "present")
