"""The mixer itself: the carrier's `Media`, made of lines, legs, rooms and one ticker.

1. A leg is attached when its call is answered; its line is found by its party (a phone page) or CallSid (a softphone).
2. Every tick each leg with a line is heard, each room is mixed, each leg is sent what it should hear.
3. When no line is up, or no leg exists, the ticker stops; the next line or leg wakes it.

Calls without a browser (a busy day's, a test's) are legs without a line: nothing is computed for them.
"""

import asyncio
import itertools
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Final

from sandbox.carrier.media import ENDLESS, Recorded, playing_time, speaking_time
from sandbox.clock import Clock
from sandbox.mixer import rooms, tones
from sandbox.mixer.frames import SILENCE, Samples
from sandbox.mixer.legs import Leg, new_leg
from sandbox.mixer.line import CannotTalk, Line
from sandbox.mixer.recordings import Recording
from sandbox.mixer.rooms import Place
from sandbox.mixer.sources import Clip, clip_of
from sandbox.mixer.ticker import Ticker

LONGEST_GOODBYE_S: Final = 3.0


class Mixer:
    """Sound for the whole carrier. Implements `sandbox.carrier.media.Media`."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._legs: dict[str, Leg] = {}
        self._rooms: dict[str, dict[str, Place]] = {}
        self._pages: dict[str, Line] = {}
        self._softphones: dict[str, dict[str, Line]] = {}
        self._recordings: dict[str, Recording] = {}
        self._handles = itertools.count(1)
        self._closing: set[asyncio.Task[None]] = set()
        self.ticker = Ticker(self._beat)

    # Lines: phone pages, known by their number

    async def negotiate(self, number: str, sdp: str) -> str:
        """A phone page offers; its earlier connection, if any, is let go. Raises CannotTalk."""
        line = Line(self._line_changed)
        try:
            answer = await line.answer(sdp)
        except CannotTalk:
            await line.close()
            raise
        self._let_go(self._pages.pop(number, None))
        self._pages[number] = line
        for leg in self._legs.values():
            if leg.party == number:
                leg.line = line
        return answer

    # Lines: softphones, known by the call they are rung for and by the device

    async def call_device(self, call_sid: str, device: str) -> str:
        """The SDP with which one device is rung."""
        line = self._softphones.setdefault(call_sid, {})[device] = Line(self._line_changed)
        return await line.offer()

    async def device_answered(self, call_sid: str, device: str, sdp: str) -> None:
        """This device took the call; the other devices' lines are let go. Raises CannotTalk, KeyError."""
        lines = self._softphones[call_sid]
        line = lines[device]
        await line.accept(sdp)
        for other in [name for name in lines if name != device]:
            self._let_go(lines.pop(other))
        if leg := self._legs.get(call_sid):
            leg.line = line

    async def device_calls(self, call_sid: str, device: str, sdp: str) -> str:
        """A device rings us: the answer's SDP. Raises CannotTalk."""
        line = self._softphones.setdefault(call_sid, {})[device] = Line(self._line_changed)
        answer = await line.answer(sdp)
        if leg := self._legs.get(call_sid):
            leg.line = line
        return answer

    def device_gone(self, call_sid: str, device: str) -> None:
        """This device is not rung any more, or has hung up; unknown is no error."""
        self._let_go(self._softphones.get(call_sid, {}).pop(device, None))

    # Media: legs

    async def attach(self, call_sid: str, party: str, *, voice: Callable[[bool], None]) -> None:
        leg = self._legs[call_sid] = new_leg(call_sid, party, voice)
        devices = self._softphones.get(call_sid, {})
        leg.line = next(iter(devices.values()), None) if devices else self._pages.get(party)
        self._wake()

    async def say(self, call_sid: str, text: str, *, language: str, voice: str) -> float:
        return speaking_time(text)

    async def play(self, call_sid: str, url: str, *, loop: int = 1, content: bytes = b"") -> float:
        try:
            clip = await asyncio.to_thread(clip_of, url, content, loop)
        except ValueError:
            return playing_time(url, content, loop)
        if leg := self._legs.get(call_sid):
            leg.playing = clip
        return ENDLESS if loop == 0 else clip.seconds

    async def stop(self, call_sid: str) -> None:
        if leg := self._legs.get(call_sid):
            leg.playing = None

    async def beep(self, subject: str) -> None:
        for call_sid in self._rooms.get(subject, {subject: Place()}):
            if leg := self._legs.get(call_sid):
                leg.beeps.append(Clip(tones.beep()))

    async def ended(self, call_sid: str) -> None:
        leg = self._legs.pop(call_sid, None)
        for room in list(self._rooms):
            await self.leave(room, call_sid)
        for line in self._softphones.pop(call_sid, {}).values():
            self._let_go(line)
        if leg and leg.party in self._pages and not any(other.party == leg.party for other in self._legs.values()):
            self._let_go(self._pages.pop(leg.party))

    # Media: rooms

    async def join(self, room: str, call_sid: str, *, muted: bool = False, coach: str | None = None) -> None:
        for other in [name for name in self._rooms if name != room]:
            await self.leave(other, call_sid)
        place = self._rooms.setdefault(room, {}).setdefault(call_sid, Place())
        place.muted, place.coach = muted, coach

    async def leave(self, room: str, call_sid: str) -> None:
        places = self._rooms.get(room, {})
        if places.pop(call_sid, None) and (leg := self._legs.get(call_sid)):
            leg.holding = None
        if not places:
            self._rooms.pop(room, None)

    async def hold(self, room: str, call_sid: str, source: str | None) -> None:
        if place := self._rooms.get(room, {}).get(call_sid):
            place.held = source is not None
            if leg := self._legs.get(call_sid):
                leg.holding = await asyncio.to_thread(clip_of, source, b"", 0) if source else None

    # Media: recordings

    async def record_start(self, subject: str, path: Path) -> str:
        handle = f"recording-{next(self._handles)}"
        self._recordings[handle] = Recording(subject=subject, path=path, seconds=self._clock.seconds)
        return handle

    async def record_pause(self, handle: str, paused: bool) -> None:
        self._recordings[handle].pause(paused)

    async def record_stop(self, handle: str) -> Recorded:
        recording = self._recordings.pop(handle)
        seconds = await asyncio.to_thread(recording.write)
        return Recorded(path=recording.path, seconds=seconds)

    async def close(self) -> None:
        """Lets every line go and waits for it: the process may end after this."""
        await self.ticker.close()
        for line in [*self._pages.values(), *(line for of in self._softphones.values() for line in of.values())]:
            self._let_go(line)
        self._pages.clear()
        self._softphones.clear()
        self._legs.clear()
        if self._closing:
            await asyncio.wait(self._closing, timeout=LONGEST_GOODBYE_S)

    # One tick

    def _beat(self) -> bool:
        live = [leg for leg in self._legs.values() if leg.line is not None]
        voices = {leg.call_sid: said for leg in live if (said := leg.listen()) is not SILENCE}
        mixes: dict[str, Samples] = {}
        for places in self._rooms.values():
            if voices.keys() & places.keys():
                mixes.update(rooms.mix(places, voices))
        for leg in live:
            leg.speak(mixes.get(leg.call_sid, SILENCE))
        self._record(voices)
        return self._needed()

    def _record(self, voices: dict[str, Samples]) -> None:
        for recording in self._recordings.values():
            if recording.subject in self._rooms:
                recording.take(rooms.everyone(self._rooms[recording.subject], voices))
            else:
                recording.take(voices.get(recording.subject, SILENCE))

    def _needed(self) -> bool:
        return any(leg.line is not None and leg.line.up for leg in self._legs.values())

    def _wake(self) -> None:
        if self._needed():
            self.ticker.wake()

    def _line_changed(self, line: Line) -> None:
        if line.over:
            self._forget(line)
        self._wake()

    def _forget(self, line: Line) -> None:
        for leg in self._legs.values():
            if leg.line is line:
                leg.line = None
        for number in [number for number, page in self._pages.items() if page is line]:
            del self._pages[number]
        for devices in self._softphones.values():
            for device in [name for name, other in devices.items() if other is line]:
                del devices[device]
        self._let_go(line)

    def _let_go(self, line: Line | None) -> None:
        if line is not None:
            self._in_background(line.close())

    def _in_background(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work, name="mixer-hang-up")
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)
