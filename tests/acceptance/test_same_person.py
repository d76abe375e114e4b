"""Two records of one person on the real desk, by keyboard: found, compared, merged, undone, separated again."""

import asyncio
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Page, expect

from core.address import email, phone
from core.channel import Channel
from records.rows import NewContact
from tests.acceptance import screens
from tests.acceptance.county import always_open
from tests.acceptance.house import House
from tests.acceptance.screens import see

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.timeout(240)]
TOM = "+447700900158"
MAIL = email("tom@example.org")


async def test_two_records_of_one_person_become_one_and_two_again(tmp_path: Path) -> None:
    async with (
        House(tmp_path, media=True, **always_open(tmp_path)) as house,
        screens.browser() as context,
        httpx.AsyncClient(base_url=house.sandbox_url) as carrier,
    ):
        _has_written_before(house)
        desk = await screens.ready_desk(context, house, "amina")
        await carrier.post("/sandbox/texts", json={"from": TOM, "body": "There is a pothole in Mill Lane"})
        await see(desk, "offer-accept").click()
        await _is_somebody_without_a_name(desk)
        await _is_found_and_compared_by_keyboard(desk)
        await _is_merged_with_a_reason(desk)
        await _is_undone_at_once(desk)
        await _is_merged_and_separated_from_the_timeline(desk)
        await _is_confirmed_and_stays_apart_from_another_who_is(desk, house)

        trained = await screens.ready_desk(await screens.another(context), house, "carys")
        await carrier.post("/sandbox/texts", json={"from": "+447700900159", "body": "My uncle punches my auntie"})
        await see(trained, "offer-accept").click()
        await _sets_a_marker_that_amina_never_sees(trained, desk)


def _has_written_before(house: House) -> None:
    with house.record().transaction() as tx:
        person = tx.people.create("Tom Example", [MAIL])
        tx.people.update(person.id, language="cy")
        wrote = NewContact(
            channel=Channel.EMAIL,
            provider_id="mail-before",
            to="help@westmere.example.org",
            received_at=tx.now,
            from_address=MAIL,
            service="highways/pothole",
            person_id=person.id,
        )
        contact, _ = tx.contacts.take_in(wrote)
        tx.contacts.move(contact.id, "closed", outcome="served")


async def _is_somebody_without_a_name(desk: Page) -> None:
    await expect(see(desk, "person-known")).to_have_text("Name not known")
    await expect(see(desk, "language")).to_have_count(0)
    await expect(see(desk, "marker-open")).to_have_count(0)


async def _is_found_and_compared_by_keyboard(desk: Page) -> None:
    await see(desk, "same-open").focus()
    await desk.keyboard.press("Enter")
    await expect(see(desk, "same-words")).to_be_focused()
    await desk.keyboard.type("nobody at all")
    await desk.keyboard.press("Enter")
    await expect(see(desk, "same-count")).to_have_text("Nobody was found.")
    await see(desk, "same-words").fill("tom ex")
    await desk.keyboard.press("Enter")
    await expect(see(desk, "same-count")).to_have_text("One person may be the same.")
    await see(desk, "same-choose").focus()
    await desk.keyboard.press("Enter")
    await expect(see(desk, "same-beside")).to_be_focused()
    await expect(see(desk, "same-kept")).to_contain_text("Tom Example")
    await expect(see(desk, "same-kept")).to_contain_text("Welsh")
    await expect(see(desk, "same-merged")).to_contain_text("07700 900158")
    await expect(see(desk, "same-moves")).to_contain_text("move to Tom Example")


async def _is_merged_with_a_reason(desk: Page) -> None:
    await see(desk, "same-submit").click()
    await expect(see(desk, "same").get_by_text("Say in a few words how you know")).to_be_visible()
    await see(desk, "same-why").fill("He named his last email")
    await desk.keyboard.press("Enter")
    await expect(see(desk, "same")).to_be_hidden()
    await expect(see(desk, "person-known")).to_have_text("Tom Example")
    await expect(see(desk, "announced")).to_contain_text("one person now")
    await expect(see(desk, "person")).to_contain_text("tom@example.org")
    await expect(see(desk, "language")).to_contain_text("Welsh")
    await expect(see(desk, "timeline")).to_contain_text("He named his last email")
    await expect(see(desk, "timeline").get_by_text("Email", exact=True)).to_be_visible()


