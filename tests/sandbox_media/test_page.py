"""The phone page by itself in Chromium: dialling, captions, texts, no microphone, no network, and use by everybody."""

import asyncio
import base64
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Browser, FilePayload, Page, expect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sandbox.app import build
from sandbox.mixer.frames import level
from sandbox.mixer.sources import decoded
from tests.sandbox_media.conftest import Sandbox
from tests.sandbox_media.council import ROOT
from tests.sandbox_media.serving import free_port, serving
from tests.sandbox_media.test_browser import MARGARET, MENU, calls, energy, phone_page
from tests.sandbox_media.test_signalling import until

pytestmark = pytest.mark.browser
AXE = ROOT / "node_modules/axe-core/axe.min.js"
DESK = {"width": 1280, "height": 800}
POCKET = {"width": 390, "height": 844}
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
"""A picture of one dot."""


async def test_a_resident_rings_reads_presses_and_hangs_up(sandbox: Sandbox, chromium: Browser) -> None:
    sandbox.council.answers["phone/incoming"] = MENU
    page = await phone_page(chromium, sandbox, viewport=DESK)
    await expect(page.get_by_label("Number to ring")).to_have_value("01632 960100")
    sid = await calls(page)
    await expect(page.get_by_label("What the line says")).to_contain_text("For roads, press 1.")
    await expect(page.get_by_label("What you hear, line by line")).to_contain_text("Welcome to Westmere")
    sandbox.council.told.clear()
    await page.get_by_role("button", name="1", exact=True).click()
    await until(lambda: any(path == "phone/picked" for path, _ in sandbox.council.told))
    assert dict(sandbox.council.told)["phone/picked"]["Digits"] == "1"
    await until(lambda: sandbox.carrier.lines[sid].call.over)
    await expect(page.get_by_text("Call ended").first).to_be_visible()
    await expect(page.get_by_role("button", name="Call", exact=True)).to_be_visible(timeout=8000)


async def test_words_are_said_by_typing_them(sandbox: Sandbox, chromium: Browser) -> None:
    sandbox.council.answers["phone/incoming"] = MENU.replace("numDigits='1'", "input='speech' speechTimeout='auto'")
    page = await phone_page(chromium, sandbox)
    await calls(page)
    await expect(page.get_by_label("What the line says")).to_contain_text("For roads")
    await page.get_by_label("Say something by typing it").fill("a pothole on Mill Lane")
    await page.keyboard.press("Enter")
    await until(lambda: any(path == "phone/picked" for path, _ in sandbox.council.told))
    said = next(form for path, form in sandbox.council.told if path == "phone/picked")
    assert said["SpeechResult"] == "a pothole on Mill Lane"


async def test_keys_typed_on_a_keyboard_are_keys_of_the_phone(sandbox: Sandbox, chromium: Browser) -> None:
    sandbox.council.answers["phone/incoming"] = MENU
    page = await phone_page(chromium, sandbox)
    for _ in range(11):
        await page.keyboard.press("Backspace")
    await page.keyboard.type("01632960100")
    await expect(page.get_by_label("Number to ring")).to_have_value("01632 960100")
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("What the line says")).to_contain_text("For roads")
    await page.keyboard.press("1")
    await until(lambda: any(path == "phone/picked" for path, _ in sandbox.council.told))


async def test_without_a_microphone_it_says_so_and_a_soft_tone_goes_out(
    sandbox: Sandbox, deaf_chromium: Browser
) -> None:
    sandbox.council.answers["phone/incoming"] = MENU
    page = await phone_page(deaf_chromium, sandbox)
    await calls(page)
    await expect(page.get_by_text("hears a soft tone instead of you")).to_be_visible()
    await page.wait_for_function("window.__phone.stats().then((s) => s.outbound.totalAudioEnergy > 0.001)")
    assert (await page.evaluate("window.__phone.stats()"))["microphone"] is False


async def test_hold_music_is_heard_in_the_queue(sandbox: Sandbox, chromium: Browser) -> None:
    sandbox.council.answers["phone/incoming"] = "<Response><Enqueue>roads</Enqueue></Response>"
    page = await phone_page(chromium, sandbox)
    await calls(page)
    await expect(page.get_by_text("Waiting in the queue").first).to_be_visible()
    before = await energy(page)
    await asyncio.sleep(3)
    assert await energy(page) - before > 0.002
    await page.get_by_role("button", name="Hang up").click()


