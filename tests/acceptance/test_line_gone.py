"""The carrier dies in the middle of a call and has forgotten it: the desk says so, and is soon free of it."""

from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.acceptance import screens
from tests.acceptance.screens import see
from tests.acceptance.test_said_on_screens import opened

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.timeout(180)]


async def test_a_call_whose_line_is_gone_is_found_to_be_over(tmp_path: Path) -> None:
    async with opened(tmp_path) as (house, context, _):
        desk = await screens.ready_desk(context, house, "amina")
        await screens.ring_about_a_pothole(await screens.phone(context, house))
        await see(desk, "offer-accept").click()
        await expect(see(desk, "call-state")).to_contain_text("On the line")
        house.kill("sandbox")
        await expect(see(desk, "call-state")).to_contain_text("The line is gone. Checking…", timeout=60_000)
        house.start("sandbox")
        await expect(see(desk, "wrap-up")).to_be_visible(timeout=40_000)
