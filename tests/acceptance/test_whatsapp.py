"""A resident writes on WhatsApp from the phone page, and is answered from the desk until the 24 hours are over."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.acceptance import screens
from tests.acceptance.county import always_open
from tests.acceptance.house import House
from tests.acceptance.screens import see

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.timeout(180)]
ANSWER = "It is on our list."
AGAIN = "Please reply here, and we will send it to you."
SENT_MS = 20_000
"""Ten seconds to take it back, and the way there."""


async def test_a_resident_is_answered_on_whatsapp_until_the_window_closes(tmp_path: Path) -> None:
    async with (
        House(tmp_path, media=True, **always_open(tmp_path)) as house,
        screens.browser() as context,
    ):
        desk = await screens.ready_desk(context, house, "amina")
        phone = await screens.phone(context, house)
        await _writes(phone, "There is a pothole in Mill Lane")
        await see(desk, "offer-accept").click()
        await expect(see(desk, "write-reply")).to_contain_text("Reply on WhatsApp")
        await expect(see(desk, "whatsapp-window")).to_contain_text("You can write until")
        await expect(see(desk, "whatsapp-window")).to_contain_text("They call themselves “Margaret Ellison”")
        await expect(see(desk, "reply-segments")).to_be_hidden()
        await see(desk, "reply-text").fill(ANSWER)
        await see(desk, "reply-send").click()
        await expect(phone.get_by_role("list", name="Messages")).to_contain_text(ANSWER, timeout=SENT_MS)
        await expect(desk.locator('[data-status="read"]').last).to_contain_text("Read")
        _a_day_passes(house)
        await see(desk, "write-note").click()
        await see(desk, "note-text").fill("Looked at the map.")
        await see(desk, "note-save").click()
        await see(desk, "write-reply").click()
        await expect(see(desk, "reply-refused")).to_contain_text("more than 24 hours ago")
        await expect(see(desk, "reply-send")).to_have_attribute("aria-disabled", "true")
        await expect(see(desk, "whatsapp-offer")).to_contain_text(AGAIN)
        await see(desk, "whatsapp-offer-send").click()
        await expect(see(desk, "reply-refused")).to_contain_text("They have been asked to write again")
        await expect(see(desk, "whatsapp-offer")).to_have_count(0)
        await expect(phone.get_by_role("list", name="Messages")).to_contain_text(AGAIN, timeout=SENT_MS)
        await _writes(phone, "Here I am")
        await expect(see(desk, "whatsapp-window")).to_contain_text("You can write until")
        await expect(see(desk, "reply-refused")).to_have_count(0)
        await phone.get_by_role("button", name="Send a place").click()
        await expect(phone.get_by_role("list", name="Messages")).to_contain_text("A place: The ford, Mill Lane")
        await expect(see(desk, "place")).to_contain_text("The ford, Mill Lane")


async def _writes(phone: Page, words: str) -> None:
    await phone.get_by_role("navigation", name="The phone’s screens").get_by_role("button", name="Messages").click()
    await phone.get_by_role("group", name="Write by").get_by_role("button", name="WhatsApp").click()
    await phone.get_by_label("WhatsApp message to the council").fill(words)
    await phone.get_by_role("button", name="Send", exact=True).click()
    await expect(phone.get_by_role("list", name="Messages")).to_contain_text(words)


def _a_day_passes(house: House) -> None:
    """All that was said, was said yesterday."""
    record = house.record()
    try:
        with record.transaction() as tx:
            for contact in tx.contacts.recent(10):
                for each in tx.messages.of_contact(contact.id):
                    tx.messages._change(each.id, {"at": each.at - timedelta(days=1)})
    finally:
        record.close()
