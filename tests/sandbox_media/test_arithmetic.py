"""The mixer's arithmetic: mix-minus, who hears whom, clips, µ-law, ears and tones. No network, no clock."""

from io import BytesIO
from wave import open as open_wave

import av
import numpy as np
import pytest

from sandbox.carrier.media import DIGITS, ENDLESS, MUSIC, RINGING
from sandbox.carrier.media import SILENCE as NOTHING
from sandbox.mixer import rooms, tones
from sandbox.mixer.ears import IN_HAND, MOST, QUIET_AFTER, SPEAKS_AFTER, Ear, SpeechWatch
from sandbox.mixer.frames import RATE, SAMPLES, SILENCE, Samples, level, mulaw
from sandbox.mixer.rooms import Place
from sandbox.mixer.sources import Clip, clip_of
from tests.sandbox_media.people import Hearing


def flat(value: int) -> Samples:
    return np.full(SAMPLES, value, dtype=np.int16)


VOICES = {"ann": flat(100), "bob": flat(20), "cat": flat(3)}


def mixed(places: dict[str, Place]) -> dict[str, int]:
    """What each hears, as one number, since every voice is flat."""
    voices = {name: VOICES[name] for name in places}
    return {name: int(frame[0]) for name, frame in rooms.mix(places, voices).items()}


TWO = {"ann": Place(), "bob": Place()}
ROOMS = [
    ("two hear each other and never themselves", TWO, {"ann": 20, "bob": 100}),
    ("three hear the other two", TWO | {"cat": Place()}, {"ann": 23, "bob": 103, "cat": 120}),
    ("alone there is nothing to hear", {"ann": Place()}, {"ann": 0}),
    ("the muted hear but are not heard", TWO | {"ann": Place(muted=True)}, {"ann": 20, "bob": 0}),
    ("the held neither hear nor are heard", TWO | {"cat": Place(held=True)}, {"ann": 20, "bob": 100, "cat": 0}),
    ("a coach hears all and is heard by one", TWO | {"cat": Place(coach="bob")}, {"ann": 20, "bob": 103, "cat": 120}),
    (
        "a muted coach only listens",
        TWO | {"cat": Place(coach="bob", muted=True)},
        {"ann": 20, "bob": 100, "cat": 120},
    ),
    (
        "a coach of somebody held is heard by nobody",
        {"ann": Place(), "bob": Place(held=True), "cat": Place(coach="bob")},
        {"ann": 0, "bob": 0, "cat": 100},
    ),
]


@pytest.mark.parametrize(("places", "expected"), [row[1:] for row in ROOMS], ids=[row[0] for row in ROOMS])
def test_who_hears_what(places: dict[str, Place], expected: dict[str, int]) -> None:
    assert mixed(places) == expected


def test_a_loud_room_is_clipped_and_never_wraps_round() -> None:
    places = {name: Place() for name in ("ann", "bob", "cat")}
    heard = rooms.mix(places, {name: flat(30000) for name in places})
    assert heard["ann"].max() == 32767
    heard = rooms.mix(places, {name: flat(-30000) for name in places})
    assert heard["ann"].min() == -32768


def test_a_listener_is_spared_their_own_voice_even_when_the_sum_is_too_loud_to_hold() -> None:
    places = {name: Place() for name in ("ann", "bob", "cat")}
    voices = {"ann": flat(32000), "bob": flat(32000), "cat": flat(-32000)}
    assert rooms.mix(places, voices)["ann"][0] == 0


def test_a_room_is_recorded_whole_but_without_what_is_whispered() -> None:
    places = {"ann": Place(), "bob": Place(), "cat": Place(coach="bob")}
    assert rooms.everyone(places, VOICES)[0] == 120


def expand(byte: int) -> int:
    """G.711's own definition of what a µ-law byte means."""
    byte = ~byte & 0xFF
    magnitude = (((byte & 0x0F) << 3) + 132) << ((byte & 0x70) >> 4)
    return 132 - magnitude if byte & 0x80 else magnitude - 132


