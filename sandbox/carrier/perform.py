"""Performs documents on a line: reads them, goes through their verbs, follows where they lead."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sandbox.carrier.deliver import WebhookFailed
from sandbox.carrier.line import Line
from sandbox.carrier.pages import Page, Source, Unusable, page_of_answer, page_of_words
from sandbox.carrier.states import Status
from sandbox.twiml import Element, Place, Refused

APPLICATION_ERROR: Final = "We are sorry, an application error has occurred. Goodbye."
WITHOUT_ANSWERING: Final = frozenset({"Reject", "Pause"})


class Over(StrEnum):
    """How a document ended."""

    RAN_OUT = "ran out"
    HANG_UP = "hang up"
    LEFT = "left the queue"


@dataclass(frozen=True, slots=True)
class Goto:
    """The next document; what follows in this one is dead."""

    source: Source


Outcome = Goto | Over | None
Verb = Callable[[Line, Element, Page], Awaitable[Outcome]]


async def script(line: Line, source: Source, fallback: Source | None = None) -> None:
    """The call's own documents, to its end. A failure goes to the fallback once, then to a sorry sentence."""
    try:
        await run(line, source, Place.CALL)
        return
    except Unusable as failed:
        error = failed
    if fallback is not None and fallback.url:
        told = (("ErrorCode", str(error.code)), ("ErrorUrl", error.url or source.url))
        asked = Source(url=fallback.url, method=fallback.method, params=told)
        try:
            await run(line, asked, Place.CALL)
            return
        except Unusable:
            pass
    await sorry(line)


async def sorry(line: Line) -> None:
    """What a caller hears when the application cannot go on."""
    if line.call.status in (Status.QUEUED, Status.RINGING):
        await line.answer()
    line.hear("say", APPLICATION_ERROR)
    seconds = await line.carrier.media.say(line.call.sid, APPLICATION_ERROR, language="en-GB", voice="woman")
    await line.carrier.clock.sleep(seconds)


async def run(line: Line, source: Source, place: Place) -> Over:
    """From document to document until one ends it. Raises Unusable (already reported)."""
    while True:
        page = await read(line, source, place)
        outcome = await perform(line, page, place)
        if isinstance(outcome, Over):
            return outcome
        source = outcome.source


async def read(line: Line, source: Source, place: Place) -> Page:
    """The document, fetched and understood. Raises Unusable, and the problem is on the call."""
    try:
        if source.twiml:
            return page_of_words(source.twiml, place)
        params = [*line.call.params(), *source.params]
        answer = await line.carrier.webhooks.send(source.target, params, jar=line.call.jar)
        return page_of_answer(answer, source, place)
    except Refused as refused:
        for fault in refused.faults:
            line.problem(fault.code, fault.sentence, source.url)
        raise Unusable(refused.code, str(refused), source.url) from refused
    except WebhookFailed as failed:
        line.problem(failed.code, str(failed), source.url)
        raise Unusable(failed.code, str(failed), source.url) from failed
    except Unusable as unusable:
        line.problem(unusable.code, str(unusable), source.url)
        raise


async def perform(line: Line, page: Page, place: Place) -> Goto | Over:
    """The document's verbs in order. Raises Unusable."""
    from sandbox.carrier.verbs import VERBS  # the verbs perform nested documents, so they know this module

    for position, verb in enumerate(page.verbs):
        if place is Place.CALL and not _waits_unanswered(verb, position):
            await line.answer()
        try:
            outcome = await VERBS[verb.name](line, verb, page)
        except Unusable as unusable:
            if not unusable.url:
                line.problem(unusable.code, str(unusable), page.url)
                unusable.url = page.url
            raise
        if outcome is not None:
            return outcome
    return Over.RAN_OUT


def _waits_unanswered(verb: Element, position: int) -> bool:
    """Reject, Pause and Dial answerOnBridge do not pick up, if they come first."""
    if position:
        return False
    return verb.name in WITHOUT_ANSWERING or (verb.name == "Dial" and verb.flag("answerOnBridge", False))
