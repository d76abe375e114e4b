"""A line: the one WebRTC peer connection between the mixer and a browser, G.711 µ-law both ways.

Every browser speaks µ-law (RFC 7874 obliges it), it is how a telephone sounds, and it costs one table look-up a frame.
Nothing here knows calls or rooms.
"""

import asyncio
from collections.abc import Callable
from fractions import Fraction
from typing import Any, Final

import numpy as np
from aiortc import (
    MediaStreamTrack,
    RTCConfiguration,
    RTCPeerConnection,
    RTCRtpSender,
    RTCSessionDescription,
)
from aiortc.exceptions import OperationError
from aiortc.mediastreams import MediaStreamError
from av import AudioFrame, Packet

from sandbox.mixer.ears import Ear
from sandbox.mixer.frames import RATE, SAMPLES, Samples, mulaw

_TIME_BASE: Final = Fraction(1, RATE)
_BACKLOG: Final = 5


class CannotTalk(LookupError):
    """The browser's offer or answer has nothing that we can use; the carrier shows its sentence on the page."""


class _Outgoing(MediaStreamTrack):
    """What the browser is sent: packets already encoded, one a tick, so that aiortc runs no encoder."""

    kind = "audio"

    def __init__(self) -> None:
        super().__init__()
        self._packets: asyncio.Queue[Packet[Any]] = asyncio.Queue()
        self._pts = 0

    def put(self, frame: Samples) -> None:
        packet: Packet[Any] = Packet(mulaw(frame))
        packet.pts = self._pts
        packet.time_base = _TIME_BASE
        self._pts += SAMPLES
        if self._packets.qsize() >= _BACKLOG:
            self._packets.get_nowait()
        self._packets.put_nowait(packet)

    async def recv(self) -> "Packet[Any]":
        return await self._packets.get()


class Line:
    """One browser. `changed` is called when it comes up and when it is lost or closed."""

    def __init__(self, changed: Callable[["Line"], None]) -> None:
        self._changed = changed
        self._pc = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self._out = _Outgoing()
        self._ear = Ear()
        self._listening: asyncio.Task[None] | None = None
        self._pc.addTrack(self._out)
        codecs = RTCRtpSender.getCapabilities("audio").codecs
        self._pc.getTransceivers()[0].setCodecPreferences([codec for codec in codecs if codec.mimeType == "audio/PCMU"])
        self._pc.on("track", self._on_track)
        self._pc.on("connectionstatechange", self._on_change)

    @property
    def up(self) -> bool:
        """Whether sound flows."""
        return self._pc.connectionState == "connected"

    @property
    def over(self) -> bool:
        """Whether it can never flow again."""
        return self._pc.connectionState in ("failed", "closed")

    async def answer(self, sdp: str) -> str:
        """The browser offers: the SDP to send back. Raises CannotTalk."""
        await self._remote(sdp, "offer")
        await self._pc.setLocalDescription(await self._pc.createAnswer())
        return str(self._pc.localDescription.sdp)

    async def offer(self) -> str:
        """The SDP with which we call a browser."""
        await self._pc.setLocalDescription(await self._pc.createOffer())
        return str(self._pc.localDescription.sdp)

    async def accept(self, sdp: str) -> None:
        """The browser's answer to our offer. Raises CannotTalk."""
        await self._remote(sdp, "answer")

    def hear(self) -> Samples:
        """The next 20 ms from the browser; silence if there is nothing."""
        return self._ear.take()

    def send(self, frame: Samples) -> None:
        """The next 20 ms to the browser."""
        if self.up:
            self._out.put(frame)

    async def close(self) -> None:
        """Hangs the connection up; the browser notices at once."""
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.gather(self._listening, return_exceptions=True)
        await self._pc.close()

    async def _remote(self, sdp: str, kind: str) -> None:
        """Names that only multicast DNS knows are left out: looking them up is slow, and the browser finds us."""
        sdp = "".join(line for line in sdp.splitlines(keepends=True) if ".local " not in line)
        try:
            await self._pc.setRemoteDescription(RTCSessionDescription(sdp=sdp, type=kind))
        except (OperationError, ValueError, KeyError, IndexError) as wrong:
            raise CannotTalk(f"this {kind} cannot be used: {wrong or 'no audio that we know'}") from wrong

    def _on_track(self, track: MediaStreamTrack) -> None:
        if track.kind == "audio":
            self._listening = asyncio.get_running_loop().create_task(self._listen(track), name="mixer-line")

    async def _listen(self, track: MediaStreamTrack) -> None:
        while True:
            try:
                frame = await track.recv()
            except MediaStreamError:
                return
            if isinstance(frame, AudioFrame):
                self._ear.put(np.asarray(frame.to_ndarray(), dtype=np.int16).reshape(-1))

    async def _on_change(self) -> None:
        self._changed(self)
