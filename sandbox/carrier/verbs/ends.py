"""Redirect, Hangup, Reject and Leave: the verbs after which the rest of a document is dead."""

from sandbox.carrier.line import Line
from sandbox.carrier.pages import Page, Source
from sandbox.carrier.perform import Goto, Outcome, Over
from sandbox.carrier.states import Did, Status
from sandbox.twiml import Element


async def redirect(line: Line, verb: Element, page: Page) -> Outcome:
    """Elsewhere; with no address, to this very document."""
    return Goto(Source(url=page.link(verb.text), method=verb.get("method", "POST")))


async def hangup(line: Line, verb: Element, page: Page) -> Outcome:
    return Over.HANG_UP


async def reject(line: Line, verb: Element, page: Page) -> Outcome:
    """Unanswered only as the first verb; on an answered call it is a hang-up."""
    if line.call.status is Status.RINGING:
        line.move(Did.BUSY if verb.get("reason") == "busy" else Did.NO_ANSWER)
    return Over.HANG_UP


async def leave(line: Line, verb: Element, page: Page) -> Outcome:
    """Out of the queue. In a call's own document there is no queue to leave, and the call ends."""
    return Over.LEFT
