"""An agent who is logged in on two computers: the call's sound is where they accepted it, and the other says so."""

from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.acceptance import screens
from tests.acceptance.screens import see
from tests.acceptance.test_said_on_screens import opened

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.timeout(180)]

ROUNDS = 3


async def test_a_call_is_heard_on_the_computer_that_accepted_it(tmp_path: Path) -> None:
    async with opened(tmp_path) as (house, context, _):
        desks = [await screens.ready_desk(context, house, "amina")]
        desks.append(await screens.log_in(await screens.another(context), house, "desk", "amina"))
        await expect(see(desks[1], "phone-state")).to_contain_text("Phone connected")
        await see(desks[0], "ready").click()
        await expect(see(desks[0], "my-state")).to_have_attribute("data-state", "ready")
        phone = await screens.phone(context, house)
        for turn in range(ROUNDS):
            here, there = desks[turn % 2], desks[(turn + 1) % 2]
            await screens.ring_about_a_pothole(phone)
            await expect(see(there, "offer")).to_be_visible()
            await see(here, "offer-accept").click()
            await expect(see(here, "call-state")).to_contain_text("On the line")
            await expect(see(there, "call-state")).to_contain_text("Your call is on your other computer")
            await expect(see(there, "call-state")).to_have_attribute("data-live", "no")
            await see(there, "call-hang-up").click()
            await see(here, "close-outcome").first.check()
            await see(here, "close-submit").click()
            await expect(see(here, "wrap-up")).to_have_count(0)