def test_every_number_becomes_the_nearest_byte_of_g711() -> None:
    numbers = np.arange(-32768, 32768, 7, dtype=np.int16)
    numbers = np.resize(numbers, (numbers.size // SAMPLES) * SAMPLES)
    values = np.array([expand(byte) for byte in range(256)])
    for frame in numbers.reshape(-1, SAMPLES):
        heard = values[np.frombuffer(mulaw(frame), dtype=np.uint8)]
        step = np.maximum(8, np.abs(frame.astype(np.int32)) / 16)
        in_range = np.abs(frame.astype(np.int32)) <= 32635
        assert (np.abs(heard - frame)[in_range] <= step[in_range]).all()


def test_mulaw_agrees_with_the_codec_that_browsers_run() -> None:
    noise = np.random.default_rng(7).integers(-32768, 32767, SAMPLES, dtype=np.int16)
    codec = av.CodecContext.create("pcm_mulaw", "w")
    codec.sample_rate, codec.format, codec.layout = RATE, "s16", "mono"
    frame = av.AudioFrame.from_ndarray(noise.reshape(1, -1), format="s16", layout="mono")
    frame.sample_rate = RATE
    theirs = [expand(byte) for byte in bytes(codec.encode(frame)[0])]
    ours = [expand(byte) for byte in mulaw(noise)]
    assert np.abs(np.array(theirs) - np.array(ours)).max() <= 1024


def frames_of(clip: Clip, most: int = 1000) -> list[Samples]:
    found: list[Samples] = []
    while len(found) < most and (frame := clip.next()) is not None:
        found.append(frame)
    return found


def test_a_clip_ends_after_its_samples_with_the_last_frame_filled_up() -> None:
    found = frames_of(Clip(np.arange(SAMPLES + 40, dtype=np.int16)))
    assert [frame.size for frame in found] == [SAMPLES, SAMPLES]
    assert list(found[1][38:42]) == [SAMPLES + 38, SAMPLES + 39, 0, 0]


def test_a_loop_has_no_seam() -> None:
    whole = np.concatenate(frames_of(Clip(np.arange(100, dtype=np.int16), loop=0), 10))
    assert list(whole) == [place % 100 for place in range(10 * SAMPLES)]


def test_a_clip_played_twice_is_heard_twice() -> None:
    clip = Clip(np.ones(SAMPLES, dtype=np.int16), loop=2)
    assert clip.seconds == pytest.approx(0.04)
    assert sum(int(frame.sum()) for frame in frames_of(clip)) == 2 * SAMPLES


NAMED = [
    ("hold music never ends", MUSIC, 1, ENDLESS),
    ("the ringing tone never ends", RINGING, 1, ENDLESS),
    ("silence never ends", NOTHING, 1, ENDLESS),
    ("keys take half a second each, and so does a wait", DIGITS + "ww12", 1, 2.0),
    ("keys may be repeated", DIGITS + "5", 3, 1.5),
]


@pytest.mark.parametrize(("url", "loop", "seconds"), [row[1:] for row in NAMED], ids=[row[0] for row in NAMED])
def test_sources_by_name(url: str, loop: int, seconds: float) -> None:
    assert clip_of(url, b"", loop).seconds == pytest.approx(seconds)


def wav(samples: Samples, rate: int, channels: int = 1) -> bytes:
    file = BytesIO()
    with open_wave(file, "wb") as sound:
        sound.setnchannels(channels)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        sound.writeframes(np.repeat(samples, channels).astype("<i2").tobytes())
    return file.getvalue()


@pytest.mark.parametrize(("rate", "channels"), [(8000, 1), (16000, 1), (44100, 2), (48000, 2)])
def test_a_sound_file_of_any_rate_keeps_its_pitch_and_length(rate: int, channels: int) -> None:
    tone = (0.5 * 32767 * np.sin(2 * np.pi * 440 * np.arange(rate) / rate)).astype(np.int16)
    clip = clip_of("http://localhost/a.wav", wav(tone, rate, channels), 1)
    assert clip.seconds == pytest.approx(1.0, abs=0.02)
    assert Hearing(np.concatenate(frames_of(clip))).at(440) == pytest.approx(0.5, abs=0.05)


def test_what_is_no_sound_is_refused_with_a_sentence() -> None:
    with pytest.raises(ValueError, match="no sound that can be played"):
        clip_of("http://localhost/a.wav", b"<html>not found</html>", 1)


def test_hold_music_is_soft_whole_and_without_a_click_where_it_repeats() -> None:
    music = tones.hold_music()
    assert 20 <= music.size / RATE <= 60
    assert 0.04 <= level(music) <= 0.16
    assert np.abs(music).max() < 32767, "it never clips"
    steps = np.abs(np.diff(music.astype(np.int32)))
    assert abs(int(music[0]) - int(music[-1])) <= steps.max(), "the seam is no louder than the melody's own steps"
    quarters = [level(part) for part in np.array_split(music, 32)]
    assert min(quarters) > 0.02, "it never stops"


PITCHES = [
    ("a British line rings at 400 and 450 Hz", tones.ringing()[:3000], (400, 450)),
    ("the beep is at 1 kHz", tones.beep(), (1000,)),
    ("the key 5 is 770 and 1336 Hz", tones.digits("5")[:2000], (770, 1336)),
    ("the key # is 941 and 1477 Hz", tones.digits("#")[:2000], (941, 1477)),
]


@pytest.mark.parametrize(("samples", "pitches"), [row[1:] for row in PITCHES], ids=[row[0] for row in PITCHES])
def test_tones_have_their_pitch(samples: Samples, pitches: tuple[int, ...]) -> None:
    hearing = Hearing(samples)
    assert all(hearing.at(pitch) > 0.03 for pitch in pitches)
    assert hearing.at(3000) < 0.005


def test_an_ear_waits_for_two_frames_then_gives_one_a_tick_and_silence_when_it_runs_dry() -> None:
    ear = Ear()
    ear.put(flat(1))
    assert ear.take() is SILENCE
    ear.put(flat(2))
    assert [int(ear.take()[0]) for _ in range(IN_HAND)] == [1, 2]
    assert ear.take() is SILENCE
    ear.put(flat(3))
    assert ear.take() is SILENCE, "it waits for two again"


def test_an_ear_that_fell_behind_forgets_the_oldest() -> None:
    ear = Ear()
    for value in range(20):
        ear.put(flat(value))
    assert int(ear.take()[0]) == 20 - MOST


def test_an_ear_takes_packets_of_any_length() -> None:
    ear = Ear()
    for piece in np.array_split(np.arange(4 * SAMPLES, dtype=np.int16), 9):
        ear.put(piece)
    assert list(np.concatenate([ear.take() for _ in range(4)])) == list(range(4 * SAMPLES))


def test_speech_is_told_when_it_begins_and_when_it_has_stopped() -> None:
    told: list[bool] = []
    watch = SpeechWatch(told.append)
    sounds = [SILENCE] * 10 + [flat(3000)] * (SPEAKS_AFTER - 1) + [SILENCE] + [flat(3000)] * 20
    for frame in sounds:
        watch.notice(frame)
    assert told == [True], "a click is not speech"
    for frame in [SILENCE] * (QUIET_AFTER - 1) + [flat(3000)] + [SILENCE] * QUIET_AFTER:
        watch.notice(frame)
    assert told == [True, False], "a pause for breath is not the end"
