"""An email over real processes and a real mailbox: in, answered on the screen, out, its answer back, and a bounce."""

import asyncio
import json
import re
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.async_api import FilePayload, Page, expect

from bench.dovecot import PASSWORD, Dovecot
from tests.acceptance import screens
from tests.acceptance.county import always_open
from tests.acceptance.house import House
from tests.acceptance.screens import see
from tests.centre.test_mail_reports import dsn

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.timeout(240)]
ROADS, TOM, JO = "roads@westmere.example.org", "tom@example.org", "jo@example.org"
SENT_WITHIN_MS = 25_000
"""Ten seconds in which it can be taken back, a sweep of the outbox, and the mail server's time."""


def written(words: str, *, subject: str, cc: str = "", answers: str = "", sender: str = TOM, file: str = "") -> bytes:
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = f"Tom Reed <{sender}>", ROADS, subject
    message["Message-ID"] = f"<{len(words)}-{len(subject)}@example.org>"
    if cc:
        message["Cc"] = cc
    if answers:
        message["In-Reply-To"] = message["References"] = answers
    message.set_content(words)
    if file:
        message.add_attachment(b"MZ\x90", maintype="application", subtype="octet-stream", filename=file)
    return message.as_bytes()


async def test_an_email_is_answered_and_the_answer_to_that_joins_it_and_a_bounce_shows(tmp_path: Path) -> None:
    with Dovecot() as server:
        box = {"address": ROADS, "host": "127.0.0.1", "port": server.port, "password": PASSWORD, "security": "none"}
        async with (
            House(tmp_path, media=True, MAILBOXES=json.dumps([box]), **always_open(tmp_path)) as house,
            screens.browser() as context,
            httpx.AsyncClient(base_url=house.sandbox_url) as post,
        ):
            desk = await screens.ready_desk(context, house, "amina")
            server.append(ROADS, written("There is a pothole in Mill Lane.", subject="Pothole", cc=JO))
            await see(desk, "offer-accept").click()
            await _answered(desk)
            sent = await _posted(post, lambda each: "We mend it" in each["text"])
            assert (sent["to"], sent["attachments"]) == ([TOM], ["plan.pdf"])
            assert sent["headers"]["Subject"].startswith("Re: Pothole at the mill [Ref ")
            assert "> There is a pothole in Mill Lane." in sent["text"]
            await _comes_back(desk, server, sent)


async def _answered(desk: Page) -> None:
    """Whom it goes to is shown, one is left out; it is taken back, and sent after all."""
    await expect(see(desk, "mail-recipient")).to_have_text([f"Tom Reed <{TOM}>", JO])
    await expect(see(desk, "mail-subject")).to_have_value(re.compile(r"^Re: Pothole \[Ref \d{3}-\d{3}-\d{3}\]$"))
    await see(desk, "mail-recipient").nth(1).click()
    await see(desk, "mail-text").fill("We mend it on Tuesday.")
    await see(desk, "reply-ready").select_option("thanks")
    await expect(see(desk, "mail-text")).to_have_value(
        "We mend it on Tuesday.\n\nThank you for letting us know. Amina, Westmere County Council"
    )
    await see(desk, "mail-subject").fill("Re: Pothole at the mill")
    await _adds_files(desk)
    await expect(see(desk, "mail-subject")).to_have_value("Re: Pothole at the mill")
    await see(desk, "mail-send").click()
    await expect(see(desk, "mail-subject")).to_have_value(re.compile(r"^Re: Pothole \["))
    await see(desk, "reply-undo").click()
    await expect(desk.get_by_text("Taken back, and never sent")).to_be_visible()
    await expect(see(desk, "mail-subject")).to_have_value(re.compile(r"^Re: Pothole at the mill \["))
    await expect(see(desk, "mail-files")).to_have_text("Files of this case that go along: 1")
    await see(desk, "mail-text").fill("We mend it on Wednesday.")
    await see(desk, "mail-send").click()
    await expect(desk.locator('[data-status="sent"]').last).to_be_visible(timeout=SENT_WITHIN_MS)


