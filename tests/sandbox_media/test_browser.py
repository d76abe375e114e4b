"""In Chromium: the real Voice SDK and the phone page, on one line, with the sound between them measured."""

import asyncio
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from sandbox.carrier.states import Status
from tests.sandbox_media.conftest import Sandbox
from tests.sandbox_media.council import CONFERENCE, access_token
from tests.sandbox_media.test_signalling import ring, until

pytestmark = pytest.mark.browser

MARGARET = "+447700900123"
MENU = (
    "<Response><Gather numDigits='1' action='/phone/picked' timeout='60'>"
    "<Say>Welcome to Westmere County Council. For roads, press 1.</Say></Gather></Response>"
)


async def phone_page(browser: Browser, sandbox: Sandbox, **how: Any) -> Page:
    """Margaret's phone, switched on."""
    page = await browser.new_page(**how)
    page.on("pageerror", lambda error: pytest.fail(f"the page failed: {error}"))
    await page.goto(sandbox.url)
    await expect(page.get_by_role("img", name="Network: good")).to_be_visible()
    return page


async def softphone(browser: Browser, sandbox: Sandbox, identity: str = "ada") -> Page:
    """A page on which the real SDK runs, registered."""
    page = await browser.new_page()
    await page.route("**/*.twilio.com/**", lambda route: route.abort())
    await page.goto(f"{sandbox.council_url}/softphone")
    token = access_token(sandbox.settings, identity)
    await page.evaluate("([token, host]) => start(token, host)", [token, sandbox.host])
    return page


async def calls(page: Page) -> str:
    """Presses the green button; the CallSid."""
    await page.get_by_role("button", name="Call", exact=True).click()
    # Asked from outside: a page under a strict content policy evaluates no text by itself.
    for _ in range(400):
        if sid := str(await page.evaluate("window.__phone.sid()")):
            return sid
        await asyncio.sleep(0.05)
    raise AssertionError("the page has no call")


async def energy(page: Page, which: str = "inbound") -> float:
    """The energy of the sound since the call began, as the browser's own WebRTC statistics have it."""
    found = await page.evaluate("() => window.__phone ? window.__phone.stats() : audio()")
    value = found[which]
    return float(value["totalAudioEnergy"] if isinstance(value, dict) else value)


async def heard(page: Page, seconds: float = 2.2) -> float:
    """How much energy came in within these seconds."""
    before = await energy(page)
    await asyncio.sleep(seconds)
    return await energy(page) - before


async def over_the_same_time(speaker: Page, listener: Page, seconds: float = 4.0) -> tuple[float, float]:
    """The energy that one sent and the other got."""
    before = await energy(speaker, "outbound"), await energy(listener)
    await asyncio.sleep(seconds)
    after = await energy(speaker, "outbound"), await energy(listener)
    return after[0] - before[0], after[1] - before[1]


async def becomes_audible(page: Page, least: float = 0.001) -> float:
    """Waits until sound really comes in; how much."""
    async with asyncio.timeout(20):
        while (loud := await heard(page, 1.2)) < least:
            pass
    return loud


