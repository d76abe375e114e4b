"""What a supervisor writes into the rules is there until they publish it or undo it, whatever a colleague publishes."""

from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.acceptance import screens
from tests.acceptance.house import House
from tests.acceptance.screens import see
from tests.acceptance.staff import Staff

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.timeout(180)]


async def test_a_draft_of_the_rules_outlives_anothers_version(tmp_path: Path) -> None:
    async with House(tmp_path, media=False) as house, screens.browser() as context:
        console = await screens.log_in(context, house, "console", "grace")
        await see(console, "go-rules").click()
        editor = see(console, "rules-editor").locator(".cm-content")
        await editor.click()
        await console.keyboard.press("Control+Home")
        await console.keyboard.type("# Half a thought.\n")
        await _by_way_of_the_board(console)
        await expect(editor).to_contain_text("# Half a thought.")
        async with Staff(house.url, "console", "harold", screens.PASSWORD) as harold:
            rules = await harold.ask("rules")
            await harold.do(
                "rules/publish", text="# Harold's.\n" + rules["text"], why="Mine", based_on=rules["version"]
            )
        await expect(see(console, "rules-overtaken")).to_contain_text("What you wrote is still here.")
        for way in ("board", "board again", "reload"):
            await (console.reload() if way == "reload" else _by_way_of_the_board(console))
            await expect(editor).to_contain_text("# Half a thought.")
            await expect(see(console, "rules-begun-earlier")).to_contain_text(
                "You began this from version 1. Version 2 by"
            )
        await expect(console.get_by_text("No errors")).to_be_visible()
        await see(console, "rules-publish").click()
        await expect(see(console, "rules-difference")).to_contain_text("# Harold's.")
        await console.keyboard.press("Escape")
        await see(console, "rules-discard").click()
        await expect(editor).to_contain_text("# Harold's.")
        await console.reload()
        await expect(editor).to_contain_text("# Harold's.")
        await expect(editor).not_to_contain_text("# Half a thought.")
        await expect(see(console, "rules-begun-earlier")).to_have_count(0)


async def _by_way_of_the_board(console: Page) -> None:
    await see(console, "go-board").click()
    await expect(see(console, "rules-editor")).to_have_count(0)
    await see(console, "go-rules").click()
