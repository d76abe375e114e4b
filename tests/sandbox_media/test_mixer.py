"""The mixer with real WebRTC peers on this machine: who hears whom, measured by pitch; recordings; idleness."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from wave import open as open_wave

import numpy as np
import pytest

from sandbox.carrier.media import MUSIC, Media
from sandbox.clock import ManualClock, RealClock
from sandbox.mixer import Mixer
from sandbox.mixer.line import CannotTalk
from tests.sandbox_media.people import Hearing, Person

NUMBER = "+447700900123"
OTHER = "+447700900147"


@pytest.fixture
async def mixer() -> AsyncIterator[Mixer]:
    mixer = Mixer(RealClock())
    yield mixer
    await mixer.close()
    await asyncio.sleep(0)
    assert not mixer.ticker.running


def nothing(_: bool) -> None:
    return None


@pytest.fixture
async def people() -> AsyncIterator[AsyncExitStack]:
    async with AsyncExitStack() as stack:
        yield stack


async def on_a_page(mixer: Mixer, people: AsyncExitStack, call: str, number: str, hertz: float) -> Person:
    """Somebody whose phone page offers, before their call is answered."""
    person = Person(hertz)
    people.push_async_callback(person.leaves)
    await person.takes(await mixer.negotiate(number, await person.offers()))
    await mixer.attach(call, number, voice=nothing)
    return person


async def on_a_softphone(mixer: Mixer, people: AsyncExitStack, call: str, hertz: float) -> Person:
    """Somebody whose softphone is rung and answers."""
    person = Person(hertz)
    people.push_async_callback(person.leaves)
    await mixer.device_answered(call, "desk", await person.answers(await mixer.call_device(call, "desk")))
    await mixer.attach(call, "client:ada", voice=nothing)
    return person


def test_the_mixer_is_what_the_carrier_asks_for(mixer: Mixer) -> None:
    media: Media = mixer
    assert media is mixer


async def test_caller_and_agent_hear_each_other_and_not_themselves(mixer: Mixer, people: AsyncExitStack) -> None:
    caller = await on_a_page(mixer, people, "CA1", NUMBER, 440)
    agent = await on_a_softphone(mixer, people, "CA2", 1000)
    await mixer.join("room", "CA1")
    await mixer.join("room", "CA2")
    assert await agent.hears_at(440, least=0.25) == pytest.approx(0.3, abs=0.05), "as loud as it was said"
    assert await caller.hears_at(1000, least=0.25) == pytest.approx(0.3, abs=0.05)
    assert (await caller.hears()).at(440) < 0.01
    assert (await agent.hears()).at(1000) < 0.01


async def test_three_in_a_room_with_mute_coach_and_hold(mixer: Mixer, people: AsyncExitStack) -> None:
    caller = await on_a_page(mixer, people, "CA1", NUMBER, 440)
    agent = await on_a_softphone(mixer, people, "CA2", 1000)
    boss = await on_a_page(mixer, people, "CA3", OTHER, 1700)
    for call in ("CA1", "CA2"):
        await mixer.join("room", call)
    await mixer.join("room", "CA3", coach="CA2")
    await agent.hears_at(1700)
    assert (await caller.hears()).at(1700) < 0.01, "a whisper is not heard by the caller"
    await boss.hears_at(440)
    await mixer.join("room", "CA3", muted=True)
    await asyncio.sleep(0.3)
    assert (await agent.hears()).at(1700) < 0.01, "the muted are silent"
    await mixer.hold("room", "CA1", MUSIC)
    await asyncio.sleep(0.3)
    held = await caller.hears(1.0)
    assert held.loudness > 0.03, "music is heard on hold"
    assert held.at(1000) < 0.05
    assert (await agent.hears()).loudness < 0.01, "and the held are not"
    await mixer.hold("room", "CA1", None)
    await agent.hears_at(440)


async def test_music_plays_until_stopped_and_a_beep_is_heard(mixer: Mixer, people: AsyncExitStack) -> None:
    caller = await on_a_page(mixer, people, "CA1", NUMBER, 440)
    await mixer.play("CA1", MUSIC)
    await asyncio.sleep(1)
    assert (await caller.hears(1.0)).loudness > 0.03
    await mixer.stop("CA1")
    await asyncio.sleep(0.3)
    assert (await caller.hears()).loudness < 0.001
    await mixer.beep("CA1")
    await caller.hears_at(1000, 0.1)


async def test_a_page_that_is_reloaded_goes_on_in_its_call(mixer: Mixer, people: AsyncExitStack) -> None:
    await on_a_page(mixer, people, "CA1", NUMBER, 440)
    agent = await on_a_softphone(mixer, people, "CA2", 1000)
    for call in ("CA1", "CA2"):
        await mixer.join("room", call)
    await agent.hears_at(440)
    again = Person(640)
    people.push_async_callback(again.leaves)
    await again.takes(await mixer.negotiate(NUMBER, await again.offers()))
    await agent.hears_at(640)
    assert (await agent.hears()).at(440) < 0.01


async def test_of_several_devices_the_first_to_answer_has_the_call(mixer: Mixer, people: AsyncExitStack) -> None:
    slow, fast = Person(440), Person(1000)
    for person in (slow, fast):
        people.push_async_callback(person.leaves)
    offers = [await mixer.call_device("CA1", name) for name in ("slow", "fast")]
    await mixer.device_answered("CA1", "fast", await fast.answers(offers[1]))
    with pytest.raises(KeyError):
        await mixer.device_answered("CA1", "slow", await slow.answers(offers[0]))


def length(path: Path) -> float:
    with open_wave(str(path), "rb") as sound:
        assert sound.getframerate() == 8000
        return sound.getnframes() / 8000


def samples(path: Path) -> Hearing:
    with open_wave(str(path), "rb") as sound:
        return Hearing(np.frombuffer(sound.readframes(sound.getnframes()), dtype="<i2"))


async def test_a_message_is_recorded_as_long_as_it_lasted_with_the_voice_in_it(
    mixer: Mixer, people: AsyncExitStack, tmp_path: Path
) -> None:
    caller = await on_a_page(mixer, people, "CA1", NUMBER, 440)
    await caller.hears(0.4)
    handle = await mixer.record_start("CA1", tmp_path / "message.wav")
    await asyncio.sleep(1.0)
    recorded = await mixer.record_stop(handle)
    assert recorded.seconds == pytest.approx(1.0, abs=0.15)
    assert length(recorded.path) == pytest.approx(recorded.seconds)
    assert samples(recorded.path).at(440) == pytest.approx(0.3, abs=0.05)


async def test_a_room_is_recorded_with_both_voices_and_without_what_was_paused(
    mixer: Mixer, people: AsyncExitStack, tmp_path: Path
) -> None:
    await on_a_page(mixer, people, "CA1", NUMBER, 440)
    agent = await on_a_softphone(mixer, people, "CA2", 1000)
    for call in ("CA1", "CA2"):
        await mixer.join("room", call)
    await agent.hears_at(440)
    handle = await mixer.record_start("room", tmp_path / "room.wav")
    await asyncio.sleep(0.5)
    await mixer.record_pause(handle, True)
    await asyncio.sleep(0.8)
    await mixer.record_pause(handle, False)
    await asyncio.sleep(0.5)
    recorded = await mixer.record_stop(handle)
    assert recorded.seconds == pytest.approx(1.0, abs=0.2)
    assert samples(recorded.path).at(440) > 0.2
    assert samples(recorded.path).at(1000) > 0.2


async def test_a_recording_of_nobody_is_silence_as_long_as_the_clock_says(tmp_path: Path) -> None:
    clock = ManualClock()
    mixer = Mixer(clock)
    await mixer.attach("CA1", NUMBER, voice=nothing)
    handle = await mixer.record_start("CA1", tmp_path / "silence.wav")
    await clock.advance(12.5)
    recorded = await mixer.record_stop(handle)
    assert recorded.seconds == pytest.approx(12.5)
    assert samples(recorded.path).loudness == 0
    assert not mixer.ticker.running


async def test_nothing_runs_when_nobody_is_in_a_call(mixer: Mixer, people: AsyncExitStack) -> None:
    threads = threading.active_count()
    caller = await on_a_page(mixer, people, "CA1", NUMBER, 440)
    await caller.hears(0.2)
    assert mixer.ticker.running
    await mixer.ended("CA1")
    await asyncio.sleep(0.5)
    assert not mixer.ticker.running
    assert caller.connection.connectionState == "closed"
    await caller.leaves()
    tasks = {task.get_name() for task in asyncio.all_tasks()}
    assert not any(name.startswith("mixer") for name in tasks)
    assert threading.active_count() <= threads + 1, "no decoder is left behind"


async def test_a_caller_whose_browser_is_gone_leaves_the_others_talking(mixer: Mixer, people: AsyncExitStack) -> None:
    caller = await on_a_page(mixer, people, "CA1", NUMBER, 440)
    agent = await on_a_softphone(mixer, people, "CA2", 1000)
    for call in ("CA1", "CA2"):
        await mixer.join("room", call)
    await agent.hears_at(440)
    await caller.leaves()
    await asyncio.sleep(0.5)
    assert (await agent.hears()).loudness < 0.001


async def test_an_offer_without_telephone_sound_is_refused_with_a_sentence(mixer: Mixer) -> None:
    person = Person(440)
    offer = await person.offers()
    with pytest.raises(CannotTalk, match="cannot be used"):
        await mixer.negotiate(NUMBER, offer.replace("PCMU/8000", "L16/8000"))
    await person.leaves()
