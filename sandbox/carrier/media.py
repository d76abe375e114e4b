"""The seam between the carrier and sound: what a mixer must do, what a softphone must do, and both done without sound.

Who serves what:

* The carrier (this package) runs TwiML and owns `WS /sandbox/phone?number=…`. A frame `{"type": "offer", "sdp": …}`
  there is given to `Media.negotiate(number, sdp)`, whose return value goes back as `{"type": "answer", "sdp": …}`.
* `sandbox.mixer.build_media(settings, clock) -> Media` and `sandbox.signalling.router` (the Voice SDK's `/signal`)
  are used when SANDBOX_MEDIA=on. Handlers reach everything by `websocket.app.state.carrier`: `.softphones`
  (`Softphones`, below), `.media` (what `build_media` returned), `.settings` (account sid, API key and secret, for
  access tokens), `.clock`.
* A leg is known by its CallSid. Its party is a number (`+447700900123`, the phone page) or `client:<identity>`.
* A room is a conference's or a bridge's id; who has joined hears the others, less the rules of mute, hold and coach.

Nothing here knows TwiML.
"""

import wave
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Final, Protocol

from sandbox.clock import Clock

MUSIC: Final = "music:hold"  # a synthesised melody
RINGING: Final = "tone:ringing"  # the tone that a caller hears while another phone rings
DIGITS: Final = "tone:digits:"  # followed by the keys to sound, w for half a second
SILENCE: Final = "silence:"  # nothing, until stopped
ENDLESS: Final = float("inf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A finished recording: a WAV file and how long it lasts."""

    path: Path
    seconds: float


class Media(Protocol):
    """Sound. Every method returns at once; what takes time goes on by itself until `stop`, `leave` or `ended`."""

    async def attach(self, call_sid: str, party: str, *, voice: Callable[[bool], None]) -> None:
        """A leg has been answered. `voice(True)` when its person begins to speak, `voice(False)` when they stop."""
        ...

    async def negotiate(self, number: str, sdp: str) -> str:
        """A phone page offers its one peer connection; the answer's SDP. It serves every call of that number."""
        ...

    async def say(self, call_sid: str, text: str, *, language: str, voice: str) -> float:
        """Begins to speak on this leg only; the seconds it will last. (The page speaks it; the mixer may be silent.)"""
        ...

    async def play(self, call_sid: str, url: str, *, loop: int = 1, content: bytes = b"") -> float:
        """Begins a file (`content`, fetched by the carrier) or MUSIC, RINGING, DIGITS+…, SILENCE.

        Returns its seconds; ENDLESS when loop is 0.
        """
        ...

    async def stop(self, call_sid: str) -> None:
        """Whatever `say` or `play` began on this leg falls silent."""
        ...

    async def beep(self, subject: str) -> None:
        """A short tone for a leg (CallSid) or for everyone in a room."""
        ...

    async def join(self, room: str, call_sid: str, *, muted: bool = False, coach: str | None = None) -> None:
        """The leg is in the room. Called again for the same leg it changes muted and coach (only `coach` hears it)."""
        ...

    async def leave(self, room: str, call_sid: str) -> None:
        """The leg is out of the room; unknown is no error."""
        ...

    async def hold(self, room: str, call_sid: str, source: str | None) -> None:
        """The leg neither hears nor is heard in the room, and hears `source` (MUSIC, SILENCE) instead; None ends it."""
        ...

    async def record_start(self, subject: str, path: Path) -> str:
        """Begins to record a leg (CallSid) or a room into a WAV file; a handle."""
        ...

    async def record_pause(self, handle: str, paused: bool) -> None:
        """Leaves out what is said until resumed."""
        ...

    async def record_stop(self, handle: str) -> Recorded:
        """The file is closed and whole when this returns."""
        ...

    async def ended(self, call_sid: str) -> None:
        """The call is over: everything of this leg is let go; unknown is no error."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """What a softphone is told of a call that comes in."""

    call_sid: str
    account_sid: str
    caller: str
    called: str
    parameters: Mapping[str, str] = field(default_factory=dict)


class Softphone(Protocol):
    """One registered Voice SDK device, or a robot that stands in for one."""

    @property
    def identity(self) -> str:
        """The client's name, as in `client:<identity>`."""
        ...

    async def ring(self, ring: Ring) -> None:
        """A call comes in; the answer arrives by `Softphones.accepted` or `.rejected`."""
        ...

    async def cancel(self, call_sid: str) -> None:
        """It need not ring any longer."""
        ...

    async def hang_up(self, call_sid: str, error: str | None = None) -> None:
        """The other side ended the call (with an error's code, when there is one)."""
        ...


class SoftphoneEvents(Protocol):
    """What the carrier does when a softphone acts. Unknown CallSids are ignored."""

    def accepted(self, call_sid: str, phone: Softphone) -> None: ...
    def rejected(self, call_sid: str, phone: Softphone) -> None: ...
    def hung_up(self, call_sid: str) -> None: ...
    def dtmf(self, call_sid: str, digits: str) -> None: ...
    def dial(self, phone: Softphone, parameters: Mapping[str, str]) -> str: ...


class Softphones:
    """Who is registered now. Several devices of one identity all ring; the first to accept wins."""

    def __init__(self) -> None:
        self._phones: dict[str, list[Softphone]] = {}
        self.events: SoftphoneEvents | None = None

    def register(self, phone: Softphone) -> None:
        self.unregister(phone)
        self._phones.setdefault(phone.identity, []).append(phone)

    def unregister(self, phone: Softphone) -> None:
        """The device is gone. Its calls are ended by `hung_up`, which its owner calls."""
        rest = [other for other in self._phones.get(phone.identity, ()) if other is not phone]
        if rest:
            self._phones[phone.identity] = rest
        else:
            self._phones.pop(phone.identity, None)

    def of(self, identity: str) -> tuple[Softphone, ...]:
        return tuple(self._phones.get(identity, ()))

    def identities(self) -> tuple[str, ...]:
        return tuple(sorted(self._phones))

    def accepted(self, call_sid: str, phone: Softphone) -> None:
        if self.events:
            self.events.accepted(call_sid, phone)

    def rejected(self, call_sid: str, phone: Softphone) -> None:
        if self.events:
            self.events.rejected(call_sid, phone)

    def hung_up(self, call_sid: str) -> None:
        if self.events:
            self.events.hung_up(call_sid)

    def dtmf(self, call_sid: str, digits: str) -> None:
        if self.events:
            self.events.dtmf(call_sid, digits)

    def dial(self, phone: Softphone, parameters: Mapping[str, str]) -> str:
        """The device calls out (`Device.connect`); returns the CallSid. The TwiML application says what happens."""
        if self.events is None:
            raise RuntimeError("No carrier listens to the softphones yet.")
        return self.events.dial(phone, parameters)


WORDS_A_SECOND: Final = 2.6
SAMPLES_A_SECOND: Final = 8000
UNKNOWN_FILE_S: Final = 3.0


def speaking_time(text: str) -> float:
    """How long these words take to say, about 155 a minute."""
    return round(max(0.4, len(text.split()) / WORDS_A_SECOND), 2)


def playing_time(url: str, content: bytes, loop: int) -> float:
    """How long a source lasts: from a WAV file's header, else a guess; ENDLESS for loop 0 and for music."""
    if loop == 0 or url in (MUSIC, RINGING, SILENCE):
        return ENDLESS
    if url.startswith(DIGITS):
        return 0.5 * len(url.removeprefix(DIGITS)) * loop
    try:
        with wave.open(BytesIO(content)) as file:
            return float(loop * file.getnframes() / file.getframerate())
    except (wave.Error, EOFError):
        return loop * UNKNOWN_FILE_S


@dataclass(slots=True)
class _Tape:
    path: Path
    began: float
    paused_at: float | None = None
    left_out: float = 0.0


class NoMedia:
    """Media without sound: durations come from the words, recordings are silent files of the right length."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._tapes: dict[str, _Tape] = {}
        self._count = 0

    async def attach(self, call_sid: str, party: str, *, voice: Callable[[bool], None]) -> None:
        return None

    async def negotiate(self, number: str, sdp: str) -> str:
        raise LookupError("This carrier runs without sound (SANDBOX_MEDIA=off).")

    async def say(self, call_sid: str, text: str, *, language: str, voice: str) -> float:
        return speaking_time(text)

    async def play(self, call_sid: str, url: str, *, loop: int = 1, content: bytes = b"") -> float:
        return playing_time(url, content, loop)

    async def stop(self, call_sid: str) -> None:
        return None

    async def beep(self, subject: str) -> None:
        return None

    async def join(self, room: str, call_sid: str, *, muted: bool = False, coach: str | None = None) -> None:
        return None

    async def leave(self, room: str, call_sid: str) -> None:
        return None

    async def hold(self, room: str, call_sid: str, source: str | None) -> None:
        return None

    async def record_start(self, subject: str, path: Path) -> str:
        self._count += 1
        handle = f"tape-{self._count}"
        self._tapes[handle] = _Tape(path, self._clock.seconds())
        return handle

    async def record_pause(self, handle: str, paused: bool) -> None:
        tape, now = self._tapes[handle], self._clock.seconds()
        if paused and tape.paused_at is None:
            tape.paused_at = now
        elif not paused and tape.paused_at is not None:
            tape.left_out += now - tape.paused_at
            tape.paused_at = None

    async def record_stop(self, handle: str) -> Recorded:
        await self.record_pause(handle, False)
        tape = self._tapes.pop(handle)
        seconds = max(0.0, self._clock.seconds() - tape.began - tape.left_out)
        write_silence(tape.path, seconds)
        return Recorded(path=tape.path, seconds=seconds)

    async def ended(self, call_sid: str) -> None:
        return None


def write_silence(path: Path, seconds: float) -> None:
    """A whole WAV file of nothing: 8 kHz, one channel, 8 bits (128 is silence there)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(SAMPLES_A_SECOND)
        file.writeframes(b"\x80" * int(seconds * SAMPLES_A_SECOND))
