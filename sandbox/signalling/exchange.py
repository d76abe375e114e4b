"""The exchange: which softphone holds which call, so that one whose connection blinked can take its call up again."""

import asyncio
import itertools
from collections.abc import Awaitable, Callable
from typing import Final

from sandbox.carrier.media import Ring, Softphones
from sandbox.mixer import Mixer
from sandbox.signalling.words import invitation, message

# How long a call waits for a device that vanished in the middle of it. Closing a tab is not that: it says so.
GRACE_S: Final = 8.0

Send = Callable[[str], Awaitable[None]]


class Device:
    """One registered Voice SDK device. Implements `sandbox.carrier.media.Softphone`."""

    def __init__(self, exchange: "Exchange", name: str, identity: str, send: Send) -> None:
        self.exchange = exchange
        self.name = name
        self.send = send
        self._identity = identity
        self.rung: set[str] = set()
        self.holds: set[str] = set()

    @property
    def identity(self) -> str:
        return self._identity

    async def ring(self, ring: Ring) -> None:
        self.rung.add(ring.call_sid)
        sdp = await self.exchange.mixer.call_device(ring.call_sid, self.name)
        await self.send(invitation(ring, sdp, self.name))

    async def cancel(self, call_sid: str) -> None:
        if call_sid in self.rung:
            self._let_go(call_sid)
            await self.send(message("cancel", callsid=call_sid))

    async def hang_up(self, call_sid: str, error: str | None = None) -> None:
        if call_sid in self.holds:
            self._let_go(call_sid)
            reason = {"error": {"code": int(error), "message": "The call ended."}} if error and error.isdigit() else {}
            await self.send(message("hangup", callsid=call_sid, **reason))
        else:
            await self.cancel(call_sid)

    async def answer(self, call_sid: str, sdp: str) -> None:
        """Its person took the call. If another device was faster, this one is told to stop ringing."""
        try:
            await self.exchange.mixer.device_answered(call_sid, self.name, sdp)
        except LookupError:
            await self.cancel(call_sid)
            return
        self.rung.discard(call_sid)
        self.holds.add(call_sid)
        self.exchange.softphones.accepted(call_sid, self)

    async def dial(self, sdp: str, parameters: dict[str, str]) -> None:
        """Its person calls out."""
        call_sid = self.exchange.softphones.dial(self, parameters)
        answer = await self.exchange.mixer.device_calls(call_sid, self.name, sdp)
        self.holds.add(call_sid)
        await self.send(message("ringing", callsid=call_sid))
        await self.send(message("answer", callsid=call_sid, sdp=answer, reconnect=self.name))

    def reject(self, call_sid: str) -> None:
        """Its person does not want the call."""
        if call_sid in self.rung:
            self._let_go(call_sid)
            self.exchange.softphones.rejected(call_sid, self)

    def drop(self, call_sid: str) -> None:
        """Its person hung up (or never took the call and it is over)."""
        if call_sid in self.holds:
            self._let_go(call_sid)
            self.exchange.softphones.hung_up(call_sid)
        else:
            self.reject(call_sid)

    def drop_all(self) -> None:
        """It is gone for good."""
        for call_sid in [*self.rung, *self.holds]:
            self.drop(call_sid)

    def _let_go(self, call_sid: str) -> None:
        self.rung.discard(call_sid)
        self.holds.discard(call_sid)
        self.exchange.mixer.device_gone(call_sid, self.name)


class Exchange:
    """Every device of this carrier, registered, or lost in the middle of a call."""

    def __init__(self, softphones: Softphones, mixer: Mixer) -> None:
        self.softphones = softphones
        self.mixer = mixer
        self._names = itertools.count(1)
        self._devices: dict[str, Device] = {}
        self._graces: dict[str, asyncio.TimerHandle] = {}

    def new(self, identity: str, send: Send) -> Device:
        """A device that has shown a good token."""
        name = f"device-{next(self._names)}"
        device = self._devices[name] = Device(self, name, identity, send)
        return device

    def lost(self, device: Device) -> None:
        """Its connection broke: what rings stops at once, what it holds waits a little for its return."""
        self.softphones.unregister(device)
        for call_sid in list(device.rung):
            device.reject(call_sid)
        if device.holds:
            loop = asyncio.get_running_loop()
            self._graces[device.name] = loop.call_later(GRACE_S, self.forget, device)
        else:
            self.forget(device)

    def forget(self, device: Device) -> None:
        """It is gone for good: its calls end."""
        self._devices.pop(device.name, None)
        if grace := self._graces.pop(device.name, None):
            grace.cancel()
        device.drop_all()

    def resume(self, name: str, call_sid: str, by: Device) -> Device | None:
        """A device came back on another connection: from now on the one that holds its call speaks through that."""
        before = self._devices.get(name)
        if before is None or before.identity != by.identity or call_sid not in before.holds:
            return None
        if grace := self._graces.pop(name, None):
            grace.cancel()
        before.send = by.send
        return before

    async def close(self) -> None:
        """Lets every device and every line go."""
        for device in list(self._devices.values()):
            self.forget(device)
        await self.mixer.close()
