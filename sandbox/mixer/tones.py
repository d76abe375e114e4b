"""The sounds that a line makes by itself: beeps, the British ringing tone, and the music while you hold."""

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sandbox.mixer.frames import RATE, Samples, to_int16

Wave = NDArray[np.float64]

# Hold music: a slow chord for every four seconds, broken upwards, in the middle of what a telephone carries.
_BAR_S: Final = 4.0
_CHORDS: Final = (
    (53, 60, 64, 69, 72),  # F  with its seventh
    (50, 57, 60, 65, 69),  # D minor seventh
    (46, 53, 57, 62, 65),  # B flat with its seventh
    (48, 55, 60, 62, 67),  # C, suspended
    (53, 57, 60, 64, 72),
    (45, 52, 57, 60, 64),  # A minor
    (46, 53, 58, 62, 70),
    (48, 55, 58, 64, 67),  # C seventh, which leads home
)
_PATTERN: Final = (0, 2, 3, 4, 3, 2, 1, 2)
_LOUDNESS: Final = 0.11


def _times(seconds: float) -> Wave:
    return np.arange(round(seconds * RATE), dtype=np.float64) / RATE


def _sine(hertz: float, seconds: float) -> Wave:
    return np.asarray(np.sin(2 * np.pi * hertz * _times(seconds)), dtype=np.float64)


def _faded(wave: Wave, edge_s: float = 0.01) -> Wave:
    """The wave with soft ends, so that it starts and stops without a click."""
    edge = min(round(edge_s * RATE), wave.size // 2)
    shape = np.ones(wave.size)
    ramp = 0.5 - 0.5 * np.cos(np.pi * np.arange(edge) / max(edge, 1))
    shape[:edge], shape[wave.size - edge :] = ramp, ramp[::-1]
    return np.asarray(wave * shape, dtype=np.float64)


@cache
def beep() -> Samples:
    """What is heard before a message is recorded: 1 kHz for a third of a second."""
    return to_int16(0.25 * _faded(_sine(1000, 0.35)))


@cache
def enter() -> Samples:
    """Somebody came into the conference: two short notes, upwards."""
    return to_int16(0.15 * np.concatenate([_faded(_sine(660, 0.09)), _faded(_sine(880, 0.12))]))


@cache
def leave() -> Samples:
    """Somebody left the conference: the same notes, downwards."""
    return to_int16(0.15 * np.concatenate([_faded(_sine(880, 0.09)), _faded(_sine(660, 0.12))]))


@cache
def ringing() -> Samples:
    """The British ringing tone, 400 and 450 Hz: 0.4 s, a gap of 0.2, 0.4 s, a gap of 2: three seconds to repeat."""
    burst = 0.06 * _faded(_sine(400, 0.4) + _sine(450, 0.4))
    return to_int16(np.concatenate([burst, np.zeros(round(0.2 * RATE)), burst, np.zeros(2 * RATE)]))


_KEYS: Final = "123A456B789C*0#D"
_ROWS: Final = (697, 770, 852, 941)
_COLUMNS: Final = (1209, 1336, 1477, 1633)


@cache
def digits(keys: str) -> Samples:
    """The keys' tones (ITU-T Q.23), half a second for each; `w` is half a second of nothing."""
    parts: list[Wave] = [np.zeros(0)]
    for key in keys.upper():
        if key in _KEYS:
            row, column = divmod(_KEYS.index(key), 4)
            tone = 0.2 * _faded(_sine(_ROWS[row], 0.25) + _sine(_COLUMNS[column], 0.25))
            parts += [tone, np.zeros(RATE // 4)]
        else:
            parts.append(np.zeros(RATE // 2))
    return to_int16(np.concatenate(parts))


def _bell(note: int, seconds: float = 3.2) -> Wave:
    """A soft struck note: the fundamental, a little of its octave and twelfth, dying away."""
    hertz = 440.0 * 2.0 ** ((note - 69) / 12)
    at = _times(seconds)
    body = np.sin(2 * np.pi * hertz * at) * np.exp(-1.5 * at)
    glint = 0.22 * np.sin(4 * np.pi * hertz * at) * np.exp(-3.0 * at)
    shine = 0.06 * np.sin(6 * np.pi * hertz * at) * np.exp(-5.0 * at)
    return _faded(np.asarray(body + glint + shine, dtype=np.float64), 0.012)


def _pad(note: int, seconds: float) -> Wave:
    """A quiet held note that swells and sinks beneath the bells."""
    hertz = 440.0 * 2.0 ** ((note - 69) / 12)
    swell = np.sin(np.pi * np.arange(round(seconds * RATE)) / (seconds * RATE))
    return np.asarray((_sine(hertz, seconds) + 0.5 * _sine(hertz * 1.003, seconds)) * swell, dtype=np.float64)


def _lay(loop: Wave, wave: Wave, at_s: float, loudness: float) -> None:
    """Adds a wave to the loop; what passes the end goes on at its beginning, so that the loop has no seam."""
    places = (round(at_s * RATE) + np.arange(wave.size)) % loop.size
    loop[places] += loudness * wave


@cache
def hold_music() -> Samples:
    """Thirty-two seconds of a gentle broken-chord melody, made here, without a seam when it repeats."""
    loop: Wave = np.zeros(round(len(_CHORDS) * _BAR_S * RATE))
    for bar, chord in enumerate(_CHORDS):
        start = bar * _BAR_S
        for note in chord[:3]:
            _lay(loop, _pad(note, _BAR_S + 1.0), start - 0.3, 0.10)
        for step, choice in enumerate(_PATTERN):
            accent = 0.55 if step in (0, 4) else 0.38
            _lay(loop, _bell(chord[choice]), start + step * _BAR_S / len(_PATTERN), accent)
    return to_int16(loop * (_LOUDNESS / float(np.sqrt(np.mean(loop**2)))))
