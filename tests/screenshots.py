"""`make screenshots`: the pictures of docs/screenshots, of a fresh house with made-up history and a few contacts."""

import asyncio
import re
import tempfile
from pathlib import Path

import httpx
from playwright.async_api import BrowserContext, Page, ViewportSize, expect

from core.address import email
from tests.acceptance import screens
from tests.acceptance.house import House
from tests.acceptance.screens import see

FOLDER = Path(__file__).parents[1] / "docs" / "screenshots"
POCKET: ViewportSize = {"width": 390, "height": 844}
QUEUES = ("11", "11", "12", "13", "21", "21", "31", "41", "51", "61", "9", "15")
TEXTS = (
    ("+447700900158", "Hello, when does the school bus from Ashcombe start again after half term?"),
    ("+447700900171", "The street light outside 14 Abbey Road has been out for a week"),
    ("+447700900172", "There is a pothole in Mill Lane, by the school gates"),
)
VISITS = (("Margaret Hale", "My bus pass has not come"), ("Tom Okafor", "There is a hole in the road by my house"))
LINK = re.compile(r"(/where/[A-Za-z0-9_-]+)")


async def take(page: Page, name: str, *, pocket: bool = False) -> None:
    """One picture, once everything has come to rest."""
    if pocket:
        await page.set_viewport_size(POCKET)
    await page.wait_for_timeout(700)
    await page.screenshot(path=FOLDER / f"{name}.png")
    print(f"docs/screenshots/{name}.png")
    if pocket:
        await page.set_viewport_size({"width": 1280, "height": 800})


async def of_a_call(context: BrowserContext, house: House, carrier: httpx.AsyncClient) -> None:
    """Margaret's call, on her telephone and at Amina's desk."""
    desk = await screens.ready_desk(context, house, "amina")
    await take(desk, "desk-ready")
    phone = await screens.phone(context, house)
    await take(phone, "phone-dial")
    await phone.get_by_role("button", name="Call", exact=True).click()
    await screens.press(phone, "1", "dial 999")
    await expect(phone.get_by_text("pothole or damaged road, press 1").first).to_be_visible()
    await take(phone, "phone")
    await take(phone, "phone-pocket", pocket=True)
    await screens.press(phone, "1", "pothole or damaged road, press 1")
    await screens.press(phone, "1", "text you a link")
    await expect(see(desk, "offer")).to_be_visible()
    await take(desk, "desk-offer")
    await take(desk, "desk-offer-pocket", pocket=True)
    await see(desk, "offer-accept").click()
    await expect(see(desk, "call-state")).to_contain_text("On the line")
    await take(desk, "desk")
    await of_the_map(context, house, carrier)
    await expect(see(desk, "place-text")).to_be_visible()
    await see(desk, "refer-open").click()
    await see(desk, "refer-description").fill("A deep hole by the bus stop, in the left-hand lane.")
    await take(desk, "desk-refer")
    await see(desk, "refer-size").select_option("A dustbin lid")
    await see(desk, "refer-danger").select_option("Yes")
    await see(desk, "refer-submit").click()
    await expect(see(desk, "referral-number").first).to_be_visible()
    await see(desk, "note-text").fill("Told her highways will look within five working days.")
    await see(desk, "note-save").click()
    await take(desk, "desk-referred")
    await see(desk, "call-hang-up").click()
    await expect(see(desk, "wrap-up")).to_be_visible()
    await take(desk, "desk-wrap-up")
    await take(phone, "phone-texts")
    await see(desk, "close-submit").click()


async def of_the_map(context: BrowserContext, house: House, carrier: httpx.AsyncClient) -> None:
    """The page behind the link that Margaret was texted."""
    sent = (await carrier.get("/sandbox/texts", params={"number": screens.MARGARET})).json()
    path = next(found[1] for text in sent if (found := LINK.search(text["body"])))
    page = await context.new_page()
    await page.set_viewport_size(POCKET)
    await page.goto(f"{house.url}{path}")
    box = await see(page, "where-map").bounding_box()
    assert box is not None
    await page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    await page.wait_for_timeout(700)
    await page.screenshot(path=FOLDER / "where.png")
    await see(page, "where-send").click()
    await expect(see(page, "where-thanks")).to_be_visible()


async def of_texts(context: BrowserContext, house: House, carrier: httpx.AsyncClient) -> None:
    """Two residents write; Amina answers one of them."""
    desk = next(page for page in context.pages if page.url.endswith("/desk"))
    number, words = TEXTS[1]
    await carrier.post("/sandbox/texts", json={"from": number, "body": words})
    await expect(see(desk, "offer")).to_be_visible(timeout=30_000)
    await see(desk, "offer-accept").click()
    await see(desk, "reply-text").fill("Thank you for telling us. Is there a number on the post, at about head height?")
    await take(desk, "desk-text")
    await see(desk, "reply-send").click()
    await _of_one_person(desk, house)
    await _of_another_text(desk, carrier)


