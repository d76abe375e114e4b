"""Ears: what comes in from a browser, smoothed into one frame a tick, and whether somebody is speaking."""

from collections import deque
from collections.abc import Callable
from typing import Final

import numpy as np

from sandbox.mixer.frames import SAMPLES, SILENCE, Samples, level

# Two frames are kept in hand; past eight (160 ms) the oldest go, or a late start would be heard late for ever.
IN_HAND: Final = 2
MOST: Final = 8

LOUD: Final = 0.012
SPEAKS_AFTER: Final = 3
QUIET_AFTER: Final = 40


class Ear:
    """A short queue between the network's pace and the mixer's."""

    def __init__(self) -> None:
        self._frames: deque[Samples] = deque()
        self._rest: Samples = SILENCE[:0]
        self._flowing = False

    def put(self, samples: Samples) -> None:
        """Takes what has just been decoded, however long."""
        if self._rest.size or samples.size != SAMPLES:
            samples = np.concatenate([self._rest, samples])
        whole = samples.size - samples.size % SAMPLES
        self._frames.extend(samples[:whole].reshape(-1, SAMPLES))
        self._rest = samples[whole:]
        while len(self._frames) > MOST:
            self._frames.popleft()

    def take(self) -> Samples:
        """The next frame; silence while there is none, and until two are in hand again."""
        if not self._flowing and len(self._frames) < IN_HAND:
            return SILENCE
        self._flowing = bool(self._frames)
        return self._frames.popleft() if self._frames else SILENCE


class SpeechWatch:
    """Says when somebody begins to speak (after 60 ms of sound) and when they have stopped (after 0.8 s without)."""

    def __init__(self, tell: Callable[[bool], None]) -> None:
        self._tell = tell
        self._speaking = False
        self._run = 0

    def notice(self, frame: Samples) -> None:
        """Looks at one frame."""
        differs = (frame is not SILENCE and level(frame) >= LOUD) is not self._speaking
        self._run = self._run + 1 if differs else 0
        if self._run >= (QUIET_AFTER if self._speaking else SPEAKS_AFTER):
            self._speaking = not self._speaking
            self._run = 0
            self._tell(self._speaking)
