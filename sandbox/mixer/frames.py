"""Frames of sound: 20 ms of 8 kHz mono as 160 signed 16-bit numbers, and the arithmetic on them."""

from collections.abc import Iterable
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

RATE: Final = 8000
TICK_S: Final = 0.02
SAMPLES: Final = 160
FULL_SCALE: Final = 32767

Samples: TypeAlias = NDArray[np.int16]
Sum: TypeAlias = NDArray[np.int32]

SILENCE: Final[Samples] = np.zeros(SAMPLES, dtype=np.int16)
SILENCE.setflags(write=False)


def add(frames: Iterable[Samples]) -> Sum:
    """The sum of frames, wide enough that it cannot overflow."""
    total: Sum = np.zeros(SAMPLES, dtype=np.int32)
    for frame in frames:
        total += frame
    return total


def squeeze(total: Sum) -> Samples:
    """A sum brought back to 16 bits: what is too loud is clipped, never wrapped round."""
    return np.clip(total, -FULL_SCALE - 1, FULL_SCALE).astype(np.int16)


def level(samples: Samples) -> float:
    """How loud, as the root mean square between 0 and 1."""
    if not samples.size:
        return 0.0
    return float(np.sqrt(np.mean(np.square(samples.astype(np.float64)))) / FULL_SCALE)


def to_int16(wave: NDArray[np.float64]) -> Samples:
    """A wave between -1 and 1 as 16-bit samples."""
    return np.round(np.clip(wave, -1.0, 1.0) * FULL_SCALE).astype(np.int16)


def _mulaw_table() -> NDArray[np.uint8]:
    """Every 16-bit number's G.711 µ-law byte (ITU-T G.711), looked up by the number's own bits."""
    number = np.arange(65536, dtype=np.uint16).view(np.int16).astype(np.int32)
    sign = np.where(number < 0, 0x80, 0)
    magnitude = np.minimum(np.abs(number), 32635) + 132
    exponent = np.clip(np.floor(np.log2(magnitude)).astype(np.int32) - 7, 0, 7)
    mantissa = (magnitude >> (exponent + 3)) & 0x0F
    byte: NDArray[np.uint8] = (~(sign | (exponent << 4) | mantissa) & 0xFF).astype(np.uint8)
    return byte


_MULAW: Final = _mulaw_table()


def mulaw(frame: Samples) -> bytes:
    """The frame as G.711 µ-law, a byte for a sample: one look-up, so that no encoder has to run."""
    return _MULAW[frame.view(np.uint16)].tobytes()