async def _of_one_person(desk: Page, house: House) -> None:
    """Who texts has written by email before: the two records are compared, and a call rings meanwhile."""
    with house.record().transaction() as tx:
        person = tx.people.create("Tom Okafor", [email("tom.okafor@example.org")])
        tx.people.update(person.id, language="cy")
    await see(desk, "same-open").click()
    await see(desk, "same-words").fill("tom.okafor@example.org")
    await see(desk, "same-search").click()
    await see(desk, "same-choose").click()
    await see(desk, "same-why").fill("He gave the email address that he wrote from")
    await take(desk, "desk-same-person")
    await desk.keyboard.press("Escape")


async def _of_another_text(desk: Page, carrier: httpx.AsyncClient) -> None:
    """On a narrow screen a second text rings below the first, and leaves it in sight."""
    number, words = TEXTS[2]
    await carrier.post("/sandbox/texts", json={"from": number, "body": words})
    await expect(see(desk, "offer")).to_be_visible(timeout=30_000)
    await take(desk, "desk-beside-pocket", pocket=True)
    await see(desk, "offer-accept").click()


async def of_the_other_doors(context: BrowserContext, house: House) -> None:
    """What residents fill in, and the front desk with its screen on the wall."""
    ask = await context.new_page()
    await ask.goto(f"{house.url}/ask")
    await ask.get_by_label("In your own words").fill("a big hole in the road")
    await see(ask, "ask-find").click()
    await take(ask, "ask")
    await see(ask, "ask-found").get_by_role("link", name="Pothole or damaged road").click()
    await take(ask, "ask-form-pocket", pocket=True)
    reception = await screens.log_in(context, house, "reception", "irene")
    wall = await context.new_page()
    await wall.goto(f"{house.url}/waiting-room")
    for name, words in VISITS:
        await see(reception, "visit-words").fill(words)
        await see(reception, "visit-name").fill(name)
        await see(reception, "visit-add").click()
        await expect(see(reception, "ticket-given")).to_be_visible()
        await reception.wait_for_timeout(800)
    await take(reception, "reception")
    await take(wall, "waiting-room")


async def of_the_console(context: BrowserContext, house: House, carrier: httpx.AsyncClient) -> None:
    """A dozen callers wait; the supervisor watches, and changes the rules."""
    for place, keys in enumerate(QUEUES):
        answer = await carrier.post("/sandbox/calls", json={"from": f"+4477009003{place:02}"})
        asyncio.get_running_loop().create_task(_press(carrier, answer.json()["sid"], keys))
    await carrier.post("/sandbox/texts", json={"from": TEXTS[0][0], "body": TEXTS[0][1]})
    console = await screens.log_in(context, house, "console", "grace")
    await console.wait_for_timeout(25_000)
    await take(console, "console")
    await take(console, "console-pocket", pocket=True)
    await console.emulate_media(color_scheme="dark")
    await take(console, "console-dark")
    await console.emulate_media(color_scheme="light")
    await see(console, "go-rules").click()
    editor = see(console, "rules-editor").locator(".cm-content")
    await editor.click()
    await console.keyboard.press("Control+Home")
    await console.keyboard.type("# More people for roads on a snow day.\n")
    await console.wait_for_timeout(1500)
    await see(console, "rules-publish").click()
    await take(console, "console-publish")
    await see(console, "rules-why").fill("Snow is forecast")
    await see(console, "rules-confirm").click()
    await expect(see(console, "rules-done")).to_be_visible()
    await see(console, "roll-back").first.click()
    await expect(see(console, "roll-back-undo")).to_be_visible()
    await take(console, "console-roll-back")
    await editor.click()
    await console.keyboard.press("Control+Home")
    await console.keyboard.type("rule: []\n")
    await expect(see(console, "rules-error").first).to_be_visible()
    await take(console, "console-rules")


async def _press(carrier: httpx.AsyncClient, sid: str, keys: str) -> None:
    for key in keys:
        await asyncio.sleep(2.5)
        await carrier.post(f"/sandbox/calls/{sid}/press", json={"digits": key})


async def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        async with (
            House(Path(folder), media=True) as house,
            screens.browser(reduced_motion="reduce") as context,
            httpx.AsyncClient(base_url=house.sandbox_url, timeout=20) as carrier,
        ):
            landing = await context.new_page()
            await landing.goto(house.url)
            await take(landing, "landing")
            await of_a_call(context, house, carrier)
            await of_texts(context, house, carrier)
            await of_the_other_doors(context, house)
            await of_the_console(context, house, carrier)


if __name__ == "__main__":
    asyncio.run(main())
