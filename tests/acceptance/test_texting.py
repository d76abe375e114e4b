"""An agent writes to a resident on the real screens: what it costs, ready replies, taking it back, and a STOP."""

import asyncio
import re
import time
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
UNDO_S = 10
"""For so long a text can be taken back."""
LEAVES_WITHIN_S = 2.0
"""After that it is not to wait for anything."""


async def test_a_text_is_written_taken_back_sent_and_stopped(tmp_path: Path) -> None:
    async with (
        House(tmp_path, media=True, **always_open(tmp_path)) as house,
        screens.browser() as context,
        httpx.AsyncClient(base_url=house.sandbox_url) as carrier,
    ):
        desk = await screens.ready_desk(context, house, "amina")
        await carrier.post("/sandbox/texts", json={"from": TOM, "body": "There is a pothole in Mill Lane"})
        await see(desk, "offer-accept").click()
        await expect(desk.get_by_label("To 07700 900158")).to_be_visible()
        async with desk.expect_download() as saved:
            await see(desk, "text-original").click()
        assert "There is a pothole in Mill Lane" in (await (await saved.value).path()).read_text("utf-8")
        await _written(desk)
        await see(desk, "reply-send").click()
        await expect(see(desk, "reply-undo")).to_be_in_viewport(ratio=1)
        await see(desk, "reply-undo").click()
        await expect(see(desk, "reply-text")).to_have_value(
            "It's on our list Thank you for letting us know. Amina, Westmere County Council"
        )
        await expect(desk.get_by_text("Taken back, and never sent")).to_be_visible()
        await expect(see(desk, "reply-text")).to_be_focused()
        await _is_told_how_much_is_too_much(desk)
        await see(desk, "reply-text").fill("It is on our list.")
        await see(desk, "reply-send").click()
        sent = time.monotonic()
        await expect(see(desk, "reply-undo")).to_be_visible()
        late_s = await _has_left(carrier, "It is on our list.") - sent - UNDO_S
        print(f"\nthe text left {late_s:.2f} s after it could no longer be taken back")
        assert -0.5 < late_s < LEAVES_WITHIN_S
        await expect(desk.locator('[data-status="delivered"]')).to_have_count(2)
        await expect(see(desk, "reply-undo")).to_be_hidden()
        await _shows_what_the_carrier_said(desk)
        await carrier.post("/sandbox/texts", json={"from": TOM, "body": "STOP"})
        await expect(see(desk, "reply-refused")).to_contain_text("no more texts")
        await expect(see(desk, "reply-send")).to_have_attribute("aria-disabled", "true")
        told = (await carrier.get("/sandbox/texts", params={"number": TOM})).json()
        ours = [each["body"] for each in told if each["to"] == TOM and not each["by"]]
        assert [body for body in ours if "list" in body] == ["It is on our list."]


async def _shows_what_the_carrier_said(desk: Page) -> None:
    fared = see(desk, "fared").last
    await fared.locator("summary").click()
    original = fared.locator('[data-test="fared-original"]', has_text="delivered")
    async with desk.expect_download() as saved:
        await original.click()
    assert '"MessageStatus": "delivered"' in (await (await saved.value).path()).read_text("utf-8")


async def _has_left(carrier: httpx.AsyncClient, words: str) -> float:
    """When the carrier had it."""
    async with asyncio.timeout(UNDO_S + 15):
        while True:
            told = (await carrier.get("/sandbox/texts", params={"number": TOM})).json()
            if words in [each["body"] for each in told]:
                return time.monotonic()
            await asyncio.sleep(0.05)


async def _is_told_how_much_is_too_much(desk: Page) -> None:
    await see(desk, "reply-text").fill("x" * 1601)
    await expect(see(desk, "reply-too-long")).to_have_text("1 character too many: 1,600 is the most.")
    await see(desk, "reply-send").click()
    await expect(desk.get_by_role("alert").filter(has_text="1 character too many")).to_be_visible()
    await expect(see(desk, "reply-text")).to_have_value("x" * 1601)


async def _written(desk: Page) -> None:
    """A curly quote costs more, and is made plain; a ready reply follows; a picture becomes a link in the words."""
    await see(desk, "reply-text").fill("It’s on our list")
    await expect(see(desk, "reply-segments")).to_contain_text("54 left · with special signs")
    await see(desk, "reply-straighten").click()
    await expect(see(desk, "reply-segments")).to_contain_text("144 left · plain letters")
    await expect(see(desk, "reply-straighten")).to_be_hidden()
    await see(desk, "reply-ready").select_option("thanks")
    await see(desk, "reply-text").evaluate(
        """box => {
          const given = new DataTransfer();
          const dot = new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10]);
          given.items.add(new File([dot], "hole.png", { type: "image/png" }));
          box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: given, bubbles: true, cancelable: true }));
        }"""
    )
    await expect(see(desk, "reply-text")).to_have_value(re.compile(r"/file/[0-9a-z-]{52}$"))
    words, _, link = (await see(desk, "reply-text").input_value()).rpartition(" ")
    behind = await desk.context.new_page()
    await behind.goto(link)
    await expect(behind.get_by_text("has sent you this file: hole.png (1 kB).")).to_be_visible()
    await behind.close()
    await see(desk, "reply-text").fill(words)
