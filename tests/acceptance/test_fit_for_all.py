"""Every screen of the product, looked at by axe at a desk and on a telephone: residents', agents', supervisors'.

What is looked at is the screen as people have it: with something on it, its dialogs open, its mistakes told.
"""

import asyncio
import json
import re
from pathlib import Path
from typing import Final

import httpx
import pytest
from playwright.async_api import BrowserContext, Page, expect

from bench.dovecot import PASSWORD, Dovecot
from config.county import load_county
from config.settings import DEFAULTS
from samples.post.letters import Kind, sample
from tests.acceptance import screens
from tests.acceptance.county import always_open
from tests.acceptance.fit import Tour
from tests.acceptance.house import House
from tests.acceptance.screens import see
from tests.centre.correspondence import written
from tests.channels.letter import files

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.timeout(900)]
TOM: Final = "+447700900158"
BOX: Final = "libraries@westmere.example.org"
CARER: Final = "I care for my mother and need a break, is there support for carers?"
LINK: Final = re.compile(r"(/where/[A-Za-z0-9_-]+)")
SLOW_MS: Final = 60_000
RINGS_AGAIN_MS: Final = 180_000
"""While a screen is looked at an offer may run out; it rings again a minute later."""


async def test_every_page_of_the_residents(tmp_path: Path) -> None:
    tour = Tour()
    async with House(tmp_path, media=False, **always_open(tmp_path)) as house, screens.browser() as context:
        page = await context.new_page()
        for path in (
            "/",
            "/ask",
            "/ask?q=a+big+hole",
            "/ask/follow",
            "/chat",
            "/nothing-here",
            "/waiting-room",
            "/desk",
        ):
            await page.goto(f"{house.url}{path}")
            await page.wait_for_load_state("networkidle") if path in ("/", "/chat") else None
            await tour.look(page, path)
        services = [each for each in load_county(DEFAULTS).services.values() if each.public]
        for service in services:
            await page.goto(f"{house.url}/ask/{service.id}")
            await expect(see(page, "form-next")).to_be_visible()
            await tour.look(page, f"the form of {service.id}")
        await _form(tour, page, house)
        await page.goto(f"{house.sandbox_url}")
        await tour.look(page, "the sandbox's telephone")
    tour.all_well(len(services) + 14)


async def _form(tour: Tour, page: Page, house: House) -> None:
    await page.goto(f"{house.url}/ask/libraries/enquiry")
    await see(page, "form-next").click()
    await tour.look(page, "a form with mistakes")
    await page.get_by_label("Which library?").fill("Nether Wickham")
    await page.get_by_label("What is the question?").fill("Have you a book about the mill?")
    await see(page, "form-next").click()
    await tour.look(page, "who asks")
    await page.get_by_label("Me", exact=True).check()
    await page.get_by_label("By text").check()
    await page.get_by_label("Telephone number").fill("07700 900158")
    await see(page, "form-next").click()
    await tour.look(page, "the check before it is sent")
    await see(page, "form-send").click()
    reference = await see(page, "reference").inner_text()
    await tour.look(page, "the reference")
    await page.goto(f"{house.url}/ask/follow")
    await page.get_by_label("Your reference").fill(reference)
    await page.get_by_label("Your telephone number").fill("07700900158")
    await see(page, "follow-show").click()
    await tour.look(page, "where a request has got to")
    await see(page, "follow-withdraw").click()
    await tour.look(page, "whether to withdraw it")


async def test_every_screen_of_the_desk(tmp_path: Path) -> None:
    tour = Tour()
    with Dovecot() as server:
        box = {"address": BOX, "host": "127.0.0.1", "port": server.port, "password": PASSWORD, "security": "none"}
        async with (
            House(tmp_path, media=True, MAILBOXES=json.dumps([box]), **always_open(tmp_path)) as house,
            screens.browser() as context,
            httpx.AsyncClient(base_url=house.sandbox_url) as carrier,
        ):
            desk = await screens.ready_desk(context, house, "amina")
            await tour.look(desk, "nothing in hand")
            await desk.keyboard.press("?")
            await tour.look(desk, "the keys")
            await desk.keyboard.press("Escape")
            await _text(tour, desk, carrier)
            await _place(tour, context, house, carrier)
            await _call(tour, context, house, desk)
            await _written(tour, context, house, server)
            await _chat_and_visit(tour, context, house)
            await _marker(tour, context, house, carrier)
    tour.all_well(30)


