"""Post to be indexed, on the real screen and by keyboard: turned, blacked out, divided, said what it is."""

import asyncio
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from core.channel import Channel
from samples.post.letters import Kind, sample
from tests.acceptance import screens
from tests.acceptance.county import always_open
from tests.acceptance.house import House
from tests.acceptance.screens import see
from tests.channels.letter import files

READ_AGAIN_MS = 120_000
pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.timeout(180)]


async def test_a_letter_is_divided_blacked_out_and_indexed(tmp_path: Path) -> None:
    async with House(tmp_path, media=True, **always_open(tmp_path)) as house, screens.browser() as context:
        desk = await screens.ready_desk(context, house, "ewa")
        await asyncio.to_thread(_scanned, tmp_path / "post" / "post" / "to-be-indexed")
        await see(desk, "offer-accept").click(timeout=60_000)
        await asyncio.to_thread(_by_hand, house)
        await see(desk, "index-open").click()
        await expect(see(desk, "indexer-thumb")).to_have_count(2)
        await _is_told_what_is_unsure(desk)
        await _looked_at(desk)
        await _turned(desk)
        await _blacked_out(desk)
        await desk.keyboard.press("PageDown")
        await see(desk, "indexer-split").click()
        await expect(see(desk, "indexer-thumb")).to_have_count(1)
        await _indexed(desk)
        await expect(see(desk, "indexer")).to_have_count(0)
        # What goes on is offered to those who do it; what was divided comes back by itself, as a letter of its own.
        await expect(see(desk, "offer-accept")).to_be_visible(timeout=60_000)


def _scanned(place: Path) -> None:
    place.mkdir(parents=True)
    files.pdf(place / "scan.pdf", [*sample(51, 0, Kind.CLEAN).pages, *sample(51, 4, Kind.CLEAN).pages])


def _by_hand(house: House) -> None:
    """As if somebody had written a number on it by hand."""
    with house.record().transaction() as tx:
        (contact,) = [each for each in tx.contacts.routed_open() if each.channel is Channel.LETTER]
        known = contact.facts["letter"]
        tx.contacts.merge_facts(contact.id, {"letter": {**known, "phone": "+441632960124", "unsure": ["phone"]}})


async def _is_told_what_is_unsure(desk: Page) -> None:
    """On the desk, and at its field until somebody has put it right."""
    hint = desk.locator(".index-form .hint")
    await expect(hint).to_have_text("It was hard to read: compare it with the page.")
    await expect(see(desk, "letter-unsure-phone")).to_have_text("(hard to read: compare it with the page)")
    await see(desk, "index-phone").fill("01632 960125")
    await expect(hint).to_have_count(0)


async def _looked_at(desk: Page) -> None:
    await see(desk, "page-nearer").focus()
    await desk.keyboard.press("+")
    await expect(see(desk, "page-zoom")).to_have_text("150 %")
    await desk.keyboard.press("-")
    await desk.keyboard.press("r")
    for _ in range(3):
        await desk.keyboard.press("r")


async def _turned(desk: Page) -> None:
    """Half around by keyboard: kept so, read again, found so on the next look, and laid as it was scanned again."""
    picture = see(desk, "page-picture")
    scanned = await picture.get_attribute("src")
    for _ in range(2):
        await desk.keyboard.press("r")
    await expect(see(desk, "page-turned")).to_contain_text("turned by hand", timeout=READ_AGAIN_MS)
    await expect(picture).not_to_have_attribute("src", str(scanned))
    await see(desk, "indexer-close").click()
    await see(desk, "index-open").click()
    await expect(see(desk, "page-turned")).to_contain_text("turned by hand")
    await see(desk, "page-turn-back").click()
    await expect(see(desk, "page-turned")).to_have_count(0, timeout=READ_AGAIN_MS)
    await expect(picture).to_have_attribute("src", str(scanned))


async def _blacked_out(desk: Page) -> None:
    text = see(desk, "indexer-text")
    await expect(text).to_contain_text("81 Ferry Street")
    await see(desk, "page-draw").click()
    paper = await see(desk, "page-paper").bounding_box()
    assert paper is not None
    await desk.mouse.move(paper["x"] + 2, paper["y"] + 2)
    await desk.mouse.down()
    await desk.mouse.move(paper["x"] + paper["width"] - 2, paper["y"] + paper["height"] * 0.2)
    await desk.mouse.up()
    await expect(see(desk, "page-drawn")).to_have_count(1)
    await see(desk, "page-box").click()
    await see(desk, "page-drawn").last.press("Delete")
    await see(desk, "page-black-out").click()
    await expect(see(desk, "page-original")).to_be_visible()
    await expect(text).not_to_contain_text("81 Ferry Street")


async def _indexed(desk: Page) -> None:
    await see(desk, "index-reference").fill("")
    await expect(see(desk, "index-service")).to_have_value(sample(51, 0, Kind.CLEAN).letter.service)
    await see(desk, "index-service").select_option("")
    # Blacked out with the address that it stood in.
    await expect(see(desk, "index-postcode")).to_have_value("")
    await see(desk, "index-postcode").fill("WM3")
    await see(desk, "index-submit").click()
    await expect(desk.get_by_text("Choose what the letter is about.")).to_be_visible()
    await see(desk, "index-service").select_option("libraries/enquiry")
    await see(desk, "index-dated").fill("2026-11-08")
    await see(desk, "index-phone").fill("01632 960123")
    await see(desk, "index-email").fill("")
    await see(desk, "index-submit").click()
    await expect(desk.get_by_text("That is not a postcode.")).to_be_visible()
    await see(desk, "index-postcode").fill("WM3 7QD")
    await see(desk, "index-submit").click()
