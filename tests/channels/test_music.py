"""The music is a telephone's WAV, loops without a click, and is the same every time."""

import array
import io
import wave

from channels.phone import music


def test_it_is_what_a_telephone_plays() -> None:
    with wave.open(io.BytesIO(music.wav())) as sound:
        assert (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) == (1, 2, 8000)
        assert sound.getnframes() == music.RATE * music.SECONDS


def test_it_is_quiet_and_has_no_seam() -> None:
    with wave.open(io.BytesIO(music.wav())) as sound:
        samples = array.array("h", sound.readframes(sound.getnframes()))
    steps = [abs(after - before) for before, after in zip(samples, [*samples[1:], samples[0]], strict=True)]
    assert 2000 < max(map(abs, samples)) < 12000
    assert steps[-1] <= sorted(steps)[len(steps) * 99 // 100]


def test_it_is_made_once() -> None:
    assert music.wav() is music.wav()