async def _text(tour: Tour, desk: Page, carrier: httpx.AsyncClient) -> None:
    await carrier.post("/sandbox/texts", json={"from": TOM, "body": "There is a pothole in Mill Lane"})
    await expect(see(desk, "offer-accept")).to_be_visible(timeout=SLOW_MS)
    await tour.look(desk, "an offer")
    await see(desk, "offer-accept").click(timeout=RINGS_AGAIN_MS)
    await see(desk, "reply-text").fill("Thank you for telling us. “Soon”, we hope.")
    await tour.look(desk, "a text answered")
    for button in ("person-edit", "needs-open", "concerns-open", "promise-open"):
        await see(desk, button).first.click()
    await tour.look(desk, "who, what they need, for whom, what was promised")
    await desk.reload()
    await expect(see(desk, "contact-who")).to_be_visible()
    await see(desk, "place-by-pin").click()
    await tour.look(desk, "a pin on the map")
    await desk.keyboard.press("Escape")
    await see(desk, "person-edit").click()
    await see(desk, "person-name").fill("Tom Pope")
    await see(desk, "person-save").click()
    for button in ("same-open", "verify-open", "aside-open", "close-open"):
        async with tour.opened(desk, button, button):
            await expect(desk.get_by_role("dialog")).to_be_visible() if button != "verify-open" else None
    await desk.keyboard.press("o")
    await expect(see(desk, "pass-on-reason")).to_be_visible()
    await tour.look(desk, "passing on")
    await desk.keyboard.press("Escape")
    async with tour.opened(desk, "letter-open", "a letter of ours"):
        await see(desk, "letter-name").fill("Mr Pope")
        await see(desk, "letter-address").fill("14 Mill Lane\nNether Wickham WM3 7QD")
        await see(desk, "letter-text").fill("Dear Mr Pope,\n\nIt will be filled.")
        await see(desk, "letter-look").click()
        await expect(see(desk, "letter-page")).to_have_count(1, timeout=SLOW_MS)
    await see(desk, "refer-open").click()
    await see(desk, "refer-submit").click()
    await tour.look(desk, "a referral with mistakes")
    await see(desk, "refer-description").fill("A deep hole")
    await see(desk, "refer-size").select_option("A dustbin lid")
    await see(desk, "refer-danger").select_option("Yes")
    await see(desk, "refer-back").click()
    await desk.reload()
    await expect(see(desk, "contact-who")).to_be_visible()
    await see(desk, "place-link").first.click()


async def _place(tour: Tour, context: BrowserContext, house: House, carrier: httpx.AsyncClient) -> None:
    async with asyncio.timeout(60):
        while not (path := await _link(carrier)):
            await asyncio.sleep(0.5)
    page = await context.new_page()
    await page.goto(f"{house.url}{path}")
    await expect(see(page, "where-map")).to_be_visible()
    await tour.look(page, "where it is, by a texted link")
    await page.close()


async def _link(carrier: httpx.AsyncClient) -> str | None:
    sent = (await carrier.get("/sandbox/texts", params={"number": TOM})).json()
    return next((found[1] for text in sent if (found := LINK.search(text["body"]))), None)


async def _call(tour: Tour, context: BrowserContext, house: House, desk: Page) -> None:
    phone = await screens.phone(context, house)
    await screens.ring_about_a_pothole(phone)
    await expect(see(desk, "offer-accept")).to_be_visible(timeout=SLOW_MS)
    await see(desk, "offer-accept").click()
    await expect(see(desk, "call-state")).to_contain_text("On the line")
    await tour.look(desk, "a call")
    await desk.keyboard.press("s")
    await expect(see(desk, "consult-reason")).to_be_visible()
    await tour.look(desk, "asking a colleague")
    await desk.keyboard.press("Escape")
    await see(desk, "call-hang-up").click()
    await expect(see(desk, "wrap-up")).to_be_visible()
    await tour.look(desk, "wrapping up")
    await phone.close()


async def _written(tour: Tour, context: BrowserContext, house: House, server: Dovecot) -> None:
    """An email, and a letter that is to be indexed, at the desk of somebody who does both."""
    desk = await screens.ready_desk(await screens.another(context), house, "ewa")
    server.append(BOX, written(subject="A library book", words="Have you a book about the mill?"))
    await see(desk, "offer-accept").click(timeout=SLOW_MS)
    await see(desk, "mail-text").fill("We have two.")
    await tour.look(desk, "an email answered")
    scanned = house.folder / "post" / "post" / "to-be-indexed"
    await asyncio.to_thread(scanned.mkdir, parents=True)
    pages = [*sample(51, 0, Kind.CLEAN).pages, *sample(51, 4, Kind.CLEAN).pages]
    await asyncio.to_thread(files.pdf, scanned / "scan.pdf", pages)
    await see(desk, "offer-accept").click(timeout=RINGS_AGAIN_MS)
    await see(desk, "in-hand").filter(has_text="Post to be indexed").click()
    await expect(see(desk, "index-open")).to_be_visible()
    await tour.look(desk, "a letter that came")
    await see(desk, "index-open").click()
    await expect(see(desk, "indexer-thumb")).to_have_count(2)
    await tour.look(desk, "the indexer")
    await see(desk, "page-draw").click()
    await see(desk, "page-box").click()
    await tour.look(desk, "blacking out")
    await see(desk, "page-drawn").press("Delete")
    await see(desk, "page-turn").click()
    await expect(see(desk, "page-turn-back")).to_be_visible(timeout=2 * SLOW_MS)
    await see(desk, "index-submit").click()
    await tour.look(desk, "a page turned, and what is missing told")


