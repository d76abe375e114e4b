"""On a supervisor's screen no service whose residents wait is out of sight without a word of it."""

import asyncio
from pathlib import Path
from typing import Final

import httpx
import pytest
from playwright.async_api import Page, expect

from tests.acceptance import screens
from tests.acceptance.county import always_open
from tests.acceptance.house import House
from tests.acceptance.screens import see

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.timeout(180)]

TEXTS: Final = (
    "There is a deep pothole on Mill Lane",
    "The street light in Abbey Road is out",
    "The drain is blocked and the road is flooded",
    "The hedge and grass on the verge are overgrown",
    "Can you renew my library book please",
    "My mum needs a grab rail and a stairlift",
    "I need a bursary or student grant for university",
    "The school bus did not come, about school transport",
    "I want a carers assessment, I am caring for my mother",
    "Can my dad get care at home, he needs carer visits",
)

CUT_OFF: Final = """() => {
  const box = document.querySelector(".waits"), edge = box.getBoundingClientRect().bottom + 8;
  return [...box.querySelectorAll("tbody tr")].filter((row) => row.getBoundingClientRect().bottom > edge).length;
}"""

ALL_WAITING: Final = """
[...document.querySelectorAll(".waits .count")].reduce((sum, cell) => sum + Number(cell.textContent), 0)
"""


async def test_a_service_out_of_sight_is_counted_on_the_board(tmp_path: Path) -> None:
    async with (
        House(tmp_path, media=False, **always_open(tmp_path)) as house,
        screens.browser(viewport={"width": 1440, "height": 900}) as context,
        httpx.AsyncClient(base_url=house.sandbox_url) as carrier,
    ):
        board = await screens.log_in(context, house, "console", "grace")
        rows = see(board, "board-service")
        for number, words in enumerate(TEXTS):
            await carrier.post("/sandbox/texts", json={"from": f"+4477009003{number:02}", "body": words})
            if number == 4:
                await expect(rows.nth(3)).to_be_visible()
                await _says_what_is_cut_off(board)
        # All ten have come, in whichever services: what comes while the board is scrolled would be below again.
        async with asyncio.timeout(20):
            while await board.evaluate(ALL_WAITING) < len(TEXTS):
                await asyncio.sleep(0.1)
        for height in (900, 800, 720):
            await board.set_viewport_size({"width": 1440, "height": height})
            await _says_what_is_cut_off(board)
        assert await board.evaluate(CUT_OFF) > 0
        await rows.last.scroll_into_view_if_needed()
        await expect(see(board, "board-below")).to_have_count(0)
        await expect(board.get_by_role("table", name="Today, by service").locator("tbody tr").first).to_be_in_viewport()


async def _says_what_is_cut_off(board: Page) -> None:
    for _ in range(20):
        cut = await board.evaluate(CUT_OFF)
        says = await see(board, "board-below").all_inner_texts()
        if says == ([] if cut == 0 else [f"{cut} more service{'s' if cut > 1 else ''} below"]):
            return
        await board.wait_for_timeout(100)
    raise AssertionError(f"{cut} are cut off, and the board says {says}")
