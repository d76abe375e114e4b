"""A supervisor teaches the guess on the real screens, and the next text goes elsewhere, without any restart."""

import asyncio
import re
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.async_api import Page, expect

from tests.acceptance import screens
from tests.acceptance.county import always_open
from tests.acceptance.fit import faults
from tests.acceptance.house import House
from tests.acceptance.screens import see

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.timeout(300)]
TOM, ANN = "+447700900158", "+447700900159"
SWAN = "a swan sits in the middle of the roundabout"
NEARLY = "swan sat in the middle of the roundabout"
WITH_A_NAME = "A swan sits in the middle of the roundabout, ask for Ann"
DANGER = "highways/danger"
LEARNED_MS = 60_000


async def test_a_supervisor_teaches_by_what_an_agent_put_right_and_the_next_text_follows(tmp_path: Path) -> None:
    async with (
        House(tmp_path, media=True, **always_open(tmp_path)) as house,
        screens.browser(bypass_csp=True) as context,
        httpx.AsyncClient(base_url=house.sandbox_url) as carrier,
    ):
        desk = await screens.ready_desk(context, house, "amina")
        await _text(desk, carrier, TOM, WITH_A_NAME)
        await _choose(desk, DANGER)
        console = await screens.log_in(context, house, "console", "grace")
        await see(console, "go-lessons").click()
        await _taken_over_without_the_name(console)
        await _learned(console, "1 example")
        await _tried(console, NEARLY)
        assert await _guessed(desk, await _text(desk, carrier, ANN, NEARLY)) == DANGER
        await _by_keyboard_withdrawn_and_undone(console)
        await _back_to_what_is_shipped(console)
        await _reads_well(console)
        assert "swan" not in "".join(house.log(name).lower() for name in ("web", "worker", "clock", "intake"))


async def _text(desk: Page, carrier: httpx.AsyncClient, number: str, words: str) -> str:
    """A resident texts and the agent accepts; the contact, which may be beside another on the desk."""
    ask = "async () => (await (await fetch('/desk/api/view')).json()).in_hand.map(({ contact }) => contact)"
    before = set(await desk.evaluate(ask))
    await carrier.post("/sandbox/texts", json={"from": number, "body": words})
    await see(desk, "offer-accept").click()
    async with asyncio.timeout(20):
        while not (new := set(await desk.evaluate(ask)) - before):
            await asyncio.sleep(0.1)
    return str(new.pop())


async def _choose(desk: Page, service: str) -> None:
    """The agent says what it is about."""
    await expect(see(desk, "message").filter(has_text=WITH_A_NAME)).to_be_visible()
    await see(desk, "service").select_option(service)
    await expect(see(desk, "service")).not_to_have_attribute("aria-busy", "true")


async def _guessed(desk: Page, contact: str) -> str | None:
    ask = "async (id) => (await (await fetch(`/desk/api/contacts/${id}`)).json()).guess"
    found: dict[str, Any] | None = await desk.evaluate(ask, contact)
    return found["service"] if found else None


async def _taken_over_without_the_name(console: Page) -> None:
    await expect(see(console, "suggestion")).to_contain_text("ask for Ann")
    await see(console, "suggestion-take").click()
    await expect(see(console, "suggestion-words")).to_be_focused()
    await see(console, "suggestion-words").fill(SWAN)
    await see(console, "suggestion-add").click()
    await expect(see(console, "suggestion")).to_have_count(0)
    await expect(see(console, "example")).to_contain_text(SWAN)
    await expect(see(console, "example")).not_to_contain_text("Ann")


async def _learned(console: Page, examples: str) -> None:
    await expect(see(console, "learning-state")).to_contain_text(f"Learned from {examples}", timeout=LEARNED_MS)
    await expect(see(console, "learning-figures")).to_contain_text("Safeguarding found")
    await expect(see(console, "announced")).to_contain_text("Learned from")


async def _tried(console: Page, words: str) -> None:
    await see(console, "lessons-words").fill(words)
    await see(console, "lessons-try").click()
    await expect(see(console, "lessons-verdict")).to_contain_text("By your examples")
    await expect(see(console, "lessons-verdict")).to_contain_text(re.compile(r"fairly sure, \d\d %"))


async def _by_keyboard_withdrawn_and_undone(console: Page) -> None:
    await see(console, "example-withdraw").focus()
    await console.keyboard.press("Enter")
    await expect(see(console, "example")).to_have_count(0)
    await expect(see(console, "withdrawn")).to_contain_text("Withdrawn in the last day (1)")
    await see(console, "lessons-undo").focus()
    await console.keyboard.press("Enter")
    await expect(see(console, "example")).to_have_count(1)
    await see(console, "lessons-search").fill("goose")
    await expect(see(console, "example")).to_have_count(0)
    await expect(console.get_by_text("0 examples found")).to_be_visible()
    await see(console, "lessons-search").fill("roundabout swan")
    await expect(see(console, "example")).to_have_count(1)
    await _learned(console, "1 example")


async def _back_to_what_is_shipped(console: Page) -> None:
    await see(console, "go-back").click()
    await expect(see(console, "learning-state")).to_contain_text("as shipped")
    await see(console, "lessons-try").click()
    await expect(see(console, "lessons-verdict")).not_to_contain_text("By your examples")
    await see(console, "learn").click()
    await _learned(console, "1 example")


async def _reads_well(console: Page) -> None:
    assert await faults(console) == []
