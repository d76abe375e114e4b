"""Dial: connects the caller with parties, a queue or a conference, and asks its action how to go on."""

import asyncio
from typing import Final

from sandbox.carrier.callbacks import notify
from sandbox.carrier.deliver import Target
from sandbox.carrier.line import Line
from sandbox.carrier.pages import Page, Source
from sandbox.carrier.perform import Goto, Outcome
from sandbox.carrier.verbs.dial_conference import dial_conference
from sandbox.carrier.verbs.dial_parties import dial_parties
from sandbox.carrier.verbs.dial_queue import dial_queue
from sandbox.carrier.verbs.dialling import Dialled
from sandbox.twiml import Element

KINDS: Final = {"Conference": dial_conference, "Queue": dial_queue}


async def dial(line: Line, verb: Element, page: Page) -> Outcome:
    """Without an action the next verb follows; with one, its document does."""
    first = verb.children[0].name if verb.children else "Number"
    dialled = Dialled()
    try:
        await KINDS.get(first, dial_parties)(line, verb, page, dialled)
    except asyncio.CancelledError:
        if verb.get("action") and line.call.over:
            params = dict(line.call.params()) | dialled.params()
            target = Target(url=page.link(verb.get("action")), method=verb.get("method", "POST"))
            notify(line.carrier, target, params, sid=line.call.sid, jar=line.call.jar)
        raise
    if not verb.get("action"):
        return None
    params_now = tuple(dialled.params().items())
    return Goto(Source(url=page.link(verb.get("action")), method=verb.get("method", "POST"), params=params_now))
