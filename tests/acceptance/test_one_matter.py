"""A call breaks off a text, which goes on afterwards and is joined to the call; then the rules are tried on the day."""

from pathlib import Path

import httpx
import pytest
from playwright.async_api import Page, expect
from ruamel.yaml import YAML

from tests.acceptance import screens
from tests.acceptance.county import always_open
from tests.acceptance.house import House
from tests.acceptance.screens import MARGARET, see

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.timeout(240)]


async def test_one_matter_is_answered_once(tmp_path: Path) -> None:
    async with (
        House(tmp_path, media=True, **texts_may_be_broken_off(tmp_path)) as house,
        screens.browser() as context,
        httpx.AsyncClient(base_url=house.sandbox_url) as carrier,
    ):
        desk = await screens.ready_desk(context, house, "amina")
        phone = await screens.phone(context, house)
        await takes_a_text(desk, carrier)
        await is_broken_off_by_a_call(desk, phone)
        await goes_on_with_its_draft(desk, phone)
        await is_joined_to_the_call(desk)
        await written_again_it_reaches_the_call(desk, carrier)

        console = await screens.log_in(context, house, "console", "grace")
        await asks_what_if(console)
        await is_told(console)


def texts_may_be_broken_off(folder: Path) -> dict[str, str]:
    """A county whose Amina may be called away from a text."""
    given = always_open(folder)
    yaml, people = YAML(), Path(given["COUNTY_FOLDER"]) / "people.yaml"
    staff = yaml.load(people)
    staff["people"][0]["interruptible"] = ["sms"]
    yaml.dump(staff, people)
    return given


async def takes_a_text(desk: Page, carrier: httpx.AsyncClient) -> None:
    await carrier.post("/sandbox/texts", json={"from": MARGARET, "body": "There is a pothole in Mill Lane"})
    await see(desk, "offer-accept").click()
    await see(desk, "reply-text").fill("We are looking")


async def is_broken_off_by_a_call(desk: Page, phone: Page) -> None:
    await screens.ring_about_a_pothole(phone)
    await see(desk, "offer-accept").click()
    await expect(see(desk, "call-state")).to_contain_text("On the line")
    text = see(desk, "in-hand").filter(has_text="Paused while")
    await expect(text).to_contain_text("Paused while you are on a call")
    await text.click()
    await expect(see(desk, "paused")).to_contain_text("It goes on afterwards")


async def goes_on_with_its_draft(desk: Page, phone: Page) -> None:
    await phone.get_by_role("button", name="Hang up", exact=True).click()
    call = see(desk, "in-hand").filter(has_text="Wrap-up")
    await expect(call).to_be_visible()
    await call.click()
    await see(desk, "close-outcome").first.wait_for()


async def is_joined_to_the_call(desk: Page) -> None:
    await expect(see(desk, "other")).to_contain_text("There is a pothole in Mill Lane")
    await see(desk, "join-open").click()
    await see(desk, "join-submit").click()
    await expect(desk.get_by_text("Say in a few words why they are one matter.")).to_be_visible()
    await see(desk, "join-why").fill("The same pothole")
    await see(desk, "join-submit").click()
    await expect(see(desk, "other")).to_have_count(0)
    await expect(see(desk, "in-hand")).to_have_count(1)
    await expect(see(desk, "message").filter(has_text="Mill Lane").first).to_contain_text("text joined to this")


async def written_again_it_reaches_the_call(desk: Page, carrier: httpx.AsyncClient) -> None:
    await carrier.post("/sandbox/texts", json={"from": MARGARET, "body": "It is by the bridge"})
    await expect(see(desk, "message").filter(has_text="by the bridge")).to_be_visible()
    await expect(see(desk, "offer")).to_have_count(0)


async def asks_what_if(console: Page) -> None:
    await see(console, "go-rules").click()
    await see(console, "what-if-open").click()
    await see(console, "what-if-today").check()
    await see(console, "what-if-ask").click()


async def is_told(console: Page) -> None:
    await expect(see(console, "what-if-answer")).to_be_visible(timeout=90_000)
    await expect(see(console, "what-if-row").first).to_contain_text("Everybody")
    await expect(see(console, "what-if-row").first).to_contain_text("No change")
    await expect(see(console, "what-if-unservable")).to_be_visible()
