"""A leg: one call's share of the mixer. What it is played, what it says, and which line carries it."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from sandbox.mixer.ears import SpeechWatch
from sandbox.mixer.frames import SILENCE, Samples, add, squeeze
from sandbox.mixer.line import Line
from sandbox.mixer.sources import Source


@dataclass(slots=True, kw_only=True)
class Leg:
    """One answered call. Without a line it is silent and hears nothing, and costs nothing."""

    call_sid: str
    party: str
    watch: SpeechWatch
    line: Line | None = None
    room: str | None = None
    playing: Source | None = None
    holding: Source | None = None
    beeps: deque[Source] = field(default_factory=deque)

    def listen(self) -> Samples:
        """Takes this tick's 20 ms from the browser."""
        said = self.line.hear() if self.line else SILENCE
        self.watch.notice(said)
        return said

    def speak(self, mixed: Samples) -> None:
        """Sends this tick's 20 ms: the room's mix (or the music of hold), what is played, and a beep over it."""
        parts = [
            mixed if self.holding is None else self._next_of_hold(),
            self._next_of_playing(),
            self._next_of_beeps(),
        ]
        audible = [part for part in parts if part is not SILENCE]
        if self.line is not None:
            self.line.send(squeeze(add(audible)) if audible else SILENCE)

    def _next_of_hold(self) -> Samples:
        frame = self.holding.next() if self.holding else None
        return SILENCE if frame is None else frame

    def _next_of_playing(self) -> Samples:
        frame = self.playing.next() if self.playing else None
        if frame is None:
            self.playing = None
            return SILENCE
        return frame

    def _next_of_beeps(self) -> Samples:
        while self.beeps:
            frame = self.beeps[0].next()
            if frame is not None:
                return frame
            self.beeps.popleft()
        return SILENCE


def new_leg(call_sid: str, party: str, voice: Callable[[bool], None]) -> Leg:
    """A leg that has just been answered."""
    return Leg(call_sid=call_sid, party=party, watch=SpeechWatch(voice))
