"""Residents at their own pages and at the front desk, as they and staff see it; no page fails WCAG 2.2 AA by axe."""

import asyncio
import re
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.async_api import BrowserContext, FilePayload, Page, expect

from core.channel import Channel
from records.rows import Contact
from samples.post.letters import Kind, sample
from tests.acceptance import screens
from tests.acceptance.county import always_open
from tests.acceptance.fit import faults
from tests.acceptance.house import House
from tests.acceptance.screens import see
from tests.channels.letter import files

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.timeout(300)]
SENT_WITHIN_S = 25
"""Ten seconds in which it can be taken back, a sweep of the outbox, and the mail server's time."""
READ_WITHIN_S = 120
PICTURE = FilePayload(name="hole.png", mimeType="image/png", buffer=b"\x89PNG\r\n\x1a\n" + b"\0" * 500)


async def _is_fit_for_all(page: Page) -> None:
    assert await faults(page) == [], page.url


async def test_a_form_is_filled_in_referred_followed_and_withdrawn(tmp_path: Path) -> None:
    async with (
        House(tmp_path, media=False, **always_open(tmp_path)) as house,
        screens.browser(bypass_csp=True) as context,
    ):
        page = await context.new_page()
        await page.goto(f"{house.url}/ask")
        await _is_fit_for_all(page)
        await page.get_by_label("In your own words").fill("a big hole in the road")
        await see(page, "ask-find").click()
        await see(page, "ask-found").get_by_role("link", name="Pothole or damaged road").click()
        reference = await _report(page)
        desk = await screens.log_in(context, house, "desk", "amina")
        await see(desk, "ready").click()
        await see(desk, "offer-accept").click()
        await expect(desk.get_by_text("A deep hole by the bus stop").first).to_be_visible()
        await expect(see(desk, "in-hand")).to_contain_text("1 to answer")
        await expect(see(desk, "picture").get_by_role("img")).to_have_attribute(
            "alt", "Picture 1 from the resident: hole.png"
        )
        await expect(see(desk, "place-text")).to_contain_text("metres from")
        await see(desk, "refer-open").click()
        await expect(see(desk, "refer-description")).to_have_value("A deep hole by the bus stop.")
        await see(desk, "refer-submit").click()
        await expect(see(desk, "referral-number").first).to_be_visible()
        await _follow(page, house, reference)
        await expect(see(desk, "withdrawal")).to_contain_text("They withdrew this request online")
        await expect(see(desk, "held-over")).to_have_text("Withdrawn")
        await expect(see(desk, "in-hand")).not_to_contain_text("to answer")


async def _report(page: Page) -> str:
    """Every page of the form, with a mistake on the first; the reference at the end."""
    await see(page, "form-next").click()
    await expect(see(page, "problems")).to_be_focused()
    await _is_fit_for_all(page)
    await see(page, "problems").get_by_role("link", name="Answer “What is wrong?”").click()
    await expect(page.get_by_label("What is wrong?")).to_be_focused()
    await page.get_by_label("What is wrong?").fill("A deep hole by the bus stop.")
    await page.get_by_label("Road, and a house number").fill("Mill Lane")
    await page.get_by_role("button", name="Show it on a map").click()
    await page.get_by_role("application").press("ArrowUp")
    await expect(page.get_by_role("button", name="Take the pin away")).to_be_visible()
    await page.get_by_label("A dustbin lid").check()
    await page.get_by_label("Yes", exact=True).check()
    await page.locator("#files").set_input_files([PICTURE])
    await see(page, "form-next").click()
    await _is_fit_for_all(page)
    await page.get_by_label("Me", exact=True).check()
    await page.get_by_label("By text").check()
    await page.get_by_label("Telephone number").fill("07700 900158")
    await see(page, "form-next").click()
    await expect(page.get_by_text("hole.png")).to_be_visible()
    await _is_fit_for_all(page)
    await see(page, "form-send").click()
    reference = await see(page, "reference").inner_text()
    assert re.fullmatch(r"\d{3}-\d{3}-\d{3}", reference)
    await _is_fit_for_all(page)
    return reference


async def _follow(page: Page, house: House, reference: str) -> None:
    await page.goto(f"{house.url}/ask/follow")
    await _is_fit_for_all(page)
    await page.get_by_label("Your reference").fill(reference)
    await page.get_by_label("Your telephone number").fill("07700900158")
    await see(page, "follow-show").click()
    await expect(see(page, "follow-state")).to_contain_text("Somebody is dealing with your request now")
    await _is_fit_for_all(page)
    await see(page, "follow-withdraw").click()
    await see(page, "follow-sure").click()
    await expect(see(page, "follow-state")).to_contain_text("Whoever is working on it has been told")


async def test_a_form_is_answered_by_email_from_the_desk(tmp_path: Path) -> None:
    async with (
        House(tmp_path, media=False, **always_open(tmp_path)) as house,
        screens.browser() as context,
        httpx.AsyncClient(base_url=house.sandbox_url) as post,
    ):
        page = await context.new_page()
        await page.goto(f"{house.url}/ask/libraries/enquiry")
        await page.get_by_label("Which library?").fill("Nether Wickham")
        await page.get_by_label("What is the question?").fill("Have you a book about the Hales of the mill?")
        await see(page, "form-next").click()
        await page.get_by_label("Me", exact=True).check()
        await page.get_by_label("By email").check()
        await page.get_by_label("Email address").fill("margaret@example.org")
        await see(page, "form-next").click()
        await see(page, "form-send").click()
        reference = await see(page, "reference").inner_text()
        desk = await screens.log_in(context, house, "desk", "ewa")
        await see(desk, "ready").click()
        await see(desk, "offer-accept").click()
        await expect(see(desk, "mail-recipient")).to_have_text(["margaret@example.org"])
        await see(desk, "mail-text").fill("We have two about the Hales.")
        await see(desk, "mail-send").click()
        answer = await _posted(post, "two about the Hales")
        assert answer["to"] == ["margaret@example.org"]
        assert reference in answer["headers"]["Subject"]