async def _adds_files(desk: Page) -> None:
    """Those refused have a sentence each, one is taken out again, one goes along; a draft keeps them."""
    chosen: list[FilePayload] = [
        {"name": "wrong.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 wrong"},
        {"name": "tool.exe", "mimeType": "application/pdf", "buffer": b"MZ"},
        {"name": "empty.pdf", "mimeType": "application/pdf", "buffer": b""},
        {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 plan"},
    ]
    await see(desk, "mail-file-input").set_input_files(chosen)
    await expect(see(desk, "mail-added")).to_have_count(2)
    await expect(desk.get_by_text("of a kind that is not sent")).to_be_in_viewport()
    await expect(desk.get_by_text("“empty.pdf” is empty.")).to_be_in_viewport()
    await see(desk, "mail-take-out").first.click()
    await _adds_too_much(desk)
    await desk.reload()
    await expect(see(desk, "mail-added")).to_contain_text("plan.pdf")


async def _adds_too_much(desk: Page) -> None:
    """That is said when the file is added, and where it is looked at when Send is pressed all the same."""
    large: list[FilePayload] = [
        {"name": name, "mimeType": "application/pdf", "buffer": b"%PDF-1.7" + name.encode() + b"0" * 8_000_000}
        for name in ("one.pdf", "two.pdf")
    ]
    for each in large:
        await expect(see(desk, "mail-too-much")).to_have_count(0)
        await see(desk, "mail-file-input").set_input_files([each])
        await expect(see(desk, "mail-added").filter(has_text=each["name"])).to_be_visible()
    await expect(see(desk, "mail-too-much")).to_contain_text("The files together are larger than 15 MB")
    await see(desk, "mail-send").click()
    await expect(desk.get_by_text("The files together are larger than 15 MB").last).to_be_in_viewport()
    for each in large:
        await see(desk, "mail-added").filter(has_text=each["name"]).get_by_role("button").click()
    await expect(see(desk, "mail-too-much")).to_have_count(0)


async def _comes_back(desk: Page, server: Dovecot, sent: dict[str, Any]) -> None:
    subject, ours = sent["headers"]["Subject"], sent["message_id"]
    words = f"Thank you. Which road?\n\nOn Mon, 2 Mar 2026 at 10:00, Westmere <{ROADS}> wrote:\n> We mend it."
    await see(desk, "mail-text").fill("One more thing.")
    server.append(ROADS, written(words, subject=subject, answers=ours, file="bill.exe"))
    await expect(see(desk, "message").get_by_text("Thank you. Which road?")).to_be_visible()
    await _holds_on_to_what_it_answers(desk)
    for words in await see(desk, "danger").all_text_contents():
        assert words == "May be dangerous: it is a programme. Do not open it."
    assert await see(desk, "danger").count() == len(["beside the file", "among what may go along"])
    await expect(see(desk, "message").get_by_text("“bill.exe” is a programme. Do not open it.")).to_be_visible()
    await see(desk, "mail-original").last.click()
    await expect(see(desk, "mail-original-quoted")).to_contain_text("> We mend it.")
    # Its words are there a moment before it is open, and takes Escape.
    await expect(see(desk, "mail-original-quoted")).to_be_visible()
    await desk.keyboard.press("Escape")
    server.append(ROADS, dsn(ours, subject, who=TOM, to=ROADS))
    await expect(desk.get_by_text("sending it again will not help").first).to_be_visible()
    await expect(desk.locator('[data-status="undelivered"]')).to_have_count(1)
    await expect(see(desk, "mail-warning")).to_contain_text(f"Email to {TOM} came back")
    server.append(ROADS, written("I know Tom.", subject=subject, answers=ours, sender="eve@elsewhere.example"))
    await see(desk, "offer-accept").click()
    await expect(see(desk, "in-hand")).to_have_count(2)
    await expect(see(desk, "mail-suggested")).to_contain_text("an address that is not part of it")
    await see(desk, "mail-apart").click()
    await expect(see(desk, "mail-suggested")).to_be_hidden()


async def _holds_on_to_what_it_answers(desk: Page) -> None:
    """Jo was on the first email alone: they stay on the answer to it, and are not on the answer to the newer one."""
    await expect(see(desk, "mail-newer")).to_contain_text("A newer message has come.")
    await expect(see(desk, "mail-recipient")).to_have_text([f"Tom Reed <{TOM}>", JO])
    await see(desk, "mail-answer-newer").click()
    await expect(see(desk, "mail-newer")).to_be_hidden()
    await expect(see(desk, "mail-recipient")).to_have_text([f"Tom Reed <{TOM}>"])
    await see(desk, "mail-text").fill("")


async def _posted(post: httpx.AsyncClient, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    async with asyncio.timeout(30):
        while True:
            for each in (await post.get("/sandbox/mail")).json():
                if wanted(each) and "Tuesday" not in each["text"]:
                    found: dict[str, Any] = each
                    return found
            await asyncio.sleep(0.2)
