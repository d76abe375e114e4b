"""A person on a line without a browser: a real WebRTC peer that sends a tone and keeps what it hears."""

import asyncio
from fractions import Fraction

import numpy as np
from aiortc import MediaStreamTrack, RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError
from av import AudioFrame

from sandbox.mixer.frames import FULL_SCALE, RATE, SAMPLES, Samples


class Tone(MediaStreamTrack):
    """A steady sine, in real time."""

    kind = "audio"

    def __init__(self, hertz: float, loudness: float = 0.3) -> None:
        super().__init__()
        self._hertz = hertz
        self.loudness = loudness
        self._sent = 0
        self._began = asyncio.get_running_loop().time()

    async def recv(self) -> AudioFrame:
        due = self._began + self._sent / RATE
        await asyncio.sleep(max(0.0, due - asyncio.get_running_loop().time()))
        at = (np.arange(SAMPLES) + self._sent) / RATE
        wave = (self.loudness * FULL_SCALE * np.sin(2 * np.pi * self._hertz * at)).astype(np.int16)
        frame = AudioFrame.from_ndarray(wave.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = RATE, self._sent, Fraction(1, RATE)
        self._sent += SAMPLES
        return frame


class Person:
    """Somebody with a telephone."""

    def __init__(self, hertz: float) -> None:
        self.tone = Tone(hertz)
        self.connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.connection.addTrack(self.tone)
        self.connection.on("track", self._listen_to)
        self._heard: list[Samples] = []
        self._more = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def offers(self) -> str:
        await self.connection.setLocalDescription(await self.connection.createOffer())
        return str(self.connection.localDescription.sdp)

    async def takes(self, answer: str) -> None:
        await self.connection.setRemoteDescription(RTCSessionDescription(sdp=answer, type="answer"))

    async def answers(self, offer: str) -> str:
        await self.connection.setRemoteDescription(RTCSessionDescription(sdp=offer, type="offer"))
        await self.connection.setLocalDescription(await self.connection.createAnswer())
        return str(self.connection.localDescription.sdp)

    async def hears(self, seconds: float = 0.6) -> "Hearing":
        """What comes in from now on, for so long, measured."""
        self._heard.clear()
        frames = round(seconds * RATE / SAMPLES)
        async with asyncio.timeout(15):
            while len(self._heard) < frames:
                self._more.clear()
                await self._more.wait()
        return Hearing(np.concatenate(self._heard[-frames:]))

    async def hears_at(self, hertz: float, least: float = 0.1) -> float:
        """Waits until this tone is heard as loud as that; how loud it was."""
        async with asyncio.timeout(15):
            while (loud := (await self.hears(0.2)).at(hertz)) < least:
                pass
        return loud

    async def leaves(self) -> None:
        await self.connection.close()
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def _listen_to(self, track: MediaStreamTrack) -> None:
        self._task = asyncio.get_running_loop().create_task(self._listen(track))

    async def _listen(self, track: MediaStreamTrack) -> None:
        while True:
            try:
                frame = await track.recv()
            except MediaStreamError:
                return
            assert isinstance(frame, AudioFrame)
            self._more.set()
            self._heard.append(np.asarray(frame.to_ndarray(), dtype=np.int16).reshape(-1))


class Hearing:
    """Some sound, measured."""

    def __init__(self, samples: Samples) -> None:
        self._wave = samples.astype(np.float64) / FULL_SCALE
        self._spectrum = np.abs(np.fft.rfft(self._wave * np.hanning(self._wave.size))) * 4 / self._wave.size

    @property
    def loudness(self) -> float:
        """Root mean square, 0 to 1."""
        return float(np.sqrt(np.mean(self._wave**2)))

    def at(self, hertz: float) -> float:
        """The amplitude of the tone at a pitch, 0 to 1."""
        middle = round(hertz * self._wave.size / RATE)
        return float(self._spectrum[max(0, middle - 3) : middle + 4].max())
