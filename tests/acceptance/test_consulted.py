"""A colleague is asked during a call, on the real screens: what the caller hears is measured at every step."""

import math
import struct
import wave
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.acceptance import screens
from tests.acceptance.county import always_open
from tests.acceptance.house import House
from tests.acceptance.screens import see

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.timeout(180)]

PITCH_HZ = 1700
"""Higher than any note of the music, and within what a telephone carries."""

KEEP_LINES = """
window.__lines = [];
const Real = window.RTCPeerConnection;
window.RTCPeerConnection = class extends Real {
  constructor(...given) { super(...given); window.__lines.push(this); }
};
"""
LISTEN = """async (hertz) => {
  const line = window.__lines.filter((each) => each.connectionState === "connected").at(-1);
  const track = line.getReceivers().find(({ track }) => track.kind === "audio").track;
  const context = new AudioContext();
  await context.resume();
  const analyser = new AnalyserNode(context, { fftSize: 4096, smoothingTimeConstant: 0 });
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  const bins = new Float32Array(analyser.frequencyBinCount);
  const at = Math.round((hertz * analyser.fftSize) / context.sampleRate);
  const seen = [];
  for (let n = 0; n < 20; n++) {
    await new Promise((later) => setTimeout(later, 100));
    analyser.getFloatFrequencyData(bins);
    seen.push(Math.max(...bins.slice(at - 2, at + 3)));
  }
  await context.close();
  return seen.sort((a, b) => a - b)[10];
}"""
VOICE_DB, NO_VOICE_DB = -60, -75
PATIENCE_MS = 20_000
"""The carrier is asked to put the caller on hold first, and on a busy machine it takes its time."""


def _voice(path: Path) -> Path:
    """A second of one note."""
    wave_ = (round(12_000 * math.sin(2 * math.pi * PITCH_HZ * n / 48_000)) for n in range(48_000))
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 48_000, 0, "NONE", ""))
        file.writeframes(b"".join(struct.pack("<h", sample) for sample in wave_))
    return path


async def _voice_db(page: Page) -> float:
    """How loud the note of the microphones is in what a page's call takes in: the median of two seconds, in dB."""
    return float(await page.evaluate(LISTEN, PITCH_HZ))


async def test_the_caller_hears_music_while_a_colleague_is_asked_and_the_colleague_after(tmp_path: Path) -> None:
    voice = _voice(tmp_path / "voice.wav")
    async with House(tmp_path, media=True, **always_open(tmp_path)) as house, screens.browser(voice=voice) as context:
        await context.add_init_script(KEEP_LINES)
        amina = await screens.ready_desk(context, house, "amina")
        phone = await screens.phone(context, house)
        await screens.ring_about_a_pothole(phone)
        await see(amina, "offer-accept").click()
        await expect(see(amina, "call-state")).to_contain_text("On the line")
        assert await _voice_db(phone) > VOICE_DB, "the caller hears the agent"
        others = await screens.another(context)
        await others.add_init_script(KEEP_LINES)
        ben = await screens.ready_desk(others, house, "ben")

        await amina.keyboard.press("s")
        await see(amina, "consult").get_by_label("Ben").check()
        await see(amina, "consult-reason").fill("the trader who dug it up")
        await expect(see(amina, "consult-says").last).to_contain_text("Ben is rung, and you speak first")
        await amina.keyboard.press("Enter")
        await expect(see(amina, "consult-bar")).to_have_attribute("data-state", "ringing", timeout=PATIENCE_MS)
        await expect(see(ben, "offer")).to_contain_text("Amina asks about: the trader who dug it up")
        await see(ben, "offer-accept").click()
        await expect(see(amina, "consult-bar")).to_have_attribute("data-state", "talking", timeout=PATIENCE_MS)
        assert await _voice_db(ben) > VOICE_DB, "the colleague hears the agent"
        assert await _voice_db(amina) > VOICE_DB, "the agent hears the colleague"
        await screens.heard(phone, "__phone")
        assert await _voice_db(phone) < NO_VOICE_DB, "the caller hears music, and neither of the two"

        await see(amina, "consult-hand-over").click()
        await expect(see(amina, "contact")).to_be_hidden()
        await expect(see(amina, "my-state")).to_contain_text("Ready")
        await expect(see(ben, "call-state")).to_contain_text("On the line")
        await expect(see(ben, "call-mute")).not_to_have_attribute("aria-disabled", "true")
        assert await _voice_db(phone) > VOICE_DB, "the caller hears the colleague"
        assert await _voice_db(ben) > VOICE_DB, "the colleague hears the caller"
