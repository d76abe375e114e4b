"""What must be read is in sight: a long email beside its answer, its files, who says they wrote it; and a ticket."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import httpx
import pytest
from playwright.async_api import BrowserContext, Locator, Page, expect

from bench.dovecot import PASSWORD, Dovecot
from tests.acceptance import screens
from tests.acceptance.county import always_open
from tests.acceptance.house import House
from tests.acceptance.screens import see

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.timeout(240)]
ROADS, TOM = "roads@westmere.example.org", "tom@example.org"
SUBJECT = "Pothole outside the school, third time of asking, and the drain beside it that floods whenever it rains"
PARAGRAPH = "There is a pothole in Mill Lane. My tyre burst on it on Tuesday, and nobody has come to look at it since."
COPIES = "Jo <jo@a-parish-council-with-a-rather-long-name.example.org>, clerk@example.org"


def _email(first: str, *, answers: str = "", file: str = "") -> bytes:
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = f"Tom Reed <{TOM}>", ROADS, SUBJECT
    message["Message-ID"], message["Cc"] = f"<{first}@example.org>", COPIES
    if answers:
        message["In-Reply-To"] = message["References"] = answers
    message.set_content("\n\n".join([first, *[PARAGRAPH] * 8]))
    if file:
        message.add_attachment(b"MZ\x90", maintype="application", subtype="octet-stream", filename=file)
    return message.as_bytes()


@asynccontextmanager
async def _opened(folder: Path) -> AsyncIterator[tuple[House, Dovecot, BrowserContext, Page]]:
    """An agent's desk with an offered email."""
    with Dovecot() as server:
        box = {"address": ROADS, "host": "127.0.0.1", "port": server.port, "password": PASSWORD, "security": "none"}
        async with (
            House(folder, media=True, MAILBOXES=json.dumps([box]), **always_open(folder)) as house,
            screens.browser() as context,
        ):
            desk = await screens.ready_desk(context, house, "amina")
            server.append(ROADS, _email("first", file="tool.exe"))
            await expect(see(desk, "offer-accept")).to_be_visible()
            yield house, server, context, desk


async def test_a_long_email_is_read_from_its_beginning_beside_its_answer(tmp_path: Path) -> None:
    async with _opened(tmp_path) as (house, server, context, desk):
        await expect(see(desk, "offer-who")).to_have_text(f"Tom Reed ({TOM})")
        await expect(see(desk, "claimed")).to_have_text("name not checked")
        await expect(see(desk, "offer-what")).to_have_text(f"“{SUBJECT}: first There is…”")
        await see(desk, "offer-accept").click()
        await expect(see(desk, "claimed")).to_be_visible()
        await _has_room(desk)
        await _its_files_stand_with_it(desk)
        await _undo_leads_back_to_the_words(desk)
        await _the_next_is_read_from_its_beginning(house, server, desk)
        await _a_visitor_beside_it(context, house, desk)


async def _has_room(desk: Page) -> None:
    """Two fifths of the column at least, and where to write is in sight; the email begins, and its subject is whole."""
    await expect(see(desk, "mail-text")).to_be_in_viewport(ratio=1)
    await expect(see(desk, "mail-send")).to_be_in_viewport(ratio=1)
    talk, column = await _height(desk.locator(".conversation")), await _height(see(desk, "contact"))
    assert talk >= 0.4 * column - 1
    await expect(desk.get_by_text("They wrote").first).to_be_in_viewport(ratio=1)
    subject = see(desk, "mail-subject")
    assert await subject.evaluate("box => box.scrollHeight <= box.clientHeight")
    chosen = await see(desk, "service").evaluate(
        """box => {
            const pen = document.createElement("canvas").getContext("2d");
            pen.font = getComputedStyle(box).font;
            return [pen.measureText(box.selectedOptions[0].label).width, box.clientWidth];
        }"""
    )
    assert chosen[0] + 40 <= chosen[1], chosen


async def _its_files_stand_with_it(desk: Page) -> None:
    message = see(desk, "message").first
    await expect(message.locator('[data-test="file"]')).to_have_text(["tool.exe"])
    await expect(message.locator('[data-test="danger"]')).to_be_visible()
    await expect(see(desk, "file")).to_have_count(1)
    await expect(message.locator('[data-test="mail-odd"]')).to_have_text(["Its date is missing or cannot be read."])
    await expect(see(desk, "mail-odd")).to_have_count(1)
    await see(desk, "mail-original").click()
    await expect(desk.get_by_text("original.eml")).to_be_visible()
    await desk.keyboard.press("Escape")
    await expect(desk.get_by_text("original.eml")).to_have_count(0)


async def _undo_leads_back_to_the_words(desk: Page) -> None:
    await see(desk, "mail-text").fill("We mend it on Tuesday.")
    await see(desk, "mail-send").click()
    await expect(see(desk, "reply-undo")).to_be_in_viewport(ratio=1)
    await see(desk, "reply-undo").click()
    await expect(see(desk, "mail-text")).to_be_focused()
    await expect(see(desk, "mail-text")).to_have_value("We mend it on Tuesday.")


async def _the_next_is_read_from_its_beginning(house: House, server: Dovecot, desk: Page) -> None:
    await expect(see(desk, "message-status").first).to_have_text("Sent")
    async with httpx.AsyncClient(base_url=house.sandbox_url) as post:
        (ours,) = (await post.get("/sandbox/mail")).json()
    server.append(ROADS, _email("second", answers=ours["message_id"]))
    newest = see(desk, "message").filter(has_text="second")
    await expect(newest.get_by_text("They wrote")).to_be_in_viewport(ratio=1)


async def _a_visitor_beside_it(context: BrowserContext, house: House, desk: Page) -> None:
    """On a telephone's screen reception sees the number that it gives, and the agent what the visitor needs."""
    reception = await screens.log_in(await screens.another(context), house, "reception", "irene")
    await reception.set_viewport_size({"width": 320, "height": 640})
    await see(reception, "visit-words").fill("A hole in the road by my house")
    await see(reception, "visit-name").fill("Margaret Hale")
    await see(reception, "need-hearing").check()
    await see(reception, "visit-add").click()
    await expect(see(reception, "ticket-given")).to_be_in_viewport(ratio=1)
    await expect(see(reception, "visit-words")).to_be_focused()
    await desk.set_viewport_size({"width": 320, "height": 640})
    visitor = see(desk, "offer").filter(has_text="Margaret Hale")
    await expect(visitor.locator('[data-test="offer-needs"]')).to_have_text("Hard of hearing")
    await expect(visitor.locator('[data-test="offer-what"]')).to_contain_text("A hole in the road")
    await expect(visitor.locator('[data-test="offer-accept"]')).to_be_in_viewport(ratio=1)
    await expect(see(desk, "show-contact")).to_have_text("Contact1")


async def _height(what: Locator) -> float:
    found = await what.bounding_box()
    assert found is not None
    return found["height"]
