"""A resident's call is passed from one desk to another, on the real screens, with the sound measured at the second."""

from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.acceptance import screens
from tests.acceptance.county import always_open
from tests.acceptance.house import House
from tests.acceptance.screens import see

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.timeout(180)]


async def test_a_call_is_passed_to_a_colleague_who_hears_the_resident(tmp_path: Path) -> None:
    async with House(tmp_path, media=True, **always_open(tmp_path)) as house, screens.browser() as context:
        amina = await screens.ready_desk(context, house, "amina")
        phone = await screens.phone(context, house)
        await screens.ring_about_a_pothole(phone)
        await see(amina, "offer-accept").click()
        await expect(see(amina, "call-state")).to_contain_text("On the line")
        ben = await screens.ready_desk(await screens.another(context), house, "ben")

        await amina.keyboard.press("o")
        await see(amina, "pass-on-to-colleague").check()
        await see(amina, "pass-on").get_by_label("Ben").check()
        await see(amina, "pass-on-reason").fill("Asks about the trader who dug it up")
        await expect(see(amina, "pass-on-says")).to_contain_text("for Ben alone for 2 minutes")
        await see(amina, "pass-on-submit").click()

        await expect(see(ben, "offer")).to_contain_text("From Amina: Asks about the trader who dug it up")
        await expect(see(amina, "contact")).to_be_hidden()
        await expect(phone.get_by_text("passing you to a colleague").first).to_be_visible()
        await see(ben, "offer-accept").click()
        await expect(see(ben, "call-state")).to_contain_text("On the line")
        await expect(see(ben, "contact-who")).to_have_text("Margaret Ellison")
        await screens.heard(ben, "__desk")
        await screens.heard(phone, "__phone")
        await expect(see(amina, "my-state")).to_contain_text("Ready")
