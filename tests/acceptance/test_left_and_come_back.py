"""An agent between two contacts: what was typed stays with its contact, what rings is seen over an open dialog.

What came with a message stands with it.
"""

import os
from base64 import b64encode
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from io import BytesIO
from pathlib import Path

import httpx
import pytest
from PIL import Image
from playwright.async_api import Locator, Page, expect

from tests.acceptance import screens
from tests.acceptance.county import always_open
from tests.acceptance.house import House
from tests.acceptance.screens import see

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.timeout(240)]
TOM, JO = "07700 900158", "07700 900147"
HOLE = "There is a pothole in Mill Lane"
WIDE, HIGH = 240, 150
"""Points of a picture, fewer than are shown at most."""
LOOKED_AT = os.environ.get("SCREENSHOTS")
Writes = Callable[..., Awaitable[None]]


@asynccontextmanager
async def at_work(tmp_path: Path) -> AsyncIterator[tuple[Page, Writes, httpx.AsyncClient]]:
    """Amina's desk, a way for residents to text her, with a picture, and the carrier."""
    async with (
        House(tmp_path, media=True, **always_open(tmp_path)) as house,
        screens.browser() as context,
        httpx.AsyncClient(base_url=house.sandbox_url) as carrier,
    ):

        async def writes(number: str, words: str, pictures: int = 0) -> None:
            sent = [{"content_type": "image/png", "data": _a_picture()}] * pictures
            sender = "+44" + number.replace(" ", "")[1:]
            await carrier.post("/sandbox/texts", json={"from": sender, "body": words, "files": sent})

        yield await screens.ready_desk(context, house, "amina"), writes, carrier


def _a_picture() -> str:
    made = BytesIO()
    Image.new("RGB", (WIDE, HIGH), "steelblue").save(made, "PNG")
    return b64encode(made.getvalue()).decode()


async def _takes(desk: Page, writes: Writes, number: str) -> None:
    await writes(number, HOLE)
    await see(desk, "offer-accept").click()
    await expect(see(desk, "contact-who")).to_have_text(number)
    await expect(see(desk, "person-known")).to_be_visible()


async def _looks_at(desk: Page, number: str) -> None:
    await see(desk, "in-hand").filter(has_text=number).click()
    await expect(see(desk, "contact-who")).to_have_text(number)
    await expect(see(desk, "person-known")).to_be_visible()


async def _shot(desk: Page, name: str) -> None:
    """For people, where they say in which folder."""
    if LOOKED_AT:
        for wide, high in ((1280, 800), (390, 844)):
            await desk.set_viewport_size({"width": wide, "height": high})
            await desk.screenshot(path=f"{LOOKED_AT}/{name}-{wide}.png")
        await desk.set_viewport_size({"width": 1280, "height": 800})


async def test_what_is_typed_on_the_side_cards_is_there_when_its_contact_is_looked_at_again(tmp_path: Path) -> None:
    async with at_work(tmp_path) as (desk, writes, _):
        await _takes(desk, writes, TOM)
        await _types(desk)
        await _takes(desk, writes, JO)
        for name in ("person-name", "needs-access", "concerns-name", "promise-next"):
            await expect(see(desk, name)).to_have_count(0)
        await expect(see(desk, "place-road")).to_have_value("")
        await _looks_at(desk, TOM)
        await _is_there(desk)
        await desk.reload()
        await _looks_at(desk, TOM)
        await _is_there(desk)
        await _shot(desk, "side-cards")
        await see(desk, "person-save").click()
        await expect(see(desk, "person-known")).to_have_text("Tom Reed")
        await see(desk, "concerns-open").click()
        for who in (JO, "Tom Reed"):
            await _looks_at(desk, who)
        for name in ("person-name", "concerns-name"):
            await expect(see(desk, name)).to_have_count(0)
        await expect(see(desk, "place-postcode")).to_have_value("WM1")


async def _types(desk: Page) -> None:
    await see(desk, "person-edit").click()
    await see(desk, "person-name").fill("Tom Reed")
    await see(desk, "needs-open").click()
    await see(desk, "needs-language").select_option("pl")
    await see(desk, "needs-access").fill("large print")
    await see(desk, "concerns-open").click()
    await see(desk, "concerns-name").fill("Ann Reed")
    await see(desk, "promise-open").click()
    await see(desk, "promise-next").fill("An inspector looks at it")
    await see(desk, "promise-by").fill("2026-12-24")
    await see(desk, "place-road").fill("Mill Lane")
    await see(desk, "place-by-postcode").click()
    await see(desk, "place-postcode").fill("WM1")


async def _is_there(desk: Page) -> None:
    await expect(see(desk, "person-name")).to_have_value("Tom Reed")
    await expect(see(desk, "needs-language")).to_have_value("pl")
    await expect(see(desk, "needs-access")).to_have_value("large print")
    await expect(see(desk, "concerns-name")).to_have_value("Ann Reed")
    await expect(see(desk, "promise-next")).to_have_value("An inspector looks at it")
    await expect(see(desk, "promise-by")).to_have_value("2026-12-24")
    await expect(see(desk, "place-postcode")).to_have_value("WM1")
    await see(desk, "place-by-road").click()
    await expect(see(desk, "place-road")).to_have_value("Mill Lane")
    await see(desk, "place-by-postcode").click()


