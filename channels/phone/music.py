"""Music to wait by, composed here so that nobody is owed a royalty: twenty seconds that loop without a seam.

Slow broken chords on soft sine tones in F major, 8 kHz mono as telephones carry. Deterministic: same bytes every time.
"""

import array
import io
import math
import sys
import wave
from functools import lru_cache

RATE = 8000
SECONDS = 20
BEAT_S = 0.5
LOUDNESS = 0.16
"""Quiet enough to talk over; the wait should not tire the ear."""

CHORDS = (
    (174.61, 220.00, 261.63, 349.23),  # F
    (146.83, 220.00, 293.66, 349.23),  # D minor
    (233.08, 293.66, 349.23, 466.16),  # B flat
    (196.00, 261.63, 329.63, 392.00),  # C
    (174.61, 220.00, 261.63, 349.23),  # F, home again
)
PATTERN = (0, 1, 2, 3, 2, 1, 2, 3)
"""Which note of the chord each half-second plays: one chord is four seconds, five chords are the loop."""


@lru_cache(maxsize=1)
def wav() -> bytes:
    """The whole loop as a WAV file, 16 bits a sample."""
    samples = array.array("h", (round(level * 32767) for level in _levels()))
    if sys.byteorder == "big":
        samples.byteswap()
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(samples.tobytes())
    return file.getvalue()


def _levels() -> list[float]:
    length = RATE * SECONDS
    levels = [0.0] * length
    beat = round(RATE * BEAT_S)
    for place in range(length // beat):
        chord = CHORDS[(place // len(PATTERN)) % len(CHORDS)]
        _add_note(levels, chord[PATTERN[place % len(PATTERN)]], place * beat)
    return levels


def _add_note(levels: list[float], pitch: float, start: int) -> None:
    """A soft note of two seconds; what would ring past the end rings on at the beginning, so that the loop is whole."""
    for n in range(2 * RATE):
        seconds = n / RATE
        fade = math.exp(-2.2 * seconds) * min(1.0, seconds / 0.02) * min(1.0, (2.0 - seconds) / 0.05)
        tone = math.sin(2 * math.pi * pitch * seconds) + 0.25 * math.sin(4 * math.pi * pitch * seconds)
        place = (start + n) % len(levels)
        levels[place] += LOUDNESS * fade * tone
