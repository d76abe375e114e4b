"""What an agent needs is in sight: at the end of a call, and in a window enlarged to four times its size."""

from pathlib import Path

import pytest
from playwright.async_api import Page, ViewportSize, expect

from tests.acceptance import screens
from tests.acceptance.county import always_open
from tests.acceptance.house import House
from tests.acceptance.screens import see

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.timeout(180)]
DESK: ViewportSize = {"width": 1280, "height": 800}
FOUR_TIMES: ViewportSize = {"width": 320, "height": 256}
"""1,280 by 1,024 pixels at 400 %, as WCAG 1.4.10 has it."""
TWICE: ViewportSize = {"width": 640, "height": 400}
SEEN = """() => {
  const it = document.activeElement, box = it.getBoundingClientRect();
  const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return it === document.body || it === top || it.contains(top);
}"""


async def test_the_end_of_a_call_and_an_enlarged_window_leave_in_sight_what_is_needed(tmp_path: Path) -> None:
    async with House(tmp_path, media=True, **always_open(tmp_path)) as house, screens.browser() as context:
        desk = await screens.ready_desk(context, house, "amina")
        phone = await screens.phone(context, house)
        await screens.ring_about_a_pothole(phone)
        await see(desk, "offer-accept").click()
        await expect(see(desk, "call-state")).to_contain_text("On the line")
        await _a_letter_is_written_by_keyboard(desk)
        await _the_person_is_seen(desk)
        await _what_is_chosen_is_seen_in_forced_colours(desk)
        await desk.set_viewport_size(DESK)
        await see(desk, "call-hang-up").click()
        for needed in ("extend", "close-submit", "note-text", "note-save"):
            await expect(see(desk, needed)).to_be_in_viewport(ratio=1)
        console = await screens.log_in(await screens.another(context), house, "console", "grace")
        await console.set_viewport_size(FOUR_TIMES)
        # The chart follows a moment after its window.
        await console.wait_for_function("() => document.documentElement.scrollWidth <= innerWidth")


async def _a_letter_is_written_by_keyboard(desk: Page) -> None:
    """No field that is reached lies under the buttons (WCAG 2.4.11)."""
    for size in (TWICE, FOUR_TIMES):
        await desk.set_viewport_size(size)
        await see(desk, "letter-open").click()
        await expect(see(desk, "letter-name")).to_be_focused()
        for _ in range(7):
            await desk.keyboard.press("Tab")
            assert await desk.evaluate(SEEN), await desk.evaluate("() => document.activeElement.outerHTML")
        await desk.keyboard.press("Escape")


async def _the_person_is_seen(desk: Page) -> None:
    await desk.set_viewport_size(FOUR_TIMES)
    await see(desk, "show-person").click()
    await expect(see(desk, "person-edit")).to_be_in_viewport(ratio=1)
    await see(desk, "show-contact").click()


async def _what_is_chosen_is_seen_in_forced_colours(desk: Page) -> None:
    await desk.set_viewport_size(DESK)
    await desk.emulate_media(forced_colors="active")
    for chosen in (see(desk, "in-hand"), see(desk, "write-note")):
        assert await chosen.evaluate("it => getComputedStyle(it).borderTopWidth") == "3px"
    await desk.emulate_media(forced_colors="none")
