"""The indexer's screen: at hand by keyboard from the start, nothing over anything else, what rings is seen on it."""

import asyncio
from pathlib import Path

import pytest
from playwright.async_api import FloatRect, Locator, Page, expect

from samples.post.letters import Kind, sample
from tests.acceptance import screens
from tests.acceptance.county import always_open
from tests.acceptance.house import House
from tests.acceptance.screens import see
from tests.channels.letter import files

READ_MS = 120_000
FIRST, SECOND, THIRD = (sample(51, number, Kind.CLEAN) for number in (0, 4, 7))
REFERENCE = str(FIRST.letter.reference)
SIZES = ((1280, 800), (640, 400), (390, 844))
pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.timeout(300)]


async def test_indexing_by_keyboard_a_division_taken_back_and_a_ring_in_between(tmp_path: Path) -> None:
    async with House(tmp_path, media=True, **always_open(tmp_path)) as house, screens.browser() as context:
        desk = await screens.ready_desk(context, house, "ewa")
        place = tmp_path / "post" / "post" / "to-be-indexed"
        place.mkdir(parents=True)
        await asyncio.to_thread(files.pdf, place / "scan.pdf", [*FIRST.pages, *SECOND.pages])
        await see(desk, "offer-accept").click(timeout=READ_MS)
        await see(desk, "index-open").click()
        await expect(see(desk, "indexer-thumb")).to_have_count(2)
        await _at_hand(desk)
        await _page_by_page(desk)
        await _divided_and_taken_back(desk)
        for width, height in SIZES:
            await desk.set_viewport_size({"width": width, "height": height})
            await _each_box_has_its_room(desk)
        await desk.set_viewport_size({"width": 1280, "height": 800})
        await asyncio.to_thread(files.pdf, place / "another.pdf", THIRD.pages)
        await _rings(desk)


async def _at_hand(desk: Page) -> None:
    """Its keys work at once, and the way out is not what Enter presses."""
    await expect(see(desk, "page-ground")).to_be_focused()
    await desk.keyboard.press("Enter")
    await desk.keyboard.press("+")
    await expect(see(desk, "page-zoom")).to_have_text("150 %")
    await desk.keyboard.press("-")
    await expect(see(desk, "page-zoom")).to_have_text("100 %")
    await desk.keyboard.press("b")
    await expect(see(desk, "page-draw")).to_have_attribute("aria-pressed", "true")
    await desk.keyboard.press("b")
    # Where something is written they are letters.
    await see(desk, "index-reference").press("b")
    await expect(see(desk, "page-draw")).to_have_attribute("aria-pressed", "false")
    await see(desk, "index-reference").fill(REFERENCE)


async def _page_by_page(desk: Page) -> None:
    """What was read on the page that is shown is marked, and in sight."""
    second = see(desk, "indexer-page-text").nth(1)
    await expect(second).to_contain_text(SECOND.letter.head[1])
    await see(desk, "page-ground").focus()
    await desk.keyboard.press("PageDown")
    await expect(second).to_have_attribute("aria-current", "page")
    frame, shown = await _box(see(desk, "indexer-text")), await _box(second)
    assert frame["y"] - 2 <= shown["y"] < frame["y"] + frame["height"] / 2
    # The page before had the focus, and went: the keys go on all the same.
    await desk.keyboard.press("+")
    await expect(see(desk, "page-zoom")).to_have_text("150 %")


async def _divided_and_taken_back(desk: Page) -> None:
    await see(desk, "indexer-split").click()
    await expect(see(desk, "indexer-thumb")).to_have_count(1)
    await expect(see(desk, "indexer-divided")).to_be_visible()
    await expect(see(desk, "index-reference")).to_have_value(REFERENCE)
    back = see(desk, "indexer-join")
    await expect(back).to_have_text("Take the division back")

    await expect(see(desk, "indexer-divided")).to_contain_text("are being read")
    await expect(back).not_to_have_attribute("aria-disabled", "true", timeout=READ_MS)
    await back.click()
    await expect(see(desk, "indexer-thumb")).to_have_count(2)
    await expect(see(desk, "indexer-divided")).to_have_count(0)
    await expect(see(desk, "indexer-text")).to_contain_text(SECOND.letter.head[1])


async def _each_box_has_its_room(desk: Page) -> None:
    """Also with a problem under each of them, each of which can be read."""
    wrong = {"index-reference": "482-193-075", "index-phone": "12", "index-email": "nobody"}
    for name, text in wrong.items():
        await see(desk, name).fill(text)
    form = await _box(desk.locator(".index-form"))
    boxes = [await _box(see(desk, name)) for name in ("index-dated", *wrong)]
    for each in boxes:
        assert form["x"] <= each["x"]
        assert each["x"] + each["width"] <= form["x"] + form["width"]
    for one, other in ((a, b) for at, a in enumerate(boxes) for b in boxes[at + 1 :]):
        beside = one["x"] + one["width"] <= other["x"] or other["x"] + other["width"] <= one["x"]
        assert beside or one["y"] + one["height"] <= other["y"]
    await see(desk, "index-submit").click()
    problem = desk.locator(".index-form .problem")
    await expect(problem).to_have_count(1)
    said = await _box(problem)
    assert said["x"] + said["width"] <= form["x"] + form["width"]
    for name in wrong:
        await see(desk, name).fill("")


async def _rings(desk: Page) -> None:
    """A second letter is offered: seen above the first, and taken with the desk's own key."""
    offer = see(desk, "indexer").locator('[data-test="offer"]')
    await expect(offer).to_be_visible(timeout=READ_MS)
    await expect(see(desk, "offer-accept")).to_have_count(1)
    await see(desk, "page-ground").focus()
    await desk.keyboard.press("a")
    await expect(see(desk, "in-hand")).to_have_count(2)
    await expect(see(desk, "offer")).to_have_count(0)


async def _box(what: Locator) -> FloatRect:
    found = await what.bounding_box()
    assert found is not None
    return found