async def test_a_spoken_message_is_recorded_with_the_voice_in_it(sandbox: Sandbox, chromium: Browser) -> None:
    record = "<Response><Say>After the tone.</Say><Record action='/phone/voicemail' timeout='0'/></Response>"
    sandbox.council.answers["phone/incoming"] = record
    page = await phone_page(chromium, sandbox)
    await calls(page)
    await expect(page.get_by_text("Recording your message").first).to_be_visible()
    await page.wait_for_function("window.__phone.stats().then((s) => s.outbound.packets > 100)")
    await asyncio.sleep(1)
    await page.get_by_role("button", name="hash").click()
    await until(lambda: "phone/voicemail" in dict(sandbox.council.told))
    told = dict(sandbox.council.told)["phone/voicemail"]
    assert told["Digits"] == "#"
    async with httpx.AsyncClient(auth=(sandbox.settings.account_sid, sandbox.settings.auth_token)) as client:
        answer = await client.get(f"{told['RecordingUrl']}.wav")
    assert answer.status_code == 200
    sound = decoded(answer.content)
    assert sound.size / 8000 == pytest.approx(float(told["RecordingDuration"]), abs=1)
    assert level(sound) > 0.01, "the microphone's beeps are in it"


async def test_texts_come_and_go_with_an_unread_count_and_links(sandbox: Sandbox, chromium: Browser) -> None:
    page = await phone_page(chromium, sandbox, viewport=POCKET)
    number = sandbox.settings.number
    link = "http://localhost:8000/where/abc"
    sandbox.carrier.texts.send(sender=number, to=MARGARET, body=f"Where is it? {link}. Thank you.")
    await expect(page.get_by_role("button", name="1 unread Messages")).to_be_visible()
    await page.get_by_role("button", name="Messages").click()
    await expect(page.get_by_role("link", name="localhost:8000/where/abc")).to_have_attribute("href", link)
    await page.get_by_label("Text to the council").fill("By the bakery <b>here</b>")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("list", name="Messages")).to_contain_text("By the bakery <b>here</b>")
    await expect(page.get_by_label("Text to the council")).to_have_value("")
    await until(lambda: any(path == "sms/incoming" for path, _ in sandbox.council.told))
    picture = FilePayload(name="hole.png", mimeType="image/png", buffer=PIXEL)
    await page.get_by_label("Send a picture").set_input_files(picture)
    await expect(page.get_by_role("img", name="The picture that was sent")).to_be_visible()
    await page.get_by_label("Send a picture").set_input_files(
        FilePayload(name="a.txt", mimeType="text/plain", buffer=PIXEL)
    )
    await expect(page.get_by_text("That is not a picture.").first).to_be_visible()
    await until(lambda: any(form.get("NumMedia") == "1" for _, form in sandbox.council.told))
    sandbox.carrier.texts.send(sender=number, to=MARGARET, body="Thank you, Margaret.")
    await expect(page.get_by_role("list", name="Messages")).to_contain_text("Thank you, Margaret.")
    await page.get_by_role("button", name="Phone").click()
    await expect(page.get_by_role("button", name="Messages", exact=True)).to_be_visible()
    await page.reload()
    await expect(page.get_by_role("img", name="Network: good")).to_be_visible()
    await expect(page.get_by_role("button", name="Messages", exact=True)).to_be_visible()


async def test_another_resident_has_another_phone(sandbox: Sandbox, chromium: Browser) -> None:
    sandbox.council.answers["phone/incoming"] = MENU
    sandbox.carrier.texts.send(sender=sandbox.settings.number, to=MARGARET, body="For Margaret only.")
    page = await phone_page(chromium, sandbox, viewport=DESK)
    await expect(page.get_by_text("For Margaret only.").first).to_be_visible()
    await page.get_by_role("radio", name="Tom Okafor").check()
    await expect(page.get_by_role("img", name="Network: good")).to_be_visible()
    await expect(page.get_by_text("For Margaret only.")).to_have_count(0)
    sid = await calls(page)
    assert sandbox.carrier.lines[sid].call.caller == "+447700900147"
    await expect(page.get_by_role("radio", name="Dilys Pugh")).to_be_disabled()


async def test_a_page_that_is_reloaded_in_a_call_is_still_in_it(sandbox: Sandbox, chromium: Browser) -> None:
    sandbox.council.answers["phone/incoming"] = "<Response><Say>One moment.</Say><Enqueue>roads</Enqueue></Response>"
    page = await phone_page(chromium, sandbox)
    await calls(page)
    await expect(page.get_by_text("Waiting in the queue").first).to_be_visible()
    await page.reload()
    await expect(page.get_by_text("Waiting in the queue").first).to_be_visible()
    await page.wait_for_function("window.__phone.stats().then((s) => s.inbound.totalAudioEnergy > 0.001)")


async def test_the_council_rings_and_the_resident_answers(sandbox: Sandbox, chromium: Browser) -> None:
    page = await phone_page(chromium, sandbox)
    twiml = "<Response><Say>We are ringing you back.</Say><Pause length='20'/></Response>"
    await sandbox.rest("Calls", From=sandbox.settings.number, To=MARGARET, Twiml=twiml)
    await expect(page.get_by_text("is calling you").first).to_be_visible()
    await page.get_by_role("button", name="Answer").click()
    await expect(page.get_by_label("What the line says")).to_contain_text("We are ringing you back.")


