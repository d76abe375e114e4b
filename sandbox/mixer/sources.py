"""What a leg is played: clips, once or for ever, cut into frames as they are asked for; and where clips come from."""

from io import BytesIO
from typing import Protocol

import av
import numpy as np

from sandbox.carrier.media import DIGITS, MUSIC, RINGING, SILENCE
from sandbox.mixer import frames, tones
from sandbox.mixer.frames import RATE, SAMPLES, Samples


class Source(Protocol):
    """Anything that can be asked for the next 20 ms."""

    def next(self) -> Samples | None:
        """The next frame, or None once it has ended."""
        ...


class Clip:
    """Some samples, once, several times (`loop`) or, with `loop=0`, until something else is played."""

    def __init__(self, samples: Samples, *, loop: int = 1) -> None:
        self._endless = loop == 0
        # What repeats for ever must be at least a frame long, so that no frame holds more than one of its ends.
        times = -(-SAMPLES // max(samples.size, 1)) if self._endless else loop
        self._samples = samples if times == 1 else np.tile(samples, times)
        self._at = 0

    @property
    def seconds(self) -> float:
        """How long it lasts; infinite if endless."""
        return float("inf") if self._endless else self._samples.size / RATE

    def next(self) -> Samples | None:
        if self._at >= self._samples.size:
            return None
        frame = self._samples[self._at : self._at + SAMPLES]
        self._at += SAMPLES
        if self._endless and self._at >= self._samples.size:
            self._at -= self._samples.size
            return np.concatenate([frame, self._samples[: SAMPLES - frame.size]])
        return frame if frame.size == SAMPLES else np.concatenate([frame, frames.SILENCE[frame.size :]])


def clip_of(url: str, content: bytes, loop: int) -> Clip:
    """The clip that a source's name asks for. Raises ValueError when the content is no sound."""
    if url == MUSIC:
        return Clip(tones.hold_music(), loop=0)
    if url == RINGING:
        return Clip(tones.ringing(), loop=0)
    if url.startswith(DIGITS):
        return Clip(tones.digits(url.removeprefix(DIGITS)), loop=loop)
    if url == SILENCE:
        return Clip(frames.SILENCE, loop=0)
    return Clip(decoded(content), loop=loop)


def decoded(content: bytes) -> Samples:
    """A sound file (WAV, MP3, …) as 8 kHz mono samples. Raises ValueError when it is none."""
    resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
    try:
        with av.open(BytesIO(content), mode="r") as file:
            parts = [
                part.to_ndarray().reshape(-1)
                for frame in [*file.decode(audio=0), None]
                for part in resampler.resample(frame)
            ]
    except (av.FFmpegError, IndexError) as wrong:
        raise ValueError(f"this is no sound that can be played: {wrong}") from wrong
    return np.concatenate(parts).astype(np.int16) if parts else frames.SILENCE[:0]