async def _is_undone_at_once(desk: Page) -> None:
    await see(desk, "same-undo").click()
    await expect(see(desk, "person-known")).to_have_text("Name not known")
    await expect(see(desk, "same-done")).to_have_count(0)
    await expect(see(desk, "announced")).to_contain_text("Separated: what was merged is back where it was.")
    await expect(see(desk, "language")).to_have_count(0)
    await expect(see(desk, "timeline")).to_contain_text("Separated from Tom Example")


async def _is_merged_and_separated_from_the_timeline(desk: Page) -> None:
    await see(desk, "same-open").click()
    await see(desk, "same-words").fill("tom@example.org")
    await see(desk, "same-search").click()
    await see(desk, "same-choose").click()
    await see(desk, "same-why").fill("He named it again")
    await see(desk, "same-submit").click()
    await expect(see(desk, "person-known")).to_have_text("Tom Example")
    await desk.reload()
    await see(desk, "separate-open").click()
    await see(desk, "separate-submit").click()
    await expect(see(desk, "separate").get_by_text("Say in a few words why they are two people.")).to_be_visible()
    await see(desk, "separate-why").fill("It was his brother's email")
    await see(desk, "separate-submit").click()
    await expect(see(desk, "person-known")).to_have_text("Name not known")
    await expect(see(desk, "timeline")).to_contain_text("It was his brother's email")


async def _is_confirmed_and_stays_apart_from_another_who_is(desk: Page, house: House) -> None:
    await see(desk, "person-edit").click()
    await see(desk, "person-name").fill("Thomas Example")
    await see(desk, "person-save").click()
    await see(desk, "verify-open").click()
    await see(desk, "verify-how").fill("Knew his reference")
    await see(desk, "verify-save").click()
    await expect(see(desk, "verified")).to_contain_text("Confirmed by Amina")
    with house.record().transaction() as tx:
        assert [each.name for each in tx.people.find(phone(TOM))] == ["Thomas Example"]
        (tom,) = tx.people.find(MAIL)
        tx.people.verify(tom.id, tx.accounts.list()[0].id, "Passport seen")
    await see(desk, "same-open").click()
    await see(desk, "same-words").fill("tom ex")
    await see(desk, "same-search").click()
    await see(desk, "same-choose").click()
    await expect(see(desk, "same-refused")).to_contain_text("Both have been confirmed as who they are")
    await expect(see(desk, "same-submit")).to_have_count(0)
    await desk.keyboard.press("Escape")
    await expect(see(desk, "same-open")).to_be_focused()
    await _is_confirmed_while_an_agent_looks(desk, house, tom.id)


async def _is_confirmed_while_an_agent_looks(desk: Page, house: House, tom: str) -> None:
    """What could be merged when it was looked at, and cannot any more when the agent presses."""

    def confirmed(how: str | None) -> None:
        with house.record().transaction() as tx:
            tx.people.verify(tom, tx.accounts.list()[0].id, how)

    await asyncio.to_thread(confirmed, None)
    await see(desk, "same-open").click()
    await see(desk, "same-words").fill("tom ex")
    await see(desk, "same-search").click()
    await see(desk, "same-choose").click()
    await see(desk, "same-why").fill("They share a birthday")
    await asyncio.to_thread(confirmed, "Passport seen")
    await see(desk, "same-submit").click()
    await expect(see(desk, "same").get_by_text("Both have been confirmed as who they are")).to_be_visible()
    await desk.keyboard.press("Escape")


async def _sets_a_marker_that_amina_never_sees(trained: Page, desk: Page) -> None:
    await see(trained, "marker-open").click()
    await see(trained, "marker-text").fill("Afraid of her son")
    await see(trained, "marker-save").click()
    await expect(see(trained, "marker")).to_contain_text("Afraid of her son")
    await expect(see(desk, "person-known")).to_have_text("Thomas Example")
    await expect(see(desk, "marker-open")).to_have_count(0)
    await see(trained, "marker-lift").click()
    await expect(see(trained, "marker")).to_have_count(0)
