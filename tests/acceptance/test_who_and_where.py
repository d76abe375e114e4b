"""Who is speaking, what they need, where it is, and what was typed for a referral, on the real desk."""

from pathlib import Path

import httpx
import pytest
from playwright.async_api import Page, expect

from core.address import phone
from tests.acceptance import screens
from tests.acceptance.county import always_open
from tests.acceptance.house import House
from tests.acceptance.screens import see

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.timeout(180)]
SHARED = "+447700900158"


async def test_who_speaks_at_a_shared_number_and_where_it_is(tmp_path: Path) -> None:
    async with (
        House(tmp_path, media=True, **always_open(tmp_path)) as house,
        screens.browser() as context,
        httpx.AsyncClient(base_url=house.sandbox_url) as carrier,
    ):
        desk = await screens.ready_desk(context, house, "amina")
        await carrier.post("/sandbox/texts", json={"from": SHARED, "body": "There is a pothole in Mill Lane"})
        await see(desk, "offer-accept").click()
        await _somebody_else_is_a_person_of_their_own(desk, house)
        await _what_they_speak_is_shown_by_its_name(desk)
        await _one_who_is_known_is_chosen(desk, house)
        await _a_misheard_name_is_put_right(desk, house)
        await _about_another_and_then_themselves_after_all(desk)
        await _the_pin_is_moved_by_keys_and_kept(desk)
        await _what_is_typed_for_two_services_stays_apart(desk)
        await _something_else_is_referred_as_well(desk)


async def _somebody_else_is_a_person_of_their_own(desk: Page, house: House) -> None:
    await expect(see(desk, "person-known")).to_have_text("Name not known")
    await see(desk, "person-edit").click()
    await see(desk, "person-name").fill("Margaret Example")
    await see(desk, "person-save").click()
    await expect(see(desk, "person-known")).to_have_text("Margaret Example")
    await see(desk, "person-edit").click()
    await expect(see(desk, "person-name")).to_have_count(0)
    await see(desk, "person-other").click()
    await expect(see(desk, "person")).to_contain_text("Margaret Example keeps their name and their history.")
    await expect(see(desk, "person-name")).to_have_value("")
    await see(desk, "person-name").fill("Peter Example")
    await desk.keyboard.press("Enter")
    await expect(see(desk, "person-known")).to_have_text("Peter Example")
    await expect(see(desk, "maybe-person")).to_have_text("Margaret Example")
    assert _known_at_the_number(house) == {"Margaret Example", "Peter Example"}


async def _what_they_speak_is_shown_by_its_name(desk: Page) -> None:
    await see(desk, "needs-open").click()
    await see(desk, "needs-language").select_option("pl")
    await see(desk, "needs-access").fill("hearing")
    await see(desk, "needs-save").click()
    await expect(see(desk, "language")).to_have_text("Language: Polish")
    await expect(see(desk, "access-needs")).to_have_text("Access needs: hearing")


async def _one_who_is_known_is_chosen(desk: Page, house: House) -> None:
    """Whoever was linked before keeps their name, and what they speak is theirs alone."""
    await see(desk, "maybe-person").click()
    await expect(see(desk, "person-known")).to_have_text("Margaret Example")
    await expect(see(desk, "maybe-person")).to_have_text("Peter Example")
    await expect(see(desk, "language")).to_have_count(0)
    assert _known_at_the_number(house) == {"Margaret Example", "Peter Example"}


async def _a_misheard_name_is_put_right(desk: Page, house: House) -> None:
    await see(desk, "person-edit").click()
    await see(desk, "person-correct").click()
    await expect(see(desk, "person-name")).to_have_value("Margaret Example")
    await see(desk, "person-name").fill("Margret Example")
    await see(desk, "person-save").click()
    await expect(see(desk, "person-known")).to_have_text("Margret Example")
    assert _known_at_the_number(house) == {"Margret Example", "Peter Example"}


async def _about_another_and_then_themselves_after_all(desk: Page) -> None:
    await see(desk, "concerns-open").click()
    await expect(see(desk, "concerns-take-back")).to_have_count(0)
    await see(desk, "concerns-name").fill("Rose Example")
    await see(desk, "concerns-save").click()
    await expect(see(desk, "concerns")).to_contain_text("About: Rose Example")
    await see(desk, "concerns-change").click()
    await see(desk, "concerns-take-back").click()
    await expect(see(desk, "concerns-open")).to_have_text("It is about someone else")


async def _the_pin_is_moved_by_keys_and_kept(desk: Page) -> None:
    await see(desk, "place-by-pin").click()
    await expect(see(desk, "place-near")).to_have_text("The pin is not placed yet.")
    await see(desk, "place-pin-save").click()
    await expect(desk.get_by_text("Put the pin first.")).to_be_visible()
    await see(desk, "place-map").focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowUp"):
        await desk.keyboard.press(key)
    await expect(see(desk, "place-near")).not_to_have_text("The pin is not placed yet.")
    await see(desk, "place-pin-save").click()
    await expect(see(desk, "place-text")).to_be_visible()
    kept = str(await see(desk, "place-text").text_content())
    await desk.reload()
    await expect(see(desk, "place-text")).to_have_text(kept)
    await _the_pin_is_moved_by_a_click(desk, kept)


async def _the_pin_is_moved_by_a_click(desk: Page, before: str) -> None:
    await see(desk, "place-edit").click()
    await see(desk, "place-by-pin").click()
    await see(desk, "place-map").click(position={"x": 90, "y": 70})
    await see(desk, "place-pin-save").click()
    await expect(see(desk, "place-text")).not_to_have_text(before)
    await expect(see(desk, "place-map")).to_have_count(0)


async def _what_is_typed_for_two_services_stays_apart(desk: Page) -> None:
    await see(desk, "refer-open").click()
    await see(desk, "refer-description").fill("A deep hole")
    await see(desk, "refer-size").select_option("A dustbin lid")
    await see(desk, "service").select_option("highways/street-lighting")
    await see(desk, "refer-column_number").fill("17")
    await expect(see(desk, "refer-description")).not_to_have_value("A deep hole")
    await see(desk, "refer-description").fill("No light at all")
    await see(desk, "service").select_option("highways/pothole")
    await expect(see(desk, "refer-description")).to_have_value("A deep hole")
    await expect(see(desk, "refer-size")).to_have_value("A dustbin lid")
    await desk.reload()
    await see(desk, "refer-open").click()
    await expect(see(desk, "refer-description")).to_have_value("A deep hole")
    await see(desk, "service").select_option("highways/street-lighting")
    await expect(see(desk, "refer-column_number")).to_have_value("17")
    await expect(see(desk, "refer-description")).to_have_value("No light at all")


async def _something_else_is_referred_as_well(desk: Page) -> None:
    await see(desk, "refer-service").select_option("libraries/enquiry")
    await expect(see(desk, "refer-to")).to_contain_text("It goes to")
    await expect(see(desk, "service")).to_have_value("highways/street-lighting")
    await see(desk, "refer-back").click()
    await see(desk, "refer-open").click()
    await expect(see(desk, "refer-service")).to_have_value("highways/street-lighting")


def _known_at_the_number(house: House) -> set[str | None]:
    with house.record().reading() as tx:
        return {person.name for person in tx.people.find(phone(SHARED))}