async def _chat_and_visit(tour: Tour, context: BrowserContext, house: House) -> None:
    desk = await screens.ready_desk(await screens.another(context), house, "dev")
    visitors = await screens.another(context)
    await _chat(tour, visitors, house, desk)
    reception = await screens.log_in(visitors, house, "reception", "irene")
    await see(reception, "post-add").click()
    await tour.look(reception, "reception, with a mistake")
    await see(reception, "visit-words").fill("She cares for her mother, and needs a break")
    await see(reception, "visit-service").select_option("adult-social-care/carers")
    await see(reception, "visit-add").click()
    await expect(see(reception, "ticket-given")).to_be_visible()
    wall = await visitors.new_page()
    await wall.goto(f"{house.url}/waiting-room")
    await see(desk, "offer-accept").click(timeout=RINGS_AGAIN_MS)
    await tour.look(reception, "a ticket given")
    await see(desk, "visit-desk").fill("3")
    await tour.look(desk, "a visitor")
    await see(desk, "visit-call").click()
    await expect(see(wall, "wall-said")).to_contain_text("Ticket 1")
    await tour.look(wall, "the waiting room calls")


async def _chat(tour: Tour, visitors: BrowserContext, house: House, desk: Page) -> None:
    chat = await visitors.new_page()
    await chat.goto(f"{house.url}/chat")
    await chat.get_by_label("What can we do for you?").fill(CARER)
    await see(chat, "chat-begin").click()
    await expect(see(desk, "offer-accept")).to_be_visible(timeout=SLOW_MS)
    await tour.look(chat, "a chat that waits")
    await see(desk, "offer-accept").click(timeout=RINGS_AGAIN_MS)
    await expect(see(chat, "chat-says")).to_contain_text("chatting with Dev")
    await see(desk, "reply-text").fill("Do you live with her?")
    await see(desk, "reply-send").click()
    await expect(see(chat, "chat-ours")).to_contain_text("Do you live with her?")
    await tour.look(chat, "a chat")
    await tour.look(desk, "a chat at the desk")
    await see(chat, "chat-end").click()
    await tour.look(chat, "a chat that is over")
    await see(desk, "close-open").click()
    await desk.get_by_label("Settled now").first.check()
    await see(desk, "close-submit").click()


async def _marker(tour: Tour, context: BrowserContext, house: House, carrier: httpx.AsyncClient) -> None:
    desk = await screens.ready_desk(await screens.another(context), house, "carys")
    await carrier.post("/sandbox/texts", json={"from": "+447700900159", "body": "My uncle punches my auntie"})
    await see(desk, "offer-accept").click(timeout=SLOW_MS)
    await see(desk, "marker-open").click()
    await tour.look(desk, "a safeguarding marker")


async def test_every_screen_of_the_console(tmp_path: Path) -> None:
    tour = Tour()
    async with (
        House(tmp_path, media=True, **always_open(tmp_path)) as house,
        screens.browser() as context,
        httpx.AsyncClient(base_url=house.sandbox_url) as carrier,
    ):
        await screens.ready_desk(context, house, "ewa")
        for place, words in enumerate(("There is a pothole in Mill Lane", "My uncle punches my auntie")):
            await carrier.post("/sandbox/texts", json={"from": f"+44770090017{place}", "body": words})
        await asyncio.to_thread((tmp_path / "post").mkdir, exist_ok=True)
        await asyncio.to_thread((tmp_path / "post" / "broken.pdf").write_bytes, b"not a pdf at all, and never was one")
        console = await screens.log_in(await screens.another(context), house, "console", "grace")
        await expect(see(console, "board-problem").first).to_be_visible(timeout=SLOW_MS)
        await tour.look(console, "the board")
        async with tour.opened(console, "why-open", "why"):
            await expect(see(console, "why")).to_be_visible()
        async with tour.opened(console, "act-open", "an agent's work"):
            await expect(see(console, "act-why")).to_be_visible()
        await _rules(tour, console)
        await see(console, "go-lessons").click()
        await expect(see(console, "learning-state")).to_be_visible()
        await tour.look(console, "lessons")
    tour.all_well(9)


async def _rules(tour: Tour, console: Page) -> None:
    await see(console, "go-rules").click()
    editor = see(console, "rules-editor").locator(".cm-content")
    await editor.click()
    await tour.look(console, "the rules")
    await see(console, "what-if-open").first.click()
    await tour.look(console, "what if")
    await console.keyboard.press("Escape")
    await editor.click()
    await console.keyboard.press("Control+Home")
    await console.keyboard.type("# A snow day.\n")
    await see(console, "rules-publish").click()
    await expect(see(console, "rules-why")).to_be_visible()
    await tour.look(console, "publishing")
    await see(console, "rules-why").fill("Snow")
    await see(console, "rules-confirm").click()
    await expect(see(console, "rules-done")).to_be_visible()
    await tour.look(console, "published")
    await see(console, "compare").first.click()
    await expect(see(console, "rules-difference")).to_be_visible()
    await tour.look(console, "two versions")
    await console.keyboard.press("Escape")
    await editor.click()
    await console.keyboard.press("Control+Home")
    await console.keyboard.type("rule: []\n")
    await expect(see(console, "rules-error").first).to_be_visible()
    await tour.look(console, "rules with a mistake")
