"""An answer by letter, on the real desk: what is missing is said, it is looked at, taken back, and sent after all."""

import asyncio
import re
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


async def test_a_letter_is_looked_at_taken_back_and_sent(tmp_path: Path) -> None:
    async with (
        House(tmp_path, media=True, **always_open(tmp_path)) as house,
        screens.browser() as context,
        httpx.AsyncClient(base_url=house.sandbox_url) as carrier,
    ):
        desk = await screens.ready_desk(context, house, "amina")
        await carrier.post("/sandbox/texts", json={"from": TOM, "body": "There is a pothole in Mill Lane"})
        await see(desk, "offer-accept").click()
        await _written(desk)
        await see(desk, "letter-send").click()
        await see(desk, "letter-undo").click()
        await expect(desk.get_by_text("Taken back, and never sent")).to_be_visible()
        await expect(see(desk, "letter-text")).to_be_focused()
        await desk.keyboard.press("Escape")
        await expect(see(desk, "letter-open")).to_be_focused()
        await see(desk, "letter-open").click()
        await expect(see(desk, "letter-text")).to_have_value("Dear Mr Pope,\n\nIt will be filled.")
        await see(desk, "letter-look").click()
        await see(desk, "letter-send").click()
        await expect(desk.get_by_text("Handed over for printing")).to_be_visible(timeout=30_000)
        async with desk.expect_download() as saved:
            await see(desk, "letter-paper").first.click()
        kept = await (await saved.value).path()
        assert await asyncio.to_thread(_laid, house.folder) == [kept.read_bytes()]


def _laid(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in folder.glob("outgoing-post/*/*.pdf")]


async def _written(desk: Page) -> None:
    await see(desk, "letter-open").click()
    await see(desk, "letter-look").click()
    await expect(desk.get_by_text("Write whom the letter is for.")).to_be_visible()
    await see(desk, "letter-name").fill("Mr Pope")
    await see(desk, "letter-address").fill("14 Mill Lane\nNether Wickham")
    await see(desk, "letter-look").click()
    await expect(desk.get_by_text("End the address with its postcode")).to_be_visible()
    await see(desk, "letter-address").fill("14 Mill Lane\nNether Wickham WM3 7QD")
    await see(desk, "letter-subject").fill("The pothole in Mill Lane")
    await see(desk, "letter-ready").select_option("letter-received")
    await expect(see(desk, "letter-text")).to_have_value(re.compile("Thank you for your letter"))
    await see(desk, "letter-text").fill("Dear Mr Pope,\n\nIt will be filled.")
    await expect(see(desk, "letter-send")).to_have_attribute("aria-disabled", "true")
    await see(desk, "letter-look").click()
    await expect(see(desk, "letter-page")).to_have_count(1)