async def _posted(post: httpx.AsyncClient, words: str) -> dict[str, Any]:
    """The one email with these words, once it may no longer be taken back and the mail server has it."""
    async with asyncio.timeout(SENT_WITHIN_S):
        while True:
            found: list[dict[str, Any]] = [
                each for each in (await post.get("/sandbox/mail")).json() if words in each["text"]
            ]
            if found:
                (mail,) = found
                return mail
            await asyncio.sleep(0.5)


async def test_a_chat_and_a_visit_with_both_ends_on_screen(tmp_path: Path) -> None:
    async with (
        House(tmp_path, media=False, **always_open(tmp_path)) as house,
        screens.browser(bypass_csp=True) as context,
    ):
        desk = await screens.log_in(context, house, "desk", "amina")
        await see(desk, "ready").click()
        await _chat(context, house, desk)
        await _visit(context, house, desk)


async def _chat(context: BrowserContext, house: House, desk: Page) -> None:
    chat = await context.new_page()
    await chat.goto(f"{house.url}/chat")
    await _is_fit_for_all(chat)
    await chat.get_by_label("What can we do for you?").fill("There is a pothole in Mill Lane")
    await see(chat, "chat-begin").click()
    await see(desk, "offer-accept").click()
    await expect(see(chat, "chat-says")).to_contain_text("chatting with Amina")
    await see(desk, "reply-text").fill("Which end of it?")
    await see(desk, "reply-send").click()
    await expect(see(chat, "chat-ours")).to_contain_text("Which end of it?")
    await see(chat, "chat-words").press_sequentially("By the ch")
    await expect(see(desk, "chat-their-end")).to_have_text("They are typing…")
    await chat.reload()
    await expect(see(chat, "chat-words")).to_have_value("By the ch")
    await see(chat, "chat-words").press_sequentially("urch")
    await see(chat, "chat-words").press("Enter")
    await expect(desk.get_by_role("log").get_by_text("By the church")).to_be_visible()
    await _is_fit_for_all(chat)
    await see(chat, "chat-end").click()
    await expect(see(desk, "chat-their-end")).to_have_text("They have ended the chat")
    await expect(see(desk, "reply-refused")).to_contain_text("nothing more can be said in it")
    await expect(see(desk, "reply-text")).not_to_be_editable()
    await expect(see(desk, "reply-send")).to_have_attribute("aria-disabled", "true")
    await expect(see(desk, "held-over")).to_have_text("Ended")
    await see(desk, "close-open").click()
    await desk.get_by_label("Settled now").first.check()
    await see(desk, "close-submit").click()
    await _is_fit_for_all(chat)


async def _visit(context: BrowserContext, house: House, desk: Page) -> None:
    reception = await screens.log_in(context, house, "reception", "irene")
    wall = await context.new_page()
    await wall.goto(f"{house.url}/waiting-room")
    await see(reception, "visit-words").fill("A hole in the road by my house")
    await see(reception, "visit-name").fill("Margaret Hale")
    await see(reception, "need-hearing").check()
    await see(reception, "visit-add").click()
    await expect(see(reception, "ticket-given")).to_contain_text("1")
    await _is_fit_for_all(reception)
    await expect(see(desk, "offer-ticket")).to_have_text("Ticket 1")
    await see(reception, "visit-leave").click()
    await expect(see(reception, "visit-left")).to_be_visible()
    await see(reception, "visit-stays").click()
    await see(desk, "offer-accept").click()
    await expect(see(reception, "visit").get_by_text("Amina will call them")).to_be_visible()
    await expect(see(reception, "ticket-state")).to_have_text("Amina will call them.")
    await expect(see(wall, "wall-waiting")).to_have_text("1 waiting")
    await see(desk, "visit-desk").fill("3")
    await see(desk, "visit-call").click()
    await expect(see(wall, "wall-said")).to_have_text("Ticket 1, please go to desk 3.")
    await expect(wall.get_by_text("Margaret")).to_have_count(0)
    await _is_fit_for_all(wall)
    await expect(see(reception, "visit").get_by_text("Called to desk 3 by Amina")).to_be_visible()
    await expect(see(wall, "wall-waiting")).to_have_text("0 waiting")
    await see(desk, "visit-no-show").click()
    await expect(see(desk, "nothing")).to_be_visible()
    await expect(wall.get_by_text("Your ticket will be called here")).to_be_visible()
    await _handed_in(reception, house)


async def _handed_in(reception: Page, house: House) -> None:
    """A letter that a visitor brings is scanned, taken in, and becomes a contact like any other."""
    await see(reception, "post-add").click()
    await expect(reception.get_by_text("Choose the file that your scanner made.")).to_be_visible()
    scan = await asyncio.to_thread(files.pdf, house.folder / "scan.pdf", sample(51, 0, Kind.CLEAN).pages)
    await see(reception, "post-file").set_input_files(scan)
    await see(reception, "post-add").click()
    await expect(see(reception, "post-said")).to_contain_text("It is read now")
    async with asyncio.timeout(READ_WITHIN_S):
        while not await asyncio.to_thread(_letters, house):
            await asyncio.sleep(0.5)


def _letters(house: House) -> list[Contact]:
    with house.record().reading() as tx:
        return [each for each in tx.contacts.recent() if each.channel is Channel.LETTER]
