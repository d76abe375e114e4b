"""The carrier put together: its calls, queues, conferences, recordings and texts, and the ways a call begins."""

import asyncio
from collections.abc import Coroutine, Mapping
from typing import Any, Final

from sandbox.carrier import voicemail
from sandbox.carrier.account import Account
from sandbox.carrier.call import Call, Callback, Direction
from sandbox.carrier.deliver import Webhooks
from sandbox.carrier.exchange import Exchange, party
from sandbox.carrier.line import Line
from sandbox.carrier.media import Media, Softphones
from sandbox.carrier.pages import Source, Unusable
from sandbox.carrier.perform import script
from sandbox.carrier.phones import Phones
from sandbox.carrier.problems import Problems
from sandbox.carrier.queues import Queues
from sandbox.carrier.recordings import Recordings
from sandbox.carrier.robots import Robots
from sandbox.carrier.rooms import Rooms, Wishes
from sandbox.carrier.states import Did, Status
from sandbox.carrier.store import Store
from sandbox.carrier.texts import Texts
from sandbox.carrier.verbs.dial_conference import Waiting, stay
from sandbox.clock import Clock
from sandbox.settings import Settings

CALLS_KEPT: Final = 2000
TOGETHER_S: Final = 14400.0


class NotOurs(ValueError):
    """The number called or texted is not one of the account's."""


class Carrier:
    """One account's stand-in. Everything it keeps besides `store` is in memory."""

    def __init__(self, settings: Settings, clock: Clock, media: Media) -> None:
        self.settings = settings
        self.clock = clock
        self.media = media
        self.account = Account(settings)
        self.store = Store(settings.home)
        self.problems = Problems(clock)
        self.webhooks = Webhooks(clock, settings.auth_token)
        self.phones = Phones()
        self.softphones = Softphones()
        self.exchange = Exchange(self)
        self.robots = Robots(self)
        self.queues = Queues(clock)
        self.rooms = Rooms(self)
        self.recordings = Recordings(self)
        self.texts = Texts(self)
        self.lines: dict[str, Line] = {}
        self._background: set[asyncio.Task[None]] = set()

    def background(self, work: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
        """Something that goes on by itself; it is ended when the carrier closes."""
        task = asyncio.create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)
        return task

    async def close(self) -> None:
        """Ends every call and everything in the background."""
        for line in list(self.lines.values()):
            line.hang_up()
        living = [line.over() for line in self.lines.values() if not line.ended.is_set()]
        await asyncio.gather(*living)
        for task in list(self._background):
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)
        await self.webhooks.close()
        self.store.close()

    # -- calls

    def new_line(
        self,
        *,
        caller: str,
        called: str,
        direction: Direction,
        parent_sid: str = "",
        callback: Callback | None = None,
        extra: Mapping[str, str] | None = None,
    ) -> Line:
        """A call leg that is known but not yet alive."""
        call = Call(
            account_sid=self.account.sid,
            caller=caller,
            called=called,
            direction=direction,
            created=self.clock.now(),
            parent_sid=parent_sid,
            callback=callback,
            extra=extra or {},
        )
        line = Line(self, call)
        self.lines[call.sid] = line
        self._forget_old()
        return line

    def _forget_old(self) -> None:
        if len(self.lines) <= CALLS_KEPT:
            return
        over = [sid for sid, line in self.lines.items() if line.ended.is_set()]
        for sid in over[: len(self.lines) - CALLS_KEPT]:
            del self.lines[sid]

    def dial_in(self, caller: str, called: str, *, extra: Mapping[str, str] | None = None) -> Line:
        """Somebody calls the account's number, or a softphone calls out. Raises NotOurs."""
        if not caller.startswith("client:") and not self.account.owns(called):
            raise NotOurs(f"Nobody here has the number {called}.")
        where = self.account.addresses
        callback = None
        if where.status_callback:
            callback = Callback(url=where.status_callback, method=where.status_callback_method)
        line = self.new_line(caller=caller, called=called, direction=Direction.INBOUND, callback=callback, extra=extra)

        async def step() -> None:
            line.move(Did.RING)
            source = Source(url=where.voice_url, method=where.voice_method)
            fallback = Source(url=where.voice_fallback_url, method=where.voice_fallback_method)
            await script(line, source, fallback)

        line.live(step)
        return line

    def dial_out(
        self,
        *,
        caller: str,
        called: str,
        source: Source,
        fallback: Source | None = None,
        callback: Callback | None = None,
        timeout_s: float = 60.0,
    ) -> Line:
        """The REST API calls somebody; once answered the document is performed."""
        name, parameters = party(called)
        line = self.new_line(caller=caller, called=name, direction=Direction.API, callback=callback)

        async def step() -> None:
            did = await self.exchange.ring(line, timeout_s=timeout_s, parameters=parameters)
            if did is Did.ANSWER:
                await line.answer()
                await script(line, source, fallback)
            else:
                line.move(did)

        line.live(step)
        return line

    def call_into_room(
        self,
        name: str,
        *,
        caller: str,
        called: str,
        wishes: Wishes,
        waiting: Waiting,
        callback: Callback | None = None,
        timeout_s: float = 60.0,
        limit_s: float = TOGETHER_S,
    ) -> Line:
        """The REST API calls somebody into a conference. Raises Unusable for a label that is taken."""
        address, parameters = party(called)
        line = self.new_line(caller=caller, called=address, direction=Direction.API, callback=callback)
        room = self.rooms.named(name)
        try:
            room.expect(line, wishes)
        except Unusable:
            del self.lines[line.call.sid]
            raise

        async def step() -> None:
            try:
                did = await self.exchange.ring(line, timeout_s=timeout_s, parameters=parameters)
            finally:
                if line.call.over or line.call.status is Status.QUEUED:
                    room.not_coming(line)
            if did is not Did.ANSWER:
                room.not_coming(line)
                line.move(did)
                return
            await line.answer()
            message = voicemail.begin(line, room.name)
            try:
                await stay(line, room.name, wishes, waiting, limit_s=limit_s)
            except Unusable as unusable:
                room.not_coming(line)
                line.problem(unusable.code, str(unusable))
            finally:
                if message is not None:
                    message.cancel()

        line.live(step)
        return line

    def redirect(self, line: Line, source: Source, fallback: Source | None = None) -> None:
        """The REST API sends a call elsewhere, whatever it is doing."""
        line.divert(lambda: script(line, source, fallback))
