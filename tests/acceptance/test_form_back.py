"""A resident in a real browser goes back and forth in a form with the browser's own buttons."""

from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.acceptance import screens
from tests.acceptance.county import always_open
from tests.acceptance.house import House
from tests.acceptance.screens import see

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.timeout(240)]
WORDS = "Have you a book about the Hales of the mill?"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without any script"])
async def test_back_leads_to_what_was_typed_and_after_send_to_the_reference(tmp_path: Path, scripts: bool) -> None:
    async with (
        House(tmp_path, media=False, **always_open(tmp_path)) as house,
        screens.browser(java_script_enabled=scripts) as context,
    ):
        page = await context.new_page()
        await page.goto(f"{house.url}/ask/libraries/enquiry")
        await page.get_by_label("What is the question?").fill(WORDS)
        await see(page, "form-next").click()
        await expect(see(page, "problems")).to_be_visible()
        await page.get_by_label("Which library?").fill("Nether Wickham")
        await see(page, "form-next").click()
        await page.get_by_label("Me", exact=True).check()
        await page.get_by_label("I do not need an answer").check()
        await page.get_by_label("Your name").fill("Margaret Hale")
        await see(page, "form-next").click()
        await expect(see(page, "form-send")).to_be_visible()
        await page.go_back()
        await expect(page.get_by_label("Your name")).to_have_value("Margaret Hale")
        await page.go_back()
        await expect(page.get_by_label("What is the question?")).to_have_value(WORDS)
        await expect(see(page, "problems")).to_be_hidden()
        await page.get_by_label("Which library?").fill("Over Wickham")
        await see(page, "form-next").click()
        await expect(page.get_by_text("Over Wickham")).to_be_visible()
        await see(page, "form-send").click()
        reference = await see(page, "reference").inner_text()
        await page.go_back()
        await expect(see(page, "reference")).to_have_text(reference)
