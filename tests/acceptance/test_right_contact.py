"""Several contacts in hand at one desk: what is pressed is done to the one it was opened for, and to no other."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Page, expect

from tests.acceptance import screens
from tests.acceptance.county import always_open
from tests.acceptance.house import House
from tests.acceptance.screens import see

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.timeout(240)]
TOM, JO, ANN = "07700 900158", "07700 900147", "07700 900163"
Writes = Callable[[str, str], Awaitable[None]]


@asynccontextmanager
async def at_work(tmp_path: Path) -> AsyncIterator[tuple[Page, Writes]]:
    """Amina's desk, and a way for residents to text her."""
    async with (
        House(tmp_path, media=True, **always_open(tmp_path)) as house,
        screens.browser() as context,
        httpx.AsyncClient(base_url=house.sandbox_url) as carrier,
    ):

        async def writes(number: str, words: str) -> None:
            sender = "+44" + number.replace(" ", "")[1:]
            await carrier.post("/sandbox/texts", json={"from": sender, "body": words})

        yield await screens.ready_desk(context, house, "amina"), writes


async def _takes(desk: Page, writes: Writes, number: str) -> None:
    """What was accepted is on the screen at once, whatever was there before."""
    await writes(number, "There is a pothole in Mill Lane")
    await expect(see(desk, "offer")).to_be_visible()
    sticks_out = await desk.locator(".column.left").evaluate("box => box.scrollWidth - box.clientWidth")
    assert sticks_out == 0, "the offer is wider than its column"
    await see(desk, "offer-accept").click()
    await expect(see(desk, "contact-who")).to_have_text(number)


async def _held(desk: Page) -> list[str]:
    return await see(desk, "in-hand").locator(".held-who").all_inner_texts()


async def test_a_dialog_says_whose_it_is_and_goes_with_its_contact(tmp_path: Path) -> None:
    async with at_work(tmp_path) as (desk, writes):
        for number in (TOM, JO, ANN):
            await _takes(desk, writes, number)
        await see(desk, "close-open").click()
        dialog = see(desk, "close")
        await expect(dialog).to_contain_text(f"Close this contact: {ANN}")
        await desk.get_by_label("Settled now").check()
        await see(desk, "close-submit").dblclick()
        await expect(dialog).to_be_hidden()
        await expect(see(desk, "contact-who")).to_have_text(TOM)
        await desk.keyboard.press("Enter")
        assert await _held(desk) == [TOM, JO]
        for opens, opened in (("close-open", "close"), ("aside-open", "aside"), ("pass-on-open", "pass-on")):
            await desk.keyboard.press("2")
            await see(desk, opens).click()
            await expect(desk.locator("dialog[open]")).to_contain_text(JO)
            # As if it had left this desk in another window, or a call had come: another contact is looked at.
            await desk.evaluate("document.querySelector('[data-test=\"in-hand\"]').click()")
            await expect(see(desk, "contact-who")).to_have_text(TOM)
            await expect(desk.locator("dialog[open]"), opened).to_have_count(0)
        await expect(see(desk, "reply-text")).to_be_visible()
        assert await _held(desk) == [TOM, JO]


async def test_what_was_half_written_is_there_when_its_contact_is_looked_at_again(tmp_path: Path) -> None:
    async with at_work(tmp_path) as (desk, writes):
        await _takes(desk, writes, TOM)
        await see(desk, "reply-text").fill("We mend it")
        await _takes(desk, writes, JO)
        await expect(see(desk, "reply-text")).to_have_value("")
        await _fails_and_is_edited(desk)
        await desk.locator("h2").first.click()
        await desk.keyboard.press("1")
        await expect(see(desk, "reply-text")).to_have_value("We mend it")
        await _writes_by_key(desk)
        await _gives_keys(desk)
        await _is_asked_for_no_more_texts(desk, writes)
        await see(desk, "break").click()
        await see(desk, "break-lunch").click()
        await expect(see(desk, "me-nothing-rings")).to_have_text(
            "On a break: Lunch. Nothing new rings here until you choose “I’m back, ready”."
        )


async def _fails_and_is_edited(desk: Page) -> None:
    """What went wrong stands there until the words are others."""
    await desk.route("**/reply", lambda route: route.abort())
    await see(desk, "reply-text").fill("On Tuesday")
    await see(desk, "reply-send").click()
    again = desk.get_by_text("The server answers again.")
    await expect(again).to_be_visible()
    await see(desk, "reply-text").fill("On Wednesday")
    await expect(again).to_have_count(0)
    await desk.unroute("**/reply")


async def _writes_by_key(desk: Page) -> None:
    """Whichever of the two is shown."""
    for key, box in (
        ("n", "note-text"),
        ("t", "reply-text"),
        ("t", "reply-text"),
        ("n", "note-text"),
        ("p", "place-road"),
    ):
        await desk.locator("h2").first.click()
        await desk.keyboard.press(key)
        await expect(see(desk, box)).to_be_focused()


async def _gives_keys(desk: Page) -> None:
    await desk.locator("h2").first.click()
    await desk.keyboard.press("?")
    await see(desk, "key-answer").click()
    await desk.keyboard.press("c")
    await expect(see(desk, "key-clash")).to_have_text("C is “Close the contact” already. Give that another key first.")
    await desk.keyboard.press("y")
    await expect(see(desk, "key-answer")).to_have_text("Y")
    await expect(see(desk, "key-clash")).to_have_count(0)
    await see(desk, "key-close").press("Enter")
    await desk.keyboard.press("Escape")
    await expect(see(desk, "key-close")).to_have_text("C")
    await desk.keyboard.press("Escape")
    await desk.reload()
    await expect(see(desk, "contact-who")).to_be_visible()
    await desk.keyboard.press("y")
    await expect(see(desk, "reply-text")).to_be_focused()
    await desk.locator("h2").first.click()
    await desk.keyboard.press("?")
    await see(desk, "keys-reset").click()
    await expect(see(desk, "key-answer")).to_have_text("T")
    await desk.keyboard.press("Escape")


async def _is_asked_for_no_more_texts(desk: Page, writes: Writes) -> None:
    """No link is offered that would not be sent, and the reason stands below."""
    await desk.keyboard.press("1")
    await writes(TOM, "HELP")
    await writes(TOM, "STOP")
    await expect(see(desk, "place-no-link")).to_contain_text("No link can be sent. They have asked for no more texts")
    await expect(see(desk, "place-link")).to_have_attribute("aria-disabled", "true")
    width = await desk.locator(".column.right .side-story").evaluate("box => box.scrollWidth - box.clientWidth")
    assert width == 0, "a card is wider than its column"
    await expect(see(desk, "in-hand").first).to_contain_text("1 to answer")
    await expect(desk.get_by_text("somebody may be at risk")).to_have_count(0)