async def test_what_rings_under_an_open_dialog_is_reached_from_there_by_keyboard(tmp_path: Path) -> None:
    async with at_work(tmp_path) as (desk, writes, _):
        await _takes(desk, writes, TOM)
        await see(desk, "pass-on-open").click()
        reason = see(desk, "pass-on-reason")
        await reason.fill("They ask for the crew's day")
        await writes(JO, HOLE)
        dialog = see(desk, "pass-on")
        offer = dialog.locator('[data-test="offer"]')
        await expect(offer).to_contain_text(JO)
        await expect(see(desk, "offer")).to_have_count(1)
        await expect(reason).to_be_focused()
        await expect(dialog.get_by_role("alert").filter(has_text="Text about")).to_have_count(1)
        await _shot(desk, "offer-over-dialog")
        await _is_within(offer, dialog)
        await reason.press("a")
        await expect(reason).to_have_value("They ask for the crew's daya")
        await _tabs_to(desk, "offer-accept")
        await desk.keyboard.press("Enter")
        await expect(see(desk, "contact-who")).to_have_text(JO)
        await expect(dialog).to_be_hidden()
        await _looks_at(desk, TOM)
        await see(desk, "pass-on-open").click()
        await expect(reason).to_have_value("They ask for the crew's daya")


async def test_what_rings_under_a_dialog_is_taken_or_declined_with_its_key(tmp_path: Path) -> None:
    async with at_work(tmp_path) as (desk, writes, _):
        await _takes(desk, writes, TOM)
        await see(desk, "close-open").click()
        await expect(desk.locator('[data-test="close-outcome"]').first).to_be_focused()
        await writes(JO, HOLE)
        await expect(see(desk, "close").locator('[data-test="offer"]')).to_be_visible()
        await desk.keyboard.press("d")
        await expect(desk.get_by_role("menuitem").first).to_be_focused()
        await _shot(desk, "decline-over-dialog")
        await desk.keyboard.press("Enter")
        await expect(see(desk, "offer")).to_have_count(0)
        await expect(desk.locator('[data-test="close-outcome"]').first).to_be_focused()
        await desk.keyboard.press("Escape")
        await expect(see(desk, "close-submit")).to_have_count(0)


async def _is_within(inner: Locator, outer: Locator) -> None:
    small, large = await inner.bounding_box(), await outer.bounding_box()
    assert small
    assert large
    assert large["x"] <= small["x"]
    assert small["x"] + small["width"] <= large["x"] + large["width"]
    assert large["y"] <= small["y"]


async def _tabs_to(desk: Page, name: str) -> None:
    for _ in range(30):
        await desk.keyboard.press("Tab")
        if await desk.evaluate("document.activeElement?.dataset.test") == name:
            return
    raise AssertionError(f"Tab does not lead to {name}")


async def test_a_picture_stands_with_the_text_that_it_came_with_and_is_in_sight(tmp_path: Path) -> None:
    async with at_work(tmp_path) as (desk, writes, _):
        await _takes(desk, writes, TOM)
        for words in ("It is deep", "It is by the church"):
            await writes(TOM, words)
        await writes(TOM, "And here is the lamp", pictures=1)
        said = see(desk, "message").filter(has_text="And here is the lamp")
        picture = said.locator('[data-test="picture"] img')
        await expect(picture).to_be_in_viewport(ratio=1)
        await expect(picture).to_have_js_property("naturalHeight", HIGH)
        await expect(see(desk, "picture")).to_have_count(1)
        await _shot(desk, "picture")


async def test_a_notice_of_what_came_back_leads_to_the_contact_that_rings_again(tmp_path: Path) -> None:
    async with at_work(tmp_path) as (desk, writes, carrier):
        await _takes(desk, writes, TOM)
        gone = {"texts": "undelivered", "error_code": 30005}
        await carrier.put(f"/sandbox/numbers/+44{TOM[1:].replace(' ', '')}", json=gone)
        await see(desk, "reply-text").fill("A crew comes tomorrow.")
        await see(desk, "reply-send").click()
        await see(desk, "close-open").click()
        await desk.get_by_label("Settled now").check()
        await see(desk, "close-submit").click()
        notice = see(desk, "notice").filter(has_text=f"A message of yours to {TOM} did not arrive.")
        await expect(notice).to_be_visible(timeout=60_000)
        await expect(see(desk, "offer")).to_contain_text(TOM)
        await _shot(desk, "notice")
        await notice.get_by_role("button", name="It rings again").click()
        await expect(see(desk, "offer-accept")).to_be_focused()
        await desk.keyboard.press("Enter")
        await expect(see(desk, "contact-who")).to_have_text(TOM)
        await expect(notice.get_by_role("button", name="Show")).to_be_visible()
