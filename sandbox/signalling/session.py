"""A session: one websocket's conversation with one device, message by message.

1. `listen` shows a token; a good one is answered by `connected`, a bad one by an error (31204; 31205 once expired).
2. `register` makes the device ring for its identity; it is answered by `ready`. Asking again is harmless.
3. Calls come and go. When the socket closes, the device is lost; a new session may take its call up again
   (`invite` with `reconnect`).
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

from sandbox.clock import Clock
from sandbox.settings import Settings
from sandbox.signalling import tokens
from sandbox.signalling.exchange import Device, Exchange, Send
from sandbox.signalling.words import Message, message, parse, problem

REGION: Final = {"region": "ie1", "edge": "dublin", "home": "ie1"}
CANNOT_TALK: Final = 31005

Step = Callable[["Session", Message], Awaitable[None]]


class Session:
    """One connected browser tab."""

    def __init__(self, exchange: Exchange, settings: Settings, clock: Clock, send: Send) -> None:
        self._exchange = exchange
        self._settings = settings
        self._clock = clock
        self._send = send
        self._pass: tokens.Pass | None = None
        self._device: Device | None = None
        self._adopted: list[Device] = []
        self._expiry: asyncio.TimerHandle | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def hear(self, text: str) -> None:
        """One frame from the device."""
        heard = parse(text)
        if heard is None:
            return
        if heard.type != "listen" and self._pass is None:
            await self._send(problem(tokens.INVALID, "JWT is invalid: no token was shown"))
        elif step := STEPS.get(heard.type):
            await step(self, heard)

    def lost(self) -> None:
        """The socket is closed."""
        if self._expiry:
            self._expiry.cancel()
        for device in self._own():
            self._exchange.lost(device)

    async def listen(self, heard: Message) -> None:
        try:
            shown = tokens.read(heard.text("token"), self._settings, self._clock.now())
        except tokens.Refused as refused:
            await self._refuse(refused.code, str(refused))
            return
        if self._device is None or self._device.identity != shown.identity:
            if self._device:
                self._exchange.lost(self._device)
            self._device = self._exchange.new(shown.identity, self._send)
        self._pass = shown
        self._expire_in(shown.ttl_s)
        token = {"identity": shown.identity, "ttl": shown.ttl_s}
        await self._send(message("connected", token=token, **REGION))

    async def register(self, heard: Message) -> None:
        if self._pass is None or self._device is None:
            return
        if not heard.wants_calls:
            self._exchange.softphones.unregister(self._device)
            await self._send(message("offline"))
        elif not self._pass.incoming:
            await self._send(problem(tokens.INVALID, "JWT is invalid: it does not allow incoming calls"))
        else:
            self._exchange.softphones.register(self._device)
            await self._send(message("ready"))

    async def invite(self, heard: Message) -> None:
        if self._device is None:
            return
        if reconnect := heard.text("reconnect"):
            await self._resume(reconnect, heard.call_sid)
            return
        if self._pass is None or not self._pass.outgoing:
            await self._send(problem(tokens.INVALID, "JWT is invalid: it does not allow outgoing calls"))
            return
        try:
            await self._device.dial(heard.text("sdp"), heard.parameters)
        except (LookupError, ValueError) as wrong:
            await self._send(
                message("hangup", callsid=heard.call_sid, error={"code": CANNOT_TALK, "message": str(wrong)})
            )

    async def answer(self, heard: Message) -> None:
        await self._of(heard).answer(heard.call_sid, heard.text("sdp"))

    async def dtmf(self, heard: Message) -> None:
        if heard.call_sid in self._of(heard).holds:
            self._exchange.softphones.dtmf(heard.call_sid, heard.text("dtmf"))

    async def reject(self, heard: Message) -> None:
        self._of(heard).reject(heard.call_sid)

    async def hangup(self, heard: Message) -> None:
        self._of(heard).drop(heard.call_sid)

    async def note(self, heard: Message) -> None:
        event = heard.text("voiceeventsid")
        await self._send(message("ack", acktype="message", callsid=heard.call_sid, voiceeventsid=event))

    async def _resume(self, reconnect: str, call_sid: str) -> None:
        assert self._device is not None
        before = self._exchange.resume(reconnect, call_sid, self._device)
        if before is None:
            await self._send(message("hangup", callsid=call_sid))
            return
        if before is not self._device and before not in self._adopted:
            self._adopted.append(before)
        await self._send(message("answer", callsid=call_sid, reconnect=reconnect))

    async def _refuse(self, code: int, sentence: str) -> None:
        self._pass = None
        if self._device:
            self._exchange.softphones.unregister(self._device)
        await self._send(problem(code, sentence))

    def _expire_in(self, seconds: int) -> None:
        if self._expiry:
            self._expiry.cancel()
        self._expiry = asyncio.get_running_loop().call_later(seconds, self._expired)

    def _expired(self) -> None:
        task = asyncio.get_running_loop().create_task(self._refuse(tokens.EXPIRED, "JWT has expired"))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _own(self) -> list[Device]:
        return [*([self._device] if self._device else []), *self._adopted]

    def _of(self, heard: Message) -> Device:
        own = self._own()
        return next((device for device in own if heard.call_sid in device.holds | device.rung), own[0])


STEPS: Final[dict[str, Step]] = {
    "listen": Session.listen,
    "register": Session.register,
    "invite": Session.invite,
    "answer": Session.answer,
    "dtmf": Session.dtmf,
    "reject": Session.reject,
    "hangup": Session.hangup,
    "message": Session.note,
}
