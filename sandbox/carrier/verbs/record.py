"""Record: the caller's message.

1. After a beep the tape runs until a key of `finishOnKey`, a silence of `timeout` seconds, `maxLength`, or a hang-up.
2. Where nothing was said before the silence, the recording is empty: absent, and the next verb follows.
3. Else the action is asked, with Digits=hangup when the caller hung up; its answer is then not performed.
"""

import asyncio
from typing import Final

from sandbox.carrier.callbacks import notify
from sandbox.carrier.deliver import Target
from sandbox.carrier.line import Ear, Heard, Line, Why
from sandbox.carrier.pages import Page, Source
from sandbox.carrier.perform import Goto, Outcome
from sandbox.carrier.recordings import By, Recording, told_of
from sandbox.clock import within
from sandbox.twiml import Element

SILENCE: Final = "silence"
FULL: Final = "full"
BEEP_S: Final = 0.4
ALL_KEYS: Final = "1234567890*#"


async def record(line: Line, verb: Element, page: Page) -> Outcome:
    """Takes the message and asks the action what next."""
    line.doing("record")
    told = told_of(verb.attributes, page.link(verb.get("recordingStatusCallback")))
    with line.listening() as ear:
        if verb.flag("playBeep", True):
            line.hear("beep", "")
            await line.carrier.media.beep(line.call.sid)
            await line.carrier.clock.sleep(BEEP_S)
        recording = await line.carrier.recordings.start(line.call.sid, By.RECORD, call_sid=line.call.sid, told=told)
        taking = _Taking(line, verb, ear)
        try:
            ended_by = await taking.take()
        except asyncio.CancelledError:
            await _broken_off(line, verb, page, recording)
            raise
    return await _finished(line, verb, page, recording, ended_by, taking.spoken)


async def _finished(
    line: Line, verb: Element, page: Page, recording: Recording, ended_by: str, spoken: bool
) -> Outcome:
    empty = ended_by == SILENCE and not spoken
    await line.carrier.recordings.stop(recording.sid, absent=empty)
    if empty:
        return None
    digits = "" if ended_by in (SILENCE, FULL) else ended_by
    params = tuple((line.carrier.recordings.result(recording) | {"Digits": digits}).items())
    return Goto(Source(url=page.link(verb.get("action")), method=verb.get("method", "POST"), params=params))


async def _broken_off(line: Line, verb: Element, page: Page, recording: Recording) -> None:
    """The call ended, or was sent elsewhere, in the middle of the message."""
    await line.carrier.recordings.stop(recording.sid)
    if line.why is Why.HUNG_UP:
        params = dict(line.call.params()) | line.carrier.recordings.result(recording) | {"Digits": "hangup"}
        target = Target(url=page.link(verb.get("action")), method=verb.get("method", "POST"))
        notify(line.carrier, target, params, sid=line.call.sid, jar=line.call.jar)


class _Taking:
    """Listens for the end of a message."""

    def __init__(self, line: Line, verb: Element, ear: Ear) -> None:
        self._clock = line.carrier.clock
        self._ear = ear
        self._keys = verb.get("finishOnKey", ALL_KEYS)
        self._patience = float(verb.number("timeout", 5)) or float("inf")
        self._longest = verb.number("maxLength", 120 if verb.flag("transcribe", False) else 3600)
        self._speaking = False
        self.spoken = False

    async def take(self) -> str:
        """The key that ended it, SILENCE or FULL."""
        full_at = self._clock.seconds() + self._longest
        while True:
            left = full_at - self._clock.seconds()
            patience = float("inf") if self._speaking else self._patience
            heard = await within(self._clock, min(left, patience), self._ear.get())
            if heard is None:
                return FULL if left <= patience else SILENCE
            kind, text = heard
            if kind is Heard.KEY and text in self._keys:
                return text
            self._hear(kind)

    def _hear(self, kind: Heard) -> None:
        if kind in (Heard.VOICE, Heard.WORDS):
            self.spoken = True
            self._speaking = kind is Heard.VOICE
        elif kind is Heard.QUIET:
            self._speaking = False