async def test_no_service_is_said_and_the_phone_comes_back_by_itself(
    sandbox: Sandbox, chromium: Browser, tmp_path: Path
) -> None:
    """Another carrier is started and stopped here: the fixture's own must live until the end."""
    first = free_port()
    port = first.getsockname()[1]
    settings = replace(sandbox.settings, port=port, smtp_port=0, home=tmp_path / "second")
    async with serving(build(settings), first) as url:
        page = await chromium.new_page()
        await page.goto(url)
        await expect(page.get_by_role("img", name="Network: good")).to_be_visible()
    await expect(page.get_by_text("No service.")).to_be_visible()
    await expect(page.get_by_role("button", name="Call", exact=True)).to_be_disabled()
    again = free_port(port)
    async with serving(build(settings), again):
        await expect(page.get_by_role("img", name="Network: good")).to_be_visible(timeout=15000)
        await expect(page.get_by_text("No service.")).to_have_count(0)


async def faults(page: Page) -> list[str]:
    """What axe finds wrong by WCAG 2.2 A and AA."""
    await page.add_script_tag(path=AXE)
    run = "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})"
    shown = "one.id + ': ' + one.nodes.map((node) => node.target + ' ' + node.failureSummary).join(' | ')"
    found = await page.evaluate(f"{run}.then((all) => all.violations.map((one) => {shown}))")
    return [str(one) for one in found]


async def too_small(page: Page) -> list[str]:
    """Buttons and links of the handset under 44 pixels."""
    return [
        str(one)
        for one in await page.evaluate(
            """[...document.querySelectorAll("button, select, input, textarea, summary")]
              .filter((one) => one.checkVisibility() && (one.type !== "radio"))
              .map((one) => [one.getAttribute("aria-label") || one.textContent || one.id, one.getBoundingClientRect()])
              .filter(([, box]) => box.width < 43.9 || box.height < 43.9)
              .map(([name, box]) => `${name} ${box.width}x${box.height}`)"""
        )
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, POCKET], ids=["desk", "pocket"])
async def test_everybody_can_use_it(sandbox: Sandbox, chromium: Browser, size: dict[str, int], scheme: str) -> None:
    sandbox.council.answers["phone/incoming"] = MENU
    sandbox.carrier.texts.send(sender=sandbox.settings.number, to=MARGARET, body="Hello from http://localhost/where/a")
    page = await phone_page(chromium, sandbox, viewport=size, color_scheme=scheme)
    assert await faults(page) == []
    assert await too_small(page) == []
    await calls(page)
    await expect(page.get_by_label("What the line says")).to_contain_text("For roads")
    assert await faults(page) == []
    assert await too_small(page) == []
    for name in ["Messages", "Heard", "More"] if size is POCKET else ["Messages"]:
        await page.get_by_role("navigation").get_by_role("button", name=name).click()
        await page.locator("summary:visible").click() if name == "More" else None
        assert await faults(page) == []
        assert await too_small(page) == []
    wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, "nothing sticks out at the side"


async def test_the_page_asks_nothing_of_any_other_place(sandbox: Sandbox, chromium: Browser) -> None:
    page = await chromium.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await page.goto(sandbox.url)
    await expect(page.get_by_role("img", name="Network: good")).to_be_visible()
    assert asked
    assert all(url.startswith((sandbox.url, "data:")) for url in asked)


class UnderPolicy:
    """An application whose answers carry a content security policy."""

    def __init__(self, app: ASGIApp, policy: str) -> None:
        self._app = app
        self._policy = policy.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_policy(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"content-security-policy", self._policy)]
            await send(message)

        await self._app(scope, receive, with_policy)


async def test_the_page_lives_under_a_strict_content_policy(
    sandbox: Sandbox, chromium: Browser, tmp_path: Path
) -> None:
    sandbox.council.answers["phone/incoming"] = MENU
    own = free_port()
    settings = replace(sandbox.settings, port=own.getsockname()[1], smtp_port=0, home=tmp_path / "second")
    policy = f"default-src 'self'; connect-src 'self' ws://127.0.0.1:{settings.port}; img-src 'self' data:"
    async with serving(UnderPolicy(build(settings), policy), own) as url:
        page = await chromium.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        await page.goto(url)
        await expect(page.get_by_role("img", name="Network: good")).to_be_visible()
        await calls(page)
        await expect(page.get_by_label("What the line says")).to_contain_text("For roads")
        assert [words for words in said if "Content Security Policy" in words] == []
        await page.close()
