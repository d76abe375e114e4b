"""Enqueue: the caller waits, hearing the waitUrl's documents over and over, until something ends it.

* Leave in a wait document, or a full queue: the action is asked at once, else the next verb follows.
* A Dial takes the caller out: the action is asked once, when the two part.
* A hang-up or a REST redirect: the action is told, its answer is dead.
"""

import asyncio
from typing import Final

from sandbox.carrier.callbacks import notify
from sandbox.carrier.deliver import Target
from sandbox.carrier.line import Line, Why
from sandbox.carrier.pages import Page, Source, Unusable
from sandbox.carrier.perform import Goto, Outcome, Over, run
from sandbox.carrier.queues import MOST, Member, Queue, Result
from sandbox.carrier.verbs.sounds import music
from sandbox.twiml import Element, Place

SHORTEST_ROUND_S: Final = 1.0  # an empty wait document is asked for again, but not in a busy loop


async def enqueue(line: Line, verb: Element, page: Page) -> Outcome:
    """The whole stay, from joining to the action."""
    queue = line.carrier.queues.named(verb.text, verb.number("maxQueueSize", MOST))
    if queue.full:
        return _after(verb, page, _told(Result.FULL, queue, 0))
    member = queue.join(line)
    line.doing("queue")
    try:
        result = await _stay(line, verb, page, member)
    except asyncio.CancelledError:
        _tell_broken_off(line, verb, page, member)
        raise
    finally:
        queue.leave(member)
        if member.taken.done():
            # Whoever hangs up in the moment of being taken never comes as far as `with_caller`.
            member.taken.result().part()
    if result is None:
        return Over.HANG_UP
    return _after(verb, page, _told(result, queue, member.waited))


async def _stay(line: Line, verb: Element, page: Page, member: Member) -> Result | None:
    """Waits until left or taken; None when a wait document hung up."""
    waiting = asyncio.ensure_future(_wait(line, verb, page, member))
    try:
        await asyncio.wait((waiting, member.taken), return_when=asyncio.FIRST_COMPLETED)
        if not member.taken.done():
            return _ended(waiting)
    finally:
        waiting.cancel()
        await asyncio.wait((waiting,))
    member.bridged = True
    await member.taken.result().with_caller(member)
    return Result.BRIDGED


def _ended(waiting: "asyncio.Future[Over]") -> Result | None:
    error = waiting.exception()
    if isinstance(error, Unusable):
        return Result.ERROR
    if error is not None:
        raise error
    return Result.LEAVE if waiting.result() is Over.LEFT else None


async def _wait(line: Line, verb: Element, page: Page, member: Member) -> Over:
    """The wait documents, asked for again each time that they run out."""
    address = verb.get("waitUrl", "default")
    if address == "":
        await line.carrier.clock.sleep(float("inf"))
    if address == "default":
        await music(line)
    url = page.link(address)
    while True:
        began = line.carrier.clock.seconds()
        method = verb.get("waitUrlMethod", "POST")
        over = await run(line, Source(url=url, method=method, params=_position(member)), Place.QUEUE)
        if over is not Over.RAN_OUT:
            return over
        line.doing("queue")
        spent = line.carrier.clock.seconds() - began
        await line.carrier.clock.sleep(max(0.0, SHORTEST_ROUND_S - spent))


def _position(member: Member) -> tuple[tuple[str, str], ...]:
    queue = member.queue
    return (
        ("QueuePosition", str(queue.position(member))),
        ("QueueSid", queue.sid),
        ("QueueTime", str(member.waited)),
        ("AvgQueueTime", str(queue.average_wait)),
        ("CurrentQueueSize", str(len(queue.members))),
        ("MaxQueueSize", str(queue.most)),
    )


def _told(result: Result, queue: Queue, waited: int) -> tuple[tuple[str, str], ...]:
    return (("QueueResult", result.value), ("QueueSid", queue.sid), ("QueueTime", str(waited)))


def _after(verb: Element, page: Page, params: tuple[tuple[str, str], ...]) -> Outcome:
    if not verb.get("action"):
        return None
    return Goto(Source(url=page.link(verb.get("action")), method=verb.get("method", "POST"), params=params))


def _tell_broken_off(line: Line, verb: Element, page: Page, member: Member) -> None:
    if not verb.get("action"):
        return
    result = Result.HANGUP
    if line.why is Why.REDIRECTED:
        result = Result.REDIRECTED_FROM_BRIDGED if member.bridged else Result.REDIRECTED
    elif member.bridged:
        result = Result.BRIDGED
    params = dict(line.call.params()) | dict(_told(result, member.queue, member.waited))
    target = Target(url=page.link(verb.get("action")), method=verb.get("method", "POST"))
    notify(line.carrier, target, params, sid=line.call.sid, jar=line.call.jar)
