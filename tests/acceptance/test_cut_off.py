"""An agent reloads the desk in the middle of a call: the browser asks first, and the caller is theirs to take back."""

from pathlib import Path

import pytest
from playwright.async_api import Dialog, expect

from tests.acceptance import screens
from tests.acceptance.screens import see
from tests.acceptance.test_said_on_screens import opened

ASKS_NO_MORE = "() => window.dispatchEvent(new Event('beforeunload', { cancelable: true }))"
"""The agent's own line is over a moment after the call."""

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.timeout(180)]


async def test_a_reload_during_a_call_asks_first_and_the_caller_is_taken_back(tmp_path: Path) -> None:
    async with opened(tmp_path) as (house, context, _):
        desk = await screens.log_in(context, house, "desk", "amina")
        await expect(see(desk, "phone-state")).to_contain_text("Phone connected")
        phone = await screens.phone(context, house)
        await see(desk, "ready").click()
        await expect(see(desk, "my-state")).to_contain_text("Ready")
        await phone.get_by_role("button", name="Call", exact=True).click()
        await screens.press(phone, "1", "dial 999")
        await screens.press(phone, "1", "pothole or damaged road, press 1")
        await screens.press(phone, "2", "text you a link")
        await see(desk, "offer-accept").click()
        await expect(see(desk, "call-state")).to_contain_text("On the line")

        asked: list[str] = []

        async def leave(dialog: Dialog) -> None:
            asked.append(dialog.type)
            await dialog.accept()

        desk.on("dialog", leave)
        await desk.reload()
        assert asked == ["beforeunload"]
        await expect(see(desk, "offer")).to_contain_text("You were cut off: take it back", timeout=30_000)
        await see(desk, "offer-accept").click()
        await expect(see(desk, "call-state")).to_contain_text("On the line")
        await phone.get_by_role("button", name="Hang up", exact=True).click()
        await expect(see(desk, "wrap-up")).to_contain_text(
            "it closes without an outcome, which you can still give today"
        )
        await desk.wait_for_function(ASKS_NO_MORE)
        await desk.reload()
        assert asked == ["beforeunload"], "a wrap-up asks nothing"
