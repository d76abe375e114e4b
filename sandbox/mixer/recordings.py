"""Recordings: frames laid where the clock says they were heard, written as a WAV file."""

import wave
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np

from sandbox.mixer.frames import RATE, SAMPLES, Samples

# A gap longer than this between two frames was silence (nobody had a line), not jitter.
GAP: Final = RATE // 2


@dataclass(slots=True, kw_only=True)
class Recording:
    """One recording under way, of a call or of a room. `seconds` is the carrier's clock."""

    subject: str
    path: Path
    seconds: Callable[[], float]
    began: float = 0.0
    paused_at: float | None = None
    left_out: float = 0.0
    _frames: list[Samples] = field(default_factory=list)
    _size: int = 0

    def __post_init__(self) -> None:
        self.began = self.seconds()

    def pause(self, paused: bool) -> None:
        """Leaves out what is said until resumed."""
        if paused and self.paused_at is None:
            self.paused_at = self.seconds()
        elif not paused and self.paused_at is not None:
            self.left_out += self.seconds() - self.paused_at
            self.paused_at = None

    def take(self, frame: Samples) -> None:
        """Keeps one frame, unless paused; silence fills a gap before it."""
        if self.paused_at is None:
            self._fill(self._due() - SAMPLES)
            self._keep(frame)

    def write(self) -> float:
        """Writes the file and returns its length in seconds."""
        self.pause(False)
        self._fill(self._due())
        samples = np.concatenate(self._frames) if self._frames else np.zeros(0, dtype=np.int16)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with wave.open(str(self.path), "wb") as sound:
            sound.setnchannels(1)
            sound.setsampwidth(2)
            sound.setframerate(RATE)
            sound.writeframes(samples.astype("<i2").tobytes())
        return float(samples.size / RATE)

    def _due(self) -> int:
        return round((self.seconds() - self.began - self.left_out) * RATE)

    def _fill(self, up_to: int) -> None:
        if up_to - self._size > GAP:
            self._keep(np.zeros(up_to - self._size, dtype=np.int16))

    def _keep(self, samples: Samples) -> None:
        self._frames.append(samples)
        self._size += samples.size
