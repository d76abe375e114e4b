"""Gather: keys or words from the caller.

1. The nested prompts play while we listen; files are fetched first.
2. The first key or word stops the prompt. The time-out counts from the prompt's end or from the last key.
3. Keys: `numDigits` submits at once, `finishOnKey` submits without itself, a time-out submits what there is.
   Nothing at all falls through to the next verb, unless `actionOnEmptyResult`.
4. Words: a silence of `speechTimeout` ends them. The first kind that comes decides; the other is then not heard.
"""

import asyncio
from dataclasses import dataclass, field
from typing import Final

from sandbox.carrier.callbacks import notify
from sandbox.carrier.deliver import Target
from sandbox.carrier.line import Ear, Heard, Line
from sandbox.carrier.media import DIGITS
from sandbox.carrier.pages import Page, Source
from sandbox.carrier.perform import Goto, Outcome
from sandbox.carrier.verbs.profanity import masked
from sandbox.carrier.verbs.sounds import fetched, lasting, pause, say
from sandbox.clock import within
from sandbox.twiml import Element

FIRST_PAUSE_S: Final = 1.0  # speechTimeout="auto": the first pause in speech ends it


@dataclass(slots=True)
class _Taking:
    """What has been taken so far, and the verb's wishes."""

    verb: Element
    page: Page
    digits: str = ""
    words: list[str] = field(default_factory=list)
    done: bool = False
    partials: int = 0

    @property
    def kinds(self) -> str:
        return self.verb.get("input", "dtmf")

    @property
    def patience(self) -> float:
        """Seconds of nothing that end it."""
        timeout = self.verb.number("timeout", 5)
        if not self.words:
            return timeout
        wish = self.verb.get("speechTimeout", str(timeout))
        return FIRST_PAUSE_S if wish == "auto" else float(wish)

    def key(self, digit: str) -> bool:
        """Whether this key counts as input."""
        if "dtmf" not in self.kinds or self.words:
            return False
        if digit == self.verb.get("finishOnKey", "#"):
            self.done = True
            return True
        self.digits += digit
        self.done = len(self.digits) == self.verb.number("numDigits", 0)
        return True

    def said(self, text: str) -> bool:
        if "speech" not in self.kinds or self.digits:
            return False
        self.words.append(text)
        return True

    @property
    def empty(self) -> bool:
        return not self.digits and not self.words


async def gather(line: Line, verb: Element, page: Page) -> Outcome:
    taking = _Taking(verb, page)
    files = {id(child): await fetched(line, child, page) for child in verb.children if _is_file(child)}
    line.doing("gather")
    with line.listening() as ear:
        prompt = asyncio.ensure_future(_prompt(line, verb, page, files))
        try:
            await _listen(line, taking, ear, prompt)
        finally:
            prompt.cancel()
    return _submit(line, taking)


def _is_file(child: Element) -> bool:
    return child.name == "Play" and not child.get("digits")


async def _prompt(line: Line, verb: Element, page: Page, files: dict[int, bytes]) -> None:
    for child in verb.children:
        if child.name == "Say":
            await say(line, child, page)
        elif child.name == "Pause":
            await pause(line, child, page)
        else:
            await _play(line, child, page, files.get(id(child), b""))
    line.doing("gather")


async def _play(line: Line, child: Element, page: Page, content: bytes) -> None:
    address = DIGITS + child.get("digits") if child.get("digits") else page.link(child.text)
    line.hear("play", address)
    seconds = await line.carrier.media.play(line.call.sid, address, loop=child.number("loop", 1), content=content)
    await lasting(line, seconds)


async def _listen(line: Line, taking: _Taking, ear: Ear, prompt: "asyncio.Future[None]") -> None:
    while not taking.done:
        if not prompt.done():
            heard = await _heard_during(ear, prompt)
            if heard is None:
                prompt.result()
                continue
        else:
            heard = await within(line.carrier.clock, taking.patience, ear.get())
            if heard is None:
                return
        if _take(line, taking, *heard) and taking.verb.flag("bargeIn", True):
            prompt.cancel()
            await asyncio.wait((prompt,))


async def _heard_during(ear: Ear, prompt: "asyncio.Future[None]") -> tuple[Heard, str] | None:
    """What came while the prompt played; None when it ended first."""
    hearing = asyncio.ensure_future(ear.get())
    try:
        await asyncio.wait((hearing, prompt), return_when=asyncio.FIRST_COMPLETED)
        return hearing.result() if hearing.done() else None
    finally:
        hearing.cancel()


def _take(line: Line, taking: _Taking, kind: Heard, text: str) -> bool:
    if kind is Heard.KEY:
        return taking.key(text)
    if kind is Heard.WORDS and taking.said(text):
        _tell_partial(line, taking, text)
        return True
    return False


def _tell_partial(line: Line, taking: _Taking, text: str) -> None:
    """What is understood so far, half the words and then all; its answer is ignored."""
    address = taking.verb.get("partialResultCallback")
    if not address:
        return
    words = text.split()
    before = " ".join(taking.words[:-1])
    for stable, unstable in (("", " ".join(words[: max(1, len(words) // 2)])), (before, text)):
        params = dict(line.call.params()) | {
            "SequenceNumber": str(taking.partials),
            "StableSpeechResult": stable,
            "UnstableSpeechResult": unstable,
            "Stability": "0.8",
        }
        taking.partials += 1
        target = Target(url=taking.page.link(address), method=taking.verb.get("partialResultCallbackMethod", "POST"))
        notify(line.carrier, target, params, sid=line.call.sid, jar=line.call.jar)


def _submit(line: Line, taking: _Taking) -> Outcome:
    verb = taking.verb
    if taking.empty and not verb.flag("actionOnEmptyResult", False):
        return None
    params: tuple[tuple[str, str], ...] = (("Digits", taking.digits),)
    if taking.words or (taking.empty and "dtmf" not in taking.kinds):
        said = " ".join(taking.words)
        said = masked(said) if verb.flag("profanityFilter", True) else said
        params = (("SpeechResult", said), ("Confidence", line.confidence if said else "0.0"))
    elif taking.done and not taking.empty and len(taking.digits) != verb.number("numDigits", 0):
        params = (*params, ("FinishedOnKey", verb.get("finishOnKey", "#")))
    return Goto(Source(url=taking.page.link(verb.get("action")), method=verb.get("method", "POST"), params=params))
