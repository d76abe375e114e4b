"""A call that lives: one task that runs one step at a time, and what may happen to it from outside.

The life of a line:
1. `live(step)` starts the task. A step is what the call is doing (ring, perform a document, stay in a bridge).
2. `divert(step)` ends the step from outside and begins another: a REST update.
3. `hang_up()` ends the step and the call. Verbs learn from `why` whether they were diverted or hung up.
4. After the last step the call is over: its end is told, its sound is let go.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from sandbox.carrier import callbacks
from sandbox.carrier.call import Call
from sandbox.carrier.states import Did, Illegal, Status, advance

if TYPE_CHECKING:
    from sandbox.carrier.carrier import Carrier

Step = Callable[[], Awaitable[None]]
INTERNAL: Final = 12400


class Why(StrEnum):
    """What ended a step before its time."""

    NOTHING = ""
    REDIRECTED = "redirected"
    HUNG_UP = "hangup"


class Heard(StrEnum):
    """What a listening verb may be given."""

    KEY = "key"
    WORDS = "words"
    VOICE = "voice"
    QUIET = "quiet"


Ear = asyncio.Queue[tuple[Heard, str]]


class Line:
    """The carrier's side of one call."""

    def __init__(self, carrier: "Carrier", call: Call) -> None:
        self.carrier = carrier
        self.call = call
        self.why = Why.NOTHING
        self.ended = asyncio.Event()
        self.confidence = ""
        self.pinned = ""  # what the call is shown to be doing whatever plays meanwhile, such as "hold"
        self.machine = False  # its party's voicemail answered, and not a person
        self._ears: list[Ear] = []
        self._task: asyncio.Task[None] | None = None
        self._step: asyncio.Future[None] | None = None
        self._next: Step | None = None

    # -- living

    def live(self, first: Step) -> None:
        self._task = asyncio.create_task(self._life(first), name=self.call.sid)

    async def _life(self, first: Step) -> None:
        step: Step | None = self._next or first
        try:
            while step is not None and not self.call.over:
                self.why, self._next = Why.NOTHING, None
                self._step = asyncio.ensure_future(step())
                await asyncio.wait((self._step,))
                if not self._step.cancelled() and (error := self._step.exception()):
                    self.problem(INTERNAL, f"The carrier itself failed: {error!r}.")
                step = self._next
        finally:
            self._break_off()
            await self._finish()

    async def _finish(self) -> None:
        if not self.call.over:
            self.move(Did.HANG_UP)
        self.call.doing = ""
        self.ended.set()
        await self.carrier.recordings.stop_all(call_sid=self.call.sid)
        await self.carrier.exchange.closed(self.call.sid)
        await self.carrier.media.ended(self.call.sid)

    def divert(self, step: Step, why: Why = Why.REDIRECTED) -> None:
        """The step is broken off and this one follows."""
        if self.why is Why.HUNG_UP:
            return
        self.why, self._next = why, step
        self._break_off()

    def hang_up(self, did: Did = Did.HANG_UP) -> None:
        """The call is over, whoever ended it. The state is right at once; its verbs clean up after."""
        if self.call.over:
            return
        self.why, self._next = Why.HUNG_UP, None
        self.move(did)
        self._break_off()

    def _break_off(self) -> None:
        if self._step is not None:
            self._step.cancel()

    async def over(self) -> None:
        """Returns when nothing of the call is left."""
        if self._task is not None:
            await asyncio.wait((self._task,))

    # -- states

    def move(self, did: Did) -> bool:
        """The call's next state, told to whoever asked; False when that cannot happen now."""
        before = self.call.status
        try:
            self.call.status = advance(before, did)
        except Illegal:
            return False
        now = self.carrier.clock.now()
        if self.call.status is Status.IN_PROGRESS:
            self.call.answered = now
        if self.call.over:
            self.call.ended = now
        if (before, did) != (Status.QUEUED, Did.CANCEL):  # of a call that never rang nothing is told
            callbacks.progress(self.carrier, self.call)
        self.changed()
        return True

    async def answer(self) -> None:
        """Picks up, if it is not up already."""
        if self.call.status is Status.QUEUED:
            self.move(Did.RING)
        if self.call.status is Status.RINGING:
            self.move(Did.ANSWER)
            if self.machine:
                return
            await self.carrier.media.attach(self.call.sid, self.call.party, voice=self.voice)

    # -- what the party does

    def press(self, digits: str) -> None:
        for digit in digits:
            self._give(Heard.KEY, digit)

    def say(self, text: str, confidence: str = "0.9") -> None:
        self.confidence = confidence
        self._give(Heard.WORDS, text)

    def voice(self, speaking: bool) -> None:
        self._give(Heard.VOICE if speaking else Heard.QUIET, "")
        self.carrier.rooms.spoke(self, speaking)

    def _give(self, kind: Heard, text: str) -> None:
        for ear in self._ears:
            ear.put_nowait((kind, text))

    @contextmanager
    def listening(self) -> Iterator[Ear]:
        """Keys and words from now on; what came before nobody listened to is gone, as on a real line."""
        ear: Ear = asyncio.Queue()
        self._ears.append(ear)
        try:
            yield ear
        finally:
            self._ears.remove(ear)

    # -- what the party hears and the page shows

    def hear(self, kind: str, text: str) -> None:
        heard = {"at": self.carrier.clock.now().isoformat(), "kind": kind, "text": text}
        self.call.heard.append(heard)
        self.carrier.phones.tell(self.call.party, {"type": "heard", "sid": self.call.sid, **heard})

    def doing(self, word: str) -> None:
        word = self.pinned or word
        if self.call.doing != word:
            self.call.doing = word
            self.changed()

    def changed(self) -> None:
        self.carrier.phones.tell(self.call.party, {"type": "call", "call": self.call.as_json()})

    def problem(self, code: int, text: str, url: str = "") -> None:
        kept = self.carrier.problems.add(code, text, url=url, sid=self.call.sid)
        entry: dict[str, Any] = {"at": kept.at, "code": code, "text": text, "url": url}
        self.call.problems.append(entry)
        self.hear("refused" if 12000 <= code < 15000 else "problem", f"{code}: {text}")