@pytest.mark.long
async def test_the_real_sdk_and_the_phone_page_talk_with_sound_both_ways(sandbox: Sandbox, chromium: Browser) -> None:
    sandbox.council.answers["phone/incoming"] = CONFERENCE.format(room="talk")
    agent = await softphone(chromium, sandbox)
    assert sandbox.carrier.softphones.identities() == ("ada",)
    page = await phone_page(chromium, sandbox)
    caller = await calls(page)
    sid = await ring(sandbox, "ada", "talk")
    await agent.wait_for_function("seen.includes('incoming')")
    assert await agent.evaluate("Object.fromEntries(call.customParameters)") == {"contact": "c1", "epoch": "7"}
    await agent.evaluate("call.accept()")
    await agent.wait_for_function("seen.includes('call accept')")
    await page.wait_for_function("window.__phone.phase() === 'talking'")

    assert await becomes_audible(page) > 0.001, "the caller hears the agent"
    assert await becomes_audible(agent) > 0.001, "the agent hears the caller"
    said, arrived = await over_the_same_time(page, agent)
    assert 0.4 < arrived / said < 2.5, "as loud as it was said, but for what a telephone's sound loses"
    figures = await page.evaluate("window.__phone.stats()")
    assert figures["state"] == "connected"
    assert figures["codec"] == "audio/PCMU"
    assert figures["outbound"]["totalAudioEnergy"] > 0.001
    assert figures["inbound"]["packets"] > 50
    assert figures["outbound"]["bytes"] > 5000

    await agent.evaluate("call.mute(true)")
    await asyncio.sleep(2.5)
    assert await heard(page) < 1e-4, "a muted agent is not heard"
    assert await heard(agent) > 0.001, "but hears"
    await agent.evaluate("call.mute(false)")
    await becomes_audible(page)

    await page.get_by_role("button", name="Mute yourself").click()
    await asyncio.sleep(0.8)
    assert await heard(agent) < 1e-4, "a muted caller is not heard"
    await page.get_by_role("button", name="Mute yourself").click()
    await becomes_audible(agent)

    await sandbox.rest(f"Conferences/talk/Participants/{caller}", Hold="true")
    await page.wait_for_function("window.__phone.phase() === 'held'")
    await asyncio.sleep(0.8)
    assert await heard(agent) < 1e-4, "who is on hold is not heard"
    assert await heard(page) > 0.001, "and hears music"
    await sandbox.rest(f"Conferences/talk/Participants/{caller}", Hold="false")
    await becomes_audible(agent)

    await agent.evaluate("call.disconnect()")
    await until(lambda: sandbox.carrier.lines[sid].call.status is Status.COMPLETED)
    await page.get_by_role("button", name="Hang up").click()
    await expect(page.get_by_text("Call ended").first).to_be_visible()
    await until(lambda: sandbox.carrier.lines[caller].call.over)
    await asyncio.sleep(0.3)
    ticker: Any = sandbox.carrier.media
    assert not ticker.ticker.running, "nothing ticks when nobody is in a call"


async def test_the_sdk_sends_keys_and_is_told_when_the_other_side_ends_the_call(
    sandbox: Sandbox, chromium: Browser
) -> None:
    agent = await softphone(chromium, sandbox)
    sid = await ring(sandbox, "ada", "keys")
    await agent.wait_for_function("seen.includes('incoming')")
    await agent.evaluate("call.accept()")
    await agent.wait_for_function("seen.includes('call accept')")
    with sandbox.carrier.lines[sid].listening() as ear:
        await agent.evaluate("call.sendDigits('12')")
        async with asyncio.timeout(5):
            assert [(await ear.get())[1] for _ in range(2)] == ["1", "2"]
    await sandbox.rest(f"Calls/{sid}", Status="completed")
    await agent.wait_for_function("seen.includes('call disconnect')")


async def test_the_sdk_stops_ringing_when_the_call_is_taken_back(sandbox: Sandbox, chromium: Browser) -> None:
    agent = await softphone(chromium, sandbox)
    sid = await ring(sandbox, "ada", "gone")
    await agent.wait_for_function("seen.includes('incoming')")
    await sandbox.rest(f"Calls/{sid}", Status="canceled")
    await agent.wait_for_function("seen.includes('call cancel')")


async def test_the_sdk_names_a_bad_token_and_asks_for_a_new_one_in_time(sandbox: Sandbox, chromium: Browser) -> None:
    page = await chromium.new_page()
    await page.goto(f"{sandbox.council_url}/softphone")
    await page.route("**/*.twilio.com/**", lambda route: route.abort())
    bad = access_token(sandbox.settings, "ada", secret="another-secret-of-some-length-1234")
    await page.evaluate("([token, host]) => { start(token, host).catch(() => 0); }", [bad, sandbox.host])
    await page.wait_for_function("seen.includes('error 20101')")
    soon = access_token(sandbox.settings, "ada", ttl=11)
    await page.reload()
    await page.evaluate("([token, host]) => start(token, host)", [soon, sandbox.host])
    await page.wait_for_function("seen.includes('tokenWillExpire')", timeout=5000)
    await page.evaluate("(token) => device.updateToken(token)", access_token(sandbox.settings, "ada"))
    await asyncio.sleep(0.3)
    assert await page.evaluate("device.state") == "registered"


@pytest.mark.long
async def test_the_sdk_stays_registered_longer_than_its_own_patience(sandbox: Sandbox, chromium: Browser) -> None:
    agent = await softphone(chromium, sandbox)
    await asyncio.sleep(16.5)
    assert await agent.evaluate("seen") == ["registered"], "it never dropped and came back"
